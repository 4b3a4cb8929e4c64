//! Takes a seed away again: its own rows and nothing else. A row that leans on one of them and is not the seed's own
//! keeps everything as it is.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::applications::{self, Application};
use super::blocks::{self, Blocks};
use super::guard::NotProduction;
use super::path;
use super::rows::TABLES;
use super::run;
use super::standing::Standing;
use super::write::target;
use crate::db::bulk::{Indexes, Park, park};
use crate::db::{Owned, schema};
use crate::domain::legacy;
use crate::ledger::{Ledger, load};
use crate::problem::{Problem, Result};

/// From so many rows on, foreign keys are taken down and looked at once at the end.
const MANY: i64 = 20_000;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// Which scenario.
    pub scenario: String,
    /// How many rows went.
    pub rows: i64,
    /// Whether there was anything to take away.
    pub changed: bool,
}

/// Removes what the scenario of this name owns.
///
/// # Errors
/// `seed.rows_in_use` when a row of somebody else leans on one of them; a schema that is not current. Nothing was
/// removed then.
pub async fn reset(ledger: &Ledger, scenario: &str, _not_production: NotProduction) -> Result<Removed> {
    schema::require_current(ledger.db()).await?;
    let tx = ledger.db().begin_owned().await?;
    let standing = Standing::of(&tx, tx.engine()).await?;
    standing.require_owner("resetting a seed")?;
    blocks::lock(&tx, tx.engine(), standing).await?;
    let Some(known) = applications::find(&tx, tx.engine(), scenario).await? else {
        return Ok(Removed { scenario: scenario.to_owned(), rows: 0, changed: false });
    };
    let (owned, _) = blocks::recorded(&tx, tx.engine(), scenario).await?;
    let rows = remove(&tx, &known, &owned).await?;
    tx.commit().await?;
    Ok(Removed { scenario: scenario.to_owned(), rows, changed: true })
}

/// The same inside the caller's transaction.
pub(super) async fn remove(tx: &Owned, known: &Application, owned: &Blocks) -> Result<i64> {
    delete(tx, known, owned).await.map_err(in_use)
}

async fn delete(tx: &Owned, known: &Application, owned: &Blocks) -> Result<i64> {
    let rows: i64 = TABLES.iter().map(|table| owned.get(table.name).rows).sum();
    // Guards of history stand in the way of everybody; here of the rows that the seeder made itself.
    let down = Park { indexes: Indexes::Stay, foreign_keys: rows >= MANY, guards: true };
    let parked = park(tx, &path::tables(), down).await?;
    let workspaces = owned.get("workspaces");
    load::remove_of_type(tx, run::OPERATION, workspaces.first, workspaces.end()).await?;
    legacy::open_in(tx, tx.engine()).await?;
    let mut removed = 0;
    for table in TABLES.iter().rev() {
        let block = owned.get(table.name);
        if block.room > 0 {
            removed += target(tx, table).await?.remove_range(tx, block.first, block.end()).await?;
        }
    }
    legacy::close_in(tx, tx.engine()).await?;
    parked.restore(tx).await?;
    if tx.engine() == crate::db::Engine::Sqlite {
        // Deferred keys would complain at the commit, where nobody can say why any more.
        let broken =
            tx.query_one_raw(crate::db::sql::statement(tx.engine(), "select 1 from pragma_foreign_key_check", []));
        if broken.await?.is_some() {
            return Err(Problem::work("db.refused", "FOREIGN KEY constraint failed"));
        }
    }
    applications::forget(tx, tx.engine(), &known.scenario).await?;
    Ok(i64::try_from(removed).unwrap_or(i64::MAX))
}

/// What a refused foreign key means here.
pub(super) fn in_use(problem: Problem) -> Problem {
    let said = problem.message.to_lowercase();
    if !problem.is_refusal() || !said.contains("foreign key") {
        return problem;
    }
    let message = format!("rows that the seed does not own lean on its rows: {}", problem.message);
    Problem::request("seed.rows_in_use", message)
        .next("remove those rows first, or start over with a fresh database; nothing was changed")
}
