//! What is to be done about one backup schedule: a pure function of the schedule and the time.
//!
//! Of the slots since the schedule was last planned, the newest runs if it is not older than [`LATENESS`]; what lies
//! before it was missed and is not made up for. Each slot is exactly one of the two, however long nobody looked.

use chrono::TimeDelta;

use crate::catalog::cadence::Cadence;
use crate::catalog::schedules::Timetable;
use crate::clock::Instant;

/// How late a slot may be and still run: the time that a pass, a restart or a deployment takes.
pub const LATENESS: TimeDelta = TimeDelta::minutes(5);

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// A backup schedule that is enabled and not archived, as it was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Its id.
    pub id: i64,
    /// Its workspace.
    pub workspace_id: i64,
    /// Its tenant.
    pub tenant_id: i64,
    /// When it is due.
    pub timetable: Timetable,
    /// When it was planned to be due next; nothing when it was never planned, or changed since.
    pub next_run_at: Option<Instant>,
    /// When a person last changed it, or made it.
    pub changed_at: Instant,
    /// All of the above as the database has it: what it must still be when the plan is carried out.
    pub fingerprint: String,
}

/// What to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The slot that runs.
    pub run: Option<Instant>,
    /// The first and the last slot of those that were missed.
    pub missed: Option<(Instant, Instant)>,
    /// When it is due next; nothing only at the end of the calendar.
    pub next: Option<Instant>,
}

/// What becomes of a slot, or of a schedule without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The slot has its run.
    Queued,
    /// The run of an earlier slot is still active.
    Overlap,
    /// Nobody looked in time.
    Missed,
    /// Nothing is due yet; when it will be is known now.
    Planned,
}

impl Kind {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Overlap => "overlap",
            Self::Missed => "missed",
            Self::Planned => "planned",
        }
    }
}

/// From where on `seen` is held to account at `now`: slots behind it are neither run nor missed.
#[must_use]
pub fn start(seen: &Seen, now: Instant) -> Instant {
    // A schedule that was changed owes nothing of the time before; nor does it fire for what lies far back when
    // nobody wrote down that it was changed.
    seen.next_run_at.map_or_else(|| seen.changed_at.clamp(now - LATENESS, now), |at| at - SECOND)
}

/// What to do at `now` about a schedule with this cadence that is held to account from `start` on.
#[must_use]
pub fn plan(cadence: &Cadence, start: Instant, now: Instant) -> Plan {
    let window = now - LATENESS;
    let next = cadence.next(start.max(now), 1).first().map(|slot| slot.at);
    let Some(newest) = cadence.latest(start, now).map(|slot| slot.at) else {
        return Plan { next, ..Plan::default() };
    };
    let (run, missed_until) = if newest >= window {
        (Some(newest), cadence.latest(start, newest - SECOND))
    } else {
        (None, cadence.latest(start, newest))
    };
    let missed = missed_until.and_then(|last| {
        let first = cadence.next(start, 1).first()?.at;
        Some((first, last.at))
    });
    Plan { run, missed, next }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(text: &str) -> Instant {
        format!("2026-11-{text}Z").parse().unwrap()
    }

    /// Daily at 10:00 UTC, changed on the first.
    fn seen(next_run_at: Option<&str>) -> Seen {
        Seen {
            id: 1,
            workspace_id: 1,
            tenant_id: 1,
            timetable: Timetable {
                frequency: "daily".into(),
                time_of_day: "10:00".into(),
                timezone: "UTC".into(),
                days_of_week: json!([]),
            },
            next_run_at: next_run_at.map(at),
            changed_at: at("01T00:00:00"),
            fingerprint: String::new(),
        }
    }

    fn planned(seen: &Seen, now: &str) -> Plan {
        plan(&seen.timetable.cadence().unwrap(), start(seen, at(now)), at(now))
    }

    #[test]
    fn a_slot_that_is_due_runs_and_the_next_one_is_known() {
        let plan = planned(&seen(Some("20T10:00:00")), "20T10:00:00");
        assert_eq!(plan, Plan { run: Some(at("20T10:00:00")), missed: None, next: Some(at("21T10:00:00")) });
    }

    #[test]
    fn of_a_long_absence_nothing_is_made_up_for_but_a_slot_of_the_last_minutes() {
        let missed = Some((at("10T10:00:00"), at("19T10:00:00")));
        let late = planned(&seen(Some("10T10:00:00")), "20T10:04:59");
        assert_eq!(late, Plan { run: Some(at("20T10:00:00")), missed, next: Some(at("21T10:00:00")) });
        let too_late = planned(&seen(Some("10T10:00:00")), "20T10:05:01");
        let missed = Some((at("10T10:00:00"), at("20T10:00:00")));
        assert_eq!(too_late, Plan { run: None, missed, next: Some(at("21T10:00:00")) });
    }

    #[test]
    fn a_schedule_that_was_never_planned_owes_nothing_of_the_time_before() {
        let plan = planned(&seen(None), "20T10:05:01");
        assert_eq!(plan, Plan { run: None, missed: None, next: Some(at("21T10:00:00")) });
        assert_eq!(planned(&seen(None), "20T10:03:00").run, Some(at("20T10:00:00")));
    }

    #[test]
    fn a_slot_right_after_a_change_is_not_lost_and_one_right_before_it_does_not_fire() {
        let changed = |text: &str| Seen { changed_at: at(text), ..seen(None) };
        assert_eq!(planned(&changed("20T09:59:59.9"), "20T10:00:30").run, Some(at("20T10:00:00")));
        assert_eq!(planned(&changed("20T10:00:00.1"), "20T10:00:30").run, None);
        // The platform's clock may be ahead of ours.
        assert_eq!(planned(&changed("20T10:02:00"), "20T10:01:00").next, Some(at("21T10:00:00")));
    }

    #[test]
    fn a_plan_that_somebody_else_wrote_only_says_when_to_look() {
        let plan = planned(&seen(Some("20T09:00:00")), "20T09:30:00");
        assert_eq!(plan, Plan { run: None, missed: None, next: Some(at("20T10:00:00")) });
    }
}
