-- Workers: how many runs of one type a tenant may have at work at once is promised by the database. A run at work sits
-- on a seat, such as `assignments.fetch/42/1`, and a seat is taken once.
alter table operation_run_leases add column seat text constraint operation_run_leases_seat_set check (seat <> '');
create unique index operation_run_leases_seat_unique on operation_run_leases (seat) where seat is not null;
-- The queue of each workspace in its order, so that a claim goes from workspace to workspace and reads no more of the
-- queue of a busy one than it can take. In other words than "status = 'queued'", which mean the same by the checks of
-- the table: a planner that thinks the queue short would otherwise take the index that has all of it in one order.
-- Housekeeping has no tenant and is claimed by age.
create index operation_runs_workspace_queue_index on operation_runs (workspace_id, id)
    where tenant_id is not null and started_at is null and completed_at is null;
