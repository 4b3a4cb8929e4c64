//! Rows for a bulk load: the same door as [`super::import`], for rows that go in by the million.
//!
//! * [`imported`] passes every value through the normalisers.
//! * [`mod@plain`] takes rows whose values cannot need them: counts and context are typed keys with numbers, failures were
//!   normalised once for all rows that share them. A test holds the two to the same cells.
//! * `cells`: both, column by column.
//!
//! Who loads asks [`target`] for the table: nobody else names it.

mod cells;
pub mod plain;

use sea_orm::ConnectionTrait;

use super::import::{Imported, Row, row};
use crate::clock::Instant;
use crate::db::Owned;
use crate::db::bulk::{Cells, Target};
use crate::db::sql::statement;
use crate::problem::Result;
use cells::Values;
pub use plain::{Plain, PlainRun, Scratch, plain};

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
    cells::write(&values, cells);
    Ok(())
}

fn micros(at: Option<Instant>) -> Option<i64> {
    at.map(|at| at.timestamp_micros())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::catalog;
    use crate::db::bulk::Cell;
    use crate::ledger::{Failure, Failures, Initiator, Outcome, Scope, Status};

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
