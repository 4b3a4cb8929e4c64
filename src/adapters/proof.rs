//! When a record may speak for a run (R3): same workspace, same tenant, and linked to this very run or to none.
//!
//! Without proof nothing is completed. A record of somebody else that says "succeeded" is worse than no record.

use super::observe::{Record, Shadow};

/// Why a record may not speak for a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The record belongs to another workspace.
    Workspace,
    /// The record belongs to another tenant.
    Tenant,
    /// The record is linked to another run.
    Link(i64),
}

/// Whether `record` may speak for `shadow`.
#[must_use]
pub fn doubt(shadow: &Shadow, record: &Record) -> Option<Doubt> {
    let scope = shadow.claim.scope;
    if record.workspace_id != scope.workspace() {
        return Some(Doubt::Workspace);
    }
    if Some(record.tenant_id) != scope.tenant() {
        return Some(Doubt::Tenant);
    }
    record.linked_run.filter(|run| *run != shadow.claim.run_id).map(Doubt::Link)
}

impl std::fmt::Display for Doubt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Workspace => f.write_str("belongs to another workspace"),
            Self::Tenant => f.write_str("belongs to another tenant"),
            Self::Link(run) => write!(f, "is linked to operation #{run}"),
        }
    }
}
