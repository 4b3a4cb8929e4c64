//! Work that agrees with its shadow, and shadows that do not agree with their record.

use serde::Deserialize;

use crate::seeding::scenario::amount::Count;
use crate::seeding::scenario::placed::Placed;
use crate::seeding::words::Adapter;

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
    /// Whose they are, as `workspace/tenant`; drawn among those that can hold them when nobody says.
    #[serde(default)]
    pub tenant: Option<Placed<String>>,
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
    /// Whose they are, as `workspace/tenant`; drawn among those that can hold them when nobody says.
    #[serde(default)]
    pub tenant: Option<Placed<String>>,
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
