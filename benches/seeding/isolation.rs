//! What it costs to give each of many tests a database that holds the `ci` fixture: copied from a template, or made
//! again for each, as those do who replay their migrations for each test.
//!
//! Only the isolation is on the clock: making the database, opening it, and removing it. The first copy pays for the
//! template and is counted. On PostgreSQL two servers are measured: one as it comes, and one whose owner has switched
//! durability off, as test servers are.

use std::time::Instant;

use opsledger::clock::Clock;
use opsledger::db::{Access, Db, Engine};
use opsledger::fixtures::{Templates, TestDatabase};
use opsledger::ledger::Ledger;
use opsledger::seeding::{self, NotProduction, Options, scenario};

use crate::Result;
use crate::disk::Disk;
use crate::server::Server;

pub async fn run(disk: &Disk, tests: u32, wants: impl Fn(&str) -> bool) -> Result {
    println!("{tests} tests, each with a `ci` fixture of its own: milliseconds a test\n");
    println!("{:<34}{:>10}{:>10}{:>8}", "", "template", "replay", "ratio");
    if wants("postgres") {
        let durable = Server::start(disk)?;
        line("PostgreSQL, as it comes", &Templates::on_server(&durable.url("postgres"))?, tests).await?;
        drop(durable);
        let careless = Server::start_with(disk, &["fsync=off", "synchronous_commit=off", "full_page_writes=off"])?;
        line("PostgreSQL, durability off", &Templates::on_server(&careless.url("postgres"))?, tests).await?;
    }
    if wants("sqlite") {
        line("SQLite", &Templates::in_directory(disk.path("templates"))?, tests).await?;
    }
    println!();
    Ok(())
}

async fn line(name: &str, templates: &Templates, tests: u32) -> Result {
    let ci = scenario::load("ci")?;
    let begun = Instant::now();
    for _ in 0..tests {
        used(templates.seeded(&ci).await?).await?;
    }
    let copied = begun.elapsed().as_secs_f64() * 1_000.0 / f64::from(tests);
    // A tenth of them is enough to know, and costs as much.
    let some = (tests / 10).max(1);
    let begun = Instant::now();
    for _ in 0..some {
        let database = templates.empty().await?;
        let db = database.open().await?;
        let ledger = Ledger::new(db.clone(), Clock::system(), "bench");
        let options = Options::new(NotProduction::check(database.url(), None, None)?);
        seeding::apply(&ledger, &ci, options).await?;
        db.close().await?;
    }
    let replayed = begun.elapsed().as_secs_f64() * 1_000.0 / f64::from(some);
    println!("{name:<34}{copied:>10.1}{replayed:>10.1}{:>8.1}", replayed / copied);
    Ok(())
}

/// As a test does it: open, look, go.
async fn used(database: TestDatabase) -> Result {
    let db: Db = Db::open(database.url(), Access::Existing, 1).await?;
    let held = seeding::applications(&db).await?.len();
    anyhow::ensure!(held == 1, "the copy holds {held} scenario(s) on {}", Engine::name(db.engine()));
    Ok(db.close().await?)
}
