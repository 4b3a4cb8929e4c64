//! What came of applying.

use serde::Serialize;

use crate::clock::Instant;
use crate::seeding::blocks::Blocks;
use crate::seeding::converge;
use crate::seeding::path::Path;
use crate::seeding::rows::TABLES;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Which scenario.
    pub scenario: String,
    /// The digest of its rows as they were written.
    pub digest: String,
    /// The seed that was used.
    pub seed: i64,
    /// The instant that counted as now.
    pub as_of: Instant,
    /// Rows of each table.
    pub tables: Vec<TableRows>,
    /// Whether anything was written; not when the scenario was there already.
    pub changed: bool,
    /// Which way the rows went in, if any did.
    pub path: Option<Path>,
    /// What was added, set right and removed, where rows were there before.
    pub difference: Option<converge::Difference>,
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableRows {
    /// The table.
    pub table: String,
    /// How many rows the scenario owns there.
    pub rows: i64,
}

/// What each table holds of a scenario, as it was written down.
pub(super) fn recorded_rows(blocks: &Blocks) -> Vec<TableRows> {
    TABLES.iter().map(|table| TableRows { table: table.name.to_owned(), rows: blocks.get(table.name).rows }).collect()
}
