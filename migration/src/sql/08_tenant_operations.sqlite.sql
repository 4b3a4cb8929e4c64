-- A schedule that is changed must not fire at its old time, nor be passed over at its new one: whoever changes it,
-- and whatever else is written with it, it is planned anew.
create trigger backup_schedules_replan
after update of frequency, time_of_day, timezone, days_of_week, is_enabled, deleted_at on backup_schedules
when (old.frequency, old.time_of_day, old.timezone, old.days_of_week, old.is_enabled, old.deleted_at)
    is not (new.frequency, new.time_of_day, new.timezone, new.days_of_week, new.is_enabled, new.deleted_at)
begin
    update backup_schedules set next_run_at = null where id = new.id;
end;

-- History from before the ledger is read-only: what may still be said of a row is which run it became. Whoever brings
-- history in puts the one row into this table and takes it out again: it refers to a row that cannot be, so nothing
-- can be committed while it is there, and no switch is ever left on.
create table legacy_import (
    id integer primary key constraint legacy_import_is_one check (id = 1),
    ends_before_commit integer default 0
        constraint legacy_import_cannot_stay check (ends_before_commit is 0)
        references legacy_import (id) deferrable initially deferred
) strict;

create trigger inventory_sync_runs_no_insert before insert on inventory_sync_runs
when not exists (select 1 from legacy_import)
begin
    select raise(abort, 'legacy.read_only');
end;
create trigger inventory_sync_runs_no_delete before delete on inventory_sync_runs
when not exists (select 1 from legacy_import)
begin
    select raise(abort, 'legacy.read_only');
end;
create trigger inventory_sync_runs_no_update before update on inventory_sync_runs
when not exists (select 1 from legacy_import)
    and (new.operation_run_id is not coalesce(old.operation_run_id, new.operation_run_id)
        or (old.id, old.workspace_id, old.tenant_id, old.selection_hash, old.selection_payload, old.status,
        old.items_observed_count, old.items_upserted_count, old.errors_count, old.error_message,
        old.started_at, old.finished_at, old.created_at, old.updated_at)
        is not (new.id, new.workspace_id, new.tenant_id, new.selection_hash, new.selection_payload, new.status,
        new.items_observed_count, new.items_upserted_count, new.errors_count, new.error_message,
        new.started_at, new.finished_at, new.created_at, new.updated_at))
begin
    select raise(abort, 'legacy.read_only');
end;

create trigger entra_group_sync_runs_no_insert before insert on entra_group_sync_runs
when not exists (select 1 from legacy_import)
begin
    select raise(abort, 'legacy.read_only');
end;
create trigger entra_group_sync_runs_no_delete before delete on entra_group_sync_runs
when not exists (select 1 from legacy_import)
begin
    select raise(abort, 'legacy.read_only');
end;
create trigger entra_group_sync_runs_no_update before update on entra_group_sync_runs
when not exists (select 1 from legacy_import)
    and (new.operation_run_id is not coalesce(old.operation_run_id, new.operation_run_id)
        or (old.id, old.workspace_id, old.tenant_id, old.selection_key, old.slot_key, old.status,
        old.pages_fetched, old.items_observed_count, old.items_upserted_count, old.error_count, old.error_code,
        old.error_message, old.started_at, old.finished_at, old.created_at, old.updated_at)
        is not (new.id, new.workspace_id, new.tenant_id, new.selection_key, new.slot_key, new.status,
        new.pages_fetched, new.items_observed_count, new.items_upserted_count, new.error_count, new.error_code,
        new.error_message, new.started_at, new.finished_at, new.created_at, new.updated_at))
begin
    select raise(abort, 'legacy.read_only');
end;

create trigger backup_schedule_runs_no_insert before insert on backup_schedule_runs
when not exists (select 1 from legacy_import)
begin
    select raise(abort, 'legacy.read_only');
end;
create trigger backup_schedule_runs_no_delete before delete on backup_schedule_runs
when not exists (select 1 from legacy_import)
begin
    select raise(abort, 'legacy.read_only');
end;
create trigger backup_schedule_runs_no_update before update on backup_schedule_runs
when not exists (select 1 from legacy_import)
    and (new.operation_run_id is not coalesce(old.operation_run_id, new.operation_run_id)
        or (old.id, old.workspace_id, old.tenant_id, old.backup_schedule_id, old.backup_set_id, old.scheduled_for,
        old.status, old.summary, old.error_code, old.error_message, old.started_at, old.finished_at,
        old.created_at, old.updated_at)
        is not (new.id, new.workspace_id, new.tenant_id, new.backup_schedule_id, new.backup_set_id, new.scheduled_for,
        new.status, new.summary, new.error_code, new.error_message, new.started_at, new.finished_at,
        new.created_at, new.updated_at))
begin
    select raise(abort, 'legacy.read_only');
end;

create trigger bulk_operation_runs_no_insert before insert on bulk_operation_runs
when not exists (select 1 from legacy_import)
begin
    select raise(abort, 'legacy.read_only');
end;
create trigger bulk_operation_runs_no_delete before delete on bulk_operation_runs
when not exists (select 1 from legacy_import)
begin
    select raise(abort, 'legacy.read_only');
end;
create trigger bulk_operation_runs_no_update before update on bulk_operation_runs
when not exists (select 1 from legacy_import)
    and (new.operation_run_id is not coalesce(old.operation_run_id, new.operation_run_id)
        or (old.id, old.workspace_id, old.tenant_id, old.user_id, old.resource, old.action, old.idempotency_key,
        old.status, old.total_items, old.processed_items, old.succeeded, old.failed, old.skipped, old.item_ids,
        old.failures, old.audit_log_id, old.created_at, old.updated_at)
        is not (new.id, new.workspace_id, new.tenant_id, new.user_id, new.resource, new.action, new.idempotency_key,
        new.status, new.total_items, new.processed_items, new.succeeded, new.failed, new.skipped, new.item_ids,
        new.failures, new.audit_log_id, new.created_at, new.updated_at))
begin
    select raise(abort, 'legacy.read_only');
end;
