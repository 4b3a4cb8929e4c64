-- The ledger: one row for every background operation, and what the database itself guarantees about it.
create table operation_runs (
    id {id},
    workspace_id {bigint} not null references workspaces (id),
    -- Null for work of the whole workspace, set for work of one tenant.
    tenant_id {bigint},
    -- Null when the system itself is the initiator; the name is a snapshot and always there.
    user_id {bigint} references users (id),
    initiator_name text not null constraint operation_runs_initiator_set check (initiator_name <> ''),
    type text not null constraint operation_runs_type_set check (type <> ''),
    status text not null default 'queued'
        constraint operation_runs_status_known check (status in ('queued', 'running', 'completed')),
    outcome text not null default 'pending'
        constraint operation_runs_outcome_known
        check (outcome in ('pending', 'succeeded', 'partially_succeeded', 'blocked', 'failed')),
    run_identity_hash text not null constraint operation_runs_identity_set check (run_identity_hash <> ''),
    summary_counts {object:summary_counts} not null default '{}',
    failure_summary {array:failure_summary} not null default '[]',
    context {object:context} not null default '{}',
    -- The slot: the nominal instant at which a schedule was due; null when not scheduled.
    scheduled_for {slot:scheduled_for},
    attempt integer not null default 0 constraint operation_runs_attempt_counts check (attempt >= 0),
    -- Grows at every claim; each later write must present it.
    claim_token {bigint} not null default 0 constraint operation_runs_claim_token_counts check (claim_token >= 0),
    -- The earliest start of a queued run; null means at once.
    available_at {time:available_at},
    reconciled_at {time:reconciled_at},
    started_at {time:started_at},
    completed_at {time:completed_at},
    created_at {time:created_at} not null,
    updated_at {time:updated_at} not null,
    constraint operation_runs_tenant_in_workspace
        foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint operation_runs_completed_has_time check ((status = 'completed') = (completed_at is not null)),
    constraint operation_runs_pending_is_open check ((status = 'completed') = (outcome <> 'pending')),
    constraint operation_runs_queued_not_started check (status <> 'queued' or started_at is null),
    constraint operation_runs_running_is_started check (status <> 'running' or started_at is not null),
    constraint operation_runs_time_goes_forward
        check (started_at >= created_at and completed_at >= started_at and completed_at >= created_at)
){strict};

-- At most one active run for one identity, whoever asks and however many ask at once.
create unique index operation_runs_active_tenant_unique on operation_runs (tenant_id, run_identity_hash)
    where tenant_id is not null and status in ('queued', 'running');
create unique index operation_runs_active_workspace_unique on operation_runs (workspace_id, run_identity_hash)
    where tenant_id is null and status in ('queued', 'running');
-- A slot runs once in its whole life, even if its run has long ended when a late second scheduler arrives.
create unique index operation_runs_slot_tenant_unique on operation_runs (tenant_id, run_identity_hash, scheduled_for)
    where tenant_id is not null and scheduled_for is not null;
create unique index operation_runs_slot_workspace_unique on operation_runs (workspace_id, run_identity_hash, scheduled_for)
    where tenant_id is null and scheduled_for is not null;
-- The lists that people page through.
create index operation_runs_workspace_type_index on operation_runs (workspace_id, type, created_at);
create index operation_runs_workspace_index on operation_runs (workspace_id, created_at);
create index operation_runs_tenant_type_index on operation_runs (tenant_id, type, created_at);
create index operation_runs_tenant_index on operation_runs (tenant_id, created_at);
-- What is open right now: reconcile, sweeps and workers walk only these few rows.
create index operation_runs_active_index on operation_runs (type, id) where status in ('queued', 'running');
-- The queue in its order. Without it, "the oldest that waits" walks all of history from its beginning.
create index operation_runs_queue_index on operation_runs (id) where status = 'queued';
-- From a restore to its shadow. As text: one unreadable context must not stop a whole pass.
create index operation_runs_restore_index on operation_runs ({context:restore_run_id}) where type in ('restore.execute', 'restore_execute', 'restore_run.execute');

-- The promise of a live process to finish a run. Beside the ledger, so that a heartbeat rewrites this narrow
-- row and not the wide one with its indexes.
create table operation_run_leases (
    run_id {bigint} primary key references operation_runs (id) on delete cascade,
    worker text not null constraint operation_run_leases_worker_set check (worker <> ''),
    claim_token {bigint} not null constraint operation_run_leases_token_counts check (claim_token > 0),
    expires_at {time:expires_at} not null
){strict};

create table schedules (
    key text primary key constraint schedules_key_set check (key <> ''),
    operation_type text not null constraint schedules_type_set check (operation_type <> ''),
    cron text not null constraint schedules_cron_set check (cron <> ''),
    time_zone text not null default 'UTC',
    overlap text not null default 'skip' constraint schedules_overlap_known check (overlap in ('skip', 'queue_one')),
    catch_up text not null default 'latest' constraint schedules_catch_up_known check (catch_up in ('skip', 'latest', 'all')),
    -- Seconds.
    catch_up_window integer not null default 86400 constraint schedules_window_counts check (catch_up_window >= 0),
    enabled {bool:enabled} not null default {true},
    paused_at {time:paused_at},
    paused_by text,
    note text,
    last_slot {slot:last_slot},
    created_at {time:created_at} not null,
    updated_at {time:updated_at} not null,
    constraint schedules_pause_has_author check ((paused_at is null) = (paused_by is null))
){strict};

-- The slots that did not run, as rows: an operator's "why did nothing happen on Tuesday" is one query.
create table schedule_skips (
    id {id},
    schedule_key text not null references schedules (key),
    -- Null when the whole schedule was skipped (paused, missed) and not one workspace of it.
    workspace_id {bigint} references workspaces (id),
    tenant_id {bigint},
    slot {slot:slot} not null,
    -- Set when one row stands for all slots from `slot` to here, inclusive.
    slot_through {slot:slot_through},
    reason text not null
        constraint schedule_skips_reason_known check (reason in ('overlap', 'missed', 'paused', 'coalesced', 'blocked')),
    blocking_run_id {bigint} references operation_runs (id) on delete set null,
    created_at {time:created_at} not null,
    constraint schedule_skips_tenant_in_workspace
        foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint schedule_skips_tenant_has_workspace check (tenant_id is null or workspace_id is not null),
    constraint schedule_skips_range_goes_forward check (slot_through >= slot)
){strict};
create unique index schedule_skips_schedule_unique on schedule_skips (schedule_key, slot)
    where workspace_id is null;
create unique index schedule_skips_workspace_unique on schedule_skips (schedule_key, workspace_id, slot)
    where workspace_id is not null and tenant_id is null;
create unique index schedule_skips_tenant_unique on schedule_skips (schedule_key, tenant_id, slot)
    where tenant_id is not null;
create index schedule_skips_blocking_index on schedule_skips (blocking_run_id) where blocking_run_id is not null;
