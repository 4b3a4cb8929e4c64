drop index operation_runs_workspace_queue_index;
drop index operation_run_leases_seat_unique;
alter table operation_run_leases drop column seat;
