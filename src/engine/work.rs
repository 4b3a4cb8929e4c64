//! What work is that a worker does for one run at a time, for a tenant: it may talk to another system, fail for a
//! passing reason and be tried again.
//!
//! Housekeeping is a [`super::Job`] over a batch of runs; this is its counterpart for work that nobody can do
//! set-based. A worker asks `admit` before anything starts, then `attempt`, again and again as [`Retry`] allows, all
//! of it within one claim: the status stays `running` and only the number of the attempt grows.

use std::time::Duration;

use serde_json::Value as Json;

use super::gate::{Gate, Known};
use crate::catalog::Operation;
use crate::clock::Instant;
use crate::domain::legitimacy::{Intent, judge};
use crate::ledger::{Claim, Ending, Failure, Failures, Initiator, Ledger, Taken};
use crate::problem::{Problem, Result};

pub use crate::domain::legitimacy::Refusal;

/// One attempt at one run that the caller holds.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The door, and the database behind it.
    pub ledger: Ledger,
    /// The run. `ledger.still_mine(&tx, &claim)` tells inside a transaction whether it is still held.
    pub claim: Claim,
    /// Which attempt this is; the first is 1, and a run that was claimed again goes on counting.
    pub number: u32,
    /// Who asked for the run.
    pub initiator: Initiator,
    /// The stored context: what the run is about.
    pub context: Json,
    /// The slot, for a run of a schedule.
    pub scheduled_for: Option<Instant>,
    pub(super) gate: Gate,
    /// What its claim found out; nothing for a later attempt.
    pub(super) known: Option<Known>,
}

impl Attempt {
    /// The attempt that begins with a claim, for those who do not leave it to the workers: tests of a work.
    #[must_use]
    pub fn of(ledger: Ledger, taken: Taken) -> Self {
        let gate = Gate::new(ledger.db());
        Self::through(gate, ledger, taken, None)
    }

    pub(super) fn through(gate: Gate, ledger: Ledger, taken: Taken, known: Option<Known>) -> Self {
        let Taken { claim, attempt: number, initiator, context, scheduled_for } = taken;
        Self { ledger, claim, number, initiator, context, scheduled_for, gate, known }
    }

    /// What holds for all work: the reason why it may no longer be done, if there is one. Workspace and tenant must be
    /// active, the person who asked still entitled, and the provider connected when it will be spoken to. The first attempt
    /// after a claim of a moment ago knows it from that claim; others that begin at the same time share the question.
    ///
    /// # Errors
    /// A database problem.
    pub async fn refusal(&self, speaks_to_provider: bool) -> Result<Option<Refusal>> {
        let (workspace, tenant) = (self.claim.scope.workspace(), self.claim.scope.tenant());
        let intent = Intent { workspace, tenant, user: self.initiator.user_id, speaks_to_provider };
        match &self.known {
            Some(known) if known.is_fresh(tokio::time::Instant::now()) => Ok(judge(intent, &known.standing)),
            _ => self.gate.refusal(intent).await,
        }
    }
}

/// Why an attempt did not end the run well.
#[derive(Debug, Clone)]
pub enum Setback {
    /// The cause may pass: tried again while attempts are left. Then the run ends as this says.
    Passing {
        /// How the run ends when no attempt is left.
        ending: Box<Ending>,
        /// The earliest moment at which the other side wants to hear of us again, counted from now.
        retry_after: Option<Duration>,
    },
    /// Trying again would not help: the run ends so at once.
    Final(Box<Ending>),
}

impl Setback {
    /// A cause that may pass, with what the run is failed with otherwise.
    #[must_use]
    pub fn passing(failure: Failure, retry_after: Option<Duration>) -> Self {
        Self::Passing { ending: Box::new(Ending::failed(Failures::new([failure]))), retry_after }
    }

    /// A cause that stays.
    #[must_use]
    pub fn last(failure: Failure) -> Self {
        Self::Final(Box::new(Ending::failed(Failures::new([failure]))))
    }
}

impl From<Problem> for Setback {
    /// What the database refuses it refuses again; that it is away may pass.
    fn from(problem: Problem) -> Self {
        let failures = Failures::one(problem.code, &problem.message);
        let ending = Box::new(Ending::failed(failures));
        if problem.is_refusal() { Self::Final(ending) } else { Self::Passing { ending, retry_after: None } }
    }
}

/// How often and how soon an attempt is made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Attempts in all, the first included.
    pub attempts: u32,
    /// The pause after the first attempt; each later one is twice as long. Half of it is fixed, half is random.
    pub base: Duration,
    /// No pause is longer, unless the other side asks for more.
    pub cap: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { attempts: 3, base: Duration::from_secs(2), cap: Duration::from_secs(300) }
    }
}

/// A kind of work for one run at a time.
#[async_trait::async_trait]
pub trait Work: Send + Sync {
    /// Its entry in the catalog.
    fn operation(&self) -> &'static Operation;

    /// How its attempts are repeated.
    fn retry(&self) -> Retry {
        Retry::default()
    }

    /// How long one attempt may take; it then counts as a passing setback with `run.timed_out`.
    fn limit(&self) -> Duration {
        self.operation().stale.running_after
    }

    /// Whether it speaks to the tenant's directory provider, which then has to be connected.
    fn speaks_to_provider(&self) -> bool {
        false
    }

    /// Whether the run may start at all, asked again right before each attempt: the world may have changed while it
    /// was queued. Work that asks for more says so here besides; no other system is spoken to.
    ///
    /// # Errors
    /// A database problem; it is handled as a passing setback.
    async fn admit(&self, attempt: &Attempt) -> Result<Option<Refusal>> {
        attempt.refusal(self.speaks_to_provider()).await
    }

    /// Does the work.
    ///
    /// # Errors
    /// A [`Setback`]. `?` on a database problem makes one.
    async fn attempt(&self, attempt: &Attempt) -> std::result::Result<Ending, Setback>;
}
