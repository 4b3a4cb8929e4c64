//! One row of one of the five domain tables that runs shadow.
//!
//! * [`row`]: what they have in common.
//! * [`restore`], [`bulk_run`], [`schedule_run`], [`syncs`]: each kind.

mod bulk_run;
mod restore;
mod row;
mod schedule_run;
mod syncs;

pub(super) use row::{DomainRow, When, add, link, remove_last};
