//! `scheduler`: runs housekeeping, and shows what ran.
//!
//! Only arguments are read here; each command has a file of its own, which calls the library and prints.

mod arguments;
mod demo;
mod dispatch;
mod doctor;
mod grants;
mod hub;
mod jobs;
mod metrics;
mod migrate;
mod once;
mod provider;
mod report;
mod runs;
mod schedule;
mod service;
mod show;
mod token;

use std::process::ExitCode;

use opsledger::cli;
use opsledger::problem::Result;
use opsledger::telemetry;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let (arguments, url_is_given) = cli::start::<Arguments>();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return cli::report(&opsledger::problem::Problem::work("process.no_runtime", error.to_string())),
    };
    match runtime.block_on(run(arguments, url_is_given)) {
        Ok(exit) => exit.into(),
        Err(problem) => cli::report(&problem),
    }
}

async fn run(arguments: Arguments, url_is_given: bool) -> Result<cli::Exit> {
    let Arguments { mut database, log, log_format, config, json, command } = arguments;
    // A service tells what it does; a command that prints its own result need not.
    let log = log.unwrap_or_else(|| {
        if matches!(command, Command::Run(_)) { "info,tokio_cron_scheduler=warn" } else { "warn" }.into()
    });
    telemetry::start(&log, log_format)?;
    let config = opsledger::config::read(config)?;
    database.or_from_file(url_is_given, config.database.url.clone());
    match command {
        Command::Run(arguments) => service::run(&database, arguments, &config).await,
        Command::Next(arguments) => schedule::next(&config, &arguments, json),
        Command::Skips(arguments) => schedule::skipped(&database, arguments, json).await,
        Command::Pause(arguments) => schedule::set_paused(&database, arguments, true).await,
        Command::Resume(arguments) => schedule::set_paused(&database, arguments, false).await,
        Command::Cancel(arguments) => schedule::cancel(&database, arguments).await,
        Command::Once(arguments) => once::run(&database, arguments, &config, json).await,
        Command::Dispatch(arguments) => dispatch::run(&database, arguments, json).await,
        Command::Jobs => jobs::run(json),
        Command::Runs(arguments) => runs::run(&database, arguments, json).await,
        Command::Show { id, legacy } => show::run(&database, id, legacy.as_deref(), json).await,
        Command::Migrate { direction } => migrate::run(&database, direction, json).await,
        Command::Doctor => doctor::run(&database, json).await,
        Command::Token(command) => token::run(&database, command, json).await,
        Command::Grants(arguments) => grants::run(&database, &arguments, json).await,
        Command::Demo(arguments) => demo::run(&database, arguments, &config, json).await,
    }
}
