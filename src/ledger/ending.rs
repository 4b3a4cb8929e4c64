//! How a run ends, as a value: the outcome with what must go with it, and the run that it is for.

use serde_json::Value as Json;

use super::claim::Claim;
use super::counts::Counts;
use super::failures::Failures;
use super::recovery::Recovery;
use super::words::{Outcome, Status};
use crate::catalog::Operation;
use crate::clock::Instant;

/// How a run ends. The constructors keep L7 and R6: a succeeded run has no failures, the others say why.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    pub(super) outcome: Outcome,
    pub(super) failures: Failures,
    pub(super) counts: Option<Json>,
    pub(super) context: Json,
    // Boxed: most endings have none, and endings travel by value.
    pub(super) recovery: Option<Box<Recovery>>,
    pub(super) completed_at: Option<Instant>,
}

impl Ending {
    /// All went well, also when there was nothing to do.
    #[must_use]
    pub fn succeeded() -> Self {
        Self {
            outcome: Outcome::Succeeded,
            failures: Failures::default(),
            counts: None,
            context: Json::Null,
            recovery: None,
            completed_at: None,
        }
    }

    /// Some of it failed.
    #[must_use]
    pub fn partially(failures: Failures) -> Self {
        Self { outcome: Outcome::PartiallySucceeded, ..Self::failed(failures) }
    }

    /// It failed, or could not go on.
    #[must_use]
    pub fn failed(failures: Failures) -> Self {
        let failures = if failures.is_empty() {
            Failures::one("run.unexplained", "The operation failed and did not say why")
        } else {
            failures
        };
        Self { outcome: Outcome::Failed, failures, ..Self::succeeded() }
    }

    /// It was refused before any work was done.
    #[must_use]
    pub fn blocked(failures: Failures) -> Self {
        Self { outcome: Outcome::Blocked, ..Self::failed(failures) }
    }

    /// The final counts; they overwrite what earlier attempts wrote.
    #[must_use]
    pub fn with_counts(mut self, counts: &Counts) -> Self {
        self.counts = Some(counts.to_json());
        self
    }

    /// Keys to set in the context; they pass the door's rules.
    #[must_use]
    pub fn with_context(mut self, context: Json) -> Self {
        self.context = context;
        self
    }

    /// Why somebody else than its worker ends it; stands in the context under `reconciliation`.
    #[must_use]
    pub fn recovered(mut self, recovery: Recovery) -> Self {
        self.recovery = Some(Box::new(recovery));
        self
    }

    /// When it really ended, if that is known better than now.
    #[must_use]
    pub fn at(mut self, completed_at: Option<Instant>) -> Self {
        self.completed_at = completed_at;
        self
    }

    /// The outcome.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The final counts; null when none were given.
    #[must_use]
    pub fn counts(&self) -> &Json {
        self.counts.as_ref().unwrap_or(&Json::Null)
    }

    /// The keys to set in the context, as they were given.
    #[must_use]
    pub fn context(&self) -> &Json {
        &self.context
    }

    /// Why.
    #[must_use]
    pub fn failures(&self) -> &Failures {
        &self.failures
    }
}

/// One run to end: what was seen of it, and how it ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Closing {
    pub(super) run_id: i64,
    pub(super) claim_token: i64,
    pub(super) status: Status,
    pub(super) operation: &'static Operation,
    pub(super) ending: Ending,
    pub(super) reconciled: bool,
}

impl Closing {
    /// Ends a run that the caller holds.
    #[must_use]
    pub fn of(claim: &Claim, ending: Ending) -> Self {
        Self {
            run_id: claim.run_id,
            claim_token: claim.token,
            status: Status::Running,
            operation: claim.operation,
            ending,
            reconciled: false,
        }
    }

    /// Ends a queued run that nobody will start.
    #[must_use]
    pub fn unstarted(seen: &Claim, ending: Ending) -> Self {
        Self { status: Status::Queued, ..Self::of(seen, ending) }
    }

    /// The run.
    #[must_use]
    pub fn run_id(&self) -> i64 {
        self.run_id
    }

    /// How it ends.
    #[must_use]
    pub fn ending(&self) -> &Ending {
        &self.ending
    }

    /// Ends a run that nobody will end any more, seen in `status` under the token of `seen`.
    #[must_use]
    pub fn reconciled(seen: &Claim, status: Status, ending: Ending) -> Self {
        Self { status, reconciled: true, ..Self::of(seen, ending) }
    }
}
