//! Restores: the one service that moves a restore run from status to status, and what executes one.
//!
//! * [`status`]: the statuses, and which may follow which (pure).
//! * [`service`]: a change of status with everything that belongs to it, in one transaction.
//! * [`shadow`]: its `restore.execute` run in the ledger, which follows in that transaction.
//! * [`mod@execute`]: a restore that was confirmed is begun, and ended by how the work under it ended.
//!
//! The restore run is the truth and its run in the ledger the shadow; what changes the one behind this service's back
//! is healed by `ops.reconcile_adapter_runs`.

pub mod execute;
pub mod service;
pub mod shadow;
pub mod status;

pub use execute::{execute, settle};
pub use service::{Change, Changed, change};
pub use status::RestoreStatus;
