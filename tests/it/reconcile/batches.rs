//! R4 and R5: limits, age, one bad row among many, and a pass that lost its own claim.

use std::time::Duration;

use opsledger::catalog;
use opsledger::clock::Clock;
use opsledger::db::Engine;
use opsledger::engine::{Job, Pass};
use opsledger::jobs::reconcile_adapter_runs::{Options, ReconcileAdapterRuns};
use opsledger::ledger::{Closed, Ensured, Ledger, Outcome, Request, Scope, Start, Status};
use serde_json::json;

use super::world::{World, at_once, counts, now};

on_both! {
    async fn r4_what_changed_within_the_threshold_is_left_alone(t: TestDb) {
        let world = World::new(t).await;
        world.pair(1, 1, "completed", Status::Running).await;
        world.pair(2, 1, "completed", Status::Running).await;
        world.t.sql("update restore_runs set updated_at = '2026-01-01T23:50:00+00:00' where id = 1").await;
        world.t.sql("update operation_runs set updated_at = '2026-01-01T23:44:59+00:00' where id = 2").await;
        assert_eq!(counts(&world.pass().await.0), [1, 1, 1, 0, 0, 1]);
        assert_eq!(world.read(2).await.status, "completed");
        let hour = Options { older_than: Duration::from_secs(3600), ..Options::default() };
        assert_eq!(counts(&world.pass_with(hour).await.0), [0; 6]);
        assert_eq!(counts(&world.pass_with(at_once()).await.0), [1, 1, 1, 0, 0, 1]);
    }

    async fn r4_a_limit_bounds_the_pass_and_says_that_there_is_more(t: TestDb) {
        let world = World::new(t).await;
        for id in 1..=5 {
            world.pair(id, 1, "completed", Status::Running).await;
        }
        let two = Options { limit: 2, ..Options::default() };
        for expected in [2, 2, 1] {
            let (first, _) = world.pass_with(two.clone()).await;
            assert_eq!(counts(&first)[0], expected);
            assert_eq!(first.context().get("options").is_some(), expected == 2, "limit_reached is said when it was");
        }
    }

    async fn r4_what_only_a_person_can_settle_does_not_use_up_the_limit(t: TestDb) {
        let world = World::new(t).await;
        for id in 1..=3 {
            // Each run names a record of another tenant, and is there at every pass.
            world.pair(id, 2, "queued", Status::Queued).await;
            world.shadow("restore.execute", 1, Status::Running, json!({ "restore_run_id": id })).await;
        }
        world.pair(9, 1, "completed", Status::Running).await;
        let one = Options { limit: 1, ..Options::default() };
        let (first, _) = world.pass_with(one).await;
        assert_eq!(counts(&first), [4, 4, 1, 3, 0, 1]);
    }

    async fn r4_a_tenant_bounds_the_pass(t: TestDb) {
        let world = World::new(t).await;
        world.pair(1, 1, "completed", Status::Running).await;
        world.pair(2, 2, "completed", Status::Running).await;
        world.restore(3, 2, "running").await;
        let only = Options { tenant: Some(2), ..Options::default() };
        assert_eq!(counts(&world.pass_with(only).await.0), [2, 2, 2, 0, 0, 1]);
        assert_eq!(world.read(1).await.status, "running");
    }

    async fn r5_pages_smaller_than_the_drift_miss_nothing_and_count_nothing_twice(t: TestDb) {
        let world = World::new(t).await;
        for id in 1..=23 {
            let status = if id % 2 == 0 { Status::Queued } else { Status::Running };
            world.pair(id, 1 + id % 3, ["completed", "failed", "running"][usize::try_from(id % 3).unwrap()], status).await;
        }
        let before: i64 = world.t.count("select count(*) from operation_runs r join restore_runs d on d.operation_run_id = r.id where d.status <> 'running' or r.status = 'queued'").await;
        let (first, second) = world.pass_with(Options { page: 2, ..Options::default() }).await;
        assert_eq!(counts(&first)[2] + counts(&second)[2], before);
        let (first, second) = world.pass_with(Options { page: 2, ..Options::default() }).await;
        assert_eq!((counts(&first), counts(&second)), ([0; 6], [0; 6]));
    }

    async fn r5_one_row_that_the_database_refuses_does_not_stop_the_others(t: TestDb) {
        let world = World::new(t).await;
        for id in 1..=5 {
            world.pair(id, 1, "completed", Status::Running).await;
        }
        refuse_run(&world.t, 3).await;
        let (first, _) = world.pass().await;
        assert_eq!(counts(&first), [5, 5, 4, 1, 0, 4]);
        assert_eq!(first.outcome(), Outcome::PartiallySucceeded);
        assert_eq!(first.failures().items()[0].code(), "reconcile.row_refused");
        assert_eq!(world.read(3).await.status, "running");
        assert_eq!(world.t.count("select count(*) from operation_runs where type = 'restore.execute' and status = 'completed'").await, 4);
    }

    async fn l5_a_pass_that_lost_its_claim_writes_nothing(t: TestDb) {
        let world = World::new(t).await;
        world.pair(1, 1, "completed", Status::Running).await;
        let operation = catalog::find("ops.reconcile_adapter_runs").unwrap();
        let request = Request::new(Scope::Workspace(1), operation, json!({}));
        let Ensured::Created(claim) = world.ledger.ensure(request, Start::Running).await.unwrap() else { panic!("created") };
        // What a sweep does to the run of a process that was frozen for longer than its lease.
        world.t.sql("update operation_runs set claim_token = claim_token + 1 where type = 'ops.reconcile_adapter_runs'").await;
        let pass = Pass { ledger: world.ledger.clone(), runs: vec![claim] };
        let endings = ReconcileAdapterRuns::new(Options::default()).run(&pass).await.unwrap();
        assert_eq!(counts(&endings[0]), [1, 1, 0, 0, 1, 0]);
        assert_eq!(world.read(1).await.status, "running");
        assert_eq!(world.ledger.complete(&claim, endings[0].clone()).await.unwrap(), Closed::LostClaim);
        assert_eq!(world.t.count("select count(*) from operation_runs where status = 'completed'").await, 0);
    }

    async fn a_pass_whose_worker_died_does_not_hold_its_identity_for_ever(t: TestDb) {
        let world = World::new(t).await;
        let dead = Ledger::new(world.t.db.clone(), Clock::fixed(now()), "dead").with_lease(Duration::ZERO);
        let operation = catalog::find("ops.reconcile_adapter_runs").unwrap();
        let request = Request::new(Scope::Workspace(1), operation, json!({}));
        let Ensured::Created(claim) = dead.ensure(request, Start::Running).await.unwrap() else { panic!("created") };
        if world.t.engine == Engine::Sqlite {
            world.t.sql("update operation_run_leases set expires_at = '2026-01-01T00:00:00+00:00'").await;
        }
        let (first, _) = world.pass().await;
        assert_eq!(first.outcome(), Outcome::Succeeded);
        let lost = world.read(claim.run_id).await;
        assert_eq!((lost.outcome.as_str(), lost.failure_summary[0]["code"].as_str().unwrap()), ("failed", "run.worker_lost"));
        assert_eq!(lost.context["reconciliation"]["evidence"]["worker"], "dead");
    }
}

async fn refuse_run(t: &crate::support::TestDb, id: i64) {
    match t.engine {
        Engine::Sqlite => t.sql(&format!("create trigger planted before update on operation_runs when new.id = {id} begin select raise(abort, 'planted constraint'); end")).await,
        Engine::Postgres => {
            t.sql("create function planted() returns trigger language plpgsql as $$ begin raise exception 'planted constraint' using errcode = 'check_violation'; end $$").await;
            t.sql(&format!("create trigger planted before update on operation_runs for each row when (new.id = {id}) execute function planted()")).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r5_a_time_in_a_form_that_only_sqlite_reads_stops_no_pass() {
    let world = World::new(crate::support::TestDb::new(Engine::Sqlite).await).await;
    let shadow = world.pair(1, 1, "completed", Status::Running).await;
    world.t.sql("update restore_runs set completed_at = '2026-01-01', updated_at = '2026-01-01 10:00:00'").await;
    assert_eq!(counts(&world.pass().await.0), [1, 1, 1, 0, 0, 1]);
    assert_eq!(world.read(shadow).await.outcome, "succeeded");
}
