//! The job as the engine sees it, and the plan that a dry run shows.

use std::collections::{HashMap, HashSet};

use sea_orm::DatabaseTransaction;
use serde_json::{Map, json};

use super::options::Options;
use super::plan::{Plan, guarded, plans};
use super::tally::{Tally, blocked};
use crate::catalog::{self, Operation};
use crate::engine::{Job, Pass};
use crate::jobs::task::{Planned, Task, Words};
use crate::ledger::prune::{Age, Free};
use crate::ledger::{Ending, Ledger};
use crate::problem::Result;

/// `ops.prune_operation_runs`.
#[derive(Debug)]
pub struct PruneOperationRuns {
    options: Options,
    operation: &'static Operation,
}

impl PruneOperationRuns {
    /// A pass with these options.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options, operation: catalog::entry("ops.prune_operation_runs") }
    }

    fn age(&self, ledger: &Ledger) -> Age {
        Age { now: ledger.now(), older_than: self.options.older_than }
    }

    async fn plans(&self, ledger: &Ledger, workspaces: &[i64], age: Age) -> Result<HashMap<i64, Plan>> {
        Ok(plans(&ledger.due(workspaces, age).await?, &ledger.run_totals(workspaces).await?))
    }
}

#[async_trait::async_trait]
impl Job for PruneOperationRuns {
    fn operation(&self) -> &'static Operation {
        self.operation
    }

    async fn run(&self, pass: &Pass) -> Result<Vec<Ending>> {
        let age = self.age(&pass.ledger);
        let all: Vec<i64> = pass.runs.iter().map(|run| run.scope.workspace()).collect();
        let plans = self.plans(&pass.ledger, &all, age).await?;
        let stopped: HashMap<i64, String> =
            plans.iter().filter_map(|(id, plan)| Some((*id, guarded(plan, &self.options)?))).collect();
        let free: Vec<i64> =
            plans.iter().filter(|(id, plan)| plan.free > 0 && !stopped.contains_key(id)).map(|(id, _)| *id).collect();
        let mut tallies: HashMap<i64, Tally> = HashMap::new();
        for (workspace, plan) in &plans {
            tallies.entry(*workspace).or_default().skipped = plan.referenced;
        }
        let mut after = 0;
        while !free.is_empty() {
            let page = pass.ledger.free(&free, age, after, self.options.page.max(1)).await?;
            let Some(last) = page.last() else { break };
            after = last.run_id;
            apply(pass, &page, age, &mut tallies).await?;
        }
        let endings = pass.runs.iter().map(|run| {
            let workspace = run.scope.workspace();
            if let (Some(why), Some(plan)) = (stopped.get(&workspace), plans.get(&workspace)) {
                tracing::warn!(
                    run_id = run.run_id,
                    workspace_id = workspace,
                    "operation #{} was stopped: {why}",
                    run.run_id
                );
                return blocked(self.operation, plan, &self.options, why);
            }
            let tally = tallies.remove(&workspace).unwrap_or_default();
            tracing::info!(
                run_id = run.run_id,
                workspace_id = workspace,
                deleted = tally.succeeded,
                failed = tally.failed,
                kept = tally.skipped,
                "operation #{} pruned workspace {workspace}: {} deleted, {} failed, {} kept",
                run.run_id,
                tally.succeeded,
                tally.failed,
                tally.skipped,
            );
            tally.ending(self.operation, &self.options, age.now)
        });
        Ok(endings.collect())
    }
}

/// Deletes a page in a transaction of its own; run by run when the database refuses the page.
async fn apply(pass: &Pass, page: &[Free], age: Age, tallies: &mut HashMap<i64, Tally>) -> Result<()> {
    match delete(pass, page, age).await {
        Ok(gone) => note(page, &gone, tallies),
        Err(problem) if problem.is_refusal() => {
            for run in page {
                match delete(pass, std::slice::from_ref(run), age).await {
                    Ok(gone) => note(std::slice::from_ref(run), &gone, tallies),
                    Err(problem) if problem.is_refusal() => {
                        tallies.entry(run.workspace_id).or_default().refused(run, &problem.message);
                    }
                    Err(problem) => return Err(problem),
                }
            }
        }
        Err(problem) => return Err(problem),
    }
    Ok(())
}

fn note(page: &[Free], gone: &HashSet<i64>, tallies: &mut HashMap<i64, Tally>) {
    for run in page {
        let tally = tallies.entry(run.workspace_id).or_default();
        if gone.contains(&run.run_id) { tally.deleted(run) } else { tally.skipped += 1 }
    }
}

/// Deletes those that may still go, of workspaces whose pass still holds its run (L5).
async fn delete(pass: &Pass, page: &[Free], age: Age) -> Result<HashSet<i64>> {
    let tx = pass.ledger.db().begin().await?;
    match delete_in(pass, &tx, page, age).await {
        Ok(gone) => {
            tx.commit().await?;
            Ok(gone.into_iter().collect())
        }
        Err(problem) => {
            // Waited for, so that the next try does not meet the locks of this one.
            tx.rollback().await?;
            Err(problem)
        }
    }
}

async fn delete_in(pass: &Pass, tx: &DatabaseTransaction, page: &[Free], age: Age) -> Result<Vec<i64>> {
    let held = pass.ledger.held_in(tx, &pass.runs).await?;
    let ours: HashSet<i64> =
        pass.runs.iter().filter(|run| held.contains(&run.run_id)).map(|run| run.scope.workspace()).collect();
    let ids: Vec<i64> = page.iter().filter(|run| ours.contains(&run.workspace_id)).map(|run| run.run_id).collect();
    pass.ledger.delete_in(tx, &ids, age).await
}

const WORDS: Words = Words {
    key: "pruned",
    heading: "Type",
    done: "Deleted",
    nothing: "Nothing to delete: no run that may go is older than its type is kept.",
    kinds: &[],
};

#[async_trait::async_trait]
impl Task for PruneOperationRuns {
    async fn plan(&self, ledger: &Ledger, workspaces: Vec<i64>) -> Result<Vec<Planned>> {
        let plans = self.plans(ledger, &workspaces, self.age(ledger)).await?;
        let mut lines = Vec::new();
        for workspace in workspaces {
            let Some(plan) = plans.get(&workspace) else { continue };
            let stopped = guarded(plan, &self.options);
            for (name, (free, referenced)) in &plan.types {
                let mut reason = format!("{free} old enough, {referenced} more kept because a record refers to them");
                if let Some(why) = &stopped {
                    reason = format!("{reason}; stopped by the guard: {why}");
                }
                let facts = [
                    ("type", json!(name)),
                    ("delete", json!(free)),
                    ("referenced", json!(referenced)),
                    ("guarded", json!(stopped.is_some())),
                    ("reason", json!(reason)),
                ];
                lines.push(Planned {
                    workspace_id: workspace,
                    kind: name.clone(),
                    count: *free,
                    change: if stopped.is_some() { "stop" } else { "delete" },
                    reason,
                    facts: Map::from_iter(facts.map(|(key, value)| (key.to_owned(), value))),
                });
            }
        }
        Ok(lines)
    }

    fn words(&self) -> &'static Words {
        &WORDS
    }
}
