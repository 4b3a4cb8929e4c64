//! Opens a database and hands out transactions.
//!
//! SQLite has one writer: a pool of exactly one connection writes, always in `BEGIN IMMEDIATE`, and a pool of
//! `query_only` connections reads. With several writers, or a read that turns into a write, SQLite fails at once
//! under contention instead of waiting. PostgreSQL uses one pool for both.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use sea_orm::metric::Info;
use sea_orm::{
    ConnectOptions, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use super::address::{Engine, engine_of};
use super::owned::{Held, Owned, failed};
use super::{postgres, sqlite};
use crate::problem::Result;

/// What may be done to a SQLite file that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The file must exist: a read command must not leave an empty database behind.
    Existing,
    /// The file is made when the address allows it (`mode=rwc`).
    Create,
}

/// Since when the connections of a pool are in doubt.
pub(super) type Doubted = Arc<Mutex<Option<Instant>>>;

/// An open database.
#[derive(Debug, Clone)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
    engine: Engine,
    doubted: Doubted,
}

impl Db {
    /// Opens `url`, `sqlite://…` or `postgres://…`, with `pool` connections at most.
    ///
    /// # Errors
    /// `db.url_invalid`, `db.not_found`, `db.unreadable` or `db.unreachable`; none of them shows a password.
    pub async fn open(url: &str, access: Access, pool: u32) -> Result<Self> {
        match engine_of(url)? {
            Engine::Sqlite => sqlite::open(url, access, pool).await,
            Engine::Postgres => postgres::open(url, pool).await,
        }
    }

    /// One whose writer and reader are `write` and `read`, and its pool in doubt since `doubted`.
    pub(super) fn of(write: DatabaseConnection, read: DatabaseConnection, engine: Engine, doubted: Doubted) -> Self {
        Self { write, read, engine, doubted }
    }

    /// One that is only looked at.
    pub(super) fn reading(connection: DatabaseConnection, engine: Engine) -> Self {
        Self { write: connection.clone(), read: connection, engine, doubted: Arc::default() }
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The connection that reads; on SQLite it cannot write.
    #[must_use]
    pub fn reader(&self) -> &DatabaseConnection {
        &self.read
    }

    /// The connection that writes, for a single statement that is its own transaction.
    #[must_use]
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Begins a write transaction: `BEGIN IMMEDIATE` on SQLite.
    ///
    /// # Errors
    /// `db.locked` when another process holds SQLite's write lock for longer than the busy timeout.
    pub async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// Begins a write transaction that is owned in the driver, for bulk loads. Its process may think for longer than
    /// others between two statements: rows are made while it is open.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub async fn begin_owned(&self) -> Result<Owned> {
        let held = match self.engine {
            Engine::Postgres => self.write.get_postgres_connection_pool().begin().await.map(Held::Postgres),
            Engine::Sqlite => {
                self.write.get_sqlite_connection_pool().begin_with("begin immediate").await.map(Held::Sqlite)
            }
        };
        Ok(Owned::new(held.map_err(failed)?))
    }

    /// Says that an answer did not come: each connection from before now is asked for a sign of life before it is
    /// used again, since what has silenced one has often silenced all.
    pub fn doubt(&self) {
        *self.doubted.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// The same database, of which `watch` is told every statement that was sent, its values and its time.
    #[must_use]
    pub fn watched(mut self, watch: impl Fn(&Info<'_>) + Send + Sync + 'static) -> Self {
        let watch = Arc::new(watch);
        for connection in [&mut self.write, &mut self.read] {
            let watch = Arc::clone(&watch);
            connection.set_metric_callback(move |info| watch(info));
        }
        self
    }

    /// Closes the pools; on SQLite the last one out removes the `-wal` file.
    ///
    /// # Errors
    /// When the driver cannot close.
    pub async fn close(self) -> Result<()> {
        self.read.close_by_ref().await?;
        Ok(self.write.close_by_ref().await?)
    }
}

/// SQL text stays out of the log: it may carry values.
pub(super) fn quiet(options: &mut ConnectOptions) -> &mut ConnectOptions {
    options.sqlx_logging(false).record_stmt_in_spans(false)
}
