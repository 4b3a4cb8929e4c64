//! Opens a database and hands out transactions.
//!
//! SQLite has one writer: a pool of exactly one connection writes, always in `BEGIN IMMEDIATE`, and a pool of
//! `query_only` connections reads. With several writers, or a read that turns into a write, SQLite fails at once
//! under contention instead of waiting. PostgreSQL uses one pool for both.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::metric::Info;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{Connection, Error as SqlxError, PgConnection};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use url::Url;

use super::owned::{Held, Owned, failed};
use super::sql;
use crate::problem::{Problem, Result};

/// The database when nobody names one: a file in the current directory.
pub const DEFAULT_URL: &str = "sqlite://opsledger.db?mode=rwc";

/// How long a SQLite writer waits for another process before `db.locked`.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// How long PostgreSQL bears with a transaction whose process has fallen silent: a process that is frozen half way
/// must not hold the locks of everybody else until it thaws. Ours never wait for anything but the database.
const SILENT_TRANSACTION: &str = "30s";

/// Statements here take milliseconds. One whose cost the planner overrates, as it does when a queue has just been long,
/// would be compiled for a tenth of a second each time.
pub(super) const JIT: (&str, &str) = ("jit", "off");

/// How long a connection may take to answer when it is taken from the pool or put back. One whose other end is gone
/// without a word would otherwise keep its place in the pool for as long as the kernel hopes, a quarter of an hour.
const ANSWER: Duration = Duration::from_secs(2);

/// A connection that was used so recently is believed to work.
const FRESH: Duration = Duration::from_secs(5);

/// How long connections that are put back are asked for a sign of life after an answer did not come.
const DOUBTFUL: Duration = Duration::from_secs(60);

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, embedded.
    Sqlite,
    /// A server for many machines.
    Postgres,
}

/// What may be done to a SQLite file that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The file must exist: a read command must not leave an empty database behind.
    Existing,
    /// The file is made when the address allows it (`mode=rwc`).
    Create,
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
    engine: Engine,
    /// Since when the connections of the pool are in doubt, if they ever were.
    doubted: Arc<Mutex<Option<Instant>>>,
}

impl Db {
    /// Opens `url`, `sqlite://…` or `postgres://…`, with `pool` connections at most.
    ///
    /// # Errors
    /// `db.url_invalid`, `db.not_found`, `db.unreadable` or `db.unreachable`; none of them shows a password.
    pub async fn open(url: &str, access: Access, pool: u32) -> Result<Self> {
        match engine_of(url)? {
            Engine::Sqlite => open_sqlite(url, access, pool).await,
            Engine::Postgres => open_postgres(url, pool).await,
        }
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

impl Engine {
    /// The engine's name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// The engine as sea-orm names it.
    #[must_use]
    pub fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }
}

/// Which engine an address names.
///
/// # Errors
/// `db.url_invalid` for any other scheme.
pub fn engine_of(url: &str) -> Result<Engine> {
    match url.split_once(':') {
        Some(("sqlite", rest)) if !rest.is_empty() => Ok(Engine::Sqlite),
        Some(("postgres" | "postgresql", _)) if Url::parse(url).is_ok() => Ok(Engine::Postgres),
        _ => Err(Problem::request("db.url_invalid", format!("`{}` is no database address", shown(url)))
            .next("give sqlite://FILE?mode=rwc or postgres://USER@HOST/NAME, as --database-url or DATABASE_URL")),
    }
}

/// The file behind a SQLite address, or nothing for a database in memory.
#[must_use]
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    let path = path.split('?').next().unwrap_or(path);
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

/// An address without its password, for messages.
#[must_use]
pub fn shown(url: &str) -> String {
    match Url::parse(url) {
        Ok(mut parsed) if parsed.password().is_some() => {
            // A URL that has a password can have another one set.
            let _ = parsed.set_password(Some("[password]"));
            parsed.to_string().replace("%5Bpassword%5D", "[password]")
        }
        // A password may stand in the query too.
        Ok(_) | Err(_) => crate::sanitizer::redact(url).into_owned(),
    }
}

async fn open_sqlite(url: &str, access: Access, pool: u32) -> Result<Db> {
    let file = sqlite_file(url).ok_or_else(|| {
        Problem::request("db.url_invalid", "a database in memory would be gone at the end of the command")
            .next("give a file: sqlite://opsledger.db?mode=rwc")
    })?;
    if access == Access::Existing && !file.exists() {
        return Err(Problem::request("db.not_found", format!("there is no database file `{}`", file.display())).next(
            "make one with `scheduler migrate up`, `seeder apply dev` or `scheduler demo`, or give --database-url",
        ));
    }
    let write = connect_sqlite(sqlite_options(url, 1, false)).await.map_err(|e| unreadable(&file, e))?;
    let read = connect_sqlite(sqlite_options(url, pool.max(1), true)).await.map_err(|e| unreadable(&file, e))?;
    let db = Db { write, read, engine: Engine::Sqlite, doubted: Arc::default() };
    // SQLite opens anything; only a first look at the schema tells a database from another file.
    sql::probe(&db).await.map_err(|e| unreadable(&file, e))?;
    Ok(db)
}

/// Connects, and tries again for as long as a writer would wait: the switch of a new file to WAL needs the file for
/// itself, and SQLite's busy timeout does not cover it, so the first of many processes would make the others fail.
async fn connect_sqlite(options: ConnectOptions) -> std::result::Result<DatabaseConnection, DbErr> {
    let deadline = tokio::time::Instant::now() + BUSY_TIMEOUT;
    loop {
        match Database::connect(options.clone()).await {
            Err(error) if is_locked(&error) && tokio::time::Instant::now() < deadline => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            answer => return answer,
        }
    }
}

fn is_locked(error: &DbErr) -> bool {
    error.to_string().contains("database is locked")
}

fn sqlite_options(url: &str, connections: u32, query_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    quiet(&mut options).max_connections(connections).min_connections(1);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .busy_timeout(BUSY_TIMEOUT)
            .foreign_keys(true)
            // A ledger must survive a loss of power, so every commit reaches the disk.
            .synchronous(SqliteSynchronous::Full)
            .pragma("recursive_triggers", "on");
        if query_only { sqlite.pragma("query_only", "on") } else { sqlite.journal_mode(SqliteJournalMode::Wal) }
    });
    options
}

