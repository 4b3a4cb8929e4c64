//! The command line of `scheduler`; the comments are the help text.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand};
use opsledger::cli::DatabaseArgs;
use opsledger::jobs::reconcile_adapter_runs::options::LIMIT_CEILING;
use opsledger::ledger::{Freshness, Outcome, Status};
use opsledger::telemetry::LogFormat;

use crate::{dispatch::DispatchArguments, grants::GrantsArguments, token::TokenCommand};

/// Runs housekeeping for multi-tenant platforms, and shows what ran
///
/// Every run is a row of the ledger `operation_runs`; the database guarantees that no work overlaps itself.
#[derive(Debug, Parser)]
#[command(name = "scheduler", version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// What to log on stderr: a level, or a filter such as `opsledger=debug,warn` [default: info for `run`, else warn]
    #[arg(long, global = true, env = "OPSLEDGER_LOG", value_name = "FILTER")]
    pub(crate) log: Option<String>,
    /// The form of a log line
    #[arg(long, global = true, env = "OPSLEDGER_LOG_FORMAT", value_enum, default_value = "text")]
    pub(crate) log_format: LogFormat,
    /// The configuration file [default: ./opsledger.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Print JSON for programs instead of tables for people
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "Examples:
  scheduler demo --exit                           seed a database with drift and heal it
  scheduler once ops.reconcile_adapter_runs       one pass over every active workspace
  scheduler once ops.reconcile_adapter_runs --workspace acme --dry-run
  scheduler dispatch drift.generate --tenant 42 --set 7   queue work for one tenant
  scheduler runs --type restore.execute --outcome failed
  scheduler show 42
  scheduler show --legacy inventory_sync_runs:42  the operation that an old link means
  scheduler run                                   until SIGTERM; then drains and exits 0
  scheduler next ops.reconcile_adapter_runs --count 3

Exit codes:
  0  done                                 3  skipped: an active run holds the identity
  1  failed, or partially succeeded       4  blocked
  2  usage or configuration; nothing was written";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run schedules until asked to stop; any number of these may share one database
    Run(RunArguments),
    /// Run one pass of a type now, for every active workspace
    Once(OnceArguments),
    /// Queue work for one tenant now; a scheduler that runs does it
    Dispatch(DispatchArguments),
    /// List the operation types
    Jobs,
    /// Show when schedules are due next, on both clocks
    Next(NextArguments),
    /// List the slots that did not run, and why
    Skips(SkipsArguments),
    /// Hold a schedule; its slots are recorded as skipped
    Pause(PauseArguments),
    /// Let a paused schedule go on
    Resume(PauseArguments),
    /// End an open run by hand
    Cancel(CancelArguments),
    /// List runs, newest first
    Runs(RunsArguments),
    /// Show one run whole
    #[command(group = clap::ArgGroup::new("which").required(true).args(["id", "legacy"]))]
    Show {
        /// The operation's id
        #[arg(value_parser = clap::value_parser!(i64).range(1..))]
        id: Option<i64>,
        /// The record of which it is the operation, such as `inventory_sync_runs:42`
        #[arg(long, value_name = "TABLE:ID")]
        legacy: Option<String>,
    },
    /// Bring the schema up or down, or show where it stands
    Migrate {
        #[command(subcommand)]
        direction: Direction,
    },
    /// Check the invariants of the database
    Doctor,
    /// Make, list and take back the tokens with which people look at the hub
    #[command(subcommand)]
    Token(TokenCommand),
    /// Print the SQL that gives each program a PostgreSQL role of its own, with row level security
    Grants(GrantsArguments),
    /// Seed a database in which runs have drifted from their records, heal them, and show it
    Demo(DemoArguments),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  scheduler once ops.reconcile_adapter_runs --older-than 1h --limit 500
  scheduler once ops.reconcile_adapter_runs --tenant 3f0c7a52-6f0e-4c3a-9d61-0a6c3b0f8e11 --dry-run --json
  scheduler once ops.reconcile_stale_runs
  scheduler once ops.prune_operation_runs --dry-run")]
