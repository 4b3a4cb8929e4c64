//! Assignments: to whom a policy applies, read for a backup and set by a restore.
//!
//! * [`dispatch`]: how a host asks for one, and what makes two requests the same work.
//! * [`guard`]: whether an attempt may begin and may still write.
//! * [`items`]: the backup items that they are about.
//! * [`fetch`]: `assignments.fetch`, for one backup item.
//! * [`restore`]: `assignments.restore`, under one restore run; what it will set is decided in [`plan`].

pub mod dispatch;
pub mod fetch;
pub mod guard;
pub mod items;
pub mod plan;
pub mod restore;
mod tally;

pub use dispatch::{Fetch, Restore, dispatch_fetch, dispatch_fetches, dispatch_restore};
pub use fetch::FetchAssignments;
pub use restore::RestoreAssignments;
