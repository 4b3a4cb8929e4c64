//! How any job is run. Knows no particular one.
//!
//! * [`job`]: what a job is, and what it is given.
//! * [`execute`]: does the work of runs that this process holds, and writes how they ended.
//! * [`runner`]: runs a job once, now, for a set of scopes.
//! * [`tick`]: settles the slots that are due. Decides with [`due`], which is pure.
//! * [`wake`]: wakes the service each second.
//! * [`service`]: the long-running scheduler: wake, tick, claim, execute, drain.

pub mod due;
pub mod execute;
pub mod job;
pub mod runner;
pub mod service;
pub mod tick;
pub mod wake;

pub use execute::{Done, execute};
pub use job::{Job, Pass};
pub use runner::{Ran, run_once};
pub use service::{Service, Settings};
