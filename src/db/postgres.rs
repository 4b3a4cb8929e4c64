//! Opens a PostgreSQL server: one pool for everything, whose connections are asked for a sign of life in times of doubt.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use sea_orm::sqlx::{Connection, Error as SqlxError, PgConnection};
use sea_orm::{ConnectOptions, Database, DbErr};

use super::address::{Engine, shown};
use super::connect::{Db, Doubted, quiet};
use crate::problem::{Problem, Result};

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

pub(super) async fn open(url: &str, pool: u32) -> Result<Db> {
    let doubted = Doubted::default();
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
    Ok(Db::of(connection.clone(), connection, Engine::Postgres, doubted))
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
