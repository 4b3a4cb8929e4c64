//! Run tables from before the ledger.

use opsledger::db::Engine;
use opsledger::domain::legacy::TABLES;

use super::rule::{
    Rule, any_times, arrays, check, foreign, index, not_empty, objects, sets, tenant_in_workspace, trigger,
};

pub fn rules() -> Vec<Rule> {
    let mut rules = Vec::new();
    for table in ["inventory_sync_runs", "entra_group_sync_runs", "bulk_operation_runs"] {
        rules.push(tenant_in_workspace(table, "workspace_id = 2, tenant_id = 21"));
        rules.push(tenant_in_workspace(table, "tenant_id = 12"));
        rules.push(foreign(table, "operation_run_id", "operation_run_id = 99", "operation_run_id = 3"));
        rules.extend(any_times(table, &["created_at", "updated_at"]));
    }
    for table in ["inventory_sync_runs", "entra_group_sync_runs"] {
        rules.extend(any_times(table, &["started_at", "finished_at"]));
    }
    let bulk = "bulk_operation_runs";
    rules.extend([
        sets("inventory_sync_runs", "inventory_sync_runs_status_known", "status = 'succeeded'", "status = 'skipped'"),
        sets(
            "entra_group_sync_runs",
            "entra_group_sync_runs_status_known",
            "status = 'success'",
            "status = 'succeeded'",
        ),
        sets(bulk, "bulk_operation_runs_status_known", "status = 'done'", "status = 'completed_with_errors'"),
        not_empty(bulk, "resource", "resource"),
        not_empty(bulk, "action", "action"),
        foreign(bulk, "user_id", "user_id = 99", "user_id = 2"),
        foreign(bulk, "audit_log_id", "audit_log_id = 99", "audit_log_id = 1"),
    ]);
    let again = |tenant: i64, key: &str, status: &str| {
        format!(
            "insert into bulk_operation_runs (id, workspace_id, resource, action, tenant_id, idempotency_key, status, created_at, updated_at)
             values (900, 1, 'policy', 'delete', {tenant}, {key}, '{status}', {{at}}, {{at}})"
        )
    };
    // Once more after the end, without a key, or by another tenant, is another operation.
    let neighbours = [
        again(11, "'k'", "failed"),
        again(11, "null", "pending"),
        again(12, "'k'", "pending"),
        again(11, "'l'", "running"),
    ];
    for good in &neighbours {
        rules.push(index("bulk_operation_runs_idempotency_unique", &again(11, "'k'", "running"), good));
    }
    rules.extend(objects("inventory_sync_runs", &["selection_payload"]));
    rules.extend(arrays(bulk, &["item_ids", "failures"]));
    rules.extend(switch());
    rules.extend(TABLES.iter().flat_map(|table| read_only(table)));
    rules
}

/// The row that opens the tables on SQLite: there is one of it, and it can be nothing but the one that cannot stay.
fn switch() -> [Rule; 3] {
    let row = |values: &str| format!("insert into legacy_import (id, ends_before_commit) values ({values})");
    let sound = |name: &str, bad: &str| check("legacy_import", name, &row(bad), &row("1, 0")).only(Engine::Sqlite);
    [
        sound("legacy_import_is_one", "2, 0"),
        sound("legacy_import_cannot_stay", "1, 1"),
        sound("legacy_import_cannot_stay", "1, null"),
    ]
}

/// Nobody changes history; the run that a row became may be said once. A row that the switch does not open.
fn read_only(table: &str) -> Vec<Rule> {
    let rule = |verb: &str, bad: &str, good: &str| trigger(table, &format!("{table}_no_{verb}"), bad, good);
    let link = format!("update {table} set operation_run_id = 3 where id = 1");
    let insert = format!("insert into {table} (id, workspace_id, tenant_id) values (900, 1, 11)");
    let mut rules = vec![
        rule("update", &format!("update {table} set status = 'failed' where id = 1"), &link),
        rule("update", &format!("update {table} set status = 'failed', operation_run_id = 3 where id = 1"), &link),
        rule("update", &format!("update {table} set created_at = {{later}} where id = 1"), &link),
        rule("update", &format!("{link}; update {table} set operation_run_id = 5"), &link),
        rule("update", &format!("{link}; update {table} set operation_run_id = null"), &link),
        rule("update", &format!("update {table} set id = 900 where id = 1"), &format!("{link}; {link}")),
        rule("delete", &format!("delete from {table}"), &link),
        rule("insert", &insert, &link),
    ];
    rules.push(rule("truncate", &format!("truncate {table} cascade"), &link).only(Engine::Postgres));
    rules
}
