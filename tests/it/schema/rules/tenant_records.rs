//! What a tenant owns: policies, backups, restores and findings. Nothing of it may reach into another tenant.

use super::rule::{
    Rule, any_times, arrays, bools, foreign, index, not_empty, objects, sets, slot_times, tenant_in_workspace, unique,
    utc_times,
};

pub fn rules() -> Vec<Rule> {
    let mut rules = links();
    rules.extend(values());
    rules.extend(keys());
    rules.extend(types());
    rules.extend(skips());
    rules
}

/// The slots of backup schedules that did not run.
fn skips() -> Vec<Rule> {
    let table = "backup_schedule_skips";
    let skip = |slot: &str| {
        format!(
            "insert into backup_schedule_skips (id, workspace_id, tenant_id, backup_schedule_id, slot, reason, created_at)
             values (900, 1, 11, 1, {slot}, 'missed', {{at}})"
        )
    };
    let mut rules = vec![
        tenant_in_workspace(table, "tenant_id = 12, backup_schedule_id = 2"),
        foreign(table, "backup_schedule_id, tenant_id", "backup_schedule_id = 2", "backup_schedule_id = 1"),
        foreign(table, "backup_schedule_id, tenant_id", "backup_schedule_id = 99", "backup_schedule_id = 1"),
        foreign(table, "blocking_run_id", "blocking_run_id = 99", "blocking_run_id = 1"),
        sets(table, "backup_schedule_skips_reason_known", "reason = 'lazy'", "reason = 'missed'"),
        sets(
            table,
            "backup_schedule_skips_range_goes_forward",
            "slot = {later}, slot_through = {at}",
            "slot_through = slot",
        ),
        unique(table, "backup_schedule_id, slot", &skip("{at}"), &skip("{later}")),
    ];
    rules.extend(utc_times(table, &["created_at"]));
    rules.extend(slot_times(table, &["slot", "slot_through"], "'2026-01-01T00:00:00+00:00'"));
    rules
}

fn links() -> Vec<Rule> {
    let mut rules = vec![
        tenant_in_workspace("backup_schedules", "name = 'still mine'"),
        tenant_in_workspace("backup_sets", "name = 'still mine'"),
        tenant_in_workspace("policies", "display_name = 'still mine'"),
        tenant_in_workspace("backup_items", "tenant_id = 12, backup_set_id = 2, policy_id = 2"),
        tenant_in_workspace("backup_schedule_runs", "tenant_id = 12, backup_schedule_id = 2, backup_set_id = 2"),
        tenant_in_workspace("restore_runs", "tenant_id = 12, backup_set_id = 2"),
        tenant_in_workspace("findings", "workspace_id = 2, tenant_id = 21"),
        foreign("restore_runs", "requested_by", "requested_by = 99", "requested_by = 2"),
        foreign("findings", "baseline_run_id", "baseline_run_id = 99", "baseline_run_id = 1"),
        foreign("findings", "current_run_id", "current_run_id = 99", "current_run_id = 1"),
        foreign(
            "findings",
            "acknowledged_by",
            "status = 'acknowledged', acknowledged_at = {at}, acknowledged_by = 99",
            "status = 'acknowledged', acknowledged_at = {at}, acknowledged_by = 2",
        ),
    ];
    for run in ["baseline_operation_run_id", "current_operation_run_id"] {
        rules.push(foreign("findings", run, &format!("{run} = 99"), &format!("{run} = 3")));
    }
    // Each row 2 is of tenant 12, and these rows are of tenant 11.
    let composite = [
        ("backup_sets", "backup_schedule_id", "backup_schedule_id = null"),
        ("backup_items", "backup_set_id", "backup_set_id = 3"),
        ("backup_items", "policy_id", "policy_id = null"),
        ("backup_schedule_runs", "backup_schedule_id", "backup_schedule_id = 1"),
        ("backup_schedule_runs", "backup_set_id", "backup_set_id = 3"),
        ("restore_runs", "backup_set_id", "backup_set_id = 3"),
    ];
    for (table, column, good) in composite {
        rules.push(foreign(table, &format!("{column}, tenant_id"), &format!("{column} = 2"), good));
        rules.push(foreign(table, &format!("{column}, tenant_id"), &format!("{column} = 99"), good));
    }
    for table in ["backup_sets", "backup_schedule_runs", "restore_runs"] {
        // Also the run of another tenant: the reconcile pass must be able to find and report such a link.
        rules.push(foreign(table, "operation_run_id", "operation_run_id = 99", "operation_run_id = 5"));
    }
    rules
}

