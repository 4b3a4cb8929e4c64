//! The backup set of a run: opened once, found again by later attempts, closed with what became of it.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::{Value as Json, json};

use super::retention;
use super::schedule::Schedule;
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::{batch, merged, statement};
use crate::engine::{Attempt, Setback};
use crate::jobs::assignments::guard::lost;
use crate::ledger::{Failures, Outcome};
use crate::problem::Result;

/// The set of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct BackupSet {
    /// Its id.
    pub id: i64,
    /// How it ended, when an earlier attempt closed it: the outcome, how many items it holds, and why it is not whole.
    pub closed: Option<(Outcome, i64, Json)>,
}

/// The run's set: a new one, or the one that an earlier attempt opened.
///
/// # Errors
/// A setback when the run is no longer ours, or a database problem.
pub async fn open(attempt: &Attempt, schedule: &Schedule) -> std::result::Result<BackupSet, Setback> {
    let Attempt { ledger, claim, .. } = attempt;
    let engine = ledger.db().engine();
    let tx = ledger.db().begin().await?;
    if !ledger.still_mine(&tx, claim).await? {
        return Err(lost());
    }
    let now = ledger.now();
    let slot = attempt.scheduled_for.unwrap_or(now);
    let make = "insert into backup_sets (workspace_id, tenant_id, backup_schedule_id, operation_run_id, name, status, metadata, created_at, updated_at) \
                values ($1, $2, $3, $4, $5, 'running', $6, $7, $7) on conflict do nothing";
    let values = [
        claim.scope.workspace().into(),
        claim.scope.tenant().into(),
        schedule.id.into(),
        claim.run_id.into(),
        format!("{} {}", schedule.name, slot.format("%Y-%m-%d %H:%M")).into(),
        json!({ "trigger": "schedule", "policy_types": schedule.policy_types }).into(),
        now.into(),
    ];
    tx.execute_raw(statement(engine, make, values)).await.map_err(crate::problem::Problem::from)?;
    let set = find(&tx, engine, claim.run_id).await?;
    tx.commit().await.map_err(crate::problem::Problem::from)?;
    Ok(set)
}

async fn find(tx: &DatabaseTransaction, engine: Engine, run_id: i64) -> Result<BackupSet> {
    let sql = "select id, status, item_count, metadata from backup_sets where operation_run_id = $1";
    let row = tx.query_one_raw(statement(engine, sql, [run_id.into()])).await?;
    let row = row.ok_or_else(|| crate::problem::Problem::work("backup.set_missing", "the set of the run is gone"))?;
    let status: String = row.try_get("", "status")?;
    let outcome = match status.as_str() {
        "completed" => Some(Outcome::Succeeded),
        "partial" => Some(Outcome::PartiallySucceeded),
        "failed" => Some(Outcome::Failed),
        _ => None,
    };
    let items = row.try_get::<i32>("", "item_count").map(i64::from).or_else(|_| row.try_get("", "item_count"))?;
    let metadata: Json = row.try_get("", "metadata")?;
    Ok(BackupSet {
        id: row.try_get("", "id")?,
        closed: outcome.map(|outcome| (outcome, items, metadata["failures"].clone())),
    })
}

/// Closes the set, tells its schedule, and lets the schedule's older sets go. Returns how many items it holds.
///
/// # Errors
/// A setback when the run is no longer ours, or a database problem; then nothing was written.
pub async fn close(
    attempt: &Attempt,
    schedule: &Schedule,
    set: i64,
    outcome: Outcome,
    failures: &Failures,
) -> std::result::Result<(), Setback> {
    let Attempt { ledger, claim, .. } = attempt;
    let tx = ledger.db().begin().await?;
    if !ledger.still_mine(&tx, claim).await? {
        return Err(lost());
    }
    let now = ledger.now();
    close_in(&tx, ledger.db().engine(), set, outcome, failures, now).await?;
    tell_schedule(&tx, ledger.db().engine(), schedule.id, attempt.scheduled_for.unwrap_or(now), outcome).await?;
    if outcome != Outcome::Failed {
        retention::let_go(&tx, ledger.db().engine(), schedule, now).await?;
    }
    tx.commit().await.map_err(crate::problem::Problem::from)?;
    Ok(())
}

async fn close_in(
    tx: &DatabaseTransaction,
    engine: Engine,
    set: i64,
    outcome: Outcome,
    failures: &Failures,
    now: Instant,
) -> Result<()> {
    let metadata = if failures.is_empty() { json!({}) } else { json!({ "failures": failures }) };
    let parameter = if engine == Engine::Postgres { "$4::jsonb" } else { "$4" };
    let sql = format!(
        "update backup_sets set status = $2, completed_at = $3, updated_at = $3, metadata = {}, item_count = \
         (select count(*) from backup_items i where i.backup_set_id = backup_sets.id and i.deleted_at is null) \
         where id = $1 and status = 'running'",
        merged(engine, "metadata", parameter)
    );
    let status = match outcome {
        Outcome::Succeeded => "completed",
        Outcome::PartiallySucceeded => "partial",
        Outcome::Pending | Outcome::Blocked | Outcome::Failed => "failed",
    };
    let values = [set.into(), status.into(), now.into(), batch(&metadata)];
    tx.execute_raw(statement(engine, &sql, values)).await?;
    Ok(())
}

/// The schedule's own words for how its last slot went. `updated_at` stays: nobody changed the schedule.
async fn tell_schedule(
    tx: &DatabaseTransaction,
    engine: Engine,
    schedule: i64,
    slot: Instant,
    outcome: Outcome,
) -> Result<()> {
    let word = match outcome {
        Outcome::Succeeded => "success",
        Outcome::PartiallySucceeded => "partial",
        Outcome::Pending | Outcome::Blocked | Outcome::Failed => "failed",
    };
    let sql = "update backup_schedules set last_run_at = $2, last_run_status = $3 where id = $1";
    tx.execute_raw(statement(engine, sql, [schedule.into(), slot.into(), word.into()])).await?;
    Ok(())
}
