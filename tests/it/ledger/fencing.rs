//! Whoever was frozen and thawed changes nothing (L5), and history is history (L10).

use opsledger::ledger::{Closing, Counts, Failure, Failures, Outcome, Status};
use serde_json::json;

use super::*;

/// Tries every verb that writes into a run; each must say that the claim is lost.
async fn every_write_is_lost(lab: &Lab, claim: &Claim) {
    let counts = Counts::new(claim.operation, [("total", 1)]);
    let ledger = &lab.ledger;
    assert_eq!(ledger.increment(claim, &counts).await.unwrap(), Closed::LostClaim);
    let failure = vec![Failure::new("row.bad", "one row")];
    assert_eq!(ledger.append_failures(claim, failure).await.unwrap(), Closed::LostClaim);
    for ending in [
        Ending::succeeded().with_counts(&counts),
        Ending::failed(Failures::one("row.bad", "x")).with_context(json!({ "attention": "x" })),
        Ending::blocked(Failures::default()),
        Ending::partially(Failures::default()),
    ] {
        assert_eq!(ledger.complete(claim, ending.clone()).await.unwrap(), Closed::LostClaim);
        for status in [Status::Queued, Status::Running, Status::Completed] {
            // Recovery that saw an older state of the row.
            if status != Status::Running || lab.run(claim.run_id).await.claim_token != claim.token {
                let done = ledger.close_many(&[Closing::reconciled(claim, status, ending.clone())]).await.unwrap();
                assert_eq!(done.closed, Vec::<i64>::new());
            }
        }
    }
    assert_eq!(ledger.heartbeat().await.unwrap(), Vec::<i64>::new());
    let tx = lab.t.db.begin().await.unwrap();
    assert!(!ledger.still_mine(&tx, claim).await.unwrap());
    tx.rollback().await.unwrap();
}

on_both! {
    async fn l5_every_write_with_an_old_token_is_lost_and_changes_nothing(t: TestDb) {
        let lab = Lab::new(t).await;
        let old = created(lab.ensure(asked_by_ada(wish(ACME_EU, BACKUP, 1)), Start::Running).await);
        lab.take_over(old.run_id).await;
        let before = lab.run(old.run_id).await;
        lab.pass(10);
        every_write_is_lost(&lab, &old).await;
        assert_eq!(lab.run(old.run_id).await, before);
        assert_eq!((lab.rows("audit_logs").await, lab.rows("notifications").await), (0, 0));
        assert_eq!(lab.rows("operation_run_leases").await, 1, "the lease of the new holder stays");
    }

    async fn l5_the_same_writes_with_the_present_token_work(t: TestDb) {
        let lab = Lab::new(t).await;
        let old = created(lab.ensure(asked_by_ada(wish(ACME_EU, BACKUP, 1)), Start::Running).await);
        lab.take_over(old.run_id).await;
        let claim = Claim { token: old.token + 1, ..old };
        let counts = Counts::new(claim.operation, [("total", 2), ("processed", 2)]);
        assert_eq!(lab.ledger.increment(&claim, &counts).await.unwrap(), Closed::Done);
        let failure = vec![Failure::new("row.bad", "one row").because("row.unreadable")];
        assert_eq!(lab.ledger.append_failures(&claim, failure).await.unwrap(), Closed::Done);
        let run = lab.run(claim.run_id).await;
        assert_eq!(run.summary_counts, json!({ "processed": 2, "total": 2 }));
        assert_eq!(
            run.failure_summary,
            json!([{ "code": "row.bad", "reason_code": "row.unreadable", "message": "one row" }])
        );
        let tx = lab.t.db.begin().await.unwrap();
        assert!(lab.ledger.still_mine(&tx, &claim).await.unwrap());
        tx.rollback().await.unwrap();
        lab.succeed(&claim).await;
    }

    async fn l5_who_still_holds_a_run_keeps_it_until_the_end_of_that_transaction(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = lab.running(ACME, SWEEP, 1).await;
        let thief = lab.t.again().await;
        let tx = lab.t.db.begin().await.unwrap();
        assert!(lab.ledger.still_mine(&tx, &claim).await.unwrap());
        // Takes the run over as soon as it can.
        let take = tokio::spawn(async move {
            thief.sql("update operation_runs set claim_token = claim_token + 1").await;
        });
        for _ in 0..20 {
            assert!(lab.ledger.still_mine(&tx, &claim).await.unwrap());
            tokio::task::yield_now().await;
        }
        assert!(!take.is_finished(), "taken over in the middle of a transaction that holds it");
        tx.commit().await.unwrap();
        take.await.unwrap();
        let tx = lab.t.db.begin().await.unwrap();
        assert!(!lab.ledger.still_mine(&tx, &claim).await.unwrap());
        tx.rollback().await.unwrap();
    }

    async fn l5_a_run_that_only_waits_is_nobodys(t: TestDb) {
        let lab = Lab::new(t).await;
        let waiting = lab.queued(ACME_EU, BACKUP, 1).await;
        assert_eq!(lab.ledger.complete(&waiting, Ending::succeeded()).await.unwrap(), Closed::LostClaim);
        // Recovery, or a hand-over that failed, ends it from where it stands.
        let ending = Ending::failed(Failures::one("queue.dispatch_failed", "No worker took it"));
        let closing = Closing::reconciled(&waiting, Status::Queued, ending);
        assert_eq!(lab.ledger.close_many(&[closing]).await.unwrap().closed, [waiting.run_id]);
        let run = lab.run(waiting.run_id).await;
        assert_eq!((run.outcome.as_str(), run.started_at, run.reconciled_at), ("failed", None, Some(lab.now())));
    }

    async fn l10_no_verb_changes_a_run_that_has_ended(t: TestDb) {
        let lab = Lab::new(t).await;
        let claim = created(lab.ensure(asked_by_ada(wish(ACME_EU, BACKUP, 1)), Start::Running).await);
        lab.succeed(&claim).await;
        let before = lab.run(claim.run_id).await;
        lab.pass(10);
        for token in 0..=2 {
            let seen = Claim { token, ..claim };
            every_write_is_lost(&lab, &seen).await;
            let late = Closing::reconciled(&seen, Status::Running, Ending::succeeded());
            assert_eq!(lab.ledger.close_many(&[late]).await.unwrap().closed, Vec::<i64>::new());
        }
        assert_eq!(lab.ledger.claim_queued(&[BACKUP], 10).await.unwrap(), []);
        assert_eq!(lab.ledger.release_lost(claim.operation).await.unwrap(), Vec::<i64>::new());
        assert_eq!(lab.run(claim.run_id).await, before);
        assert_eq!(before.outcome, Outcome::Succeeded.as_str());
        assert_eq!((lab.rows("audit_logs").await, lab.rows("notifications").await), (1, 1));
    }
}
