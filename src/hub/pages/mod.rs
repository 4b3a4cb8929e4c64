//! One folder a page: `read` asks the database (through a [`super::View`], so within the visitor's scope), `page` shows it,
//! and the same values are served as JSON beside it.
//!
//! * [`health`]: whether the process lives, and whether it can answer.
//! * [`operations`] and [`operation`]: the ledger as a list, and one run whole.
//! * [`legacy`]: from links that are older than the ledger to the run that is meant.
//! * [`openapi`]: what the API can be asked.
//! * [`trend`]: how runs ended over time, for the picture of it.
//! * [`sql`]: the words of SQL that several pages need.

pub mod health;
pub mod legacy;
pub mod openapi;
pub mod operation;
pub mod operations;
pub mod sql;
pub mod trend;
