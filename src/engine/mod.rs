//! How any job is run. Knows no particular one.
//!
//! * [`job`]: what a job is, and what it is given.
//! * [`runner`]: begins runs for a job, keeps their leases, survives its panics, and writes how they ended.

pub mod job;
pub mod runner;

pub use job::{Job, Pass};
pub use runner::{Ran, run_once};
