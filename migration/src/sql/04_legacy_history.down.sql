drop table bulk_operation_runs;
drop table entra_group_sync_runs;
drop table inventory_sync_runs;
