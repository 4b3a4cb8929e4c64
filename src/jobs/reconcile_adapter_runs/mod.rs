//! `ops.reconcile_adapter_runs`: brings the shadows of domain records back to the truth.
//!
//! Observe (`adapters::observe`), plan ([`plan`], pure), apply ([`apply`], dull), record ([`tally`]). A dry run
//! stops after the plan and shows it.

pub mod apply;
pub mod decision;
pub mod job;
pub mod mismatch;
pub mod options;
pub mod plan;
pub mod tally;
pub mod walk;

pub use decision::{Action, Decision};
pub use job::{ReconcileAdapterRuns, dry_run};
pub use mismatch::Mismatch;
pub use options::Options;
pub use tally::Tally;
