//! Which way rows go in: the bulk path takes indexes and foreign keys down first, the ordinary path leaves a database
//! that is in use as it is. Both are one transaction, and both send rows in the same form.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::rows::TABLES;
use super::standing::Standing;
use crate::db::bulk::{Indexes, Park};
use crate::db::sql::statement;
use crate::db::{Engine, Owned};
use crate::problem::Result;

/// Below so many rows, taking indexes down and building them again costs more than it saves.
const WORTH_IT: i64 = 20_000;

/// A way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Indexes and foreign keys are down while rows go in.
    Bulk,
    /// Everything stays up.
    Ordinary,
}

/// The way that is taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Path {
    /// Which.
    pub way: Way,
    /// In one clause.
    pub why: String,
}

impl Path {
    pub(super) fn park(&self) -> Park {
        match self.way {
            Way::Bulk => Park { indexes: Indexes::OfEveryRow, foreign_keys: true, guards: false },
            Way::Ordinary => Park::default(),
        }
    }
}

/// Decides from numbers alone; pure.
pub(super) fn decide(rows: i64, held: i64, others: i64) -> Path {
    let (way, why) = if rows < WORTH_IT {
        (Way::Ordinary, format!("{rows} rows are few"))
    } else if others > 0 {
        (Way::Ordinary, format!("{others} other session(s) use these tables"))
    } else if held > rows {
        (Way::Ordinary, "the tables hold more rows than are added, and their indexes stay".to_owned())
    } else {
        (Way::Bulk, format!("{rows} rows into tables that hold {held}; indexes are built at the end"))
    };
    Path { way, why }
}

/// Looks at the database and decides.
pub(super) async fn choose<C: ConnectionTrait>(
    connection: &C,
    engine: Engine,
    rows: i64,
    standing: Standing,
) -> Result<Path> {
    if rows < WORTH_IT {
        return Ok(decide(rows, 0, 0));
    }
    if !standing.owns {
        let why = "this role does not own the tables, so their indexes stay".to_owned();
        return Ok(Path { way: Way::Ordinary, why });
    }
    let mut held: i64 = 0;
    for table in TABLES {
        let sql = format!("select count(*) from (select 1 from {} limit {}) as seen", table.name, rows + 1);
        let row = connection.query_one_raw(statement(engine, &sql, [])).await?;
        held += row.map_or(Ok(0), |row| row.try_get_by_index::<i64>(0))?;
    }
    let others = if engine == Engine::Postgres {
        let names = serde_json::json!(TABLES.iter().map(|table| table.name).collect::<Vec<_>>()).to_string();
        let sql = "select count(distinct l.pid) from pg_locks l join jsonb_array_elements_text($1::jsonb) t(name) \
                   on l.relation = t.name::regclass \
                   join pg_stat_activity a on a.pid = l.pid and a.backend_type = 'client backend' \
                   and a.datname = current_database() where l.pid <> pg_backend_pid()";
        let row = connection.query_one_raw(statement(engine, sql, [names.into()])).await?;
        row.map_or(Ok(0), |row| row.try_get_by_index(0))?
    } else {
        0
    };
    Ok(decide(rows, held, others))
}

/// What parks: the tables of a plan, for [`crate::db::bulk::park()`].
pub(super) fn tables() -> Vec<&'static str> {
    TABLES.iter().map(|table| table.name).collect()
}

/// New plans for new rows. JSON is left to the server's own round, which comes within a minute because a list of columns
/// does not count as one: no plan asks for it, and it takes a third of the time.
pub(super) async fn analyze(tx: &Owned) -> Result<()> {
    for table in TABLES {
        let columns =
            if tx.engine() == Engine::Postgres { plain_columns(tx, table.name).await? } else { String::new() };
        tx.execute_unprepared(&format!("analyze {}{columns}", table.name)).await?;
    }
    Ok(())
}

/// The columns that hold no JSON, in brackets.
async fn plain_columns(tx: &Owned, table: &str) -> Result<String> {
    let sql = "select coalesce('(' || string_agg(quote_ident(attname), ', ') || ')', '') from pg_attribute \
               where attrelid = $1::text::regclass and attnum > 0 and not attisdropped \
               and atttypid not in ('json'::regtype, 'jsonb'::regtype)";
    let row = tx.query_one_raw(statement(tx.engine(), sql, [table.into()])).await?;
    Ok(row.map_or(Ok(String::new()), |row| row.try_get_by_index(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bulk_path_is_for_many_rows_in_tables_that_nobody_uses() {
        assert_eq!(decide(19_999, 0, 0).way, Way::Ordinary);
        assert_eq!(decide(20_000, 0, 0).way, Way::Bulk);
        assert_eq!(decide(20_000, 20_001, 0).way, Way::Ordinary);
        assert_eq!(decide(1_000_000, 5, 1).way, Way::Ordinary);
    }
}
