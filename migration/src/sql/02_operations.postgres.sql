-- A completed row is history.
create function opsledger_refuse_history_change() returns trigger language plpgsql as $$
begin
    raise exception 'ledger.completed_run_is_history' using errcode = 'integrity_constraint_violation';
end $$;

create trigger operation_runs_history_update
before update of status, outcome, summary_counts, failure_summary, started_at, completed_at on operation_runs
for each row
when (old.status = 'completed'
    and (new.status is distinct from old.status or new.outcome is distinct from old.outcome
        or new.summary_counts is distinct from old.summary_counts
        or new.failure_summary is distinct from old.failure_summary
        or new.started_at is distinct from old.started_at
        or new.completed_at is distinct from old.completed_at))
execute function opsledger_refuse_history_change();
