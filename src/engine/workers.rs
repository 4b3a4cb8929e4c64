//! Workers: claim queued work of tenants, do it, and write how it ended (L9).
//!
//! Any number of processes may do this on one database; each run is claimed by one of them. A look at the queue comes
//! each second, at a hint that something was queued, and whenever something ended and made room. The claim begins
//! after the workspace that was served last, so that all are served in turn.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::execute::Done;
use super::held::{Heartbeat, Held};
use super::patience::soon;
use super::service::{LAST_WORDS, Settings, ended, log};
use super::turn::{Bench, work_off};
use super::work::Work;
use crate::catalog::Operation;
use crate::ledger::{Ledger, Taken};

/// How often the queue is looked at when nothing happens.
const LOOK: Duration = Duration::from_secs(1);
/// How often leases without work are looked for.
const TIDY: u32 = 60;

/// The workers of a process.
pub struct Workers {
    ledger: Ledger,
    works: HashMap<&'static str, Arc<dyn Work>>,
    settings: Settings,
    /// Who wants to know of each run that ended here.
    listener: Option<mpsc::UnboundedSender<Done>>,
}

impl std::fmt::Debug for Workers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workers")
            .field("settings", &self.settings)
            .field("works", &self.works.keys())
            .finish_non_exhaustive()
    }
}

impl Workers {
    /// Workers that can do these kinds of work, `settings.workers` of them at once.
    #[must_use]
    pub fn new(ledger: Ledger, works: Vec<Arc<dyn Work>>, settings: Settings) -> Self {
        let works = works.into_iter().map(|work| (work.operation().name, work)).collect();
        Self { ledger, works, settings, listener: None }
    }

    /// Tells `listener` of each run that ended here, after its end was committed.
    #[must_use]
    pub fn telling(mut self, listener: mpsc::UnboundedSender<Done>) -> Self {
        self.listener = Some(listener);
        self
    }

    /// Works until `stop` is cancelled, then drains (S9): nothing new is claimed, what runs has until the deadline,
    /// and what is left is queued anew when it may be done again, else failed with `run.interrupted`.
    pub async fn run(self, stop: CancellationToken) {
        let types: Vec<&'static Operation> = self.works.values().map(|work| work.operation()).collect();
        if types.is_empty() || self.settings.workers == 0 {
            return;
        }
        let held = Held::default();
        let heartbeat = Heartbeat::start(&self.ledger, self.settings.heartbeat, &held);
        let bench = Bench {
            ledger: self.ledger.clone(),
            held,
            places: Arc::new(Semaphore::new(self.settings.workers)),
            interrupt: CancellationToken::new(),
        };
        let mut queue = Queue { types, after: 0, looks: 0 };
        let mut hints = self.ledger.hints();
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut working: JoinSet<()> = JoinSet::new();
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = look.tick() => {}
                () = hints.next() => {}
                Some(_) = working.join_next() => while working.try_join_next().is_some() {},
            }
            let free = bench.places.available_permits();
            for taken in queue.claim(&self.ledger, free).await {
                self.start(&mut working, &bench, taken);
            }
        }
        tracing::info!(running = working.len(), "stopping: {} operations are still at work", working.len());
        if !ended(&mut working, self.settings.drain).await {
            tracing::warn!("the drain deadline is over: {} operations are interrupted", working.len());
            bench.interrupt.cancel();
            if !ended(&mut working, LAST_WORDS).await {
                tracing::error!("could not record what was interrupted; the stale sweep ends it");
            }
        }
        drop(heartbeat);
    }

    fn start(&self, working: &mut JoinSet<()>, bench: &Bench, taken: Taken) {
        let Some(work) = self.works.get(taken.claim.operation.name).cloned() else { return };
        let (bench, listener) = (bench.clone(), self.listener.clone());
        working.spawn(async move {
            let run_id = taken.claim.run_id;
            match work_off(&bench, &work, taken).await {
                Ok(Some(done)) => {
                    log(&done);
                    if let Some(listener) = listener {
                        // Nobody has to listen.
                        let _ = listener.send(done);
                    }
                }
                Ok(None) => {}
                Err(problem) => tracing::error!(
                    run_id,
                    code = problem.code,
                    "could not record what became of operation #{run_id}; the stale sweep ends it: {problem}"
                ),
            }
        });
    }
}

/// Where the claims of this process have come to.
struct Queue {
    types: Vec<&'static Operation>,
    /// The workspace that was served last.
    after: i64,
    looks: u32,
}

impl Queue {
    /// Claims for the free places.
    async fn claim(&mut self, ledger: &Ledger, free: usize) -> Vec<Taken> {
        if free == 0 {
            return Vec::new();
        }
        self.looks += 1;
        if self.looks.is_multiple_of(TIDY)
            && let Err(problem) = soon(ledger, ledger.drop_idle_leases()).await
        {
            tracing::warn!(code = problem.code, "could not look for leases without work: {problem}");
        }
        let free = u32::try_from(free).unwrap_or(u32::MAX);
        match soon(ledger, ledger.take(&self.types, free, self.after)).await {
            Ok(taken) => {
                self.after = last_served(self.after, taken.iter().map(|taken| taken.claim.scope.workspace()));
                taken
            }
            Err(problem) => {
                tracing::warn!(
                    code = problem.code,
                    "could not claim queued operations; the next look tries again: {problem}"
                );
                Vec::new()
            }
        }
    }
}

/// The workspace that was served last by a claim that began after `after` and went around.
fn last_served(after: i64, served: impl Iterator<Item = i64>) -> i64 {
    served.max_by_key(|workspace| (*workspace <= after, *workspace)).unwrap_or(after)
}

#[cfg(test)]
mod tests {
    use super::last_served;

    #[test]
    fn the_next_claim_begins_after_the_workspace_that_was_served_last() {
        assert_eq!(last_served(5, [6, 9, 7].into_iter()), 9);
        assert_eq!(last_served(5, [6, 9, 2].into_iter()), 2, "it went around");
        assert_eq!(last_served(5, [5].into_iter()), 5);
        assert_eq!(last_served(5, std::iter::empty()), 5);
    }
}
