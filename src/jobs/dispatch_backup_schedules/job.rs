//! The job as the engine sees it, and the plan that a dry run shows.

use std::collections::HashMap;

use serde_json::{Map, json};

use super::apply::{Decision, apply};
use super::plan::{Kind, Plan, Seen, plan, start};
use super::tally::Tally;
use super::walk::Walk;
use crate::catalog::cadence::Cadence;
use crate::catalog::schedules::Timetable;
use crate::catalog::{self, Operation};
use crate::clock::{Instant, text};
use crate::engine::{Job, Pass};
use crate::jobs::options::JobOptions;
use crate::jobs::scheduled_backup::leftovers;
use crate::jobs::task::{Planned, Task, Words};
use crate::ledger::{Ending, Ledger};
use crate::problem::{Problem, Result};

/// `ops.dispatch_backup_schedules`.
#[derive(Debug)]
pub struct DispatchBackupSchedules {
    operation: &'static Operation,
}

impl TryFrom<&JobOptions> for DispatchBackupSchedules {
    type Error = Problem;

    fn try_from(given: &JobOptions) -> Result<Self, Problem> {
        given.only("ops.dispatch_backup_schedules", &[])?;
        Ok(Self { operation: catalog::entry("ops.dispatch_backup_schedules") })
    }
}

/// Schedules share few timetables, and reading one costs more than asking it; those that are due together are often
/// due alike, and then ask the same.
#[derive(Default)]
struct Cadences(HashMap<Timetable, (Cadence, Option<(Instant, Plan)>)>);

impl Cadences {
    fn plan(&mut self, seen: &Seen, now: Instant) -> Result<Plan> {
        if !self.0.contains_key(&seen.timetable) {
            self.0.insert(seen.timetable.clone(), (seen.timetable.cadence()?, None));
        }
        let start = start(seen, now);
        let Some((cadence, last)) = self.0.get_mut(&seen.timetable) else { return Ok(Plan::default()) };
        match last {
            Some((from, known)) if *from == start => Ok(known.clone()),
            _ => Ok(last.insert((start, plan(cadence, start, now))).1.clone()),
        }
    }
}

#[async_trait::async_trait]
impl Job for DispatchBackupSchedules {
    fn operation(&self) -> &'static Operation {
        self.operation
    }

    async fn run(&self, pass: &Pass) -> Result<Vec<Ending>> {
        let now = pass.ledger.judged_now(pass.ledger.db().reader()).await?;
        leftovers::close(pass).await?;
        let workspaces = pass.runs.iter().map(|run| run.scope.workspace()).collect();
        let mut tallies: HashMap<i64, Tally> = HashMap::new();
        let mut cadences = Cadences::default();
        let mut walk = Walk::new(&pass.ledger, workspaces, now);
        while let Some(page) = walk.next().await? {
            let mut decisions: Vec<Decision> = Vec::with_capacity(page.len());
            for seen in page {
                match cadences.plan(&seen, now) {
                    Ok(plan) => decisions.push((seen, plan)),
                    // It stays as it is, and is told of at each pass: a tenant without backups is worth a word.
                    Err(problem) => tallies.entry(seen.workspace_id).or_default().refused(&seen, &problem),
                }
            }
            apply(pass, &decisions, &mut tallies).await?;
        }
        let endings = pass.runs.iter().map(|run| {
            let workspace = run.scope.workspace();
            let tally = tallies.remove(&workspace).unwrap_or_default();
            tracing::info!(
                run_id = run.run_id,
                workspace_id = workspace,
                queued = tally.succeeded,
                failed = tally.failed,
                skipped = tally.skipped,
                "operation #{} dispatched the backups of workspace {workspace}: {} queued, {} failed, {} skipped",
                run.run_id,
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
    key: "dispatched",
    heading: "Slot",
    done: "Queued",
    nothing: "Nothing to dispatch: no backup schedule is due.",
    kinds: &[
        (Kind::Queued.as_str(), "a backup is queued"),
        (Kind::Overlap.as_str(), "the backup before is still active: skipped"),
        (Kind::Missed.as_str(), "nobody looked in time: skipped"),
        (Kind::Planned.as_str(), "not due; when it will be is known now"),
    ],
};

#[async_trait::async_trait]
impl Task for DispatchBackupSchedules {
    async fn plan(&self, ledger: &Ledger, workspaces: Vec<i64>) -> Result<Vec<Planned>> {
        let now = ledger.judged_now(ledger.db().reader()).await?;
        let mut lines = Vec::new();
        let mut cadences = Cadences::default();
        let mut walk = Walk::new(ledger, workspaces, now);
        while let Some(page) = walk.next().await? {
            for seen in page {
                match cadences.plan(&seen, now) {
                    Ok(plan) => lines.extend(planned(&seen, &plan)),
                    Err(problem) => {
                        lines.push(line(
                            &seen,
                            problem.code,
                            "none",
                            format!("it cannot be followed: {}", problem.message),
                        ));
                    }
                }
            }
        }
        Ok(lines)
    }

    fn words(&self) -> &'static Words {
        &WORDS
    }
}

fn planned(seen: &Seen, plan: &Plan) -> Vec<Planned> {
    let mut lines = Vec::new();
    if let Some((first, last)) = plan.missed {
        let reason = format!("nobody looked between {} and {}", text(first), text(last));
        lines.push(line(seen, Kind::Missed.as_str(), "skip", reason));
    }
    match (plan.run, plan.next) {
        (Some(slot), _) => lines.push(line(seen, Kind::Queued.as_str(), "queue", format!("{} is due", text(slot)))),
        (None, Some(next)) if plan.missed.is_none() => {
            lines.push(line(seen, Kind::Planned.as_str(), "plan", format!("due next at {}", text(next))));
        }
        (None, _) => {}
    }
    lines
}

fn line(seen: &Seen, kind: &str, change: &'static str, reason: String) -> Planned {
    let reason = format!("Backup schedule {}: {reason}", seen.id);
    let facts = [("slot", json!(kind)), ("backup_schedule_id", json!(seen.id)), ("reason", json!(reason))];
    let facts = Map::from_iter(facts.map(|(key, value)| (key.to_owned(), value)));
    Planned { workspace_id: seen.workspace_id, kind: kind.to_owned(), count: 1, change, reason, facts }
}
