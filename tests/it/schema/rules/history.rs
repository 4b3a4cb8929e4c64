//! A completed run is history: what it says of how it went never changes, by any statement.

use opsledger::db::Engine;

use super::rule::{Rule, trigger};

/// Each protected column, with a change that would also be a change of an open run.
const PROTECTED: [(&str, &str); 4] = [
    ("outcome = 'blocked'", "status = 'completed', outcome = 'blocked', completed_at = {later}"),
    ("summary_counts = '{\"total\": 1}'", "summary_counts = '{\"total\": 1}'"),
    ("failure_summary = '[{}]'", "failure_summary = '[{}]'"),
    ("started_at = '2026-01-01T00:00:00.5+00:00'", "started_at = '2026-01-01T00:00:00.5+00:00'"),
];

/// What may still be said about a completed run.
const OPEN: [&str; 6] = [
    "context = '{\"reconciliation\": {}}'",
    "reconciled_at = {later}",
    "updated_at = {later}",
    "user_id = 2",
    // The same again, as a converging writer says it.
    "status = 'completed', outcome = 'succeeded', completed_at = {later}",
    "summary_counts = '{}', failure_summary = '[]', started_at = {at}",
];

pub fn rules() -> Vec<Rule> {
    let mut rules: Vec<Rule> = PROTECTED.iter().map(|(completed, open)| update(completed, open, 5)).collect();
    let reopened = "status = 'running', outcome = 'pending', completed_at = null";
    rules.push(update("completed_at = '2026-01-01T00:00:02+00:00'", "completed_at = null", 5));
    rules.push(update("started_at = null", "status = 'running', started_at = {later}", 1));
    rules.push(update(reopened, reopened, 5));
    // All columns are right for a queued run, so nothing but the trigger refuses.
    let requeued = "status = 'queued', outcome = 'pending', started_at = null, completed_at = null";
    rules.push(update(requeued, requeued, 5));
    rules.extend(OPEN.iter().map(|good| update("outcome = 'failed'", good, 3)));
    rules.push(
        trigger("operation_runs", "operation_runs_history_replace", &replace(3), &replace(1)).only(Engine::Sqlite),
    );
    rules.push(
        trigger("operation_runs", "operation_runs_history_replace", &replace(4), &replace(900)).only(Engine::Sqlite),
    );
    rules
}

/// `completed` of the completed run 3, `open` of the run `id`.
fn update(completed: &str, open: &str, id: i64) -> Rule {
    trigger(
        "operation_runs",
        "operation_runs_history_update",
        &format!("update operation_runs set {completed} where id = 3"),
        &format!("update operation_runs set {open} where id = {id}"),
    )
}

fn replace(id: i64) -> String {
    format!(
        "insert or replace into operation_runs
             (id, workspace_id, initiator_name, type, run_identity_hash, created_at, updated_at)
         values ({id}, 2, 'ops', 'policy.sync', 'new', {{at}}, {{at}})"
    )
}
