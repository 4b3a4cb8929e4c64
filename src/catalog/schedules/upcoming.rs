//! The next slots, as lines for people and programs. Says when a schedule is due, and nothing of what will become of
//! the slot: it may be paused by then.

use serde::Serialize;

use super::resolve::Resolved;
use crate::catalog::cadence::Slot;
use crate::clock::{Instant, text};

/// One coming slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Upcoming {
    /// The schedule's key; left out when only one was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// The slot as it will be stored.
    pub utc: String,
    /// What the clocks of the schedule's zone show, with their offset.
    pub local: String,
    /// What a change of the clock does to it.
    pub note: Option<&'static str>,
}

/// The next `count` slots of one schedule behind `from`; none when it is switched off.
#[must_use]
pub fn upcoming(schedule: &Resolved, from: Instant, count: usize) -> Vec<Upcoming> {
    slots(schedule, from, count).iter().map(|slot| line(None, slot)).collect()
}

/// The next `count` slots of all schedules together behind `from`, in order of time and then of key.
#[must_use]
pub fn upcoming_of_all<'a>(
    schedules: impl IntoIterator<Item = &'a Resolved>,
    from: Instant,
    count: usize,
) -> Vec<Upcoming> {
    let of =
        |schedule: &'a Resolved| slots(schedule, from, count).into_iter().map(|slot| (slot, schedule.key.as_str()));
    let mut all: Vec<(Slot, &str)> = schedules.into_iter().flat_map(of).collect();
    all.sort_by_key(|(slot, key)| (slot.at, *key));
    all.iter().take(count).map(|(slot, key)| line(Some(key), slot)).collect()
}

fn slots(schedule: &Resolved, from: Instant, count: usize) -> Vec<Slot> {
    if schedule.enabled { schedule.cadence.next(from, count) } else { Vec::new() }
}

fn line(schedule: Option<&str>, slot: &Slot) -> Upcoming {
    Upcoming {
        schedule: schedule.map(str::to_owned),
        utc: text(slot.at),
        local: slot.local.to_rfc3339(),
        note: slot.note.map(super::super::cadence::SlotNote::as_str),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::resolve::{Override, resolve};
    use super::super::schedule::SCHEDULES;
    use super::*;

    fn night() -> Vec<Resolved> {
        let change = Override {
            cron: Some("30 2 * * *".into()),
            time_zone: Some("Europe/Warsaw".into()),
            ..Override::default()
        };
        resolve(SCHEDULES, &BTreeMap::from([("ops.prune_operation_runs".to_owned(), change)])).unwrap()
    }

    #[test]
    fn s5_the_next_slots_show_both_clocks_and_name_the_night() {
        let schedules = night();
        let prune = schedules.iter().find(|schedule| schedule.key == "ops.prune_operation_runs").unwrap();
        let lines = upcoming(prune, "2027-03-27T12:00:00Z".parse().unwrap(), 2);
        assert_eq!(
            serde_json::to_value(lines).unwrap(),
            serde_json::json!([
                {"utc": "2027-03-28T01:00:00+00:00", "local": "2027-03-28T03:00:00+02:00", "note": "moved out of the gap"},
                {"utc": "2027-03-29T00:30:00+00:00", "local": "2027-03-29T02:30:00+02:00", "note": null},
            ])
        );
    }

    #[test]
    fn all_schedules_together_come_in_order_and_one_switched_off_has_no_next_slot() {
        let mut schedules = night();
        schedules.iter_mut().find(|schedule| schedule.key == "ops.dispatch_backup_schedules").unwrap().enabled = false;
        let lines = upcoming_of_all(&schedules, "2027-03-28T00:58:30Z".parse().unwrap(), 4);
        let told: Vec<(&str, &str)> =
            lines.iter().map(|line| (&line.utc[11..16], line.schedule.as_deref().unwrap())).collect();
        assert_eq!(
            told,
            [
                ("00:59", "ops.reconcile_stale_runs"),
                ("01:00", "ops.prune_operation_runs"),
                ("01:00", "ops.reconcile_adapter_runs"),
                ("01:00", "ops.reconcile_stale_runs"),
            ]
        );
    }
}
