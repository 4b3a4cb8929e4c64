//! Does the work of runs that this process holds, and writes how they ended.
//!
//! Whatever happens to the job, each run ends with a code: an error, a panic, a stop signal, a lost lease and a work
//! without end have their own. A job works on a whole batch; when it panics, the runs of the batch are done again one
//! by one, so that a panic fails the run that caused it and no other (S9). Leases are renewed by whoever calls.

use std::any::Any;
use std::sync::Arc;

use tokio::task::{JoinError, JoinHandle};
use tokio_util::sync::CancellationToken;

use super::held::{Held, Holding};
use super::job::{Job, Pass};
use super::record::record;
use crate::catalog::{OnLost, Operation};
use crate::ledger::{Claim, Ending, Failures, Ledger};
use crate::metrics;
use crate::problem::Result;
use crate::telemetry::panic_words;

/// A run that was worked on.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The run.
    pub claim: Claim,
    /// How it ended.
    pub ending: Ending,
    /// Whether the ledger took it; not when another claim had taken over.
    pub recorded: bool,
}

/// Works on `runs` and ends them; when `stop` is cancelled first, they end as failed with `run.interrupted`.
///
/// # Errors
/// When the endings cannot be written; the leases then run out and the stale sweep ends the runs.
pub async fn execute(
    ledger: &Ledger,
    job: &Arc<dyn Job>,
    runs: Vec<Claim>,
    held: &Held,
    stop: &CancellationToken,
) -> Result<Vec<Done>> {
    let began = tokio::time::Instant::now();
    let holding = held.hold(&runs);
    let endings = endings(ledger, job, &runs, &holding, stop).await;
    let spent = began.elapsed();
    let closed = record(ledger, &runs, &endings).await?;
    let done = runs.into_iter().zip(endings).map(|(claim, ending)| {
        let recorded = closed.contains(&claim.run_id);
        if recorded {
            metrics::run_ended(claim.operation.name, ending.outcome().as_str(), spent);
        } else {
            metrics::claim_lost(claim.operation.name);
            tracing::warn!(
                run_id = claim.run_id,
                "operation #{} ended here, but another claim had taken over",
                claim.run_id
            );
        }
        Done { claim, ending, recorded }
    });
    Ok(done.collect())
}

async fn endings(
    ledger: &Ledger,
    job: &Arc<dyn Job>,
    runs: &[Claim],
    holding: &Holding,
    stop: &CancellationToken,
) -> Vec<Ending> {
    let panicked = match attempt(ledger, job, runs, holding, stop).await {
        Attempt::Ended(endings) => return endings,
        Attempt::Panicked(ending) => ending,
    };
    if runs.len() == 1 {
        return vec![panicked];
    }
    let mut endings = Vec::with_capacity(runs.len());
    for run in runs {
        endings.extend(match attempt(ledger, job, std::slice::from_ref(run), holding, stop).await {
            Attempt::Ended(endings) => endings,
            Attempt::Panicked(ending) => vec![ending],
        });
    }
    endings
}

enum Attempt {
    Ended(Vec<Ending>),
    Panicked(Ending),
}

async fn attempt(
    ledger: &Ledger,
    job: &Arc<dyn Job>,
    runs: &[Claim],
    holding: &Holding,
    stop: &CancellationToken,
) -> Attempt {
    let pass = Pass { ledger: ledger.clone(), runs: runs.to_vec() };
    let working = Arc::clone(job);
    // A task of its own, so that a panic ends the task and not the process.
    let mut task = Stopped(tokio::spawn(async move { working.run(&pass).await }));
    tokio::select! {
        answer = &mut task.0 => match answer {
            Ok(Ok(endings)) if endings.len() == runs.len() => Attempt::Ended(endings),
            Ok(Ok(_)) => Attempt::Ended(all(runs, "run.miscounted", "The job did not answer for each of its runs")),
            Ok(Err(problem)) => Attempt::Ended(all(runs, problem.code, &problem.message)),
            Err(error) => Attempt::Panicked(panicked(error)),
        },
        () = stop.cancelled() => Attempt::Ended(all(runs, "run.interrupted", interrupted(job.operation()))),
        () = holding.lost() => Attempt::Ended(all(runs, "run.lease_lost", "The lease was lost before the operation ended")),
        () = tokio::time::sleep(job.limit()) => Attempt::Ended(all(runs, "run.timed_out", &timed_out(job))),
    }
}

/// A task that ends when nobody waits for it any more: an interrupted job must not go on writing.
pub(super) struct Stopped<T>(pub(super) JoinHandle<T>);

impl<T> Drop for Stopped<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn all(runs: &[Claim], code: &str, message: &str) -> Vec<Ending> {
    vec![Ending::failed(Failures::one(code, message)); runs.len()]
}

fn interrupted(operation: &Operation) -> &'static str {
    match operation.stale.on_lost {
        OnLost::Fail | OnLost::Mirror => "The process was asked to stop before the operation ended",
        _ => "The process was asked to stop before the operation ended; the next run does the rest",
    }
}

fn timed_out(job: &Arc<dyn Job>) -> String {
    format!("The operation did not end within {}", humantime::format_duration(job.limit()))
}

fn panicked(error: JoinError) -> Ending {
    let message = error.try_into_panic().map_or_else(|_| "The job was cancelled".into(), |panic| panic_text(&*panic));
    Ending::failed(Failures::one("run.panicked", &message))
}

pub(super) fn panic_text(panic: &(dyn Any + Send)) -> String {
    format!("The job panicked: {}", panic_words(panic).unwrap_or("without a message"))
}
