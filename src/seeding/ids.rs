//! Ids inside JSON: the keys under which a context, a notification or a payload names a row of another table.
//!
//! A plan knows rows by their place in their table; the database knows them by id. Writing adds the first id of
//! the block, reading back for the digest takes it off again: one walk, both ways.

use serde_json::Value;

/// The table that a JSON key points at, when it holds an id.
pub(super) fn table_of(key: &str) -> Option<&'static str> {
    Some(match key {
        "workspace_id" => "workspaces",
        "tenant_id" => "tenants",
        "user_id" => "users",
        "operation_run_id" | "blocking_run_id" | "by_run_id" => "operation_runs",
        "policy_id" => "policies",
        "backup_schedule_id" => "backup_schedules",
        "backup_set_id" => "backup_sets",
        "backup_item_id" => "backup_items",
        "restore_run_id" => "restore_runs",
        "inventory_sync_run_id" | "baseline_run_id" | "current_run_id" => "inventory_sync_runs",
        "entra_group_sync_run_id" => "entra_group_sync_runs",
        "bulk_operation_run_id" => "bulk_operation_runs",
        "backup_schedule_run_id" => "backup_schedule_runs",
        _ => return None,
    })
}

/// Passes every id in `value` through `map`, which is told the table.
pub(super) fn shift(value: &mut Value, map: &impl Fn(&str, i64) -> i64) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                match (table_of(key), value.as_i64()) {
                    (Some(table), Some(id)) => *value = map(table, id).into(),
                    _ => shift(value, map),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| shift(item, map)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Passes every number of an array of ids through `map`.
pub(super) fn shift_all(value: &mut Value, map: impl Fn(i64) -> i64) {
    for item in value.as_array_mut().into_iter().flatten() {
        if let Some(id) = item.as_i64() {
            *item = map(id).into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn known_keys_are_shifted_at_any_depth_and_nothing_else_is() {
        let mut value = json!({ "restore_run_id": 3, "total": 3, "a": [{ "policy_id": 1, "tenant_id": null }] });
        shift(&mut value, &|table, id| if table == "policies" { id + 100 } else { id + 1_000 });
        assert_eq!(
            value,
            json!({ "restore_run_id": 1003, "total": 3, "a": [{ "policy_id": 101, "tenant_id": null }] })
        );
    }
}
