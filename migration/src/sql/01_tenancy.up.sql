-- Who the work is for: a workspace is a customer account, a tenant an environment that belongs to exactly one
-- workspace. Every tenant-owned table points at tenants (id, workspace_id), so no row can claim a tenant in a
-- workspace that the tenant does not belong to.
create table workspaces (
    id {id},
    external_id text not null unique constraint workspaces_external_id_set check (external_id <> ''),
    slug text not null unique constraint workspaces_slug_set check (slug <> ''),
    name text not null constraint workspaces_name_set check (name <> ''),
    status text not null default 'active' constraint workspaces_status_known check (status in ('active', 'archived')),
    created_at {time:created_at} not null,
    updated_at {time:updated_at} not null
){strict};

create table tenants (
    id {id},
    workspace_id {bigint} not null references workspaces (id),
    external_id text not null unique constraint tenants_external_id_set check (external_id <> ''),
    entra_tenant_id text,
    name text not null constraint tenants_name_set check (name <> ''),
    domain text,
    environment text not null default 'production',
    status text not null default 'active'
        constraint tenants_status_known check (status in ('draft', 'onboarding', 'active', 'archived')),
    metadata {object:metadata} not null default '{}',
    created_at {time:created_at} not null,
    updated_at {time:updated_at} not null,
    deleted_at {time:deleted_at},
    -- The target of every composite foreign key.
    constraint tenants_id_workspace_unique unique (id, workspace_id)
){strict};
create index tenants_workspace_index on tenants (workspace_id, status);

create table users (
    id {id},
    name text not null constraint users_name_set check (name <> ''),
    email text not null unique,
    created_at {time:created_at} not null,
    updated_at {time:updated_at} not null
){strict};

create table workspace_memberships (
    id {id},
    workspace_id {bigint} not null references workspaces (id),
    user_id {bigint} not null references users (id),
    role text not null constraint workspace_memberships_role_known check (role in ('owner', 'manager', 'operator', 'readonly')),
    created_at {time:created_at} not null,
    updated_at {time:updated_at} not null,
    constraint workspace_memberships_once unique (workspace_id, user_id)
){strict};
create index workspace_memberships_user_index on workspace_memberships (user_id);
