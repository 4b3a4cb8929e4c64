//! The work: one folder a job, and the one list that introduces them to the engine.

use std::sync::Arc;

use crate::engine::Job;
use crate::problem::{Problem, Result};

pub mod reconcile_adapter_runs;

pub use reconcile_adapter_runs::Options;
use reconcile_adapter_runs::ReconcileAdapterRuns;

/// The job that does the work of `operation`, with the options given on the command line.
///
/// # Errors
/// `operation.not_runnable` for types that are declared but whose work is not started here.
pub fn find(operation: &str, options: &Options) -> Result<Arc<dyn Job>> {
    match operation {
        "ops.reconcile_adapter_runs" => Ok(Arc::new(ReconcileAdapterRuns::new(options.clone()))),
        other => Err(Problem::request("operation.not_runnable", format!("`{other}` is not started from here"))
            .next("`scheduler jobs` shows which types can be run")),
    }
}

/// The types that [`find`] knows.
pub const RUNNABLE: &[&str] = &["ops.reconcile_adapter_runs"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runnable_type_has_its_job_and_its_catalog_entry() {
        for name in RUNNABLE {
            let job = find(name, &Options::default()).unwrap();
            assert_eq!(job.operation(), crate::catalog::find(name).unwrap());
        }
    }
}
