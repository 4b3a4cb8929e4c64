//! What is said about a schedule, and the list of them. Adding a schedule is adding an entry here.

use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A declared schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Stable name, what stands in `schedules.key`; the type's own name where a type has one schedule.
    pub key: &'static str,
    /// The operation type that runs.
    pub operation: &'static str,
    /// Cron expression.
    pub cron: &'static str,
    /// IANA name of the zone in which the expression is read.
    pub time_zone: &'static str,
    /// What happens when the run before is still active.
    pub overlap: Overlap,
    /// What happens to slots that passed while nobody looked.
    pub catch_up: CatchUp,
    /// How old a slot may be and still run.
    pub catch_up_window: Duration,
    /// Whether it runs at all.
    pub enabled: bool,
}

/// What happens when the run before is still active (S3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// The slot is skipped, and a row says so.
    Skip,
    /// One run waits for the active one.
    QueueOne,
}

/// What happens to slots that passed while nobody looked (S4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatchUp {
    /// None is made up for.
    Skip,
    /// The newest runs.
    Latest,
    /// All of them run, oldest first.
    All,
}

impl Overlap {
    /// All of them, in the order of explanation.
    pub const ALL: [Self; 2] = [Self::Skip, Self::QueueOne];

    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::QueueOne => "queue_one",
        }
    }

    /// From the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }
}

impl CatchUp {
    /// All of them, in the order of explanation.
    pub const ALL: [Self; 3] = [Self::Skip, Self::Latest, Self::All];

    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Latest => "latest",
            Self::All => "all",
        }
    }

    /// From the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }
}

/// What the entries share; each then says where it differs.
pub(super) const EVERY_MINUTE: Schedule = Schedule {
    key: "",
    operation: "",
    cron: "* * * * *",
    time_zone: "UTC",
    overlap: Overlap::Skip,
    catch_up: CatchUp::Latest,
    catch_up_window: DAY,
    enabled: true,
};

/// Every declared schedule, by key. A pass of housekeeping looks at everything, so the newest slot makes up for all.
pub static SCHEDULES: &[Schedule] = &[
    Schedule { key: "ops.dispatch_backup_schedules", operation: "ops.dispatch_backup_schedules", ..EVERY_MINUTE },
    Schedule {
        key: "ops.prune_operation_runs",
        operation: "ops.prune_operation_runs",
        // Not on the hour, when everybody's jobs run.
        cron: "17 3 * * *",
        ..EVERY_MINUTE
    },
    Schedule {
        key: "ops.reconcile_adapter_runs",
        operation: "ops.reconcile_adapter_runs",
        cron: "*/5 * * * *",
        ..EVERY_MINUTE
    },
    Schedule { key: "ops.reconcile_stale_runs", operation: "ops.reconcile_stale_runs", ..EVERY_MINUTE },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::OPERATIONS;
    use crate::catalog::cadence::Cadence;

    #[test]
    fn every_declared_schedule_is_sound_and_stands_once() {
        assert!(SCHEDULES.is_sorted_by(|a, b| a.key < b.key), "sorted by key, none twice");
        for Schedule { key, operation, cron, time_zone, overlap: _, catch_up: _, catch_up_window, enabled: _ } in
            SCHEDULES
        {
            assert!(OPERATIONS.iter().any(|known| known.name == *operation), "{key} runs a declared type");
            assert!(Cadence::parse(cron, time_zone).is_ok(), "{key} has a cadence");
            assert!(*catch_up_window >= Duration::from_secs(60), "{key} can catch up");
        }
    }

    #[test]
    fn the_stored_words_are_read_back() {
        assert!(Overlap::ALL.into_iter().all(|word| Overlap::parse(word.as_str()) == Some(word)));
        assert!(CatchUp::ALL.into_iter().all(|word| CatchUp::parse(word.as_str()) == Some(word)));
        assert_eq!((Overlap::parse("Skip"), CatchUp::parse("")), (None, None));
    }
}
