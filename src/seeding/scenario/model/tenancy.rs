//! Workspaces, the people in them, and their tenants.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::records::Endings;
use crate::seeding::scenario::amount::{Count, Days};
use crate::seeding::scenario::placed::Placed;

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
    pub operations: Placed<BTreeMap<String, Endings>>,
    /// Its tenants.
    #[serde(default)]
    pub tenants: Vec<Tenant>,
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

/// What a person may do in a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Everything.
    Owner,
    /// People and settings.
    Manager,
    /// Work.
    Operator,
    /// Look.
    Readonly,
}

impl Role {
    /// As the database spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Operator => "operator",
            Self::Readonly => "readonly",
        }
    }
}

impl Members {
    /// The roles with their numbers, from the most trusted down.
    pub(in crate::seeding) fn by_role(self) -> [(&'static str, i64); 4] {
        let Self { owner, manager, operator, readonly } = self;
        let roles =
            [(Role::Owner, owner), (Role::Manager, manager), (Role::Operator, operator), (Role::Readonly, readonly)];
        roles.map(|(role, count)| (role.as_str(), count.0))
    }
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
