//! The work: one folder a job, and the one list that introduces them to the engine.
//!
//! * [`bulk_operations`]: the door for hosts that do something to many records at once.
//! * [`by_hand`]: work of one tenant that a person starts.
//! * [`options`]: what the command line says to a job.
//! * [`provider`]: what work at the directory provider has in common.
//! * [`task`]: what a job is to the person who starts it by hand.

use std::sync::Arc;

use crate::engine::Work;
use crate::graph::DirectoryProvider;
use crate::problem::{Problem, Result};

pub mod assignments;
pub mod bulk_operations;
pub mod by_hand;
pub mod dispatch_backup_schedules;
pub mod generate_drift;
pub mod options;
pub mod provider;
pub mod prune_operation_runs;
pub mod reconcile_adapter_runs;
pub mod reconcile_stale_runs;
pub mod restores;
pub mod scheduled_backup;
pub mod sync_role_definitions;
pub mod task;

pub use options::JobOptions;
pub use task::Task;

use assignments::{FetchAssignments, RestoreAssignments};
use dispatch_backup_schedules::DispatchBackupSchedules;
use generate_drift::GenerateDrift;
use prune_operation_runs::PruneOperationRuns;
use reconcile_adapter_runs::ReconcileAdapterRuns;
use reconcile_stale_runs::ReconcileStaleRuns;
use scheduled_backup::ScheduledBackup;
use sync_role_definitions::SyncRoleDefinitions;

/// The job that does the work of `operation`, with the options given on the command line.
///
/// # Errors
/// `operation.not_runnable` for types that are declared but whose work is not started here;
/// `option.not_for_this_type` and what else a job has to say about its options.
pub fn find(operation: &str, options: &JobOptions) -> Result<Arc<dyn Task>> {
    match operation {
        "ops.dispatch_backup_schedules" => Ok(Arc::new(DispatchBackupSchedules::try_from(options)?)),
        "ops.prune_operation_runs" => Ok(Arc::new(PruneOperationRuns::new(options.try_into()?))),
        "ops.reconcile_adapter_runs" => Ok(Arc::new(ReconcileAdapterRuns::new(options.try_into()?))),
        "ops.reconcile_stale_runs" => Ok(Arc::new(ReconcileStaleRuns::new(options.try_into()?))),
        other => Err(Problem::request("operation.not_runnable", format!("`{other}` is not started from here"))
            .next("`scheduler jobs` shows which types can be run")),
    }
}

/// The types that [`find`] knows.
pub const RUNNABLE: &[&str] = &[
    "ops.dispatch_backup_schedules",
    "ops.prune_operation_runs",
    "ops.reconcile_adapter_runs",
    "ops.reconcile_stale_runs",
];

/// The work that workers do for tenants. What speaks to the directory provider is there when there is one.
#[must_use]
pub fn works(provider: Option<&Arc<dyn DirectoryProvider>>) -> Vec<Arc<dyn Work>> {
    let mut works: Vec<Arc<dyn Work>> = vec![Arc::new(GenerateDrift)];
    if let Some(provider) = provider {
        let fetch: Arc<dyn Work> = Arc::new(FetchAssignments::new(Arc::clone(provider)));
        let restore = Arc::new(RestoreAssignments::new(Arc::clone(provider)));
        let backup = Arc::new(ScheduledBackup::new(Arc::clone(provider)));
        works.extend([fetch, restore, backup, Arc::new(SyncRoleDefinitions::new(Arc::clone(provider)))]);
    }
    works
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runnable_type_has_its_job_and_its_catalog_entry() {
        for name in RUNNABLE {
            let job = find(name, &JobOptions::default()).unwrap();
            assert_eq!(job.operation(), crate::catalog::find(name).unwrap());
            assert!(job.operation().allows_context(job.words().key), "{name} may say what it found");
        }
    }
}
