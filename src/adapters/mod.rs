//! What the ledger shadows: one file a domain table, each saying how its status maps to that of a run.
//!
//! * [`adapter`]: the shape of such a declaration.
//! * [`registry`]: the list of them.
//! * [`observe`]: the set-based questions that compare shadows with their records.
//! * [`link`]: the link from a record to a new shadow.
//! * [`proof`]: when a record may speak for a run (R3).
//! * [`resolve`]: from a record, as an old link names it, to its run.
//!
//! Deliberately not here: what is done about a difference. That is the plan of the reconcile job.

pub mod adapter;
mod backup_schedule_runs;
mod bulk_operation_runs;
mod entra_group_sync_runs;
mod inventory_sync_runs;
pub mod link;
pub mod observe;
pub mod proof;
pub mod registry;
pub mod resolve;
mod restore_runs;

pub use adapter::{Adapter, Expected, Shadows};
pub use observe::{Ended, Pair, Record, Shadow};
pub use registry::ADAPTERS;
