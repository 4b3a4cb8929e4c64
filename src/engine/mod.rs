//! How any job is run. Knows no particular one.
//!
//! * [`job`]: what a job is, and what it is given.
//! * [`mod@execute`]: does the work of runs that this process holds, and writes how they ended.
//! * [`held`]: what this process is working on, and the heartbeat that keeps it.
//! * [`runner`]: runs a job once, now, for a set of scopes.
//! * [`tick`]: settles the slots that are due. Decides with [`due`], which is pure.
//! * [`wake`]: wakes the service each second.
//! * [`work`]: what work is that is done for one run at a time; [`workers`] claim it and do it, [`backoff`] says when again.
//! * `gate`: whether work may still be done, asked right before it starts.
//! * [`service`]: the long-running scheduler: wake, tick, claim, execute, drain.

pub mod backoff;
mod agenda;
pub mod due;
pub mod execute;
mod gate;
pub mod held;
pub mod job;
mod patience;
mod record;
pub mod runner;
pub mod service;
pub mod tick;
mod turn;
pub mod wake;
pub mod work;
pub mod workers;

pub use execute::{Done, execute};
pub use held::Held;
pub use job::{Job, Pass};
pub use runner::{Ran, run_once};
pub use service::{Service, Settings};
pub use work::{Attempt, Refusal, Retry, Setback, Work};
pub use workers::Workers;
