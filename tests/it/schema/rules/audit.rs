//! The audit log, which only grows, and notifications.

use opsledger::db::Engine;

use super::rule::{Rule, check, foreign, foreign_sql, index, objects, tenant_in_workspace, trigger, unique, utc_times};

pub fn rules() -> Vec<Rule> {
    let mut rules = append_only();
    rules.extend(lines());
    rules.extend(notifications());
    rules
}

fn append_only() -> Vec<Rule> {
    let table = "audit_logs";
    let good = add("900", "action", "'a'");
    let completion = |verb: &str, id: &str, run: i64| {
        format!(
            "{verb} into audit_logs (id, actor_name, action, resource_type, resource_id, recorded_at)
             values ({id}, 'eve', 'operation_run.completed', 'operation_run', {run}, {{at}})"
        )
    };
    let replace = |id: &str, run| completion("insert or replace", id, run);
    vec![
        trigger(table, "audit_logs_no_update", "update audit_logs set summary = 'x'", &good).only(Engine::Sqlite),
        trigger(table, "audit_logs_no_update", "update or replace audit_logs set id = 2", &good).only(Engine::Sqlite),
        trigger(table, "audit_logs_no_delete", "delete from audit_logs where id = 1", &good).only(Engine::Sqlite),
        trigger(table, "audit_logs_no_replace", &replace("1", 4), &replace("2", 4)).only(Engine::Sqlite),
        // A replacement may also hit the one line about the end of a run, under another id or none. With recursive
        // triggers on, as `Db` has them, the delete that is part of it is seen.
        trigger(table, "audit_logs_no_delete", &replace("2", 3), &replace("2", 4)).only(Engine::Sqlite),
        trigger(table, "audit_logs_no_delete", &replace("null", 3), &replace("null", 4)).only(Engine::Sqlite),
        trigger(table, "audit_logs_no_change", "update audit_logs set summary = 'x'", &good).only(Engine::Postgres),
        trigger(table, "audit_logs_no_change", "delete from audit_logs where id = 1", &good).only(Engine::Postgres),
        trigger(table, "audit_logs_no_truncate", "truncate audit_logs cascade", &good).only(Engine::Postgres),
        trigger(table, "audit_logs_no_truncate", "truncate workspaces cascade", &good).only(Engine::Postgres),
        index("audit_logs_completion_unique", &completion("insert", "900", 3), &completion("insert", "900", 4)),
        index(
            "audit_logs_completion_unique",
            &completion("insert", "900", 3),
            &completion("insert", "900", 3).replace(".completed", ".started"),
        ),
    ]
}

fn lines() -> Vec<Rule> {
    let both = |name: &str, columns: &str, bad: &str, good: &str| {
        check("audit_logs", name, &add("900", columns, bad), &add("900", columns, good))
    };
    let foreign = |key: &str, columns: &str, bad: &str, good: &str| {
        foreign_sql("audit_logs", key, &add("900", columns, bad), &add("900", columns, good))
    };
    let actor = |name: &str| {
        format!("insert into audit_logs (id, actor_name, action, recorded_at) values (900, '{name}', 'a', {{at}})")
    };
    let at = |time: &str| {
        format!("insert into audit_logs (id, actor_name, action, recorded_at) values (900, 'ops', 'a', '{time}')")
    };
    vec![
        both("audit_logs_actor_type_known", "actor_type, action", "'robot', 'a'", "'integration', 'a'"),
        check("audit_logs", "audit_logs_actor_set", &actor(""), &actor("x")),
        both("audit_logs_action_set", "action", "''", "'x'"),
        both("audit_logs_outcome_known", "outcome, action", "'meh', 'a'", "'blocked', 'a'"),
        both("metadata_is_object", "metadata, action", "'[]', 'a'", "'{\"a\": 1}', 'a'"),
        both("audit_logs_tenant_has_workspace", "tenant_id, workspace_id, action", "11, null, 'a'", "11, 1, 'a'"),
        foreign("tenant_id, workspace_id", "tenant_id, workspace_id, action", "11, 2, 'a'", "11, 1, 'a'"),
        foreign("workspace_id", "workspace_id, action", "99, 'a'", "2, 'a'"),
        foreign("actor_id", "actor_id, action", "99, 'a'", "2, 'a'"),
        check("audit_logs", "recorded_at_is_utc", &at("2026-01-01 00:00:00"), &at("2026-01-01T00:00:00Z"))
            .only(Engine::Sqlite),
    ]
}

/// A further line, with `columns` (the action among them) set to `values`.
fn add(id: &str, columns: &str, values: &str) -> String {
    format!("insert into audit_logs (id, actor_name, recorded_at, {columns}) values ({id}, 'ops', {{at}}, {values})")
}

fn notifications() -> Vec<Rule> {
    let told = |run: i64, user: i64| {
        format!(
            "insert into notifications (id, workspace_id, operation_run_id, user_id, created_at)
             values (900, 1, {run}, {user}, {{at}})"
        )
    };
    let mut rules = vec![
        foreign("notifications", "user_id", "user_id = 99", "user_id = 2"),
        foreign(
            "notifications",
            "workspace_id",
            "tenant_id = null, workspace_id = 99",
            "tenant_id = null, workspace_id = 2",
        ),
        tenant_in_workspace("notifications", "tenant_id = 12"),
        foreign("notifications", "operation_run_id", "operation_run_id = 99", "operation_run_id = 4"),
        unique("notifications", "operation_run_id, user_id", &told(3, 1), &told(3, 2)),
        unique("notifications", "operation_run_id, user_id", &told(3, 1), &told(4, 1)),
    ];
    rules.extend(objects("notifications", &["data"]));
    rules.extend(utc_times("notifications", &["read_at", "created_at"]));
    rules
}
