//! One look at the database for one visitor: a read-only transaction that knows whose it is.
//!
//! Everything on a page comes from one look, so the numbers on it agree with each other.

use std::sync::{Mutex, PoisonError};

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use super::failure::Failure;
use super::scope::Scope;
use crate::clock::Instant;
use crate::db::sql::statement;
use crate::db::{Db, Engine, Owned};
use crate::problem::Problem;

/// What comes of a question.
pub type Answer<T> = std::result::Result<T, Failure>;

/// An open look.
#[derive(Debug)]
pub struct View {
    tx: Owned,
    scope: Scope,
    now: Instant,
    asked: Mutex<Option<Vec<Statement>>>,
}

impl View {
    /// Begins a look for somebody who may see `scope`, at `now`.
    ///
    /// # Errors
    /// When the database cannot be reached or has no connection free.
    pub async fn open(db: &Db, scope: &Scope, now: Instant) -> Answer<Self> {
        let view = Self { tx: db.look().await?, scope: scope.clone(), now, asked: Mutex::default() };
        if view.engine() == Engine::Postgres {
            let (workspaces, tenants) = scope.settings();
            let sql = "select set_config('opsledger.workspaces', $1, true), set_config('opsledger.tenants', $2, true)";
            view.one(sql, [workspaces.into(), tenants.into()]).await?;
        }
        Ok(view)
    }

    /// Which engine it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.tx.engine()
    }

    /// What may be seen; the SQL of every page has its condition.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The instant of the look.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The connection, for the reading services of other rooms.
    #[must_use]
    pub fn connection(&self) -> &Owned {
        &self.tx
    }

    /// Every row.
    ///
    /// # Errors
    /// A database problem; one that took too long is told as such.
    pub async fn all(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Answer<Vec<QueryResult>> {
        self.tx.query_all_raw(self.question(sql, values)).await.map_err(|error| Problem::from(error).into())
    }

    /// The first row.
    ///
    /// # Errors
    /// As [`Self::all`].
    pub async fn one(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Answer<Option<QueryResult>> {
        self.tx.query_one_raw(self.question(sql, values)).await.map_err(|error| Problem::from(error).into())
    }

    fn question(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
        let statement = statement(self.engine(), sql, values);
        if let Some(asked) = self.asked.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            asked.push(statement.clone());
        }
        statement
    }

    /// Remembers every question from now on, so that one can ask the database how it answers them.
    pub fn remember(&self) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(Vec::new());
    }

    /// The questions since [`Self::remember`], which it then forgets.
    pub fn remembered(&self) -> Vec<Statement> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()
    }

    /// The whole number in the first column of the first row; 0 when there is none.
    ///
    /// # Errors
    /// As [`Self::all`].
    pub async fn count(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Answer<i64> {
        let row = self.one(sql, values).await?;
        row.map_or(Ok(0), |row| row.try_get_by_index(0).map_err(|error| Problem::from(error).into()))
    }
}
