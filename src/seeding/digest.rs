//! What a database holds of a scenario, as one number.
//!
//! SHA-256 over each row, every column in one canonical text form, and over the rows of a table in the order of their
//! ids. Ids are counted as in a fresh database, so the number is the same on either engine and beside any other rows.
//! It is taken twice: of the rows as they are made, and of the rows as they are read back. Left out: the identity
//! hash of a run, which covers real ids.

use sha2::{Digest, Sha256};

use super::blocks::Blocks;
use super::ids;
use super::rows::{Kind, Table, resource_table};
use crate::db::bulk::{Cell, Cells};

/// One table's share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableDigest {
    pub(super) name: String,
    /// Rows found within the block.
    pub(super) rows: i64,
    pub(super) digest: String,
}

/// All of them as one.
pub(super) fn whole(tables: &[TableDigest]) -> String {
    let mut hash = Sha256::new();
    for table in tables {
        hash.update(format!("{} {} {}\n", table.name, table.rows, table.digest));
    }
    hex(hash)
}

/// Rows as digests.
#[derive(Debug, Default)]
pub(super) struct Digests {
    pub(super) ids: Vec<i64>,
    /// Of each row, in the same order.
    pub(super) rows: Vec<[u8; 32]>,
}

/// The rows of a table one after the other, as one digest.
#[derive(Debug, Default)]
pub(super) struct Whole {
    hash: Sha256,
    rows: i64,
}

impl Whole {
    pub(super) fn add(&mut self, digests: &Digests) {
        for row in &digests.rows {
            self.hash.update(row);
            self.rows += 1;
        }
    }

    pub(super) fn finish(self, table: &str) -> TableDigest {
        TableDigest { name: table.to_owned(), rows: self.rows, digest: hex(self.hash) }
    }
}

/// Takes rows and keeps their digests.
pub(super) struct Digester<'a> {
    table: &'a Table,
    blocks: &'a Blocks,
    /// Whether JSON comes in canonical form with ids as in a fresh database, so that nothing need be read.
    is_canonical: bool,
    /// The row so far: one piece is hashed faster than sixty.
    row: Vec<u8>,
    column: usize,
    resource: Option<&'static str>,
    pub(super) digests: Digests,
}

impl<'a> Digester<'a> {
    /// For rows as they are made.
    pub(super) fn of_made(table: &'a Table, blocks: &'a Blocks) -> Self {
        Self::new(table, blocks, blocks.are_fresh())
    }

    /// For rows as they are read.
    pub(super) fn of_read(table: &'a Table, blocks: &'a Blocks) -> Self {
        Self::new(table, blocks, false)
    }

    fn new(table: &'a Table, blocks: &'a Blocks, is_canonical: bool) -> Self {
        let (row, digests) = (Vec::with_capacity(1_024), Digests::default());
        Self { table, blocks, is_canonical, row, column: 0, resource: None, digests }
    }

    /// A null and an empty text differ, and so do two columns whose texts run together.
    fn part(&mut self, text: &str) {
        self.row.push(1);
        self.row.extend_from_slice(&(text.len() as u64).to_be_bytes());
        self.row.extend_from_slice(text.as_bytes());
    }

    fn number(&mut self, value: i64) {
        self.part(itoa::Buffer::new().format(value));
    }

    fn json(&mut self, text: &str, kind: Kind) {
        if self.is_canonical {
            return self.part(text);
        }
        // What is no JSON stays as it is, and so changes the digest.
        let Ok(mut value) = serde_json::from_str::<serde_json::Value>(text) else { return self.part(text) };
        // A library elsewhere in the program can switch `preserve_order` on for everybody.
        value.sort_all_objects();
        let offset = |table: &str| self.blocks.first(table) - 1;
        match kind {
            Kind::Ids(table) => ids::shift_all(&mut value, |id| id - offset(table)),
            _ => ids::shift(&mut value, &|table, id| id - offset(table)),
        }
        self.part(&value.to_string());
    }
}

impl Cells for Digester<'_> {
    fn row(&mut self, id: i64) {
        self.column = 0;
        self.resource = None;
        self.digests.ids.push(id);
        self.number(id - self.blocks.first(self.table.name) + 1);
    }

    fn cell(&mut self, cell: Cell<'_>) {
        let (name, kind) = self.table.columns[self.column];
        self.column += 1;
        match cell {
            _ if kind == Kind::Opaque => {}
            Cell::Null => self.row.push(0),
            Cell::Int(value) => {
                let target = match kind {
                    Kind::Ref(target) => Some(target),
                    Kind::Resource => self.resource,
                    _ => None,
                };
                self.number(target.map_or(value, |target| value - self.blocks.first(target) + 1));
            }
            Cell::Bool(value) => self.part(if value { "true" } else { "false" }),
            Cell::Time(micros) => self.number(micros),
            Cell::Json(text) => self.json(text, kind),
            Cell::Text(text) => {
                if name == "resource_type" {
                    self.resource = resource_table(text);
                }
                self.part(text);
            }
        }
    }

    fn end(&mut self) {
        debug_assert_eq!(self.column, self.table.columns.len(), "every column of {} has its cell", self.table.name);
        self.digests.rows.push(Sha256::digest(&self.row).into());
        self.row.clear();
    }
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
