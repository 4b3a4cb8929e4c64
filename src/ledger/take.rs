//! Claiming queued work of tenants, one run at a time and fair to everybody (L4, L9).
//!
//! A claim goes from workspace to workspace and takes the oldest of each in turn, beginning after the one that was
//! served last: a workspace that queued ten thousand runs gets its share and no more. Within a workspace the oldest
//! goes first, except for a tenant that has all its seats taken. A seat is a unique text in the lease, so that the
//! limit holds however many workers claim at once: who comes second finds the seat taken and leaves the run queued.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use sea_orm::{ConnectionTrait, QueryResult, Value};
use serde::Serialize;
use serde_json::Value as Json;

use super::claim::{Claim, claimed};
use super::door::Ledger;
use super::take_sql::{fair_sql, leased_sql, quick_sql, run_sql, waits_sql};
use super::words::Initiator;
use crate::catalog::Operation;
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::{batch, statement};
use crate::problem::Result;

/// A queued run that was claimed, with what its worker needs to know.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The right to write it.
    pub claim: Claim,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// Who asked for it.
    pub initiator: Initiator,
    /// What it is about.
    pub context: Json,
    /// The slot, for a run of a schedule.
    pub scheduled_for: Option<Instant>,
}

/// What one claim brought.
#[derive(Debug, Clone, Default)]
pub struct Haul {
    /// The runs that are held now.
    pub taken: Vec<Taken>,
    /// Whether runs wait that could start now but for the limit, or for a seat.
    pub more: bool,
}

/// What a claim reads besides of each run that it takes: from other tables, at the same instant.
#[derive(Debug, Clone, Copy)]
pub struct Beside<S> {
    /// What is selected.
    pub columns: &'static str,
    /// Outer joins to the run, under the name that is handed in; one row for each run at most.
    pub joins: fn(&str) -> String,
    /// Reads what was selected.
    pub read: fn(&QueryResult) -> Result<S>,
}

/// A seat of a type; `per_tenant` of them for each tenant.
#[derive(Serialize)]
struct Seat {
    r#type: &'static str,
    seat: u32,
}

