//! A database that is only looked at: connections that cannot write, statements that may not take long, and a look that
//! shows one instant.
//!
//! What shows the ledger to people must not be able to change it, whatever is wrong with it. So the connection itself
//! refuses: `default_transaction_read_only` on PostgreSQL, a file opened for reading and `query_only` on SQLite.

use std::time::{Duration, Instant};

use sea_orm::sqlx::{self, SqliteConnection};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use super::address::{Engine, engine_of, sqlite_file};
use super::connect::{Db, quiet};
use super::owned::{Held, Owned, failed};
use super::postgres::{JIT, unreachable_server, why_unreachable};
use crate::problem::{Problem, Result};

/// How many steps of its virtual machine SQLite takes between two looks at the clock; a few tenths of a millisecond.
const STEPS: i32 = 20_000;

/// How long a page waits for a connection when all are busy.
const ACQUIRE: Duration = Duration::from_secs(2);

impl Db {
    /// Opens `url` for looking only, with `pool` connections at most; a statement is given up after `limit`.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_reading(url: &str, pool: u32, limit: Duration) -> Result<Self> {
        let engine = engine_of(url)?;
        let connection = match engine {
            Engine::Sqlite => sqlite(url, pool, limit).await?,
            Engine::Postgres => postgres(url, pool, limit).await?,
        };
        Ok(Self::reading(connection, engine))
    }

    /// Begins a look: every statement in it sees the database as it was at the first. Dropped when it is over.
    ///
    /// # Errors
    /// `db.unreachable` when no connection is free in time.
    pub async fn look(&self) -> Result<Owned> {
        let held = match self.engine() {
            Engine::Postgres => {
                let begin = "begin isolation level repeatable read read only";
                self.reader().get_postgres_connection_pool().begin_with(begin).await.map(Held::Postgres)
            }
            Engine::Sqlite => {
                self.reader().get_sqlite_connection_pool().begin_with("begin deferred").await.map(Held::Sqlite)
            }
        };
        Ok(Owned::new(held.map_err(|error| match error {
            sqlx::Error::PoolTimedOut => sea_orm::DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout),
            other => failed(other),
        })?))
    }
}

async fn sqlite(url: &str, pool: u32, limit: Duration) -> Result<DatabaseConnection> {
    let missing = |file: &std::path::Path| {
        Problem::request("db.not_found", format!("there is no database file `{}`", file.display()))
            .next("make one with `scheduler migrate up` or `scheduler demo`, or give --database-url")
    };
    if let Some(file) = sqlite_file(url).filter(|file| !file.exists()) {
        return Err(missing(&file));
    }
    let mut options = ConnectOptions::new(url);
    quiet(&mut options).max_connections(pool.max(1)).acquire_timeout(ACQUIRE);
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite.read_only(true).create_if_missing(false).busy_timeout(Duration::from_secs(1)).pragma("query_only", "on")
    });
    options.map_sqlx_sqlite_pool_opts(move |pool| {
        // A connection that was just made is handed out without the second question.
        pool.after_connect(move |one, _| Box::pin(async move { bound(one, limit).await.map(|_| ()) }))
            .before_acquire(move |one, _| Box::pin(bound(one, limit)))
    });
    Ok(Database::connect(options).await?)
}

/// SQLite has no statement timeout: whoever takes the connection has it for `limit`, and what still runs then is ended.
async fn bound(connection: &mut SqliteConnection, limit: Duration) -> std::result::Result<bool, sqlx::Error> {
    let since = Instant::now();
    connection.lock_handle().await?.set_progress_handler(STEPS, move || since.elapsed() < limit);
    Ok(true)
}

async fn postgres(url: &str, pool: u32, limit: Duration) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    let limit_text = format!("{}ms", limit.as_millis());
    quiet(&mut options)
        .max_connections(pool.max(1))
        .connect_timeout(Duration::from_secs(10))
        .acquire_timeout(ACQUIRE)
        .set_application_name("opsledger hub")
        .map_sqlx_postgres_opts(move |server| {
            server.options([
                ("default_transaction_read_only", "on"),
                ("statement_timeout", limit_text.as_str()),
                ("idle_in_transaction_session_timeout", "10s"),
                JIT,
            ])
        });
    match Database::connect(options).await {
        Ok(connection) => Ok(connection),
        Err(error) => Err(unreachable_server(url, &why_unreachable(url, &error).await)),
    }
}
