//! Attempts within one run: the status stays running, the number grows, and the last one counts.

use serde_json::json;

use super::*;
use crate::support::process::eventually;

async fn worked(t: TestDb, operation: &'static str, deed: Deed) -> (Lab, Arc<Stub>, i64) {
    let lab = Lab::new(t).await;
    let run_id = lab.queued(ACME_EU, operation, 1).await.run_id;
    let stub = Stub::new(operation, deed);
    let mut crew = Crew::of(&lab, &stub, 2);
    assert_eq!(crew.next().await.claim.run_id, run_id);
    crew.stop().await;
    (lab, stub, run_id)
}

on_both! {
    async fn l4_a_cause_that_passes_is_tried_again_within_the_same_run(t: TestDb) {
        let (lab, stub, run_id) = worked(t, SYNC, Deed::FailUntil(3)).await;
        let run = lab.run(run_id).await;
        assert_eq!((run.status.as_str(), run.outcome.as_str(), run.attempt, run.claim_token), ("completed", "succeeded", 3, 1));
        assert_eq!(stub.attempts(), 3);
        assert_eq!(run.summary_counts, json!({ "total": 3 }), "the final attempt counts, and no other");
        assert_eq!(run.failure_summary, json!([]), "what passed is no failure");
        assert_eq!(lab.rows("operation_run_leases").await, 0);
    }

    async fn l4_after_the_last_attempt_the_run_fails_with_its_cause(t: TestDb) {
        let (lab, stub, run_id) = worked(t, SYNC, Deed::FailUntil(99)).await;
        let run = lab.run(run_id).await;
        assert_eq!((run.outcome.as_str(), run.attempt, stub.attempts()), ("failed", 3, 3));
        assert_eq!(run.failure_summary[0]["code"], "assignments.fetch_failed");
        assert_eq!(run.failure_summary[0]["reason_code"], "provider.throttled");
    }

    async fn l4_a_cause_that_stays_is_not_tried_again(t: TestDb) {
        let (lab, stub, run_id) = worked(t, SYNC, Deed::FailForGood).await;
        let run = lab.run(run_id).await;
        assert_eq!((run.outcome.as_str(), run.attempt, stub.attempts()), ("failed", 1, 1));
        assert_eq!(run.failure_summary[0]["reason_code"], "provider.permission_denied");
    }

    async fn s9_a_panic_fails_that_run_only_and_says_nothing_secret(t: TestDb) {
        let (lab, stub, run_id) = worked(t, SYNC, Deed::Panic).await;
        let run = lab.run(run_id).await;
        assert_eq!((run.outcome.as_str(), stub.attempts()), ("failed", 1));
        assert_eq!(run.failure_summary[0]["code"], "run.panicked");
        assert!(!run.failure_summary.to_string().contains("hunter2"));
    }

    async fn an_attempt_without_end_is_cut_off_and_tried_again(t: TestDb) {
        let (lab, stub, run_id) = worked(t, SYNC, Deed::HangTooLong).await;
        let run = lab.run(run_id).await;
        assert_eq!((run.outcome.as_str(), run.attempt, stub.attempts()), ("failed", 3, 3));
        assert_eq!(run.failure_summary[0]["code"], "run.timed_out");
    }

    async fn a_run_that_waits_for_its_next_attempt_gives_its_place_to_another(t: TestDb) {
        let lab = Lab::new(t).await;
        let hour = Duration::from_secs(3_600);
        let waits = lab.queued(ACME_EU, SYNC, 1).await.run_id;
        let later = Stub::new(SYNC, Deed::Later(hour));
        let other = Stub::new(BACKUP, Deed::Succeed);
        let works: Vec<Arc<dyn Work>> = vec![later.clone(), other.clone()];
        let mut crew = Crew::start(&lab.ledger, works, 1, Duration::ZERO);
        later.began.notified().await;
        let next = lab.queued(ACME_EU, BACKUP, 2).await.run_id;
        assert_eq!(crew.next().await.claim.run_id, next, "one worker, and the first run still waits");
        let run = lab.run(waits).await;
        assert_eq!((run.status.as_str(), run.attempt), ("running", 1));
        crew.stop().await;
    }

    async fn l5_a_cancelled_run_is_stopped_where_it_is(t: TestDb) {
        let lab = Lab::new(t).await;
        let run_id = lab.queued(ACME_EU, SYNC, 1).await.run_id;
        let stub = Stub::new(SYNC, Deed::Hang);
        let crew = Crew::of(&lab, &stub, 1);
        stub.began.notified().await;
        lab.ledger.cancel(run_id, "ada", "no longer wanted").await.unwrap();
        let next = lab.queued(ACME_US, SYNC, 2).await.run_id;
        // Its place is free as soon as the heartbeat finds the lease gone.
        stub.began.notified().await;
        eventually("the next run is at work", async || lab.run(next).await.status == "running").await;
        let run = lab.run(run_id).await;
        assert_eq!((run.outcome.as_str(), &run.failure_summary[0]["code"]), ("failed", &json!("run.cancelled")));
        crew.working.abort();
    }

    async fn l11_one_audit_row_however_many_attempts(t: TestDb) {
        let (lab, _, run_id) = worked(t, BACKUP, Deed::FailUntil(3)).await;
        assert_eq!(lab.t.count(&format!("select count(*) from audit_logs where resource_id = {run_id}")).await, 1);
    }
}
