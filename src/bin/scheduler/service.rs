//! `scheduler run`: the long-running scheduler, until it is asked to stop.

use std::collections::BTreeMap;
use std::sync::Arc;

use opsledger::catalog::schedules::{Override, Resolved, SCHEDULES, every, lint, resolve};
use opsledger::cli::{DatabaseArgs, Exit};
use opsledger::clock::Clock;
use opsledger::config::{Config, Schedule, Scheduler};
use opsledger::db::{Access, schema};
use opsledger::engine::tick::Ticker;
use opsledger::engine::{Job, Service, Settings, Workers};
use opsledger::jobs::{self, JobOptions, RUNNABLE};
use opsledger::ledger::{Declaration, Ledger};
use opsledger::problem::{Problem, Result};
use tokio_util::sync::CancellationToken;

use crate::arguments::RunArguments;
use crate::hub;
use crate::metrics;
use crate::once::{stop_signal, worker};
use crate::provider;

/// Batches of housekeeping at once.
const BATCHES: usize = 4;
/// Connections besides those of the workers: the batches, the heartbeats, the tick.
const CONNECTIONS: u32 = 8;
/// Workers at work with the database at the same moment; the others wait for the provider.
const MOST_BUSY: usize = 16;

/// The schedule that `scheduler.sweep` is about.
const SWEEP: &str = "ops.reconcile_stale_runs";

pub(crate) async fn run(database: &DatabaseArgs, arguments: RunArguments, config: &Config) -> Result<Exit> {
    let declared = declared(config)?;
    if let Some(address) = arguments.metrics {
        metrics::serve(address).await?;
    }
    let provider = provider::connect(config.provider.as_ref())?;
    let RunArguments { workers, hub: address, .. } = arguments;
    let db = database.open(Access::Existing, CONNECTIONS + u32::try_from(workers.min(MOST_BUSY)).unwrap_or(0)).await?;
    schema::require_current(&db).await?;
    let ledger = Ledger::new(db, Clock::system(), worker("run")).with_lease(config.leases.lease);
    // What was stored before is settled by its own expression, and the new one counts from now.
    Ticker::default().tick(&ledger).await?;
    for difference in ledger.declare(&declared).await? {
        tracing::info!("schedules: {difference}");
    }
    let jobs: Vec<Arc<dyn Job>> = RUNNABLE
        .iter()
        .map(|name| jobs::find(name, &JobOptions::default()).map(|task| task as Arc<dyn Job>))
        .collect::<Result<_>>()?;
    let works = jobs::works(provider.as_ref());
    let settings = Settings { heartbeat: config.leases.heartbeat, drain: config.scheduler.drain, workers: BATCHES };
    let stop = CancellationToken::new();
    let hub = match address {
        Some(address) => Some(hub::listen(database, &config.hub, address, stop.clone()).await?),
        None => None,
    };
    let stopping = stop.clone();
    tokio::spawn(async move {
        stop_signal().await;
        tracing::info!("asked to stop; a second signal stops at once");
        stopping.cancel();
        stop_signal().await;
        // The ledger is safe either way: the leases run out and the stale sweep ends the runs.
        std::process::exit(130);
    });
    tracing::info!(
        worker = ledger.worker(),
        schedules = declared.len(),
        works = works.len(),
        workers,
        "scheduler {} is running {} schedules, and {workers} workers for {} types of tenants' work{}",
        ledger.worker(),
        declared.len(),
        works.len(),
        if provider.is_none() { "; without [provider], what needs the directory provider waits" } else { "" }
    );
    let crew = Workers::new(ledger.clone(), works, Settings { workers, ..settings.clone() });
    let shown = async {
        if let Some(hub) = hub {
            hub.serve().await;
        }
    };
    let (service, (), ()) = tokio::join!(Service::new(ledger, jobs, settings).run(stop.clone()), crew.run(stop), shown);
    service?;
    tracing::info!("stopped");
    Ok(Exit::Done)
}

/// The schedules in the form in which they are stored, each looked over on the way: a thousand parsed expressions are
/// memory that a service need not keep.
fn declared(config: &Config) -> Result<Vec<Declaration>> {
    let schedules = schedules(config)?;
    for schedule in &schedules {
        for warning in lint(schedule, schedule.operation, Clock::system().now()) {
            tracing::warn!(schedule = schedule.key, code = warning.code, "{}", warning.message);
        }
    }
    Ok(schedules.iter().map(declaration).collect())
}

/// What is declared in the catalog, with what the file says instead.
pub(crate) fn schedules(config: &Config) -> Result<Vec<Resolved>> {
    let mut overrides: BTreeMap<String, Override> =
        config.schedules.iter().map(|(key, said)| (key.clone(), over(said))).collect();
    if config.scheduler.sweep != Scheduler::default().sweep {
        // What is said about the schedule itself is the more particular.
        let sweep = overrides.entry(SWEEP.to_owned()).or_default();
        if sweep.cron.is_none() {
            sweep.cron =
                Some(every(config.scheduler.sweep).map_err(|problem| Problem {
                    message: format!("scheduler.sweep: {}", problem.message),
                    ..problem
                })?);
        }
    }
    let mut schedules = resolve(SCHEDULES, &overrides).map_err(|problems| {
        let all: Vec<String> =
            problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect();
        let next =
            problems.iter().map(|problem| problem.next.clone()).find(|next| !next.is_empty()).unwrap_or_default();
        Problem::request(problems.first().map_or("schedule.invalid", |problem| problem.code), all.join("; ")).next(next)
    })?;
    if let Some(asked) = schedules.iter().find(|one| one.key.contains('#') && !RUNNABLE.contains(&one.operation.name)) {
        let message = format!("schedule `{}`: `{}` is not started from here", asked.key, asked.operation.name);
        return Err(
            Problem::request("operation.not_runnable", message).next("`scheduler jobs` shows which types can be run")
        );
    }
    // A type whose work this program cannot start would only fill the queue.
    schedules.retain(|schedule| RUNNABLE.contains(&schedule.operation.name));
    Ok(schedules)
}

fn over(said: &Schedule) -> Override {
    let Schedule { cron, time_zone, overlap, catch_up, catch_up_window, enabled } = said.clone();
    Override { cron, time_zone, overlap, catch_up, catch_up_window, enabled }
}

fn declaration(schedule: &Resolved) -> Declaration {
    Declaration {
        key: schedule.key.clone(),
        operation_type: schedule.operation.name.to_owned(),
        cron: schedule.cadence.cron().to_owned(),
        time_zone: schedule.cadence.time_zone().to_owned(),
        overlap: schedule.overlap.as_str(),
        catch_up: schedule.catch_up.as_str(),
        catch_up_window: i64::try_from(schedule.catch_up_window.as_secs()).unwrap_or(i64::MAX),
        enabled: schedule.enabled,
    }
}
