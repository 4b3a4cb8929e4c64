//! The seeder: arguments to one operation, and its outcome to an exit code.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use opsledger::cli::{DatabaseArgs, Exit, report, say, say_json, table};
use opsledger::clock::{Clock, Instant, text};
use opsledger::db::Access;
use opsledger::ledger::Ledger;
use opsledger::problem::Result;
use opsledger::seeding::scenario::amount;
use opsledger::seeding::{self, Applied, NotProduction, Options, scenario};

/// Fills databases for development and tests with rows that obey every rule that production's obey.
#[derive(Parser)]
#[command(name = "seeder", version, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Print JSON instead of tables
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make the database hold a scenario; applying it twice changes nothing
    Apply(Apply),
}

#[derive(Args)]
struct Apply {
    /// A profile (`seeder list` names them) or the path of a scenario file
    #[arg(default_value = "dev", value_name = "PROFILE|FILE")]
    scenario: String,
    /// The root of all generated values [default: the scenario's]
    #[arg(long, value_parser = clap::value_parser!(i64).range(0..))]
    seed: Option<i64>,
    /// The instant that counts as now, such as 2026-01-15T12:00:00Z [default: the scenario's, else the present minute]
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<String>,
    /// Seed beside rows that no seed made
    #[arg(long)]
    allow_foreign: bool,
    /// What this environment is called; one that sounds like production is refused
    #[arg(long, env = "OPSLEDGER_ENVIRONMENT", value_name = "NAME")]
    environment: Option<String>,
    /// Vouch that the database of this name is no production
    #[arg(long, value_name = "DATABASE")]
    yes_this_is_not_production: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Apply(args) => apply(&cli, args).await,
    };
    match done {
        Ok(exit) => exit.into(),
        Err(problem) => report(&problem),
    }
}

async fn apply(cli: &Cli, args: &Apply) -> Result<Exit> {
    // Everything that can be refused without a database is refused before one is opened, or even made.
    let scenario = scenario::load(&args.scenario)?;
    let as_of: Option<Instant> = args.as_of.as_deref().map(amount::as_of).transpose()?;
    let not_production = NotProduction::check(
        &cli.database.database_url,
        args.environment.as_deref(),
        args.yes_this_is_not_production.as_deref(),
    )?;
    let db = cli.database.open(Access::Create, 2).await?;
    let ledger = Ledger::new(db.clone(), Clock::system(), "seeder");
    let mut options = Options::new(not_production);
    options.seed = args.seed;
    options.as_of = as_of;
    options.allow_foreign = args.allow_foreign;
    let bar = progress_bar();
    if let Some(bar) = bar.clone() {
        options = options.with_progress(move |done, total| {
            bar.set_length(total.unsigned_abs());
            bar.set_position(done.unsigned_abs());
        });
    }
    let applied = seeding::apply(&ledger, &scenario, options).await;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let applied = applied?;
    db.close().await?;
    if cli.json {
        say_json(&applied);
    } else {
        show(&applied);
    }
    Ok(Exit::Done)
}

/// Only for people: a log file has no use for it.
fn progress_bar() -> Option<ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return None;
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} rows").ok()?;
    Some(ProgressBar::new(0).with_style(style))
}

fn show(applied: &Applied) {
    let mut rows = table(["table", "rows"]);
    for line in applied.tables.iter().filter(|line| line.rows > 0) {
        rows.add_row([line.table.clone(), line.rows.to_string()]);
    }
    say(rows);
    let verb = if applied.changed { "applied" } else { "was there already, nothing changed:" };
    say(format!("{verb} {}, seed {}, as of {}", applied.scenario, applied.seed, text(applied.as_of)));
    say(format!("digest {}", applied.digest));
}