fn values() -> Vec<Rule> {
    let acknowledged = |bad: &str, good: &str| sets("findings", "findings_acknowledged_has_time", bad, good);
    let name = |length: usize| format!("name = '{}'", "n".repeat(length));
    let mut rules = vec![
        not_empty("policies", "external_id", "external_id"),
        not_empty("policies", "type", "policy_type"),
        sets("backup_schedules", "backup_schedules_name_fits", &name(0), &name(1)),
        sets("backup_schedules", "backup_schedules_name_fits", &name(256), &name(255)),
        sets("backup_schedules", "backup_schedules_frequency_known", "frequency = 'hourly'", "frequency = 'weekly'"),
        sets("backup_schedules", "backup_schedules_keeps_one", "retention_keep_last = 0", "retention_keep_last = 1"),
        sets("backup_sets", "backup_sets_status_known", "status = 'success'", "status = 'partial'"),
        sets("backup_sets", "backup_sets_items_count", "item_count = -1", "item_count = 0"),
        sets(
            "backup_items",
            "backup_items_assignments_known",
            "assignments_status = 'lost'",
            "assignments_status = 'fetched'",
        ),
        sets(
            "backup_schedule_runs",
            "backup_schedule_runs_status_known",
            "status = 'cancelled'",
            "status = 'canceled'",
        ),
        sets("restore_runs", "restore_runs_status_known", "status = 'done'", "status = 'completed_with_errors'"),
        not_empty("findings", "fingerprint", "fingerprint"),
        sets("findings", "findings_severity_known", "severity = 'critical'", "severity = 'high'"),
        sets("findings", "findings_status_known", "status = 'closed'", "status = 'new'"),
        acknowledged("status = 'acknowledged'", "status = 'acknowledged', acknowledged_at = {at}"),
        acknowledged("acknowledged_at = {at}", "acknowledged_at = null"),
    ];
    for bad in ["24:00", "12:60", "3:00", "03:000", "12.30", "1a:00", "12:3a", "-1:00"] {
        let bad = format!("time_of_day = '{bad}'");
        rules.push(sets("backup_schedules", "backup_schedules_time_form", &bad, "time_of_day = '23:59'"));
        rules.push(sets("backup_schedules", "backup_schedules_time_form", &bad, "time_of_day = '00:00'"));
    }
    rules
}

