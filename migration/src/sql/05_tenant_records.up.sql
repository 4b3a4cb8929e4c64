-- What a tenant owns: policies, the backups of them, the restores from backups, and the drift that was found.
create table policies (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    external_id text not null constraint policies_external_id_set check (external_id <> ''),
    policy_type text not null constraint policies_type_set check (policy_type <> ''),
    display_name text not null,
    platform text,
    metadata {object:metadata} not null default '{}',
    last_synced_at {when:last_synced_at},
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    deleted_at {when:deleted_at},
    constraint policies_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint policies_once unique (tenant_id, policy_type, external_id),
    constraint policies_id_tenant_unique unique (id, tenant_id)
){strict};

create table backup_schedules (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    name text not null constraint backup_schedules_name_fits check (length(name) between 1 and 255),
    is_enabled {bool:is_enabled} not null default {true},
    timezone text not null default 'UTC',
    frequency text not null constraint backup_schedules_frequency_known check (frequency in ('daily', 'weekly')),
    -- Local wall-clock time in `timezone`, HH:MM.
    time_of_day text not null
        constraint backup_schedules_time_form check (
            length(time_of_day) = 5
            and substr(time_of_day, 1, 1) in ('0', '1', '2')
            and substr(time_of_day, 2, 1) in ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')
            and substr(time_of_day, 1, 2) <= '23'
            and substr(time_of_day, 3, 1) = ':'
            and substr(time_of_day, 4, 1) in ('0', '1', '2', '3', '4', '5')
            and substr(time_of_day, 5, 1) in ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')),
    -- ISO week days 1..7; required for weekly schedules.
    days_of_week {array:days_of_week} not null default '[]',
    policy_types {array:policy_types} not null default '[]',
    include_foundations {bool:include_foundations} not null default {true},
    retention_keep_last integer not null default 30
        constraint backup_schedules_keeps_one check (retention_keep_last >= 1),
    last_run_at {when:last_run_at},
    last_run_status text,
    next_run_at {when:next_run_at},
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    deleted_at {when:deleted_at},
    constraint backup_schedules_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint backup_schedules_id_tenant_unique unique (id, tenant_id)
){strict};
create index backup_schedules_tenant_index on backup_schedules (tenant_id, workspace_id);

create table backup_sets (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    backup_schedule_id {bigint},
    operation_run_id {bigint} references operation_runs (id),
    name text not null,
    status text not null constraint backup_sets_status_known check (status in ('running', 'completed', 'partial', 'failed')),
    item_count integer not null default 0 constraint backup_sets_items_count check (item_count >= 0),
    metadata {object:metadata} not null default '{}',
    completed_at {when:completed_at},
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    deleted_at {when:deleted_at},
    constraint backup_sets_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint backup_sets_schedule_of_tenant
        foreign key (backup_schedule_id, tenant_id) references backup_schedules (id, tenant_id),
    constraint backup_sets_id_tenant_unique unique (id, tenant_id)
){strict};
create index backup_sets_tenant_index on backup_sets (tenant_id, created_at);
create index backup_sets_schedule_index on backup_sets (backup_schedule_id, created_at);
create index backup_sets_operation_index on backup_sets (operation_run_id);

create table backup_items (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    backup_set_id {bigint} not null,
    policy_id {bigint},
    policy_type text not null,
    external_id text not null,
    display_name text not null,
    payload {object:payload} not null default '{}',
    assignments {array:assignments},
    assignments_status text
        constraint backup_items_assignments_known check (assignments_status in ('pending', 'fetched', 'failed')),
    captured_at {when:captured_at} not null,
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    deleted_at {when:deleted_at},
    constraint backup_items_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint backup_items_set_of_tenant foreign key (backup_set_id, tenant_id) references backup_sets (id, tenant_id),
    constraint backup_items_policy_of_tenant foreign key (policy_id, tenant_id) references policies (id, tenant_id),
    constraint backup_items_once unique (backup_set_id, policy_type, external_id)
){strict};
create index backup_items_tenant_index on backup_items (tenant_id, workspace_id);
create index backup_items_policy_index on backup_items (policy_id);

-- A slot of a schedule, as it was recorded before the ledger.
create table backup_schedule_runs (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    backup_schedule_id {bigint} not null,
    backup_set_id {bigint},
    scheduled_for {when:scheduled_for} not null,
    status text not null
        constraint backup_schedule_runs_status_known
        check (status in ('running', 'success', 'partial', 'failed', 'canceled', 'skipped')),
    summary {object:summary} not null default '{}',
    error_code text,
    error_message text,
    operation_run_id {bigint} references operation_runs (id),
    started_at {when:started_at},
    finished_at {when:finished_at},
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    constraint backup_schedule_runs_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint backup_schedule_runs_schedule_of_tenant
        foreign key (backup_schedule_id, tenant_id) references backup_schedules (id, tenant_id),
    constraint backup_schedule_runs_set_of_tenant
        foreign key (backup_set_id, tenant_id) references backup_sets (id, tenant_id),
    constraint backup_schedule_runs_slot_once unique (backup_schedule_id, scheduled_for)
){strict};
create index backup_schedule_runs_tenant_index on backup_schedule_runs (tenant_id, workspace_id);
create index backup_schedule_runs_operation_index on backup_schedule_runs (operation_run_id);
create index backup_schedule_runs_active_index on backup_schedule_runs (workspace_id, id) where status in ('running');

-- The domain's truth about a restore; the ledger only shadows it.
create table restore_runs (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    backup_set_id {bigint} not null,
    requested_by {bigint} references users (id),
    is_dry_run {bool:is_dry_run} not null default {false},
    status text not null default 'draft'
        constraint restore_runs_status_known check (status in (
            'draft', 'scoped', 'checked', 'previewed', 'pending', 'queued', 'running',
            'completed', 'partial', 'failed', 'cancelled', 'aborted', 'completed_with_errors')),
    requested_items {array:requested_items} not null default '[]',
    preview {object:preview},
    results {object:results},
    metadata {object:metadata} not null default '{}',
    group_mapping {object:group_mapping} not null default '{}',
    failure_reason text,
    idempotency_key text,
    -- Not composite on purpose: a link across tenants is what the reconcile pass must be able to find and report.
    operation_run_id {bigint} references operation_runs (id),
    started_at {when:started_at},
    completed_at {when:completed_at},
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    deleted_at {when:deleted_at},
    constraint restore_runs_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint restore_runs_set_of_tenant foreign key (backup_set_id, tenant_id) references backup_sets (id, tenant_id)
){strict};
create unique index restore_runs_idempotency_unique on restore_runs (tenant_id, idempotency_key)
    where idempotency_key is not null and deleted_at is null;
create index restore_runs_tenant_index on restore_runs (tenant_id, created_at);
create index restore_runs_backup_set_index on restore_runs (backup_set_id);
create index restore_runs_operation_index on restore_runs (operation_run_id);
-- The two questions that the reconcile pass asks of this side.
create index restore_runs_active_index on restore_runs (workspace_id, id)
    where status in ('previewed', 'pending', 'queued', 'running');
create index restore_runs_unlinked_index on restore_runs (workspace_id, id)
    where operation_run_id is null and status not in ('draft', 'scoped', 'checked');

create table findings (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    finding_type text not null default 'drift',
    scope_key text not null,
    baseline_run_id {bigint} references inventory_sync_runs (id),
    current_run_id {bigint} references inventory_sync_runs (id),
    -- Deterministic, so that finding the same drift again updates and never doubles.
    fingerprint text not null constraint findings_fingerprint_set check (fingerprint <> ''),
    subject_type text not null,
    subject_external_id text not null,
    severity text not null default 'medium' constraint findings_severity_known check (severity in ('low', 'medium', 'high')),
    status text not null default 'new' constraint findings_status_known check (status in ('new', 'acknowledged')),
    acknowledged_at {when:acknowledged_at},
    acknowledged_by {bigint} references users (id),
    evidence_jsonb {object:evidence_jsonb} not null default '{}',
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    constraint findings_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint findings_fingerprint_once unique (tenant_id, fingerprint),
    constraint findings_acknowledged_has_time check ((status = 'acknowledged') = (acknowledged_at is not null))
){strict};
create index findings_tenant_status_index on findings (tenant_id, finding_type, status);
create index findings_scope_index on findings (tenant_id, scope_key);
create index findings_subject_index on findings (tenant_id, subject_type, subject_external_id);
create index findings_baseline_index on findings (tenant_id, baseline_run_id);
create index findings_current_index on findings (tenant_id, current_run_id);
