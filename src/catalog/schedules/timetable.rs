//! When a backup schedule is due, as a cadence: daily or weekly, at a local time in a named zone (S5).

use serde_json::Value as Json;

use crate::catalog::cadence::Cadence;
use crate::problem::{Problem, Result};

const DAYS: [&str; 7] = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

/// What the platform stored of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Timetable {
    /// `daily` or `weekly`.
    pub frequency: String,
    /// Local time, HH:MM.
    pub time_of_day: String,
    /// IANA name of the zone.
    pub timezone: String,
    /// ISO week days, 1 is Monday; for weekly schedules.
    pub days_of_week: Json,
}

impl Timetable {
    /// The cadence.
    ///
    /// # Errors
    /// `backup_schedule.time_invalid`, `backup_schedule.days_invalid`, or `schedule.zone_unknown`.
    pub fn cadence(&self) -> Result<Cadence> {
        let (hour, minute) = self.time().ok_or_else(|| {
            Problem::work("backup_schedule.time_invalid", format!("`{}` is no time of day", self.time_of_day))
                .next("write it as HH:MM")
        })?;
        let days = if self.frequency == "weekly" { self.days()?.join(",") } else { "*".to_owned() };
        Cadence::parse(&format!("{minute} {hour} * * {days}"), &self.timezone)
    }

    fn time(&self) -> Option<(u8, u8)> {
        let (hour, minute) = self.time_of_day.split_once(':')?;
        let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some((hour, minute))
    }

    fn days(&self) -> Result<Vec<&'static str>> {
        let days: Option<Vec<&'static str>> = self.days_of_week.as_array().into_iter().flatten().map(day).collect();
        days.filter(|days| !days.is_empty()).ok_or_else(|| {
            Problem::work("backup_schedule.days_invalid", format!("{} are no days of a week", self.days_of_week))
                .next("a weekly schedule needs one to seven of the numbers 1 (Monday) to 7")
        })
    }
}

fn day(number: &Json) -> Option<&'static str> {
    let number = usize::try_from(number.as_u64()?).ok()?;
    DAYS.get(number.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clock::Instant;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn weekly(days: Json) -> Timetable {
        Timetable {
            frequency: "weekly".into(),
            time_of_day: "09:05".into(),
            timezone: "UTC".into(),
            days_of_week: days,
        }
    }

    #[test]
    fn the_days_are_those_of_iso_and_their_order_does_not_matter() {
        // 2026-11-20 is a Friday.
        let next = |days| weekly(days).cadence().unwrap().next(at("2026-11-20T10:00:00Z"), 2);
        let days = |days: Json| next(days).iter().map(|slot| slot.at.to_rfc3339()[..10].to_owned()).collect::<Vec<_>>();
        assert_eq!(days(json!([7, 1])), ["2026-11-22", "2026-11-23"]);
        assert_eq!(days(json!([5])), ["2026-11-27", "2026-12-04"]);
    }

    #[test]
    fn a_row_that_is_no_schedule_says_what_is_wrong() {
        for days in [json!([]), json!([0]), json!([8]), json!(["MON"]), json!(1)] {
            assert_eq!(weekly(days.clone()).cadence().unwrap_err().code, "backup_schedule.days_invalid", "{days}");
        }
        let zone = Timetable { timezone: "Europe/Nowhere".into(), ..weekly(json!([1])) };
        assert_eq!(zone.cadence().unwrap_err().code, "schedule.zone_unknown");
        let time = Timetable { time_of_day: "29:00".into(), ..weekly(json!([1])) };
        assert_eq!(time.cadence().unwrap_err().code, "backup_schedule.time_invalid");
    }

    #[test]
    fn s5_a_time_that_a_night_leaves_out_fires_at_its_end_and_one_that_comes_twice_fires_once() {
        let daily = Timetable {
            frequency: "daily".into(),
            time_of_day: "02:30".into(),
            timezone: "Europe/Warsaw".into(),
            days_of_week: json!([]),
        };
        let cadence = daily.cadence().unwrap();
        let slots = |from: &str| cadence.next(at(from), 2).iter().map(|slot| slot.at).collect::<Vec<_>>();
        assert_eq!(slots("2027-03-27T12:00:00Z"), [at("2027-03-28T01:00:00Z"), at("2027-03-29T00:30:00Z")]);
        assert_eq!(slots("2026-10-24T12:00:00Z"), [at("2026-10-25T00:30:00Z"), at("2026-10-26T01:30:00Z")]);
    }
}
