-- Run tables from before the ledger. They stay as history; operation_run_id lets an old link find the
-- canonical run. Nothing is copied from them into the ledger.
create table inventory_sync_runs (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    selection_hash text not null,
    selection_payload {object:selection_payload},
    status text not null
        constraint inventory_sync_runs_status_known check (status in ('running', 'success', 'partial', 'failed', 'skipped')),
    items_observed_count integer not null default 0,
    items_upserted_count integer not null default 0,
    errors_count integer not null default 0,
    error_message text,
    operation_run_id {bigint} references operation_runs (id),
    started_at {when:started_at},
    finished_at {when:finished_at},
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    constraint inventory_sync_runs_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id)
){strict};
create index inventory_sync_runs_tenant_index on inventory_sync_runs (tenant_id, workspace_id);
create index inventory_sync_runs_operation_index on inventory_sync_runs (operation_run_id);
create index inventory_sync_runs_active_index on inventory_sync_runs (workspace_id, id) where status in ('running');

create table entra_group_sync_runs (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    selection_key text not null,
    slot_key text,
    status text not null
        constraint entra_group_sync_runs_status_known check (status in ('pending', 'running', 'succeeded', 'failed')),
    pages_fetched integer not null default 0,
    items_observed_count integer not null default 0,
    items_upserted_count integer not null default 0,
    error_count integer not null default 0,
    error_code text,
    error_message text,
    operation_run_id {bigint} references operation_runs (id),
    started_at {when:started_at},
    finished_at {when:finished_at},
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    constraint entra_group_sync_runs_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id)
){strict};
create index entra_group_sync_runs_tenant_index on entra_group_sync_runs (tenant_id, workspace_id);
create index entra_group_sync_runs_operation_index on entra_group_sync_runs (operation_run_id);
create index entra_group_sync_runs_active_index on entra_group_sync_runs (workspace_id, id)
    where status in ('pending', 'running');

create table bulk_operation_runs (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    user_id {bigint} references users (id),
    resource text not null constraint bulk_operation_runs_resource_set check (resource <> ''),
    action text not null constraint bulk_operation_runs_action_set check (action <> ''),
    idempotency_key text,
    status text not null
        constraint bulk_operation_runs_status_known
        check (status in ('pending', 'running', 'completed', 'completed_with_errors', 'failed', 'aborted')),
    total_items integer not null default 0,
    processed_items integer not null default 0,
    succeeded integer not null default 0,
    failed integer not null default 0,
    skipped integer not null default 0,
    item_ids {array:item_ids} not null default '[]',
    failures {array:failures},
    audit_log_id {bigint} references audit_logs (id),
    operation_run_id {bigint} references operation_runs (id),
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    constraint bulk_operation_runs_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id)
){strict};
create unique index bulk_operation_runs_idempotency_unique on bulk_operation_runs (tenant_id, idempotency_key)
    where idempotency_key is not null and status in ('pending', 'running');
create index bulk_operation_runs_tenant_index on bulk_operation_runs (tenant_id, workspace_id);
create index bulk_operation_runs_operation_index on bulk_operation_runs (operation_run_id);
create index bulk_operation_runs_active_index on bulk_operation_runs (workspace_id, id) where status in ('pending', 'running');
