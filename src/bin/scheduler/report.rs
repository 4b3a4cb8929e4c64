//! Prints what a pass did, or would do.

use std::collections::BTreeMap;

use opsledger::catalog::Operation;
use opsledger::cli::{Exit, say, say_json, table};
use opsledger::domain::workspaces::Workspace;
use opsledger::engine::Ran;
use opsledger::jobs::reconcile_adapter_runs::{Decision, Mismatch};
use opsledger::ledger::{Ending, Outcome};
use serde_json::{Value as Json, json};

/// How a command that ran these ends: the worst of them decides.
pub(crate) fn exit(answers: &[Ran]) -> Exit {
    let outcomes: Vec<Option<Outcome>> = answers
        .iter()
        .map(|answer| match answer {
            Ran::Ended { recorded: false, .. } => Some(Outcome::Failed),
            Ran::Ended { ending, .. } => Some(ending.outcome()),
            Ran::Skipped(_) => None,
        })
        .collect();
    if outcomes.iter().flatten().any(|outcome| matches!(outcome, Outcome::Failed | Outcome::PartiallySucceeded)) {
        Exit::Failed
    } else if outcomes.contains(&Some(Outcome::Blocked)) {
        Exit::Blocked
    } else if !outcomes.is_empty() && outcomes.iter().all(Option::is_none) {
        Exit::Held
    } else {
        Exit::Done
    }
}

/// Whether some pass could not proceed at all, as opposed to having met rows that it could not heal.
pub(crate) fn any_failed_whole(answers: &[Ran]) -> bool {
    answers.iter().any(|answer| match answer {
        Ran::Ended { ending, recorded, .. } => !recorded || ending.outcome() == Outcome::Failed,
        Ran::Skipped(_) => false,
    })
}

/// What a pass did, workspace by workspace, and all together by mismatch.
pub(crate) fn pass(operation: &Operation, workspaces: &[Workspace], answers: &[Ran], json: bool) {
    if json {
        let runs: Vec<Json> =
            workspaces.iter().zip(answers).map(|(workspace, answer)| as_json(workspace, answer)).collect();
        say_json(&json!({
            "type": operation.name,
            "exit_code": exit(answers).code(),
            "totals": totals(answers),
            "mismatches": mismatches(answers),
            "runs": runs,
        }));
        return;
    }
    let mut lines = table(["Workspace", "Operation", "Outcome", "Total", "Healed", "Failed", "Skipped", "Updated"]);
    for (workspace, answer) in workspaces.iter().zip(answers) {
        match answer {
            Ran::Skipped(holder) => {
                let held = format!("skipped: held by operation #{} ({})", holder.run_id, holder.status.as_str());
                lines.add_row([workspace.slug.clone(), "–".into(), held]);
            }
            Ran::Ended { claim, ending, recorded } => {
                let outcome =
                    if *recorded { words(ending.outcome()) } else { "not recorded: another claim took over".into() };
                let count = |key| count(ending, key).to_string();
                lines.add_row([
                    workspace.slug.clone(),
                    format!("#{}", claim.run_id),
                    outcome,
                    count("total"),
                    count("succeeded"),
                    count("failed"),
                    count("skipped"),
                    count("updated"),
                ]);
            }
        }
    }
    say(format!("{} ({})\n{lines}", operation.label, operation.name));
    let found = mismatches(answers);
    if found.is_empty() {
        if answers.iter().any(|answer| matches!(answer, Ran::Ended { .. })) {
            say("Nothing to heal: every shadow agrees with its record.");
        }
    } else {
        say(by_mismatch(&found));
        let healed = totals(answers).get("succeeded").copied().unwrap_or(0);
        say(if healed == 0 {
            "Healed nothing: what is left needs a person.".into()
        } else {
            format!("Healed {healed}.")
        });
    }
    for (workspace, answer) in workspaces.iter().zip(answers) {
        if let Ran::Ended { ending, .. } = answer {
            for failure in ending.failures().items() {
                say(format!("  {} {}: {}", workspace.slug, failure.code(), failure.message()));
            }
        }
    }
}

