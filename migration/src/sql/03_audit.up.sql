-- What happened, for ever. Rows are added and never changed.
create table audit_logs (
    id {id},
    workspace_id {bigint} references workspaces (id),
    tenant_id {bigint},
    actor_type text not null default 'system'
        constraint audit_logs_actor_type_known check (actor_type in ('human', 'system', 'scheduled', 'integration')),
    actor_id {bigint} references users (id),
    actor_name text not null constraint audit_logs_actor_set check (actor_name <> ''),
    action text not null constraint audit_logs_action_set check (action <> ''),
    resource_type text,
    resource_id {bigint},
    outcome text not null default 'success'
        constraint audit_logs_outcome_known check (outcome in ('success', 'failure', 'partial', 'info', 'blocked')),
    summary text,
    metadata {object:metadata} not null default '{}',
    recorded_at {time:recorded_at} not null,
    constraint audit_logs_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint audit_logs_tenant_has_workspace check (tenant_id is null or workspace_id is not null)
){strict};
create index audit_logs_workspace_index on audit_logs (workspace_id, recorded_at);
create index audit_logs_resource_index on audit_logs (resource_type, resource_id);
-- One operation ends once: retries, crashes and races cannot write a second line about it.
create unique index audit_logs_completion_unique on audit_logs (resource_id)
    where resource_type = 'operation_run' and action = 'operation_run.completed';

-- What a person is told: only the end of work that the person started.
create table notifications (
    id {id},
    user_id {bigint} not null references users (id),
    workspace_id {bigint} not null references workspaces (id),
    tenant_id {bigint},
    operation_run_id {bigint} not null references operation_runs (id) on delete cascade,
    data {object:data} not null default '{}',
    read_at {time:read_at},
    created_at {time:created_at} not null,
    constraint notifications_tenant_in_workspace foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint notifications_once unique (operation_run_id, user_id)
){strict};
create index notifications_user_index on notifications (user_id, created_at);
