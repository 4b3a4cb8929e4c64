//! Blocks of ids: the rows of one scenario lie in one range of each table's ids, so who owns a row is a comparison and
//! costs nothing per row. Ids of a block beyond its rows are kept free for the scenario to grow into.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;

use super::rows::TABLES;
use super::standing::Standing;
use crate::db::Engine;
use crate::db::sql::{batch, statement};
use crate::problem::{Problem, Result};

/// The ids of one scenario, table by table.
#[derive(Debug, Clone, Default)]
pub(super) struct Blocks(BTreeMap<String, Block>);

/// A range of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) first: i64,
    pub(super) rows: i64,
    /// How many ids it takes, used or not.
    pub(super) room: i64,
}

impl Block {
    /// The first id behind it.
    pub(super) fn end(self) -> i64 {
        self.first + self.room
    }
}

impl Blocks {
    /// The id of the first row of `table`; 0 for a table without a block.
    pub(super) fn first(&self, table: &str) -> i64 {
        self.0.get(table).map_or(0, |block| block.first)
    }

    pub(super) fn get(&self, table: &str) -> Block {
        self.0.get(table).copied().unwrap_or(Block { first: 0, rows: 0, room: 0 })
    }
}

impl Blocks {
    /// Whether each table's block begins where its ids begin, so that an id is what it is in any fresh database.
    pub(super) fn are_fresh(&self) -> bool {
        self.0.values().all(|block| block.first == 1)
    }

    /// Blocks as a database without rows would give them out: what exports and plans count with.
    pub(super) fn fresh() -> Self {
        let block = Block { first: 1, rows: 0, room: 0 };
        Self(TABLES.iter().map(|table| (table.name.to_owned(), block)).collect())
    }

    /// Says how many rows a table's block turned out to hold.
    pub(super) fn set_rows(&mut self, table: &str, rows: i64) {
        if let Some(block) = self.0.get_mut(table) {
            block.rows = rows;
        }
    }
}

/// Keeps everybody else from taking ids, or applying a scenario, until this transaction ends. On SQLite the
/// transaction itself does. A role that does not own the tables can only keep other seeders away: should somebody else
/// take one of its ids meanwhile, the primary key refuses the seed, and nothing was written.
pub(super) async fn lock<C: ConnectionTrait>(tx: &C, engine: Engine, standing: Standing) -> Result<()> {
    if engine == Engine::Postgres && !standing.owns {
        tx.execute_unprepared("lock table seed_applications, seed_blocks in share row exclusive mode").await?;
    } else if engine == Engine::Postgres {
        // The applications first: a second seeder waits there and holds nothing that a third could want. Then in
        // the order in which the ledger writes its tables.
        let tables: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        let sql =
            format!("lock table seed_applications, seed_blocks, {} in share row exclusive mode", tables.join(", "));
        tx.execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Takes one block a table, above every id that the table ever gave out.
pub(super) async fn allocate<C: ConnectionTrait>(
    tx: &C,
    engine: Engine,
    room_of: impl Fn(&str) -> i64,
) -> Result<Blocks> {
    let mut blocks = Blocks::default();
    for table in TABLES.iter().map(|table| table.name) {
        let given = match engine {
            Engine::Postgres => format!("pg_sequence_last_value(pg_get_serial_sequence('{table}', 'id')::regclass)"),
            Engine::Sqlite => format!("(select seq from sqlite_sequence where name = '{table}')"),
        };
        let sql = format!("select coalesce((select max(id) from {table}), 0), coalesce({given}, 0)");
        let row = tx.query_one_raw(statement(engine, &sql, [])).await?;
        let row = row.ok_or_else(|| Problem::work("db.statement_failed", format!("{table} has no highest id")))?;
        let (held, given): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let block = Block { first: held.max(given) + 1, rows: 0, room: room_of(table) };
        if block.room > 0 {
            reserve(tx, engine, table, block.end() - 1).await?;
        }
        blocks.0.insert(table.to_owned(), block);
    }
    Ok(blocks)
}

/// Lets the database go on counting behind `last`.
async fn reserve<C: ConnectionTrait>(tx: &C, engine: Engine, table: &str, last: i64) -> Result<()> {
    let sql = match engine {
        Engine::Postgres => format!("select setval(pg_get_serial_sequence('{table}', 'id'), {last})"),
        Engine::Sqlite => {
            let insert = format!(
                "insert into sqlite_sequence (name, seq) select '{table}', 0 \
                 where not exists (select 1 from sqlite_sequence where name = '{table}')"
            );
            tx.execute_unprepared(&insert).await?;
            format!("update sqlite_sequence set seq = max(seq, {last}) where name = '{table}' returning seq")
        }
    };
    tx.query_one_raw(statement(engine, &sql, [])).await?;
    Ok(())
}

/// Writes down which rows are the scenario's, and what each table held.
pub(super) async fn record<C: ConnectionTrait>(
    tx: &C,
    engine: Engine,
    scenario: &str,
    blocks: &Blocks,
    digests: &[super::digest::TableDigest],
) -> Result<()> {
    use crate::db::sql::{Field, records};
    let rows: Vec<serde_json::Value> = digests
        .iter()
        .map(|table| {
            let block = blocks.get(&table.name);
            serde_json::json!({
                "scenario": scenario, "table_name": table.name, "first_id": block.first, "row_count": table.rows,
                "id_room": block.room, "content_digest": table.digest,
            })
        })
        .collect();
    let fields = [
        ("scenario", Field::Text),
        ("table_name", Field::Text),
        ("first_id", Field::Int),
        ("row_count", Field::Int),
        ("id_room", Field::Int),
        ("content_digest", Field::Text),
    ];
    let sql = format!(
        "insert into seed_blocks (scenario, table_name, first_id, row_count, id_room, content_digest) \
         select scenario, table_name, first_id, row_count, id_room, content_digest from {}",
        records(engine, 1, "w", &fields)
    );
    tx.execute_raw(statement(engine, &sql, [batch(&rows)])).await?;
    Ok(())
}

/// The blocks of an applied scenario, each with the digest that was recorded for it.
pub(super) async fn recorded<C: ConnectionTrait>(
    connection: &C,
    engine: Engine,
    scenario: &str,
) -> Result<(Blocks, BTreeMap<String, String>)> {
    let sql = "select table_name, first_id, row_count, id_room, content_digest from seed_blocks where scenario = $1";
    let rows = connection.query_all_raw(statement(engine, sql, [scenario.into()])).await?;
    let (mut blocks, mut digests) = (Blocks::default(), BTreeMap::new());
    for row in rows {
        let table: String = row.try_get_by_index(0)?;
        let first = row.try_get_by_index(1)?;
        blocks.0.insert(table.clone(), Block { first, rows: row.try_get_by_index(2)?, room: row.try_get_by_index(3)? });
        digests.insert(table, row.try_get_by_index(4)?);
    }
    Ok((blocks, digests))
}
