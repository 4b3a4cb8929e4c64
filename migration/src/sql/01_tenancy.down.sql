drop table workspace_memberships;
drop table users;
drop table tenants;
drop table workspaces;
