//! What a pass is asked to look at (R4).

use std::time::Duration;

use serde::Serialize;

use crate::jobs::options::{JobOptions, Takes};
use crate::problem::Problem;

/// Rows younger than this are left to the service that is changing them.
pub const DEFAULT_OLDER_THAN: Duration = Duration::from_secs(15 * 60);
/// At most so many mismatches of one workspace are handled in one pass.
pub const DEFAULT_LIMIT: u64 = 100_000;
/// No pass handles more than this, whoever asks.
pub const LIMIT_CEILING: u64 = 10_000_000;

/// The options of a pass. They do not belong to its identity: two passes with different options over one
/// workspace would touch the same rows, so they exclude each other.
#[derive(Debug, Clone, Serialize)]
pub struct Options {
    /// How long shadow and record must have been at rest.
    pub older_than: Duration,
    /// At most so many mismatches a workspace.
    pub limit: u64,
    /// Only this tenant.
    pub tenant: Option<i64>,
    /// Rows a page and a transaction.
    pub page: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { older_than: DEFAULT_OLDER_THAN, limit: DEFAULT_LIMIT, tenant: None, page: 5_000 }
    }
}

impl TryFrom<&JobOptions> for Options {
    type Error = Problem;

    fn try_from(given: &JobOptions) -> Result<Self, Problem> {
        given.only("ops.reconcile_adapter_runs", &[Takes::OlderThan, Takes::Limit, Takes::Tenant])?;
        Ok(Self {
            older_than: given.older_than.unwrap_or(DEFAULT_OLDER_THAN),
            limit: given.limit.unwrap_or(DEFAULT_LIMIT),
            tenant: given.tenant,
            ..Self::default()
        })
    }
}
