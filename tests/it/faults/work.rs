//! Work that panics, never ends, or takes its process with it (rows 30 to 32).

use super::*;
use crate::support::process::{SCHEDULER, run};

/// Work for a tenant that is tried three times.
pub const RETRIED: &str = "policy.sync";

fn failed_with(code: &str) -> String {
    format!(
        "select count(*) from operation_runs where outcome = 'failed' and cast(failure_summary as text) like '%{code}%'"
    )
}

on_both! {
    async fn f30_a_panic_fails_its_own_run_and_the_process_lives(t: TestDb) {
        let scene = Scene::each_second(t).await;
        let mut one = scene.start(Probe { panic: Some(2), ..Probe::default() });
        scene.runs_on(3).await;
        assert!(one.is_running());
        one.signal("TERM");
        assert_eq!(one.ends_within(Duration::from_secs(20)).await, Some(0), "{}", one.output());
        let outcomes = "select distinct workspace_id || ' ' || outcome from operation_runs where outcome <> 'pending' order by 1";
        assert_eq!(scene.t.texts(outcomes).await, ["1 succeeded", "2 failed"]);
        assert!(scene.t.count(&failed_with("run.panicked")).await >= 3);
        let words = "select count(*) from operation_runs where cast(failure_summary as text) like '%hunter2%'";
        assert_eq!(scene.t.count(words).await, 0, "its words were written down");
        scene.settles().await;
    }

    async fn f31_work_that_never_ends_is_given_up_at_its_limit_and_its_place_is_free(t: TestDb) {
        let scene = Scene::each_second(t).await;
        let hangs = scene.start(Probe { hold: 600_000, limit: 700, ..Probe::default() });
        eventually("two slots in a row were given up", async || scene.t.count(&failed_with("run.timed_out")).await >= 4).await;
        let over = scene.t.texts("select cast(id as text) from operation_runs where cast(failure_summary as text) not like '%run.timed_out%' and status = 'completed'").await;
        assert_eq!(over, Vec::<String>::new());
        drop(hangs);
        scene.settles().await;
    }

    async fn f32_work_that_takes_its_process_with_it_is_given_up_after_its_attempts_and_others_go_on(t: TestDb) {
        let scene = Scene::each_second(t).await;
        scene.t
            .sql(
                "insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) values (1, 1, 't1', 'EU', {at}, {at})",
            )
            .await;
        let poison = crate::ledger::wish(crate::ledger::ACME_EU, RETRIED, 1);
        let poison = crate::ledger::created(scene.ledger.ensure(poison, opsledger::ledger::Start::Queued).await.unwrap()).run_id;
        for attempt in 1..=3 {
            let mut one = scene.start(Probe { poison: true, ..Probe::default() });
            assert_eq!(one.ends_within(Duration::from_secs(20)).await, None, "attempt {attempt}: {}", one.output());
            // Without waiting for the lease, and then for the pause before the next attempt.
            scene.t.sql(&format!("update operation_run_leases set expires_at = {{at}} where run_id = {poison}")).await;
            let swept = run(SCHEDULER, &scene.t.url, &["once", SWEEP]).await;
            assert_eq!(swept.code, Some(0), "{swept:?}");
            let run = scene.ledger.run(poison).await.unwrap().unwrap();
            assert_eq!((run.attempt, run.status.as_str()), (attempt, if attempt < 3 { "queued" } else { "completed" }));
            scene.t.sql(&format!("update operation_runs set available_at = {{at}} where id = {poison} and status = 'queued'")).await;
        }
        assert_eq!(scene.ledger.run(poison).await.unwrap().unwrap().outcome, "failed");
        let mut healthy = scene.start(Probe { poison: true, ..Probe::default() });
        scene.runs_on(2).await;
        assert!(healthy.is_running(), "nothing kills it any more");
        drop(healthy);
        scene.settles().await;
    }
}
