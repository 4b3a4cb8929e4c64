//! The job as the engine sees it, and the dry run that stops after the plan.

use std::collections::HashMap;

use serde_json::{Map, json};

use super::apply::apply;
use super::decision::Decision;
use super::mismatch::Mismatch;
use super::options::Options;
use super::tally::Tally;
use super::walk::Walk;
use crate::catalog::{self, Operation};
use crate::engine::{Job, Pass};
use crate::jobs::restores::settle;
use crate::jobs::task::{Planned, Task, Words};
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
        let workspaces: Vec<i64> = pass.runs.iter().map(|run| run.scope.workspace()).collect();
        // First the records that our own work ends, so that their shadows end with them and nothing has drifted.
        let settled = settle(&pass.ledger, &workspaces).await?;
        if settled > 0 {
            tracing::info!(settled, "{settled} restores ended as the work under them did");
        }
        let mut walk = Walk::new(pass.ledger.db(), &self.options, pass.ledger.now(), workspaces, runs);
        let mut tallies: HashMap<i64, Tally> = HashMap::new();
        // While one page is being written, the next is read and planned. The walk asks about other rows than the
        // page before, and each question once more for nothing before the next one, so neither sees the other.
        let mut page = walk.next().await?;
        while let Some(decisions) = page {
            let (next, applied) = tokio::join!(walk.next(), apply(pass, &decisions, &mut tallies));
            applied?;
            page = next?;
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

const WORDS: Words = Words {
    key: "mismatches",
    heading: "Mismatch",
    done: "Healed",
    nothing: "Nothing to heal: every shadow agrees with its record.",
    kinds: &Mismatch::KINDS,
};

#[async_trait::async_trait]
impl Task for ReconcileAdapterRuns {
    async fn plan(&self, ledger: &Ledger, workspaces: Vec<i64>) -> Result<Vec<Planned>> {
        let plan = dry_run(ledger, &self.options, workspaces).await?;
        Ok(plan.into_iter().map(planned).collect())
    }

    fn words(&self) -> &'static Words {
        &WORDS
    }
}

fn planned(decision: Decision) -> Planned {
    let Decision { workspace_id, table, mismatch, run_id, record_id, reason, action } = decision;
    let facts = [
        ("mismatch", json!(mismatch)),
        ("table", json!(table)),
        ("record_id", json!(record_id)),
        ("operation_run_id", json!(run_id)),
        ("writes", json!(action.writes())),
        ("reason", json!(reason)),
    ];
    Planned {
        workspace_id,
        kind: mismatch.code().to_owned(),
        count: 1,
        change: if action.writes() { "heal" } else { "none" },
        reason,
        facts: Map::from_iter(facts.map(|(key, value)| (key.to_owned(), value))),
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
