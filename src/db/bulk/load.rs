//! Puts chunks of rows into a table: binary COPY on PostgreSQL, prepared multi-row inserts on SQLite.
//!
//! A chunk is encoded on any thread, by `encode`, and sent in order, by [`load`]. Whatever stands in the
//! way of speed (indexes, foreign keys) is parked by the caller, or left where it is.

use futures::{Stream, StreamExt};
use sea_orm::sqlx::{self, AssertSqlSafe, Sqlite, SqliteConnection};

use super::bound::{Bound, BoundRows};
use super::cell::{Cell, Cells};
use super::copy::{CopyRows, HEADER, TRAILER};
use super::target::Target;
use crate::db::Engine;
use crate::db::owned::{Held, Owned, failed};
use crate::problem::{Problem, Result};

/// Values in one SQLite statement: between a hundred and five hundred rows is where it is fastest.
const VALUES: usize = 4_000;

/// Rows in the form that goes to the database.
#[derive(Debug)]
pub struct Chunk {
    rows: usize,
    form: Form,
}

#[derive(Debug)]
enum Form {
    Copy(Vec<u8>),
    Bound(Vec<Bound>),
}

/// Takes the rows of one chunk.
pub struct Encoder<'a> {
    rows: usize,
    form: EncoderForm<'a>,
}

enum EncoderForm<'a> {
    Copy(CopyRows<'a>),
    Bound(BoundRows),
}

impl Target {
    /// An encoder for about so many rows.
    #[must_use]
    pub fn encoder(&self, rows: usize) -> Encoder<'_> {
        let form = match self.engine {
            Engine::Postgres => EncoderForm::Copy(CopyRows::new(&self.types, rows)),
            Engine::Sqlite => EncoderForm::Bound(BoundRows { values: Vec::with_capacity(rows * self.columns.len()) }),
        };
        Encoder { rows: 0, form }
    }
}

impl Encoder<'_> {
    /// The chunk, ready to be sent.
    #[must_use]
    pub fn finish(self) -> Chunk {
        let form = match self.form {
            EncoderForm::Copy(rows) => Form::Copy(rows.bytes),
            EncoderForm::Bound(rows) => Form::Bound(rows.values),
        };
        Chunk { rows: self.rows, form }
    }
}

impl Chunk {
    /// How many rows it holds.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }
}

impl Cells for Encoder<'_> {
    fn row(&mut self, id: i64) {
        self.rows += 1;
        match &mut self.form {
            EncoderForm::Copy(rows) => rows.row(id),
            EncoderForm::Bound(rows) => rows.row(id),
        }
    }

    fn cell(&mut self, cell: Cell<'_>) {
        match &mut self.form {
            EncoderForm::Copy(rows) => rows.cell(cell),
            EncoderForm::Bound(rows) => rows.cell(cell),
        }
    }

    fn end(&mut self) {
        match &mut self.form {
            EncoderForm::Copy(rows) => rows.end(),
            EncoderForm::Bound(rows) => rows.end(),
        }
    }
}

/// Sends the chunks, in order; returns how many rows went in. `sent` is told the rows of each chunk.
///
/// # Errors
/// The first problem of a chunk, or what the database says. The caller then rolls back.
pub async fn load(
    tx: &Owned,
    target: &Target,
    chunks: impl Stream<Item = Result<Chunk>>,
    mut sent: impl FnMut(usize),
) -> Result<u64> {
    let mut chunks = std::pin::pin!(chunks);
    let columns = target.columns.join(", ");
    let mut total = 0;
    match &mut *tx.hold().await {
        Held::Postgres(tx) => {
            let sql = format!("copy {} ({columns}) from stdin (format binary)", target.table);
            let mut copy = tx.copy_in_raw(&sql).await.map_err(failed)?;
            let mut result = copy.send(HEADER).await.map(|_| ()).map_err(refused);
            while result.is_ok() {
                let Some(chunk) = chunks.next().await else { break };
                result = match chunk {
                    Ok(Chunk { rows, form: Form::Copy(bytes) }) => {
                        sent(rows);
                        copy.send(bytes).await.map(|_| ()).map_err(refused)
                    }
                    Ok(_) => Err(wrong_form()),
                    Err(problem) => Err(problem),
                };
            }
            if let Err(problem) = result {
                // What the server says to an abort is that it was aborted; what came first is what counts.
                let said = copy.abort("the load ended early").await;
                drop(said);
                return Err(problem);
            }
            copy.send(TRAILER).await.map_err(refused)?;
            total = copy.finish().await.map_err(refused)?;
        }
        Held::Sqlite(tx) => {
            let width = target.columns.len();
            let most = (VALUES / width).max(1) * width;
            while let Some(chunk) = chunks.next().await {
                let Chunk { rows, form: Form::Bound(values) } = chunk? else { return Err(wrong_form()) };
                let mut values = values.into_iter().peekable();
                while values.peek().is_some() {
                    let part: Vec<Bound> = values.by_ref().take(most).collect();
                    insert(tx, &target.table, &columns, width, part).await?;
                }
                total += rows as u64;
                sent(rows);
            }
        }
    }
    Ok(total)
}

async fn insert(
    connection: &mut SqliteConnection,
    table: &str,
    columns: &str,
    width: usize,
    values: Vec<Bound>,
) -> Result<()> {
    let row = format!("({})", vec!["?"; width].join(", "));
    let rows = vec![row.as_str(); values.len() / width].join(", ");
    let sql = format!("insert into {table} ({columns}) values {rows}");
    let mut query = sqlx::query::<Sqlite>(AssertSqlSafe(sql));
    for value in values {
        query = match value {
            Bound::Null => query.bind(None::<String>),
            Bound::Int(value) => query.bind(value),
            Bound::Text(value) => query.bind(value),
        };
    }
    query.execute(connection).await.map_err(refused)?;
    Ok(())
}

fn refused(error: sqlx::Error) -> Problem {
    failed(error).into()
}

fn wrong_form() -> Problem {
    Problem::work("db.statement_failed", "a chunk was encoded for another engine")
}
