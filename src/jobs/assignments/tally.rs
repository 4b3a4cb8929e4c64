//! What an attempt at a restore has done so far, and how that ends.

use crate::catalog::Operation;
use crate::ledger::{Counts, Ending, Failure, Failures};

/// What a failed restore is called.
pub(super) const FAILED: &str = "assignments.restore_failed";

/// The counts of one attempt. Each attempt begins at nothing: the last one's counts are the ones that stay.
#[derive(Debug, Default)]
pub(super) struct Tally {
    succeeded: i64,
    skipped: i64,
    failed: i64,
    failures: Vec<Failure>,
}

impl Tally {
    /// An item has its assignments.
    pub(super) fn set(&mut self) {
        self.succeeded += 1;
    }

    /// A dry run left an item as it is.
    pub(super) fn left(&mut self) {
        self.skipped += 1;
    }

    /// An item could not be restored.
    pub(super) fn failed(&mut self, item: i64, reason_code: &str, why: &str) {
        self.failed += 1;
        self.failures.push(Failure::new(FAILED, &format!("Backup item {item}: {why}")).because(reason_code));
    }

    /// Items that nobody came to, because of what happened before.
    pub(super) fn not_reached(&mut self, items: usize, reason_code: &str) {
        if items > 0 {
            self.failed += i64::try_from(items).unwrap_or(i64::MAX);
            let message = format!("{items} more items were not attempted after this");
            self.failures.push(Failure::new(FAILED, &message).because(reason_code));
        }
    }

    /// How that ends.
    pub(super) fn ending(self, operation: &Operation) -> Ending {
        let Self { succeeded, skipped, failed, failures } = self;
        let total = succeeded + skipped + failed;
        let counts = [
            ("total", total),
            ("processed", total),
            ("succeeded", succeeded),
            ("failed", failed),
            ("skipped", skipped),
            ("updated", succeeded),
        ];
        let ending = match (failed, succeeded) {
            (0, _) => Ending::succeeded(),
            (_, 0) => Ending::failed(Failures::new(failures)),
            _ => Ending::partially(Failures::new(failures)),
        };
        ending.with_counts(&Counts::new(operation, counts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Outcome;

    fn ending(tally: Tally) -> (Outcome, String) {
        let ending = tally.ending(crate::catalog::find("assignments.restore").unwrap());
        (ending.outcome(), ending.counts().to_string())
    }

    #[test]
    fn all_of_it_some_of_it_and_none_of_it_end_differently() {
        assert_eq!(ending(Tally::default()).0, Outcome::Succeeded);
        assert_eq!(ending(Tally { succeeded: 2, ..Tally::default() }).0, Outcome::Succeeded);
        assert_eq!(ending(Tally { skipped: 2, ..Tally::default() }).0, Outcome::Succeeded);
        let mut some = Tally { succeeded: 1, ..Tally::default() };
        some.failed(4, "provider.not_found", "gone");
        some.not_reached(2, "provider.throttled");
        let (outcome, counts) = ending(some);
        assert_eq!(outcome, Outcome::PartiallySucceeded);
        assert_eq!(counts, r#"{"failed":3,"processed":4,"skipped":0,"succeeded":1,"total":4,"updated":1}"#);
        let mut none = Tally::default();
        none.not_reached(1, "provider.throttled");
        assert_eq!(ending(none).0, Outcome::Failed);
    }
}
