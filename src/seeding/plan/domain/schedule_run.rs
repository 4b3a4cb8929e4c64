//! A slot of a backup schedule, as it was recorded before the ledger.

use chrono::TimeDelta;
use serde_json::json;

use super::super::draft::{Draft, SchedulePlan, minutes};
use super::super::life::{Life, Tally};
use super::super::ordinal;
use super::row::{Asked, DomainRow, When};
use crate::catalog;
use crate::clock::{Instant, text};
use crate::problem::Result;
use crate::seeding::rows::{At, ScheduleRun};
use crate::seeding::words::Adapter;

pub(super) fn add(draft: &mut Draft<'_>, asked: Asked) -> Result<DomainRow> {
    let home = &draft.homes[asked.home];
    let Some(schedule) = asked.row.choose("backup_schedule", &home.schedules, |schedule| &schedule.key) else {
        return Err(draft.impossible(format!("tenant `{}` has no backup schedule", home.key)));
    };
    let (life, slot) = slotted_life(draft, &asked, schedule);
    draft.slots.insert((schedule.ordinal, slot));
    let tally = Tally::new(&asked.row, asked.state, ordinal(home.policies.len()).max(2));
    let person = None;
    let place = ordinal(draft.plan.schedule_runs.len());
    let schedule = schedule.ordinal;
    draft.plan.schedule_runs.push(ScheduleRun {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        backup_schedule_id: schedule,
        // The backups of that time are gone: retention kept the newest.
        backup_set_id: None,
        scheduled_for: At(slot),
        status: asked.status,
        summary: tally.to_json(asked.state),
        error_code: asked.failure_code(),
        error_message: asked.failure_text(),
        operation_run_id: None,
        started_at: life.started_at.map(At),
        finished_at: life.finished_at.map(At),
        created_at: At(life.created_at),
        updated_at: At(life.updated_at),
    });
    Ok(DomainRow {
        adapter: Adapter::BackupScheduleRuns,
        ordinal: place,
        key: asked.key,
        state: asked.state,
        life,
        total: tally.total,
        person,
        operation: catalog::find("backup_schedule.scheduled")?,
        identity: json!({ "backup_schedule_id": schedule, "scheduled_for": text(slot) }),
        context: json!({
            "backup_schedule_id": schedule,
            "backup_schedule_run_id": place,
            "scheduled_for": text(slot),
        }),
        scheduled_for: Some(slot),
    })
}

/// A slot that no row has yet, to the minute, and a life that begins there.
fn slotted_life(draft: &Draft<'_>, asked: &Asked, schedule: &SchedulePlan) -> (Life, Instant) {
    let earliest = draft.homes[asked.home].from.max(schedule.created_at);
    let life = asked.life(draft, earliest);
    let is_free = |slot: &Instant| !draft.slots.contains(&(schedule.ordinal, *slot));
    if matches!(asked.when, When::History) {
        let slots = (0..).map(|back| schedule.slot_before(life.created_at, back));
        if let Some(slot) = slots.take_while(|slot| *slot > earliest).find(is_free) {
            return (life.moved(slot - life.created_at + asked.late()), slot);
        }
    }
    // Work in progress, or more history than there were slots: as if the schedule had been another then.
    let minute = life.created_at - TimeDelta::seconds(life.created_at.timestamp().rem_euclid(60));
    let slot = (0..).map(|back| minute - minutes(back)).find(is_free).unwrap_or(minute);
    (life, slot)
}
