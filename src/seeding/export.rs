//! The rows of a scenario as text, for databases and programs that this one does not know: made, written and forgotten,
//! some thousand at a time. Ids are those of a fresh database. [`Made`] gives them as values, to programs that bring them
//! somewhere by themselves.

use std::io::{self, Write as _};
use std::sync::Arc;

use super::apply::{Options, Prepared};
use super::blocks::Blocks;
use super::rows::{TABLES, Table};
use super::scenario::Scenario;
use super::supply::{Stretch, Supply};
use crate::clock::Instant;
use crate::db::bulk::{Cell, Cells, time_text};
use crate::problem::{Problem, Result};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// `insert` statements that both engines read.
    Sql,
    /// Comma-separated values with a head line; nothing for null, two quotes for empty text.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// What a file of this format is called after its table.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Sql => "sql",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }
}

/// Writes every row into what `open` gives for its table; returns how many there were.
///
/// # Errors
/// As for a plan; `seed.export_failed` when it cannot be written.
pub fn export(
    scenario: &Scenario,
    options: &Options,
    now: Instant,
    format: Format,
    mut open: impl FnMut(&str) -> io::Result<Box<dyn io::Write>>,
) -> Result<i64> {
    let supply = Prepared::new(scenario, options, now, None)?.supply(Blocks::fresh())?;
    let mut rows = 0;
    for table in TABLES {
        let stretches = supply.stretches(table);
        if stretches.is_empty() {
            continue;
        }
        let mut out = open(table.name).map_err(failed)?;
        let mut lines = Lines::new(table, format);
        for stretch in stretches {
            supply.rows(table, stretch, &mut lines)?;
            lines.close_statement();
            out.write_all(lines.text.as_bytes()).map_err(failed)?;
            lines.text.clear();
        }
        out.flush().map_err(failed)?;
        rows += lines.rows;
    }
    Ok(rows)
}

/// The rows of one table as they are made.
pub struct Made {
    supply: Arc<Supply>,
    table: &'static Table,
    stretches: std::vec::IntoIter<Stretch>,
}

impl Made {
    /// Plans them; none for a table that no scenario fills.
    ///
    /// # Errors
    /// As for a plan.
    pub fn plan(scenario: &Scenario, options: &Options, now: Instant, table: &str) -> Result<Option<Self>> {
        let Some(table) = TABLES.iter().find(|known| known.name == table) else { return Ok(None) };
        let supply = Prepared::new(scenario, options, now, None)?.supply(Blocks::fresh())?;
        let stretches = supply.stretches(table).into_iter();
        Ok(Some(Self { supply, table, stretches }))
    }

    /// Makes the next few thousand rows, in the order of their ids; false when there are no more.
    ///
    /// # Errors
    /// As for an apply, where a row of the cast is none that the ledger takes.
    pub fn next_into(&mut self, cells: &mut impl Cells) -> Result<bool> {
        let Some(stretch) = self.stretches.next() else { return Ok(false) };
        self.supply.rows(self.table, stretch, cells)?;
        Ok(true)
    }
}

fn failed(error: io::Error) -> Problem {
    Problem::work("seed.export_failed", format!("cannot write the export: {error}"))
        .next("check the path, its rights and the space that is left")
}

/// Rows as lines of text.
struct Lines<'a> {
    table: &'a Table,
    format: Format,
    column: usize,
    text: String,
    in_statement: bool,
    rows: i64,
}

impl<'a> Lines<'a> {
    fn new(table: &'a Table, format: Format) -> Self {
        let mut text = String::new();
        if format == Format::Csv {
            let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            text = format!("id,{}\r\n", names.join(","));
        }
        Self { table, format, column: 0, text, in_statement: false, rows: 0 }
    }

    fn close_statement(&mut self) {
        if self.in_statement {
            self.text.push_str(";\n");
            self.in_statement = false;
        }
    }

    fn value(&mut self, cell: Cell<'_>) {
        match (self.format, cell) {
            (Format::Csv, Cell::Null) => {}
            (_, Cell::Null) => self.text.push_str("null"),
            (_, Cell::Int(value)) => self.text.push_str(&value.to_string()),
            (_, Cell::Bool(value)) => self.text.push_str(if value { "true" } else { "false" }),
            (_, Cell::Time(micros)) => self.words(&time_text(micros)),
            // In a line of JSON, JSON stays what it is.
            (Format::Jsonl, Cell::Json(value)) => self.text.push_str(value),
            (_, Cell::Text(value) | Cell::Json(value)) => self.words(value),
        }
    }

    fn words(&mut self, value: &str) {
        match self.format {
            Format::Jsonl => self.text.push_str(&serde_json::Value::from(value).to_string()),
            Format::Sql => self.quoted(value, '\''),
            Format::Csv => self.quoted(value, '"'),
        }
    }

    fn quoted(&mut self, value: &str, quote: char) {
        self.text.push(quote);
        for letter in value.chars() {
            if letter == quote {
                self.text.push(quote);
            }
            self.text.push(letter);
        }
        self.text.push(quote);
    }
}

impl Cells for Lines<'_> {
    fn row(&mut self, id: i64) {
        self.rows += 1;
        self.column = 0;
        match self.format {
            Format::Sql => {
                if self.in_statement {
                    self.text.push_str(",\n(");
                } else {
                    let names: Vec<&str> = self.table.columns.iter().map(|(name, _)| *name).collect();
                    let head = format!("insert into {} (id, {}) values\n(", self.table.name, names.join(", "));
                    self.text.push_str(&head);
                    self.in_statement = true;
                }
                self.text.push_str(&id.to_string());
            }
            Format::Csv => self.text.push_str(&id.to_string()),
            Format::Jsonl => self.text.push_str(&format!("{{\"table\":\"{}\",\"id\":{id}", self.table.name)),
        }
    }

    fn cell(&mut self, cell: Cell<'_>) {
        let (name, _) = self.table.columns[self.column];
        self.column += 1;
        match self.format {
            Format::Sql => self.text.push_str(", "),
            Format::Csv => self.text.push(','),
            Format::Jsonl => self.text.push_str(&format!(",\"{name}\":")),
        }
        self.value(cell);
    }

    fn end(&mut self) {
        match self.format {
            Format::Sql => self.text.push(')'),
            Format::Csv => self.text.push_str("\r\n"),
            Format::Jsonl => self.text.push_str("}\n"),
        }
    }
}
