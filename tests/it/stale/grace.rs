//! When most leases run out together, the workers are not what failed (S8).

use std::time::Duration;

use super::*;
use crate::support::process::eventually;

const CODE: &str = "run.leases_expired_together";

/// A new run of worker `n`.
pub async fn held(lab: &Lab, n: i64, scope: Scope, operation: &str) -> Claim {
    let worker = lab.worker(&format!("worker-{n}"));
    created(worker.ensure(wish(scope, operation, n), Start::Running).await.unwrap())
}

/// Four runs of four workers whose leases ran out at one instant, among `alive` others.
async fn outage(lab: &Lab, alive: i64) -> Vec<Claim> {
    let mut lost = Vec::new();
    for n in 0..4 {
        let scope = if n == 3 { Scope::Tenant { workspace: 2, tenant: 3 } } else { ACME_EU };
        lost.push(held(lab, n, scope, SYNC).await);
    }
    for n in 10..10 + alive {
        held(lab, n, ACME_US, BACKUP).await;
    }
    together(lab, &lost).await;
    lost
}

async fn together(lab: &Lab, claims: &[Claim]) {
    for claim in claims {
        lab.let_lease_run_out(claim.run_id).await;
    }
}

/// A sweeper whose grace is soon over, and whose own lease lasts through a busy moment of this machine.
fn brief(lab: &Lab) -> Ledger {
    lab.worker("sweeper").with_lease(Duration::from_secs(1))
}

async fn status(lab: &Lab, claims: &[Claim]) -> Vec<String> {
    let mut all = Vec::new();
    for claim in claims {
        all.push(lab.run(claim.run_id).await.status);
    }
    all
}

