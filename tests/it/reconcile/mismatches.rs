//! Every mismatch of R2, every mapping of R1, and what the pass says of itself (R4, R6).

use opsledger::ledger::{Outcome, Status};
use serde_json::json;

use super::world::{World, at, counts, now};

const ENDINGS: [(&str, &str, &str); 7] = [
    ("completed", "succeeded", ""),
    ("partial", "partially_succeeded", "restore.partial"),
    ("completed_with_errors", "partially_succeeded", "restore.completed_with_errors"),
    ("failed", "failed", "restore.failed"),
    ("aborted", "failed", "restore.aborted"),
    ("cancelled", "failed", "restore.cancelled"),
    ("completed", "succeeded", ""),
];

on_both! {
    async fn r2_an_open_shadow_of_an_ended_restore_is_completed_with_the_mapped_outcome(t: TestDb) {
        let world = World::new(t).await;
        let mut shadows = Vec::new();
        for (n, (domain, outcome, code)) in ENDINGS.iter().enumerate() {
            let status = if n % 2 == 0 { Status::Running } else { Status::Queued };
            shadows.push((world.pair(n as i64 + 1, 1, domain, status).await, *outcome, *code));
        }
        let (first, second) = world.pass().await;
        assert_eq!(counts(&first), [7, 7, 7, 0, 0, 7]);
        assert_eq!(counts(&second), [0; 6]);
        assert_eq!((first.outcome(), first.failures().is_empty()), (Outcome::Succeeded, true));
        assert_eq!(first.context()["mismatches"], json!({ "reconcile.shadow_behind": 7 }));
        for (id, outcome, code) in shadows {
            let run = world.read(id).await;
            assert_eq!((run.status.as_str(), run.outcome.as_str()), ("completed", outcome));
            assert_eq!(run.failure_summary.get(0).map_or("", |item| item["code"].as_str().unwrap()), code);
            assert_eq!(run.reconciled_at, Some(now()));
            let reconciliation = &run.context["reconciliation"];
            assert_eq!(reconciliation["reason"], "reconcile.shadow_behind");
            assert_eq!(reconciliation["evidence"]["table"], "restore_runs");
            assert!(reconciliation["by_run_id"].as_i64().is_some_and(|by| by > 0 && by != id));
        }
    }

    async fn r1_each_legacy_table_heals_its_own_type_and_bulk_runs_heal_any(t: TestDb) {
        let world = World::new(t).await;
        let at = crate::reconcile::world::AT;
        let inserts = [
            ("inventory.sync", "inventory_sync_run_id", "inventory_sync_runs (id, workspace_id, tenant_id, selection_hash, status, error_message, created_at, updated_at)", "1, 1, 1, 'h', 'partial', 'two pages failed'", "partially_succeeded", "inventory_sync.partial"),
            ("inventory.sync", "inventory_sync_run_id", "inventory_sync_runs (id, workspace_id, tenant_id, selection_hash, status, error_message, created_at, updated_at)", "2, 1, 1, 'h', 'skipped', null", "blocked", "inventory_sync.skipped"),
            ("directory_groups.sync", "entra_group_sync_run_id", "entra_group_sync_runs (id, workspace_id, tenant_id, selection_key, status, created_at, updated_at)", "1, 1, 1, 'k', 'succeeded'", "succeeded", ""),
            ("backup_schedule.scheduled", "backup_schedule_run_id", "backup_schedule_runs (id, workspace_id, tenant_id, backup_schedule_id, scheduled_for, status, created_at, updated_at)", "1, 1, 1, 1, {at}, 'canceled'", "failed", "backup_schedule.cancelled"),
            ("drift.generate", "bulk_operation_run_id", "bulk_operation_runs (id, workspace_id, tenant_id, resource, action, status, created_at, updated_at)", "1, 1, 1, 'drift', 'generate', 'completed_with_errors'", "partially_succeeded", "bulk_operation.completed_with_errors"),
            ("backup_set.add_policies", "bulk_operation_run_id", "bulk_operation_runs (id, workspace_id, tenant_id, resource, action, status, created_at, updated_at)", "2, 1, 1, 'backup_set', 'add_policies', 'completed'", "succeeded", ""),
        ];
        world.t.sql(&format!("insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, created_at, updated_at) values (1, 1, 1, 'Nightly', 'daily', '02:30', {at}, {at})")).await;
        let mut shadows = Vec::new();
        for (operation, key, table, values, outcome, code) in inserts {
            world.t.legacy(&format!("insert into {table} values ({values}, {at}, {at})")).await;
            let record: i64 = values.split(',').next().unwrap().parse().unwrap();
            shadows.push((world.shadow(operation, 1, Status::Running, json!({ key: record })).await, outcome, code));
        }
        // Runs of the same types that shadow nothing came after the legacy tables, and stay as they are.
        let modern = world.shadow("inventory.sync", 2, Status::Queued, json!({ "selection_hash": "modern" })).await;
        let (first, _) = world.pass().await;
        assert_eq!(counts(&first), [6, 6, 6, 0, 0, 6]);
        for (id, outcome, code) in shadows {
            let run = world.read(id).await;
            assert_eq!(run.outcome, outcome, "{}", run.operation);
            assert_eq!(run.failure_summary.get(0).map_or("", |item| item["code"].as_str().unwrap()), code);
        }
        assert_eq!(world.read(modern).await.status, "queued");
    }

    async fn r2_a_queued_shadow_of_a_running_restore_is_started_without_a_lease(t: TestDb) {
        let world = World::new(t).await;
        let shadow = world.pair(1, 1, "running", Status::Queued).await;
        let (first, _) = world.pass().await;
        assert_eq!(first.context()["mismatches"], json!({ "reconcile.shadow_not_started": 1 }));
        let run = world.read(shadow).await;
        assert_eq!((run.status.as_str(), run.outcome.as_str(), run.attempt, run.claim_token), ("running", "pending", 1, 1));
        assert_eq!(world.t.count("select count(*) from operation_run_leases").await, 0);
    }

    async fn r2_a_restore_from_previewed_onward_without_a_shadow_gets_one_and_is_linked(t: TestDb) {
        let world = World::new(t).await;
        let statuses = ["draft", "scoped", "checked", "previewed", "pending", "queued", "running", "completed", "partial", "cancelled"];
        for (n, status) in statuses.iter().enumerate() {
            world.restore(n as i64 + 1, 1, status).await;
        }
        let (first, _) = world.pass().await;
        assert_eq!(counts(&first), [7, 7, 7, 0, 0, 0]);
        let made = world.t.texts("select d.status || ' ' || r.status || ' ' || r.outcome from restore_runs d join operation_runs r on r.id = d.operation_run_id order by d.id").await;
        assert_eq!(made, [
            "previewed queued pending", "pending queued pending", "queued queued pending", "running running pending",
            "completed completed succeeded", "partial completed partially_succeeded", "cancelled completed failed",
        ]);
        let again = world.pass().await.0;
        assert_eq!(counts(&again), [0; 6]);
    }

    async fn r2_history_from_before_the_ledger_gets_no_shadow(t: TestDb) {
        let world = World::new(t).await;
        let at = crate::reconcile::world::AT;
        world.t.legacy(&format!("insert into bulk_operation_runs (workspace_id, tenant_id, resource, action, status, created_at, updated_at) values (1, 1, 'drift', 'generate', 'running', {at}, {at})")).await;
        assert_eq!(counts(&world.pass().await.0), [0; 6]);
    }

    async fn r2_a_shadow_whose_restore_is_gone_fails_after_the_threshold(t: TestDb) {
        let world = World::new(t).await;
        let gone = world.shadow("restore.execute", 1, Status::Running, json!({ "restore_run_id": 999_999 })).await;
        let nameless = world.shadow("restore.execute", 2, Status::Queued, json!({})).await;
        let garbled = world.shadow("restore.execute", 2, Status::Queued, json!({ "restore_run_id": "twelve" })).await;
        let (first, _) = world.pass().await;
        assert_eq!(counts(&first), [3, 3, 3, 0, 0, 3]);
        for id in [gone, nameless, garbled] {
            let run = world.read(id).await;
            assert_eq!((run.outcome.as_str(), run.failure_summary[0]["code"].as_str().unwrap()), ("failed", "reconcile.domain_missing"));
        }
    }

    async fn r2_a_shadow_that_ended_before_its_restore_is_left_alone_and_listed(t: TestDb) {
        let world = World::new(t).await;
        world.restore(1, 1, "running").await;
        let ended = world.run("restore.execute", 1, Status::Completed, Outcome::Succeeded, json!({ "restore_run_id": 1 })).await;
        let before = world.picture().await;
        let (first, _) = world.pass().await;
        assert_eq!(counts(&first), [1, 1, 0, 0, 1, 0]);
        assert_eq!(first.outcome(), Outcome::Succeeded);
        assert_eq!(first.context()["attention"]["reconcile.domain_behind"], json!({ "total": 1, "operation_run_ids": [ended] }));
        assert_eq!(world.picture().await, before);
    }

    async fn r5_a_second_pass_heals_nothing_and_agreement_is_never_touched(t: TestDb) {
        let world = World::new(t).await;
        world.pair(1, 1, "failed", Status::Running).await;
        world.pair(2, 1, "queued", Status::Queued).await;
        world.pair(3, 2, "running", Status::Running).await;
        world.pair(4, 3, "previewed", Status::Queued).await;
        world.pass().await;
        let before = world.picture().await;
        let (first, second) = world.pass().await;
        assert_eq!((counts(&first), counts(&second)), ([0; 6], [0; 6]));
        assert_eq!(world.picture().await, before);
    }

    async fn r6_a_pass_is_a_row_of_its_workspace_with_counts_that_add_up(t: TestDb) {
        let world = World::new(t).await;
        world.pair(1, 1, "completed", Status::Running).await;
        world.pass().await;
        let rows = world.t.texts("select cast(workspace_id as text) || ' ' || coalesce(cast(tenant_id as text), 'none') || ' ' || status || ' ' || outcome from operation_runs where type = 'ops.reconcile_adapter_runs' order by workspace_id").await;
        assert_eq!(rows, ["1 none completed succeeded", "2 none completed succeeded"]);
        assert_eq!(world.t.count("select count(*) from operation_run_leases").await, 0);
    }

    async fn the_end_of_a_restore_is_its_own_end_and_never_before_its_start(t: TestDb) {
        let world = World::new(t).await;
        let early = world.pair(1, 1, "completed", Status::Running).await;
        world.t.sql("update restore_runs set completed_at = '2025-01-01T00:00:00+00:00' where id = 1").await;
        let late = world.pair(2, 1, "completed", Status::Running).await;
        world.t.sql("update restore_runs set completed_at = '2026-01-01T05:00:00+00:00' where id = 2").await;
        world.pass().await;
        assert_eq!(world.read(early).await.completed_at, Some(at()));
        assert_eq!(world.read(late).await.completed_at, Some("2026-01-01T05:00:00Z".parse().unwrap()));
    }

    async fn a_reason_in_somebodys_words_passes_the_sanitizer(t: TestDb) {
        let world = World::new(t).await;
        let shadow = world.pair(1, 1, "failed", Status::Running).await;
        world.t.sql("update restore_runs set failure_reason = 'login as https://admin:hunter2secret@graph.example/v1 refused' where id = 1").await;
        world.pass().await;
        let message = world.read(shadow).await.failure_summary[0]["message"].as_str().unwrap().to_owned();
        assert!(message.contains("refused") && !message.contains("hunter2secret"), "{message}");
    }

    async fn a_deleted_restore_that_was_never_finished_ends_its_operation(t: TestDb) {
        let world = World::new(t).await;
        let open = world.pair(1, 1, "running", Status::Running).await;
        let ended = world.pair(2, 1, "completed", Status::Running).await;
        world.t.sql("update restore_runs set deleted_at = {at}").await;
        assert_eq!(counts(&world.pass().await.0), [2, 2, 2, 0, 0, 2]);
        assert_eq!(world.read(open).await.failure_summary[0]["code"], "reconcile.domain_missing");
        assert_eq!(world.read(ended).await.outcome, "succeeded");
    }

    async fn a_shadow_under_an_older_spelling_of_its_type_is_not_doubled(t: TestDb) {
        let world = World::new(t).await;
        world.restore(1, 1, "completed").await;
        let old = world.run("restore.execute", 1, Status::Completed, Outcome::Succeeded, json!({ "restore_run_id": 1 })).await;
        world.t.sql(&format!("update operation_runs set type = 'restore_run.execute' where id = {old}")).await;
        assert_eq!(counts(&world.pass().await.0), [0; 6]);
    }

    async fn a_started_shadow_is_linked_from_its_record_and_no_invariant_complains(t: TestDb) {
        let world = World::new(t).await;
        let at = crate::reconcile::world::AT;
        world.t.legacy(&format!("insert into inventory_sync_runs (id, workspace_id, tenant_id, selection_hash, status, created_at, updated_at) values (1, 1, 1, 'h', 'running', {at}, {at})")).await;
        let shadow = world.shadow("inventory.sync", 1, Status::Queued, json!({ "inventory_sync_run_id": 1 })).await;
        world.pass().await;
        assert_eq!(world.t.count("select operation_run_id from inventory_sync_runs").await, shadow);
        let found = opsledger::ledger::invariants::check(&world.t.db, now()).await.unwrap();
        assert!(found.iter().all(|finding| finding.invariant != "I4"), "{found:?}");
    }

    async fn the_end_of_an_audited_type_is_audited_once(t: TestDb) {
        let world = World::new(t).await;
        let shadow = world.pair(1, 1, "completed", Status::Running).await;
        world.restore(2, 1, "partial").await;
        world.pass().await;
        world.pass().await;
        let audited = format!("select count(*) from audit_logs where resource_id = {shadow} and action = 'operation_run.completed' and tenant_id = 1");
        assert_eq!(world.t.count(&audited).await, 1);
        assert_eq!(world.t.count("select count(*) from audit_logs").await, 2);
    }
}
