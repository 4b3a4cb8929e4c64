//! The seeder: the same rows for ever, none that breaks a rule, and nothing written where nothing may be.

pub mod determinism;
mod drift;
mod interrupted;
mod looking;
mod modes;
mod parking;
mod population;
mod program;
mod refusals;
mod rules;
mod shadows;
mod shapes;
mod verifying;

use opsledger::clock::{Clock, Instant};
use opsledger::ledger::Ledger;
use opsledger::problem::Result;
use opsledger::seeding::{self, Applied, NotProduction, Options, Scenario, scenario};

use crate::support::TestDb;

const PROFILES: [&str; 5] = ["dev", "ci", "demo", "incident", "personas"];

/// An hour in which clocks in Europe change.
const AS_OF: &str = "2026-03-29T01:30:00Z";

fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

fn profile(name: &str) -> Scenario {
    scenario::load(name).expect("a profile is well-formed")
}

fn options(t: &TestDb) -> Options {
    Options::new(NotProduction::check(&t.url, None, None).expect("a test database is no production"))
}

/// Applies as the program does, at a clock that stands where the other tests' instant is not.
async fn apply(t: &TestDb, scenario: &Scenario, options: Options) -> Result<Applied> {
    let ledger = Ledger::new(t.db.clone(), Clock::fixed(at("2026-06-01T08:15:30Z")), "test");
    seeding::apply(&ledger, scenario, options).await
}

/// Applies a profile as of [`AS_OF`].
async fn seeded(t: &TestDb, name: &str) -> Applied {
    let options = Options { as_of: Some(at(AS_OF)), ..options(t) };
    apply(t, &profile(name), options).await.expect("a profile can be applied")
}

fn rows(applied: &Applied, table: &str) -> i64 {
    applied.tables.iter().find(|line| line.table == table).expect("a seeded table").rows
}
