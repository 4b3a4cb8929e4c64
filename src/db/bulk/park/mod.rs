//! What is taken down while a table is loaded and put up again in the same transaction: read from the catalogue,
//! rebuilt word by word. Whatever ends the process in between, the database rolls back to what it was.
//!
//! * Indexes, and unique constraints that no foreign key leans on; primary keys stay.
//! * Of partial indexes, where rows are only added, those that many rows are in ([`Parked::crowded`]). To build one that
//!   hardly any row is in reads the whole table for nothing; to keep it up costs a row the look at its condition.
//! * Foreign keys of the loaded tables; the database validates all rows when they come back.
//! * Triggers that guard history, where seeded history itself is to change; the rows of others are not touched.
//!
//! `catalogue` has the words in which either engine is asked.

mod catalogue;

use sea_orm::ConnectionTrait;

use crate::db::Engine;
use crate::db::owned::Owned;
use crate::db::sql::statement;
use crate::problem::Result;
use catalogue::{FOREIGN_KEYS, GUARDS, Index, SQLITE_TRIGGERS, UNIQUE_CONSTRAINTS, indexes, pairs};

/// Which indexes and unique constraints to take down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Indexes {
    /// None.
    #[default]
    Stay,
    /// Those of every row at once, the partial ones when [`Parked::crowded`] finds them worth it. For rows that are only
    /// added: where values change hands, a unique index that is up would refuse the first of two.
    OfEveryRow,
    /// All.
    Go,
}

/// What to take down.
#[derive(Debug, Clone, Copy, Default)]
pub struct Park {
    /// Indexes and unique constraints.
    pub indexes: Indexes,
    /// Foreign keys. On SQLite they are deferred to the commit instead.
    pub foreign_keys: bool,
    /// Triggers.
    pub guards: bool,
}

/// What was taken down.
#[derive(Debug)]
#[must_use = "what was taken down must be put up again"]
pub struct Parked {
    /// The statements that put it up again, in order.
    restore: Vec<String>,
    /// The same of foreign keys, which go last: they lean on the unique indexes of their targets.
    keys: Vec<String>,
    /// Whether partial indexes are up that may go.
    waits: bool,
}

/// Takes down what `what` says of `tables`.
///
/// # Errors
/// Any database problem; the caller then rolls back.
pub async fn park(tx: &Owned, tables: &[&str], what: Park) -> Result<Parked> {
    let mut parked = Parked { restore: Vec::new(), keys: Vec::new(), waits: what.indexes == Indexes::OfEveryRow };
    let (postgres, down) = (tx.engine() == Engine::Postgres, what.indexes != Indexes::Stay);
    if what.foreign_keys && postgres {
        // Before indexes, on which they lean.
        parked.keys = take_down(tx, FOREIGN_KEYS, tables).await?;
    }
    if what.foreign_keys && !postgres {
        tx.execute_unprepared("pragma defer_foreign_keys = on").await?;
    }
    if down && postgres {
        tx.execute_unprepared(MEMORY).await?;
        parked.restore.extend(take_down(tx, UNIQUE_CONSTRAINTS, tables).await?);
    }
    if down {
        for index in indexes(tx, tables).await? {
            if index.condition.is_none() || what.indexes == Indexes::Go {
                parked.take(tx, index).await?;
            }
        }
    }
    // On SQLite one of them looks at every row that comes.
    if what.guards || (down && !postgres) {
        let guards = if postgres { GUARDS } else { SQLITE_TRIGGERS };
        parked.restore.extend(take_down(tx, guards, tables).await?);
    }
    Ok(parked)
}

impl Parked {
    /// The statements that put it up again, in order.
    pub fn statements(&self) -> impl Iterator<Item = &str> {
        self.restore.iter().chain(&self.keys).map(String::as_str)
    }

    /// Takes down the partial indexes of `table` that more than one in fifty of its newest rows are in, if any wait to be
    /// judged. A wrong guess costs time and nothing else.
    ///
    /// # Errors
    /// Any database problem; the caller then rolls back.
    pub async fn crowded(&mut self, tx: &Owned, table: &str) -> Result<()> {
        if !self.waits {
            return Ok(());
        }
        let counts = |indexes: &[Index]| {
            let conditions = indexes.iter().filter_map(|index| index.condition.as_deref());
            conditions.map(|condition| format!(", count(*) filter (where {condition})")).collect::<String>()
        };
        let partial: Vec<Index> =
            indexes(tx, &[table]).await?.into_iter().filter(|index| index.condition.is_some()).collect();
        let newest = format!("select * from {table} order by id desc limit {SAMPLE}");
        let sql = format!("select count(*){} from ({newest}) newest", counts(&partial));
        let Some(row) = tx.query_one_raw(statement(tx.engine(), &sql, [])).await? else { return Ok(()) };
        let all: i64 = row.try_get_by_index(0)?;
        for (place, index) in partial.into_iter().enumerate() {
            if row.try_get_by_index::<i64>(place + 1)? * CROWD > all {
                self.take(tx, index).await?;
            }
        }
        Ok(())
    }

    async fn take(&mut self, tx: &Owned, index: Index) -> Result<()> {
        tx.execute_unprepared(&index.down).await?;
        self.restore.push(index.up);
        Ok(())
    }

    /// Puts everything but foreign keys up again, so that tables can be analysed before their keys are validated.
    ///
    /// # Errors
    /// `db.refused` when a row breaks what is put up; the caller then rolls back.
    pub async fn restore_indexes(&mut self, tx: &Owned) -> Result<()> {
        for sql in self.restore.drain(..) {
            tx.execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    /// Puts everything up again; the database looks at every row while it does.
    ///
    /// # Errors
    /// `db.refused` when a row breaks what is put up; the caller then rolls back.
    pub async fn restore(mut self, tx: &Owned) -> Result<()> {
        self.restore_indexes(tx).await?;
        for sql in self.keys {
            tx.execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}

/// Takes down what the query finds; returns what puts it up again.
async fn take_down(tx: &Owned, query: &str, tables: &[&str]) -> Result<Vec<String>> {
    let mut restore = Vec::new();
    for (down, up) in pairs(tx, query, tables).await? {
        tx.execute_unprepared(&down).await?;
        restore.push(up);
    }
    Ok(restore)
}

/// So many rows say how crowded an index will be.
const SAMPLE: i64 = 8_192;
/// An index is crowded that more than one row in so many is in: about where coming into it row by row, in no order,
/// costs what reading the table once more does.
const CROWD: i64 = 50;

/// The stock 64 MB suffice one process that sorts; with this the two helpers that PostgreSQL allows by itself sort too,
/// and some million keys fit. For this transaction only; whoever has given more keeps it.
const MEMORY: &str = "\
    select set_config('maintenance_work_mem', '384MB', true) \
    where pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes('384MB')";
