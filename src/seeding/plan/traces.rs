//! What work leaves behind: findings, lines of the audit log, and messages to those who asked for it.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::super::generators::{RowSource, Source};
use super::super::rows::{At, Audit, Finding, Notification};
use super::draft::{Draft, hours};
use super::{Plan, Run, ordinal};
use crate::clock::Instant;
use crate::ledger::{Outcome, Status};

/// Drift that was found in a tenant's policies.
pub(super) fn add_findings(draft: &mut Draft<'_>, home: usize) {
    let Some(records) = draft.homes[home].records else { return };
    for n in 0..records.findings.0 {
        let home = &draft.homes[home];
        let row = draft.source.row("findings", &format!("{}/{n}", home.key));
        let Some(policy) = row.choose("policy", &home.policies, |policy| &policy.external_id) else { return };
        let mut inventories = home.inventories.clone();
        inventories.sort_by_key(|(place, at)| (*at, *place));
        let current = inventories.pop();
        let baseline = if current.is_some() { inventories.first().copied() } else { None };
        let from = current.map_or(home.from, |(_, at)| at);
        let found = row.time("created_at", from, home.until - hours(1));
        let person = row.choose("acknowledged_by", &draft.accounts[home.account].people, |person| &person.key);
        let acknowledged = row
            .chance("is_acknowledged", 40)
            .then_some(person)
            .flatten()
            .map(|person| (person.ordinal, row.time("acknowledged_at", found, home.until)));
        let change = *row.one_of("change", &["modified", "added", "removed"]);
        draft.plan.findings.push(Finding {
            workspace_id: home.workspace,
            tenant_id: home.tenant,
            scope_key: "policies".to_owned(),
            baseline_run_id: baseline.map(|(place, _)| place),
            current_run_id: current.map(|(place, _)| place),
            fingerprint: row.hex("fingerprint", 64),
            subject_type: policy.policy_type,
            subject_external_id: policy.external_id.clone(),
            severity: severity(&row),
            status: if acknowledged.is_some() { "acknowledged" } else { "new" },
            acknowledged_at: acknowledged.map(|(_, at)| At(at)),
            acknowledged_by: acknowledged.map(|(person, _)| person),
            evidence_jsonb: json!({ "change_type": change, "changed_fields": row.between("changed_fields", 1, 6) }),
            created_at: At(found),
            updated_at: At(acknowledged.map_or(found, |(_, at)| at)),
        });
    }
}

/// The audit log and the notifications, in the order in which they were written.
pub(super) fn add_what_runs_left(plan: &mut Plan, source: &Source, as_of: Instant) {
    let mut audits: Vec<Audit> = Vec::new();
    for (n, workspace) in plan.workspaces.iter().enumerate() {
        let what = What { resource: ("workspace", n), action: "workspace.created", at: workspace.created_at };
        audits.push(created(what, ordinal(n), None, &workspace.name));
    }
    for (n, tenant) in plan.tenants.iter().enumerate() {
        let what = What { resource: ("tenant", n), action: "tenant.created", at: tenant.created_at };
        audits.push(created(what, tenant.workspace_id, Some(ordinal(n)), &tenant.name));
    }
    for (n, schedule) in plan.schedules.iter().enumerate() {
        let what =
            What { resource: ("backup_schedule", n), action: "backup_schedule.created", at: schedule.created_at };
        audits.push(created(what, schedule.workspace_id, Some(schedule.tenant_id), &schedule.name));
    }
    let mut ended: Vec<(usize, &Run, Instant)> = plan
        .runs
        .iter()
        .enumerate()
        .filter(|(_, run)| run.status == Status::Completed)
        .filter_map(|(n, run)| Some((n, run, run.completed_at?)))
        .collect();
    ended.sort_by_key(|(n, _, at)| (*at, *n));
    for (n, run, at) in ended {
        if run.operation.audited {
            audits.push(completed(n, run, at));
        }
        if let Some(user) = run.user {
            let row = source.row("notifications", &run.key);
            let read = row.time("read_at", at, at + TimeDelta::hours(30));
            plan.notifications.push(Notification {
                user_id: user,
                workspace_id: run.workspace,
                tenant_id: run.tenant,
                operation_run_id: ordinal(n),
                data: json!({
                    "tenant_id": run.tenant,
                    "operation_run_id": n,
                    "type": run.operation.name,
                    "outcome": run.outcome.as_str(),
                    "counts": run.counts,
                    "failure": run.failures.to_json().get(0),
                }),
                read_at: (read <= as_of && row.chance("is_read", 70)).then_some(At(read)),
                created_at: At(at),
            });
        }
    }
    // Stable, so lines of the same second stay as they were gathered.
    audits.sort_by_key(|line| line.recorded_at);
    plan.audits = audits;
}

fn severity(row: &RowSource) -> &'static str {
    match row.between("severity", 1, 4) {
        1 => "low",
        2 | 3 => "medium",
        _ => "high",
    }
}

struct What {
    resource: (&'static str, usize),
    action: &'static str,
    at: At,
}

fn created(what: What, workspace: i64, tenant: Option<i64>, name: &str) -> Audit {
    Audit {
        workspace_id: workspace,
        tenant_id: tenant,
        actor_type: "system",
        actor_id: None,
        actor_name: "System".to_owned(),
        action: what.action,
        resource_type: what.resource.0,
        resource_id: ordinal(what.resource.1),
        outcome: "success",
        summary: format!("Created {name}"),
        metadata: json!({}),
        recorded_at: what.at,
    }
}

/// The line that the ledger itself writes when it closes a run; the same shape, word for word.
fn completed(n: usize, run: &Run, at: Instant) -> Audit {
    let outcome = match run.outcome {
        Outcome::Succeeded => "success",
        Outcome::PartiallySucceeded => "partial",
        Outcome::Blocked => "blocked",
        Outcome::Failed | Outcome::Pending => "failure",
    };
    let metadata: Json = json!({
        "type": run.operation.name,
        "outcome": run.outcome.as_str(),
        "attempt": i32::from(run.started_at.is_some()),
        "counts": run.counts,
        "reconciled": false,
    });
    Audit {
        workspace_id: run.workspace,
        tenant_id: run.tenant,
        actor_type: if run.user.is_some() { "human" } else { "system" },
        actor_id: run.user,
        actor_name: run.initiator.clone(),
        action: "operation_run.completed",
        resource_type: "operation_run",
        resource_id: ordinal(n),
        outcome,
        summary: format!("{} ended: {}", run.operation.label, run.outcome.as_str().replace('_', " ")),
        metadata,
        recorded_at: At(at),
    }
}
