//! The runs of many slots at once, inside the transaction that moves their schedules on (S2, S3).
//!
//! Like [`super::ensure`], but in the caller's transaction, and it tells a slot that had its run before from one that
//! its former run is in the way of: the first is settled, the second becomes a skip row.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, Value};

use super::door::Ledger;
use super::ensure::{ROUNDS, Request, unresolved};
use super::ensure_row::{Key, Row, created, row, whole};
use super::ensure_sql::{holders_sql, insert_sql};
use super::words::Status;
use crate::clock::Instant;
use crate::db::sql::{batch, statement};
use crate::problem::Result;

/// What became of one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slotted {
    /// It has a new run, which waits.
    Queued(i64),
    /// It had this run before, which may have ended long ago.
    Had(i64),
    /// This run of an earlier slot is still active.
    Overlapped(i64),
}

impl Ledger {
    /// Queues a run for each request, all of which name their slot; the answers come in the order of the requests.
    /// Workers hear of it when the caller says [`Ledger::hint`] after its commit.
    ///
    /// # Errors
    /// As [`Ledger::ensure_many`]; the caller then rolls back and the slots stay due.
    pub async fn queue_slots_in<C: ConnectionTrait>(&self, tx: &C, requests: &[Request]) -> Result<Vec<Slotted>> {
        let engine = self.engine();
        let mut answers: Vec<Option<Slotted>> = vec![None; requests.len()];
        let rows: Vec<Row<'_>> =
            requests.iter().enumerate().map(|(n, request)| row(n, request)).collect::<Result<_>>()?;
        let mut open: Vec<&Row<'_>> = rows.iter().collect();
        // The run that was in the way may end between the insert and the look at it; then both are tried again.
        for _ in 0..ROUNDS {
            if open.is_empty() {
                break;
            }
            let now = self.now();
            let (status, first, started) = (Status::Queued.as_str(), 0_i64, None::<Instant>);
            let values: [Value; 5] = [batch(&open), now.into(), status.into(), first.into(), started.into()];
            let made = tx.query_all_raw(statement(engine, &insert_sql(engine, open.len()), values)).await?;
            let mut made: HashMap<Key, (i64, i64)> = made.iter().map(created).collect::<Result<_>>()?;
            for row in &open {
                let slot = requests[row.n].scheduled_for.map(whole);
                let key = (row.workspace_id, row.tenant_id, row.hash.clone(), slot);
                answers[row.n] = made.remove(&key).map(|(run_id, _)| Slotted::Queued(run_id));
            }
            open.retain(|row| answers[row.n].is_none());
            if open.is_empty() {
                break;
            }
            // Who had the very slot comes last, and is the answer that counts.
            let held = tx.query_all_raw(statement(engine, &holders_sql(engine, open.len()), [batch(&open)])).await?;
            for holder in &held {
                let n = usize::try_from(holder.try_get::<i64>("", "n")?).unwrap_or_default();
                let run_id = holder.try_get("", "id")?;
                let had = holder
                    .try_get::<i32>("", "slot")
                    .or_else(|_| holder.try_get::<i64>("", "slot").map(|n| n as i32))?;
                answers[n] = Some(if had == 1 { Slotted::Had(run_id) } else { Slotted::Overlapped(run_id) });
            }
            open.retain(|row| answers[row.n].is_none());
        }
        answers.into_iter().map(|answer| answer.ok_or_else(unresolved)).collect()
    }
}
