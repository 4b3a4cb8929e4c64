//! Runs whose worker is gone (L10): ended with a reason, and only those.

use opsledger::catalog;
use opsledger::ledger::Start;
use serde_json::json;

use super::*;

on_both! {
    async fn l10_a_run_whose_lease_ran_out_is_ended_with_the_reason_and_its_identity_is_free(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME, SWEEP, 1).await;
        let alive = lab.running(ACME, SWEEP, 2).await;
        let waiting = lab.queued(ACME, SWEEP, 3).await;
        let of_another_type = lab.running(ACME_EU, BACKUP, 1).await;
        for run_id in [claim.run_id, of_another_type.run_id] {
            lab.let_lease_run_out(run_id).await;
        }
        lab.pass(30);
        assert_eq!(lab.worker("sweeper").release_lost(claim.operation).await.unwrap(), [claim.run_id]);

        let run = lab.run(claim.run_id).await;
        assert_eq!((run.status.as_str(), run.outcome.as_str()), ("completed", "failed"));
        assert_eq!(run.reconciled_at, Some(lab.now()));
        assert_eq!(
            run.failure_summary,
            json!([{ "code": "run.worker_lost", "message": "The lease of worker worker-1 ran out before the operation ended" }])
        );
        assert_eq!(
            run.context["reconciliation"],
            json!({
                "reason": "run.worker_lost", "evidence": { "worker": "worker-1" },
                "reconciled_at": opsledger::clock::text(lab.now()),
            })
        );
        for (claim, status) in [(alive, "running"), (waiting, "queued"), (of_another_type, "running")] {
            assert_eq!(lab.run(claim.run_id).await.status, status);
        }
        assert_ne!(lab.running(ACME, SWEEP, 1).await.run_id, claim.run_id);
        // A second pass finds nothing, and the dead worker, should it wake up, has lost.
        assert_eq!(lab.ledger.release_lost(claim.operation).await.unwrap(), Vec::<i64>::new());
        assert_eq!(lab.ledger.complete(&claim, Ending::succeeded()).await.unwrap(), Closed::LostClaim);
    }

    async fn l10_a_run_that_shadows_a_record_is_not_judged_by_its_lease(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME_EU, "restore.execute", 1).await;
        lab.let_lease_run_out(claim.run_id).await;
        assert_eq!(lab.ledger.release_lost(claim.operation).await.unwrap(), Vec::<i64>::new());
        assert_eq!(lab.run(claim.run_id).await.status, "running");
    }

    async fn l10_a_lease_of_an_earlier_claim_says_nothing_about_the_present_one(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME, SWEEP, 1).await;
        lab.let_lease_run_out(claim.run_id).await;
        lab.take_over(claim.run_id).await;
        assert_eq!(lab.ledger.release_lost(claim.operation).await.unwrap(), Vec::<i64>::new());
    }

    async fn l10_a_heartbeat_beside_the_sweep_either_keeps_its_run_or_learns_that_it_is_lost(t: TestDb) {
        let lab = Lab::new(t).await;
        let sweep = catalog::find(SWEEP).unwrap();
        for n in 0..20 {
            let claim = created(lab.ensure(wish(ACME, SWEEP, n), Start::Running).await);
            lab.let_lease_run_out(claim.run_id).await;
            let (sweeper, worker) = (lab.worker("sweeper"), lab.ledger.clone());
            let (released, beat) = tokio::join!(
                tokio::spawn(async move { sweeper.release_lost(sweep).await.unwrap() }),
                tokio::spawn(async move { worker.heartbeat().await.unwrap() }),
            );
            let (released, beat) = (released.unwrap(), beat.unwrap());
            if beat.contains(&claim.run_id) {
                assert_eq!(released, Vec::<i64>::new(), "ended although its lease was renewed");
                lab.succeed(&claim).await;
            } else {
                assert_eq!(released, [claim.run_id]);
            }
        }
    }
}
