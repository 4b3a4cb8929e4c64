//! The long-running scheduler: wake, settle what is due, claim what is queued, work, and stop in good order.
//!
//! There is no leader. Any number of these on one database settle each slot once between them, because advancing a
//! schedule and inserting its runs is one transaction, and share the work, because runs are claimed from the ledger.
//! A database that goes away is logged and tried again at the next wake-up; nothing is remembered that the ledger
//! does not know.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::execute::{Done, execute};
use super::held::{Heartbeat, Held};
use super::job::Job;
use super::patience::{LONG_PATIENCE, soon, within};
use super::runner::BATCH;
use super::tick::Ticker;
use super::wake::Waker;
use crate::catalog::OnLost;
use crate::ledger::{Claim, Ledger};
use crate::metrics;
use crate::problem::Result;

/// How long interrupted work has to write that it was.
pub(super) const LAST_WORDS: Duration = Duration::from_secs(5);

/// How the service behaves; every duration can be set in `opsledger.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How often the leases of this process are renewed.
    pub heartbeat: Duration,
    /// How long a stop waits for what is running.
    pub drain: Duration,
    /// How many batches are worked on at once.
    pub workers: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { heartbeat: Duration::from_secs(15), drain: Duration::from_secs(30), workers: 4 }
    }
}

/// A scheduler process.
pub struct Service {
    ledger: Ledger,
    jobs: HashMap<&'static str, Arc<dyn Job>>,
    settings: Settings,
    /// A copy is with each batch that recovers the runs of others.
    recovering: Arc<()>,
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service")
            .field("settings", &self.settings)
            .field("jobs", &self.jobs.keys())
            .finish_non_exhaustive()
    }
}

impl Service {
    /// A service that can do these jobs.
    #[must_use]
    pub fn new(ledger: Ledger, jobs: Vec<Arc<dyn Job>>, settings: Settings) -> Self {
        let jobs = jobs.into_iter().map(|job| (job.operation().name, job)).collect();
        Self { ledger, jobs, settings, recovering: Arc::default() }
    }

    /// Runs until `stop` is cancelled, then drains (S9): nothing new is claimed, what runs has until the deadline,
    /// and what is left then ends as failed with `run.interrupted`.
    ///
    /// # Errors
    /// When the waker cannot start. Database problems are logged and outlived.
    pub async fn run(self, stop: CancellationToken) -> Result<()> {
        let mut waker = Waker::start().await?;
        let held = Held::default();
        let heartbeat = Heartbeat::start(&self.ledger, self.settings.heartbeat, &held);
        let mut ticker = Ticker::default();
        let interrupt = CancellationToken::new();
        let mut working: JoinSet<()> = JoinSet::new();
        let mut more = false;
        while !stop.is_cancelled() {
            let is_time = tokio::select! {
                () = stop.cancelled() => break,
                () = waker.woken() => true,
                // A batch that ended has made room for the next, and perhaps for the slot that waited for it.
                Some(_) = working.join_next() => more,
            };
            if is_time {
                tokio::select! {
                    // A tick that is dropped half way rolls back; nothing was claimed yet.
                    () = stop.cancelled() => break,
                    ticked = within(LONG_PATIENCE, ticker.tick(&self.ledger)) => match ticked {
                        Ok(ticked) => more = ticked.more,
                        Err(problem) => {
                            metrics::tick_failed(problem.code);
                            tracing::warn!(code = problem.code, "could not settle the slots that are due; the next wake-up tries again: {problem}");
                        }
                    }
                }
            }
            self.claim(&mut working, &held, &interrupt).await;
        }
        waker.stop().await;
        tracing::info!(running = working.len(), "stopping: {} batches are still at work", working.len());
        if !ended(&mut working, self.settings.drain).await {
            tracing::warn!(
                running = working.len(),
                "the drain deadline is over: {} batches are interrupted",
                working.len()
            );
            interrupt.cancel();
            if !ended(&mut working, LAST_WORDS).await {
                tracing::error!("could not record what was interrupted; the stale sweep ends it");
            }
        }
        drop(heartbeat);
        Ok(())
    }

    /// The types for which there is room. What recovers the runs of others has a place of its own beyond the rest: it
    /// must not wait behind work that hangs.
    fn claimable(&self, working: usize) -> Vec<&str> {
        let is_full = working >= self.settings.workers;
        let may_recover = Arc::strong_count(&self.recovering) == 1;
        let fits = |job: &Arc<dyn Job>| !is_full || (recovers(job) && may_recover);
        self.jobs.iter().filter(|(_, job)| fits(job)).map(|(name, _)| *name).collect()
    }

    /// Claims queued runs while there is room, and sets them to work.
    async fn claim(&self, working: &mut JoinSet<()>, held: &Held, interrupt: &CancellationToken) {
        loop {
            let types = self.claimable(working.len());
            if types.is_empty() {
                return;
            }
            let claims = self.ledger.claim_queued(&types, u32::try_from(BATCH).unwrap_or(u32::MAX));
            let claims = match soon(&self.ledger, claims).await {
                Ok(claims) if claims.is_empty() => return,
                Ok(claims) => claims,
                Err(problem) => {
                    tracing::warn!(
                        code = problem.code,
                        "could not claim queued operations; the next wake-up tries again: {problem}"
                    );
                    return;
                }
            };
            let mut by_type: HashMap<&'static str, Vec<Claim>> = HashMap::new();
            for claim in claims {
                by_type.entry(claim.operation.name).or_default().push(claim);
            }
            for (name, runs) in by_type {
                let Some(job) = self.jobs.get(name).cloned() else { continue };
                let (ledger, held, interrupt) = (self.ledger.clone(), held.clone(), interrupt.clone());
                let recovering = recovers(&job).then(|| self.recovering.clone());
                working.spawn(async move {
                    let _recovering = recovering;
                    match execute(&ledger, &job, runs, &held, &interrupt).await {
                        Ok(done) => done.iter().for_each(log),
                        Err(problem) => tracing::error!(
                            code = problem.code,
                            "could not record how operations of {name} ended: {problem}"
                        ),
                    }
                });
            }
        }
    }
}

/// Whether it recovers the runs that others have lost.
fn recovers(job: &Arc<dyn Job>) -> bool {
    job.operation().stale.on_lost == OnLost::OwnSlot
}

/// Whether all of it ended in time.
pub(super) async fn ended(working: &mut JoinSet<()>, within: Duration) -> bool {
    tokio::time::timeout(within, async { while working.join_next().await.is_some() {} }).await.is_ok()
}

pub(super) fn log(done: &Done) {
    let Done { claim, ending, recorded } = done;
    tracing::info!(
        run_id = claim.run_id,
        operation = claim.operation.name,
        workspace_id = claim.scope.workspace(),
        outcome = ending.outcome().as_str(),
        recorded,
        "operation #{} ({}) ended: {}",
        claim.run_id,
        claim.operation.name,
        ending.outcome().as_str(),
    );
}
