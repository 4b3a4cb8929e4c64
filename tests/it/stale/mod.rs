//! `ops.reconcile_stale_runs` (S8): what becomes of runs whose worker is gone, and of those that no worker took.

mod batch;
mod commands;
mod fencing;
mod freshness;
mod grace;
mod kinds;
mod mirrors;
mod nobodys;

use std::sync::Arc;

use opsledger::catalog;
use opsledger::engine::run_once;
use opsledger::jobs::reconcile_stale_runs::{Options, ReconcileStaleRuns};
use opsledger::ledger::{Claim, Ending, Ledger, Request, Scope, Start};
use serde_json::json;

pub use crate::ledger::*;
pub use crate::reconcile::{counts, ended};
pub use crate::support::TestDb;

/// Work that may be tried three times, waits an hour and moves every two.
pub const SYNC: &str = "policy.sync";
/// The main job.
pub const RECONCILE: &str = "ops.reconcile_adapter_runs";

/// One sweep over both workspaces by `ledger`; how the passes ended.
pub async fn sweep_by(ledger: &Ledger, options: Options) -> (Ending, Ending) {
    let operation = catalog::find(SWEEP).unwrap();
    let requests = [1, 2].map(|id| Request::new(Scope::Workspace(id), operation, json!({})));
    let job = Arc::new(ReconcileStaleRuns::new(options));
    let mut answers = run_once(ledger, job, &requests, std::future::pending()).await.unwrap().into_iter().map(ended);
    (answers.next().unwrap(), answers.next().unwrap())
}

/// One sweep; the counts of the first workspace.
pub async fn sweep(lab: &Lab) -> [i64; 6] {
    counts(&sweep_by(&lab.worker("sweeper"), Options::default()).await.0)
}

/// As if its worker had died, at another hour than that of any other run.
pub async fn lose(lab: &Lab, run_id: i64) {
    let hour = run_id % 24;
    lab.t
        .sql(&format!(
            "update operation_run_leases set expires_at = '2026-01-01T{hour:02}:00:00+00:00' where run_id = {run_id}"
        ))
        .await;
}

/// Everything but the sweeps themselves, as text.
pub async fn picture(lab: &Lab) -> Vec<String> {
    lab.t
        .texts(&format!(
            "select cast(id as text) || ' ' || status || ' ' || outcome || ' ' || cast(claim_token as text) || ' ' \
             || cast(context as text) from operation_runs where type <> '{SWEEP}' order by id"
        ))
        .await
}