async fn open_postgres(url: &str, pool: u32) -> Result<Db> {
    let doubted: Arc<Mutex<Option<Instant>>> = Arc::default();
    let asked = Arc::clone(&doubted);
    let mut options = ConnectOptions::new(url);
    quiet(&mut options)
        .max_connections(pool.max(1))
        .connect_timeout(Duration::from_secs(10))
        .acquire_timeout(Duration::from_secs(10))
        .set_application_name("opsledger")
        .map_sqlx_postgres_opts(|server| {
            server.options([("idle_in_transaction_session_timeout", SILENT_TRANSACTION), JIT])
        })
        .map_sqlx_postgres_pool_opts(move |pool| {
            let (doubted, still_doubted) = (Arc::clone(&asked), Arc::clone(&asked));
            pool.test_before_acquire(false)
                .before_acquire(move |connection, meta| {
                    let doubted = *doubted.lock().unwrap_or_else(PoisonError::into_inner);
                    let is_doubted = doubted.is_some_and(|since| since.elapsed() < meta.idle_for);
                    Box::pin(async move {
                        if meta.idle_for < FRESH && !is_doubted { Ok(true) } else { answers(connection).await }
                    })
                })
                // A future that was given up leaves its connection waiting for an answer that may never come. Asked only
                // in times of doubt: a round trip at each release would cost a quarter of the ledger's speed.
                .after_release(move |connection, _| {
                    let doubted = *still_doubted.lock().unwrap_or_else(PoisonError::into_inner);
                    let is_doubted = doubted.is_some_and(|since| since.elapsed() < DOUBTFUL);
                    Box::pin(async move { if is_doubted { answers(connection).await } else { Ok(true) } })
                })
        });
    let connection = match Database::connect(options).await {
        Ok(connection) => connection,
        Err(error) => return Err(unreachable_server(url, &why_unreachable(url, &error).await)),
    };
    Ok(Db { write: connection.clone(), read: connection, engine: Engine::Postgres, doubted })
}

/// Why the server cannot be reached. The pool tries again and again, so that a server that is just starting is no
/// failure, and at its deadline only says that time is up; one plain attempt gives the reason.
pub(super) async fn why_unreachable(url: &str, said: &DbErr) -> String {
    match tokio::time::timeout(ANSWER, PgConnection::connect(url)).await {
        Ok(Err(error)) => error.to_string(),
        Ok(Ok(_)) => said.to_string(),
        Err(_) => "no answer".into(),
    }
}

pub(super) fn unreachable_server(url: &str, why: &str) -> Problem {
    Problem::request("db.unreachable", format!("cannot reach {}: {why}", shown(url)))
        .next("check that the server runs and that --database-url (or DATABASE_URL) names it")
}

/// An error ends the connection without the good-bye that nobody would hear.
async fn answers(connection: &mut PgConnection) -> std::result::Result<bool, SqlxError> {
    let silent = |_| SqlxError::Io(std::io::ErrorKind::TimedOut.into());
    tokio::time::timeout(ANSWER, connection.ping()).await.map_err(silent)?.map(|()| true)
}

/// SQL text stays out of the log: it may carry values.
pub(super) fn quiet(options: &mut ConnectOptions) -> &mut ConnectOptions {
    options.sqlx_logging(false).record_stmt_in_spans(false)
}

fn unreadable(file: &std::path::Path, error: DbErr) -> Problem {
    if is_locked(&error) {
        return Problem::work("db.locked", format!("cannot open the database file `{}`: {error}", file.display()))
            .next("another process holds the file for itself: wait for it, or end it");
    }
    Problem::request("db.unreadable", format!("cannot open the database file `{}`: {error}", file.display()))
        .next("check the path and its rights, or name another file with --database-url")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(shown("postgres://app:s3cr3t@db/app"), "postgres://app:[password]@db/app");
        assert_eq!(shown("sqlite://opsledger.db?mode=rwc"), "sqlite://opsledger.db?mode=rwc");
    }

    #[test]
    fn an_address_of_another_kind_is_refused_with_a_next_step() {
        let problem = engine_of("mysql://localhost/x").unwrap_err();
        assert_eq!(problem.code, "db.url_invalid");
        assert!(problem.next.contains("sqlite://"));
    }
}
