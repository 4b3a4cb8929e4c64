//! `ops.prune_operation_runs`: history that was kept for long enough goes, a bounded page at a time.
//!
//! Observe (`ledger::prune`), plan ([`plan`], pure), apply ([`job`]), record ([`tally`]). The guard stands between plan
//! and apply: a retention that was set wrongly must cost a question, not a ledger.

pub mod job;
pub mod options;
pub mod plan;
pub mod tally;

pub use job::PruneOperationRuns;
pub use options::Options;
pub use plan::{Plan, guarded, plans};
