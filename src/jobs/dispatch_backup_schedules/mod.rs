//! `ops.dispatch_backup_schedules`: every minute, a run for each backup schedule of a tenant that is due.
//!
//! Observe ([`walk`]), plan ([`plan`], pure), apply ([`apply`], dull), record ([`tally`]). When a schedule is due next
//! is worked out once and stored in `next_run_at`, so that a look reads those that are due and no others; the database
//! takes it away when a schedule is changed, and the next look works it out anew. It only says when to look: which
//! slots there are is asked of the schedule itself, each time.

pub mod apply;
pub mod job;
pub mod plan;
pub mod skips;
pub mod tally;
pub mod walk;

pub use crate::catalog::schedules::Timetable;
pub use job::DispatchBackupSchedules;
pub use plan::{Kind, Plan};
pub use tally::Tally;
