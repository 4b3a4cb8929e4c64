//! Runs that no pass of their own would ever look at: of workspaces that are archived, of types of a newer program, and
//! the dead passes of the sweep itself.

use super::*;
use crate::tick::{Clockwork, declared};

on_both! {
    async fn s8_what_an_archived_workspace_left_open_is_ended_by_the_pass_of_the_first_active_one(t: TestDb) {
        let lab = Lab::new(t).await;
        let home = Scope::Tenant { workspace: 2, tenant: 3 };
        let (lost, waiting) = (lab.running(home, BACKUP, 1).await, lab.queued(home, SYNC, 2).await);
        lab.t.sql("update workspaces set status = 'archived' where id = 2").await;
        lose(&lab, lost.run_id).await;
        lab.pass(3_601);
        let operation = catalog::find(SWEEP).unwrap();
        let sweep = async |adopts| {
            let job = Arc::new(ReconcileStaleRuns::new(Options { adopts, ..Options::default() }));
            let request = [Request::new(ACME, operation, json!({}))];
            let answers = run_once(&lab.worker("sweeper"), job, &request, std::future::pending()).await.unwrap();
            counts(&ended(answers.into_iter().next().unwrap()))
        };
        assert_eq!(sweep(false).await, [0; 6], "a pass over named workspaces stays with them");
        assert_eq!(sweep(true).await, [2, 2, 2, 0, 0, 2]);
        for claim in [lost, waiting] {
            let run = lab.run(claim.run_id).await;
            assert_eq!(run.outcome, "failed");
            assert!(run.context["reconciliation"]["by_run_id"].is_number(), "{}", run.context);
        }
        assert_eq!(sweep(true).await, [0; 6]);
    }

    async fn s8_only_one_pass_answers_for_archived_workspaces(t: TestDb) {
        let lab = Lab::new(t).await;
        lab.t
            .sql(
                "insert into workspaces (id, external_id, slug, name, status, created_at, updated_at) \
                 values (3, 'w3', 'initech', 'Initech', 'archived', {at}, {at})",
            )
            .await;
        lab.queued(Scope::Workspace(3), RECONCILE, 1).await;
        lab.pass(3_601);
        let (first, second) = sweep_by(&lab.worker("sweeper"), Options::default()).await;
        assert_eq!((counts(&first), counts(&second)), ([1, 1, 1, 0, 0, 1], [0; 6]));
    }

    async fn s8_a_type_that_nobody_here_declared_is_left_to_a_newer_program_for_a_day(t: TestDb) {
        let lab = Lab::new(t).await;
        let (waiting, lost) = (lab.queued(ACME_EU, SYNC, 1).await, lab.running(ACME_EU, SYNC, 2).await);
        lab.t.sql("update operation_runs set type = 'newer.work'").await;
        lose(&lab, lost.run_id).await;
        lab.pass(86_400);
        assert_eq!(sweep(&lab).await, [0; 6]);
        for (claim, status) in [(waiting, "queued"), (lost, "running")] {
            assert_eq!(lab.run(claim.run_id).await.status, status);
        }
        lab.pass(1);
        assert_eq!(sweep(&lab).await, [2, 2, 2, 0, 0, 2]);
    }

    async fn s8_a_dead_sweep_is_ended_by_its_own_next_slot_and_is_in_nobodys_way(t: TestDb) {
        let schedule = |key: &str| opsledger::ledger::Declaration {
            key: key.into(),
            operation_type: key.into(),
            ..declared("* * * * *", "skip", "latest")
        };
        let mut all = Clockwork::new(t, schedule(SWEEP)).await;
        all.lab.ledger.declare(&[schedule(SWEEP), schedule(RECONCILE)]).await.unwrap();
        all.tick_after(60).await;
        let died = all.lab.worker("dead").claim_queued(&[SWEEP, RECONCILE], 10).await.unwrap();
        assert_eq!(died.len(), 4);
        let ticked = all.tick_after(60).await;
        assert_eq!((ticked.fanned_out.ran, ticked.fanned_out.overlapped), (0, 4), "its leases hold");
        for claim in &died {
            all.lab.let_lease_run_out(claim.run_id).await;
        }
        let ticked = all.tick_after(60).await;
        assert_eq!((ticked.fanned_out.ran, ticked.fanned_out.overlapped), (2, 2), "the sweep runs, and the other waits for it");
        for claim in died {
            let run = all.lab.run(claim.run_id).await;
            let expected = if claim.operation.name == SWEEP { "failed" } else { "pending" };
            assert_eq!((run.operation.as_str(), run.outcome.as_str()), (claim.operation.name, expected));
        }
    }
}
