//! How long an answer of the database is waited for.
//!
//! A connection whose other end is gone without a word would be waited for as long as the kernel hopes, a quarter of
//! an hour, in which nothing is settled and nothing is claimed. What is wrapped here answers at once on a healthy
//! server, however much work follows on the same connection; given up, it is tried again on another connection.

use std::time::Duration;

use tokio::time::timeout;

use super::address::Engine;
use super::connect::Db;
use crate::problem::{Problem, Result};

/// For statements that are quick at any size of the ledger.
const PATIENCE: Duration = Duration::from_secs(10);

const SILENT: &str = "db.silent";

/// The answer, or `db.silent` when it does not come soon. A file has no other end: SQLite has its own timeout for
/// the lock that it may wait for.
///
/// # Errors
/// Those of the answer, or `db.silent`.
pub async fn soon<T>(db: &Db, answer: impl Future<Output = Result<T>>) -> Result<T> {
    match db.engine() {
        Engine::Postgres => {
            let mut answer = std::pin::pin!(answer);
            let answered = within(PATIENCE, &mut answer).await;
            if answered.as_ref().is_err_and(|problem| problem.code == SILENT) {
                // Before the answer is given up for good, which puts its connection back: it is doubted already.
                db.doubt();
            }
            answered
        }
        Engine::Sqlite => answer.await,
    }
}

/// The answer, or `db.silent` when it does not come in time.
///
/// # Errors
/// Those of the answer, or `db.silent`.
pub async fn within<T>(limit: Duration, answer: impl Future<Output = Result<T>>) -> Result<T> {
    timeout(limit, answer).await.unwrap_or_else(|_| {
        Err(Problem::work(SILENT, format!("the database did not answer within {}", humantime::format_duration(limit))))
    })
}
