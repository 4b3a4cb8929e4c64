drop index operation_runs_cooldown_index;
drop table entra_role_definitions;
drop table provider_connections;
