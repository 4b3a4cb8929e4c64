//! What an attempt captured, kind by kind, and how the backup therefore ends.
//!
//! Whole when every kind was captured, partial when some could not be, failed when nothing was backed up at all: a
//! backup without anything in it is none.

use crate::catalog::Operation;
use crate::graph::ProviderError;
use crate::ledger::{Counts, Ending, Failure, Failures, Outcome};

/// A backup in which nothing is.
pub const FAILED: &str = "backup.failed";
/// A backup that is not whole.
pub const PARTIAL: &str = "backup.partial";

/// The captures of one attempt.
#[derive(Debug, Default)]
pub struct Tally {
    captured: i64,
    missing: Vec<(String, String, &'static str)>,
}

impl Tally {
    /// Policies of a kind were captured.
    pub fn captured(&mut self, policies: usize) {
        self.captured += i64::try_from(policies).unwrap_or(i64::MAX);
    }

    /// A kind could not be captured, or not all of it.
    pub fn missing(&mut self, policy_type: &str, error: &ProviderError) {
        self.missing.push((policy_type.to_owned(), error.to_string(), error.reason_code()));
    }

    /// The set holds so many items, of which earlier attempts of the run may have captured some that this one could not.
    pub fn holds(&mut self, items: i64) {
        self.captured = self.captured.max(items);
    }

    /// How the backup came out, and why it is not whole.
    #[must_use]
    pub fn outcome(&self) -> (Outcome, Failures) {
        let (outcome, code) = match (self.captured, self.missing.is_empty()) {
            (0, true) => {
                let nothing = Failure::new(FAILED, "The provider has no policy of the kinds that the schedule names");
                return (Outcome::Failed, Failures::new([nothing.because("backup.nothing_to_back_up")]));
            }
            (0, false) => (Outcome::Failed, FAILED),
            (_, false) => (Outcome::PartiallySucceeded, PARTIAL),
            (_, true) => (Outcome::Succeeded, ""),
        };
        let failures = self
            .missing
            .iter()
            .map(|(kind, why, reason)| Failure::new(code, &format!("{kind}: {why}")).because(reason));
        (outcome, Failures::new(failures))
    }

    /// How the run ends.
    #[must_use]
    pub fn ending(&self, operation: &Operation) -> Ending {
        let (outcome, failures) = self.outcome();
        let missing = i64::try_from(self.missing.len()).unwrap_or(i64::MAX);
        ended(operation, outcome, failures, self.captured, missing)
    }
}

/// How a run ends whose backup holds so many items, while so many kinds could not be captured.
#[must_use]
pub fn ended(operation: &Operation, outcome: Outcome, failures: Failures, items: i64, missing: i64) -> Ending {
    let total = items + missing;
    let counts =
        [("total", total), ("processed", total), ("succeeded", items), ("failed", missing), ("updated", items)];
    let ending = match outcome {
        Outcome::Succeeded => Ending::succeeded(),
        Outcome::PartiallySucceeded => Ending::partially(failures),
        Outcome::Pending | Outcome::Blocked | Outcome::Failed => Ending::failed(failures),
    };
    ending.with_counts(&Counts::new(operation, counts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Cause;

    #[test]
    fn a_backup_is_whole_partial_or_failed_when_nothing_is_in_it() {
        let denied = ProviderError::new(Cause::PermissionDenied, "reading policies", "it may not");
        let mut tally = Tally::default();
        assert_eq!(tally.outcome().0, Outcome::Failed);
        tally.missing("compliance", &denied);
        let (outcome, failures) = tally.outcome();
        assert_eq!((outcome, failures.items()[0].code()), (Outcome::Failed, FAILED));
        tally.captured(3);
        let (outcome, failures) = tally.outcome();
        assert_eq!((outcome, failures.items()[0].code()), (Outcome::PartiallySucceeded, PARTIAL));
        assert_eq!(failures.items()[0].message(), "compliance: reading policies failed: it may not");
        let whole = Tally { captured: 3, missing: Vec::new() };
        assert_eq!(whole.outcome(), (Outcome::Succeeded, Failures::default()));
        let counts = tally.ending(crate::catalog::find("backup_schedule.scheduled").unwrap()).counts().to_string();
        assert_eq!(counts, r#"{"failed":1,"processed":4,"succeeded":3,"total":4,"updated":3}"#);
    }
}
