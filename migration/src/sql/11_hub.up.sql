-- Who may look at the hub: a token, of which only the hash is kept. When it was last used is not written down, for
-- the hub writes nothing.
create table hub_tokens (
    id {id},
    -- Who or what uses it.
    name text not null constraint hub_tokens_name_set check (name <> ''),
    -- SHA-256 of the token in lower hex, so that this table opens no door.
    token_hash text not null unique
        constraint hub_tokens_hash_form check (length(token_hash) = 64 and ltrim(token_hash, '0123456789abcdef') = ''),
    role text not null constraint hub_tokens_role_known check (role in ('owner', 'manager', 'operator', 'readonly')),
    -- Null means every workspace.
    workspace_id {bigint} references workspaces (id),
    -- The person whose token it is; null for a machine's.
    user_id {bigint} references users (id),
    created_at {time:created_at} not null,
    created_by text not null constraint hub_tokens_author_set check (created_by <> ''),
    expires_at {time:expires_at},
    revoked_at {time:revoked_at},
    -- The target of the key below: a token without a workspace can have no tenants.
    constraint hub_tokens_id_workspace_unique unique (id, workspace_id),
    constraint hub_tokens_time_goes_forward check (expires_at > created_at and revoked_at >= created_at)
){strict};

-- The tenants that a token sees, if it does not see its whole workspace. Nothing cascades from a tenant: a token must
-- not see more because a row went.
create table hub_token_tenants (
    id {id},
    token_id {bigint} not null,
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    constraint hub_token_tenants_once unique (token_id, tenant_id),
    constraint hub_token_tenants_token_in_workspace
        foreign key (token_id, workspace_id) references hub_tokens (id, workspace_id) on delete cascade,
    constraint hub_token_tenants_tenant_in_workspace
        foreign key (tenant_id, workspace_id) references tenants (id, workspace_id)
){strict};

-- What the hub's pages walk when no workspace is chosen; each of them pages by time.
create index operation_runs_created_index on operation_runs (created_at, outcome);
create index operation_runs_type_created_index on operation_runs (type, created_at);
create index operation_runs_trouble_index on operation_runs (outcome, created_at)
    where outcome in ('failed', 'partially_succeeded', 'blocked');
create index operation_runs_reconciled_index on operation_runs (created_at) where reconciled_at is not null;
create index operation_runs_user_index on operation_runs (user_id, created_at) where user_id is not null;
create index operation_runs_ended_index on operation_runs (outcome, completed_at)
    where outcome in ('failed', 'partially_succeeded', 'blocked');
create index schedule_skips_slot_index on schedule_skips (slot);
-- A row may stand for many slots: what did not run lately is found by the last of them.
create index schedule_skips_end_index on schedule_skips (coalesce(slot_through, slot));
create index backup_schedule_skips_end_index on backup_schedule_skips (coalesce(slot_through, slot));
