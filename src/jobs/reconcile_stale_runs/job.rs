//! The job as the engine sees it, and the plan that a dry run shows.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, json};

use super::apply::apply;
use super::grace;
use super::options::Options;
use super::plan::{Decision, Recovery};
use super::tally::Tally;
use super::walk::Walk;
use crate::catalog::{self, Operation};
use crate::engine::{Job, Pass};
use crate::jobs::task::{Planned, Task, Words};
use crate::ledger::{Ending, Ledger};
use crate::problem::Result;

/// `ops.reconcile_stale_runs`.
#[derive(Debug)]
pub struct ReconcileStaleRuns {
    options: Options,
    operation: &'static Operation,
}

impl ReconcileStaleRuns {
    /// A sweep with these options.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options, operation: catalog::entry("ops.reconcile_stale_runs") }
    }
}

#[async_trait::async_trait]
impl Job for ReconcileStaleRuns {
    fn operation(&self) -> &'static Operation {
        self.operation
    }

    async fn run(&self, pass: &Pass) -> Result<Vec<Ending>> {
        let mut tallies: HashMap<i64, Tally> = HashMap::new();
        let mut spared = HashSet::new();
        if let Some(given) = grace::give(pass, self.operation.name).await? {
            spared = given.runs;
            for (workspace, leases) in given.by_workspace {
                let tally = tallies.entry(workspace).or_default();
                tally.spared(leases);
                tally.attention = Some(given.attention.clone());
            }
        }
        let runs: HashMap<i64, i64> = pass.runs.iter().map(|run| (run.scope.workspace(), run.run_id)).collect();
        let workspaces = pass.runs.iter().map(|run| run.scope.workspace()).collect();
        let mut walk = Walk::new(&pass.ledger, &self.options, workspaces, runs).sparing(spared).adopting().await?;
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
                recovered = tally.succeeded,
                failed = tally.failed,
                skipped = tally.skipped,
                "operation #{} swept workspace {}: {} recovered, {} failed, {} skipped",
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
    key: "recovered",
    heading: "Recovery",
    done: "Recovered",
    nothing: "Nothing to recover: every open run is believed.",
    kinds: &[
        (Recovery::Requeued.code(), "worker gone, attempts left: queued anew"),
        (Recovery::WorkerLost.code(), "worker gone: failed"),
        (Recovery::NeverStarted.code(), "no worker took it in time: failed"),
        (grace::CODE, "most leases ran out together: extended once, nothing recovered"),
    ],
};

#[async_trait::async_trait]
impl Task for ReconcileStaleRuns {
    async fn plan(&self, ledger: &Ledger, workspaces: Vec<i64>) -> Result<Vec<Planned>> {
        let mut plan = Vec::new();
        let mut spared = HashSet::new();
        if let Some(together) = grace::look(ledger, self.operation.name).await? {
            for lease in together.leases {
                spared.insert(lease.run_id);
                if workspaces.contains(&lease.workspace_id) {
                    let reason = format!("The lease of operation #{} ran out together with most others", lease.run_id);
                    plan.push(line(lease.workspace_id, grace::CODE, lease.run_id, "grace", reason));
                }
            }
        }
        let mut walk = Walk::new(ledger, &self.options, workspaces, HashMap::new()).sparing(spared).adopting().await?;
        while let Some(decisions) = walk.next().await? {
            plan.extend(decisions.into_iter().map(|decision| {
                let Decision { workspace_id, seen, recovery, reason, action: _ } = decision;
                let change = if recovery == Recovery::Requeued { "queue anew" } else { "fail" };
                line(
                    workspace_id,
                    recovery.code(),
                    seen.run.id,
                    change,
                    format!("Operation #{}: {reason}", seen.run.id),
                )
            }));
        }
        Ok(plan)
    }

    fn words(&self) -> &'static Words {
        &WORDS
    }
}

fn line(workspace_id: i64, kind: &str, run_id: i64, change: &'static str, reason: String) -> Planned {
    let facts = [("recovery", json!(kind)), ("operation_run_id", json!(run_id)), ("reason", json!(reason))];
    let facts = Map::from_iter(facts.map(|(key, value)| (key.to_owned(), value)));
    Planned { workspace_id, kind: kind.to_owned(), count: 1, change, reason, facts }
}
