//! Applies a scenario: plan, guard, write and record, all of it or nothing, in one transaction.
//!
//! * [`options`]: how; [`applied`]: what came of it.
//! * `prepared`: everything that is decided before a database is changed.
//! * `written`: a first time, and what is written down of any.
//! * `unchanged`: the answer when the scenario is there.

pub mod applied;
pub mod options;
mod prepared;
mod unchanged;
mod written;

use super::scenario::Scenario;
use super::standing::Standing;
use super::{applications, blocks, converge, fingerprint, run};
use crate::db::schema;
use crate::ledger::Ledger;
use crate::problem::{Problem, Result};
pub use applied::{Applied, TableRows};
pub use options::{Mode, Options};
pub(super) use prepared::Prepared;
use unchanged::unchanged;
use written::first;
pub(super) use written::{Written, anew};

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
            match mode {
                Mode::Reset => anew(&tx, prepared, &known, &options).await?,
                _ => converge::converge(&tx, prepared, &known, mode, &options).await?,
            }
        }
        (_, None) => first(&tx, prepared, &options).await?,
    };
    let (application, applied, blocks) = applied.recorded(&tx, ledger, scenario).await?;
    run::record(&tx, ledger, &application, &applied, &blocks, started).await?;
    tx.commit().await?;
    Ok(applied)
}
