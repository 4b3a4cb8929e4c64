//! The vocabulary of the ledger, as types.

use serde::{Deserialize, Serialize};

/// Whom a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Scope {
    /// The whole workspace; `tenant_id` is null.
    Workspace(i64),
    /// One tenant of a workspace. The database refuses a pair that does not belong together.
    Tenant {
        /// The workspace's id.
        workspace: i64,
        /// The tenant's id.
        tenant: i64,
    },
}

impl Scope {
    /// From the two columns.
    #[must_use]
    pub fn of(workspace: i64, tenant: Option<i64>) -> Self {
        tenant.map_or(Self::Workspace(workspace), |tenant| Self::Tenant { workspace, tenant })
    }

    /// The workspace's id.
    #[must_use]
    pub fn workspace(self) -> i64 {
        match self {
            Self::Workspace(workspace) | Self::Tenant { workspace, .. } => workspace,
        }
    }

    /// The tenant's id, when the run is for one.
    #[must_use]
    pub fn tenant(self) -> Option<i64> {
        match self {
            Self::Workspace(_) => None,
            Self::Tenant { tenant, .. } => Some(tenant),
        }
    }
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
#[clap(rename_all = "snake_case")]
pub enum Status {
    /// Accepted, not started.
    Queued,
    /// Being worked on.
    Running,
    /// History.
    Completed,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
#[clap(rename_all = "snake_case")]
pub enum Outcome {
    /// Not ended yet.
    Pending,
    /// All of it, also when there was nothing to do.
    Succeeded,
    /// Some of it.
    PartiallySucceeded,
    /// Refused before any work was done.
    Blocked,
    /// None of it, or it could not go on.
    Failed,
}

impl Status {
    /// As the column spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Completed => "completed",
        }
    }

    /// From the column; the CHECK keeps other words out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Queued, Self::Running, Self::Completed].into_iter().find(|status| status.as_str() == text)
    }

    /// Whether the run still holds its identity.
    #[must_use]
    pub fn is_active(self) -> bool {
        self != Self::Completed
    }
}

impl Outcome {
    /// As the column spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::PartiallySucceeded => "partially_succeeded",
            Self::Blocked => "blocked",
            Self::Failed => "failed",
        }
    }

    /// From the column; the CHECK keeps other words out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pending, Self::Succeeded, Self::PartiallySucceeded, Self::Blocked, Self::Failed]
            .into_iter()
            .find(|outcome| outcome.as_str() == text)
    }
}

/// Who asked for a run. Kept as it was when the run was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Initiator {
    /// The user, or nothing when the system itself asks.
    pub user_id: Option<i64>,
    /// The name at that time.
    pub name: String,
}

impl Initiator {
    /// The system: schedules, housekeeping.
    #[must_use]
    pub fn system() -> Self {
        Self { user_id: None, name: "System".into() }
    }

    /// A person.
    #[must_use]
    pub fn user(id: i64, name: impl Into<String>) -> Self {
        Self { user_id: Some(id), name: name.into() }
    }
}
