//! What the stale sweep does to a run besides ending it (S8): look once more with the row held, queue it anew,
//! and note something in a run that is at work.
//!
//! Every write names the id, the claim token and the status that were seen. Queueing anew takes a new token, so that
//! the old holder, should it thaw, finds every door closed (L5).

use std::collections::HashSet;

use sea_orm::{ConnectionTrait, QueryResult};
use serde::Serialize;
use serde_json::Value as Json;

use super::claim::Claim;
use super::close_sql::context;
use super::context::Context;
use super::door::Ledger;
use super::freshness::Seen;
use super::stale_sql::{leased, ran_out};
use crate::clock::{Instant, text};
use crate::db::Engine;
use crate::db::sql::{Field, batch, ints, later, records, statement};
use crate::problem::Result;

/// A lost run that is to be tried again.
#[derive(Debug, Clone, PartialEq)]
pub struct Requeue {
    /// The run and the token that was seen.
    pub seen: Claim,
    /// Not before.
    pub available_at: Instant,
    /// Keys to set in the context; they pass the door's rules.
    pub context: Json,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    claim_token: i64,
    status: Option<String>,
    updated_at: Option<String>,
    available_at: Option<String>,
    context: Option<Json>,
}

const FIELDS: &[(&str, Field)] = &[
    ("id", Field::Int),
    ("claim_token", Field::Int),
    ("status", Field::Text),
    ("updated_at", Field::Time),
    ("available_at", Field::Time),
    ("context", Field::Json),
];

impl Ledger {
    /// Which of these runs are still as they were seen, held so until the caller's transaction ends: a heartbeat, a
    /// claim or a completion that came in between is believed. One that is being written right now is left out; it is
    /// not lost.
    ///
    /// # Errors
    /// A database problem.
    pub async fn still_stale_in<C: ConnectionTrait>(&self, tx: &C, seen: &[&Seen]) -> Result<HashSet<i64>> {
        let (held, free): (Vec<&Seen>, Vec<&Seen>) = seen.iter().partition(|seen| seen.lease.is_some());
        let engine = self.engine();
        let same = match engine {
            Engine::Postgres => "r.updated_at = p.updated_at".to_owned(),
            // One instant may be spelled in two ways.
            Engine::Sqlite => "julianday(r.updated_at) = julianday(p.updated_at)".to_owned(),
        };
        let unchanged = format!("r.claim_token = p.claim_token and r.status = p.status and {same}");
        let rows = records(engine, 1, "p", FIELDS);
        let lock = |what| {
            if engine == Engine::Postgres { format!(" for update of {what} skip locked") } else { String::new() }
        };
        let with_lease = format!(
            "select r.id from {rows} join operation_runs r on r.id = p.id \
             join operation_run_leases l on l.run_id = r.id and l.claim_token = r.claim_token \
             where {unchanged} and {} order by r.id{}",
            ran_out(engine, self.now()),
            lock("r, l"),
        );
        let without = format!(
            "select r.id from {rows} join operation_runs r on r.id = p.id \
             where {unchanged} and not {} order by r.id{}",
            leased("r"),
            lock("r"),
        );
        let mut still = HashSet::new();
        for (sql, seen) in [(with_lease, held), (without, free)] {
            if !seen.is_empty() {
                let batch = batch(&seen.into_iter().map(as_seen).collect::<Vec<Row>>());
                still.extend(ids(&tx.query_all_raw(statement(engine, &sql, [batch])).await?)?);
            }
        }
        Ok(still)
    }

    /// Queues lost runs anew: pending, not started, under a new token and without a lease. Returns the ids that were
    /// still as seen.
    ///
    /// # Errors
    /// A database problem; the caller then rolls back.
    pub async fn requeue_in<C: ConnectionTrait>(&self, tx: &C, lost: &[Requeue]) -> Result<Vec<i64>> {
        if lost.is_empty() {
            return Ok(Vec::new());
        }
        let engine = self.engine();
        let rows: Vec<Row> = lost
            .iter()
            .map(|Requeue { seen, available_at, context }| Row {
                available_at: Some(text(*available_at)),
                ..noted(seen, context)
            })
            .collect();
        let sql = format!(
            "update operation_runs as r set status = 'queued', outcome = 'pending', started_at = null, \
             claim_token = r.claim_token + 1, available_at = p.available_at, context = {}, updated_at = {} \
             from {} where r.id = p.id and r.claim_token = p.claim_token and r.status = 'running' returning {}id",
            context(engine),
            later(engine, "$2", "r.updated_at"),
            records(engine, 1, "p", FIELDS),
            if engine == Engine::Postgres { "r." } else { "" },
        );
        let done = ids(&tx.query_all_raw(statement(engine, &sql, [batch(&rows), self.now().into()])).await?)?;
        let gone = format!("delete from operation_run_leases where run_id in {}", ints(engine, 1));
        tx.execute_raw(statement(engine, &gone, [batch(&done)])).await?;
        Ok(done)
    }

    /// Sets keys in the contexts of runs that the caller holds, while they go on.
    ///
    /// # Errors
    /// A database problem; the caller then rolls back.
    pub async fn note_in<C: ConnectionTrait>(&self, tx: &C, notes: &[(Claim, Json)]) -> Result<()> {
        let engine = self.engine();
        let rows: Vec<Row> = notes.iter().map(|(claim, context)| noted(claim, context)).collect();
        let sql = format!(
            "update operation_runs as r set context = {}, updated_at = {} from {} \
             where r.id = p.id and r.claim_token = p.claim_token and r.status = 'running'",
            context(engine),
            later(engine, "$2", "r.updated_at"),
            records(engine, 1, "p", FIELDS),
        );
        tx.execute_raw(statement(engine, &sql, [batch(&rows), self.now().into()])).await?;
        Ok(())
    }
}

fn as_seen(seen: &Seen) -> Row {
    Row {
        id: seen.run.id,
        claim_token: seen.run.claim_token,
        status: Some(seen.run.status.clone()),
        updated_at: Some(text(seen.run.updated_at)),
        available_at: None,
        context: None,
    }
}

fn noted(claim: &Claim, note: &Json) -> Row {
    let note = Context::new(claim.operation, note);
    Row {
        id: claim.run_id,
        claim_token: claim.token,
        status: None,
        updated_at: None,
        available_at: None,
        context: (!note.is_empty()).then(|| note.to_json()),
    }
}

pub(super) fn ids(rows: &[QueryResult]) -> Result<Vec<i64>> {
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}
