//! The statuses of a restore run, and which may follow which.
//!
//! Before it is previewed a restore may be put together in any order; from then on it has a shadow in the ledger and
//! only goes forward. Nothing is executed that was not previewed. `aborted` and `completed_with_errors` are the words
//! of older programs: they are read, and nothing becomes them any more.

use super::status::RestoreStatus::{
    Aborted, Cancelled, Checked, Completed, CompletedWithErrors, Draft, Failed, Partial, Pending, Previewed, Queued,
    Running, Scoped,
};

/// The status of a restore run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RestoreStatus {
    /// Begun.
    Draft,
    /// Its items are chosen.
    Scoped,
    /// They can be restored.
    Checked,
    /// What would change was shown.
    Previewed,
    /// It waits for somebody's word.
    Pending,
    /// It was confirmed.
    Queued,
    /// It is being executed.
    Running,
    /// All of it.
    Completed,
    /// Some of it.
    Partial,
    /// None of it, or it could not go on.
    Failed,
    /// Somebody called it off.
    Cancelled,
    /// An older word for failed.
    Aborted,
    /// An older word for partial.
    CompletedWithErrors,
}

/// Every status, its stored word, and what may follow it.
const TABLE: [(RestoreStatus, &str, &[RestoreStatus]); 13] = [
    (Draft, "draft", &[Scoped, Cancelled]),
    (Scoped, "scoped", &[Draft, Checked, Cancelled]),
    (Checked, "checked", &[Draft, Scoped, Previewed, Cancelled]),
    (Previewed, "previewed", &[Pending, Queued, Cancelled]),
    (Pending, "pending", &[Queued, Failed, Cancelled]),
    (Queued, "queued", &[Running, Failed, Cancelled]),
    (Running, "running", &[Completed, Partial, Failed, Cancelled]),
    (Completed, "completed", &[]),
    (Partial, "partial", &[]),
    (Failed, "failed", &[]),
    (Cancelled, "cancelled", &[]),
    (Aborted, "aborted", &[]),
    (CompletedWithErrors, "completed_with_errors", &[]),
];

impl RestoreStatus {
    /// All of them, in the order in which they come.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.into_iter().map(|(status, _, _)| status)
    }

    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// From the stored word; the CHECK keeps other words out.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::all().find(|status| status.as_str() == word)
    }

    /// What may follow.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        self.row().2
    }

    /// Whether nothing follows.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.next().is_empty()
    }

    fn row(self) -> (Self, &'static str, &'static [Self]) {
        TABLE[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::{ADAPTERS, Expected};

    fn expected(status: RestoreStatus) -> Expected {
        let adapter = ADAPTERS.iter().find(|adapter| adapter.table == "restore_runs").unwrap();
        adapter.expected(status.as_str()).unwrap_or_else(|| panic!("{} has no mapping", status.as_str()))
    }

    #[test]
    fn each_status_is_its_own_row_and_is_read_back() {
        for status in RestoreStatus::all() {
            assert_eq!((status.row().0, RestoreStatus::parse(status.as_str())), (status, Some(status)));
        }
        assert_eq!(RestoreStatus::parse("done"), None);
    }

    #[test]
    fn no_shadow_ever_has_to_go_back() {
        let place = |status| match expected(status) {
            Expected::Absent => 0,
            Expected::Queued => 1,
            Expected::Running => 2,
            Expected::Ended(..) => 3,
        };
        for status in RestoreStatus::all() {
            assert_eq!(status.is_over(), place(status) == 3, "{}", status.as_str());
            for next in status.next() {
                assert!(place(*next) >= place(status), "{} -> {}", status.as_str(), next.as_str());
            }
        }
    }

    #[test]
    fn nothing_is_executed_that_was_not_previewed_and_nothing_becomes_an_older_word() {
        let before = |wanted: RestoreStatus| RestoreStatus::all().filter(move |status| status.next().contains(&wanted));
        assert_eq!(before(Running).collect::<Vec<_>>(), [Queued]);
        assert_eq!(before(Queued).collect::<Vec<_>>(), [Previewed, Pending]);
        assert_eq!(before(Previewed).collect::<Vec<_>>(), [Checked]);
        assert_eq!(before(Aborted).chain(before(CompletedWithErrors)).count(), 0);
    }
}
