drop index schedule_skips_slot_index;
drop index operation_runs_user_index;
drop index operation_runs_reconciled_index;
drop index operation_runs_trouble_index;
drop index operation_runs_type_created_index;
drop index operation_runs_created_index;
drop table hub_token_tenants;
drop table hub_tokens;
