//! The ledger itself: what one row may say, and which rows may stand beside each other.

use opsledger::db::Engine;

use super::rule::{
    Rule, arrays, check, foreign, index, not_empty, objects, sets, slot_times, tenant_in_workspace, utc_times,
};

pub fn rules() -> Vec<Rule> {
    let mut rules = one_row();
    rules.extend(active_rows());
    rules.extend(slots());
    rules.extend(objects("operation_runs", &["summary_counts", "context"]));
    rules.extend(arrays("operation_runs", &["failure_summary"]));
    rules.extend(utc_times("operation_runs", &["available_at", "reconciled_at", "created_at", "updated_at"]));
    rules.extend(slot_times("operation_runs", &["scheduled_for"], "'2026-01-01T00:00:00+00:00'"));
    // A queued run has neither, so these two are tried on a running one and on one that is completed just now.
    rules.push(
        check(
            "operation_runs",
            "started_at_is_utc",
            "update operation_runs set started_at = '2026-01-01 00:00:01' where id = 5",
            "update operation_runs set started_at = '2026-01-01T00:00:01Z' where id = 5",
        )
        .only(Engine::Sqlite),
    );
    rules.push(
        check(
            "operation_runs",
            "completed_at_is_utc",
            "update operation_runs set status = 'completed', outcome = 'failed', completed_at = '2026-01-02 00:00:00' where id = 5",
            "update operation_runs set status = 'completed', outcome = 'failed', completed_at = '2026-01-02T00:00:00Z' where id = 5",
        )
        .only(Engine::Sqlite),
    );
    rules
}

fn one_row() -> Vec<Rule> {
    let run = "operation_runs";
    let timed = |name: &str, bad: &str, good: &str| check(run, name, &finish(bad), &finish(good));
    vec![
        foreign(run, "workspace_id", "tenant_id = null, workspace_id = 99", "tenant_id = null, workspace_id = 2"),
        tenant_in_workspace(run, "workspace_id = 2, tenant_id = 21"),
        tenant_in_workspace(run, "tenant_id = 12"),
        foreign(run, "user_id", "user_id = 99", "user_id = 2"),
        not_empty(run, "initiator", "initiator_name"),
        not_empty(run, "type", "type"),
        not_empty(run, "identity", "run_identity_hash"),
        sets(
            run,
            "operation_runs_status_known",
            "status = 'paused', started_at = {at}",
            "status = 'running', started_at = {at}",
        ),
        timed("operation_runs_outcome_known", "outcome = 'skipped', completed_at = {later}", DONE),
        sets(run, "operation_runs_attempt_counts", "attempt = -1", "attempt = 1"),
        sets(run, "operation_runs_claim_token_counts", "claim_token = -1", "claim_token = 1"),
        timed("operation_runs_completed_has_time", "outcome = 'failed', completed_at = null", DONE),
        check(
            run,
            "operation_runs_completed_has_time",
            "update operation_runs set completed_at = {later} where id = 5",
            &finish(DONE),
        ),
        timed("operation_runs_pending_is_open", "outcome = 'pending', completed_at = {later}", DONE),
        sets(run, "operation_runs_pending_is_open", "outcome = 'blocked'", "outcome = 'pending'"),
        sets(run, "operation_runs_queued_not_started", "started_at = {at}", "status = 'running', started_at = {at}"),
        sets(
            run,
            "operation_runs_running_is_started",
            "status = 'running'",
            "status = 'running', started_at = {later}",
        ),
        timed(
            "operation_runs_time_goes_forward",
            "outcome = 'failed', started_at = {later}, completed_at = {at}",
            DONE,
        ),
        sets(
            run,
            "operation_runs_time_goes_forward",
            "status = 'running', started_at = {at}, created_at = {later}",
            "status = 'running', started_at = {at}, created_at = {at}",
        ),
        // Never started, as when it could not be handed over; the end is still not before the beginning.
        sets(
            run,
            "operation_runs_time_goes_forward",
            "status = 'completed', outcome = 'failed', completed_at = {at}, created_at = {later}",
            "status = 'completed', outcome = 'failed', completed_at = {later}, created_at = {later}",
        ),
    ]
}

