//! Which workspace, which tenant, which person (I9, I15 to I18).

use crate::clock::Instant;
use crate::db::Engine;

/// Every table with rows of a tenant; a test compares it with the schema.
const OF_TENANTS: [&str; 18] = [
    "audit_logs",
    "backup_items",
    "backup_schedule_runs",
    "backup_schedule_skips",
    "backup_schedules",
    "backup_sets",
    "bulk_operation_runs",
    "entra_group_sync_runs",
    "entra_role_definitions",
    "findings",
    "hub_token_tenants",
    "inventory_sync_runs",
    "notifications",
    "operation_runs",
    "policies",
    "provider_connections",
    "restore_runs",
    "schedule_skips",
];

/// Domain tables whose rows are linked to a run; a test compares it with the schema.
pub(in crate::ledger) const LINKED: [&str; 6] = [
    "backup_schedule_runs",
    "backup_sets",
    "bulk_operation_runs",
    "entra_group_sync_runs",
    "inventory_sync_runs",
    "restore_runs",
];

pub(super) fn audit_row_of_another_scope(_: Engine, _: Instant) -> String {
    "select a.id as row_id, 'audit row of run ' || r.id as detail from audit_logs a \
     join operation_runs r on r.id = a.resource_id where a.resource_type = 'operation_run' \
     and (a.workspace_id is distinct from r.workspace_id or a.tenant_id is distinct from r.tenant_id)"
        .to_owned()
}

pub(super) fn tenant_of_another_workspace(_: Engine, _: Instant) -> String {
    let table = |table: &&str| {
        format!(
            "select d.id as row_id, '{table} of tenant ' || d.tenant_id as detail from {table} d \
             left join tenants t on t.id = d.tenant_id \
             where d.tenant_id is not null and d.workspace_id is distinct from t.workspace_id"
        )
    };
    OF_TENANTS.iter().map(table).collect::<Vec<_>>().join(" union all ")
}

pub(super) fn link_across_scopes(_: Engine, _: Instant) -> String {
    let table = |table: &&str| {
        format!(
            "select d.id as row_id, '{table} linked to run ' || r.id as detail from {table} d \
             join operation_runs r on r.id = d.operation_run_id \
             where d.workspace_id is distinct from r.workspace_id or d.tenant_id is distinct from r.tenant_id"
        )
    };
    LINKED.iter().map(table).collect::<Vec<_>>().join(" union all ")
}

pub(super) fn stray_notification(_: Engine, _: Instant) -> String {
    "select n.id as row_id, case when r.id is null then 'notification without a run' \
     when r.status <> 'completed' then 'notification of a run that is ' || r.status \
     when n.user_id is distinct from r.user_id then 'notification for somebody else' \
     else 'notification of another scope' end as detail \
     from notifications n left join operation_runs r on r.id = n.operation_run_id \
     where r.id is null or r.status <> 'completed' or n.user_id is distinct from r.user_id \
     or n.workspace_id is distinct from r.workspace_id or n.tenant_id is distinct from r.tenant_id"
        .to_owned()
}

pub(super) fn external_id_form(engine: Engine, _: Instant) -> String {
    let hex = |count| "[0-9a-fA-F]".repeat(count);
    let uuid = [8, 4, 4, 4, 12].map(hex).join("-");
    let other = match engine {
        Engine::Postgres => format!("external_id !~ '^{uuid}$'"),
        Engine::Sqlite => format!("external_id not glob '{uuid}'"),
    };
    // The tenant of the platform itself is called so by the model.
    format!(
        "select id as row_id, 'workspace' as detail from workspaces where {other} \
         union all select id, 'tenant' from tenants where {other} and external_id <> 'platform'"
    )
}
