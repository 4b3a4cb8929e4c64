//! The runs of one slot, for every active workspace (S2, S3, S7).
//!
//! Inside the transaction that advances the schedule: read a page of workspaces, insert their runs in one statement,
//! and write a skip row, with the run that is in the way, for each workspace whose identity is held. Every workspace
//! gets exactly one of the two. Runs are queued, not started: whichever scheduler claims them works on them, so a
//! process that dies or freezes right after its tick loses nothing.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::Serialize;
use serde_json::json;

use super::door::Ledger;
use super::words::Scope;
use crate::catalog::Operation;
use crate::clock::{Instant, text};
use crate::db::Engine;
use crate::db::sql::{batch, pairs, statement};
use crate::problem::{Problem, Result};

/// Workspaces per statement.
const PAGE: i64 = 10_000;
/// A run that was in the way may end between the insert and the look at it; then both are tried again.
const ROUNDS: usize = 8;

/// What became of one slot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FannedOut {
    /// Workspaces that got a run.
    pub ran: u64,
    /// Workspaces that were skipped because their former run is still active.
    pub overlapped: u64,
}

impl FannedOut {
    /// Adds another slot's figures.
    pub fn add(&mut self, other: Self) {
        self.ran += other.ran;
        self.overlapped += other.overlapped;
    }
}

/// Workspaces, and the identity of a scheduled run of each.
type Rows = BTreeMap<i64, String>;

/// The newest overlapped slot of each active workspace, when the run that was in its way has ended and none came after
/// it. Bounded on every side by an index: what is long ago is not looked at.
const OWED: &str = "select s.id from workspaces w join schedule_skips s on s.workspace_id = w.id \
    left join operation_runs b on b.id = s.blocking_run_id \
    where w.status = 'active' and s.schedule_key = $1 and s.workspace_id is not null and s.tenant_id is null \
    and s.reason = 'overlap' and s.slot >= $3 and (b.id is null or b.status = 'completed') \
    and not exists (select 1 from schedule_skips n where n.schedule_key = $1 and n.workspace_id = s.workspace_id \
    and n.workspace_id is not null and n.tenant_id is null and n.slot > s.slot and n.reason = 'overlap') \
    and not exists (select 1 from operation_runs r where r.workspace_id = s.workspace_id and r.type = $2 \
    and r.created_at >= s.slot and r.tenant_id is null and (r.status in ('queued', 'running') or r.scheduled_for > s.slot)) \
    order by s.id limit 10000";

impl Ledger {
    /// Queues the runs of `slot` for every active workspace, inside the transaction that owns the slot.
    ///
    /// # Errors
    /// A database problem, or `ledger.slot_unresolved`; the caller then rolls back and the slot stays due.
    pub async fn fan_out_in(
        &self,
        tx: &DatabaseTransaction,
        schedule: &str,
        operation: &'static Operation,
        slot: Instant,
    ) -> Result<FannedOut> {
        let mut done = FannedOut::default();
        let mut after = 0;
        loop {
            let page = self.workspaces_after(tx, after).await?;
            let Some(last) = page.last() else { return Ok(done) };
            after = *last;
            let rows: Rows = page.into_iter().map(|id| row(id, operation)).collect::<Result<_>>()?;
            done.add(self.fan_out_page(tx, schedule, operation, slot, &rows).await?);
        }
    }

    /// Whether any workspace's run of this type waits or is at work, and not since before `since`.
    ///
    /// # Errors
    /// A database problem.
    pub async fn is_active(&self, operation: &'static Operation, since: Instant) -> Result<bool> {
        let sql = "select 1 from operation_runs where type = $1 and tenant_id is null and status in ('queued', 'running') \
                   and (started_at is null or started_at >= $2) limit 1";
        let values = [operation.name.into(), since.into()];
        let row = self.db.reader().query_one_raw(statement(self.engine(), sql, values)).await?;
        Ok(row.is_some())
    }

