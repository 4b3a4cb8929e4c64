//! What a look at a seeded database found.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::clock::Instant;

/// Everything that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// The digest of what the database holds now: of the one scenario, or of all of them together.
    pub digest: String,
    /// One entry a scenario.
    pub scenarios: Vec<CheckedScenario>,
}

/// One scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedScenario {
    /// Which one.
    pub scenario: String,
    /// Under which seed.
    pub seed: i64,
    /// What counted as now.
    pub as_of: Instant,
    /// The digest of its rows as they are now.
    pub digest: String,
    /// The digest of its rows as they were written.
    pub recorded_digest: String,
    /// Its tables.
    pub tables: Vec<CheckedTable>,
    /// Rows that break a rule.
    pub findings: Vec<Finding>,
}

/// One table of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedTable {
    /// The table.
    pub table: String,
    /// Rows that were written.
    pub seeded: i64,
    /// How many of them are still there.
    pub rows: i64,
    /// Whether later work changed or removed any.
    pub changed: bool,
}

/// Rows that break one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which rule: `orphan`, `tenancy`, `uuid_v4`, `timeline`, `status`, `counts`, `audit`,
    /// `notification`, `sequence`, `constraint` or `status_mix`.
    pub check: &'static str,
    /// In which table.
    pub table: String,
    /// How many rows.
    pub rows: i64,
    /// What is wrong with them.
    pub message: String,
}

impl Verified {
    /// Whether no row breaks a rule.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.scenarios.iter().all(|scenario| scenario.findings.is_empty())
    }

    /// Whether every row is as it was written.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.scenarios.iter().all(|scenario| scenario.digest == scenario.recorded_digest)
    }
}

/// One number for the whole database.
pub(super) fn whole(scenarios: &[CheckedScenario]) -> String {
    if let [only] = scenarios {
        return only.digest.clone();
    }
    let mut hash = Sha256::new();
    for scenario in scenarios {
        hash.update(format!("{} {}\n", scenario.scenario, scenario.digest));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
