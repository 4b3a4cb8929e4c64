//! The run tables from before the ledger, which are read-only history at the database: the one thing that may still be
//! said of a row is which run it became.
//!
//! Whoever brings such history in (a seed, an import from the platform's old database) opens the switch in the very
//! transaction that writes, and closes it before the commit. It cannot be left on by accident: on PostgreSQL its value
//! is the number of the transaction, which no later one shares; on SQLite it is a row that the database refuses to
//! commit. Statuses are no exception: a record of the old tables that was still at work has a shadow in the ledger, or
//! nothing that would ever move it.

use sea_orm::ConnectionTrait;

use crate::db::Engine;
use crate::problem::Result;

/// The tables.
pub const TABLES: [&str; 4] =
    ["backup_schedule_runs", "bulk_operation_runs", "entra_group_sync_runs", "inventory_sync_runs"];

/// Opens the tables for the rest of this transaction, or until [`close_in`].
///
/// # Errors
/// A database problem; the caller then rolls back.
pub async fn open_in<C: ConnectionTrait>(tx: &C, engine: Engine) -> Result<()> {
    tx.execute_unprepared(open_sql(engine)).await?;
    Ok(())
}

/// Closes them again. On SQLite nothing can be committed before.
///
/// # Errors
/// A database problem; the caller then rolls back.
pub async fn close_in<C: ConnectionTrait>(tx: &C, engine: Engine) -> Result<()> {
    tx.execute_unprepared(close_sql(engine)).await?;
    Ok(())
}

/// What [`open_in`] says, for whoever writes by other means than this crate's connections.
#[must_use]
pub fn open_sql(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "select set_config('opsledger.legacy_import', pg_current_xact_id()::text, true)",
        Engine::Sqlite => "insert into legacy_import (id) values (1)",
    }
}

/// What [`close_in`] says.
#[must_use]
pub fn close_sql(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "select set_config('opsledger.legacy_import', '', true)",
        Engine::Sqlite => "delete from legacy_import",
    }
}
