//! Workers: claim queued work of tenants, do it, and write how it ended (L9).
//!
//! Any number of processes may do this on one database; each run is claimed by one of them. A look at the queue comes
//! each second, at a hint that something was queued, and whenever something ended and made room. The claim begins
//! after the workspace that was served last, so that all are served in turn.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::execute::Done;
use super::gate::{Gate, Known, STANDING};
use super::held::{Heartbeat, Held};
use super::patience::soon;
use super::service::{LAST_WORDS, Settings, ended, log};
use super::turn::{Bench, Place, give_back, work_off};
use super::work::Work;
use crate::catalog::Operation;
use crate::ledger::{Claim, Haul, Ledger, Taken};

/// How often the queue is looked at when nothing happens.
const LOOK: Duration = Duration::from_secs(1);
/// Claims at once.
const CLAIMS: usize = 2;
/// Every so many looks, leases without work are looked for.
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
            gate: Gate::new(self.ledger.db()),
            places: Arc::new(Semaphore::new(self.settings.workers)),
            interrupt: CancellationToken::new(),
        };
        let mut queue = Queue::new(types);
        let mut hints = self.ledger.hints();
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut working: JoinSet<()> = JoinSet::new();
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = look.tick() => {
                    queue.worth_a_look = true;
                    queue.looks += 1;
                }
                () = hints.next() => queue.worth_a_look = true,
                Some(_) = working.join_next() => {
                    while working.try_join_next().is_some() {}
                    queue.worth_a_look |= queue.more;
                }
                Some(claimed) = queue.claims.next() => {
                    for (taken, known, place) in queue.served(claimed) {
                        self.start(&mut working, &bench, (taken, known), place);
                    }
                }
            }
            queue.claim(&self.ledger, &bench.places);
        }
        // What the last claims bring was never begun.
        while let Some(claimed) = queue.claims.next().await {
            let unbegun: Vec<Claim> = claimed.haul.taken.iter().map(|taken| taken.claim).collect();
            if let Err(problem) = give_back(&self.ledger, &unbegun).await {
                tracing::warn!(code = problem.code, "could not give back what was claimed last: {problem}");
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

    fn start(&self, working: &mut JoinSet<()>, bench: &Bench, taken: (Taken, Option<Known>), place: Place) {
        let (taken, known) = taken;
        let Some(work) = self.works.get(taken.claim.operation.name).cloned() else { return };
        let (bench, listener) = (bench.clone(), self.listener.clone());
        working.spawn(async move {
            let run_id = taken.claim.run_id;
            match work_off(&bench, &work, (taken, known), place).await {
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

/// What a claim brought, and the places that were kept for it.
struct Claimed {
    asked: usize,
    places: Place,
    haul: Haul,
    /// What it found out about the runs, by their ids.
    known: HashMap<i64, Known>,
}

/// Where the claims of this process have come to.
struct Queue {
    types: Vec<&'static Operation>,
    /// The workspace that was served last.
    after: i64,
    /// Whether something may be there that nobody asked for yet.
    worth_a_look: bool,
    /// Whether a claim since the last look left something behind: it waits for a seat, or for a place.
    more: bool,
    looks: u32,
    claims: FuturesUnordered<BoxFuture<'static, Claimed>>,
}

impl Queue {
    fn new(types: Vec<&'static Operation>) -> Self {
        Self { types, after: 0, worth_a_look: true, more: true, looks: 0, claims: FuturesUnordered::new() }
    }

    /// Starts a claim for all free places. What becomes free while it is under way is for the next, which need not wait for it.
    fn claim(&mut self, ledger: &Ledger, places: &Arc<Semaphore>) {
        let asked = places.available_permits();
        if asked == 0 || !self.worth_a_look || self.claims.len() >= CLAIMS {
            return;
        }
        let number = u32::try_from(asked).unwrap_or(u32::MAX);
        let Ok(places) = Arc::clone(places).try_acquire_many_owned(number) else { return };
        (self.worth_a_look, self.more) = (false, false);
        let tidy = self.looks >= TIDY;
        if tidy {
            self.looks = 0;
        }
        let (ledger, types, after) = (ledger.clone(), self.types.clone(), self.after);
        self.claims.push(Box::pin(async move {
            let (haul, known) = claim(&ledger, &types, number, after, tidy).await;
            Claimed { asked, places, haul, known }
        }));
    }

    /// Each run with its place; the places that are left over are free again.
    fn served(&mut self, claimed: Claimed) -> Vec<(Taken, Option<Known>, Place)> {
        let Claimed { asked, mut places, haul: Haul { taken, more }, mut known } = claimed;
        self.after = last_served(self.after, taken.iter().map(|taken| taken.claim.scope.workspace()));
        self.more |= more;
        // It brought so much that the limit, and not the seats, was what left some behind.
        self.worth_a_look |= more && 2 * taken.len() >= asked;
        taken
            .into_iter()
            .filter_map(|taken| {
                let known = known.remove(&taken.claim.run_id);
                Some((taken, known, places.split(1)?))
            })
            .collect()
    }
}

/// A claim that does not come through is only logged: the next look tries again.
async fn claim(
    ledger: &Ledger,
    types: &[&'static Operation],
    limit: u32,
    after: i64,
    tidy: bool,
) -> (Haul, HashMap<i64, Known>) {
    if tidy && let Err(problem) = soon(ledger, ledger.drop_idle_leases()).await {
        tracing::warn!(code = problem.code, "could not look for leases without work: {problem}");
    }
    let asked = Instant::now();
    match soon(ledger, ledger.take_beside(types, limit, after, STANDING)).await {
        Ok((haul, standings)) => {
            let known = standings.into_iter().map(|(run, standing)| (run, Known { standing, asked }));
            (haul, known.collect())
        }
        Err(problem) => {
            tracing::warn!(
                code = problem.code,
                "could not claim queued operations; the next look tries again: {problem}"
            );
            Default::default()
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
