//! What writes.

use std::io::IsTerminal;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use opsledger::cli::{DatabaseArgs, Exit, say, say_json};
use opsledger::clock::Clock;
use opsledger::db::Access;
use opsledger::ledger::Ledger;
use opsledger::problem::{Problem, Result};
use opsledger::seeding::scenario::{self, amount};
use opsledger::seeding::{self, Options, Scenario};
use serde::Deserialize;

use crate::arguments::{Apply, Place};
use crate::{look, show};

pub(crate) async fn apply(database: &DatabaseArgs, args: &Apply, json: bool) -> Result<Exit> {
    // Everything that can be refused without a database is refused before one is opened, or even made.
    let scenario = scenario::load(&args.what.scenario)?;
    let mut options = args.what.options(args.place.check(&database.database_url)?)?;
    if let Some(plan) = &args.plan {
        planned(plan, &scenario, &mut options)?;
    }
    let not_production = options.not_production;
    let db = database.open(Access::Create, 2).await?;
    let ledger = Ledger::new(db.clone(), Clock::system(), "seeder");
    let bar = progress_bar();
    if let Some(bar) = bar.clone() {
        options = options.with_progress(move |done, total| {
            bar.set_length(total.unsigned_abs());
            bar.set_position(done.unsigned_abs());
            if done == total {
                bar.set_message("building indexes");
            }
        });
    }
    let applied = seeding::apply(&ledger, &scenario, options).await;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let applied = applied?;
    if let Some(path) = &args.manifest {
        look::write_manifest(&seeding::manifest(&db, &scenario, not_production).await?, Some(path))?;
    }
    db.close().await?;
    if json {
        say_json(&applied);
    } else {
        show::applied(&applied);
    }
    Ok(Exit::Done)
}

/// What is taken from a plan.
#[derive(Deserialize)]
struct Planned {
    scenario: String,
    seed: i64,
    as_of: String,
    scale: String,
    schema: String,
}

fn planned(path: &Path, scenario: &Scenario, options: &mut Options) -> Result<()> {
    let wrong = |why: String| {
        Problem::request("seed.plan_unreadable", format!("cannot use the plan `{}`: {why}", path.display()))
            .next("make one with `seeder plan --json`")
    };
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let plan: Planned = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    if plan.scenario != scenario.name() {
        return Err(wrong(format!("it is one of `{}`", plan.scenario)));
    }
    options.seed = Some(plan.seed);
    options.as_of = Some(amount::as_of(&plan.as_of)?);
    options.scale = Some(plan.scale.parse().map_err(wrong)?);
    options.planned_for = Some(plan.schema);
    Ok(())
}

pub(crate) async fn reset(database: &DatabaseArgs, scenario: &str, place: &Place, json: bool) -> Result<Exit> {
    let not_production = place.check(&database.database_url)?;
    let db = database.open(Access::Existing, 2).await?;
    let ledger = Ledger::new(db.clone(), Clock::system(), "seeder");
    let removed = seeding::reset(&ledger, scenario, not_production).await?;
    db.close().await?;
    if json {
        say_json(&removed);
    } else if removed.changed {
        say(format!("removed {} row(s) of {}", removed.rows, removed.scenario));
    } else {
        say(format!("`{}` is not applied here, nothing changed", removed.scenario));
    }
    Ok(Exit::Done)
}

/// Only for people: a log file has no use for it.
fn progress_bar() -> Option<ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return None;
    }
    let style = "{bar:40} {human_pos}/{human_len} rows, {per_sec}, {eta} left {msg}";
    let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(style).ok()?);
    // Indexes are built after the last row; the bar shows that something goes on.
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    Some(bar)
}
