//! Applies a scenario: plan, guard, write and record, all of it or nothing, in one transaction.

use std::sync::Arc;

use chrono::DurationRound;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::applications::{self, Application};
use super::blocks::{self, Blocks};
use super::digest::{self, TableDigest};
use super::forecast::Forecast;
use super::guard::{self, NotProduction};
use super::path::{self, Path};
use super::plan::{self, Plan};
use super::population::Sizes;
use super::rows::TABLES;
use super::scale::Scale;
use super::scenario::Scenario;
use super::standing::Standing;
use super::supply::{self, Asked, Supply};
use super::write::{self, Meter, Progress};
use super::{converge, fingerprint, run, versions};
use crate::clock::Instant;
use crate::db::bulk::park;
use crate::db::{Engine, Owned, schema};
use crate::domain::legacy;
use crate::ledger::Ledger;
use crate::problem::{Problem, Result};

/// What is to become of a database that may hold the scenario already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Mode {
    /// Nothing, if it is there; otherwise it is made. What was asked for before is known by its hash, without a look at
    /// any row.
    #[default]
    Ensure,
    /// The rows of the seed become what the scenario says: the missing are added, the changed set right, those that
    /// it no longer has removed.
    Converge,
    /// Rows are added up to a larger scale; those that are there stay as they are.
    TopUp,
}

/// How to apply.
#[derive(Clone)]
pub struct Options {
    /// Instead of the scenario's own seed.
    pub seed: Option<i64>,
    /// Instead of the scenario's own instant.
    pub as_of: Option<Instant>,
    /// What the population is multiplied by; as before, or once, when nobody says.
    pub scale: Option<Scale>,
    /// What to do when the scenario is there.
    pub mode: Mode,
    /// Whether rows that no seed made may lie beside.
    pub allow_foreign: bool,
    /// Only if the schema is the one that this plan was made for.
    pub planned_for: Option<String>,
    /// Proof that this is no production.
    pub not_production: NotProduction,
    /// Told how many rows were written, and of about how many.
    pub progress: Option<Progress>,
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
    /// Which way the rows went in, if any did.
    pub path: Option<Path>,
    /// What was added, set right and removed, where rows were there before.
    pub difference: Option<converge::Difference>,
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
        Self {
            seed: None,
            as_of: None,
            scale: None,
            mode: Mode::Ensure,
            allow_foreign: false,
            planned_for: None,
            not_production,
            progress: None,
        }
    }

    /// Reports progress to `told`.
    #[must_use]
    pub fn with_progress(mut self, told: impl Fn(i64, i64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(told));
        self
    }
}

/// Everything that is decided before a database is changed; pure but for the clock that stands in for `as_of`.
pub(super) struct Prepared<'a> {
    pub(super) asked: Asked<'a>,
    pub(super) scale: Scale,
    pub(super) plan: Plan,
    pub(super) sizes: Option<Sizes>,
    pub(super) forecast: Forecast,
}

impl<'a> Prepared<'a> {
    /// # Errors
    /// `scenario.impossible` or `seed.generator_too_small`.
    pub(super) fn new(
        scenario: &'a Scenario,
        options: &Options,
        now: Instant,
        known: Option<&Application>,
    ) -> Result<Self> {
        // As before, unless somebody says otherwise; but a file that changed since speaks for itself.
        let same = known.filter(|known| known.scenario_digest == scenario.digest);
        let seed = options.seed.or(same.map(|known| known.seed)).unwrap_or(scenario.seed.0);
        let as_of = options.as_of.or(same.map(|known| known.as_of)).or(scenario.as_of.map(|at| at.0));
        let as_of = as_of.or(known.map(|known| known.as_of)).unwrap_or_else(|| to_the_minute(now));
        let scale = options.scale.or(known.map(|known| known.scale)).unwrap_or(Scale::ONE);
        let plan = plan::make(scenario, seed, as_of)?;
        let sizes = match &scenario.population {
            Some(population) => Some(Sizes::new(population, scale, &scenario.origin)?),
            None => None,
        };
        let forecast = Forecast::new(&plan, scenario.population.as_ref(), sizes.as_ref());
        Ok(Self { asked: Asked { scenario, seed, as_of }, scale, plan, sizes, forecast })
    }

    pub(super) fn room(&self, table: &str) -> i64 {
        supply::room(self.asked.scenario, &self.plan, table)
    }

    pub(super) fn supply(self, blocks: Blocks) -> Result<Arc<Supply>> {
        Ok(Arc::new(Supply::new(&self.asked, self.plan, self.sizes, blocks)?))
    }
}

