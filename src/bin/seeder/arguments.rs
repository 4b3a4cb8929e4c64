//! What may be said to the seeder.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use opsledger::cli::DatabaseArgs;
use opsledger::problem::Result;
use opsledger::seeding::export::Format;
use opsledger::seeding::scenario::amount;
use opsledger::seeding::{Mode, NotProduction, Options, Scale};

/// Fills databases for development and tests with rows that obey every rule that production's obey.
#[derive(Parser)]
#[command(name = "seeder", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// The configuration file [default: ./opsledger.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Print JSON instead of tables
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Say what applying a scenario would do; exit code 4 when something stands in the way
    Plan(Plan),
    /// Make the database hold a scenario; applying it twice changes nothing
    Apply(Apply),
    /// Take the rows of a scenario away again, and no others
    Reset {
        /// What it is called
        scenario: String,
        #[command(flatten)]
        place: Place,
    },
    /// Look for seeded rows that break a rule, and for tables that changed since
    Verify {
        /// Fail also when later work changed a table
        #[arg(long)]
        strict: bool,
    },
    /// Name the profiles, and what is applied
    List,
    /// Say which ids the named tenants of a scenario have here, as JSON
    Manifest {
        /// A profile or the path of a scenario file
        #[arg(value_name = "PROFILE|FILE")]
        scenario: String,
        /// A file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
    /// Write the rows of a scenario as text; no database is needed
    Export(Export),
}

#[derive(Args)]
pub(crate) struct Plan {
    #[command(flatten)]
    pub(crate) what: What,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args)]
pub(crate) struct Apply {
    #[command(flatten)]
    pub(crate) what: What,
    /// A plan, as `seeder plan --json` prints it: seed, instant and scale are taken from there, and a schema that has
    /// changed since is refused
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seed", "as_of", "scale"])]
    pub(crate) plan: Option<PathBuf>,
    /// Write the manifest of the scenario there
    #[arg(long, value_name = "FILE")]
    pub(crate) manifest: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) what: What,
    /// How rows are written
    #[arg(long, value_enum)]
    pub(crate) format: Format,
    /// A directory for one file a table; everything goes to standard output without it
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) out: Option<PathBuf>,
}

/// Which rows.
#[derive(Args)]
pub(crate) struct What {
    /// A profile (`seeder list` names them) or the path of a scenario file
    #[arg(default_value = "dev", value_name = "PROFILE|FILE")]
    pub(crate) scenario: String,
    /// The root of all generated values [default: the scenario's]
    #[arg(long, allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(0..))]
    seed: Option<i64>,
    /// The instant that counts as now, such as 2026-01-15T12:00:00Z [default: the scenario's, else the present minute]
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<String>,
    /// What the counts of the scenario's population are multiplied by [default: as before, else 1]
    #[arg(long, value_name = "NUMBER")]
    scale: Option<Scale>,
    /// What to do when the scenario is there already
    #[arg(long, value_enum, default_value_t)]
    mode: Mode,
    /// Seed beside rows that no seed made
    #[arg(long)]
    allow_foreign: bool,
}

/// Where nothing may be seeded.
#[derive(Args)]
pub(crate) struct Place {
    /// What this environment is called; one that sounds like production is refused
    #[arg(long, env = "OPSLEDGER_ENVIRONMENT", value_name = "NAME")]
    environment: Option<String>,
    /// Vouch that the database of this name is no production
    #[arg(long, value_name = "DATABASE")]
    yes_this_is_not_production: Option<String>,
}

impl Place {
    pub(crate) fn check(&self, url: &str) -> Result<NotProduction> {
        NotProduction::check(url, self.environment.as_deref(), self.yes_this_is_not_production.as_deref())
    }
}

impl What {
    /// # Errors
    /// `seed.as_of_invalid`.
    pub(crate) fn options(&self, not_production: NotProduction) -> Result<Options> {
        let mut options = Options::new(not_production);
        options.seed = self.seed;
        options.as_of = self.as_of.as_deref().map(amount::as_of).transpose()?;
        options.scale = self.scale;
        options.mode = self.mode;
        options.allow_foreign = self.allow_foreign;
        Ok(options)
    }
}
