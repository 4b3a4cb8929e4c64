//! Many rows at once: one bad row among them, pages, limits, and a second pass.

use opsledger::db::Engine;
use opsledger::ledger::{Outcome, Requeue};

use super::*;

/// Makes the database refuse any change of one run.
pub async fn refuse_run(t: &TestDb, id: i64) {
    match t.engine {
        Engine::Sqlite => t.sql(&format!("create trigger planted before update on operation_runs when new.id = {id} begin select raise(abort, 'planted constraint'); end")).await,
        Engine::Postgres => {
            t.sql("create function planted() returns trigger language plpgsql as $$ begin raise exception 'planted constraint' using errcode = 'check_violation'; end $$").await;
            t.sql(&format!("create trigger planted before update on operation_runs for each row when (new.id = {id}) execute function planted()")).await;
        }
    }
}

on_both! {
    async fn s8_one_row_that_the_database_refuses_does_not_stop_the_others(t: TestDb) {
        let lab = Lab::new(t).await;
        let mut ids = Vec::new();
        for n in 0..3 {
            ids.push(lab.queued(ACME_EU, SYNC, n).await.run_id);
            ids.push(lab.running(ACME_EU, SYNC, 10 + n).await.run_id);
        }
        for id in &ids {
            lose(&lab, *id).await;
        }
        lab.t.sql("update operation_runs set created_at = {at}, updated_at = {at}").await;
        refuse_run(&lab.t, ids[2]).await;
        let (first, _) = sweep_by(&lab.worker("sweeper"), Options::default()).await;
        assert_eq!((counts(&first), first.outcome()), ([6, 6, 5, 1, 0, 5], Outcome::PartiallySucceeded));
        assert_eq!(first.failures().items()[0].code(), "reconcile.row_refused");
        assert!(first.failures().items()[0].message().starts_with(&format!("Operation #{} stays open", ids[2])));
        let second = sweep(&lab).await;
        assert_eq!(second, [1, 1, 0, 1, 0, 0], "it is tried again, and the others are done");
    }

    async fn s8_a_second_pass_finds_nothing_and_pages_miss_nothing(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..7 {
            lab.queued(ACME_EU, [SYNC, BACKUP][n as usize % 2], n).await;
            let lost = lab.running(ACME_US, [SYNC, BACKUP, "inventory.sync"][n as usize % 3], n).await;
            lose(&lab, lost.run_id).await;
        }
        lab.queued(Scope::Tenant { workspace: 2, tenant: 3 }, SYNC, 1).await;
        lab.pass(3_601);
        let options = Options { page: 2, ..Options::default() };
        let (first, second) = sweep_by(&lab.worker("sweeper"), options.clone()).await;
        assert_eq!((counts(&first), counts(&second)), ([14, 14, 14, 0, 0, 14], [1, 1, 1, 0, 0, 1]));
        let after = picture(&lab).await;
        let (first, second) = sweep_by(&lab.worker("sweeper"), options).await;
        assert_eq!((counts(&first), counts(&second)), ([0; 6], [0; 6]));
        assert_eq!(picture(&lab).await, after);
    }

    async fn s8_a_limit_and_a_tenant_bound_the_sweep(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..5 {
            lab.queued([ACME_EU, ACME_US][n as usize % 2], SYNC, n).await;
        }
        lab.pass(3_601);
        let us = Options { tenant: Some(2), ..Options::default() };
        assert_eq!(counts(&sweep_by(&lab.worker("sweeper"), us).await.0)[0], 2);
        for (expected, more) in [(2, true), (1, false), (0, false)] {
            let (first, _) = sweep_by(&lab.worker("sweeper"), Options { limit: 2, ..Options::default() }).await;
            assert_eq!((counts(&first)[0], first.context().get("options").is_some()), (expected, more));
        }
    }

    async fn l10_only_a_running_run_under_the_token_that_was_seen_is_queued_anew(t: TestDb) {
        let lab = Lab::new(t).await;
        let running = lab.running(ACME_EU, SYNC, 1).await;
        let (waiting, done) = (lab.queued(ACME_EU, SYNC, 2).await, lab.running(ACME_EU, SYNC, 3).await);
        lab.succeed(&done).await;
        let before = picture(&lab).await;
        let anew = |claim, token| Requeue { seen: Claim { token, ..claim }, available_at: lab.now(), context: json!({}) };
        let tx = lab.t.db.begin().await.unwrap();
        let lost = [anew(running, 0), anew(running, 2), anew(waiting, 0), anew(done, 1)];
        assert_eq!(lab.ledger.requeue_in(&tx, &lost).await.unwrap(), Vec::<i64>::new());
        tx.commit().await.unwrap();
        assert_eq!(picture(&lab).await, before);
        assert_eq!(lab.rows("operation_run_leases").await, 1);
    }
}
