//! `ops.reconcile_stale_runs`: runs that nobody will end any more are queued anew or ended, with the reason (S8).
//!
//! Observe ([`walk`]), plan ([`plan`], pure), apply ([`apply`], dull), record ([`tally`]). Before that, [`grace`] asks
//! whether so many leases ran out together that it cannot have been the workers. Shadows of domain records are
//! left to `ops.reconcile_adapter_runs`: their record says how they end.

pub mod apply;
pub mod grace;
pub mod job;
pub mod options;
pub mod plan;
pub mod tally;
pub mod walk;

pub use job::ReconcileStaleRuns;
pub use options::Options;
pub use plan::{Action, Decision, Recovery};
pub use tally::Tally;
