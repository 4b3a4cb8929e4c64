//! Stopping in good order (S9), and hearing that something was queued.

use opsledger::db::Engine;
use opsledger::ledger::Start;
use serde_json::json;

use super::*;
use crate::support::process::eventually;

on_both! {
    async fn s9_interrupted_work_that_may_be_done_again_is_queued_anew(t: TestDb) {
        let lab = Lab::new(t).await;
        let run_id = lab.queued(ACME_EU, SYNC, 1).await.run_id;
        let stub = Stub::new(SYNC, Deed::Hang);
        let crew = Crew::start(&lab.ledger, vec![stub.clone()], 1, Duration::ZERO);
        stub.began.notified().await;
        crew.stop().await;
        let run = lab.run(run_id).await;
        assert_eq!((run.status.as_str(), run.attempt), ("queued", 1));
        assert_eq!(lab.rows("operation_run_leases").await, 0);
        let again = Stub::new(SYNC, Deed::Succeed);
        let mut crew = Crew::of(&lab, &again, 1);
        crew.next().await;
        crew.stop().await;
        let run = lab.run(run_id).await;
        assert_eq!((run.outcome.as_str(), run.attempt), ("succeeded", 2));
    }

    async fn s9_interrupted_work_that_must_not_be_repeated_ends_and_says_so(t: TestDb) {
        let lab = Lab::new(t).await;
        let run_id = lab.queued(ACME_EU, BACKUP, 1).await.run_id;
        let stub = Stub::new(BACKUP, Deed::Hang);
        let crew = Crew::start(&lab.ledger, vec![stub.clone()], 1, Duration::ZERO);
        stub.began.notified().await;
        crew.stop().await;
        let run = lab.run(run_id).await;
        assert_eq!((run.outcome.as_str(), &run.failure_summary[0]["code"]), ("failed", &json!("run.interrupted")));
        assert_eq!(lab.t.count(&format!("select count(*) from audit_logs where resource_id = {run_id}")).await, 1);
    }

    async fn s9_a_drain_waits_for_what_is_at_work(t: TestDb) {
        let lab = Lab::new(t).await;
        lab.queued(ACME_EU, SYNC, 1).await;
        let stub = Stub::new(SYNC, Deed::Hang);
        let crew = Crew::of(&lab, &stub, 1);
        stub.began.notified().await;
        lab.queued(ACME_US, SYNC, 2).await;
        crew.stop.cancel();
        tokio::task::yield_now().await;
        assert!(!crew.working.is_finished(), "it left its work behind");
        assert_eq!(stub.attempts(), 1, "nothing new was begun");
        crew.working.abort();
    }

    async fn l9_a_worker_hears_that_something_was_queued(t: TestDb) {
        let engine = t.engine;
        let lab = Lab::new(t).await;
        // A file is shared by one machine and often by one process; a server carries the word from process to process.
        let far = if engine == Engine::Postgres { lab.worker("far") } else { lab.ledger.clone() };
        let mut hints = lab.ledger.hints();
        let hearing = tokio::spawn(async move { hints.next().await });
        let mut n = 0;
        // Only who listens already hears it, so the word is given until then.
        eventually("it was heard", async || {
            n += 1;
            far.ensure(wish(ACME_EU, SYNC, n), Start::Queued).await.unwrap();
            hearing.is_finished()
        })
        .await;
    }
}
