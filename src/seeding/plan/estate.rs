//! What a tenant owns: policies, the schedules by which they are backed up, and the backups.
//!
//! A backup lies at a slot of its schedule, with the ledger run that made it.

use chrono::{Datelike, Days, TimeDelta};
use serde_json::json;

use super::super::names;
use super::super::rows::{At, BackupItem, BackupSchedule, BackupSet, Policy};
use super::super::words::Shadow;
use super::draft::{Draft, PolicyPlan, SchedulePlan, SetPlan, days, hours, minutes};
use super::life::{Tally, failures};
use super::{Run, ordinal};
use crate::catalog;
use crate::clock::{Instant, text};
use crate::ledger::{Outcome, Status};
use crate::problem::Result;

/// Zones without summer time, so that a slot is plain arithmetic.
const ZONES: &[(&str, i64)] =
    &[("UTC", 0), ("Asia/Tokyo", 540), ("America/Phoenix", -420), ("Asia/Kolkata", 330), ("Asia/Dubai", 240)];

pub(super) fn add(draft: &mut Draft<'_>, home: usize) -> Result<()> {
    let Some(records) = draft.homes[home].records else { return Ok(()) };
    for n in 0..records.policies.0 {
        add_policy(draft, home, n, records.items_per_set.0);
    }
    for n in 0..records.backup_schedules.0 {
        add_schedule(draft, home, n);
    }
    let schedules = records.backup_schedules.0;
    for n in 0..records.backup_sets.0 {
        add_set(draft, home, n % schedules, n / schedules, records.items_per_set.0)?;
    }
    Ok(())
}

fn add_policy(draft: &mut Draft<'_>, home: usize, n: i64, backed_up: i64) {
    let home = &mut draft.homes[home];
    let row = draft.source.row("policies", &format!("{}/{n}", home.key));
    let (policy_type, platform, titles) = *row.one_of("policy_type", names::POLICY_TYPES);
    let name = format!("{} - {}", row.one_of("title", titles), row.one_of("audience", names::AUDIENCES));
    let created_at = row.time("created_at", home.created_at + hours(1), home.created_at + hours(20));
    // What is in backups stays; of the others some were deleted meanwhile.
    let deleted = n >= backed_up && row.chance("is_deleted", 15);
    let changed = row.time("last_synced_at", home.until - hours(12), home.until - minutes(20));
    let external_id = row.uuid("external_id").to_string();
    let place = ordinal(draft.plan.policies.len());
    draft.plan.policies.push(Policy {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        external_id: external_id.clone(),
        policy_type,
        display_name: name.clone(),
        platform,
        metadata: json!({ "version": row.between("version", 1, 12) }),
        last_synced_at: At(changed),
        created_at: At(created_at),
        updated_at: At(changed),
        deleted_at: deleted.then_some(At(changed)),
    });
    home.policies.push(PolicyPlan { ordinal: place, policy_type, external_id, name });
}

fn add_schedule(draft: &mut Draft<'_>, home: usize, n: i64) {
    let home = &mut draft.homes[home];
    let key = format!("{}/{n}", home.key);
    let row = draft.source.row("backup_schedules", &key);
    // The first is daily, so that every tenant has a short history too.
    let weekly = n > 0 && row.chance("is_weekly", 40);
    let weekday = u32::try_from(row.between("weekday", 1, 7)).unwrap_or(1);
    let (timezone, offset_minutes) = *row.one_of("timezone", ZONES);
    let minute_local = row.between("minute_of_day", 0, 95) * 15;
    let name = match (weekly, n) {
        (true, _) => format!("Weekly {}", row.one_of("topic", names::AUDIENCES).to_lowercase()),
        (false, 0) => "Nightly, everything".to_owned(),
        (false, _) => format!("Daily {}", row.one_of("topic", names::AUDIENCES).to_lowercase()),
    };
    let created_at = row.time("created_at", home.created_at + hours(2), home.created_at + hours(22));
    let schedule = SchedulePlan {
        ordinal: ordinal(draft.plan.schedules.len()),
        key,
        name: name.clone(),
        created_at,
        minute_local,
        offset_minutes,
        days: if weekly { vec![weekday] } else { (1..=7).collect() },
    };
    let types: Vec<&str> = home.policies.iter().map(|policy| policy.policy_type).collect();
    let types: std::collections::BTreeSet<&str> = types.into_iter().collect();
    draft.plan.schedules.push(BackupSchedule {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        name,
        is_enabled: home.is_active,
        timezone,
        frequency: if weekly { "weekly" } else { "daily" },
        time_of_day: format!("{:02}:{:02}", minute_local / 60, minute_local % 60),
        days_of_week: if weekly { json!([weekday]) } else { json!([]) },
        policy_types: json!(types),
        include_foundations: row.chance("include_foundations", 70),
        retention_keep_last: *row.one_of("retention_keep_last", &[7, 14, 30, 60]),
        last_run_at: None,
        last_run_status: None,
        next_run_at: home.is_active.then(|| At(schedule.next_after(home.until))),
        created_at: At(created_at),
        updated_at: At(created_at),
    });
    home.schedules.push(schedule);
}

