//! Leases that ran out together (S8): counting them, and extending them once.
//!
//! When most processes fall silent in the same moment, they are not what failed: the database was away or a clock
//! jumped. Who is to get grace is decided elsewhere; here is what can be seen, and the one write.

use std::collections::HashSet;

use sea_orm::ConnectionTrait;

use super::door::Ledger;
use super::recover::ids;
use super::stale_sql::{given, ran_out};
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::{batch, ints, statement};
use crate::problem::Result;

/// A lease that has run out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RanOut {
    /// Its run.
    pub run_id: i64,
    /// The workspace of that run.
    pub workspace_id: i64,
    /// Who gave it.
    pub worker: String,
    /// When it ran out.
    pub expires_at: Instant,
}

/// The leases that count, as far as they tell who is alive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leases {
    /// Workers with a lease that holds.
    pub alive: HashSet<String>,
    /// The leases that have run out.
    pub gone: Vec<RanOut>,
}

/// Leases that count: of running runs, under their present claim, and not of the passes of one type. That type is the
/// sweep itself, whose fresh leases would outnumber the ones that it is there to judge.
const COUNTED: &str = "operation_run_leases l join operation_runs r on r.id = l.run_id and r.claim_token = l.claim_token \
                       where r.status in ('queued', 'running') and r.status = 'running' and r.type <> $1";

impl Ledger {
    /// Which leases of the whole database have run out, besides those of `sweep`, and which workers have one that holds.
    ///
    /// # Errors
    /// A database problem.
    pub async fn leases_run_out(&self, sweep: &str) -> Result<Leases> {
        let engine = self.engine();
        let past = ran_out(engine, self.now());
        let sql = format!(
            "select l.run_id, r.workspace_id, l.worker, l.expires_at from {COUNTED} and {past} order by l.run_id"
        );
        let rows = self.db.reader().query_all_raw(statement(engine, &sql, [sweep.into()])).await?;
        let gone = rows
            .iter()
            .map(|row| {
                Ok(RanOut {
                    run_id: row.try_get("", "run_id")?,
                    workspace_id: row.try_get("", "workspace_id")?,
                    worker: row.try_get("", "worker")?,
                    expires_at: row.try_get("", "expires_at")?,
                })
            })
            .collect::<Result<Vec<RanOut>>>()?;
        if gone.is_empty() {
            return Ok(Leases::default());
        }
        let sql = format!("select distinct l.worker from {COUNTED} and not ({past})");
        let alive = self.db.reader().query_all_raw(statement(engine, &sql, [sweep.into()])).await?;
        let alive = alive.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        Ok(Leases { alive, gone })
    }

    /// When a lease that is extended now will end, by the clock that decides about leases.
    ///
    /// # Errors
    /// A database problem.
    pub async fn grace_end(&self) -> Result<Instant> {
        let now = match self.engine() {
            Engine::Sqlite => self.now(),
            Engine::Postgres => {
                let row =
                    self.db.writer().query_one_raw(statement(Engine::Postgres, "select clock_timestamp()", [])).await?;
                row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_else(|| self.now())
            }
        };
        Ok(now + self.lease())
    }

    /// Extends the leases of these runs until `until`, those that still need it; returns the runs.
    ///
    /// # Errors
    /// A database problem; the caller then rolls back.
    pub async fn extend_in<C: ConnectionTrait>(&self, tx: &C, run_ids: &[i64], until: Instant) -> Result<Vec<i64>> {
        let engine = self.engine();
        let lock = if engine == Engine::Postgres { " order by l.run_id for update of l skip locked" } else { "" };
        let sql = format!(
            "with due as (select l.run_id from operation_run_leases l where l.run_id in {} and {}{lock}) \
             update operation_run_leases set expires_at = {} where run_id in (select run_id from due) returning run_id",
            ints(engine, 1),
            ran_out(engine, self.now()),
            given(engine, until),
        );
        ids(&tx.query_all_raw(statement(engine, &sql, [batch(&run_ids)])).await?)
    }

    /// The contexts of the passes of `operation` since `since` that called for attention.
    ///
    /// # Errors
    /// A database problem.
    pub async fn attention_since(&self, operation: &str, since: Instant) -> Result<Vec<serde_json::Value>> {
        // By workspace, because that is how the index of the table begins.
        let sql = "select r.context from operation_runs r where r.workspace_id in (select id from workspaces) \
                   and r.type = $1 and r.created_at > $2 and (r.context ->> 'attention') is not null";
        let rows =
            self.db.reader().query_all_raw(statement(self.engine(), sql, [operation.into(), since.into()])).await?;
        Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
    }
}
