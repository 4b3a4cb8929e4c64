//! The handle through which the toolkit speaks to the ledger.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::claim::Claim;
use super::close::Closed;
use super::ending::Closing;
use super::ensure::{Ensured, Request};
use super::hint::Bell;
use crate::clock::{Clock, Instant};
use crate::db::gather::Gather;
use crate::db::{Db, Engine};

/// How long a lease lasts when nobody says otherwise.
pub const DEFAULT_LEASE: Duration = Duration::from_secs(60);

/// The door to `operation_runs`: a database, a clock, and who is asking.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub(super) db: Db,
    pub(super) clock: Clock,
    pub(super) worker: String,
    pub(super) lease: Duration,
    pub(super) gathers: Arc<Gathers>,
    pub(super) bell: Arc<Bell>,
    /// Whether more waited than a claim could take, when the queue was last looked at.
    pub(super) crowded: Arc<AtomicBool>,
}

/// Where callers of the same verb at the same time meet, one for each verb that moves a single run.
pub(super) struct Gathers {
    pub(super) queued: Arc<Gather<Request, Ensured>>,
    pub(super) running: Arc<Gather<Request, Ensured>>,
    pub(super) claims: Arc<Gather<Vec<&'static str>, Option<Claim>>>,
    pub(super) endings: Arc<Gather<Closing, Closed>>,
}

impl Gathers {
    fn new() -> Arc<Self> {
        let (queued, running) = (Arc::new(Gather::new()), Arc::new(Gather::new()));
        Arc::new(Self { queued, running, claims: Arc::new(Gather::new()), endings: Arc::new(Gather::new()) })
    }
}

impl std::fmt::Debug for Gathers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gathers").finish_non_exhaustive()
    }
}

impl Ledger {
    /// A door for the process called `worker`.
    #[must_use]
    pub fn new(db: Db, clock: Clock, worker: impl Into<String>) -> Self {
        let gathers = Gathers::new();
        Self {
            db,
            clock,
            worker: worker.into(),
            lease: DEFAULT_LEASE,
            gathers,
            bell: Arc::default(),
            crowded: Arc::default(),
        }
    }

    /// The same door with leases of another length.
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        // What is gathered is carried out by whoever came first, under its own lease.
        self.gathers = Gathers::new();
        self
    }

    /// The database behind the door.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The present instant of this door's clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The name under which this process holds leases.
    #[must_use]
    pub fn worker(&self) -> &str {
        &self.worker
    }

    /// How long a lease lasts without a heartbeat.
    #[must_use]
    pub fn lease(&self) -> Duration {
        self.lease
    }

    pub(super) fn engine(&self) -> Engine {
        self.db.engine()
    }

    /// When a lease taken now runs out, as SQL. PostgreSQL's own clock decides, because the machines that share it
    /// need not agree on the time; a SQLite file has one machine, so the parameter does.
    pub(super) fn lease_end_sql(&self, now_parameter: usize) -> String {
        match self.engine() {
            Engine::Postgres => format!("clock_timestamp() + interval '{} milliseconds'", self.lease.as_millis()),
            Engine::Sqlite => format!("${now_parameter}"),
        }
    }

    /// What to bind at `now_parameter` of [`Self::lease_end_sql`].
    pub(super) fn lease_end(&self) -> Instant {
        self.now() + self.lease
    }
}
