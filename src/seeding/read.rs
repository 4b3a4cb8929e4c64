//! The rows of a scenario as the database holds them, in the order of their ids, some thousand at a time.

use sea_orm::{ConnectionTrait, QueryResult};

use super::blocks::Blocks;
use super::digest::{Digester, Digests, TableDigest, Whole};
use super::rows::{Kind, TABLES, Table};
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::bulk::{Cell, Cells};
use crate::db::sql::statement;
use crate::problem::Result;

const CHUNK: i64 = 5_000;

/// Reads a table's rows whose ids lie in a range.
pub(super) struct Reader<'a> {
    table: &'a Table,
    blocks: &'a Blocks,
    engine: Engine,
    sql: String,
}

impl<'a> Reader<'a> {
    pub(super) fn new(engine: Engine, table: &'a Table, blocks: &'a Blocks) -> Self {
        let columns: Vec<String> = table.columns.iter().map(|(name, kind)| as_text(engine, name, *kind)).collect();
        let sql = format!(
            "select t.id, {} from {} t where t.id > $1 and t.id <= $2 order by t.id limit {CHUNK}",
            columns.join(", "),
            table.name
        );
        Self { table, blocks, engine, sql }
    }

    /// The next rows with an id above `after`, up to and with `last`; none when there are no more.
    pub(super) async fn next<C: ConnectionTrait>(&self, connection: &C, after: i64, last: i64) -> Result<Digests> {
        let rows = connection.query_all_raw(statement(self.engine, &self.sql, [after.into(), last.into()])).await?;
        let mut digester = Digester::of_read(self.table, self.blocks);
        for row in rows {
            read(&row, self.table, &mut digester)?;
        }
        Ok(digester.digests)
    }

    /// The digest of everything in the block.
    pub(super) async fn whole<C: ConnectionTrait>(&self, connection: &C) -> Result<TableDigest> {
        let block = self.blocks.get(self.table.name);
        let (mut whole, mut after) = (Whole::default(), block.first - 1);
        loop {
            let digests = self.next(connection, after, block.end() - 1).await?;
            let Some(last) = digests.ids.last() else { break };
            after = *last;
            whole.add(&digests);
        }
        Ok(whole.finish(self.table.name))
    }
}

/// The digest of each table, in the order of a plan.
pub(super) async fn digests<C: ConnectionTrait>(
    connection: &C,
    engine: Engine,
    blocks: &Blocks,
) -> Result<Vec<TableDigest>> {
    let mut digests = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        digests.push(Reader::new(engine, table, blocks).whole(connection).await?);
    }
    Ok(digests)
}

/// Whether there is a row with this id.
pub(super) async fn exists<C: ConnectionTrait>(connection: &C, table: &str, id: i64) -> Result<bool> {
    let engine =
        if connection.get_database_backend() == Engine::Postgres.backend() { Engine::Postgres } else { Engine::Sqlite };
    let sql = format!("select 1 from {table} where id = $1");
    Ok(connection.query_one_raw(statement(engine, &sql, [id.into()])).await?.is_some())
}

fn as_text(engine: Engine, column: &str, kind: Kind) -> String {
    match (kind, engine) {
        (Kind::Bool, _) => format!("case when {column} then 'true' when not {column} then 'false' end"),
        (Kind::Time, Engine::Postgres) => format!("(extract(epoch from {column}) * 1000000)::bigint::text"),
        (Kind::Opaque, _) => "null".into(),
        _ => format!("cast({column} as text)"),
    }
}

/// What does not have the form of its column stays text, and so changes the digest.
fn read(row: &QueryResult, table: &Table, cells: &mut impl Cells) -> Result<()> {
    cells.row(row.try_get_by_index(0)?);
    for (n, (_, kind)) in table.columns.iter().enumerate() {
        let text: Option<String> = if *kind == Kind::Opaque { None } else { row.try_get_by_index(n + 1)? };
        let Some(text) = text else {
            cells.cell(Cell::Null);
            continue;
        };
        cells.cell(match kind {
            Kind::Int | Kind::Ref(_) | Kind::Resource => text.parse().map_or(Cell::Text(&text), Cell::Int),
            Kind::Bool => Cell::Bool(text == "true"),
            Kind::Time => time(&text).map_or(Cell::Text(&text), Cell::Time),
            Kind::Json | Kind::Ids(_) => Cell::Json(&text),
            Kind::Text | Kind::Opaque => Cell::Text(&text),
        });
    }
    cells.end();
    Ok(())
}

/// Microseconds, as PostgreSQL gives them, or one of the forms that SQLite keeps.
fn time(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| text.parse::<Instant>().ok().map(|at| at.timestamp_micros()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_instant_has_one_number_whatever_the_engine_writes() {
        assert_eq!(time("1768478400000000"), time("2026-01-15T12:00:00+00:00"));
        assert_eq!(time("2026-01-15T12:00:00.5+00:00"), time("2026-01-15T12:00:00.500000Z"));
        assert_eq!(time("soon"), None);
    }
}
