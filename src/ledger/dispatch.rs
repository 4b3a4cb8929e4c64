//! Handing work over (L9): the row exists first, and a row that could not be handed over does not stay queued.
//!
//! The ledger is the queue of this toolkit's own workers, so for them the row is the hand-over. A host that runs work
//! elsewhere hands it over itself, here.

use super::claim::Claim;
use super::door::Ledger;
use super::ending::{Closing, Ending};
use super::ensure::{Ensured, Request, Start};
use super::failures::{Failure, Failures};
use crate::problem::{Problem, Result};

impl Ledger {
    /// Queues a run for the workers, or finds the one that holds the identity.
    ///
    /// # Errors
    /// As [`Self::ensure`].
    pub async fn dispatch(&self, request: Request) -> Result<Ensured> {
        self.ensure(request, Start::Queued).await
    }

    /// Queues a run and hands it to a queue of the caller's. When that fails the run is ended at once as failed with
    /// `queue.dispatch_failed`, and the caller gets the error. A run that already existed is not handed over again.
    ///
    /// # Errors
    /// As [`Self::ensure`], and `queue.dispatch_failed`.
    pub async fn dispatch_or_fail<F>(&self, request: Request, hand_over: F) -> Result<Ensured>
    where
        F: AsyncFnOnce(&Claim) -> Result<()>,
    {
        let ensured = self.ensure(request, Start::Queued).await?;
        let Ensured::Created(claim) = &ensured else { return Ok(ensured) };
        let Err(problem) = hand_over(claim).await else { return Ok(ensured) };
        let failure = Failure::new("queue.dispatch_failed", &problem.message).because(problem.code);
        let ending = Ending::failed(Failures::new([failure]));
        // A worker of this toolkit that was faster has it: then it was handed over after all, by the ledger itself.
        let _ = self.close(Closing::unstarted(claim, ending)).await?;
        Err(Problem::work(
            "queue.dispatch_failed",
            format!("operation #{} could not be handed over: {}", claim.run_id, problem.message),
        )
        .next(format!(
            "`scheduler show {}` has the reason; ask for the work again when the queue is back",
            claim.run_id
        )))
    }
}
