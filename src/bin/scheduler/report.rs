//! Prints what a pass did, or would do.

use std::collections::BTreeMap;

use opsledger::cli::{Exit, say, say_json, table};
use opsledger::domain::workspaces::Workspace;
use opsledger::engine::Ran;
use opsledger::jobs::task::{Planned, Task, Words};
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

/// What a pass did, workspace by workspace, and all together by kind.
pub(crate) fn pass(task: &dyn Task, workspaces: &[Workspace], answers: &[Ran], json: bool) {
    let (operation, words) = (task.operation(), task.words());
    if json {
        let runs: Vec<Json> =
            workspaces.iter().zip(answers).map(|(workspace, answer)| as_json(workspace, answer)).collect();
        say_json(&json!({
            "type": operation.name,
            "exit_code": exit(answers).code(),
            "totals": totals(answers),
            (words.key): kinds(words, answers),
            "runs": runs,
        }));
        return;
    }
    let mut lines = table(["Workspace", "Operation", "Outcome", "Total", words.done, "Failed", "Skipped", "Updated"]);
    for (workspace, answer) in workspaces.iter().zip(answers) {
        match answer {
            Ran::Skipped(holder) => {
                let held = format!("skipped: held by operation #{} ({})", holder.run_id, holder.status.as_str());
                lines.add_row([workspace.slug.clone(), "–".into(), held]);
            }
            Ran::Ended { claim, ending, recorded } => {
                let outcome =
                    if *recorded { spoken(ending.outcome()) } else { "not recorded: another claim took over".into() };
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
    let found = kinds(words, answers);
    if found.is_empty() {
        if endings(answers).any(|ending| ending.outcome() == Outcome::Succeeded) {
            say(words.nothing);
        }
    } else {
        say(by_kind(words, &found));
        let done = totals(answers).get("succeeded").copied().unwrap_or(0);
        say(if done == 0 {
            format!("{} nothing: what is left needs a person.", words.done)
        } else {
            format!("{} {done}.", words.done)
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
pub(crate) fn plan(words: &Words, workspaces: &[Workspace], plan: &[Planned], json: bool) {
    let slug = |id: i64| {
        workspaces
            .iter()
            .find(|workspace| workspace.id == id)
            .map_or_else(|| id.to_string(), |workspace| workspace.slug.clone())
    };
    let mut found: BTreeMap<String, i64> = BTreeMap::new();
    for line in plan {
        *found.entry(line.kind.clone()).or_default() += i64::try_from(line.count).unwrap_or(i64::MAX);
    }
    if json {
        let lines: Vec<Json> = plan
            .iter()
            .map(|line| {
                let mut facts = line.facts.clone();
                facts.insert("workspace".into(), slug(line.workspace_id).into());
                Json::Object(facts)
            })
            .collect();
        say_json(&json!({ "dry_run": true, (words.key): found, "plan": lines }));
        return;
    }
    let mut lines = table(["Workspace", words.heading, "Change", "Reason"]);
    for line in plan {
        lines.add_row([slug(line.workspace_id), line.kind.clone(), line.change.to_owned(), line.reason.clone()]);
    }
    if plan.is_empty() {
        say(format!("Dry run. {}", words.nothing));
    } else {
        say(format!("{lines}\n{}\nDry run: nothing was written.", by_kind(words, &found)));
    }
}

fn by_kind(words: &Words, found: &BTreeMap<String, i64>) -> String {
    let mut lines = table([words.heading, "Found", "What it means and what is done"]);
    let named = words.kinds.iter().map(|(kind, meaning)| (*kind, *meaning));
    let others =
        found.keys().map(|kind| (kind.as_str(), "")).filter(|(kind, _)| named.clone().all(|(name, _)| name != *kind));
    for (kind, meaning) in named.clone().chain(others) {
        if let Some(count) = found.get(kind) {
            lines.add_row([kind.to_owned(), count.to_string(), meaning.to_owned()]);
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

fn kinds(words: &Words, answers: &[Ran]) -> BTreeMap<String, i64> {
    let mut all: BTreeMap<String, i64> = BTreeMap::new();
    for ending in endings(answers) {
        for (kind, count) in ending.context()[words.key].as_object().into_iter().flatten() {
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

fn spoken(outcome: Outcome) -> String {
    outcome.as_str().replace('_', " ")
}
