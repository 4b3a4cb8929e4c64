//! What other rooms must make of a scenario.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
