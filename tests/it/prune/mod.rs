//! `ops.prune_operation_runs`: what goes, what stays, and what stops it.

mod commands;
mod guard;
mod kept;

use std::sync::Arc;

use opsledger::catalog;
use opsledger::engine::run_once;
use opsledger::jobs::prune_operation_runs::{Options, PruneOperationRuns};
use opsledger::ledger::{Ending, Failures, Imported, Initiator, Outcome, Request, Scope, Start, Status};
use serde_json::{Value, json};

pub use crate::ledger::*;
pub use crate::reconcile::ended;
pub use crate::support::TestDb;

pub const PRUNE: &str = "ops.prune_operation_runs";
pub const DAY: i64 = 86_400;

/// One pass over both workspaces; how it ended for the first.
pub async fn prune(lab: &Lab, options: Options) -> Ending {
    let operation = catalog::find(PRUNE).unwrap();
    let requests = [1, 2].map(|id| Request::new(Scope::Workspace(id), operation, json!({})));
    let job = Arc::new(PruneOperationRuns::new(options));
    let answers = run_once(&lab.worker("pruner"), job, &requests, std::future::pending()).await.unwrap();
    answers.into_iter().map(ended).next().unwrap()
}

/// A run that succeeded so many seconds ago with these counts; its id.
pub async fn old(lab: &Lab, scope: Scope, operation: &str, ago: i64, counts: Value) -> i64 {
    many_old(lab, scope, operation, ago, counts, 1).await[0]
}

pub async fn many_old(lab: &Lab, scope: Scope, operation: &str, ago: i64, counts: Value, count: i64) -> Vec<i64> {
    let then = lab.now() - seconds(ago);
    let row = |n| Imported {
        id: None,
        scope,
        operation: catalog::find(operation).unwrap(),
        identity: json!({ "n": n }),
        initiator: Initiator::system(),
        status: Status::Completed,
        outcome: Outcome::Succeeded,
        counts: counts.clone(),
        failures: Failures::default(),
        context: json!({}),
        scheduled_for: None,
        attempt: 1,
        reconciled_at: None,
        started_at: Some(then),
        completed_at: Some(then),
        created_at: then,
        updated_at: then,
    };
    let rows: Vec<Imported> = (0..count).map(row).collect();
    lab.ledger.import_in(lab.t.db.writer(), &rows).await.unwrap().into_iter().map(|(id, _)| id).collect()
}

/// Which of these runs are still there.
pub async fn left(lab: &Lab, ids: &[i64]) -> Vec<i64> {
    lab.ledger.runs_with(ids).await.unwrap().into_iter().map(|run| run.id).collect()
}

/// The five counts of a pass.
pub fn five(ending: &Ending) -> [i64; 5] {
    ["total", "processed", "succeeded", "failed", "skipped"].map(|key| ending.counts()[key].as_i64().unwrap())
}
