//! `scheduler jobs`: the operation types and what the catalog says of them.

use opsledger::catalog::{OPERATIONS, OnLost, ScopeKind};
use opsledger::cli::{Exit, say, say_json, table};
use opsledger::jobs::RUNNABLE;
use opsledger::problem::Result;
use serde_json::{Value as Json, json};

pub(crate) fn run(json: bool) -> Result<Exit> {
    if json {
        let all: Vec<Json> = OPERATIONS
            .iter()
            .map(|operation| {
                json!({
                    "type": operation.name,
                    "label": operation.label,
                    "scope": scope(operation.scope),
                    "runnable": RUNNABLE.contains(&operation.name),
                    "expected_seconds": operation.expected.as_secs(),
                    "retention_days": operation.retention.as_secs() / 86_400,
                    "idle_retention_days": operation.idle_retention.as_secs() / 86_400,
                    "audited": operation.audited,
                    "when_lost": lost(operation.stale.on_lost),
                    "summary_keys": operation.summary_keys,
                    "context_keys": operation.context_keys,
                    "aliases": operation.aliases,
                })
            })
            .collect();
        say_json(&all);
        return Ok(Exit::Done);
    }
    let mut lines =
        table(["Type", "Label", "Scope", "Runs here", "Usually", "Kept", "Audited", "When its worker is lost"]);
    for operation in OPERATIONS {
        lines.add_row([
            operation.name.to_owned(),
            operation.label.to_owned(),
            scope(operation.scope).to_owned(),
            if RUNNABLE.contains(&operation.name) { "yes" } else { "no" }.to_owned(),
            humantime::format_duration(operation.expected).to_string(),
            format!("{} days", operation.retention.as_secs() / 86_400),
            if operation.audited { "yes" } else { "no" }.to_owned(),
            lost(operation.stale.on_lost),
        ]);
    }
    say(lines);
    Ok(Exit::Done)
}

fn scope(scope: ScopeKind) -> &'static str {
    match scope {
        ScopeKind::Workspace => "workspace",
        ScopeKind::Tenant => "tenant",
    }
}

fn lost(on_lost: OnLost) -> String {
    match on_lost {
        OnLost::Retry { attempts } => format!("tried again, {attempts} attempts in all"),
        OnLost::NextSlot | OnLost::OwnSlot => "fails; its next slot does the work".into(),
        OnLost::Fail => "fails".into(),
        OnLost::Mirror => "reconciled with its record".into(),
    }
}
