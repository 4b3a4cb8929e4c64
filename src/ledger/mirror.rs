//! What reconciling needs besides closing: starting a shadow whose record has started, and knowing that the pass
//! itself still holds its own runs.

use std::collections::HashSet;

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::claim::Claim;
use super::door::Ledger;
use crate::clock::{Instant, text};
use crate::db::Engine;
use crate::db::sql::{Field, batch, later, records, statement};
use crate::problem::Result;

/// A queued shadow whose record is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starting {
    /// The run and the token that was seen.
    pub seen: Claim,
    /// When the record started.
    pub started_at: Option<Instant>,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    claim_token: i64,
    started_at: Option<String>,
}

const FIELDS: &[(&str, Field)] = &[("id", Field::Int), ("claim_token", Field::Int), ("started_at", Field::Time)];

impl Ledger {
    /// Sets queued shadows running, under a new token and without a lease: the record is the one that works.
    /// Returns the ids that were still as seen.
    ///
    /// # Errors
    /// A database problem; the caller then rolls back.
    pub async fn start_mirrored_in<C: ConnectionTrait>(&self, tx: &C, starting: &[Starting]) -> Result<Vec<i64>> {
        if starting.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<Row> = starting
            .iter()
            .map(|Starting { seen, started_at }| Row {
                id: seen.run_id,
                claim_token: seen.token,
                started_at: started_at.map(text),
            })
            .collect();
        let engine = self.engine();
        let sql = format!(
            "update operation_runs as r set status = 'running', attempt = r.attempt + 1, claim_token = r.claim_token + 1, \
             started_at = {}, updated_at = {} from {} \
             where r.id = p.id and r.claim_token = p.claim_token and r.status = 'queued' returning {}id",
            later(engine, "coalesce(p.started_at, $2)", "r.created_at"),
            later(engine, "$2", "r.updated_at"),
            records(engine, 1, "p", FIELDS),
            if engine == Engine::Postgres { "r." } else { "" },
        );
        let done = tx.query_all_raw(statement(engine, &sql, [batch(&rows), self.now().into()])).await?;
        Ok(done.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
    }

    /// Which of these claims still hold their runs, asked and kept so inside the caller's transaction (L5).
    ///
    /// # Errors
    /// A database problem.
    pub async fn held_in<C: ConnectionTrait>(&self, tx: &C, claims: &[Claim]) -> Result<HashSet<i64>> {
        let rows: Vec<Row> =
            claims.iter().map(|claim| Row { id: claim.run_id, claim_token: claim.token, started_at: None }).collect();
        let engine = self.engine();
        let lock = if engine == Engine::Postgres { " for share of r" } else { "" };
        let sql = format!(
            "select r.id from operation_runs r join {} on p.id = r.id where r.claim_token = p.claim_token and r.status = 'running'{lock}",
            records(engine, 1, "p", FIELDS)
        );
        let held = tx.query_all_raw(statement(engine, &sql, [batch(&rows)])).await?;
        Ok(held.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
    }
}