const DONE: &str = "outcome = 'partially_succeeded', completed_at = {later}";

/// Completes the running run.
fn finish(assignment: &str) -> String {
    format!("update operation_runs set status = 'completed', {assignment} where id = 5")
}

/// One active run for an identity, in the scope that asked for it.
fn active_rows() -> Vec<Rule> {
    let tenant = |good: &str| index("operation_runs_active_tenant_unique", &run("1, 11, 'open'", QUEUED), good);
    let workspace = |good: &str| index("operation_runs_active_workspace_unique", &run("1, null, 'open'", QUEUED), good);
    let mut rules = vec![
        tenant(&run("1, 12, 'open'", QUEUED)),
        tenant(&run("1, 11, 'other'", QUEUED)),
        tenant(&run("1, 11, 'open'", COMPLETED)),
        // Any number of completed rows, none of which has a slot, may share an identity with each other.
        tenant(&[run("1, 11, 'open'", COMPLETED), run("1, 11, 'open'", COMPLETED).replace("900", "901")].join(";")),
        index("operation_runs_active_tenant_unique", &run("1, 11, 'open'", RUNNING), &run("1, 11, 'other'", RUNNING)),
        workspace(&run("2, null, 'open'", QUEUED)),
        workspace(&run("1, null, 'other'", QUEUED)),
        workspace(&run("1, null, 'open'", COMPLETED)),
        index(
            "operation_runs_active_workspace_unique",
            &run("1, null, 'open'", RUNNING),
            &run("2, null, 'open'", RUNNING),
        ),
    ];
    // A tenant's run and its workspace's run are not the same work, though the hash be the same.
    rules.push(workspace(&run("1, 12, 'open'", QUEUED)));
    rules
}

/// A slot runs once in its whole life: also completed rows may not share one.
fn slots() -> Vec<Rule> {
    let tenant = |bad: &str, good: &str| index("operation_runs_slot_tenant_unique", bad, good);
    let workspace = |bad: &str, good: &str| index("operation_runs_slot_workspace_unique", bad, good);
    let late = "'queued', 'pending', {later}, null";
    vec![
        tenant(&run("1, 11, 'done'", QUEUED_AT), &run("1, 11, 'done'", late)),
        tenant(&run("1, 11, 'done'", QUEUED_AT), &run("1, 12, 'done'", QUEUED_AT)),
        tenant(&run("1, 11, 'done'", COMPLETED_AT), &run("1, 11, 'done'", COMPLETED)),
        tenant(&run("1, 11, 'done'", COMPLETED_AT), &run("1, 11, 'other'", COMPLETED_AT)),
        workspace(&run("1, null, 'done'", QUEUED_AT), &run("1, null, 'done'", late)),
        workspace(&run("1, null, 'done'", QUEUED_AT), &run("2, null, 'done'", QUEUED_AT)),
        workspace(&run("1, null, 'done'", COMPLETED_AT), &run("1, null, 'done'", COMPLETED)),
        workspace(&run("1, null, 'done'", COMPLETED_AT), &run("1, 12, 'done'", COMPLETED_AT)),
    ]
}

const QUEUED: &str = "'queued', 'pending', null, null";
const RUNNING: &str = "'running', 'pending', null, null";
const COMPLETED: &str = "'completed', 'succeeded', null, {later}";
const QUEUED_AT: &str = "'queued', 'pending', {at}, null";
const COMPLETED_AT: &str = "'completed', 'succeeded', {at}, {later}";

/// A further run; `state` is status, outcome, slot and end.
fn run(scope_and_hash: &str, state: &str) -> String {
    let started = if state.starts_with("'queued'") { "null" } else { "{at}" };
    format!(
        "insert into operation_runs (id, initiator_name, type, workspace_id, tenant_id, run_identity_hash,
             status, outcome, scheduled_for, completed_at, started_at, created_at, updated_at)
         values (900, 'ops', 'policy.sync', {scope_and_hash}, {state}, {started}, {{at}}, {{at}})"
    )
}
