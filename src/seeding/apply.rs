//! Applies a scenario: plan, guard, write and record, all of it or nothing.

use std::sync::Arc;

use chrono::DurationRound;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::applications::{self, Application};
use super::blocks::{self, Blocks};
use super::digest;
use super::guard::{self, NotProduction};
use super::plan::{self, Plan};
use super::rows::TABLES;
use super::scenario::Scenario;
use super::write;
use crate::clock::{Instant, text};
use crate::db::{Engine, schema};
use crate::ledger::Ledger;
use crate::problem::{Problem, Result};

/// How to apply.
#[derive(Clone)]
pub struct Options {
    /// Instead of the scenario's own seed.
    pub seed: Option<i64>,
    /// Instead of the scenario's own instant.
    pub as_of: Option<Instant>,
    /// Whether rows that no seed made may lie beside.
    pub allow_foreign: bool,
    /// Proof that this is no production.
    pub not_production: NotProduction,
    /// Told how many rows were written, and of how many.
    pub progress: Option<write::Progress>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Which scenario.
    pub scenario: String,
    /// The digest of its rows as they were written.
    pub digest: String,
    /// The seed that was used.
    pub seed: i64,
    /// The instant that counted as now.
    pub as_of: Instant,
    /// Rows of each table.
    pub tables: Vec<TableRows>,
    /// Whether anything was written; not when the scenario was there already.
    pub changed: bool,
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableRows {
    /// The table.
    pub table: String,
    /// How many rows the scenario owns there.
    pub rows: i64,
}

impl Options {
    /// What a plain `seeder apply` uses.
    #[must_use]
    pub fn new(not_production: NotProduction) -> Self {
        Self { seed: None, as_of: None, allow_foreign: false, not_production, progress: None }
    }

    /// Reports progress to `told`.
    #[must_use]
    pub fn with_progress(mut self, told: impl Fn(i64, i64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(told));
        self
    }
}

/// Makes the database hold `scenario`. An empty database is migrated first; one that holds it already is left
/// as it is.
///
/// # Errors
/// `seed.differs`, `seed.foreign_rows`, `seed.foreign_schema`, `scenario.impossible`, a schema that is not
/// current, or any database problem. Nothing was written then.
pub async fn apply(ledger: &Ledger, scenario: &Scenario, options: Options) -> Result<Applied> {
    let (db, engine) = (ledger.db(), ledger.db().engine());
    let is_empty = match schema::state(db).await? {
        schema::State::Missing { tables: 0 } => true,
        schema::State::Missing { tables } => {
            let message = format!("the database holds {tables} table(s) that are not opsledger's");
            return Err(Problem::request("seed.foreign_schema", message).next("seed a database of its own"));
        }
        _ => schema::require_current(db).await.map(|()| false)?,
    };
    if !is_empty && let Some(known) = applications::find(db.reader(), engine, scenario.name()).await? {
        return unchanged(db.reader(), engine, scenario, &options, known).await;
    }
    let seed = options.seed.unwrap_or(scenario.seed.0);
    let as_of = options.as_of.or(scenario.as_of.map(|at| at.0)).unwrap_or_else(|| to_the_minute(ledger.now()));
    // Before the first write, also of the schema: what cannot be planned leaves nothing behind.
    let plan = plan::make(scenario, seed, as_of)?;
    if is_empty {
        schema::up(db).await?;
    }
    let tx = db.begin().await?;
    blocks::lock(&tx, engine).await?;
    // Another seeder may have been faster.
    if let Some(known) = applications::find(&tx, engine, scenario.name()).await? {
        return unchanged(&tx, engine, scenario, &options, known).await;
    }
    if !options.allow_foreign {
        guard::no_foreign_rows(&tx, engine).await?;
    }
    let blocks = blocks::allocate(&tx, engine, &plan).await?;
    write::write(&tx, ledger, &plan, &blocks, options.progress.as_ref()).await?;
    let digests = digest::tables(&tx, engine, &blocks).await?;
    let content_digest = digest::whole(&digests);
    let application = Application {
        scenario: scenario.name().to_owned(),
        seed,
        as_of,
        scenario_digest: scenario.digest.clone(),
        content_digest: content_digest.clone(),
        applied_at: ledger.now(),
    };
    applications::record(&tx, engine, &application).await?;
    blocks::record(&tx, engine, scenario.name(), &blocks, &digests).await?;
    tx.commit().await?;
    Ok(Applied {
        scenario: application.scenario,
        digest: content_digest,
        seed,
        as_of,
        tables: planned_rows(&plan),
        changed: true,
    })
}

/// The answer when the scenario is there: the same one, or a refusal.
async fn unchanged<C: ConnectionTrait>(
    connection: &C,
    engine: Engine,
    scenario: &Scenario,
    options: &Options,
    known: Application,
) -> Result<Applied> {
    let mut differs = Vec::new();
    if let Some(seed) = options.seed.filter(|seed| *seed != known.seed) {
        differs.push(format!("seed {} and not {seed}", known.seed));
    }
    if let Some(as_of) = options.as_of.filter(|as_of| *as_of != known.as_of) {
        differs.push(format!("as_of {} and not {}", text(known.as_of), text(as_of)));
    }
    if known.scenario_digest != scenario.digest {
        differs.push("another version of the scenario's file".to_owned());
    }
    if !differs.is_empty() {
        let message = format!("`{}` is already applied here, with {}", known.scenario, differs.join(", "));
        return Err(Problem::request("seed.differs", message)
            .next("apply it to a fresh database (`just db-reset` makes one); nothing was written"));
    }
    let (blocks, _) = blocks::recorded(connection, engine, &known.scenario).await?;
    Ok(Applied {
        scenario: known.scenario,
        digest: known.content_digest,
        seed: known.seed,
        as_of: known.as_of,
        tables: recorded_rows(&blocks),
        changed: false,
    })
}

fn planned_rows(plan: &Plan) -> Vec<TableRows> {
    TABLES.iter().map(|table| TableRows { table: table.name.to_owned(), rows: plan.rows_of(table.name) }).collect()
}

fn recorded_rows(blocks: &Blocks) -> Vec<TableRows> {
    TABLES.iter().map(|table| TableRows { table: table.name.to_owned(), rows: blocks.get(table.name).rows }).collect()
}

fn to_the_minute(now: Instant) -> Instant {
    now.duration_trunc(chrono::TimeDelta::minutes(1)).unwrap_or(now)
}
