//! Leases, schedules and skipped slots.

use super::rule::{
    Rule, bools, foreign, foreign_sql, index, not_empty, sets, slot_times, tenant_in_workspace, unique, utc_times,
};

pub fn rules() -> Vec<Rule> {
    let mut rules = leases();
    rules.extend(schedules());
    rules.extend(skips());
    rules
}

fn leases() -> Vec<Rule> {
    let columns = "operation_run_leases (run_id, worker, claim_token, expires_at, seat)";
    let lease = |run: i64| format!("insert into {columns} values ({run}, 'w', 1, {{later}}, null)");
    let seated = |seat: &str| {
        format!("insert into {columns} values (2, 'w', 1, {{later}}, 's/1/1'), (5, 'w', 1, {{later}}, '{seat}')")
    };
    let mut rules = vec![
        not_empty("operation_run_leases", "worker", "worker"),
        sets("operation_run_leases", "operation_run_leases_token_counts", "claim_token = 0", "claim_token = 2"),
        foreign("operation_run_leases", "run_id", "run_id = 99", "run_id = 2"),
        unique("operation_run_leases", "run_id", &lease(1), &lease(2)),
        not_empty("operation_run_leases", "seat", "seat"),
        index("operation_run_leases_seat_unique", &seated("s/1/1"), &seated("s/1/2")),
    ];
    rules.extend(utc_times("operation_run_leases", &["expires_at"]));
    rules
}

fn schedules() -> Vec<Rule> {
    let named = |key: &str| {
        format!(
            "insert into schedules (key, operation_type, cron, created_at, updated_at)
             values ('{key}', 't', '* * * * *', {{at}}, {{at}})"
        )
    };
    let pause = |bad: &str| {
        sets("schedules", "schedules_pause_has_author", bad, "paused_at = {at}, paused_by = 'ada', note = 'why'")
    };
    let mut rules = vec![
        // Inserted, because a key that is pointed at cannot change.
        super::rule::check("schedules", "schedules_key_set", &named(""), &named("x")),
        not_empty("schedules", "type", "operation_type"),
        not_empty("schedules", "cron", "cron"),
        sets("schedules", "schedules_overlap_known", "overlap = 'allow'", "overlap = 'queue_one'"),
        sets("schedules", "schedules_catch_up_known", "catch_up = 'none'", "catch_up = 'all'"),
        sets("schedules", "schedules_window_counts", "catch_up_window = -1", "catch_up_window = 0"),
        pause("paused_at = {at}"),
        pause("paused_by = 'ada'"),
        unique("schedules", "key", &named("nightly"), &named("hourly")),
    ];
    rules.extend(bools("schedules", &["enabled"]));
    rules.extend(utc_times("schedules", &["created_at", "updated_at"]));
    rules.extend(slot_times("schedules", &["last_slot"], "'2026-01-01T00:00:00+00:00'"));
    // Not alone: a pause has an author.
    rules.push(
        sets(
            "schedules",
            "paused_at_is_utc",
            "paused_by = 'ada', paused_at = '2026-01-01 00:00:00'",
            "paused_by = 'ada', paused_at = '2026-01-01T00:00:00Z'",
        )
        .only(opsledger::db::Engine::Sqlite),
    );
    rules
}

fn skips() -> Vec<Rule> {
    let mut rules = vec![
        foreign_sql(
            "schedule_skips",
            "schedule_key",
            &skip("'weekly', null, null, {at}"),
            &skip("'nightly', null, null, {later}"),
        ),
        foreign(
            "schedule_skips",
            "workspace_id",
            "tenant_id = null, workspace_id = 99",
            "tenant_id = null, workspace_id = 2",
        ),
        tenant_in_workspace("schedule_skips", "tenant_id = 12"),
        sets("schedule_skips", "schedule_skips_tenant_has_workspace", "workspace_id = null", "tenant_id = 12"),
        foreign("schedule_skips", "blocking_run_id", "blocking_run_id = 99", "blocking_run_id = 1"),
        sets("schedule_skips", "schedule_skips_reason_known", "reason = 'lazy'", "reason = 'coalesced'"),
        sets(
            "schedule_skips",
            "schedule_skips_range_goes_forward",
            "slot = {later}, slot_through = {at}",
            "slot_through = slot",
        ),
        index(
            "schedule_skips_schedule_unique",
            &skip("'nightly', null, null, {at}"),
            &skip("'nightly', null, null, {later}"),
        ),
        index("schedule_skips_workspace_unique", &skip("'nightly', 1, null, {at}"), &skip("'nightly', 2, null, {at}")),
        index(
            "schedule_skips_workspace_unique",
            &skip("'nightly', 1, null, {at}"),
            &skip("'nightly', 1, null, {later}"),
        ),
        index("schedule_skips_tenant_unique", &skip("'nightly', 1, 11, {at}"), &skip("'nightly', 1, 12, {at}")),
        index("schedule_skips_tenant_unique", &skip("'nightly', 1, 11, {at}"), &skip("'nightly', 1, 11, {later}")),
    ];
    rules.extend(utc_times("schedule_skips", &["created_at"]));
    rules.extend(slot_times("schedule_skips", &["slot", "slot_through"], "'2026-01-01T00:00:00+00:00'"));
    rules
}

/// A further skip; `place` is schedule, workspace, tenant and slot.
fn skip(place: &str) -> String {
    format!(
        "insert into schedule_skips (id, reason, created_at, schedule_key, workspace_id, tenant_id, slot)
         values (900, 'missed', {{at}}, {place})"
    )
}
