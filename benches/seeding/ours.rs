//! The seeder as an operator meets it, without a process of its own.

use std::time::Instant;

use opsledger::clock::Clock;
use opsledger::db::{Access, Db};
use opsledger::ledger::Ledger;
use opsledger::seeding::scenario::parse::parse;
use opsledger::seeding::{self, NotProduction, Options, Scenario};

use crate::Result;

/// Nearly all of it is runs, of tenants of very different sizes.
fn text(runs: i64) -> String {
    format!(
        "name = 'bench'\ndescription = 'bench'\nseed = 1\nas_of = 2026-01-15T12:00:00Z\n[population]\nworkspaces = 20\n\
         users = {{ per_parent = 4 }}\ntenants = {{ total = 500, zipf = 1.0 }}\npolicies = {{ per_parent = 4 }}\n\
         runs = {{ total = {runs}, zipf = 0.5 }}\ntimes_a_day = 24\nage_days = 3000\nasked_for = 0\n\
         cycle = ['policy.sync', 'policy.sync', 'policy.sync', 'policy.sync']\n"
    )
}

/// The scenario, and leave to apply it.
pub fn asked(url: &str, runs: i64) -> Result<(Scenario, Options)> {
    Ok((parse("bench.toml", &text(runs))?, Options::new(NotProduction::check(url, None, None)?)))
}

/// Seconds that a whole apply takes on a migrated database.
pub async fn apply(url: &str, runs: i64) -> Result<f64> {
    let db = Db::open(url, Access::Create, 2).await?;
    opsledger::db::schema::up(&db).await?;
    let ledger = Ledger::new(db.clone(), Clock::system(), "bench");
    let begun = Instant::now();
    let (scenario, options) = asked(url, runs)?;
    seeding::apply(&ledger, &scenario, options).await?;
    let seconds = begun.elapsed().as_secs_f64();
    db.close().await?;
    Ok(seconds)
}
