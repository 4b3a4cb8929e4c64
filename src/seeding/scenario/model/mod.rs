//! The shape of a scenario file. Unknown keys are refused: a misspelt one would otherwise seed nothing, silently.
//!
//! * [`tenancy`]: workspaces, the people in them, and their tenants.
//! * [`records`]: what a tenant holds.
//! * [`drift`]: work that agrees with its shadow, and shadows that do not agree with their record.
//! * [`expect`]: what other rooms must make of it.

pub mod drift;
pub mod expect;
pub mod records;
pub mod tenancy;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::amount::{AsOf, Days, Seed};
use super::placed::Placed;
use crate::clock::Instant;
use crate::seeding::population::model::Population;
pub use drift::{Drift, DriftKind, Elsewhere, InProgress, ShadowStatus};
pub use expect::{Expect, ExpectedReconcile};
pub use records::{Endings, Records};
pub use tenancy::{Members, Persona, Role, Tenant, TenantStatus, Workspace, WorkspaceStatus};

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

impl Scenario {
    /// SHA-256 of its text.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same, with an instant that counts as now instead of its own or the present.
    #[must_use]
    pub fn at(self, as_of: Instant) -> Self {
        Self { as_of: Some(AsOf(as_of)), ..self }
    }

    /// What one reconcile pass over all workspaces must count, when the file says.
    #[must_use]
    pub fn expected_reconcile(&self) -> Option<&ExpectedReconcile> {
        self.expect.reconcile.as_ref()
    }
}

fn thirty_days() -> Days {
    Days(30)
}
