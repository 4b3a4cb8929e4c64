drop table schedule_skips;
drop table schedules;
drop table operation_run_leases;
drop table operation_runs;
