//! R3: a record speaks for a run only in the same workspace and tenant, unlinked or linked to this very run.

use opsledger::ledger::{Outcome, Status};
use serde_json::json;

use super::world::{World, counts};

on_both! {
    async fn r3_a_record_of_another_tenant_proves_nothing(t: TestDb) {
        let world = World::new(t).await;
        world.restore(1, 2, "completed").await;
        world.t.sql("update restore_runs set status = 'draft' where id = 1").await;
        let shadow = world.shadow("restore.execute", 1, Status::Running, json!({ "restore_run_id": 1 })).await;
        world.t.sql("update restore_runs set status = 'completed' where id = 1").await;
        let before = world.read(shadow).await;
        let (first, _) = world.pass().await;
        assert_eq!(first.outcome(), Outcome::PartiallySucceeded);
        let failure = &first.failures().items()[0];
        assert_eq!(failure.code(), "reconcile.scope_mismatch");
        assert!(failure.message().contains("another tenant") && failure.message().contains(&format!("#{shadow}")), "{}", failure.message());
        assert_eq!(world.read(shadow).await, before);
        // The record itself had no shadow of its own scope, and got one.
        assert_eq!(counts(&first), [2, 2, 1, 1, 0, 0]);
    }

    async fn r3_a_record_of_another_workspace_proves_nothing(t: TestDb) {
        let world = World::new(t).await;
        world.pair(1, 3, "completed", Status::Running).await;
        let shadow = world.shadow("restore.execute", 1, Status::Running, json!({ "restore_run_id": 1 })).await;
        let (first, second) = world.pass().await;
        assert_eq!((counts(&first), counts(&second)), ([1, 1, 0, 1, 0, 0], [1, 1, 1, 0, 0, 1]));
        assert!(first.failures().items()[0].message().contains("another workspace"));
        assert_eq!(world.read(shadow).await.status, "running");
    }

    async fn r3_a_record_linked_to_another_run_proves_nothing(t: TestDb) {
        let world = World::new(t).await;
        let first_run = world.pair(1, 1, "completed", Status::Running).await;
        let twin = world.run("restore.execute", 1, Status::Completed, Outcome::Succeeded, json!({ "restore_run_id": 1 })).await;
        world.t.sql(&format!("update restore_runs set operation_run_id = {twin} where id = 1")).await;
        let (pass, _) = world.pass().await;
        assert_eq!(counts(&pass), [1, 1, 0, 1, 0, 0]);
        assert!(pass.failures().items()[0].message().contains(&format!("linked to operation #{twin}")));
        assert_eq!(world.read(first_run).await.status, "running");
    }

    async fn r3_a_foreign_tenants_row_linked_to_a_run_does_not_end_it(t: TestDb) {
        let world = World::new(t).await;
        let own = world.pair(1, 1, "running", Status::Running).await;
        let foreign = world.pair(2, 2, "completed", Status::Running).await;
        world.t.sql(&format!("update restore_runs set operation_run_id = {own} where id = 2")).await;
        let (pass, _) = world.pass().await;
        assert_eq!(counts(&pass), [1, 1, 0, 1, 0, 0]);
        assert_eq!((world.read(own).await.status.as_str(), world.read(foreign).await.status.as_str()), ("running", "running"));
    }

    async fn r3_without_a_context_id_the_newest_linked_record_is_the_candidate(t: TestDb) {
        let world = World::new(t).await;
        let shadow = world.shadow("restore.execute", 1, Status::Running, json!({})).await;
        world.restore(1, 1, "running").await;
        world.restore(2, 1, "completed").await;
        world.t.sql(&format!("update restore_runs set operation_run_id = {shadow}")).await;
        assert_eq!(counts(&world.pass().await.0), [1, 1, 1, 0, 0, 1]);
        assert_eq!(world.read(shadow).await.outcome, "succeeded");
    }

    async fn r3_an_active_record_linked_to_somebody_elses_run_is_reported(t: TestDb) {
        let world = World::new(t).await;
        let own = world.pair(1, 3, "running", Status::Running).await;
        world.restore(2, 1, "running").await;
        world.t.sql(&format!("update restore_runs set operation_run_id = {own} where id = 2")).await;
        let (first, second) = world.pass().await;
        assert_eq!((counts(&first), counts(&second)), ([1, 1, 0, 1, 0, 0], [0; 6]));
        assert_eq!(first.failures().items()[0].code(), "reconcile.scope_mismatch");
    }
}
