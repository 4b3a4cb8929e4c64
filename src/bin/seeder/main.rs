//! The seeder: arguments to one operation, and its outcome to an exit code.
//!
//! * [`arguments`]: what may be said.
//! * [`apply`]: what writes: apply and reset.
//! * [`look`]: what only reads: plan, verify, list, manifest; and export, which needs no database.
//! * [`show`]: tables for people.

mod apply;
mod arguments;
mod look;
mod show;

use std::process::ExitCode;

use arguments::{Cli, Command};
use opsledger::cli::{Exit, report, start};
use opsledger::problem::Result;

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
    let Cli { database, config: _, json, command } = cli;
    match &command {
        Command::Plan(what) => look::plan(&database, what, json).await,
        Command::Apply(what) => apply::apply(&database, what, json).await,
        Command::Reset { scenario, place } => apply::reset(&database, scenario, place, json).await,
        Command::Verify { strict } => look::verify(&database, *strict, json).await,
        Command::List => look::list(&database, json).await,
        Command::Manifest { scenario, out, place } => look::manifest(&database, scenario, out.as_deref(), place).await,
        Command::Export(what) => look::export(what),
    }
}
