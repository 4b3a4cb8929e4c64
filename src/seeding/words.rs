//! The statuses of the five domain tables that runs shadow, and what each means for the shadow.
//!
//! The table is what the seeder plants, declared here on its own: a test that compares it with what the reconcile
//! pass makes of the planted rows would prove nothing if both read the same list.

use crate::ledger::Outcome::{Blocked, Failed, PartiallySucceeded};
use crate::ledger::{Outcome, Status};

/// A domain table whose rows have shadows in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adapter {
    /// `restore.execute`.
    RestoreRuns,
    /// `drift.generate` and `backup_set.add_policies`.
    BulkOperationRuns,
    /// `backup_schedule.scheduled`.
    BackupScheduleRuns,
    /// `inventory.sync`.
    InventorySyncRuns,
    /// `directory_groups.sync`.
    EntraGroupSyncRuns,
}

/// What the ledger must say about a domain row in some status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shadow {
    /// There is no shadow yet.
    None,
    /// Waiting.
    Queued,
    /// Under way.
    Running,
    /// Over; with the failure code when it did not go well.
    Over(Outcome, Option<&'static str>),
}

const SUCCEEDED: Shadow = Shadow::Over(Outcome::Succeeded, None);

const fn over(outcome: Outcome, code: &'static str) -> Shadow {
    Shadow::Over(outcome, Some(code))
}

/// Status and shadow, in the order of a life.
type Statuses = &'static [(&'static str, Shadow)];

const RESTORE: Statuses = &[
    ("draft", Shadow::None),
    ("scoped", Shadow::None),
    ("checked", Shadow::None),
    ("previewed", Shadow::Queued),
    ("pending", Shadow::Queued),
    ("queued", Shadow::Queued),
    ("running", Shadow::Running),
    ("completed", SUCCEEDED),
    ("partial", over(PartiallySucceeded, "restore.partial")),
    ("completed_with_errors", over(PartiallySucceeded, "restore.partial")),
    ("failed", over(Failed, "restore.failed")),
    ("aborted", over(Failed, "restore.aborted")),
    ("cancelled", over(Failed, "restore.cancelled")),
];

const BULK: Statuses = &[
    ("pending", Shadow::Queued),
    ("running", Shadow::Running),
    ("completed", SUCCEEDED),
    ("completed_with_errors", over(PartiallySucceeded, "bulk.partial")),
    ("failed", over(Failed, "bulk.failed")),
    ("aborted", over(Failed, "bulk.aborted")),
];

const SCHEDULE: Statuses = &[
    ("running", Shadow::Running),
    ("success", SUCCEEDED),
    ("partial", over(PartiallySucceeded, "backup.partial")),
    ("failed", over(Failed, "backup.failed")),
    ("canceled", over(Failed, "backup.cancelled")),
    ("skipped", over(Blocked, "backup.skipped")),
];

const INVENTORY: Statuses = &[
    ("running", Shadow::Running),
    ("success", SUCCEEDED),
    ("partial", over(PartiallySucceeded, "inventory.partial")),
    ("failed", over(Failed, "provider.throttled")),
    ("skipped", over(Blocked, "inventory.skipped")),
];

const GROUPS: Statuses = &[
    ("pending", Shadow::Queued),
    ("running", Shadow::Running),
    ("succeeded", SUCCEEDED),
    ("failed", over(Failed, "provider.permission_denied")),
];

impl Adapter {
    /// All five.
    pub const ALL: [Self; 5] = [
        Self::RestoreRuns,
        Self::BulkOperationRuns,
        Self::BackupScheduleRuns,
        Self::InventorySyncRuns,
        Self::EntraGroupSyncRuns,
    ];

    /// The table's name.
    #[must_use]
    pub fn table(self) -> &'static str {
        match self {
            Self::RestoreRuns => "restore_runs",
            Self::BulkOperationRuns => "bulk_operation_runs",
            Self::BackupScheduleRuns => "backup_schedule_runs",
            Self::InventorySyncRuns => "inventory_sync_runs",
            Self::EntraGroupSyncRuns => "entra_group_sync_runs",
        }
    }

    /// Their names, in the order of a life.
    #[must_use]
    pub fn status_names(self) -> Vec<&'static str> {
        self.statuses().iter().map(|(name, _)| *name).collect()
    }

    /// `queued` or `running` for a status in which a record is waiting or at work: where its shadow must stand then.
    #[must_use]
    pub fn is_at_work(self, status: &str) -> Option<&'static str> {
        match self.status(status)?.1 {
            Shadow::Queued => Some("queued"),
            Shadow::Running => Some("running"),
            Shadow::None | Shadow::Over(..) => None,
        }
    }

    /// Every status of the table, in the order of a life.
    pub(super) fn statuses(self) -> Statuses {
        match self {
            Self::RestoreRuns => RESTORE,
            Self::BulkOperationRuns => BULK,
            Self::BackupScheduleRuns => SCHEDULE,
            Self::InventorySyncRuns => INVENTORY,
            Self::EntraGroupSyncRuns => GROUPS,
        }
    }

    /// The status called `name`, with the shadow that agrees with it.
    pub(super) fn status(self, name: &str) -> Option<(&'static str, Shadow)> {
        self.statuses().iter().copied().find(|(known, _)| *known == name)
    }
}

impl Shadow {
    /// Whether the domain row is over.
    pub(super) fn is_over(self) -> bool {
        matches!(self, Self::Over(..))
    }

    /// Whether the domain row is at work or waiting for it.
    pub(super) fn is_active(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }

    /// Status and outcome of the run; nothing when there is none.
    pub(super) fn run(self) -> Option<(Status, Outcome)> {
        match self {
            Self::None => None,
            Self::Queued => Some((Status::Queued, Outcome::Pending)),
            Self::Running => Some((Status::Running, Outcome::Pending)),
            Self::Over(outcome, _) => Some((Status::Completed, outcome)),
        }
    }
}
