//! The small world in which every rule is tried: a row in each table, two workspaces, and neighbours to clash with.

use crate::support::TestDb;

/// Workspace 1 has the tenants 11 and 12, workspace 2 has 21. What a tenant owns exists for 11 (as row 1) and where
/// a composite key points, for 12 (as row 2).
pub async fn make(t: &TestDb) {
    t.sql(TENANCY).await;
    t.sql(OPERATIONS).await;
    t.legacy(RECORDS).await;
    t.sql(TOKENS).await;
}

/// The row that an assignment is tried on.
pub fn row_of(table: &str) -> &'static str {
    match table {
        "tenants" => "id = 21",
        "operation_run_leases" => "run_id = 1",
        "schedules" => "key = 'nightly'",
        "seed_applications" | "seed_blocks" => "scenario = 'dev'",
        _ => "id = 1",
    }
}

const TENANCY: &str = "
insert into workspaces (id, external_id, slug, name, created_at, updated_at) values
    (1, 'w-1', 'acme', 'Acme', {at}, {at}), (2, 'w-2', 'bolt', 'Bolt', {at}, {at});
insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) values
    (11, 1, 't-11', 'North', {at}, {at}), (12, 1, 't-12', 'South', {at}, {at}), (21, 2, 't-21', 'Only', {at}, {at});
insert into users (id, name, email, created_at, updated_at) values
    (1, 'Ada', 'ada@example.org', {at}, {at}), (2, 'Bob', 'bob@example.org', {at}, {at});
insert into workspace_memberships (id, workspace_id, user_id, role, created_at, updated_at) values
    (1, 1, 1, 'owner', {at}, {at});";

/// Runs: 1 queued of a tenant, 2 queued of a workspace, 3 and 4 the same but completed and with a slot, 5 running.
const OPERATIONS: &str = "
insert into operation_runs (id, workspace_id, tenant_id, initiator_name, type, status, outcome, run_identity_hash,
        scheduled_for, started_at, completed_at, created_at, updated_at) values
    (1, 1, 11, 'ops', 'policy.sync', 'queued', 'pending', 'open', null, null, null, {at}, {at}),
    (2, 1, null, 'ops', 'ops.reconcile', 'queued', 'pending', 'open', null, null, null, {at}, {at}),
    (3, 1, 11, 'ops', 'policy.sync', 'completed', 'succeeded', 'done', {at}, {at}, {later}, {at}, {later}),
    (4, 1, null, 'ops', 'ops.reconcile', 'completed', 'failed', 'done', {at}, {at}, {later}, {at}, {later}),
    (5, 1, 12, 'ops', 'policy.sync', 'running', 'pending', 'busy', null, {at}, null, {at}, {at});
insert into operation_run_leases (run_id, worker, claim_token, expires_at) values (1, 'w', 1, {later});
insert into schedules (key, operation_type, cron, created_at, updated_at) values
    ('nightly', 'ops.reconcile', '0 3 * * *', {at}, {at});
insert into schedule_skips (id, schedule_key, workspace_id, tenant_id, slot, reason, created_at) values
    (1, 'nightly', 1, 11, {at}, 'overlap', {at}), (2, 'nightly', 1, null, {at}, 'overlap', {at}),
    (3, 'nightly', null, null, {at}, 'missed', {at});
insert into audit_logs (id, workspace_id, actor_name, action, resource_type, resource_id, recorded_at) values
    (1, 1, 'ops', 'operation_run.completed', 'operation_run', 3, {at});
insert into notifications (id, user_id, workspace_id, tenant_id, operation_run_id, created_at) values
    (1, 1, 1, 11, 3, {at});";

const RECORDS: &str = "
insert into inventory_sync_runs (id, workspace_id, tenant_id, selection_hash, status, created_at, updated_at) values
    (1, 1, 11, 's', 'success', {at}, {at});
insert into entra_group_sync_runs (id, workspace_id, tenant_id, selection_key, status, created_at, updated_at) values
    (1, 1, 11, 's', 'pending', {at}, {at});
