//! `assignments.fetch`: reads to whom the policy of one backup item applies, and keeps it with the item.

use std::sync::Arc;

use super::dispatch::FETCH;
use super::guard::{lost, stands_back, target};
use super::items::{Captured, Kept, items, keep};
use crate::catalog::{self, Operation};
use crate::engine::{Attempt, Setback, Work};
use crate::graph::{DirectoryProvider, ProviderError};
use crate::jobs::provider::{connected, failure, set_back};
use crate::ledger::{Counts, Ending, Failure, Failures};

/// What a failed fetch is called.
const FAILED: &str = "assignments.fetch_failed";

/// The work of `assignments.fetch`.
#[derive(Debug)]
pub struct FetchAssignments {
    provider: Arc<dyn DirectoryProvider>,
}

impl FetchAssignments {
    /// Over this provider.
    #[must_use]
    pub fn new(provider: Arc<dyn DirectoryProvider>) -> Self {
        Self { provider }
    }

    /// What the failure of a call means: an item whose fetch will not be tried again says so.
    async fn failed(&self, attempt: &Attempt, item: i64, error: &ProviderError) -> Setback {
        if !error.is_passing() || attempt.number >= self.retry().attempts {
            match keep(attempt, item, Captured::Failed).await {
                Ok(Kept::Done | Kept::Gone) => {}
                Ok(Kept::LostClaim) => return lost(),
                Err(problem) => return problem.into(),
            }
        }
        let ending = Ending::failed(Failures::new([failure(FAILED, error)])).with_counts(&counts(attempt, false));
        set_back(ending, error)
    }
}

#[async_trait::async_trait]
impl Work for FetchAssignments {
    fn operation(&self) -> &'static Operation {
        catalog::entry(FETCH)
    }

    fn speaks_to_provider(&self) -> bool {
        true
    }

    async fn attempt(&self, attempt: &Attempt) -> Result<Ending, Setback> {
        if let Some(ending) = stands_back(attempt).await? {
            return Ok(ending);
        }
        let id = target(attempt, "backup_item_id", FAILED)?;
        let item = items(attempt.ledger.db(), attempt.claim.scope, &[id]).await?.pop().ok_or_else(|| gone(attempt))?;
        let connected = connected(attempt, FAILED).await?;
        let assignments = match self.provider.assignments(&connected.directory, &item.policy).await {
            Ok(assignments) => assignments,
            Err(error) => return Err(self.failed(attempt, id, &error).await),
        };
        match keep(attempt, id, Captured::Fetched(assignments)).await? {
            Kept::Done => Ok(Ending::succeeded().with_counts(&counts(attempt, true)).with_context(connected.context())),
            Kept::Gone => Err(gone(attempt)),
            Kept::LostClaim => Err(lost()),
        }
    }
}

/// One item was attempted, and either it worked or it did not; the last attempt's counts are the ones that stay.
fn counts(attempt: &Attempt, worked: bool) -> Counts {
    let outcome = if worked { "succeeded" } else { "failed" };
    Counts::new(attempt.claim.operation, [("total", 1), ("processed", 1), (outcome, 1)])
}

fn gone(attempt: &Attempt) -> Setback {
    let failure = Failure::new(FAILED, "The backup item is gone, or belongs to another tenant");
    let failures = Failures::new([failure.because("assignments.item_missing")]);
    Setback::Final(Box::new(Ending::failed(failures).with_counts(&counts(attempt, false))))
}
