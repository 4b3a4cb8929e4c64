//! R4: a dry run makes the same plan, writes nothing, and says why.

use opsledger::jobs::reconcile_adapter_runs::{Options, dry_run};
use opsledger::ledger::Status;

use super::world::{World, counts};

on_both! {
    async fn r4_a_dry_run_plans_what_the_pass_then_does_and_writes_nothing(t: TestDb) {
        let world = World::new(t).await;
        world.pair(1, 1, "failed", Status::Running).await;
        world.pair(2, 1, "running", Status::Queued).await;
        world.restore(3, 2, "completed").await;
        let before = (world.picture().await, world.t.count("select count(*) from operation_runs").await);
        let plan = dry_run(&world.ledger, &Options::default(), vec![1, 2]).await.unwrap();
        assert_eq!((world.picture().await, world.t.count("select count(*) from operation_runs").await), before);
        let mut reasons: Vec<&str> = plan.iter().map(|decision| decision.reason.as_str()).collect();
        reasons.sort_unstable();
        assert_eq!(reasons, [
            "Restore 1 is failed, operation #1 still running",
            "Restore 2 is running, operation #2 still queued",
            "Restore 3 is completed and has no operation",
        ]);
        assert_eq!(counts(&world.pass().await.0)[2], plan.len() as i64);
    }
}