impl SchedulePlan {
    /// The `n`-th last slot at or before `until`, counted from 0.
    pub(super) fn slot_before(&self, until: Instant, n: i64) -> Instant {
        let mut left = n;
        let mut day = (until + minutes(self.offset_minutes)).date_naive();
        loop {
            let slot = self.slot_on(day);
            if slot <= until && self.days.contains(&day.weekday().number_from_monday()) {
                if left == 0 {
                    return slot;
                }
                left -= 1;
            }
            // Ten million slots lie within what a date can hold.
            day = day.checked_sub_days(Days::new(1)).unwrap_or(day);
        }
    }

    fn next_after(&self, now: Instant) -> Instant {
        let mut slot = self.slot_before(now, 0);
        loop {
            slot += days(1);
            let local = (slot + minutes(self.offset_minutes)).date_naive();
            if self.days.contains(&local.weekday().number_from_monday()) {
                return slot;
            }
        }
    }

    fn slot_on(&self, day: chrono::NaiveDate) -> Instant {
        day.and_time(chrono::NaiveTime::MIN).and_utc() + minutes(self.minute_local - self.offset_minutes)
    }
}

/// The backup of the `back`-th last slot.
fn add_set(draft: &mut Draft<'_>, home: usize, schedule: i64, back: i64, items: i64) -> Result<()> {
    let place = ordinal(draft.plan.sets.len());
    let which = usize::try_from(schedule).unwrap_or(0);
    let plan = &draft.homes[home].schedules[which];
    let schedule = plan.ordinal;
    let key = format!("{}/{back}", plan.key);
    let slot = plan.slot_before(draft.homes[home].until - hours(2), back);
    if slot <= plan.created_at {
        return Err(draft.impossible(format!(
            "tenant `{}` is too young for so many backup_sets: the slot {} lies before its schedule was made",
            draft.homes[home].key,
            text(slot)
        )));
    }
    draft.slots.insert((plan.ordinal, slot));
    let row = draft.source.row("backup_sets", &key);
    // The newest backup is a good one, and so is one that is old enough to restore from.
    let (status, state) = match row.between("status", 1, 10) {
        1 if back != 0 && back != 2 => ("failed", Shadow::Over(Outcome::Failed, Some("backup.failed"))),
        2 | 3 if back != 0 && back != 2 && items > 1 => {
            ("partial", Shadow::Over(Outcome::PartiallySucceeded, Some("backup.partial")))
        }
        _ => ("completed", Shadow::Over(Outcome::Succeeded, None)),
    };
    let created = slot + TimeDelta::seconds(row.between("seconds_late", 0, 20));
    let started = created + TimeDelta::seconds(row.between("seconds_waited", 1, 30));
    let completed = started + TimeDelta::seconds(row.between("seconds_worked", 45, 900));
    let held = match status {
        "failed" => 0,
        "partial" => items - row.between("failed", 1, (items / 3).max(1)),
        _ => items,
    };
    let tally = Tally { total: items, succeeded: held, failed: items - held, skipped: 0 };
    let first_item = ordinal(draft.plan.items.len());
    add_items(draft, home, &key, place, held, started, completed);
    let run = Run {
        key: format!("backup_sets/{key}"),
        workspace: draft.homes[home].workspace,
        tenant: Some(draft.homes[home].tenant),
        user: None,
        initiator: "System".into(),
        operation: catalog::find("backup_schedule.scheduled")?,
        identity: json!({ "backup_schedule_id": schedule, "scheduled_for": text(slot) }),
        context: json!({
            "backup_schedule_id": schedule,
            "backup_set_id": place,
            "scheduled_for": text(slot),
        }),
        status: Status::Completed,
        outcome: state.run().map_or(Outcome::Pending, |(_, outcome)| outcome),
        counts: tally.to_json(state),
        failures: failures(&row, state),
        scheduled_for: Some(slot),
        created_at: created,
        started_at: Some(started),
        completed_at: Some(completed),
        updated_at: completed,
    };
    let home = &mut draft.homes[home];
    let plan = &home.schedules[which];
    let schedule_row = &mut draft.plan.schedules[usize::try_from(schedule).unwrap_or(0)];
    if back == 0 {
        schedule_row.last_run_at = Some(At(slot));
        schedule_row.last_run_status = Some(if status == "completed" { "success" } else { status });
        schedule_row.updated_at = At(completed);
    }
    draft.plan.sets.push(BackupSet {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        backup_schedule_id: Some(schedule),
        operation_run_id: Some(ordinal(draft.plan.runs.len())),
        name: format!("{} {}", plan.name, slot.format("%Y-%m-%d %H:%M")),
        status,
        item_count: held,
        metadata: json!({ "trigger": "schedule" }),
        completed_at: Some(At(completed)),
        created_at: At(started),
        updated_at: At(completed),
    });
    draft.plan.runs.push(run);
    home.sets.push(SetPlan {
        ordinal: place,
        key,
        completed_at: completed,
        is_whole: status == "completed",
        items: (first_item..first_item + held).collect(),
    });
    Ok(())
}

fn add_items(draft: &mut Draft<'_>, home: usize, set_key: &str, set: i64, held: i64, from: Instant, until: Instant) {
    let home = &draft.homes[home];
    for (n, policy) in home.policies.iter().take(usize::try_from(held).unwrap_or(0)).enumerate() {
        let row = draft.source.row("backup_items", &format!("{set_key}/{n}"));
        let captured = At(row.time("captured_at", from, until));
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
