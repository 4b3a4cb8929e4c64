//! What a job is.
//!
//! A job gets a batch of runs, one a workspace, and answers with one ending each. It works on the whole batch with
//! set-based statements; a query for each workspace would not survive ten thousand of them. A pass takes no hidden
//! input, has a limit, can run twice, and reports counts.

use std::time::Duration;

use crate::catalog::Operation;
use crate::ledger::{Claim, Ending, Ledger};
use crate::problem::Result;

/// A batch of runs that the caller holds.
#[derive(Debug, Clone)]
pub struct Pass {
    /// The door, and the database behind it.
    pub ledger: Ledger,
    /// The runs, one for each scope.
    pub runs: Vec<Claim>,
}

/// A kind of work.
#[async_trait::async_trait]
pub trait Job: Send + Sync {
    /// Its entry in the catalog.
    fn operation(&self) -> &'static Operation;

    /// How long a pass may take; it then ends as failed with `run.timed_out`, and its place is free again.
    fn limit(&self) -> Duration {
        self.operation().stale.running_after
    }

    /// Does the work for every run of the pass; one ending for each, in the same order.
    ///
    /// # Errors
    /// When the pass as a whole could not proceed: every run then ends as failed under that code (R6).
    async fn run(&self, pass: &Pass) -> Result<Vec<Ending>>;
}
