-- What runs for one tenant: the slots of its backup schedules, sets that a later attempt finds again, findings that
-- name the runs they compare.

-- The slots of backup schedules that did not run. Beside schedule_skips, whose rows belong to a declared schedule of
-- the house: these belong to a tenant, and go with the schedule that it owned.
create table backup_schedule_skips (
    id {id},
    workspace_id {bigint} not null,
    tenant_id {bigint} not null,
    backup_schedule_id {bigint} not null,
    slot {slot:slot} not null,
    -- Set when one row stands for all slots from `slot` to here, inclusive.
    slot_through {slot:slot_through},
    reason text not null
        constraint backup_schedule_skips_reason_known check (reason in ('overlap', 'missed')),
    blocking_run_id {bigint} references operation_runs (id) on delete set null,
    created_at {time:created_at} not null,
    constraint backup_schedule_skips_tenant_in_workspace
        foreign key (tenant_id, workspace_id) references tenants (id, workspace_id),
    constraint backup_schedule_skips_schedule_of_tenant
        foreign key (backup_schedule_id, tenant_id) references backup_schedules (id, tenant_id) on delete cascade,
    constraint backup_schedule_skips_slot_once unique (backup_schedule_id, slot),
    constraint backup_schedule_skips_range_goes_forward check (slot_through >= slot)
){strict};
create index backup_schedule_skips_blocking_index on backup_schedule_skips (blocking_run_id)
    where blocking_run_id is not null;

-- Who is due is asked every minute: a range of this index, and its nulls for those that must be planned (anew).
create index backup_schedules_due_index on backup_schedules (next_run_at, id)
    where is_enabled = {true} and deleted_at is null;

-- One run makes one set, however often it is tried: a later attempt goes on with the set of the one before.
drop index backup_sets_operation_index;
create unique index backup_sets_operation_unique on backup_sets (operation_run_id) where operation_run_id is not null;
create index backup_sets_open_index on backup_sets (operation_run_id) where status = 'running';

-- Inventory runs were history when findings began to compare backups. A run that is pruned leaves the finding behind.
alter table findings add column baseline_operation_run_id {bigint} references operation_runs (id) on delete set null;
alter table findings add column current_operation_run_id {bigint} references operation_runs (id) on delete set null;
create index findings_baseline_operation_index on findings (baseline_operation_run_id)
    where baseline_operation_run_id is not null;
create index findings_current_operation_index on findings (current_operation_run_id)
    where current_operation_run_id is not null;