/// What a dry run would do.
pub(crate) fn plan(workspaces: &[Workspace], plan: &[Decision], json: bool) {
    let slug = |id: i64| {
        workspaces
            .iter()
            .find(|workspace| workspace.id == id)
            .map_or_else(|| id.to_string(), |workspace| workspace.slug.clone())
    };
    let mut found: BTreeMap<String, i64> = BTreeMap::new();
    for decision in plan {
        *found.entry(decision.mismatch.code().to_owned()).or_default() += 1;
    }
    if json {
        let lines: Vec<Json> = plan
            .iter()
            .map(|decision| {
                json!({
                    "workspace": slug(decision.workspace_id),
                    "mismatch": decision.mismatch,
                    "table": decision.table,
                    "record_id": decision.record_id,
                    "operation_run_id": decision.run_id,
                    "writes": decision.action.writes(),
                    "reason": decision.reason,
                })
            })
            .collect();
        say_json(&json!({ "dry_run": true, "mismatches": found, "plan": lines }));
        return;
    }
    let mut lines = table(["Workspace", "Mismatch", "Change", "Reason"]);
    for decision in plan {
        lines.add_row([
            slug(decision.workspace_id),
            decision.mismatch.code().to_owned(),
            if decision.action.writes() { "heal" } else { "none" }.to_owned(),
            decision.reason.clone(),
        ]);
    }
    if plan.is_empty() {
        say("Dry run: nothing to heal, every shadow agrees with its record.");
    } else {
        say(format!("{lines}\n{}\nDry run: nothing was written.", by_mismatch(&found)));
    }
}

fn by_mismatch(found: &BTreeMap<String, i64>) -> String {
    let mut lines = table(["Mismatch", "Found", "What it means and what is done"]);
    for kind in Mismatch::ALL {
        if let Some(count) = found.get(kind.code()) {
            lines.add_row([kind.code().to_owned(), count.to_string(), kind.meaning().to_owned()]);
        }
    }
    lines.to_string()
}

fn as_json(workspace: &Workspace, answer: &Ran) -> Json {
    match answer {
        Ran::Skipped(holder) => json!({ "workspace": workspace.slug, "skipped": "overlap", "held_by": holder }),
        Ran::Ended { claim, ending, recorded } => json!({
            "workspace": workspace.slug,
            "operation_run_id": claim.run_id,
            "outcome": ending.outcome(),
            "recorded": recorded,
            "summary_counts": ending.counts(),
            "context": ending.context(),
            "failure_summary": ending.failures(),
        }),
    }
}

fn totals(answers: &[Ran]) -> BTreeMap<String, i64> {
    let mut all = BTreeMap::new();
    for key in ["total", "processed", "succeeded", "failed", "skipped", "updated"] {
        all.insert(key.to_owned(), endings(answers).map(|ending| count(ending, key)).sum());
    }
    all
}

fn mismatches(answers: &[Ran]) -> BTreeMap<String, i64> {
    let mut all: BTreeMap<String, i64> = BTreeMap::new();
    for ending in endings(answers) {
        for (kind, count) in ending.context()["mismatches"].as_object().into_iter().flatten() {
            *all.entry(kind.clone()).or_default() += count.as_i64().unwrap_or(0);
        }
    }
    all
}

fn endings(answers: &[Ran]) -> impl Iterator<Item = &Ending> {
    answers.iter().filter_map(|answer| match answer {
        Ran::Ended { ending, .. } => Some(ending),
        Ran::Skipped(_) => None,
    })
}

fn count(ending: &Ending, key: &str) -> i64 {
    ending.counts()[key].as_i64().unwrap_or(0)
}

fn words(outcome: Outcome) -> String {
    outcome.as_str().replace('_', " ")
}