on_both! {
    async fn s8_leases_that_ran_out_together_are_extended_once_and_the_pass_says_so(t: TestDb) {
        let lab = Lab::new(t).await;
        let lost = outage(&lab, 3).await;
        let (first, second) = sweep_by(&lab.worker("sweeper"), Options::default()).await;
        assert_eq!((counts(&first), counts(&second)), ([3, 3, 0, 0, 3, 0], [1, 1, 0, 0, 1, 0]));
        assert_eq!(status(&lab, &lost).await, ["running"; 4]);
        let attention = &first.context()["attention"][CODE];
        assert_eq!((&attention["leases"], &attention["workers"], &attention["of"]), (&json!(4), &json!(4), &json!(7)));
        let noted = lab.t.count(&format!("select count(*) from operation_runs where type = '{SWEEP}' and cast(context as text) like '%{CODE}%'")).await;
        assert_eq!(noted, 2, "both passes remember it");
        // Whoever was alive all the time goes on, and nothing was lost.
        for n in [0, 1, 2, 3, 10, 11, 12] {
            assert_eq!(lab.worker(&format!("worker-{n}")).heartbeat().await.unwrap().len(), 1);
        }
        assert_eq!(sweep(&lab).await, [0; 6]);
        for claim in &lost {
            lab.succeed(claim).await;
        }
    }

    async fn s8_leases_that_nobody_renewed_since_the_grace_are_recovered_however_late(t: TestDb) {
        for later in [2, 86_400] {
            let lab = Lab::new(TestDb::new(t.engine).await).await;
            let lost = outage(&lab, 0).await;
            sweep_by(&brief(&lab), Options::default()).await;
            assert_eq!(status(&lab, &lost).await, ["running"; 4]);
            lab.pass(later);
            // The grace ends by the clock of the database, and until then a pass finds nothing.
            let mut found = [[0; 6]; 2];
            eventually("the grace is over", async || {
                let (first, second) = sweep_by(&brief(&lab), Options::default()).await;
                found = [counts(&first), counts(&second)];
                found != [[0; 6]; 2]
            })
            .await;
            assert_eq!(found, [[3, 3, 3, 0, 0, 3], [1, 1, 1, 0, 0, 1]]);
            assert_eq!(status(&lab, &lost).await, ["queued"; 4]);
        }
    }

    async fn s8_a_second_outage_soon_after_gets_no_grace_and_one_on_another_day_does(t: TestDb) {
        for (later, expected) in [(599, "queued"), (600, "running")] {
            let lab = Lab::new(TestDb::new(t.engine).await).await;
            let lost = outage(&lab, 0).await;
            sweep(&lab).await;
            lab.pass(later);
            together(&lab, &lost).await;
            sweep(&lab).await;
            assert_eq!(status(&lab, &lost).await, [expected; 4], "{later} seconds later");
        }
    }

    async fn s8_a_minority_or_a_handful_gets_no_grace(t: TestDb) {
        let lab = Lab::new(t).await;
        let lost = outage(&lab, 4).await;
        let (first, _) = sweep_by(&lab.worker("sweeper"), Options::default()).await;
        assert_eq!((counts(&first), first.context().get("attention")), ([3, 3, 3, 0, 0, 3], None));
        assert_eq!(status(&lab, &lost).await, ["queued"; 4]);
        lab.t.sql("delete from operation_run_leases").await;
        let two = [held(&lab, 50, ACME_EU, BACKUP).await, held(&lab, 51, ACME_EU, BACKUP).await];
        together(&lab, &two).await;
        assert_eq!(sweep(&lab).await, [2, 2, 2, 0, 0, 2]);
    }

    async fn s8_one_process_that_died_with_all_that_it_held_is_one_cause_and_gets_no_grace(t: TestDb) {
        let lab = Lab::new(t).await;
        let mut lost = Vec::new();
        for n in 0..20 {
            lost.push(lab.running(ACME_EU, SYNC, n).await);
        }
        together(&lab, &lost).await;
        assert_eq!(sweep(&lab).await, [20, 20, 20, 0, 0, 20]);
        assert_eq!(status(&lab, &lost).await, ["queued"; 20]);
    }

    async fn s8_a_process_does_not_take_itself_for_dead_when_its_own_leases_ran_out(t: TestDb) {
        let lab = Lab::new(t).await;
        let lost = [lab.running(ACME_EU, SYNC, 1).await, lab.running(ACME_EU, SYNC, 2).await];
        together(&lab, &lost).await;
        let (first, _) = sweep_by(&lab.ledger, Options::default()).await;
        assert_eq!((counts(&first), status(&lab, &lost).await), ([2, 2, 0, 0, 2, 0], vec!["running".to_owned(); 2]));
        assert_eq!(lab.ledger.heartbeat().await.unwrap().len(), 2);
    }

    async fn s8_one_that_died_alone_before_the_outage_is_recovered_in_the_same_pass(t: TestDb) {
        let lab = Lab::new(t).await;
        let alone = lab.running(ACME_EU, BACKUP, 99).await;
        let lost = outage(&lab, 0).await;
        lab.t.sql(&format!("update operation_run_leases set expires_at = '2025-12-31T00:00:00+00:00' where run_id = {}", alone.run_id)).await;
        assert_eq!(sweep(&lab).await, [4, 4, 1, 0, 3, 1]);
        assert_eq!((lab.run(alone.run_id).await.outcome, status(&lab, &lost).await), ("failed".into(), vec!["running".to_owned(); 4]));
    }

    async fn s8_a_pass_of_another_workspace_remembers_the_grace_too(t: TestDb) {
        let lab = Lab::new(t).await;
        let mut lost = outage(&lab, 0).await;
        let elsewhere = lost.pop().unwrap();
        lab.succeed(&elsewhere).await;
        let operation = catalog::find(SWEEP).unwrap();
        let job = Arc::new(ReconcileStaleRuns::new(Options::default()));
        let request = [Request::new(GLOBEX, operation, json!({}))];
        run_once(&lab.worker("sweeper"), job, &request, std::future::pending()).await.unwrap();
        assert_eq!(status(&lab, &lost).await, ["running"; 3]);
        together(&lab, &lost).await;
        assert_eq!(sweep(&lab).await, [3, 3, 3, 0, 0, 3]);
    }
}
