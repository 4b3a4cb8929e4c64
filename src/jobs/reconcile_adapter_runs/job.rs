//! The job as the engine sees it, and the dry run that stops after the plan.

use std::collections::HashMap;

use super::apply::apply;
use super::options::Options;
use super::plan::Decision;
use super::tally::Tally;
use super::walk::Walk;
use crate::catalog::{self, Operation};
use crate::engine::{Job, Pass};
use crate::ledger::{Ending, Ledger};
use crate::problem::Result;

/// `ops.reconcile_adapter_runs`.
#[derive(Debug)]
pub struct ReconcileAdapterRuns {
    options: Options,
    operation: &'static Operation,
}

impl ReconcileAdapterRuns {
    /// A pass with these options.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options, operation: catalog::entry("ops.reconcile_adapter_runs") }
    }
}

#[async_trait::async_trait]
impl Job for ReconcileAdapterRuns {
    fn operation(&self) -> &'static Operation {
        self.operation
    }

    async fn run(&self, pass: &Pass) -> Result<Vec<Ending>> {
        let runs: HashMap<i64, i64> = pass.runs.iter().map(|run| (run.scope.workspace(), run.run_id)).collect();
        let workspaces = pass.runs.iter().map(|run| run.scope.workspace()).collect();
        let mut walk = Walk::new(pass.ledger.db(), &self.options, pass.ledger.now(), workspaces, runs);
        let mut tallies: HashMap<i64, Tally> = HashMap::new();
        while let Some(decisions) = walk.next().await? {
            apply(pass, &decisions, &mut tallies).await?;
        }
        for workspace in walk.cut() {
            tallies.entry(*workspace).or_default().more = true;
        }
        let endings = pass.runs.iter().map(|run| {
            let tally = tallies.remove(&run.scope.workspace()).unwrap_or_default();
            tracing::info!(
                run_id = run.run_id,
                workspace_id = run.scope.workspace(),
                healed = tally.succeeded,
                failed = tally.failed,
                skipped = tally.skipped,
                "operation #{} reconciled workspace {}: {} healed, {} failed, {} skipped",
                run.run_id,
                run.scope.workspace(),
                tally.succeeded,
                tally.failed,
                tally.skipped,
            );
            tally.ending(self.operation)
        });
        Ok(endings.collect())
    }
}

/// The plan of a pass over these workspaces, of which nothing is written (R4).
///
/// # Errors
/// A database problem.
pub async fn dry_run(ledger: &Ledger, options: &Options, workspaces: Vec<i64>) -> Result<Vec<Decision>> {
    let mut walk = Walk::new(ledger.db(), options, ledger.now(), workspaces, HashMap::new());
    let mut plan = Vec::new();
    while let Some(decisions) = walk.next().await? {
        plan.extend(decisions);
    }
    Ok(plan)
}
