-- A schedule that is changed must not fire at its old time, nor be passed over at its new one: whoever changes it,
-- and whatever else is written with it, it is planned anew.
create function opsledger_replan_backup_schedule() returns trigger language plpgsql as $$
begin
    new.next_run_at := null;
    return new;
end $$;

create trigger backup_schedules_replan
before update of frequency, time_of_day, timezone, days_of_week, is_enabled, deleted_at on backup_schedules
for each row
when ((old.frequency, old.time_of_day, old.timezone, old.days_of_week, old.is_enabled, old.deleted_at)
    is distinct from (new.frequency, new.time_of_day, new.timezone, new.days_of_week, new.is_enabled, new.deleted_at))
execute function opsledger_replan_backup_schedule();

-- History from before the ledger is read-only: what may still be said of a row is which run it became. Whoever brings
-- history in says so in the very transaction, by its own number; a switch that was left on opens nothing.
create function opsledger_imports_legacy() returns boolean language sql stable as $$
    select coalesce(current_setting('opsledger.legacy_import', true) = pg_current_xact_id()::text, false)
$$;

create function opsledger_refuse_legacy_change() returns trigger language plpgsql as $$
begin
    raise exception 'legacy.read_only' using errcode = 'integrity_constraint_violation';
end $$;

create trigger inventory_sync_runs_no_insert before insert on inventory_sync_runs
for each row when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger inventory_sync_runs_no_delete before delete on inventory_sync_runs
for each row when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger inventory_sync_runs_no_truncate before truncate on inventory_sync_runs
for each statement when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger inventory_sync_runs_no_update before update on inventory_sync_runs for each row
when (not opsledger_imports_legacy()
    and (new.operation_run_id is distinct from coalesce(old.operation_run_id, new.operation_run_id)
        or to_jsonb(old) - 'operation_run_id' <> to_jsonb(new) - 'operation_run_id'))
execute function opsledger_refuse_legacy_change();

create trigger entra_group_sync_runs_no_insert before insert on entra_group_sync_runs
for each row when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger entra_group_sync_runs_no_delete before delete on entra_group_sync_runs
for each row when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger entra_group_sync_runs_no_truncate before truncate on entra_group_sync_runs
for each statement when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger entra_group_sync_runs_no_update before update on entra_group_sync_runs for each row
when (not opsledger_imports_legacy()
    and (new.operation_run_id is distinct from coalesce(old.operation_run_id, new.operation_run_id)
        or to_jsonb(old) - 'operation_run_id' <> to_jsonb(new) - 'operation_run_id'))
execute function opsledger_refuse_legacy_change();

create trigger backup_schedule_runs_no_insert before insert on backup_schedule_runs
for each row when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger backup_schedule_runs_no_delete before delete on backup_schedule_runs
for each row when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger backup_schedule_runs_no_truncate before truncate on backup_schedule_runs
for each statement when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger backup_schedule_runs_no_update before update on backup_schedule_runs for each row
when (not opsledger_imports_legacy()
    and (new.operation_run_id is distinct from coalesce(old.operation_run_id, new.operation_run_id)
        or to_jsonb(old) - 'operation_run_id' <> to_jsonb(new) - 'operation_run_id'))
execute function opsledger_refuse_legacy_change();

create trigger bulk_operation_runs_no_insert before insert on bulk_operation_runs
for each row when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger bulk_operation_runs_no_delete before delete on bulk_operation_runs
for each row when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger bulk_operation_runs_no_truncate before truncate on bulk_operation_runs
for each statement when (not opsledger_imports_legacy()) execute function opsledger_refuse_legacy_change();
create trigger bulk_operation_runs_no_update before update on bulk_operation_runs for each row
when (not opsledger_imports_legacy()
    and (new.operation_run_id is distinct from coalesce(old.operation_run_id, new.operation_run_id)
        or to_jsonb(old) - 'operation_run_id' <> to_jsonb(new) - 'operation_run_id'))
execute function opsledger_refuse_legacy_change();