    /// Runs what `queue_one` owes: for each active workspace whose newest overlapped slot, not older than `since`, was
    /// not followed by a run, and whose former run has ended, that slot runs now and its skip row goes. Returns how
    /// many; none while the schedule is paused or disabled.
    ///
    /// # Errors
    /// A database problem; then nothing changed.
    pub async fn run_owed(&self, schedule: &str, operation: &'static Operation, since: Instant) -> Result<u64> {
        let engine = self.engine();
        let values = || [schedule.into(), operation.name.into(), since.into()];
        // Most ticks owe nothing, and then write nothing.
        if self.db.reader().query_one_raw(statement(engine, OWED, values())).await?.is_none() {
            return Ok(0);
        }
        let tx = self.db.begin().await?;
        let lock = if engine == Engine::Postgres { " for share" } else { "" };
        let is_on = if engine == Engine::Postgres { "enabled" } else { "enabled = 1" };
        let fires = format!("select 1 from schedules where key = $1 and paused_at is null and {is_on}{lock}");
        if tx.query_one_raw(statement(engine, &fires, [schedule.into()])).await?.is_none() {
            return Ok(0);
        }
        let taken = format!("delete from schedule_skips where id in ({OWED}) returning workspace_id, slot");
        let rows = tx.query_all_raw(statement(engine, &taken, values())).await?;
        let mut by_slot: BTreeMap<Instant, Rows> = BTreeMap::new();
        for owed in &rows {
            let (workspace, hash) = row(owed.try_get("", "workspace_id")?, operation)?;
            by_slot.entry(owed.try_get("", "slot")?).or_default().insert(workspace, hash);
        }
        let mut ran = 0;
        for (slot, rows) in by_slot {
            ran += self.fan_out_page(&tx, schedule, operation, slot, &rows).await?.ran;
        }
        tx.commit().await?;
        Ok(ran)
    }

    async fn workspaces_after(&self, tx: &DatabaseTransaction, after: i64) -> Result<Vec<i64>> {
        let sql = "select id from workspaces where status = 'active' and id > $1 order by id limit $2";
        let rows = tx.query_all_raw(statement(self.engine(), sql, [after.into(), PAGE.into()])).await?;
        Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
    }

    async fn fan_out_page(
        &self,
        tx: &DatabaseTransaction,
        schedule: &str,
        operation: &'static Operation,
        slot: Instant,
        rows: &Rows,
    ) -> Result<FannedOut> {
        let engine = self.engine();
        let wanted = rows.len() as u64;
        let packed = batch(rows);
        let source = pairs(engine, 1, "w", ["workspace_id", "hash"]);
        // A workspace that has this slot already, ran or skipped, is settled: a repeated attempt changes nothing.
        let queue = format!(
            "insert into operation_runs (workspace_id, initiator_name, type, run_identity_hash, scheduled_for, created_at, updated_at) \
             select w.workspace_id, 'System', $2, w.hash, $3, $4, $4 from {source} where not exists (select 1 from operation_runs r \
             where r.tenant_id is null and r.workspace_id = w.workspace_id and r.run_identity_hash = w.hash and r.status in ('queued', 'running')) \
             and not exists (select 1 from schedule_skips s where s.schedule_key = $5 and s.workspace_id = w.workspace_id and s.tenant_id is null and s.slot = $3) \
             order by w.workspace_id on conflict do nothing"
        );
        let skip = format!(
            "insert into schedule_skips (schedule_key, workspace_id, slot, reason, blocking_run_id, created_at) \
             select $5, w.workspace_id, $3, 'overlap', r.id, $4 from {source} join operation_runs r on r.tenant_id is null \
             and r.workspace_id = w.workspace_id and r.run_identity_hash = w.hash \
             where r.status in ('queued', 'running') and (r.scheduled_for is null or r.scheduled_for <> $3) and $2 = r.type \
             on conflict do nothing"
        );
        let settled = format!(
            "select (select count(*) from {source} join operation_runs r on r.tenant_id is null and r.workspace_id = w.workspace_id \
             and r.run_identity_hash = w.hash and r.scheduled_for = $3) + (select count(*) from {source} join schedule_skips s \
             on s.schedule_key = $2 and s.workspace_id = w.workspace_id and s.tenant_id is null and s.slot = $3)"
        );
        let now = self.now();
        let values = || [packed.clone(), operation.name.into(), slot.into(), now.into(), schedule.into()];
        let mut done = FannedOut::default();
        for _ in 0..ROUNDS {
            done.ran += tx.execute_raw(statement(engine, &queue, values())).await?.rows_affected();
            if done.ran + done.overlapped < wanted {
                done.overlapped += tx.execute_raw(statement(engine, &skip, values())).await?.rows_affected();
            }
            if done.ran + done.overlapped >= wanted {
                return Ok(done);
            }
            // Some workspaces may have had the slot before, or their former run ended just now.
            let values = [packed.clone(), schedule.into(), slot.into()];
            let row = tx.query_one_raw(statement(engine, &settled, values)).await?;
            let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
            if u64::try_from(count).unwrap_or(0) >= wanted {
                return Ok(done);
            }
        }
        Err(Problem::work(
            "ledger.slot_unresolved",
            format!("the slot {} of {schedule} changed hands at every look", text(slot)),
        )
        .next("it stays due; the next tick tries again"))
    }
}

/// The identity of a scheduled run: the scope and the type, and nothing that differs from slot to slot.
fn row(workspace_id: i64, operation: &'static Operation) -> Result<(i64, String)> {
    let hash = super::identity::hash(Scope::Workspace(workspace_id), operation.name, &json!({}))?;
    Ok((workspace_id, hash))
}
