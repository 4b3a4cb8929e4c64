//! What a sweep is asked to look at. How old is too old is not among it: the catalog says that, type by type.

use crate::jobs::options::{JobOptions, Takes};
use crate::problem::Problem;

/// At most so many stale runs of one workspace are handled in one pass.
pub const DEFAULT_LIMIT: u64 = 100_000;

/// The options of a sweep.
#[derive(Debug, Clone)]
pub struct Options {
    /// At most so many stale runs a workspace.
    pub limit: u64,
    /// Only this tenant.
    pub tenant: Option<i64>,
    /// Whether the pass of the first active workspace also answers for the workspaces that are not active.
    pub adopts: bool,
    /// Rows a page and a transaction.
    pub page: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { limit: DEFAULT_LIMIT, tenant: None, adopts: true, page: 1_000 }
    }
}

impl TryFrom<&JobOptions> for Options {
    type Error = Problem;

    fn try_from(given: &JobOptions) -> Result<Self, Problem> {
        given.only("ops.reconcile_stale_runs", &[Takes::Limit, Takes::Tenant])?;
        Ok(Self {
            limit: given.limit.unwrap_or(DEFAULT_LIMIT),
            tenant: given.tenant,
            adopts: !given.named,
            ..Self::default()
        })
    }
}
