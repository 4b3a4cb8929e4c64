//! Each kind of stale run, its threshold from either side, and what the catalog says becomes of it.

use opsledger::clock::text;
use opsledger::ledger::Closed;

use super::*;

/// Moves a run to the past, as if it had been at rest for so many seconds.
async fn at_rest_for(lab: &Lab, run_id: i64, rest: i64) {
    let then = text(lab.now() - seconds(rest));
    lab.t
        .sql(&format!(
            "update operation_runs set created_at = '{then}', updated_at = '{then}' where id = {run_id}; \
             update operation_runs set started_at = '{then}' where id = {run_id} and started_at is not null"
        ))
        .await;
}

async fn without_lease(lab: &Lab, run_id: i64) {
    lab.t.sql(&format!("delete from operation_run_leases where run_id = {run_id}")).await;
}

on_both! {
    async fn s8_a_lost_run_is_queued_anew_with_its_evidence_until_its_attempts_are_used_up(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, SYNC, 1).await;
        for (attempt, wait) in [(1, 30), (2, 60)] {
            lose(&lab, claim.run_id).await;
            assert_eq!(sweep(&lab).await, [1, 1, 1, 0, 0, 1]);
            let run = lab.run(claim.run_id).await;
            assert_eq!((run.status.as_str(), run.outcome.as_str(), run.started_at), ("queued", "pending", None));
            assert_eq!((run.attempt, run.claim_token), (attempt, i64::from(attempt) * 2));
            assert_eq!((run.available_at, run.reconciled_at), (Some(lab.now() + seconds(wait)), None));
            let by: i64 = lab.t.count(&format!("select max(id) from operation_runs where type = '{SWEEP}' and workspace_id = 1")).await;
            let worker = if attempt == 1 { "worker-1" } else { "worker-2" };
            assert_eq!(run.context["reconciliation"], json!({
                "reason": "run.worker_lost", "reconciled_at": text(lab.now()), "by_run_id": by,
                "evidence": {
                    "worker": worker, "lease_expired_at": format!("2026-01-01T{:02}:00:00+00:00", claim.run_id % 24),
                    "attempt": attempt, "age_seconds": 0,
                },
            }));
            assert_eq!(lab.rows("operation_run_leases").await, 0);
            let worker = lab.worker("worker-2");
            assert_eq!(worker.claim_queued(&[SYNC], 1).await.unwrap(), [], "not before its time");
            lab.pass(wait);
            assert_eq!(worker.claim_queued(&[SYNC], 1).await.unwrap().len(), 1);
        }
        lose(&lab, claim.run_id).await;
        assert_eq!(sweep(&lab).await, [1, 1, 1, 0, 0, 1]);
        let run = lab.run(claim.run_id).await;
        assert_eq!((run.outcome.as_str(), run.attempt, run.reconciled_at), ("failed", 3, Some(lab.now())));
        assert_eq!(run.failure_summary[0]["code"], "run.worker_lost");
        assert!(run.failure_summary[0]["message"].as_str().unwrap().ends_with("attempt 3 was the last"), "{run:?}");
        assert_eq!(run.context["reconciliation"]["evidence"]["attempt"], 3);
        assert_eq!(sweep(&lab).await, [0; 6]);
    }

    async fn s8_a_lost_run_of_a_type_that_must_not_be_repeated_fails_and_is_audited(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, BACKUP, 1).await;
        lose(&lab, claim.run_id).await;
        assert_eq!(sweep(&lab).await, [1, 1, 1, 0, 0, 1]);
        let run = lab.run(claim.run_id).await;
        assert_eq!((run.outcome.as_str(), run.context["reconciliation"]["reason"].as_str()), ("failed", Some("run.worker_lost")));
        assert_eq!((lab.rows("audit_logs").await, lab.t.count(&format!("select count(*) from operation_run_leases where run_id = {}", run.id)).await), (1, 0));
    }

    async fn s8_a_dead_pass_is_left_to_its_next_slot_and_its_identity_is_free(t: TestDb) {
        let lab = Lab::new(t).await;
        // The very identities of the passes: the main job's, and that of the sweep itself.
        let pass = |operation| Request::new(ACME, catalog::find(operation).unwrap(), json!({}));
        let main = created(lab.ensure(pass(RECONCILE), Start::Running).await);
        let before = created(lab.ensure(pass(SWEEP), Start::Running).await);
        let waiting = lab.queued(ACME, RECONCILE, 2).await;
        for run_id in [main.run_id, before.run_id] {
            lose(&lab, run_id).await;
        }
        assert_eq!(sweep(&lab).await, [1, 1, 1, 0, 0, 1], "the dead sweep was in nobody's way");
        for (claim, code) in [(main, "run.worker_lost"), (before, "run.worker_lost")] {
            let run = lab.run(claim.run_id).await;
            assert_eq!((run.outcome.as_str(), run.failure_summary[0]["code"].as_str()), ("failed", Some(code)));
        }
        assert_ne!(created(lab.ensure(pass(RECONCILE), Start::Running).await).run_id, main.run_id);
        assert_eq!(lab.ledger.complete(&main, Ending::succeeded()).await.unwrap(), Closed::LostClaim);
        // Nobody claims a pass, so one that waits would hold its identity for ever.
        at_rest_for(&lab, waiting.run_id, 15 * 60 + 1).await;
        sweep(&lab).await;
        let run = lab.run(waiting.run_id).await;
        assert_eq!((run.outcome.as_str(), run.failure_summary[0]["code"].as_str()), ("failed", Some("run.never_started")));
    }

    async fn s8_a_queued_run_fails_when_it_has_waited_longer_than_its_type_may(t: TestDb) {
        let lab = Lab::new(t).await;
        let sync = lab.queued(ACME_EU, SYNC, 1).await;
        let fetch = lab.queued(ACME_EU, "assignments.fetch", 1).await;
        at_rest_for(&lab, sync.run_id, 3_600).await;
        at_rest_for(&lab, fetch.run_id, 1_800).await;
        assert_eq!(sweep(&lab).await, [0; 6], "as long as they may");
        at_rest_for(&lab, fetch.run_id, 1_801).await;
        assert_eq!(sweep(&lab).await, [1, 1, 1, 0, 0, 1], "each type by its own threshold");
        at_rest_for(&lab, sync.run_id, 3_601).await;
        assert_eq!(sweep(&lab).await, [1, 1, 1, 0, 0, 1]);
        let run = lab.run(sync.run_id).await;
        assert_eq!((run.outcome.as_str(), run.started_at), ("failed", None));
        assert_eq!(run.failure_summary[0], json!({ "code": "run.never_started", "message": "No worker took the operation for 1h 1s" }));
        assert_eq!(run.context["reconciliation"]["evidence"], json!({ "worker": null, "lease_expired_at": null, "attempt": 0, "age_seconds": 3_601 }));
    }

    async fn s8_a_queued_run_waits_from_the_time_at_which_it_may_start(t: TestDb) {
        let lab = Lab::new(t).await;
        let later = Request { available_at: Some(lab.now() + seconds(7_200)), ..wish(ACME_EU, SYNC, 1) };
        let claim = created(lab.ensure(later, Start::Queued).await);
        lab.pass(7_200 + 3_600);
        assert_eq!(sweep(&lab).await, [0; 6]);
        lab.pass(1);
        assert_eq!(sweep(&lab).await, [1, 1, 1, 0, 0, 1]);
        assert_eq!(lab.run(claim.run_id).await.outcome, "failed");
    }

    async fn s8_a_running_run_without_a_lease_is_lost_when_it_has_not_moved_for_longer_than_its_type_may(t: TestDb) {
        let lab = Lab::new(t).await;
        let (sync, backup) = (lab.running(ACME_EU, SYNC, 1).await, lab.running(ACME_EU, BACKUP, 1).await);
        for claim in [sync, backup] {
            without_lease(&lab, claim.run_id).await;
            at_rest_for(&lab, claim.run_id, 7_200).await;
        }
        assert_eq!(sweep(&lab).await, [0; 6]);
        for claim in [sync, backup] {
            at_rest_for(&lab, claim.run_id, 7_201).await;
        }
        let (first, second) = sweep_by(&lab.worker("sweeper"), Options::default()).await;
        assert_eq!((counts(&first), counts(&second)), ([2, 2, 2, 0, 0, 2], [0; 6]));
        assert_eq!(first.context()["recovered"], json!({ "run.requeued": 1, "run.worker_lost": 1 }));
        assert_eq!((lab.run(sync.run_id).await.status, lab.run(backup.run_id).await.outcome), ("queued".into(), "failed".into()));
    }

    async fn s8_a_run_whose_worker_is_alive_is_never_touched_however_long_it_takes(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, SYNC, 1).await;
        at_rest_for(&lab, claim.run_id, 90 * 86_400).await;
        let before = picture(&lab).await;
        assert_eq!(sweep(&lab).await, [0; 6]);
        assert_eq!(picture(&lab).await, before);
    }
}
