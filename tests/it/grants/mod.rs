//! Who may do what at the database itself: the roles of `scheduler grants`, each tried as that role and with nothing of
//! the application in between.

mod jobs;
mod plans;
mod rights;
mod rows;
mod script;
mod seed;

use opsledger::db::{Db, Engine};
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult, Statement};

pub use crate::support::TestDb;

pub async fn postgres() -> TestDb {
    TestDb::new(Engine::Postgres).await
}

/// What the database answers to a statement.
pub async fn answer(db: &Db, sql: &str) -> Result<(), String> {
    db.writer().execute_unprepared(sql).await.map(|_| ()).map_err(|error| error.to_string())
}

/// How PostgreSQL says that a right is missing.
const MISSING: [&str; 3] = ["permission denied", "must be owner", "must be superuser"];

/// Asserts that each of these is refused for want of a right, and not for another reason.
pub async fn refuses_all(db: &Db, who: &str, statements: &[String]) {
    let mut wrong = Vec::new();
    for sql in statements {
        match answer(db, sql).await {
            Err(words) if MISSING.iter().any(|missing| words.contains(missing)) => {}
            other => wrong.push(format!("{sql}\n    {other:?}")),
        }
    }
    assert!(!statements.is_empty() && wrong.is_empty(), "as {who}:\n{}", wrong.join("\n"));
}

/// The rows that a query gives inside a transaction.
pub async fn rows(tx: &DatabaseTransaction, sql: &str) -> Vec<QueryResult> {
    let answer = tx.query_all_raw(Statement::from_string(Engine::Postgres.backend(), sql)).await;
    answer.unwrap_or_else(|error| panic!("{error}\n{sql}"))
}
