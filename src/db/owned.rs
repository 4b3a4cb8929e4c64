//! A transaction that is owned in sqlx, so that a bulk load and everything around it share one commit.
//!
//! sea-orm keeps the connection of its own transactions private, and COPY cannot join them. This one speaks
//! sea-orm's [`ConnectionTrait`] as well, so that statements of every other room run inside it unchanged.
//! Dropped without a commit, it rolls back.

use std::sync::Arc;

use async_trait::async_trait;
use sea_orm::sqlx::{self, AssertSqlSafe, Executor, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Value};
use tokio::sync::{Mutex, MutexGuard};

use super::address::Engine;
use crate::problem::Result;

/// One transaction on one connection.
#[derive(Debug)]
pub struct Owned {
    held: Mutex<Held>,
    engine: Engine,
}

/// The driver's own transaction.
#[derive(Debug)]
pub(super) enum Held {
    Postgres(Transaction<'static, Postgres>),
    Sqlite(Transaction<'static, Sqlite>),
}

impl Owned {
    pub(super) fn new(held: Held) -> Self {
        let engine = match held {
            Held::Postgres(_) => Engine::Postgres,
            Held::Sqlite(_) => Engine::Sqlite,
        };
        Self { held: Mutex::new(held), engine }
    }

    /// Which engine it runs on.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Makes everything stand.
    ///
    /// # Errors
    /// What the database says about deferred constraints, or that it is gone.
    pub async fn commit(self) -> Result<()> {
        let done = match self.held.into_inner() {
            Held::Postgres(tx) => tx.commit().await,
            Held::Sqlite(tx) => tx.commit().await,
        };
        Ok(done.map_err(failed)?)
    }

    pub(super) async fn hold(&self) -> MutexGuard<'_, Held> {
        self.held.lock().await
    }
}

/// The kinds of values that this crate binds.
macro_rules! bind {
    ($query:ident, $value:ident) => {
        match $value {
            Value::Bool(value) => $query.bind(value),
            Value::Int(value) => $query.bind(value),
            Value::BigInt(value) => $query.bind(value),
            // A limit, which sea-orm counts without a sign.
            Value::BigUnsigned(value) => $query.bind(value.map(u64::cast_signed)),
            Value::String(value) => $query.bind(value),
            Value::ChronoDateTimeUtc(value) => $query.bind(value),
            other => return Err(DbErr::Type(format!("this transaction cannot bind {other:?}"))),
        }
    };
}

/// Runs `$body` with the statement's query and the connection, whichever engine it is.
macro_rules! with_query {
    ($self:ident, $statement:ident, |$query:ident, $connection:ident| $body:expr) => {
        match &mut *$self.hold().await {
            Held::Postgres(tx) => {
                let mut $query = sqlx::query::<Postgres>(AssertSqlSafe($statement.sql));
                for value in $statement.values.into_iter().flatten() {
                    $query = bind!($query, value);
                }
                let $connection: &mut PgConnection = tx;
                $body
            }
            Held::Sqlite(tx) => {
                let mut $query = sqlx::query::<Sqlite>(AssertSqlSafe($statement.sql));
                for value in $statement.values.into_iter().flatten() {
                    $query = bind!($query, value);
                }
                let $connection: &mut SqliteConnection = tx;
                $body
            }
        }
    };
}

#[async_trait]
impl ConnectionTrait for Owned {
    fn get_database_backend(&self) -> DbBackend {
        self.engine.backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        with_query!(self, statement, |query, connection| {
            query.execute(connection).await.map(ExecResult::from).map_err(failed)
        })
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &mut *self.hold().await {
            Held::Postgres(tx) => tx.execute(sqlx::raw_sql(sql)).await.map(ExecResult::from),
            Held::Sqlite(tx) => tx.execute(sqlx::raw_sql(sql)).await.map(ExecResult::from),
        }
        .map_err(failed)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        with_query!(self, statement, |query, connection| {
            query.fetch_optional(connection).await.map(|row| row.map(QueryResult::from)).map_err(failed)
        })
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        with_query!(self, statement, |query, connection| {
            query
                .fetch_all(connection)
                .await
                .map(|rows| rows.into_iter().map(QueryResult::from).collect())
                .map_err(failed)
        })
    }
}

/// The driver's error as sea-orm's own statements would give it.
pub(super) fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))
}
