//! Rows as bound values, for multi-row inserts into SQLite.

use super::cell::{Cell, Cells, time_text};

/// Holds the values of a chunk, row after row.
#[derive(Debug, Default)]
pub(super) struct BoundRows {
    pub(super) values: Vec<Bound>,
}

/// A value that outlives its row.
#[derive(Debug, Clone)]
pub(super) enum Bound {
    Null,
    Int(i64),
    Text(String),
}

impl Cells for BoundRows {
    fn row(&mut self, id: i64) {
        self.values.push(Bound::Int(id));
    }

    fn cell(&mut self, cell: Cell<'_>) {
        self.values.push(match cell {
            Cell::Null => Bound::Null,
            Cell::Int(value) => Bound::Int(value),
            Cell::Bool(value) => Bound::Int(i64::from(value)),
            Cell::Time(micros) => Bound::Text(time_text(micros)),
            Cell::Text(value) | Cell::Json(value) => Bound::Text(value.to_owned()),
        });
    }

    fn end(&mut self) {}
}
