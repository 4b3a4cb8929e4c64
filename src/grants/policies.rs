//! Row level security: which rows of a table a role sees and writes.
//!
//! The scheduler and the seeder work for all workspaces by design, so their policies say so in so many words; without
//! one they would see empty tables and do nothing, which no error would tell. The hub sees what it says of itself.

use super::functions::{IDS, SEES_ALL};
use super::roles::{Role, Roles};
use super::tables::{Rights, Scope, Table};
use crate::db::rls;
use crate::ledger::retention;

/// The policies of a table, in place of those of this name that were there.
pub(super) fn of(roles: &Roles, table: &Table) -> String {
    if !table.is_guarded() {
        return String::new();
    }
    let schema = roles.schema();
    let name = format!("{schema}.{}", table.name);
    let mut sql =
        format!("alter table {name} enable row level security;\nalter table {name} force row level security;\n");
    let mut add = |role: Role, what: &str, command: &str, using: &str, check: &str| {
        let role = roles.name(role);
        let policy = format!("{role}_{what}");
        let using = if using.is_empty() { String::new() } else { format!(" using ({using})") };
        let check = if check.is_empty() { String::new() } else { format!(" with check ({check})") };
        sql.push_str(&format!(
            "drop policy if exists {policy} on {name};\ncreate policy {policy} on {name} for {command} to {role}{using}{check};\n"
        ));
    };
    add(Role::Owner, "all", "all", "true", "true");
    for (role, rights) in [(Role::Jobs, table.jobs), (Role::Seed, table.seed)] {
        let Rights { insert, update, delete, .. } = rights;
        if !rights.any() {
            continue;
        }
        // One policy for all where that says the same; the rights above say which of it may be done at all.
        if delete.is_empty() || delete == "true" {
            add(role, "all", "all", "true", "true");
            continue;
        }
        add(role, "sees", "select", "true", "");
        if insert {
            add(role, "adds", "insert", "", "true");
        }
        if !update.is_empty() {
            add(role, "sets", "update", "true", "true");
        }
        add(role, "removes", "delete", delete, "");
    }
    match table.name {
        "operation_runs" => {
            add(Role::Retention, "sees", "select", "true", "");
            add(Role::Retention, "removes", "delete", &retention::may_go(), "");
        }
        "audit_logs" => add(Role::Retention, "adds", "insert", "", "true"),
        _ => {}
    }
    if !table.hub.is_empty() {
        add(Role::Hub, "scope", "select", &seen(schema, table.scope), "");
    }
    sql
}

/// Which rows the hub sees.
fn seen(schema: &str, scope: Scope) -> String {
    let ids = |setting: &str| format!("(select {schema}.{IDS}('{setting}'))::bigint[]");
    let workspace =
        |column: &str| format!("(select {schema}.{SEES_ALL}()) or {column} = any ({})", ids(rls::WORKSPACES));
    let tenant = |column: &str| {
        format!(
            "(select coalesce(current_setting('{0}', true), '') = '') or {column} = any ({1})",
            rls::TENANTS,
            ids(rls::TENANTS)
        )
    };
    let both = |of: &str, which: &str| format!("({}) and ({})", workspace(of), tenant(which));
    match scope {
        Scope::Open | Scope::Key => "true".into(),
        Scope::Workspaces => workspace("id"),
        Scope::Workspace => workspace("workspace_id"),
        Scope::Tenants => both("workspace_id", "id"),
        Scope::Tenant => both("workspace_id", "tenant_id"),
        Scope::House => format!(
            "({}) or (workspace_id is null and (select {schema}.{SEES_ALL}() or cardinality({schema}.{IDS}('{}')) > 0))",
            both("workspace_id", "tenant_id"),
            rls::WORKSPACES
        ),
        // Of these tables only what the policies there let through.
        Scope::Run => format!("exists (select 1 from {schema}.operation_runs r where r.id = run_id)"),
        Scope::Member => {
            format!("exists (select 1 from {schema}.workspace_memberships m where m.user_id = users.id)")
        }
    }
}