insert into bulk_operation_runs (id, workspace_id, tenant_id, resource, action, idempotency_key, status, created_at, updated_at) values
    (1, 1, 11, 'policy', 'delete', 'k', 'pending', {at}, {at});
insert into policies (id, workspace_id, tenant_id, external_id, policy_type, display_name, created_at, updated_at) values
    (1, 1, 11, 'p', 'compliance', 'P', {at}, {at}), (2, 1, 12, 'p', 'compliance', 'P', {at}, {at});
insert into backup_schedules (id, workspace_id, tenant_id, name, frequency, time_of_day, created_at, updated_at) values
    (1, 1, 11, 'B', 'daily', '03:00', {at}, {at}), (2, 1, 12, 'B', 'daily', '03:00', {at}, {at});
insert into backup_sets (id, workspace_id, tenant_id, backup_schedule_id, name, status, created_at, updated_at) values
    (1, 1, 11, 1, 'S', 'completed', {at}, {at}), (2, 1, 12, 2, 'S', 'completed', {at}, {at}),
    (3, 1, 11, 1, 'free', 'completed', {at}, {at});
insert into backup_items (id, workspace_id, tenant_id, backup_set_id, policy_id, policy_type, external_id, display_name,
        captured_at, created_at, updated_at) values
    (1, 1, 11, 1, 1, 'compliance', 'p', 'P', {at}, {at}, {at});
insert into backup_schedule_runs (id, workspace_id, tenant_id, backup_schedule_id, backup_set_id, scheduled_for, status,
        created_at, updated_at) values
    (1, 1, 11, 1, 1, {at}, 'success', {at}, {at});
insert into backup_schedule_skips (id, workspace_id, tenant_id, backup_schedule_id, slot, reason, created_at) values
    (1, 1, 11, 1, {at}, 'overlap', {at});
insert into restore_runs (id, workspace_id, tenant_id, backup_set_id, idempotency_key, created_at, updated_at) values
    (1, 1, 11, 1, 'k', {at}, {at});
insert into findings (id, workspace_id, tenant_id, scope_key, fingerprint, subject_type, subject_external_id, created_at, updated_at) values
    (1, 1, 11, 's', 'f', 'policy', 'p', {at}, {at});
insert into provider_connections (id, workspace_id, tenant_id, status, entra_tenant_id, created_at, updated_at) values
    (1, 1, 11, 'connected', 'd', {at}, {at});
insert into entra_role_definitions (id, workspace_id, tenant_id, external_id, display_name, is_built_in, is_enabled, seen_in,
        last_seen_at, created_at, updated_at) values
    (1, 1, 11, 'r', 'R', {true}, {true}, '1/1', {at}, {at}, {at});
insert into seed_applications (scenario, seed, as_of, scenario_digest, content_digest, applied_at) values
    ('dev', 1, {at}, 'd', 'd', {at});
insert into seed_blocks (scenario, table_name, first_id, row_count, content_digest) values ('dev', 'tenants', 1, 3, 'd');";

/// Tokens: 1 and 2 of workspace 1, the latter for one tenant; 3 of every workspace, 4 of the other one.
const TOKENS: &str = "
insert into hub_tokens (id, name, token_hash, role, workspace_id, created_at, created_by) values
    (1, 'wall', '0000000000000000000000000000000000000000000000000000000000000001', 'readonly', 1, {at}, 'ops'),
    (2, 'desk', '0000000000000000000000000000000000000000000000000000000000000002', 'operator', 1, {at}, 'ops'),
    (3, 'all', '0000000000000000000000000000000000000000000000000000000000000003', 'owner', null, {at}, 'ops'),
    (4, 'bolt', '0000000000000000000000000000000000000000000000000000000000000004', 'manager', 2, {at}, 'ops');
insert into hub_token_tenants (token_id, workspace_id, tenant_id) values (2, 1, 11);";