impl Ledger {
    /// Claims up to `limit` queued runs of these types, beginning with the workspaces after `after`.
    ///
    /// # Errors
    /// A database problem; then nothing is claimed.
    pub async fn take(&self, types: &[&'static Operation], limit: u32, after: i64) -> Result<Haul> {
        Ok(self.take_with(types, limit, after, None::<Beside<()>>).await?.0)
    }

    /// The same, and what it read besides of each run. Nothing of it on SQLite, where a question to the own process costs
    /// less than the longer claim.
    ///
    /// # Errors
    /// As [`Self::take`]; or what was read besides cannot be understood, and the leases of what was taken run out.
    pub async fn take_beside<S>(
        &self,
        types: &[&'static Operation],
        limit: u32,
        after: i64,
        beside: Beside<S>,
    ) -> Result<(Haul, HashMap<i64, S>)> {
        self.take_with(types, limit, after, Some(beside)).await
    }

    async fn take_with<S>(
        &self,
        types: &[&'static Operation],
        limit: u32,
        after: i64,
        beside: Option<Beside<S>>,
    ) -> Result<(Haul, HashMap<i64, S>)> {
        let engine = self.engine();
        let seats: Vec<Seat> = types
            .iter()
            .flat_map(|operation| (1..=operation.per_tenant).map(|seat| Seat { r#type: operation.name, seat }))
            .collect();
        let values = || -> Vec<Value> {
            vec![batch(&seats), self.now().into(), i64::from(limit).into(), self.worker.clone().into()]
        };
        let (rows, more) = match engine {
            Engine::Postgres => {
                let (columns, joins) = beside
                    .as_ref()
                    .map_or_else(Default::default, |beside| (format!(", {}", beside.columns), (beside.joins)("run")));
                let quick = async || {
                    let sql = quick_sql(&self.lease_end_sql(0), &columns, &joins);
                    self.claiming(&sql, values()).await
                };
                let fair = async || {
                    let sql = fair_sql(&self.lease_end_sql(0), &columns, &joins);
                    let mut values = values();
                    values.push(after.into());
                    self.claiming(&sql, values).await
                };
                let was_crowded = self.crowded.load(Ordering::Relaxed);
                let (mut rows, mut crowded) = if was_crowded { fair().await? } else { quick().await? };
                if crowded && !was_crowded {
                    (rows, crowded) = fair().await?;
                }
                self.crowded.store(crowded, Ordering::Relaxed);
                let more = rows.first().map(|row| row.try_get("", "more")).transpose()?.unwrap_or(false);
                // One row comes even when nothing was taken, to say whether more waits.
                rows.retain(|row| row.try_get::<Option<i64>>("", "id").is_ok_and(|id| id.is_some()));
                (rows, more)
            }
            Engine::Sqlite => {
                // Asked of a reader first: an idle worker must not stand in the writer's way each second.
                let waiting = statement(engine, &waits_sql(engine), [batch(&seats), self.now().into()]);
                if self.db.reader().query_one_raw(waiting).await?.is_none() {
                    return Ok((Haul::default(), HashMap::new()));
                }
                let tx = self.db.begin().await?;
                let mut values = values();
                values.extend([after.into(), self.lease_end().into()]);
                let leased = tx.query_all_raw(statement(engine, &leased_sql(engine, "$6"), values)).await?;
                let ids: Vec<i64> = leased.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
                let rows =
                    tx.query_all_raw(statement(engine, &run_sql(engine), [batch(&ids), self.now().into()])).await?;
                let waiting = statement(engine, &waits_sql(engine), [batch(&seats), self.now().into()]);
                let more = tx.query_one_raw(waiting).await?.is_some();
                tx.commit().await?;
                (rows, more)
            }
        };
        let mut taken: Vec<Taken> = rows.iter().map(read).collect::<Result<_>>()?;
        let mut asides = HashMap::new();
        if let Some(beside) = beside.filter(|_| engine == Engine::Postgres) {
            for (row, taken) in rows.iter().zip(&taken) {
                asides.insert(taken.claim.run_id, (beside.read)(row)?);
            }
        }
        taken.sort_by_key(|taken| taken.claim.run_id);
        Ok((Haul { taken, more }, asides))
    }

    /// Sends a claim; its rows, and whether more waited than its limit.
    async fn claiming(&self, sql: &str, values: Vec<Value>) -> Result<(Vec<QueryResult>, bool)> {
        let rows = self.db.writer().query_all_raw(statement(self.engine(), sql, values)).await?;
        let crowded = rows.first().map(|row| row.try_get("", "crowded")).transpose()?.unwrap_or(false);
        Ok((rows, crowded))
    }

    /// Drops leases of runs that are not at work, which only a repair by hand leaves behind: they would keep their
    /// seats for ever. Returns how many there were.
    ///
    /// # Errors
    /// A database problem.
    pub async fn drop_idle_leases(&self) -> Result<u64> {
        // The status of each lease's run, and not all runs that do not run: those are history.
        let sql = "delete from operation_run_leases where \
                   (select r.status from operation_runs r where r.id = operation_run_leases.run_id) <> 'running'";
        Ok(self.db.writer().execute_raw(statement(self.engine(), sql, [])).await?.rows_affected())
    }
}

fn read(row: &QueryResult) -> Result<Taken> {
    let attempt: i32 = row.try_get("", "attempt")?;
    Ok(Taken {
        claim: claimed(row)?,
        attempt: u32::try_from(attempt).unwrap_or_default(),
        initiator: Initiator { user_id: row.try_get("", "user_id")?, name: row.try_get("", "initiator_name")? },
        context: row.try_get("", "context")?,
        scheduled_for: row.try_get("", "scheduled_for")?,
    })
}
