//! What applying a scenario would do, without doing it: order, rows, bytes, time, path, and what stands in the way.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::applications;
use super::apply::{Mode, Options, Prepared};
use super::forecast::TableForecast;
use super::path::{self, Path, Way};
use super::rows::TABLES;
use super::scenario::Scenario;
use super::standing::Standing;
use super::{fingerprint, guard, versions};
use crate::clock::Instant;
use crate::db::sql::statement;
use crate::db::{Db, Engine, schema};
use crate::problem::{Problem, Result};

/// A plan, for people and for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlook {
    /// Which scenario.
    pub scenario: String,
    /// Under which seed.
    pub seed: i64,
    /// What counts as now.
    pub as_of: Instant,
    /// What the population is multiplied by.
    pub scale: String,
    /// The schema that it was made for; `apply --plan` refuses any other.
    pub schema: String,
    /// Names and versions of the generators.
    pub generators: String,
    /// The tables in the order in which they are filled, each after those that it leans on.
    pub tables: Vec<TableForecast>,
    /// Columns that lean on a later table; they stay null, which is where a cycle is cut.
    pub left_null: Vec<String>,
    /// All rows.
    pub rows: i64,
    /// About so many bytes in the database.
    pub bytes: i64,
    /// About so many seconds, at the rates of two shared cores.
    pub seconds: i64,
    /// The way they go in.
    pub path: Path,
    /// Whether the scenario is there already, with the same seed, instant, scale and text.
    pub is_there: bool,
    /// What applying it would refuse.
    pub conflicts: Vec<Conflict>,
}

/// Something that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// As the refusal would be called.
    pub code: &'static str,
    /// As it would be worded.
    pub message: String,
}

impl From<Problem> for Conflict {
    fn from(problem: Problem) -> Self {
        Self { code: problem.code, message: problem.message }
    }
}

/// Looks at the scenario, and at the database if there is one.
///
/// # Errors
/// `scenario.impossible`, `seed.generator_too_small`, or any database problem.
pub async fn outlook(db: Option<&Db>, scenario: &Scenario, options: &Options, now: Instant) -> Result<Outlook> {
    let engine = db.map_or(Engine::Sqlite, Db::engine);
    let (mut conflicts, mut known, mut left_null) = (Vec::new(), None, Vec::new());
    let mut is_current = false;
    if let Some(db) = db {
        match schema::state(db).await? {
            schema::State::Missing { tables: 0 } => {}
            schema::State::Missing { tables } => conflicts.push(Conflict {
                code: "seed.foreign_schema",
                message: format!("the database holds {tables} table(s) that are not opsledger's"),
            }),
            _ => match schema::require_current(db).await {
                Ok(()) => is_current = true,
                Err(problem) => conflicts.push(problem.into()),
            },
        }
    }
    if let (Some(db), true) = (db, is_current) {
        known = applications::find(db.reader(), engine, scenario.name()).await?;
        if known.is_none()
            && !options.allow_foreign
            && let Err(problem) = guard::no_foreign_rows(db.reader(), engine).await
        {
            conflicts.push(problem.into());
        }
        conflicts.extend(required_columns(db).await?);
        left_null = forward_keys(db).await?;
    }
    let prepared = Prepared::new(scenario, options, now, known.as_ref())?;
    let total = prepared.forecast.total();
    let path = match (db, is_current) {
        (Some(db), true) => path::choose(db.reader(), engine, total, Standing::of(db.reader(), engine).await?).await?,
        _ => path::decide(total, 0, 0),
    };
    let is_there = known.as_ref().is_some_and(|known| {
        known.seed == prepared.asked.seed
            && known.as_of == prepared.asked.as_of
            && known.scale == prepared.scale
            && known.scenario_digest == scenario.digest
            && known.generators == versions::fingerprint()
    });
    if known.is_some() && !is_there && options.mode == Mode::Ensure {
        let message = format!("`{}` is already applied here in another form", scenario.name());
        conflicts.push(Conflict { code: "seed.differs", message });
    }
    Ok(Outlook {
        scenario: scenario.name().to_owned(),
        seed: prepared.asked.seed,
        as_of: prepared.asked.as_of,
        scale: prepared.scale.to_string(),
        schema: match db {
            Some(db) => fingerprint::of(db).await?,
            None => fingerprint::of_nothing(),
        },
        generators: versions::fingerprint(),
        left_null,
        rows: total,
        bytes: prepared.forecast.bytes(),
        seconds: total / rate(engine, path.way) + 1,
        tables: prepared.forecast.0,
        path,
        is_there,
        conflicts,
    })
}

/// Rows a second, measured on two shared cores; see `just bench-seeding`.
fn rate(engine: Engine, way: Way) -> i64 {
    match (engine, way) {
        (Engine::Postgres, Way::Bulk) => 90_000,
        (Engine::Postgres, Way::Ordinary) => 20_000,
        (Engine::Sqlite, Way::Bulk) => 80_000,
        (Engine::Sqlite, Way::Ordinary) => 40_000,
    }
}

/// Columns that must have a value and get none: a migration has added them, and no generator knows.
async fn required_columns(db: &Db) -> Result<Vec<Conflict>> {
    let sql = match db.engine() {
        Engine::Postgres => {
            "select table_name::text, column_name::text from information_schema.columns \
             where table_schema = current_schema() and is_nullable = 'NO' and column_default is null and is_identity = 'NO'"
        }
        Engine::Sqlite => {
            "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c \
             where m.type = 'table' and c.\"notnull\" = 1 and c.dflt_value is null and c.pk = 0"
        }
    };
    let mut conflicts = Vec::new();
    for row in db.reader().query_all_raw(statement(db.engine(), sql, [])).await? {
        let (table, column): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let Some(known) = TABLES.iter().find(|known| known.name == table) else { continue };
        if !known.columns.iter().any(|(name, _)| *name == column) {
            let message = format!("{table}.{column} must have a value, and no generator makes one");
            conflicts.push(Conflict { code: "seed.column_unknown", message });
        }
    }
    Ok(conflicts)
}

/// Foreign keys of filled tables that lead to a table which is filled later, or to itself.
async fn forward_keys(db: &Db) -> Result<Vec<String>> {
    let sql = match db.engine() {
        Engine::Postgres => {
            "select c.conrelid::regclass::text, a.attname::text, c.confrelid::regclass::text from pg_constraint c \
             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] where c.contype = 'f'"
        }
        Engine::Sqlite => {
            "select m.name, k.\"from\", k.\"table\" from sqlite_master m, pragma_foreign_key_list(m.name) k \
             where m.type = 'table' and k.seq = 0"
        }
    };
    let order: HashMap<&str, usize> = TABLES.iter().enumerate().map(|(n, table)| (table.name, n)).collect();
    let mut forward = Vec::new();
    for row in db.reader().query_all_raw(statement(db.engine(), sql, [])).await? {
        let (table, column, target): (String, String, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        if let (Some(one), Some(other)) = (order.get(table.as_str()), order.get(target.as_str()))
            && other >= one
        {
            forward.push(format!("{table}.{column}"));
        }
    }
    forward.sort();
    Ok(forward)
}
