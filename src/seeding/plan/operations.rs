//! Completed runs that shadow nothing: syncs, lookups and housekeeping, over the whole history.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::super::generators::RowSource;
use super::super::scenario::model::Endings;
use super::super::words::Shadow;
use super::Run;
use super::draft::{Draft, Home, hours};
use super::life::{Tally, failures};
use crate::catalog::{self, Operation};
use crate::clock::Instant;
use crate::ledger::{Outcome, Status};

/// How runs end, in percent: mostly well.
const ENDINGS: [(i64, Shadow); 4] = [
    (76, Shadow::Over(Outcome::Succeeded, None)),
    (86, Shadow::Over(Outcome::PartiallySucceeded, Some("items.failed"))),
    (96, Shadow::Over(Outcome::Failed, Some("provider.unavailable"))),
    (100, Shadow::Over(Outcome::Blocked, Some("provider.consent_missing"))),
];

pub(super) fn add_for_tenant(draft: &mut Draft<'_>, home: usize) {
    let Some(records) = draft.homes[home].records else { return };
    for (name, endings) in records.operations.iter() {
        let Ok(operation) = catalog::find(name) else { continue };
        for (suffix, wanted) in each(*endings) {
            let key = format!("{}/{name}/{suffix}", draft.homes[home].key);
            let row = draft.source.row("operation_runs", &key);
            let place = &draft.homes[home];
            let subject = subject(operation, place, &row);
            let scope = Scope {
                account: place.account,
                tenant: Some(place.tenant),
                from: subject.from,
                until: place.until,
                wanted,
            };
            add(draft, operation, key, &row, scope, subject);
        }
    }
}

pub(super) fn add_for_workspaces(draft: &mut Draft<'_>) {
    let scenario = draft.scenario;
    for (account, workspace) in scenario.workspaces.iter().enumerate() {
        for (name, endings) in workspace.operations.iter() {
            let Ok(operation) = catalog::find(name) else { continue };
            for (suffix, wanted) in each(*endings) {
                let key = format!("{}/{name}/{suffix}", draft.accounts[account].key);
                let row = draft.source.row("operation_runs", &key);
                let earliest = draft.as_of - TimeDelta::days(scenario.history_days.0);
                let from = earliest.max(draft.accounts[account].created_at + hours(13));
                let subject =
                    Subject { identity: json!({}), context: json!({}), from, total: row.between("total", 2, 60) };
                let scope = Scope { account, tenant: None, from, until: draft.as_of, wanted };
                add(draft, operation, key, &row, scope, subject);
            }
        }
    }
}

/// The runs of a type, each with its part of a key and how it must end, if that is said.
fn each(endings: Endings) -> Vec<(String, Option<Outcome>)> {
    match endings {
        Endings::Drawn(count) => (0..count.0).map(|n| (n.to_string(), None)).collect(),
        Endings::Said(said) => {
            let of = |(outcome, count)| {
                (0..count).map(move |n| (format!("{}/{n}", Outcome::as_str(outcome)), Some(outcome)))
            };
            said.by_outcome().into_iter().flat_map(of).collect()
        }
    }
}

struct Scope {
    account: usize,
    tenant: Option<i64>,
    from: Instant,
    until: Instant,
    wanted: Option<Outcome>,
}

/// What a run was about.
struct Subject {
    identity: Json,
    context: Json,
    /// Nothing can be done about it earlier.
    from: Instant,
    total: i64,
}

