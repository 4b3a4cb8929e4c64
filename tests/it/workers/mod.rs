//! Workers: who is claimed when (L4, L9), attempts within one run, what may not start, and how they stop (S9).

mod admission;
mod attempts;
mod fairness;
mod sharing;
mod stops;
mod stub;

use std::sync::Arc;
use std::time::Duration;

use opsledger::engine::{Done, Settings, Work, Workers};
use opsledger::ledger::Ledger;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::ledger::*;
use crate::support::TestDb;
use stub::{Deed, Stub};

/// Work that may be done again by another worker.
pub const SYNC: &str = "policy.sync";

/// Workers that are at it, and what they say.
pub struct Crew {
    pub ended: UnboundedReceiver<Done>,
    pub stop: CancellationToken,
    pub working: JoinHandle<()>,
}

impl Crew {
    pub fn start(ledger: &Ledger, works: Vec<Arc<dyn Work>>, workers: usize, drain: Duration) -> Self {
        let (telling, ended) = unbounded_channel();
        let stop = CancellationToken::new();
        let settings = Settings { heartbeat: Duration::from_millis(100), drain, workers };
        let crew = Workers::new(ledger.clone(), works, settings).telling(telling);
        let working = tokio::spawn(crew.run(stop.clone()));
        Self { ended, stop, working }
    }

    pub fn of(lab: &Lab, stub: &Arc<Stub>, workers: usize) -> Self {
        let work: Arc<dyn Work> = stub.clone();
        Self::start(&lab.ledger, vec![work], workers, Duration::from_secs(60))
    }

    /// The next run that ended; its end is in the database.
    pub async fn next(&mut self) -> Done {
        tokio::time::timeout(Duration::from_secs(60), self.ended.recv())
            .await
            .expect("a run ends within a minute")
            .expect("the workers are at it")
    }

    pub async fn stop(self) {
        self.stop.cancel();
        self.working.await.expect("the workers stop");
    }
}