/// Makes the database hold `scenario`. An empty database is migrated first; one that holds it already is treated as the
/// mode says.
///
/// # Errors
/// `seed.differs`, `seed.foreign_rows`, `seed.foreign_schema`, `seed.plan_outdated`, `scenario.impossible`,
/// `seed.generator_too_small`, a schema that is not current, or any database problem. Nothing was written then.
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
    let known = if is_empty { None } else { applications::find(db.reader(), engine, scenario.name()).await? };
    if let (Mode::Ensure, Some(known)) = (options.mode, &known) {
        return unchanged(db.reader(), engine, scenario, &options, known.clone()).await;
    }
    // Before the first write, also of the schema: what cannot be planned leaves nothing behind.
    let prepared = Prepared::new(scenario, &options, ledger.now(), known.as_ref())?;
    if let Some(planned_for) = &options.planned_for {
        fingerprint::require(db, planned_for).await?;
    }
    if is_empty {
        schema::up(db).await?;
    }
    let started = ledger.now();
    let tx = db.begin_owned().await?;
    let standing = Standing::of(&tx, engine).await?;
    blocks::lock(&tx, engine, standing).await?;
    // Another seeder may have been faster.
    let now_known = applications::find(&tx, engine, scenario.name()).await?;
    let applied = match (options.mode, now_known) {
        (Mode::Ensure, Some(known)) => return unchanged(&tx, engine, scenario, &options, known).await,
        (mode, Some(known)) => {
            standing.require_owner("bringing a seed to what is asked now")?;
            converge::converge(&tx, prepared, &known, mode, &options).await?
        }
        (_, None) => first(&tx, prepared, &options).await?,
    };
    let (application, applied, blocks) = applied.recorded(&tx, ledger, scenario).await?;
    run::record(&tx, ledger, &application, &applied, &blocks, started).await?;
    tx.commit().await?;
    Ok(applied)
}

/// Rows that were written and are not recorded yet.
pub(super) struct Written {
    pub(super) seed: i64,
    pub(super) as_of: Instant,
    pub(super) scale: Scale,
    pub(super) blocks: Blocks,
    pub(super) digests: Vec<TableDigest>,
    pub(super) path: Option<Path>,
    pub(super) difference: Option<converge::Difference>,
}

/// The whole scenario into a database that has none of it.
pub(super) async fn first(tx: &Owned, prepared: Prepared<'_>, options: &Options) -> Result<Written> {
    let engine = tx.engine();
    if !options.allow_foreign {
        guard::no_foreign_rows(tx, engine).await?;
    }
    let blocks = blocks::allocate(tx, engine, |table| prepared.room(table)).await?;
    let Asked { seed, as_of, .. } = prepared.asked;
    let (scale, total) = (prepared.scale, prepared.forecast.total());
    let standing = Standing::of(tx, engine).await?;
    let path = path::choose(tx, engine, total, standing).await?;
    let supply = prepared.supply(blocks)?;
    let parked = park(tx, &path::tables(), path.park()).await?;
    let mut meter = Meter::new(total, options.progress.as_ref());
    legacy::open_in(tx, engine).await?;
    let digests = write::all(tx, &supply, &mut meter, standing).await?;
    legacy::close_in(tx, engine).await?;
    parked.restore(tx).await?;
    if path.way == path::Way::Bulk {
        path::analyze(tx).await?;
    }
    let blocks = supply.blocks().clone();
    Ok(Written { seed, as_of, scale, blocks, digests, path: Some(path), difference: None })
}

impl Written {
    async fn recorded(
        mut self,
        tx: &Owned,
        ledger: &Ledger,
        scenario: &Scenario,
    ) -> Result<(Application, Applied, Blocks)> {
        let digest = digest::whole(&self.digests);
        let application = Application {
            scenario: scenario.name().to_owned(),
            seed: self.seed,
            as_of: self.as_of,
            scale: self.scale,
            scenario_digest: scenario.digest.clone(),
            content_digest: digest.clone(),
            generators: versions::fingerprint(),
            applied_at: ledger.now(),
        };
        for table in &self.digests {
            self.blocks.set_rows(&table.name, table.rows);
        }
        applications::record(tx, tx.engine(), &application).await?;
        blocks::record(tx, tx.engine(), scenario.name(), &self.blocks, &self.digests).await?;
        let applied = Applied {
            scenario: application.scenario.clone(),
            digest,
            seed: self.seed,
            as_of: self.as_of,
            tables: recorded_rows(&self.blocks),
            changed: self.difference.as_ref().is_none_or(|difference| !difference.is_empty()),
            path: self.path,
            difference: self.difference,
        };
        Ok((application, applied, self.blocks))
    }
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
        differs.push(format!("as_of {} and not {}", crate::clock::text(known.as_of), crate::clock::text(as_of)));
    }
    if let Some(scale) = options.scale.filter(|scale| *scale != known.scale) {
        differs.push(format!("scale {} and not {scale}", known.scale));
    }
    if known.scenario_digest != scenario.digest {
        differs.push("another version of the scenario's file".to_owned());
    }
    if known.generators != versions::fingerprint() {
        differs.push("other versions of the generators".to_owned());
    }
    if !differs.is_empty() {
        let message = format!("`{}` is already applied here, with {}", known.scenario, differs.join(", "));
        return Err(Problem::request("seed.differs", message).next(
            "say --mode converge to bring its rows to what is asked now, or apply it to a fresh database \
             (`just db-reset` makes one); nothing was written",
        ));
    }
    let (blocks, _) = blocks::recorded(connection, engine, &known.scenario).await?;
    Ok(Applied {
        scenario: known.scenario,
        digest: known.content_digest,
        seed: known.seed,
        as_of: known.as_of,
        tables: recorded_rows(&blocks),
        changed: false,
        path: None,
        difference: None,
    })
}

fn recorded_rows(blocks: &Blocks) -> Vec<TableRows> {
    TABLES.iter().map(|table| TableRows { table: table.name.to_owned(), rows: blocks.get(table.name).rows }).collect()
}

fn to_the_minute(now: Instant) -> Instant {
    now.duration_trunc(chrono::TimeDelta::minutes(1)).unwrap_or(now)
}
