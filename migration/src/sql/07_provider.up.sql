-- The directory provider of a tenant: where its policies, assignments and roles really live.
--
-- How the platform is connected to it. No secret is kept here: the client's stands in the environment of the worker.
create table provider_connections (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    provider text not null default 'entra' constraint provider_connections_provider_set check (provider <> ''),
    status text not null default 'consent_required'
        constraint provider_connections_status_known
        check (status in ('connected', 'consent_required', 'revoked', 'error', 'disabled')),
    -- The tenant's own id at the provider. It becomes part of an address, so it is an id or a domain.
    entra_tenant_id text not null
        constraint provider_connections_directory_set check (entra_tenant_id <> ''),
    last_checked_at {when:last_checked_at},
    created_at {when:created_at} not null,
    updated_at {when:updated_at} not null,
    constraint provider_connections_tenant_in_workspace
        foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint provider_connections_once unique (tenant_id, provider)
){strict};
create index provider_connections_workspace_index on provider_connections (workspace_id, status);

-- The roles of a tenant's directory, as the last synchronisation saw them.
create table entra_role_definitions (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    external_id text not null constraint entra_role_definitions_external_id_set check (external_id <> ''),
    template_id text,
    display_name text not null,
    description text,
    is_built_in {bool:is_built_in} not null,
    is_enabled {bool:is_enabled} not null,
    permissions {array:permissions} not null default '[]',
    -- The walk over the provider's list that met the role last; what the newest whole walk did not meet is gone.
    seen_in text not null constraint entra_role_definitions_seen_in_set check (seen_in <> ''),
    last_seen_at {time:last_seen_at} not null,
    -- Since when the provider no longer lists it; the row stays, for others may refer to it.
    missing_since {time:missing_since},
    created_at {time:created_at} not null,
    updated_at {time:updated_at} not null,
    constraint entra_role_definitions_tenant_in_workspace
        foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint entra_role_definitions_once unique (tenant_id, external_id)
){strict};

-- The cooldown: "has this very work been done a moment ago" is one look. Only types that have a cooldown are in it.
create index operation_runs_cooldown_index on operation_runs (run_identity_hash, completed_at)
    where status = 'completed' and type in ('assignments.fetch', 'assignments.restore');