fn add(
    draft: &mut Draft<'_>,
    operation: &'static Operation,
    key: String,
    row: &RowSource,
    scope: Scope,
    subject: Subject,
) {
    let state = ending(operation, row.between("ending", 1, 100), scope.wanted);
    let expected = i64::try_from(operation.expected.as_secs()).unwrap_or(60);
    let created = row.time("created_at", scope.from, scope.until - hours(2));
    let waited = TimeDelta::seconds(row.between("seconds_waited", 1, 40));
    let worked = TimeDelta::seconds(row.between("seconds_worked", expected / 8, expected));
    let started = (!matches!(state, Shadow::Over(Outcome::Blocked, _))).then_some(created + waited);
    let completed = started.map_or(created + waited, |started| started + worked);
    // Housekeeping is the system's own; other work is also asked for.
    let person = draft.initiator(scope.account, row, if scope.tenant.is_some() { 45 } else { 5 });
    draft.plan.runs.push(Run {
        key,
        workspace: draft.accounts[scope.account].ordinal,
        tenant: scope.tenant,
        user: person.as_ref().map(|person| person.ordinal),
        initiator: person.map_or_else(|| "System".to_owned(), |person| person.name),
        operation,
        identity: subject.identity,
        context: subject.context,
        status: Status::Completed,
        outcome: state.run().map_or(Outcome::Succeeded, |(_, outcome)| outcome),
        counts: Tally::new(row, state, subject.total).to_json(state),
        failures: failures(row, state),
        scheduled_for: None,
        created_at: created,
        started_at: started,
        completed_at: Some(completed),
        updated_at: completed,
    });
}

fn ending(operation: &Operation, percent: i64, wanted: Option<Outcome>) -> Shadow {
    let found = ENDINGS.iter().find(|(up_to, state)| match wanted {
        Some(_) => state.run().map(|(_, outcome)| outcome) == wanted,
        None => percent <= *up_to,
    });
    let state = found.map_or(ENDINGS[0].1, |(_, state)| *state);
    match (operation.name, state) {
        ("assignments.fetch", Shadow::Over(outcome @ (Outcome::Failed | Outcome::PartiallySucceeded), _)) => {
            Shadow::Over(outcome, Some("assignments.fetch_failed"))
        }
        ("assignments.restore", Shadow::Over(outcome @ (Outcome::Failed | Outcome::PartiallySucceeded), _)) => {
            Shadow::Over(outcome, Some("assignments.restore_failed"))
        }
        _ => state,
    }
}

fn subject(operation: &Operation, home: &Home<'_>, row: &RowSource) -> Subject {
    let total = row.between("total", 2, 40);
    let plain = |context: Json| Subject { identity: json!({}), context, from: home.from, total };
    match operation.name {
        "assignments.fetch" => match row.choose("backup_set", &home.sets, |set| &set.key) {
            Some(set) if !set.items.is_empty() => {
                let context = json!({ "backup_set_id": set.ordinal, "backup_item_id": row.one_of("item", &set.items) });
                Subject { identity: context.clone(), context, from: set.completed_at, total }
            }
            _ => plain(json!({})),
        },
        "assignments.restore" if !home.restored.is_empty() => {
            let (restore, started) = *row.one_of("restore", &home.restored);
            let context = json!({ "restore_run_id": restore });
            Subject { identity: context.clone(), context, from: started, total }
        }
        "drift.generate" => match home.inventories.as_slice() {
            [a, b, ..] => {
                let (baseline, current) = if a.1 <= b.1 { (a, b) } else { (b, a) };
                let context =
                    json!({ "scope_key": "policies", "baseline_run_id": baseline.0, "current_run_id": current.0 });
                Subject { identity: json!({ "scope_key": "policies" }), context, from: current.1, total }
            }
            _ => plain(json!({ "scope_key": "policies" })),
        },
        "policy.sync" if row.chance("is_about_one_policy", 30) && !home.policies.is_empty() => {
            let policy =
                row.choose("policy", &home.policies, |policy| &policy.external_id).map(|policy| policy.ordinal);
            let context = json!({ "policy_id": policy });
            Subject { identity: context.clone(), context, from: home.from, total: 2 }
        }
        "backup_set.add_policies" => match row.choose("backup_set", &home.sets, |set| &set.key) {
            Some(set) => {
                let context = json!({ "backup_set_id": set.ordinal });
                Subject { identity: context.clone(), context, from: set.completed_at, total }
            }
            None => plain(json!({})),
        },
        _ => plain(json!({})),
    }
}
