//! The scenarios that a database holds, as the seeder wrote them down.

use sea_orm::{ConnectionTrait, QueryResult};
use serde::Serialize;

use super::scale::Scale;
use crate::clock::{Instant, text};
use crate::db::sql::statement;
use crate::db::{Db, Engine, schema};
use crate::problem::Result;

/// A scenario that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Application {
    /// Which one.
    pub scenario: String,
    /// Under which seed.
    pub seed: i64,
    /// What counted as now.
    pub as_of: Instant,
    /// What its population was multiplied by, in thousandths where it is stored.
    #[serde(serialize_with = "shown")]
    pub scale: Scale,
    /// SHA-256 of the scenario file.
    pub scenario_digest: String,
    /// The digest of the rows as they were written.
    pub content_digest: String,
    /// Names and versions of the generators.
    pub generators: String,
    /// When.
    pub applied_at: Instant,
}

/// Every applied scenario, by name; none in a database that has no schema yet.
///
/// # Errors
/// As `schema::require_current`, or any database problem.
pub async fn applications(db: &Db) -> Result<Vec<Application>> {
    if matches!(schema::state(db).await?, schema::State::Missing { .. }) {
        return Ok(Vec::new());
    }
    schema::require_current(db).await?;
    let sql = format!("{SELECT} order by scenario");
    let rows = db.reader().query_all_raw(statement(db.engine(), &sql, [])).await?;
    rows.iter().map(read).collect()
}

const SELECT: &str = "\
    select scenario, seed, as_of, scenario_digest, content_digest, applied_at, scale, generators from seed_applications";

/// The application of one scenario.
pub(super) async fn find<C: ConnectionTrait>(
    connection: &C,
    engine: Engine,
    scenario: &str,
) -> Result<Option<Application>> {
    let sql = format!("{SELECT} where scenario = $1");
    let row = connection.query_one_raw(statement(engine, &sql, [scenario.into()])).await?;
    row.as_ref().map(read).transpose()
}

/// Writes one down, in place of what was known of the same scenario.
pub(super) async fn record<C: ConnectionTrait>(tx: &C, engine: Engine, application: &Application) -> Result<()> {
    let Application { scenario, seed, as_of, scale, scenario_digest, content_digest, generators, applied_at } =
        application;
    forget(tx, engine, scenario).await?;
    // As text on SQLite, because that is how its columns keep time.
    let time = |at: Instant| match engine {
        Engine::Postgres => at.into(),
        Engine::Sqlite => text(at).into(),
    };
    let sql = "insert into seed_applications \
               (scenario, seed, as_of, scenario_digest, content_digest, applied_at, scale, generators) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        scenario.as_str().into(),
        (*seed).into(),
        time(*as_of),
        scenario_digest.as_str().into(),
        content_digest.as_str().into(),
        time(*applied_at),
        scale.thousandths().into(),
        generators.as_str().into(),
    ];
    tx.execute_raw(statement(engine, sql, values)).await?;
    Ok(())
}

/// Forgets one, and with it which rows were its own.
pub(super) async fn forget<C: ConnectionTrait>(tx: &C, engine: Engine, scenario: &str) -> Result<()> {
    tx.execute_raw(statement(engine, "delete from seed_applications where scenario = $1", [scenario.into()])).await?;
    Ok(())
}

fn shown<S: serde::Serializer>(scale: &Scale, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(scale)
}

fn read(row: &QueryResult) -> Result<Application> {
    Ok(Application {
        scenario: row.try_get_by_index(0)?,
        seed: row.try_get_by_index(1)?,
        as_of: row.try_get_by_index(2)?,
        scenario_digest: row.try_get_by_index(3)?,
        content_digest: row.try_get_by_index(4)?,
        applied_at: row.try_get_by_index(5)?,
        scale: Scale::from_thousandths(row.try_get_by_index(6)?),
        generators: row.try_get_by_index(7)?,
    })
}
