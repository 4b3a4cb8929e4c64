//! Rows for a bulk load: the same door as [`super::import`], for rows that go in by the million.
//!
//! [`imported`] passes every value through the normalisers. [`plain`] takes rows whose values cannot need them: counts
//! and context are typed keys with numbers, failures were normalised once for all rows that share them. A test
//! holds the two to the same cells. Who loads asks [`target`] for the table: nobody else names it.

use std::fmt::Write;

use sea_orm::ConnectionTrait;

use super::identity;
use super::import::{Imported, Row, row};
use super::words::{Outcome, Scope, Status};
use crate::catalog::Operation;
use crate::clock::Instant;
use crate::db::Owned;
use crate::db::bulk::{Cell, Cells, Target};
use crate::db::sql::statement;
use crate::problem::Result;

/// What is loaded besides the id, in order.
pub const COLUMNS: &[&str] = &[
    "workspace_id",
    "tenant_id",
    "user_id",
    "initiator_name",
    "type",
    "status",
    "outcome",
    "run_identity_hash",
    "summary_counts",
    "failure_summary",
    "context",
    "scheduled_for",
    "attempt",
    "claim_token",
    "available_at",
    "reconciled_at",
    "started_at",
    "completed_at",
    "created_at",
    "updated_at",
];

/// The ledger as the target of a load.
///
/// # Errors
/// As [`Target::find`].
pub async fn target(tx: &Owned) -> Result<Target> {
    Target::find(tx, "operation_runs", COLUMNS.iter().copied()).await
}

/// Removes the runs of one type in the workspaces whose ids lie from `first` up to `end`: the records that the seeder
/// keeps of itself.
///
/// # Errors
/// Any database problem.
pub async fn remove_of_type(tx: &Owned, operation: &str, first: i64, end: i64) -> Result<()> {
    let sql = "delete from operation_runs where type = $1 and workspace_id >= $2 and workspace_id < $3";
    tx.execute_raw(statement(tx.engine(), sql, [operation.into(), first.into(), end.into()])).await?;
    Ok(())
}

/// Writes the cells of a run that somebody else knows, normalised.
///
/// # Errors
/// `ledger.identity_invalid`.
pub fn imported(run: &Imported, cells: &mut impl Cells) -> Result<()> {
    let text = row(run)?;
    let Row { initiator, hash, counts, failures, context, .. } = &text;
    let (counts, failures, context) = (counts.to_string(), failures.to_string(), context.to_string());
    let values = Values {
        id: run.id.unwrap_or_default(),
        scope: run.scope,
        user_id: run.initiator.user_id,
        initiator,
        operation: run.operation,
        status: run.status,
        outcome: run.outcome,
        hash,
        counts: &counts,
        failures: &failures,
        context: &context,
        slot: micros(run.scheduled_for),
        attempt: i64::from(run.attempt),
        reconciled_at: micros(run.reconciled_at),
        started_at: micros(run.started_at),
        completed_at: micros(run.completed_at),
        created_at: run.created_at.timestamp_micros(),
        updated_at: run.updated_at.timestamp_micros(),
    };
    write(&values, cells);
    Ok(())
}

/// A value of a plain context: nothing in it can be a secret.
#[derive(Debug, Clone, Copy)]
pub enum Plain<'a> {
    /// A number: nearly always an id.
    Number(i64),
    /// A word of the program's own, such as an instant; it needs no escape.
    Word(&'a str),
}

/// A run whose values need no sanitizer. Instants are microseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub struct PlainRun<'a> {
    /// Its id.
    pub id: i64,
    /// For whom.
    pub scope: Scope,
    /// Who asked; the system when nobody.
    pub user: Option<(i64, &'a str)>,
    /// What kind of work.
    pub operation: &'static Operation,
    /// Keys and values, sorted by key.
    pub identity: &'a [(&'static str, Plain<'a>)],
    /// Where it stands.
    pub status: Status,
    /// How it ended.
    pub outcome: Outcome,
    /// Keys and numbers, sorted by key; what the type does not allow is dropped.
    pub counts: &'a [(&'static str, i64)],
    /// Failures as [`super::Failures::to_json`] gives them, as text.
    pub failures: &'a str,
    /// Keys and values, sorted by key; what the type does not allow is dropped.
    pub context: &'a [(&'static str, Plain<'a>)],
    /// The slot.
    pub slot: Option<i64>,
    /// Start.
    pub started_at: Option<i64>,
    /// End.
    pub completed_at: Option<i64>,
    /// Creation.
    pub created_at: i64,
    /// Last change.
    pub updated_at: i64,
}

/// Writes the cells of a plain run. `scratch` is reused from row to row.
pub fn plain(run: &PlainRun<'_>, scratch: &mut Scratch, cells: &mut impl Cells) {
    let Scratch { identity, hash, counts, context } = scratch;
    object(identity, run.identity.iter().copied());
    identity::hash_of_text(run.scope, run.operation.name, identity, hash);
    let allowed = run.counts.iter().filter(|(key, _)| run.operation.allows_count(key));
    object(counts, allowed.map(|(key, count)| (*key, Plain::Number((*count).max(0)))));
    object(context, run.context.iter().copied().filter(|(key, _)| run.operation.allows_context(key)));
    let values = Values {
        id: run.id,
        scope: run.scope,
        user_id: run.user.map(|(id, _)| id),
        initiator: run.user.map_or("System", |(_, name)| name),
        operation: run.operation,
        status: run.status,
        outcome: run.outcome,
        hash,
        counts,
        failures: run.failures,
        context,
        slot: run.slot,
        attempt: i64::from(run.started_at.is_some()),
        reconciled_at: None,
        started_at: run.started_at,
        completed_at: run.completed_at,
        created_at: run.created_at,
        updated_at: run.updated_at,
    };
    write(&values, cells);
}

