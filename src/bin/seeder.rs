//! The seeder: arguments to one operation, and its outcome to an exit code.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use opsledger::cli::{DatabaseArgs, Exit, report, say, say_json, start, table};
use opsledger::clock::{Clock, Instant, text};
use opsledger::db::Access;
use opsledger::ledger::Ledger;
use opsledger::problem::Result;
use opsledger::seeding::scenario::amount;
use opsledger::seeding::verify::CheckedScenario;
use opsledger::seeding::{self, Application, Applied, NotProduction, Options, scenario};
use serde::Serialize;

/// Fills databases for development and tests with rows that obey every rule that production's obey.
#[derive(Parser)]
#[command(name = "seeder", version, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The configuration file [default: ./opsledger.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
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
    /// Look for seeded rows that break a rule, and for tables that changed since
    Verify {
        /// Fail also when later work changed a table
        #[arg(long)]
        strict: bool,
    },
    /// Name the profiles, and what is applied
    List,
}

#[derive(Args)]
struct Apply {
    /// A profile (`seeder list` names them) or the path of a scenario file
    #[arg(default_value = "dev", value_name = "PROFILE|FILE")]
    scenario: String,
    /// The root of all generated values [default: the scenario's]
    #[arg(long, allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(0..))]
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
    let (cli, url_is_given) = start::<Cli>();
    match run(cli, url_is_given).await {
        Ok(exit) => exit.into(),
        Err(problem) => report(&problem),
    }
}

async fn run(mut cli: Cli, url_is_given: bool) -> Result<Exit> {
    let config = opsledger::config::read(cli.config.take())?;
    cli.database.or_from_file(url_is_given, config.database.url);
    match &cli.command {
        Command::Apply(args) => apply(&cli, args).await,
        Command::Verify { strict } => verify(&cli, *strict).await,
        Command::List => list(&cli).await,
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

async fn verify(cli: &Cli, strict: bool) -> Result<Exit> {
    let db = cli.database.open(Access::Existing, 2).await?;
    let verified = seeding::verify(&db).await?;
    db.close().await?;
    if cli.json {
        say_json(&verified);
    } else {
        verified.scenarios.iter().for_each(show_checked);
    }
    let failed = !verified.is_clean() || (strict && !verified.is_unchanged());
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

async fn list(cli: &Cli) -> Result<Exit> {
    let applied = match cli.database.open(Access::Existing, 1).await {
        Ok(db) => {
            let applied = seeding::applications(&db).await?;
            db.close().await?;
            applied
        }
        Err(problem) if problem.code == "db.not_found" => Vec::new(),
        Err(problem) => return Err(problem),
    };
    let mut profiles = Vec::new();
    for profile in seeding::profiles() {
        let scenario = scenario::load(profile.name)?;
        profiles.push(Line { name: profile.name, description: scenario.description });
    }
    if cli.json {
        say_json(&Listed { profiles, applied });
        return Ok(Exit::Done);
    }
    let mut lines = table(["profile", "what for"]);
    for line in &profiles {
        lines.add_row([line.name, &line.description]);
    }
    say(lines);
    if applied.is_empty() {
        say("nothing is applied to this database");
    }
    for there in applied {
        let Application { scenario, seed, as_of, scenario_digest: _, content_digest, applied_at: _ } = there;
        say(format!("applied: {scenario}, seed {seed}, as of {}, digest {content_digest}", text(as_of)));
    }
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct Listed {
    profiles: Vec<Line>,
    applied: Vec<Application>,
}

#[derive(Serialize)]
struct Line {
    name: &'static str,
    description: String,
}

fn show_checked(checked: &CheckedScenario) {
    let mut rows = table(["table", "seeded", "there", "since"]);
    for line in checked.tables.iter().filter(|line| line.seeded > 0) {
        let since = if line.changed { "changed by later work" } else { "" };
        rows.add_row([line.table.clone(), line.seeded.to_string(), line.rows.to_string(), since.to_owned()]);
    }
    say(rows);
    for finding in &checked.findings {
        say(format!("{}: {} row(s) of {}: {}", finding.check, finding.rows, finding.table, finding.message));
    }
    let count = checked.findings.len();
    let verdict = if count == 0 { "no row breaks a rule".to_owned() } else { format!("{count} rule(s) are broken") };
    say(format!("{}, seed {}, as of {}: {verdict}", checked.scenario, checked.seed, text(checked.as_of)));
    say(format!("digest {}", checked.digest));
    if checked.digest != checked.recorded_digest {
        say(format!("as it was written: {}", checked.recorded_digest));
    }
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
