//! Runs a job once, in this process, for a set of scopes.
//!
//! Begin (created already running: one commit), work under a heartbeat, end (one commit). Scopes whose identity is
//! held by an active run are left to it.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::execute::execute;
use super::held::{Heartbeat, Held};
use super::job::Job;
use crate::ledger::{Claim, Ending, Ensured, Holder, Ledger, Request, Start};
use crate::problem::Result;

/// Runs of one pass: enough to be set-based, few enough to be short.
pub const BATCH: usize = 1_000;

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
    let stopping = CancellationToken::new();
    let work = run_batches(ledger, &job, requests, &stopping);
    tokio::pin!(work, stop);
    tokio::select! {
        answers = &mut work => return answers,
        () = &mut stop => stopping.cancel(),
    }
    work.await
}

async fn run_batches(
    ledger: &Ledger,
    job: &Arc<dyn Job>,
    requests: &[Request],
    stopping: &CancellationToken,
) -> Result<Vec<Ran>> {
    // A dead process must not hold its identity for ever.
    for run_id in ledger.release_lost(job.operation()).await? {
        tracing::warn!(run_id, "operation #{run_id} was left by a lost worker and is now failed");
    }
    let held = Held::default();
    let _beating = Heartbeat::start(ledger, ledger.lease() / 4, &held);
    let mut answers = Vec::with_capacity(requests.len());
    for batch in requests.chunks(BATCH) {
        if stopping.is_cancelled() {
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
        let mut done =
            if runs.is_empty() { Vec::new() } else { execute(ledger, job, runs, &held, stopping).await? }.into_iter();
        for answer in ensured {
            match answer {
                Ensured::Existing(holder) => answers.push(Ran::Skipped(holder)),
                Ensured::Created(_) => answers.extend(done.next().map(|done| Ran::Ended {
                    claim: done.claim,
                    ending: done.ending,
                    recorded: done.recorded,
                })),
            }
        }
    }
    Ok(answers)
}
