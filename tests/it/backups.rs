//! Backups of tenants by their own schedules: who is due, what does not run, and what a run makes.

mod commands;
mod crowd;
mod dispatch;
mod edited;
mod kept;
pub mod run;

use std::sync::Arc;

use opsledger::catalog;
use opsledger::engine::run_once;
use opsledger::jobs::dispatch_backup_schedules::DispatchBackupSchedules;
use opsledger::jobs::options::JobOptions;
use opsledger::ledger::{Ending, Ledger, Request, Scope};
use serde_json::json;

pub use crate::ledger::*;
pub use crate::reconcile::{counts, ended};
pub use crate::support::TestDb;

pub const DISPATCH: &str = "ops.dispatch_backup_schedules";

/// A daily schedule of tenant 1 in UTC, made long ago.
pub async fn daily(t: &TestDb, id: i64, time_of_day: &str) {
    schedule(t, id, 1, &format!("'daily', '{time_of_day}', 'UTC', '[]'")).await;
}

/// A schedule; `rest` is frequency, time, zone and days.
pub async fn schedule(t: &TestDb, id: i64, tenant: i64, rest: &str) {
    let workspace = if tenant == 3 { 2 } else { 1 };
    t.sql(&format!(
        "insert into backup_schedules (id, workspace_id, tenant_id, name, policy_types, created_at, updated_at, frequency, time_of_day, timezone, days_of_week) \
         values ({id}, {workspace}, {tenant}, 'Nightly {id}', '[\"compliance\"]', {{at}}, {{at}}, {rest})"
    ))
    .await;
}

/// One pass over both workspaces by `ledger`; the ending of the first.
pub async fn dispatch_by(ledger: &Ledger) -> Ending {
    let operation = catalog::find(DISPATCH).unwrap();
    let requests = [1, 2].map(|id| Request::new(Scope::Workspace(id), operation, json!({})));
    let job = Arc::new(DispatchBackupSchedules::try_from(&JobOptions::default()).unwrap());
    let mut answers = run_once(ledger, job, &requests, std::future::pending()).await.unwrap().into_iter().map(ended);
    answers.next().unwrap()
}

/// Lets time pass, dispatches, and tells what became of the slots of workspace 1.
pub async fn dispatch_after(lab: &Lab, seconds: i64) -> serde_json::Value {
    lab.pass(seconds);
    dispatch_by(&lab.ledger).await.context()["dispatched"].clone()
}

/// The backup runs: schedule, slot and status.
pub async fn runs(t: &TestDb) -> Vec<String> {
    t.texts(
        "select cast(context ->> 'backup_schedule_id' as text) || ' ' || cast(context ->> 'scheduled_for' as text) || ' ' || status \
         from operation_runs where type = 'backup_schedule.scheduled' and scheduled_for is not null order by id",
    )
    .await
}

/// The slots that did not run: schedule, slot, reason.
pub async fn skips(t: &TestDb) -> Vec<String> {
    let found = opsledger::jobs::dispatch_backup_schedules::skips::skips(&t.db, None, 1_000).await.unwrap();
    let mut lines: Vec<String> = found
        .iter()
        .map(|skip| {
            let through = skip.slot_through.map(|last| format!("..{}", last.format("%d %H:%M"))).unwrap_or_default();
            format!("{} {}{through} {}", skip.backup_schedule_id, skip.slot.format("%d %H:%M"), skip.reason)
        })
        .collect();
    lines.reverse();
    lines
}

/// Claims every backup run that waits.
pub async fn claim(lab: &Lab) -> Vec<opsledger::ledger::Claim> {
    lab.ledger.claim_queued(&["backup_schedule.scheduled"], 1_000).await.unwrap()
}
