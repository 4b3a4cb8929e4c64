//! Rows that come from elsewhere: the history of a seed, and shadows of domain records that had none.
//!
//! They enter through the same normalisers as everything else, in batches of one statement.

use std::borrow::Cow;

use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::Value as Json;

use super::bounds::storable;
use super::context::Context;
use super::counts::Counts;
use super::door::Ledger;
use super::failures::Failures;
use super::identity;
use super::words::{Initiator, Outcome, Scope, Status};
use crate::catalog::Operation;
use crate::clock::{Instant, text};
use crate::db::Engine;
use crate::db::sql::{Field, batch, records, statement};
use crate::problem::Result;

/// A run as somebody else knows it.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The id, when the caller owns a range of them.
    pub id: Option<i64>,
    /// For whom.
    pub scope: Scope,
    /// What kind of work.
    pub operation: &'static Operation,
    /// Identity inputs.
    pub identity: Json,
    /// Who asked.
    pub initiator: Initiator,
    /// Where it stands.
    pub status: Status,
    /// How it ended; pending when it has not.
    pub outcome: Outcome,
    /// Counts, as JSON; allowed keys stay.
    pub counts: Json,
    /// Failures.
    pub failures: Failures,
    /// Context; allowed keys stay.
    pub context: Json,
    /// The slot.
    pub scheduled_for: Option<Instant>,
    /// How often it was started.
    pub attempt: i32,
    /// When it was recovered, if it was.
    pub reconciled_at: Option<Instant>,
    /// Start.
    pub started_at: Option<Instant>,
    /// End.
    pub completed_at: Option<Instant>,
    /// Creation.
    pub created_at: Instant,
    /// Last change.
    pub updated_at: Instant,
}

#[derive(Serialize)]
pub(super) struct Row<'a> {
    id: Option<i64>,
    workspace_id: i64,
    tenant_id: Option<i64>,
    user_id: Option<i64>,
    pub(super) initiator: Cow<'a, str>,
    r#type: &'static str,
    status: &'static str,
    outcome: &'static str,
    pub(super) hash: String,
    pub(super) counts: Json,
    pub(super) failures: Json,
    pub(super) context: Json,
    slot: Option<String>,
    attempt: i32,
    reconciled_at: Option<String>,
    started_at: Option<String>,
    completed_at: Option<String>,
    created_at: String,
    updated_at: String,
}

const FIELDS: &[(&str, Field)] = &[
    ("id", Field::Int),
    ("workspace_id", Field::Int),
    ("tenant_id", Field::Int),
    ("user_id", Field::Int),
    ("initiator", Field::Text),
    ("type", Field::Text),
    ("status", Field::Text),
    ("outcome", Field::Text),
    ("hash", Field::Text),
    ("counts", Field::Json),
    ("failures", Field::Json),
    ("context", Field::Json),
    ("slot", Field::Time),
    ("attempt", Field::Int),
    ("reconciled_at", Field::Time),
    ("started_at", Field::Time),
    ("completed_at", Field::Time),
    ("created_at", Field::Time),
    ("updated_at", Field::Time),
];

impl Ledger {
    /// Writes the rows inside the caller's transaction. Rows that bring an id keep it; the others get one. A row
    /// whose id is taken or whose identity is held by an active run is left out. Returns (id, identity hash) of each
    /// row written.
    ///
    /// All rows bring an id, or none does.
    ///
    /// # Errors
    /// `ledger.identity_invalid` or a database problem; the caller then rolls back.
    pub async fn import_in<C: ConnectionTrait>(&self, tx: &C, rows: &[Imported]) -> Result<Vec<(i64, String)>> {
        let keeps_ids = rows.first().is_some_and(|row| row.id.is_some());
        let rows: Vec<Row<'_>> = rows.iter().map(row).collect::<Result<_>>()?;
        let (column, value, free) = if keeps_ids {
            // Asked before: on SQLite the trigger that guards history would refuse the whole batch.
            ("id, ", "w.id, ", " and not exists (select 1 from operation_runs r where r.id = w.id)")
        } else {
            ("", "", "")
        };
        let sql = format!(
            "insert into operation_runs ({column}workspace_id, tenant_id, user_id, initiator_name, type, status, outcome, \
             run_identity_hash, summary_counts, failure_summary, context, scheduled_for, attempt, claim_token, \
             reconciled_at, started_at, completed_at, created_at, updated_at) \
             select {value}w.workspace_id, w.tenant_id, w.user_id, w.initiator, w.type, w.status, w.outcome, \
             w.hash, w.counts, w.failures, w.context, w.slot, w.attempt, w.attempt, \
             w.reconciled_at, w.started_at, w.completed_at, w.created_at, w.updated_at \
             from {} where w.workspace_id is not null{free} on conflict do nothing returning id, run_identity_hash",
            records(self.engine(), 1, "w", FIELDS)
        );
        let made = tx.query_all_raw(statement(self.engine(), &sql, [batch(&rows)])).await?;
        if keeps_ids && self.engine() == Engine::Postgres {
            // Its sequence does not see ids that are given; the next run would get one that is taken.
            let past = "select setval(pg_get_serial_sequence('operation_runs', 'id'), \
                        greatest((select max(id) from operation_runs), nextval(pg_get_serial_sequence('operation_runs', 'id'))))";
            tx.query_one_raw(statement(self.engine(), past, [])).await?;
        }
        made.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
    }
}

pub(super) fn row(run: &Imported) -> Result<Row<'_>> {
    let Imported {
        id,
        scope,
        operation,
        identity,
        initiator,
        status,
        outcome,
        counts,
        failures,
        context,
        scheduled_for,
        attempt,
        reconciled_at,
        started_at,
        completed_at,
        created_at,
        updated_at,
    } = run;
    Ok(Row {
        id: *id,
        workspace_id: scope.workspace(),
        tenant_id: scope.tenant(),
        user_id: initiator.user_id,
        initiator: storable(&initiator.name),
        r#type: operation.name,
        status: status.as_str(),
        outcome: outcome.as_str(),
        hash: identity::hash(*scope, operation.name, identity)?,
        counts: Counts::from_json(operation, counts).to_json(),
        failures: failures.to_json(),
        context: Context::new(operation, context).to_json(),
        slot: scheduled_for.map(text),
        attempt: *attempt,
        reconciled_at: reconciled_at.map(text),
        started_at: started_at.map(text),
        completed_at: completed_at.map(text),
        created_at: text(*created_at),
        updated_at: text(*updated_at),
    })
}
