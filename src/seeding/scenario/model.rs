//! The shape of a scenario file. Unknown keys are refused: a misspelt one would otherwise seed nothing, silently.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::amount::{AsOf, Count, Days, Seed};
use super::placed::Placed;
use crate::seeding::population::model::Population;
use crate::seeding::words::Adapter;

/// A whole scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is called; part of every generated value.
    pub name: Placed<String>,
    /// What it is for, in one sentence.
    pub description: String,
    /// The seed when none is given.
    pub seed: Seed,
    /// The instant that counts as now; the present when neither the file nor a flag says.
    #[serde(default)]
    pub as_of: Option<AsOf>,
    /// How far back the history of runs goes.
    #[serde(default = "thirty_days")]
    pub history_days: Days,
    /// Sets of records that tenants refer to by name.
    #[serde(default)]
    pub records: BTreeMap<String, Records>,
    /// The workspaces that are described one by one.
    #[serde(default)]
    pub workspaces: Vec<Workspace>,
    /// And those that are only counted.
    #[serde(default)]
    pub population: Option<Population>,
    /// Domain rows at work that agree with their shadows, besides those of the tenants' own records.
    #[serde(default)]
    pub in_progress: Vec<InProgress>,
    /// Shadows that do not agree with their domain rows.
    #[serde(default)]
    pub drift: Vec<Drift>,
    /// What other rooms must make of it.
    #[serde(default)]
    pub expect: Expect,
    /// Where it was read from, for messages.
    #[serde(skip)]
    pub(in crate::seeding) origin: String,
    /// SHA-256 of the file.
    #[serde(skip)]
    pub(in crate::seeding) digest: String,
}

/// A workspace and its tenants.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workspace {
    /// Stable name within the scenario; part of every value generated below it.
    pub key: Placed<String>,
    /// `active` or `archived`.
    #[serde(default)]
    pub status: WorkspaceStatus,
    /// How long ago it was created.
    pub age_days: Days,
    /// How many people, by role.
    #[serde(default)]
    pub members: Members,
    /// Completed workspace runs, by type.
    #[serde(default)]
    pub operations: Placed<BTreeMap<String, Count>>,
    /// Its tenants.
    #[serde(default)]
    pub tenants: Vec<Tenant>,
}

/// A tenant.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    /// Stable name within the workspace.
    pub key: Placed<String>,
    /// What kind of environment.
    pub environment: String,
    /// Where it stands.
    #[serde(default)]
    pub status: TenantStatus,
    /// How long ago it was created.
    pub age_days: Placed<Days>,
    /// For an archived tenant: how long ago that was.
    #[serde(default)]
    pub archived_days_ago: Option<Placed<Days>>,
    /// Which set of records; none means an empty tenant.
    #[serde(default)]
    pub records: Option<Placed<String>>,
    /// What is special about it, so that a test can ask for it by that name.
    #[serde(default)]
    pub persona: Option<Persona>,
}

/// Tenants at the edges of what is legal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Persona {
    /// It holds more than any other. A population's is its first tenant.
    Whale,
    /// It holds nothing.
    Empty,
    /// Its schedules are switched off and have no next run.
    PausedSchedule,
    /// Every name is as long as the schema allows, or as anybody has seen.
    LongestStrings,
    /// Names that are read from right to left, and letters that are made of several characters.
    RightToLeft,
    /// Its schedules fire at an hour that a change of the clock skips, and repeats.
    ClockChange,
    /// It was created in the last second of a leap day.
    LeapDay,
}

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
    pub operations: Placed<BTreeMap<String, Count>>,
}

/// How many people of each role.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Members {
    /// Owners.
    pub owner: Count,
    /// Managers.
    pub manager: Count,
    /// Operators.
    pub operator: Count,
    /// People who only look.
    pub readonly: Count,
}

/// Domain rows at work, with shadows that agree.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InProgress {
    /// Which table.
    pub table: Adapter,
    /// A status that is queued or running.
    pub domain_status: Placed<String>,
    /// How many.
    pub count: Count,
}

/// Shadows that do not agree with their domain rows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drift {
    /// What is wrong.
    pub kind: Placed<DriftKind>,
    /// Which domain table.
    pub table: Adapter,
    /// Where the domain row stands; absent when there is no such row.
    #[serde(default)]
    pub domain_status: Option<Placed<String>>,
    /// Where the shadow stands; absent when there is none.
    #[serde(default)]
    pub shadow_status: Option<Placed<ShadowStatus>>,
    /// For a scope mismatch: where the domain row really belongs.
    #[serde(default)]
    pub belongs_to: Option<Elsewhere>,
    /// How many.
    pub count: Count,
}

/// What is wrong between a shadow and its domain row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    /// The domain row is over, the shadow is not.
    ShadowBehind,
    /// The domain row runs, the shadow still waits.
    ShadowNotStarted,
    /// The domain row should have a shadow and has none.
    ShadowMissing,
    /// The shadow names a domain row that is gone.
    DomainMissing,
    /// The shadow is over, the domain row is not.
    DomainBehind,
    /// The shadow names a domain row that is not its own.
    ScopeMismatch,
    /// As `shadow_behind`, but so fresh that it must be left alone.
    TooRecent,
}

/// Where a drifted shadow stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShadowStatus {
    /// Waiting.
    Queued,
    /// Under way.
    Running,
    /// Over, and succeeded.
    Completed,
}

/// Where the domain row of a scope mismatch really belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    /// To another tenant of the workspace.
    Tenant,
    /// To another workspace.
    Workspace,
    /// To another run.
    Run,
}

/// Where a workspace stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceStatus {
    /// In use.
    #[default]
    Active,
    /// No longer.
    Archived,
}

/// Where a tenant stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenantStatus {
    /// Being described.
    Draft,
    /// Being connected.
    Onboarding,
    /// In use.
    #[default]
    Active,
    /// No longer.
    Archived,
}

/// What other rooms must make of the scenario.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// One reconcile pass over all workspaces, right after `apply`.
    pub reconcile: Option<ExpectedReconcile>,
}

/// The totals of one reconcile pass over all workspaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedReconcile {
    /// How many of each kind, by stable code.
    pub mismatches: BTreeMap<String, i64>,
    /// All of them.
    pub total: i64,
    /// Those that were decided: succeeded + failed + skipped.
    pub processed: i64,
    /// Healed.
    pub succeeded: i64,
    /// Without proof: for a person to look at.
    pub failed: i64,
    /// History that is not rewritten.
    pub skipped: i64,
    /// Runs that were there before and were changed.
    pub updated: i64,
}

impl Scenario {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What one reconcile pass over all workspaces must count, when the file says.
    #[must_use]
    pub fn expected_reconcile(&self) -> Option<&ExpectedReconcile> {
        self.expect.reconcile.as_ref()
    }
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

impl Members {
    /// The roles with their numbers, from the most trusted down.
    pub(in crate::seeding) fn by_role(self) -> [(&'static str, i64); 4] {
        let Self { owner, manager, operator, readonly } = self;
        [("owner", owner.0), ("manager", manager.0), ("operator", operator.0), ("readonly", readonly.0)]
    }
}

fn thirty_days() -> Days {
    Days(30)
}
