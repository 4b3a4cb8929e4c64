//! `scheduler`: runs housekeeping, and shows what ran.
//!
//! Only arguments are read here; each command has a file of its own, which calls the library and prints.

mod arguments;
mod demo;
mod doctor;
mod jobs;
mod migrate;
mod once;
mod report;
mod runs;
mod show;

use std::process::ExitCode;

use clap::Parser;
use opsledger::cli;
use opsledger::problem::Result;
use opsledger::telemetry;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return cli::report(&opsledger::problem::Problem::work("process.no_runtime", error.to_string())),
    };
    match runtime.block_on(run(arguments)) {
        Ok(exit) => exit.into(),
        Err(problem) => cli::report(&problem),
    }
}

async fn run(arguments: Arguments) -> Result<cli::Exit> {
    let Arguments { database, log, log_format, json, command } = arguments;
    telemetry::start(&log, log_format)?;
    if let Ok(url) = url::Url::parse(&database.database_url) {
        url.password().into_iter().for_each(opsledger::sanitizer::register_secret);
    }
    match command {
        Command::Once(arguments) => once::run(&database, arguments, json).await,
        Command::Jobs => jobs::run(json),
        Command::Runs(arguments) => runs::run(&database, arguments, json).await,
        Command::Show { id } => show::run(&database, id, json).await,
        Command::Migrate { direction } => migrate::run(&database, direction, json).await,
        Command::Doctor => doctor::run(&database, json).await,
        Command::Demo(arguments) => demo::run(&database, arguments, json).await,
    }
}
