//! Whoever was frozen and thawed after the sweep changes nothing (L5), and neither does a sweep that was.

use opsledger::engine::{Job, Pass};
use opsledger::jobs::reconcile_stale_runs::{Tally, apply::apply, walk::Walk};
use opsledger::ledger::{Closed, Counts, Failure};
use std::collections::HashMap;

use super::*;

/// Every write that a holder can try is lost and changes nothing.
async fn thaw(lab: &Lab, claim: &Claim) {
    let before = lab.run(claim.run_id).await;
    let counts = Counts::new(claim.operation, [("total", 1)]);
    assert_eq!(lab.ledger.increment(claim, &counts).await.unwrap(), Closed::LostClaim);
    let failure = vec![Failure::new("row.bad", "one row")];
    assert_eq!(lab.ledger.append_failures(claim, failure).await.unwrap(), Closed::LostClaim);
    assert_eq!(lab.ledger.complete(claim, Ending::succeeded()).await.unwrap(), Closed::LostClaim);
    assert_eq!(lab.ledger.heartbeat().await.unwrap(), Vec::<i64>::new());
    let tx = lab.t.db.begin().await.unwrap();
    assert!(!lab.ledger.still_mine(&tx, claim).await.unwrap());
    tx.rollback().await.unwrap();
    assert_eq!(lab.run(claim.run_id).await, before);
}

on_both! {
    async fn l5_a_thawed_worker_changes_nothing_after_its_run_was_queued_anew_or_taken_over(t: TestDb) {
        let lab = Lab::new(t).await;
        let old = lab.running(ACME_EU, SYNC, 1).await;
        lose(&lab, old.run_id).await;
        assert_eq!(sweep(&lab).await, [1, 1, 1, 0, 0, 1]);
        thaw(&lab, &old).await;
        lab.pass(30);
        let new = lab.worker("worker-2").claim_queued(&[SYNC], 1).await.unwrap();
        assert_eq!(new[0].run_id, old.run_id);
        thaw(&lab, &old).await;
        lab.succeed(&new[0]).await;
        thaw(&lab, &old).await;
    }

    async fn l5_a_worker_that_comes_back_between_look_and_write_keeps_its_run(t: TestDb) {
        let lab = Lab::new(t).await;
        let (renewed, moved, lost) = (lab.running(ACME_EU, SYNC, 1).await, lab.running(ACME_EU, SYNC, 2).await, lab.running(ACME_EU, SYNC, 3).await);
        let queued = lab.queued(ACME_EU, "assignments.fetch", 4).await;
        for claim in [renewed, moved, lost] {
            lose(&lab, claim.run_id).await;
        }
        lab.t.sql(&format!("delete from operation_run_leases where run_id = {}", moved.run_id)).await;
        lab.t.sql("update operation_runs set created_at = {at}, updated_at = {at}").await;
        lab.t.sql("update operation_runs set started_at = {at} where started_at is not null").await;
        let pass = Pass { ledger: lab.worker("sweeper"), runs: vec![lab.running(ACME, SWEEP, 9).await] };
        let options = Options::default();
        let mut walk = Walk::new(&pass.ledger, &options, vec![1], HashMap::new());
        let decisions = walk.next().await.unwrap().unwrap();
        assert_eq!(decisions.len(), 4);
        let far = "update operation_run_leases set expires_at = '9999-01-01T00:00:00+00:00' where run_id =";
        lab.t.sql(&format!("{far} {}", renewed.run_id)).await;
        assert_eq!(lab.ledger.increment(&moved, &Counts::new(moved.operation, [("total", 1)])).await.unwrap(), Closed::Done);
        assert_eq!(lab.worker("worker-2").claim_queued(&["assignments.fetch"], 1).await.unwrap().len(), 1);
        let mut tallies: HashMap<i64, Tally> = HashMap::new();
        apply(&pass, &decisions, &mut tallies).await.unwrap();
        assert_eq!((tallies[&1].succeeded, tallies[&1].skipped, tallies[&1].failed), (1, 3, 0));
        for (claim, status) in [(renewed, "running"), (moved, "running"), (lost, "queued"), (queued, "running")] {
            assert_eq!(lab.run(claim.run_id).await.status, status);
        }
    }

    async fn l5_a_sweep_that_lost_its_own_claim_writes_nothing(t: TestDb) {
        let lab = Lab::new(t).await;
        for n in 0..4 {
            let claim = lab.running(ACME_EU, SYNC, n).await;
            lab.let_lease_run_out(claim.run_id).await;
        }
        lab.queued(ACME_EU, BACKUP, 1).await;
        lab.pass(3_601);
        let own = lab.running(ACME, SWEEP, 1).await;
        lab.take_over(own.run_id).await;
        let before = (picture(&lab).await, lab.t.texts("select cast(expires_at as text) from operation_run_leases order by run_id").await);
        let pass = Pass { ledger: lab.ledger.clone(), runs: vec![own] };
        let endings = ReconcileStaleRuns::new(Options::default()).run(&pass).await.unwrap();
        assert_eq!(counts(&endings[0]), [5, 5, 0, 0, 5, 0]);
        let after = (picture(&lab).await, lab.t.texts("select cast(expires_at as text) from operation_run_leases order by run_id").await);
        assert_eq!(after, before);
    }
}
