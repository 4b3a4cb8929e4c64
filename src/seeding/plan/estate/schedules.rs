//! The schedules by which a tenant is backed up, and their slots.

use chrono::{Datelike, Days};
use serde_json::json;

use super::super::draft::{Draft, SchedulePlan, days, hours, minutes};
use super::super::{ordinal, personas};
use crate::clock::Instant;
use crate::problem::Result;
use crate::seeding::names;
use crate::seeding::rows::{At, BackupSchedule};
use crate::seeding::scenario::model::Persona;

/// Zones without summer time, so that a slot is plain arithmetic.
const ZONES: &[(&str, i64)] =
    &[("UTC", 0), ("Asia/Tokyo", 540), ("America/Phoenix", -420), ("Asia/Kolkata", 330), ("Asia/Dubai", 240)];

pub(super) fn add(draft: &mut Draft<'_>, home: usize, n: i64) -> Result<()> {
    let home = &mut draft.homes[home];
    let key = format!("{}/{n}", home.key);
    let row = draft.source.row("backup_schedules", &key);
    // The first is daily, so that every tenant has a short history too.
    let weekly = n > 0 && row.chance("is_weekly", 40);
    let weekday = u32::try_from(row.between("weekday", 1, 7)).unwrap_or(1);
    let (mut timezone, mut offset_minutes) = *row.one_of("timezone", ZONES);
    let mut minute_local = row.between("minute_of_day", 0, 95) * 15;
    let cadence = if home.persona == Some(Persona::ClockChange) {
        (timezone, offset_minutes, minute_local) = (personas::CHANGING_ZONE, 60, personas::SKIPPED_MINUTE);
        Some(personas::cadence()?)
    } else {
        None
    };
    let weekly = weekly && cadence.is_none();
    let name = match (weekly, n) {
        (true, _) => format!("Weekly {}", row.one_of("topic", names::AUDIENCES).to_lowercase()),
        (false, 0) => "Nightly, everything".to_owned(),
        (false, _) => format!("Daily {}", row.one_of("topic", names::AUDIENCES).to_lowercase()),
    };
    let name = personas::short(home.persona, name);
    let is_enabled = home.is_active && home.persona != Some(Persona::PausedSchedule);
    let created_at = row.time("created_at", home.created_at + hours(2), home.created_at + hours(22));
    let schedule = SchedulePlan {
        ordinal: ordinal(draft.plan.schedules.len()),
        key,
        name: name.clone(),
        created_at,
        minute_local,
        offset_minutes,
        cadence,
        days: if weekly { vec![weekday] } else { (1..=7).collect() },
    };
    let types: Vec<&str> = home.policies.iter().map(|policy| policy.policy_type).collect();
    let types: std::collections::BTreeSet<&str> = types.into_iter().collect();
    draft.plan.schedules.push(BackupSchedule {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        name,
        is_enabled,
        timezone,
        frequency: if weekly { "weekly" } else { "daily" },
        time_of_day: format!("{:02}:{:02}", minute_local / 60, minute_local % 60),
        days_of_week: if weekly { json!([weekday]) } else { json!([]) },
        policy_types: json!(types),
        include_foundations: row.chance("include_foundations", 70),
        retention_keep_last: *row.one_of("retention_keep_last", &[7, 14, 30, 60]),
        last_run_at: None,
        last_run_status: None,
        next_run_at: is_enabled.then(|| At(schedule.next_after(home.until))),
        created_at: At(created_at),
        updated_at: At(created_at),
    });
    home.schedules.push(schedule);
    Ok(())
}

impl SchedulePlan {
    /// The `n`-th last slot at or before `until`, counted from 0.
    pub(in crate::seeding::plan) fn slot_before(&self, until: Instant, n: i64) -> Instant {
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
                return self.slot_on(local);
            }
        }
    }

    fn slot_on(&self, day: chrono::NaiveDate) -> Instant {
        if let Some(cadence) = &self.cadence {
            let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc();
            let mut slots = cadence.slots(midnight - days(1), midnight + days(1));
            if let Some(slot) = slots.find(|slot| slot.nominal.date() == day) {
                return slot.at;
            }
        }
        day.and_time(chrono::NaiveTime::MIN).and_utc() + minutes(self.minute_local - self.offset_minutes)
    }
}
