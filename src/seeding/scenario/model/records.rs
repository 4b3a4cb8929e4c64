//! What a tenant holds.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::ledger::Outcome;
use crate::seeding::scenario::amount::Count;
use crate::seeding::scenario::placed::Placed;
use crate::seeding::words::Adapter;

/// What a tenant holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Records {
    /// Policies.
    pub policies: Placed<Count>,
    /// Schedules of backups.
    #[serde(default)]
    pub backup_schedules: Count,
    /// Backups that those schedules made.
    #[serde(default)]
    pub backup_sets: Placed<Count>,
    /// Items of each backup; the first policies are backed up.
    #[serde(default)]
    pub items_per_set: Placed<Count>,
    /// Drift findings.
    #[serde(default)]
    pub findings: Count,
    /// Restores by status, each with the shadow that it should have; and so on for the old run tables.
    #[serde(default)]
    pub restore_runs: Placed<BTreeMap<String, Count>>,
    /// By status.
    #[serde(default)]
    pub bulk_operation_runs: Placed<BTreeMap<String, Count>>,
    /// By status.
    #[serde(default)]
    pub backup_schedule_runs: Placed<BTreeMap<String, Count>>,
    /// By status.
    #[serde(default)]
    pub inventory_sync_runs: Placed<BTreeMap<String, Count>>,
    /// By status.
    #[serde(default)]
    pub entra_group_sync_runs: Placed<BTreeMap<String, Count>>,
    /// Completed tenant runs without a domain row, by type.
    #[serde(default)]
    pub operations: Placed<BTreeMap<String, Endings>>,
}

impl Records {
    /// The rows of one domain table, by status.
    pub(in crate::seeding) fn by_status(&self, adapter: Adapter) -> &Placed<BTreeMap<String, Count>> {
        match adapter {
            Adapter::RestoreRuns => &self.restore_runs,
            Adapter::BulkOperationRuns => &self.bulk_operation_runs,
            Adapter::BackupScheduleRuns => &self.backup_schedule_runs,
            Adapter::InventorySyncRuns => &self.inventory_sync_runs,
            Adapter::EntraGroupSyncRuns => &self.entra_group_sync_runs,
        }
    }
}

/// How many completed runs of a type: a number, of which some go wrong, or how many of each ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "neither a count from 0 to a hundred million nor counts by outcome, such as { failed = 1 }"
)]
pub enum Endings {
    /// So many, and each ends by lot: mostly well.
    Drawn(Count),
    /// So many of each.
    Said(Said),
}

/// How many runs of each ending.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Said {
    /// Went well.
    pub succeeded: Count,
    /// Of some items.
    pub partially_succeeded: Count,
    /// Went wrong.
    pub failed: Count,
    /// Was not allowed to begin.
    pub blocked: Count,
}

impl Endings {
    /// All of them.
    pub(in crate::seeding) fn count(self) -> i64 {
        match self {
            Self::Drawn(count) => count.0,
            Self::Said(said) => said.by_outcome().into_iter().map(|(_, count)| count).fold(0, i64::saturating_add),
        }
    }
}

impl Said {
    pub(in crate::seeding) fn by_outcome(self) -> [(Outcome, i64); 4] {
        [
            (Outcome::Succeeded, self.succeeded.0),
            (Outcome::PartiallySucceeded, self.partially_succeeded.0),
            (Outcome::Failed, self.failed.0),
            (Outcome::Blocked, self.blocked.0),
        ]
    }
}
