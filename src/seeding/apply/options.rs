//! How to apply.

use std::sync::Arc;

use crate::clock::Instant;
use crate::seeding::guard::NotProduction;
use crate::seeding::scale::Scale;
use crate::seeding::write::Progress;

/// What is to become of a database that may hold the scenario already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Mode {
    /// Nothing, if it is there; otherwise it is made. What was asked for before is known by its hash, without a look at
    /// any row.
    #[default]
    Ensure,
    /// The rows of the seed become what the scenario says: the missing are added, the changed set right, those that
    /// it no longer has removed.
    Converge,
    /// Rows are added up to a larger scale; those that are there stay as they are.
    TopUp,
    /// The rows of the seed go, whatever became of them, and are made anew in one transaction. Nobody else's are touched.
    Reset,
}

/// How to apply.
#[derive(Clone)]
pub struct Options {
    /// Instead of the scenario's own seed.
    pub seed: Option<i64>,
    /// Instead of the scenario's own instant.
    pub as_of: Option<Instant>,
    /// What the population is multiplied by; as before, or once, when nobody says.
    pub scale: Option<Scale>,
    /// What to do when the scenario is there.
    pub mode: Mode,
    /// Whether rows that no seed made may lie beside.
    pub allow_foreign: bool,
    /// Only if the schema is the one that this plan was made for.
    pub planned_for: Option<String>,
    /// Proof that this is no production.
    pub not_production: NotProduction,
    /// Told how many rows were written, and of about how many.
    pub progress: Option<Progress>,
}

impl Options {
    /// What a plain `seeder apply` uses.
    #[must_use]
    pub fn new(not_production: NotProduction) -> Self {
        Self {
            seed: None,
            as_of: None,
            scale: None,
            mode: Mode::Ensure,
            allow_foreign: false,
            planned_for: None,
            not_production,
            progress: None,
        }
    }

    /// Reports progress to `told`.
    #[must_use]
    pub fn with_progress(mut self, told: impl Fn(i64, i64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(told));
        self
    }
}