/// Texts that are made anew for each row, in memory that is not.
#[derive(Debug, Default)]
pub struct Scratch {
    identity: String,
    hash: String,
    counts: String,
    context: String,
}

struct Values<'a> {
    id: i64,
    scope: Scope,
    user_id: Option<i64>,
    initiator: &'a str,
    operation: &'static Operation,
    status: Status,
    outcome: Outcome,
    hash: &'a str,
    counts: &'a str,
    failures: &'a str,
    context: &'a str,
    slot: Option<i64>,
    attempt: i64,
    reconciled_at: Option<i64>,
    started_at: Option<i64>,
    completed_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

/// In the order of [`COLUMNS`].
fn write(values: &Values<'_>, cells: &mut impl Cells) {
    let number = |value: Option<i64>| value.map_or(Cell::Null, Cell::Int);
    let time = |value: Option<i64>| value.map_or(Cell::Null, Cell::Time);
    cells.row(values.id);
    for cell in [
        Cell::Int(values.scope.workspace()),
        number(values.scope.tenant()),
        number(values.user_id),
        Cell::Text(values.initiator),
        Cell::Text(values.operation.name),
        Cell::Text(values.status.as_str()),
        Cell::Text(values.outcome.as_str()),
        Cell::Text(values.hash),
        Cell::Json(values.counts),
        Cell::Json(values.failures),
        Cell::Json(values.context),
        time(values.slot),
        Cell::Int(values.attempt),
        // As often claimed as started.
        Cell::Int(values.attempt),
        Cell::Null,
        time(values.reconciled_at),
        time(values.started_at),
        time(values.completed_at),
        Cell::Time(values.created_at),
        Cell::Time(values.updated_at),
    ] {
        cells.cell(cell);
    }
    cells.end();
}

fn object<'a>(out: &mut String, entries: impl Iterator<Item = (&'static str, Plain<'a>)>) {
    out.clear();
    out.push('{');
    for (key, value) in entries {
        if out.len() > 1 {
            out.push(',');
        }
        // A string takes whatever is written to it.
        let _ = match value {
            Plain::Number(number) => write!(out, "\"{key}\":{number}"),
            Plain::Word(word) => write!(out, "\"{key}\":\"{word}\""),
        };
    }
    out.push('}');
}

fn micros(at: Option<Instant>) -> Option<i64> {
    at.map(|at| at.timestamp_micros())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::catalog;
    use crate::ledger::{Failure, Failures, Initiator};

    #[derive(Default)]
    struct Seen(Vec<String>);

    impl Cells for Seen {
        fn row(&mut self, id: i64) {
            self.0.push(id.to_string());
        }
        fn cell(&mut self, cell: Cell<'_>) {
            self.0.push(format!("{cell:?}"));
        }
        fn end(&mut self) {}
    }

    #[test]
    fn both_forms_of_the_door_write_the_same_cells() {
        let at: Instant = "2026-01-15T12:00:00Z".parse().unwrap();
        let operation = catalog::find("backup_schedule.scheduled").unwrap();
        let failures = Failures::new([Failure::new("backup.partial", "Some were lost").because("item.conflict")]);
        let scope = Scope::Tenant { workspace: 3, tenant: 7 };
        let slot = crate::clock::text(at);
        let slow = Imported {
            id: Some(9),
            scope,
            operation,
            identity: json!({ "backup_schedule_id": 4, "scheduled_for": slot }),
            initiator: Initiator { user_id: Some(5), name: "Ada".into() },
            status: Status::Completed,
            outcome: Outcome::PartiallySucceeded,
            counts: json!({ "total": 3, "processed": 3, "nonsense": 4, "failed": -1 }),
            failures: failures.clone(),
            context: json!({ "backup_set_id": 8, "scheduled_for": slot, "secret": "x" }),
            scheduled_for: Some(at),
            attempt: 1,
            reconciled_at: None,
            started_at: Some(at),
            completed_at: Some(at),
            created_at: at,
            updated_at: at,
        };
        let micros = at.timestamp_micros();
        let quick = PlainRun {
            id: 9,
            scope,
            user: Some((5, "Ada")),
            operation,
            identity: &[("backup_schedule_id", Plain::Number(4)), ("scheduled_for", Plain::Word(&slot))],
            status: Status::Completed,
            outcome: Outcome::PartiallySucceeded,
            counts: &[("failed", -1), ("nonsense", 4), ("processed", 3), ("total", 3)],
            failures: &failures.to_json().to_string(),
            context: &[
                ("backup_set_id", Plain::Number(8)),
                ("scheduled_for", Plain::Word(&slot)),
                ("secret", Plain::Word("x")),
            ],
            slot: Some(micros),
            started_at: Some(micros),
            completed_at: Some(micros),
            created_at: micros,
            updated_at: micros,
        };
        let (mut one, mut other) = (Seen::default(), Seen::default());
        imported(&slow, &mut one).unwrap();
        plain(&quick, &mut Scratch::default(), &mut other);
        assert_eq!(one.0, other.0);
        assert_eq!(one.0.len(), COLUMNS.len() + 1);
    }
}
