//! Opens a SQLite file: one connection that writes, a pool that only reads.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};

use super::address::{Engine, sqlite_file};
use super::connect::{Access, Db, quiet};
use super::sql;
use crate::problem::{Problem, Result};

/// How long a SQLite writer waits for another process before `db.locked`.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

pub(super) async fn open(url: &str, access: Access, pool: u32) -> Result<Db> {
    let file = sqlite_file(url).ok_or_else(|| {
        Problem::request("db.url_invalid", "a database in memory would be gone at the end of the command")
            .next("give a file: sqlite://opsledger.db?mode=rwc")
    })?;
    if access == Access::Existing && !file.exists() {
        return Err(Problem::request("db.not_found", format!("there is no database file `{}`", file.display())).next(
            "make one with `scheduler migrate up`, `seeder apply dev` or `scheduler demo`, or give --database-url",
        ));
    }
    let write = connect(options(url, 1, false)).await.map_err(|e| unreadable(&file, e))?;
    let read = connect(options(url, pool.max(1), true)).await.map_err(|e| unreadable(&file, e))?;
    let db = Db::of(write, read, Engine::Sqlite, Arc::default());
    // SQLite opens anything; only a first look at the schema tells a database from another file.
    sql::probe(&db).await.map_err(|e| unreadable(&file, e))?;
    Ok(db)
}

/// Connects, and tries again for as long as a writer would wait: the switch of a new file to WAL needs the file for
/// itself, and SQLite's busy timeout does not cover it, so the first of many processes would make the others fail.
async fn connect(options: ConnectOptions) -> std::result::Result<DatabaseConnection, DbErr> {
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

fn options(url: &str, connections: u32, query_only: bool) -> ConnectOptions {
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

fn unreadable(file: &Path, error: DbErr) -> Problem {
    if is_locked(&error) {
        return Problem::work("db.locked", format!("cannot open the database file `{}`: {error}", file.display()))
            .next("another process holds the file for itself: wait for it, or end it");
    }
    Problem::request("db.unreadable", format!("cannot open the database file `{}`: {error}", file.display()))
        .next("check the path and its rights, or name another file with --database-url")
}
