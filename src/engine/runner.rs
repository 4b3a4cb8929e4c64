//! Runs a job once, in this process, for a set of scopes.
//!
//! Begin (created already running: one commit), work under a heartbeat, end (one commit). Scopes whose identity is
//! held by an active run are left to it. Whatever happens to the job, its runs end with a code: a panic, a stop
//! signal and an error each have their own.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinHandle};

use super::job::{Job, Pass};
use crate::catalog::{OnLost, Operation};
use crate::ledger::{Claim, Closing, Ending, Ensured, Failures, Holder, Ledger, Request, Start};
use crate::problem::{Problem, Result};

/// Runs of one pass: enough to be set-based, few enough to be short.
const BATCH: usize = 1_000;

/// What became of one scope.
#[derive(Debug, Clone, PartialEq)]
pub enum Ran {
    /// It ran and ended so; `recorded` is false when another claim took over and the end was not written.
    Ended {
        /// The run.
        claim: Claim,
        /// How it ended.
        ending: Ending,
        /// Whether the ledger took it.
        recorded: bool,
    },
    /// Another active run holds the identity.
    Skipped(Holder),
}

/// Runs `job` once for each request, in batches; the answers come in the order of the requests. When `stop`
/// resolves, what is still running ends as failed with `run.interrupted` and nothing more begins.
///
/// # Errors
/// When the ledger itself cannot be read or written.
pub async fn run_once(
    ledger: &Ledger,
    job: Arc<dyn Job>,
    requests: &[Request],
    stop: impl Future<Output = ()> + Send,
) -> Result<Vec<Ran>> {
    // A dead process must not hold its identity for ever.
    for run_id in ledger.release_lost(job.operation()).await? {
        tracing::warn!(run_id, "operation #{run_id} was left by a lost worker and is now failed");
    }
    tokio::pin!(stop);
    let mut answers = Vec::with_capacity(requests.len());
    let mut stopped = false;
    for batch in requests.chunks(BATCH) {
        if stopped {
            break;
        }
        let ensured = ledger.ensure_many(batch, Start::Running).await?;
        let runs: Vec<Claim> = ensured
            .iter()
            .filter_map(|answer| match answer {
                Ensured::Created(claim) => Some(*claim),
                Ensured::Existing(_) => None,
            })
            .collect();
        let endings = if runs.is_empty() {
            Vec::new()
        } else {
            let work = Work::start(ledger, &job, runs.clone());
            tokio::select! {
                endings = work.finish(&runs) => endings,
                () = &mut stop => {
                    stopped = true;
                    interrupted(job.operation(), runs.len())
                }
            }
        };
        let closings: Vec<Closing> =
            runs.iter().zip(&endings).map(|(claim, ending)| Closing::of(claim, ending.clone())).collect();
        let closed = ledger.close_many(&closings).await?.closed;
        let mut ended = runs.into_iter().zip(endings);
        for answer in ensured {
            answers.push(match answer {
                Ensured::Existing(holder) => Ran::Skipped(holder),
                Ensured::Created(claim) => {
                    let ending = ended.next().map(|(_, ending)| ending).unwrap_or_else(Ending::succeeded);
                    Ran::Ended { recorded: closed.contains(&claim.run_id), claim, ending }
                }
            });
        }
    }
    Ok(answers)
}

/// A job at work and the heartbeat beside it; both end when this is dropped.
struct Work {
    job: JoinHandle<Result<Vec<Ending>>>,
    heartbeat: JoinHandle<()>,
}

impl Work {
    fn start(ledger: &Ledger, job: &Arc<dyn Job>, runs: Vec<Claim>) -> Self {
        let pass = Pass { ledger: ledger.clone(), runs };
        let job = Arc::clone(job);
        let beating = ledger.clone();
        Self {
            // A task of its own, so that a panic ends the task and not the process.
            job: tokio::spawn(async move { job.run(&pass).await }),
            heartbeat: tokio::spawn(async move { beat(&beating).await }),
        }
    }

    async fn finish(mut self, runs: &[Claim]) -> Vec<Ending> {
        let endings = match (&mut self.job).await {
            Ok(Ok(endings)) if endings.len() == runs.len() => endings,
            Ok(Ok(_)) => failed_all(runs, "run.miscounted", "The job did not answer for each of its runs"),
            Ok(Err(problem)) => failed_all(runs, problem.code, &problem.message),
            Err(error) => failed_all(runs, "run.panicked", &panic_text(error)),
        };
        self.heartbeat.abort();
        endings
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.job.abort();
        self.heartbeat.abort();
    }
}

/// Renews the leases four times in the life of one. A failed beat is only logged: the next may come through, and
/// the claim token guards every write in any case.
async fn beat(ledger: &Ledger) {
    let mut every = tokio::time::interval((ledger.lease() / 4).max(Duration::from_millis(50)));
    every.tick().await;
    loop {
        every.tick().await;
        if let Err(problem) = ledger.heartbeat().await {
            tracing::warn!(code = problem.code, "could not renew the leases of this process: {problem}");
        }
    }
}

fn failed_all(runs: &[Claim], code: &str, message: &str) -> Vec<Ending> {
    runs.iter().map(|_| Ending::failed(Failures::one(code, message))).collect()
}

fn interrupted(operation: &Operation, count: usize) -> Vec<Ending> {
    let message = match operation.stale.on_lost {
        OnLost::Retry { .. } => "The process was asked to stop before the operation ended; the next pass does the rest",
        OnLost::Fail | OnLost::Mirror => "The process was asked to stop before the operation ended",
    };
    vec![Ending::failed(Failures::one("run.interrupted", message)); count]
}

fn panic_text(error: JoinError) -> String {
    let Ok(panic) = error.try_into_panic() else { return "The job was cancelled".into() };
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("The job panicked: {}", said.unwrap_or("without a message"))
}

impl From<&Problem> for Failures {
    fn from(problem: &Problem) -> Self {
        Self::one(problem.code, &problem.message)
    }
}