pub(crate) struct OnceArguments {
    /// The operation type, as `scheduler jobs` lists it
    #[arg(value_name = "TYPE")]
    pub(crate) operation: String,
    /// Only this workspace, by slug; may be given several times
    #[arg(long = "workspace", value_name = "SLUG")]
    pub(crate) workspaces: Vec<String>,
    /// Only this tenant, by external id or row id
    #[arg(long, value_name = "TENANT")]
    pub(crate) tenant: Option<String>,
    /// Leave alone what is more recent than this [reconciling adapters: 15m; pruning: what the catalog says]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub(crate) older_than: Option<Duration>,
    /// Handle at most so many rows of one workspace [default: 100000]
    #[arg(long, allow_negative_numbers = true, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=LIMIT_CEILING))]
    pub(crate) limit: Option<u64>,
    /// Pruning: stop when more than this share of a workspace's runs would go [default: 20%]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) guard_share: Option<u8>,
    /// Pruning: lift the guard, and allow --older-than to be shorter than the catalog's retention
    #[arg(long)]
    pub(crate) confirm: bool,
    /// Make the same plan, write nothing, and print the plan with its reasons
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Settings come from opsledger.toml:
  [leases]     lease = \"60s\", heartbeat = \"15s\"
  [scheduler]  drain = \"30s\"
  [hub]        hosts = [\"ops.example.com\"], behind_tls = true
  [schedules.\"ops.reconcile_adapter_runs\"]
               cron = \"*/5 * * * *\", time_zone = \"UTC\", overlap = \"skip\",
               catch_up = \"latest\", catch_up_window = \"1d\", enabled = true")]
pub(crate) struct RunArguments {
    /// How many operations of tenants are worked on at once; 0 leaves them to other schedulers
    #[arg(long, allow_negative_numbers = true, value_name = "N", default_value_t = 8, value_parser = workers)]
    pub(crate) workers: usize,
    /// Serve Prometheus metrics on this address, such as 127.0.0.1:9464
    #[arg(long, value_name = "ADDR", env = "OPSLEDGER_METRICS")]
    pub(crate) metrics: Option<std::net::SocketAddr>,
    /// Serve the monitoring hub on this address, such as 127.0.0.1:8086; any address but loopback needs a token
    #[arg(long, value_name = "ADDR", env = "OPSLEDGER_HUB")]
    pub(crate) hub: Option<std::net::SocketAddr>,
}

#[derive(Debug, Args)]
pub(crate) struct NextArguments {
    /// Only this type
    #[arg(value_name = "TYPE")]
    pub(crate) operation: Option<String>,
    /// Count from this instant [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<DateTime<Utc>>,
    /// How many
    #[arg(long, allow_negative_numbers = true, value_name = "N", default_value = "5", value_parser = |text: &str| bounded(text, 1_000))]
    pub(crate) count: usize,
}

#[derive(Debug, Args)]
pub(crate) struct SkipsArguments {
    /// Only this type
    #[arg(value_name = "TYPE")]
    pub(crate) operation: Option<String>,
    /// Only rows with a smaller id: the next page
    #[arg(long, value_name = "ID")]
    pub(crate) before: Option<i64>,
    /// At most so many
    #[arg(long, allow_negative_numbers = true, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub(crate) limit: u64,
}

#[derive(Debug, Args)]
pub(crate) struct PauseArguments {
    /// The type whose schedule is meant
    #[arg(value_name = "TYPE")]
    pub(crate) operation: String,
    /// Why; kept in the audit log
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// Who says so
    #[arg(long, env = "USER", value_name = "NAME", default_value = "operator", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) by: String,
}

#[derive(Debug, Args)]
pub(crate) struct CancelArguments {
    /// The operation's id
    #[arg(value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) id: i64,
    /// Why; kept in the audit log
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: String,
    /// Who says so
    #[arg(long, env = "USER", value_name = "NAME", default_value = "operator", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) by: String,
}

#[derive(Debug, Args)]
pub(crate) struct RunsArguments {
    /// Only this type, in any spelling
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) operation: Option<String>,
    /// Only in this status
    #[arg(long, value_enum)]
    pub(crate) status: Option<Status>,
    /// Only with this outcome
    #[arg(long, value_enum)]
    pub(crate) outcome: Option<Outcome>,
    /// Only of this workspace, by slug; may be given several times
    #[arg(long = "workspace", value_name = "SLUG")]
    pub(crate) workspaces: Vec<String>,
    /// Only of this tenant, by external id or row id
    #[arg(long, value_name = "TENANT")]
    pub(crate) tenant: Option<String>,
    /// Only runs that recovery closed (true) or did not (false)
    #[arg(long, value_name = "BOOL")]
    pub(crate) reconciled: Option<bool>,
    /// Only runs that are, or are not, still believed; asked of the database, so a page is as long as any other
    #[arg(long, value_enum)]
    pub(crate) freshness: Option<Freshness>,
    /// Only runs created at or after this instant, such as 2026-11-20T00:00:00Z
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<DateTime<Utc>>,
    /// Only runs with a smaller id: the next page
    #[arg(long, value_name = "ID")]
    pub(crate) before: Option<i64>,
    /// At most so many
    #[arg(long, allow_negative_numbers = true, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub(crate) limit: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Direction {
    /// Apply every pending migration
    Up,
    /// Roll migrations back; the data in their tables is lost
    Down {
        /// How many; all of them when not given
        #[arg(long, value_name = "N")]
        steps: Option<u32>,
        /// Say that losing the data is meant
        #[arg(long)]
        yes: bool,
    },
    /// List the migrations and whether the database has them
    Status,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// End after printing, instead of serving the hub
    #[arg(long)]
    pub(crate) exit: bool,
    /// Where the hub is served
    #[arg(long, value_name = "ADDR", env = "OPSLEDGER_HUB", default_value = "127.0.0.1:8086", conflicts_with = "exit")]
    pub(crate) hub: std::net::SocketAddr,
    /// The seed of the demo's data
    #[arg(long, allow_negative_numbers = true, value_name = "N", value_parser = clap::value_parser!(i64).range(0..))]
    pub(crate) seed: Option<i64>,
    /// The instant that the demo's history leads up to; now when not given
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<DateTime<Utc>>,
    /// What this environment is called; one that sounds like production is refused
    #[arg(long, env = "OPSLEDGER_ENVIRONMENT", value_name = "NAME")]
    pub(crate) environment: Option<String>,
}

fn workers(text: &str) -> Result<usize, String> {
    if text == "0" { Ok(0) } else { bounded(text, 256) }
}

fn bounded(text: &str, most: usize) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        _ => Err(format!("give a number from 1 to {most}")),
    }
}

pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let duration = humantime::parse_duration(text).map_err(|error| format!("{error}; write 15m, 2h or 90s"))?;
    if duration > Duration::from_secs(10 * 365 * 24 * 3600) {
        return Err("longer than ten years".into());
    }
    Ok(duration)
}

fn percent(text: &str) -> Result<u8, String> {
    let share = text.trim_end_matches('%').parse().ok().filter(|share| *share <= 100);
    share.ok_or_else(|| "write a share from 0% to 100%".into())
}
