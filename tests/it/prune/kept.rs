//! Retention per type from either side, and what stays whatever its age.

use opsledger::db::Engine;
use opsledger::engine::{Job, Pass};
use opsledger::ledger::invariants::check;

use super::*;

/// Names of the invariants that do not hold; the customers of this house have names for ids.
async fn findings(lab: &Lab) -> Vec<&'static str> {
    let found = check(&lab.t.db, lab.now()).await.unwrap();
    found.iter().map(|finding| finding.invariant).filter(|id| *id != "I18").collect()
}

on_both! {
    async fn a_run_goes_when_it_is_older_than_its_type_is_kept(t: TestDb) {
        let lab = Lab::new(t).await;
        let (work, nothing) = (json!({ "total": 1, "processed": 1, "succeeded": 1 }), json!({ "total": 0, "processed": 0 }));
        let mut kept = Vec::new();
        let mut gone = Vec::new();
        for (scope, operation, counts, retention) in [
            (ACME_EU, "policy.sync", &work, 90 * DAY),
            (ACME_EU, "policy.sync", &nothing, 90 * DAY),
            (ACME_EU, "policy.sync", &json!({}), 90 * DAY),
            (ACME, SWEEP, &work, 90 * DAY),
            (ACME, SWEEP, &json!({}), 90 * DAY),
            (ACME, SWEEP, &nothing, 7 * DAY),
        ] {
            kept.push(old(&lab, scope, operation, retention, counts.clone()).await);
            gone.push(old(&lab, scope, operation, retention + 1, counts.clone()).await);
        }
        // Found nothing to do, but has something to tell, or did not succeed at it.
        for change in ["context = '{\"attention\": \"x\"}'", "type = 'ops.dispatch_backup_schedules', context = '{\"attention\": {}}'"] {
            let id = old(&lab, ACME, SWEEP, 8 * DAY, nothing.clone()).await;
            lab.t.sql(&format!("update operation_runs set {change} where id = {id}")).await;
            kept.push(id);
        }
        let ending = prune(&lab, Options::default()).await;
        assert_eq!(five(&ending), [6, 6, 6, 0, 0]);
        assert_eq!(ending.context()["pruned"], json!({ "policy.sync": 3, SWEEP: 3 }));
        assert_eq!((left(&lab, &kept).await, left(&lab, &gone).await), (kept, vec![]));
        assert_eq!(five(&prune(&lab, Options::default()).await), [0; 5], "a second pass finds nothing");
        assert_eq!(findings(&lab).await, Vec::<&str>::new());
    }

    async fn l10_an_open_run_never_goes(t: TestDb) {
        let lab = Lab::new(t).await;
        let open = [lab.running(ACME_EU, "policy.sync", 1).await.run_id, lab.queued(ACME, SWEEP, 2).await.run_id];
        lab.pass(3_650 * DAY);
        let everything = Options { older_than: Some(std::time::Duration::ZERO), confirm: true, ..Options::default() };
        assert_eq!(five(&prune(&lab, everything).await), [0; 5]);
        assert_eq!(left(&lab, &open).await, open);
    }

    async fn a_run_that_a_record_refers_to_stays_and_what_hangs_on_a_run_goes_with_it(t: TestDb) {
        let lab = Lab::new(t).await;
        let ids = many_old(&lab, ACME_EU, "policy.sync", 100 * DAY, json!({}), 8).await;
        lab.t
            .legacy(&format!(
                "insert into backup_sets (id, workspace_id, tenant_id, name, status, operation_run_id, created_at, updated_at) values (1, 1, 1, 'Set', 'completed', {}, {{at}}, {{at}}); \
                 insert into restore_runs (workspace_id, tenant_id, backup_set_id, status, operation_run_id, created_at, updated_at) values (1, 1, 1, 'completed', {}, {{at}}, {{at}}); \
                 insert into inventory_sync_runs (workspace_id, tenant_id, selection_hash, status, operation_run_id, created_at, updated_at) values (1, 1, 'h', 'success', {}, {{at}}, {{at}}); \
                 insert into schedules (key, operation_type, cron, created_at, updated_at) values ('s', 'policy.sync', '* * * * *', {{at}}, {{at}}); \
                 insert into schedule_skips (schedule_key, workspace_id, slot, reason, blocking_run_id, created_at) values ('s', 1, {{at}}, 'overlap', {}, {{at}}); \
                 update operation_runs set user_id = 1 where id = {}; \
                 insert into notifications (user_id, workspace_id, tenant_id, operation_run_id, created_at) values (1, 1, 1, {}, {{at}}); \
                 insert into audit_logs (workspace_id, tenant_id, actor_name, action, resource_type, resource_id, recorded_at) \
                 values (1, 1, 'System', 'operation_run.completed', 'operation_run', {}, '2026-08-01T00:00:00+00:00')",
                ids[0], ids[1], ids[2], ids[3], ids[4], ids[4], ids[5]
            ))
            .await;
        assert_eq!(five(&prune(&lab, Options::default()).await), [8, 8, 5, 0, 3]);
        assert_eq!(left(&lab, &ids).await, ids[..3]);
        assert_eq!(lab.t.count("select count(*) from schedule_skips where blocking_run_id is null").await, 1);
        assert_eq!(lab.rows("notifications").await, 0);
        assert_eq!(lab.t.count(&format!("select count(*) from audit_logs where resource_id = {}", ids[5])).await, 1);
        assert_eq!(findings(&lab).await, Vec::<&str>::new());
    }

    async fn pages_are_transactions_of_their_own_and_a_row_that_is_refused_stops_no_other(t: TestDb) {
        let lab = Lab::new(t).await;
        let ids = many_old(&lab, ACME_EU, "policy.sync", 100 * DAY, json!({}), 7).await;
        let foreign = old(&lab, Scope::Tenant { workspace: 2, tenant: 3 }, "policy.sync", 100 * DAY, json!({})).await;
        refuse_deleting(&lab.t, ids[3]).await;
        let ending = prune(&lab, Options { page: 2, ..Options::default() }).await;
        assert_eq!((five(&ending), ending.outcome()), ([7, 7, 6, 1, 0], Outcome::PartiallySucceeded));
        assert_eq!(ending.failures().items()[0].code(), "prune.row_refused");
        assert_eq!(left(&lab, &ids).await, [ids[3]]);
        assert_eq!(left(&lab, &[foreign]).await, Vec::<i64>::new());
        // One transaction a page, counted by the database where it can be.
        if lab.t.engine == Engine::Postgres {
            assert!(lab.t.count("select count(distinct tx) from deleted").await >= 4, "page by page");
        }
    }

    async fn l5_a_pass_that_lost_its_own_claim_deletes_nothing(t: TestDb) {
        let lab = Lab::new(t).await;
        let ids = many_old(&lab, ACME_EU, "policy.sync", 100 * DAY, json!({}), 3).await;
        let own = lab.running(ACME, PRUNE, 1).await;
        lab.take_over(own.run_id).await;
        let pass = Pass { ledger: lab.ledger.clone(), runs: vec![own] };
        let endings = PruneOperationRuns::new(Options::default()).run(&pass).await.unwrap();
        assert_eq!(five(&endings[0]), [3, 3, 0, 0, 3]);
        assert_eq!(left(&lab, &ids).await, ids);
    }

    async fn the_doctor_knows_why_a_run_is_gone_that_a_person_had_pruned_early(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        lab.succeed(&claim).await;
        lab.pass(3_600);
        let hour = Options { older_than: Some(std::time::Duration::from_secs(60)), confirm: true, ..Options::default() };
        assert_eq!(five(&prune(&lab, hour).await), [1, 1, 1, 0, 0]);
        assert_eq!(findings(&lab).await, Vec::<&str>::new());
        // One that went without that is still found.
        let claim = lab.running(ACME_EU, BACKUP, 2).await;
        lab.succeed(&claim).await;
        lab.t.sql(&format!("delete from operation_runs where id = {}", claim.run_id)).await;
        assert_eq!(findings(&lab).await, ["I6b"]);
    }
}

/// Makes the database refuse to delete one run, and note the transaction of each that goes.
async fn refuse_deleting(t: &TestDb, id: i64) {
    match t.engine {
        Engine::Sqlite => t.sql(&format!("create trigger planted before delete on operation_runs when old.id = {id} begin select raise(abort, 'planted constraint'); end")).await,
        Engine::Postgres => {
            t.sql(&format!(
                "create table deleted (tx text); grant insert on deleted to public; create function planted() returns trigger language plpgsql as $$ begin \
                 if old.id = {id} then raise exception 'planted constraint' using errcode = 'check_violation'; end if; \
                 insert into deleted values (pg_current_xact_id()::text); return old; end $$"
            ))
            .await;
            t.sql("create trigger planted before delete on operation_runs for each row execute function planted()").await;
        }
    }
}
