//! The runs that this process is working on right now, and the heartbeat that keeps them.
//!
//! Only these are renewed. A run that was claimed by a statement whose answer never came has a lease in our name and
//! nobody who works on it; so has one whose end could not be written. Their leases run out, and the sweep ends them.
//! The other way round, work whose leases are lost is stopped: somebody else may be doing it by now.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::patience::within;
use crate::ledger::{Claim, Ledger};

/// The batches that are being worked on.
#[derive(Debug, Clone, Default)]
pub struct Held(Arc<Mutex<Batches>>);

#[derive(Debug, Default)]
struct Batches {
    next: u64,
    open: HashMap<u64, (Vec<i64>, CancellationToken)>,
}

impl Held {
    /// Keeps these runs until the answer is dropped.
    #[must_use]
    pub fn hold(&self, runs: &[Claim]) -> Holding {
        let lost = CancellationToken::new();
        let mut batches = self.batches();
        batches.next += 1;
        let batch = batches.next;
        batches.open.insert(batch, (runs.iter().map(|claim| claim.run_id).collect(), lost.clone()));
        Holding { held: self.clone(), batch, lost }
    }

    fn runs(&self) -> Vec<i64> {
        self.batches().open.values().flat_map(|(runs, _)| runs.iter().copied()).collect()
    }

    /// Stops the batches of `asked` runs of which none was kept. One that lost a part goes on: its writes are fenced.
    fn keep(&self, asked: &[i64], kept: &[i64]) {
        let (asked, kept): (HashSet<&i64>, HashSet<&i64>) = (asked.iter().collect(), kept.iter().collect());
        for (runs, lost) in self.batches().open.values() {
            if runs.iter().all(|run| asked.contains(run) && !kept.contains(run)) {
                lost.cancel();
            }
        }
    }

    fn batches(&self) -> MutexGuard<'_, Batches> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A batch that is being worked on, until this is dropped.
#[derive(Debug)]
pub struct Holding {
    held: Held,
    batch: u64,
    lost: CancellationToken,
}

impl Holding {
    /// Resolves when none of the batch's leases is ours any more.
    pub async fn lost(&self) {
        self.lost.cancelled().await;
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        self.held.batches().open.remove(&self.batch);
    }
}

/// Renews the leases of what is held until it is dropped.
pub(super) struct Heartbeat(JoinHandle<()>);

impl Heartbeat {
    pub(super) fn start(ledger: &Ledger, every: Duration, held: &Held) -> Self {
        Self(tokio::spawn(beat(ledger.clone(), every, held.clone())))
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A beat that fails is only logged, because the next may come through; when none did for as long as a lease lasts,
/// the leases are gone whatever the database says, and so is the right to the work.
async fn beat(ledger: Ledger, every: Duration, held: Held) {
    let mut every = interval(every.max(Duration::from_millis(50)));
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut kept_at = Instant::now();
    loop {
        every.tick().await;
        let (began, runs) = (Instant::now(), held.runs());
        if runs.is_empty() {
            kept_at = began;
            continue;
        }
        // Three tries fit into one lease, so one that hangs is not the last.
        match within(ledger.lease() / 3, ledger.heartbeat_of(&runs)).await {
            Ok(kept) => {
                kept_at = began;
                held.keep(&runs, &kept);
            }
            Err(problem) => {
                tracing::warn!(code = problem.code, "could not renew the leases of this process: {problem}");
                if kept_at.elapsed() >= ledger.lease() {
                    held.keep(&runs, &[]);
                }
            }
        }
    }
}