fn keys() -> Vec<Rule> {
    let policy = |tenant: i64, kind: &str| {
        format!(
            "insert into policies (id, workspace_id, external_id, display_name, tenant_id, policy_type, created_at, updated_at)
             values (900, 1, 'p', 'P', {tenant}, '{kind}', {{at}}, {{at}})"
        )
    };
    let item = |set: i64, kind: &str| {
        format!(
            "insert into backup_items (id, workspace_id, tenant_id, backup_set_id, policy_type, external_id, display_name, captured_at, created_at, updated_at)
             values (900, 1, 11, {set}, '{kind}', 'p', 'P', {{at}}, {{at}}, {{at}})"
        )
    };
    let slot = |at: &str| {
        format!(
            "insert into backup_schedule_runs (id, workspace_id, tenant_id, backup_schedule_id, scheduled_for, status, created_at, updated_at)
             values (900, 1, 11, 1, {at}, 'skipped', {{at}}, {{at}})"
        )
    };
    let restore = |tenant: i64, set: i64, key: &str, deleted: &str| {
        format!(
            "insert into restore_runs (id, workspace_id, tenant_id, backup_set_id, idempotency_key, deleted_at, created_at, updated_at)
             values (900, 1, {tenant}, {set}, {key}, {deleted}, {{at}}, {{at}})"
        )
    };
    let finding = |tenant: i64, fingerprint: &str| {
        format!(
            "insert into findings (id, workspace_id, tenant_id, scope_key, fingerprint, subject_type, subject_external_id, created_at, updated_at)
             values (900, 1, {tenant}, 's', '{fingerprint}', 'policy', 'p', {{at}}, {{at}})"
        )
    };
    let set = |run: &str| {
        format!(
            "insert into backup_sets (id, workspace_id, tenant_id, name, status, operation_run_id, created_at, updated_at)
             values (900, 1, 11, 'S', 'running', 1, {{at}}, {{at}}), (901, 1, 11, 'S', 'running', {run}, {{at}}, {{at}})"
        )
    };
    let mut rules = vec![
        index("backup_sets_operation_unique", &set("1"), &set("3")),
        unique("policies", "tenant_id, policy_type, external_id", &policy(11, "compliance"), &policy(11, "script")),
        unique("backup_items", "backup_set_id, policy_type, external_id", &item(1, "compliance"), &item(1, "script")),
        unique(
            "backup_items",
            "backup_set_id, policy_type, external_id",
            &item(1, "compliance"),
            &item(3, "compliance"),
        ),
        unique("backup_schedule_runs", "backup_schedule_id, scheduled_for", &slot("{at}"), &slot("{later}")),
        unique("findings", "tenant_id, fingerprint", &finding(11, "f"), &finding(12, "f")),
        unique("findings", "tenant_id, fingerprint", &finding(11, "f"), &finding(11, "g")),
    ];
    let neighbours = [
        restore(11, 1, "'k'", "{at}"),
        restore(11, 1, "null", "null"),
        restore(11, 1, "'l'", "null"),
        restore(12, 2, "'k'", "null"),
    ];
    for good in &neighbours {
        rules.push(index("restore_runs_idempotency_unique", &restore(11, 1, "'k'", "null"), good));
    }
    rules
}

fn types() -> Vec<Rule> {
    let owned = [
        "policies",
        "backup_schedules",
        "backup_sets",
        "backup_items",
        "backup_schedule_runs",
        "restore_runs",
        "findings",
    ];
    let mut rules: Vec<Rule> = owned.iter().flat_map(|table| any_times(table, &["created_at", "updated_at"])).collect();
    for table in ["policies", "backup_schedules", "backup_sets", "backup_items", "restore_runs"] {
        rules.extend(any_times(table, &["deleted_at"]));
    }
    rules.extend(any_times("policies", &["last_synced_at"]));
    rules.extend(any_times("backup_schedules", &["last_run_at", "next_run_at"]));
    rules.extend(any_times("backup_sets", &["completed_at"]));
    rules.extend(any_times("backup_items", &["captured_at"]));
    rules.extend(any_times("backup_schedule_runs", &["scheduled_for", "started_at", "finished_at"]));
    rules.extend(any_times("restore_runs", &["started_at", "completed_at"]));
    rules.push(
        sets(
            "findings",
            "acknowledged_at_is_time",
            "status = 'acknowledged', acknowledged_at = 'soon'",
            "status = 'acknowledged', acknowledged_at = '2026-01-01 00:00:00'",
        )
        .only(opsledger::db::Engine::Sqlite),
    );
    rules.extend(objects("policies", &["metadata"]));
    rules.extend(objects("backup_sets", &["metadata"]));
    rules.extend(objects("backup_items", &["payload"]));
    rules.extend(arrays("backup_items", &["assignments"]));
    rules.extend(objects("backup_schedule_runs", &["summary"]));
    rules.extend(objects("restore_runs", &["preview", "results", "metadata", "group_mapping"]));
    rules.extend(arrays("restore_runs", &["requested_items"]));
    rules.extend(objects("findings", &["evidence_jsonb"]));
    rules.extend(arrays("backup_schedules", &["days_of_week", "policy_types"]));
    rules.extend(bools("backup_schedules", &["is_enabled", "include_foundations"]));
    rules.extend(bools("restore_runs", &["is_dry_run"]));
    rules
}
