-- A completed row is history.
create trigger operation_runs_history_update
before update of status, outcome, summary_counts, failure_summary, started_at, completed_at on operation_runs
when old.status = 'completed'
    and (new.status is not old.status or new.outcome is not old.outcome
        or new.summary_counts is not old.summary_counts or new.failure_summary is not old.failure_summary
        or new.started_at is not old.started_at or new.completed_at is not old.completed_at)
begin
    select raise(abort, 'ledger.completed_run_is_history');
end;

-- INSERT OR REPLACE would rewrite a row past the trigger above.
create trigger operation_runs_history_replace
before insert on operation_runs
when exists (select 1 from operation_runs where id = new.id and status = 'completed')
begin
    select raise(abort, 'ledger.completed_run_is_history');
end;
