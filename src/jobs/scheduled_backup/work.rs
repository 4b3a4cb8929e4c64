//! The work as a worker sees it.

use std::sync::Arc;

use serde_json::json;

use super::items::{self, ask_for_assignments, keep};
use super::schedule::{self, Schedule};
use super::sets;
use super::tally::{FAILED, Tally, ended};
use crate::catalog::{self, Operation};
use crate::engine::{Attempt, Refusal, Setback, Work};
use crate::graph::{Cause, DirectoryProvider, ProviderError};
use crate::jobs::assignments::guard::target;
use crate::jobs::provider::{Connected, connected, set_back};
use crate::ledger::{Ending, Failure, Failures};
use crate::problem::Result;

/// The work of `backup_schedule.scheduled`.
#[derive(Debug)]
pub struct ScheduledBackup {
    provider: Arc<dyn DirectoryProvider>,
}

/// Why a capture stopped.
enum Stop {
    Provider(ProviderError),
    Setback(Setback),
}

impl ScheduledBackup {
    /// Over this provider.
    #[must_use]
    pub fn new(provider: Arc<dyn DirectoryProvider>) -> Self {
        Self { provider }
    }

    /// Captures the policies of one kind; how many.
    async fn capture(
        &self,
        attempt: &Attempt,
        connected: &Connected,
        set: i64,
        kind: &str,
        tally: &mut Tally,
    ) -> std::result::Result<(), Stop> {
        let mut cursor = None;
        loop {
            let page = self.provider.policies(&connected.directory, kind, cursor).await.map_err(Stop::Provider)?;
            keep(attempt, set, kind, &page.items).await.map_err(Stop::Setback)?;
            tally.captured(page.items.len());
            cursor = page.next;
            if cursor.is_none() {
                return Ok(());
            }
        }
    }

    /// Captures every kind. A cause that may pass is worth another attempt while one is left; after the last, and for
    /// every other cause, the kind is missing from the backup and the others are captured all the same.
    async fn capture_all(
        &self,
        attempt: &Attempt,
        connected: &Connected,
        schedule: &Schedule,
        set: i64,
    ) -> std::result::Result<Tally, Setback> {
        let is_last = attempt.number >= self.retry().attempts;
        let mut tally = Tally::default();
        for (n, kind) in schedule.policy_types.iter().enumerate() {
            match self.capture(attempt, connected, set, kind, &mut tally).await {
                Ok(()) => {}
                Err(Stop::Setback(setback)) => return Err(setback),
                Err(Stop::Provider(error)) => {
                    tally.missing(kind, &error);
                    if error.is_passing() && !is_last {
                        return Err(set_back(tally.ending(self.operation()), &error));
                    }
                    if !may_fare_better(&error) {
                        for unasked in &schedule.policy_types[n + 1..] {
                            tally.missing(unasked, &error);
                        }
                        break;
                    }
                }
            }
        }
        Ok(tally)
    }
}

#[async_trait::async_trait]
impl Work for ScheduledBackup {
    fn operation(&self) -> &'static Operation {
        catalog::entry("backup_schedule.scheduled")
    }

    fn speaks_to_provider(&self) -> bool {
        true
    }

    /// Besides what holds for all work: that the schedule is still one that runs.
    async fn admit(&self, attempt: &Attempt) -> Result<Option<Refusal>> {
        let db = attempt.ledger.db();
        if let Some(refusal) = attempt.refusal(true).await? {
            return Ok(Some(refusal));
        }
        let Ok(id) = target(attempt, "backup_schedule_id", FAILED) else { return Ok(None) };
        let schedule = schedule::find(db, attempt.claim.scope, id).await?;
        let obstacle = schedule.map_or(Some("The backup schedule is gone"), |schedule| schedule.obstacle);
        Ok(obstacle.map(|message| Refusal { reason_code: "execution_prerequisite_invalid", message: message.into() }))
    }

    async fn attempt(&self, attempt: &Attempt) -> std::result::Result<Ending, Setback> {
        let id = target(attempt, "backup_schedule_id", FAILED)?;
        let Some(schedule) = schedule::find(attempt.ledger.db(), attempt.claim.scope, id).await? else {
            let failure = Failure::new(FAILED, "The backup schedule is gone, or belongs to another tenant");
            return Err(Setback::last(failure.because("execution_prerequisite_invalid")));
        };
        let connected = connected(attempt, FAILED).await?;
        let set = sets::open(attempt, &schedule).await?;
        let ending = match set.closed {
            // An earlier attempt came to the end of the backup, and not to that of the run.
            Some((outcome, items, failures)) => {
                let failures = Failures::appended(&failures, []);
                let missing = i64::try_from(failures.items().len()).unwrap_or(0);
                ended(self.operation(), outcome, failures, items, missing)
            }
            None => {
                let mut tally = self.capture_all(attempt, &connected, &schedule, set.id).await?;
                tally.holds(items::count(attempt, set.id).await?);
                let (outcome, failures) = tally.outcome();
                sets::close(attempt, &schedule, set.id, outcome, &failures).await?;
                tally.ending(self.operation())
            }
        };
        ask_for_assignments(attempt, set.id).await?;
        let mut context = connected.context();
        context["backup_set_id"] = json!(set.id);
        Ok(ending.with_context(context))
    }
}

/// Whether another kind may be captured though this one could not.
fn may_fare_better(error: &ProviderError) -> bool {
    match error.cause {
        Cause::AuthenticationFailed => false,
        Cause::Throttled
        | Cause::Unreachable
        | Cause::Garbled
        | Cause::Unacceptable
        | Cause::PermissionDenied
        | Cause::NotFound
        | Cause::Refused
        | Cause::Unsupported => true,
    }
}
