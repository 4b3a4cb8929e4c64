//! The backups of a tenant: one a slot of a schedule, with its items and the run that made it.

use chrono::TimeDelta;
use serde_json::json;

use super::super::draft::{Draft, SetPlan, hours};
use super::super::life::{Tally, failures};
use super::super::{Run, index, ordinal};
use crate::catalog;
use crate::clock::{Instant, text};
use crate::ledger::{Outcome, Status};
use crate::problem::Result;
use crate::seeding::generators::RowSource;
use crate::seeding::rows::{At, BackupItem, BackupSet, Ordinal};
use crate::seeding::words::Shadow;

/// What is known of a backup before its rows are made.
struct Backup {
    key: String,
    row: RowSource,
    slot: Instant,
    status: &'static str,
    state: Shadow,
    created: Instant,
    started: Instant,
    completed: Instant,
    /// Items asked for, and those that it holds.
    total: i64,
    held: i64,
}

/// Adds the backup of the `back`-th last slot of a schedule.
pub(super) fn add(draft: &mut Draft<'_>, home: usize, schedule: usize, back: i64, items: i64) -> Result<()> {
    let backup = planned(draft, home, schedule, back, items)?;
    let (place, run) = (ordinal(draft.plan.sets.len()), ordinal(draft.plan.runs.len()));
    let first_item = ordinal(draft.plan.items.len());
    add_items(draft, home, place, &backup);
    add_run(draft, home, schedule, place, &backup)?;
    let home = &mut draft.homes[home];
    let plan = &home.schedules[schedule];
    draft.slots.insert((plan.ordinal, backup.slot));
    let Backup { key, slot, status, started, completed, held, .. } = backup;
    if back == 0 {
        let schedule = &mut draft.plan.schedules[index(plan.ordinal)];
        schedule.last_run_at = Some(At(slot));
        schedule.last_run_status = Some(if status == "completed" { "success" } else { status });
        schedule.updated_at = At(completed);
    }
    draft.plan.sets.push(BackupSet {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        backup_schedule_id: Some(plan.ordinal),
        operation_run_id: Some(run),
        name: format!("{} {}", plan.name, slot.format("%Y-%m-%d %H:%M")),
        status,
        item_count: held,
        metadata: json!({ "trigger": "schedule" }),
        completed_at: Some(At(completed)),
        created_at: At(started),
        updated_at: At(completed),
    });
    home.sets.push(SetPlan {
        ordinal: place,
        key,
        completed_at: completed,
        is_whole: status == "completed",
        items: (first_item..first_item + held).collect(),
    });
    Ok(())
}

fn planned(draft: &Draft<'_>, home: usize, schedule: usize, back: i64, total: i64) -> Result<Backup> {
    let home = &draft.homes[home];
    let plan = &home.schedules[schedule];
    let key = format!("{}/{back}", plan.key);
    let slot = plan.slot_before(home.until - hours(2), back);
    if slot <= plan.created_at {
        return Err(draft.impossible(format!(
            "tenant `{}` is too young for so many backup_sets: the slot {} lies before its schedule was made",
            home.key,
            text(slot)
        )));
    }
    let row = draft.source.row("backup_sets", &key);
    // The newest backup is a good one, and so is one that is old enough to restore from.
    let may_fail = back != 0 && back != 2;
    let (status, state, held) = match row.between("status", 1, 10) {
        1 if may_fail && total > 0 => ("failed", Shadow::Over(Outcome::Failed, Some("backup.failed")), 0),
        2 | 3 if may_fail && total > 1 => {
            let lost = row.between("failed", 1, (total / 3).max(1));
            ("partial", Shadow::Over(Outcome::PartiallySucceeded, Some("backup.partial")), total - lost)
        }
        _ => ("completed", Shadow::Over(Outcome::Succeeded, None), total),
    };
    let created = slot + TimeDelta::seconds(row.between("seconds_late", 0, 20));
    let started = created + TimeDelta::seconds(row.between("seconds_waited", 1, 30));
    let completed = started + TimeDelta::seconds(row.between("seconds_worked", 45, 900));
    Ok(Backup { key, row, slot, status, state, created, started, completed, total, held })
}

fn add_run(draft: &mut Draft<'_>, home: usize, schedule: usize, set: Ordinal, backup: &Backup) -> Result<()> {
    let home = &draft.homes[home];
    let Backup { key, row, slot, state, created, started, completed, total, held, .. } = backup;
    let tally = Tally { total: *total, succeeded: *held, failed: total - held, skipped: 0 };
    let schedule = home.schedules[schedule].ordinal;
    draft.plan.runs.push(Run {
        key: format!("backup_sets/{key}"),
        workspace: home.workspace,
        tenant: Some(home.tenant),
        user: None,
        initiator: "System".to_owned(),
        operation: catalog::find("backup_schedule.scheduled")?,
        // As the dispatcher asks for it: the schedule is the work, the slot tells one run of it from the next.
        identity: json!({ "backup_schedule_id": schedule }),
        context: json!({ "backup_schedule_id": schedule, "backup_set_id": set, "scheduled_for": text(*slot) }),
        status: Status::Completed,
        outcome: state.run().map_or(Outcome::Pending, |(_, outcome)| outcome),
        counts: tally.to_json(*state),
        failures: failures(row, *state),
        scheduled_for: Some(*slot),
        created_at: *created,
        started_at: Some(*started),
        completed_at: Some(*completed),
        updated_at: *completed,
    });
    Ok(())
}

/// The first policies, as they stood then.
fn add_items(draft: &mut Draft<'_>, home: usize, set: Ordinal, backup: &Backup) {
    let home = &draft.homes[home];
    for (n, policy) in home.policies.iter().take(index(backup.held)).enumerate() {
        let row = draft.source.row("backup_items", &format!("{}/{n}", backup.key));
        let captured = At(row.time("captured_at", backup.started, backup.completed));
        let fetched = !row.chance("assignments_fail", 8);
        let target = json!({ "target": "group", "group_id": row.uuid("group").to_string(), "intent": "include" });
        draft.plan.items.push(BackupItem {
            workspace_id: home.workspace,
            tenant_id: home.tenant,
            backup_set_id: set,
            policy_id: policy.ordinal,
            policy_type: policy.policy_type,
            external_id: policy.external_id.clone(),
            display_name: policy.name.clone(),
            payload: json!({
                "displayName": policy.name,
                "settings": { "enabled": row.chance("enabled", 85), "graceDays": row.between("grace_days", 0, 14) },
            }),
            assignments: fetched.then(|| json!([target])),
            assignments_status: if fetched { "fetched" } else { "failed" },
            captured_at: captured,
            created_at: captured,
            updated_at: captured,
        });
    }
}
