//! Which workspace, which tenant, which person (I9, I15 to I18).

use super::*;

/// One row of each table whose rows a tenant owns, all of tenant 1, none of them linked.
const OF_TENANT_1: [(&str, &str); 12] = [
    ("policies", "external_id, policy_type, display_name) values ('x', 'x', 'x'"),
    ("backup_schedules", "name, frequency, time_of_day) values ('x', 'daily', '01:00'"),
    ("backup_sets", "name, status) values ('x', 'completed'"),
    (
        "backup_items",
        "backup_set_id, policy_type, external_id, display_name, captured_at) values (1, 'x', 'x', 'x', {at}",
    ),
    ("backup_schedule_runs", "backup_schedule_id, scheduled_for, status) values (1, {at}, 'success'"),
    ("restore_runs", "backup_set_id, status) values (1, 'draft'"),
    ("findings", "scope_key, fingerprint, subject_type, subject_external_id) values ('x', 'x', 'x', 'x'"),
    ("inventory_sync_runs", "selection_hash, status) values ('x', 'success'"),
    ("entra_group_sync_runs", "selection_key, status) values ('x', 'succeeded'"),
    ("bulk_operation_runs", "resource, action, status) values ('x', 'x', 'completed'"),
    ("operation_runs", "initiator_name, type, run_identity_hash) values ('x', 'policy.sync', 'x'"),
    ("audit_logs", "actor_name, action, recorded_at) values ('x', 'x', {at}"),
];

async fn plant_all(t: &Planted) {
    for (table, rest) in OF_TENANT_1 {
        let (columns, values) = rest.split_once(") values (").unwrap();
        let (more, times) = if table == "audit_logs" { ("", "") } else { (", created_at, updated_at", ", {at}, {at}") };
        t.legacy(&format!(
            "insert into {table} (id, workspace_id, tenant_id, {columns}{more}) values (1, 1, 1, {values}{times})"
        ))
        .await;
    }
}

on_both! {
    async fn i9_an_audit_row_of_another_scope_than_its_run_is_found(t: TestDb) {
        let t = Planted::new(t).await;
        t.ended(1, "restore.execute", "attempt = 1").await;
        t.audit(1).await;
        for scope in ["workspace_id = 1, tenant_id = 2", "workspace_id = 1, tenant_id = null", "workspace_id = 2, tenant_id = 4", "workspace_id = null, tenant_id = null"] {
            t.without_rules(&[&format!("update audit_logs set {scope}")]).await;
            assert_eq!(only(&t).await, ("I9", 1, 1, "audit row of run 1".into()), "{scope}");
        }
    }

    async fn i15_a_row_in_another_workspace_than_its_tenant_is_found_in_every_table(t: TestDb) {
        let t = Planted::new(t).await;
        plant_all(&t).await;
        assert_eq!(findings(&t).await, []);
        t.without_rules(&["select 1"]).await;
        for (table, _) in OF_TENANT_1 {
            t.without_rules(&[&format!("update {table} set workspace_id = 2")]).await;
            assert_eq!(only(&t).await, ("I15", 1, 1, format!("{table} of tenant 1")));
            t.without_rules(&[&format!("update {table} set workspace_id = 1, tenant_id = 99")]).await;
            assert_eq!(only(&t).await, ("I15", 1, 1, format!("{table} of tenant 99")));
            t.without_rules(&[&format!("update {table} set tenant_id = 1")]).await;
        }
        t.without_rules(&[
            "insert into schedules (key, operation_type, cron, created_at, updated_at) values ('k', 't', '* * * * *', {at}, {at})",
            "insert into schedule_skips (id, schedule_key, workspace_id, tenant_id, slot, reason, created_at) \
             values (1, 'k', 2, 1, {at}, 'paused', {at})",
        ])
        .await;
        assert_eq!(only(&t).await, ("I15", 1, 1, "schedule_skips of tenant 1".into()));
    }

    async fn i16_a_record_linked_to_a_run_of_another_scope_is_found_and_only_a_warning(t: TestDb) {
        let t = Planted::new(t).await;
        plant_all(&t).await;
        t.ended(50, "policy.sync", "tenant_id = 2").await;
        t.ended(51, "policy.sync", "tenant_id = null").await;
        t.ended(52, "policy.sync", "workspace_id = 2, tenant_id = 4").await;
        t.ended(53, "policy.sync", "attempt = 1").await;
        for table in ["restore_runs", "backup_sets", "backup_schedule_runs", "bulk_operation_runs", "inventory_sync_runs", "entra_group_sync_runs"] {
            for run in [50, 51, 52] {
                t.legacy(&format!("update {table} set operation_run_id = {run}")).await;
                assert_eq!(only(&t).await, ("I16", 1, 1, format!("{table} linked to run {run}")));
            }
            assert_eq!(findings(&t).await[0].severity, Severity::Warning);
            t.legacy(&format!("update {table} set operation_run_id = 53")).await;
            assert_eq!(findings(&t).await, []);
        }
    }

    async fn i17_a_notification_that_tells_too_early_or_the_wrong_person_is_found(t: TestDb) {
        let t = Planted::new(t).await;
        t.run(1, "status = 'queued', started_at = null, user_id = 1").await;
        t.notification(1, 1).await;
        assert_eq!(only(&t).await, ("I17", 1, 1, "notification of a run that is queued".into()));
        t.sql("delete from notifications").await;
        t.ended(2, "policy.sync", "user_id = 1").await;
        t.notification(2, 2).await;
        assert_eq!(only(&t).await, ("I17", 1, 2, "notification for somebody else".into()));
        t.sql("update notifications set user_id = 1").await;
        assert_eq!(findings(&t).await, []);
        t.sql("update notifications set tenant_id = 2").await;
        assert_eq!(only(&t).await, ("I17", 1, 2, "notification of another scope".into()));
        t.ended(3, "policy.sync", "attempt = 1").await;
        t.sql("delete from notifications").await;
        t.notification(3, 1).await;
        assert_eq!(only(&t).await, ("I17", 1, 3, "notification for somebody else".into()), "nobody asked for it");
        t.without_rules(&["update notifications set operation_run_id = 99"]).await;
        assert_eq!(only(&t).await, ("I17", 1, 3, "notification without a run".into()));
    }

    async fn i18_an_external_id_that_is_no_uuid_is_found_and_only_a_warning(t: TestDb) {
        let t = Planted::new(t).await;
        t.sql("update tenants set external_id = 'AB000000-0000-4000-8000-00000000000f' where id = 1").await;
        t.sql("update tenants set external_id = 'platform' where id = 2").await;
        assert_eq!(findings(&t).await, []);
        for odd in ["x", "18000000-0000-4000-8000-00000000000", "18000000-0000-4000-8000-0000000000111", "g8000000-0000-4000-8000-000000000011"] {
            t.sql(&format!("update tenants set external_id = '{odd}' where id = 3")).await;
            assert_eq!(only(&t).await, ("I18", 1, 3, "tenant".into()), "{odd}");
        }
        assert_eq!(findings(&t).await[0].severity, Severity::Warning);
        t.sql("update tenants set external_id = '18000000-0000-4000-8000-000000000099' where id = 3").await;
        t.sql("update workspaces set external_id = 'platform' where id = 2").await;
        assert_eq!(only(&t).await, ("I18", 1, 2, "workspace".into()));
    }
}
