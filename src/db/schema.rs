//! Brings the schema up or down, and refuses to work on one that this program does not know.
//!
//! Several processes may start on an empty database at once. One immediate transaction (SQLite) or one that holds
//! an advisory lock (PostgreSQL) surrounds the whole list, so one of them migrates and the others find it done.

use std::collections::HashSet;

use migration::Migrator;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use sea_orm_migration::MigratorTrait;
use sha2::{Digest, Sha256};

use super::address::Engine;
use super::connect::Db;
use super::sql::statement;
use crate::problem::{Problem, Result};

/// What a migration lock is called on PostgreSQL: the bytes of `opsledge`.
const MIGRATION_LOCK: i64 = 0x6f70_736c_6564_6765;

/// How the schema of a database relates to that of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing was ever migrated here; `tables` tells whether somebody else's tables are here.
    Missing {
        /// Tables found that are not ours.
        tables: u64,
    },
    /// Some migrations of this program are not applied yet.
    Outdated {
        /// Their names, in order.
        pending: Vec<String>,
    },
    /// Migrations are applied that this program does not know.
    Newer {
        /// Their names.
        unknown: Vec<String>,
    },
    /// Just right.
    Current,
}

/// One line of `scheduler migrate status`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MigrationLine {
    /// The migration's name.
    pub name: String,
    /// Whether the database has it.
    pub applied: bool,
}

/// Applies every pending migration; returns how many were applied.
///
/// # Errors
/// `db.schema_newer` when the database is ahead of this program, or any database problem; then nothing changed.
pub async fn up(db: &Db) -> Result<usize> {
    let tx = begin_exclusive(db).await?;
    match state_in(&tx, db.engine()).await? {
        newer @ State::Newer { .. } => Err(refusal(&newer)),
        State::Current => Ok(0),
        State::Missing { .. } => apply(tx, Migrator::migrations().len()).await,
        State::Outdated { pending } => apply(tx, pending.len()).await,
    }
}

async fn apply(tx: DatabaseTransaction, count: usize) -> Result<usize> {
    Migrator::up(&tx, None).await?;
    tx.commit().await?;
    Ok(count)
}

/// Rolls back the last `steps` migrations, or all of them; their data is lost.
///
/// # Errors
/// `db.schema_newer` when the database is ahead of this program, which then does not know how to undo what is on
/// top, or any database problem; then nothing changed.
pub async fn down(db: &Db, steps: Option<u32>) -> Result<()> {
    let tx = begin_exclusive(db).await?;
    match state_in(&tx, db.engine()).await? {
        State::Missing { .. } => return Ok(()),
        newer @ State::Newer { .. } => return Err(refusal(&newer)),
        State::Outdated { .. } | State::Current => {}
    }
    Migrator::down(&tx, steps).await?;
    tx.commit().await?;
    Ok(())
}

/// Every migration of this program, and whether the database has it.
///
/// # Errors
/// Any database problem.
pub async fn status(db: &Db) -> Result<Vec<MigrationLine>> {
    let applied = applied(db.reader(), db.engine()).await?.unwrap_or_default();
    Ok(known().into_iter().map(|name| MigrationLine { applied: applied.contains(&name), name }).collect())
}

/// The schema that this program makes, as one number: another as soon as a migration is added or reads differently.
#[must_use]
pub fn fingerprint(engine: Engine) -> String {
    Sha256::digest(migration::text(engine.backend())).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How the schema stands.
///
/// # Errors
/// Any database problem.
pub async fn state(db: &Db) -> Result<State> {
    state_in(db.reader(), db.engine()).await
}

/// The same, seen through a transaction that is open already.
///
/// # Errors
/// Any database problem.
pub async fn state_through<C: ConnectionTrait>(connection: &C, engine: Engine) -> Result<State> {
    state_in(connection, engine).await
}

/// Refuses any schema but the one this program was built for.
///
/// # Errors
/// `db.schema_missing`, `db.schema_outdated` or `db.schema_newer`, each with its next step.
pub async fn require_current(db: &Db) -> Result<()> {
    match state(db).await? {
        State::Current => Ok(()),
        other => Err(refusal(&other)),
    }
}

fn refusal(state: &State) -> Problem {
    match state {
        State::Missing { .. } => Problem::request("db.schema_missing", "the database has no opsledger schema")
            .next("run `scheduler migrate up`"),
        State::Outdated { pending } => Problem::request(
            "db.schema_outdated",
            format!("the database lacks {} migration(s), first `{}`", pending.len(), pending[0]),
        )
        .next("run `scheduler migrate up`"),
        State::Newer { unknown } => Problem::request(
            "db.schema_newer",
            format!(
                "the database has {} migration(s) that this program does not know, first `{}`",
                unknown.len(),
                unknown[0]
            ),
        )
        .next("use the newer program that migrated it"),
        State::Current => unreachable!("a current schema is no refusal"),
    }
}

async fn begin_exclusive(db: &Db) -> Result<DatabaseTransaction> {
    let tx = db.begin().await?;
    if db.engine() == Engine::Postgres {
        tx.execute_unprepared(&format!("select pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
    }
    Ok(tx)
}

async fn state_in<C: ConnectionTrait>(connection: &C, engine: Engine) -> Result<State> {
    let Some(applied) = applied(connection, engine).await? else {
        let tables = tables(connection, engine).await?;
        return Ok(State::Missing { tables: tables.len() as u64 });
    };
    let known = known();
    let unknown: Vec<String> = applied.iter().filter(|name| !known.contains(name)).cloned().collect();
    if !unknown.is_empty() {
        return Ok(State::Newer { unknown });
    }
    let pending: Vec<String> = known.into_iter().filter(|name| !applied.contains(name)).collect();
    Ok(match pending.len() {
        0 => State::Current,
        all if all == Migrator::migrations().len() => State::Missing { tables: 0 },
        _ => State::Outdated { pending },
    })
}

fn known() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

async fn applied<C: ConnectionTrait>(connection: &C, engine: Engine) -> Result<Option<HashSet<String>>> {
    if !tables(connection, engine).await?.iter().any(|table| table == "seaql_migrations") {
        return Ok(None);
    }
    let rows = connection
        .query_all_raw(statement(engine, "select version from seaql_migrations order by version", []))
        .await?;
    Ok(Some(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?))
}

async fn tables<C: ConnectionTrait>(connection: &C, engine: Engine) -> Result<Vec<String>> {
    let sql = match engine {
        Engine::Sqlite => {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
        }
        Engine::Postgres => {
            "select tablename::text from pg_tables where schemaname = current_schema() order by tablename"
        }
    };
    let rows = connection.query_all_raw(statement(engine, sql, [])).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?)
}
