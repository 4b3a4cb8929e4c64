//! Workspaces, tenants, users and memberships.

use super::rule::{Rule, foreign, not_empty, objects, sets, unique, utc_times};

pub fn rules() -> Vec<Rule> {
    let mut rules = vec![
        not_empty("workspaces", "external_id", "external_id"),
        not_empty("workspaces", "slug", "slug"),
        not_empty("workspaces", "name", "name"),
        sets("workspaces", "workspaces_status_known", "status = 'gone'", "status = 'archived'"),
        unique(
            "workspaces",
            "external_id",
            "update workspaces set external_id = 'w-2' where id = 1",
            "update workspaces set external_id = 'w-3' where id = 1",
        ),
        unique(
            "workspaces",
            "slug",
            "update workspaces set slug = 'bolt' where id = 1",
            "update workspaces set slug = 'bolts' where id = 1",
        ),
        not_empty("tenants", "external_id", "external_id"),
        not_empty("tenants", "name", "name"),
        sets("tenants", "tenants_status_known", "status = 'deleted'", "status = 'onboarding'"),
        foreign("tenants", "workspace_id", "workspace_id = 99", "workspace_id = 1"),
        unique(
            "tenants",
            "external_id",
            "update tenants set external_id = 't-11' where id = 21",
            "update tenants set external_id = 't-22' where id = 21",
        ),
        not_empty("users", "name", "name"),
        unique(
            "users",
            "email",
            "update users set email = 'bob@example.org' where id = 1",
            "update users set email = 'rob@example.org' where id = 1",
        ),
        foreign("workspace_memberships", "workspace_id", "workspace_id = 99", "workspace_id = 2"),
        foreign("workspace_memberships", "user_id", "user_id = 99", "user_id = 2"),
        sets("workspace_memberships", "workspace_memberships_role_known", "role = 'admin'", "role = 'readonly'"),
        unique("workspace_memberships", "workspace_id, user_id", &member(1, 1), &member(2, 1)),
        unique("workspace_memberships", "workspace_id, user_id", &member(1, 1), &member(1, 2)),
    ];
    rules.extend(objects("tenants", &["metadata"]));
    rules.extend(utc_times("tenants", &["created_at", "updated_at", "deleted_at"]));
    for table in ["workspaces", "users", "workspace_memberships"] {
        rules.extend(utc_times(table, &["created_at", "updated_at"]));
    }
    rules
}

fn member(workspace: i64, user: i64) -> String {
    format!(
        "insert into workspace_memberships (id, workspace_id, user_id, role, created_at, updated_at)
         values (900, {workspace}, {user}, 'manager', {{at}}, {{at}})"
    )
}
