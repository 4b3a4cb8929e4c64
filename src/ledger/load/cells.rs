//! The columns of a run, in order.

use crate::catalog::Operation;
use crate::db::bulk::{Cell, Cells};
use crate::ledger::words::{Outcome, Scope, Status};

/// The values of a run.
pub(super) struct Values<'a> {
    pub(super) id: i64,
    pub(super) scope: Scope,
    pub(super) user_id: Option<i64>,
    pub(super) initiator: &'a str,
    pub(super) operation: &'static Operation,
    pub(super) status: Status,
    pub(super) outcome: Outcome,
    pub(super) hash: &'a str,
    pub(super) counts: &'a str,
    pub(super) failures: &'a str,
    pub(super) context: &'a str,
    pub(super) slot: Option<i64>,
    pub(super) attempt: i64,
    pub(super) reconciled_at: Option<i64>,
    pub(super) started_at: Option<i64>,
    pub(super) completed_at: Option<i64>,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
}

/// In the order of [`super::COLUMNS`].
pub(super) fn write(values: &Values<'_>, cells: &mut impl Cells) {
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
