//! `scheduler demo`: seed a database in which runs have drifted from their records, heal it, and show it.
//!
//! Everything that it does can be done again: a second demo finds the first one's data and heals nothing.

use opsledger::cli::{DatabaseArgs, Exit, say};
use std::net::SocketAddr;

use opsledger::clock::Clock;
use opsledger::config::Config;
use opsledger::db::{Access, address, schema};
use opsledger::domain::workspaces;
use opsledger::jobs::{self, JobOptions};
use opsledger::ledger::Ledger;
use opsledger::problem::{Problem, Result};
use opsledger::seeding::{self, NotProduction};
use tokio_util::sync::CancellationToken;

use crate::arguments::DemoArguments;
use crate::{hub, once, report};

pub(crate) async fn run(
    database: &DatabaseArgs,
    arguments: DemoArguments,
    config: &Config,
    json: bool,
) -> Result<Exit> {
    let DemoArguments { exit, hub: address, seed, as_of, environment } = arguments;
    let not_production = NotProduction::check(&database.database_url, environment.as_deref(), None)?;
    let db = database.open(Access::Create, 3).await?;
    let ledger = Ledger::new(db, Clock::system(), once::worker("demo"));
    let scenario = seeding::scenario::load("demo")?;
    let mut options = seeding::Options::new(not_production);
    options.seed = seed;
    options.as_of = as_of;
    let applied = seeding::apply(&ledger, &scenario, options).await.map_err(elsewhere)?;
    schema::require_current(ledger.db()).await?;
    let rows: i64 = applied.tables.iter().map(|table| table.rows).sum();
    let place = address::shown(&database.database_url);
    if !json {
        let did = if applied.changed { "Seeded" } else { "Found" };
        say(format!(
            "{did} {rows} rows of scenario `{}` in {place} (digest {})\n",
            applied.scenario,
            &applied.digest[..12]
        ));
    }
    let task = jobs::find("ops.reconcile_adapter_runs", &JobOptions::default())?;
    let workspaces = workspaces::active(ledger.db()).await?;
    let answers = once::pass(&ledger, &task, &workspaces).await?;
    report::pass(&*task, &workspaces, &answers, json);
    if !json {
        let url = if place == address::DEFAULT_URL { String::new() } else { format!(" --database-url '{place}'") };
        say(format!(
            "\nLook closer:\n  scheduler runs{url}\n  scheduler runs --reconciled true{url}\n  scheduler once ops.reconcile_adapter_runs{url}   (a second pass heals nothing)\n  scheduler doctor{url}"
        ));
    }
    if !exit {
        show(database, config, address).await?;
    }
    // Rows without proof are part of what the demo shows; only a pass that did not proceed is a failed demo.
    match report::exit(&answers) {
        Exit::Failed if !report::any_failed_whole(&answers) => Ok(Exit::Done),
        other => Ok(other),
    }
}

/// Serves the hub over what the demo made, until somebody stops it.
async fn show(database: &DatabaseArgs, config: &Config, address: SocketAddr) -> Result<()> {
    let stop = CancellationToken::new();
    let hub = hub::listen(database, &config.hub, address, stop.clone()).await?;
    say(format!("\nThe monitoring hub: http://{}/   (Ctrl-C ends it)", hub.address()?));
    tokio::spawn(async move {
        once::stop_signal().await;
        stop.cancel();
    });
    hub.serve().await;
    Ok(())
}

/// The demo has its own words for a database that is already in use.
fn elsewhere(problem: Problem) -> Problem {
    match problem.code {
        "seed.foreign_rows" | "seed.foreign_schema" | "seed.differs" => {
            problem.next("give the demo a database of its own: --database-url 'sqlite://demo.db?mode=rwc'")
        }
        _ => problem,
    }
}
