//! One folder a page: `read` asks the database (through a [`super::View`], so within the visitor's scope), `page` shows it,
//! and the same values are served as JSON beside it.
//!
//! * [`now`]: what is wrong at this moment, as numbers that are links.
//! * [`failures`]: what went wrong lately, by code and type; [`tenants`]: how each kind of work stands for each tenant.
//! * [`skips`]: slots that did not run; [`notifications`]: what a person was told.
//! * [`health`]: whether the process lives, and whether it can answer.
//! * [`operations`] and [`operation`]: the ledger as a list, and one run whole.
//! * [`legacy`]: from links that are older than the ledger to the run that is meant.
//! * [`openapi`]: what the API can be asked.
//! * [`trend`]: how runs ended over time, for the picture of it.
//! * [`schedules`]: what runs by the clock. [`slots`]: what became of each slot.
//! * [`sql`]: the words of SQL that several pages need.

pub mod failures;
pub mod health;
pub mod legacy;
pub mod notifications;
pub mod now;
pub mod openapi;
pub mod operation;
pub mod operations;
pub mod schedules;
pub mod skips;
pub mod slots;
pub mod sql;
pub mod tenants;
pub mod trend;
