//! What a schedule may say and its author should know: shown when schedules are resolved and by whoever lists them.
//! Warnings never stop anything; what must stop is a problem of `resolve`.

use chrono::TimeDelta;

use super::resolve::Resolved;
use crate::catalog::cadence::{Cadence, Change, DayRule, Night};
use crate::catalog::operation::Operation;
use crate::clock::Instant;

/// How far ahead changes of the clock are named: both nights of two years.
const AHEAD: TimeDelta = TimeDelta::days(2 * 366);

/// Something worth a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Stable dotted name.
    pub code: &'static str,
    /// One sentence without a full stop.
    pub message: String,
}

/// Reads one schedule, of that operation, as of `from`.
#[must_use]
pub fn lint(schedule: &Resolved, operation: &Operation, from: Instant) -> Vec<Warning> {
    let cadence = &schedule.cadence;
    let named = format!("schedule `{}` (`{}`, {})", schedule.key, cadence.cron(), cadence.time_zone());
    let nights: Vec<Night> = cadence.nights(from, from.checked_add_signed(AHEAD).unwrap_or(Instant::MAX_UTC)).collect();
    [
        faster_than_a_run(cadence, operation, from),
        days(cadence),
        in_a_gap(cadence, &nights),
        in_a_fold(cadence, &nights),
    ]
    .into_iter()
    .flatten()
    .map(|(code, message)| Warning { code, message: format!("{named}: {message}") })
    .collect()
}

type Remark = Option<(&'static str, String)>;

fn faster_than_a_run(cadence: &Cadence, operation: &Operation, from: Instant) -> Remark {
    let interval = cadence.shortest_interval(from).filter(|interval| *interval < operation.expected)?;
    let (interval, expected) = (humantime::format_duration(interval), humantime::format_duration(operation.expected));
    let message = format!("a slot comes {interval} after the one before, and a run is expected to take {expected}");
    Some(("schedule.shorter_than_run", message))
}

fn days(cadence: &Cadence) -> Remark {
    let rule = match cadence.day_rule()? {
        DayRule::Either => "a day that matches either of them counts; put `+` before the day of week to ask for both",
        DayRule::Both => "a day must match both of them, as the `+` asks",
    };
    Some(("schedule.both_days", format!("day of month and day of week are both restricted: {rule}")))
}

fn in_a_gap(cadence: &Cadence, nights: &[Night]) -> Remark {
    let dates = dates(nights, Change::Gap, |night| {
        let after = cadence.slots(night.at - TimeDelta::seconds(1), night.at).next();
        after.map(|slot| format!("runs at {}", slot.local.format("%H:%M:%S %:z"))).unwrap_or_default()
    })?;
    Some(("schedule.in_gap", format!("the clock goes forward over it on {dates}")))
}

fn in_a_fold(cadence: &Cadence, nights: &[Night]) -> Remark {
    let dates = dates(nights, Change::Fold, |_| "runs at the first of two only".to_owned())?;
    let (code, what) = match cadence.is_list() {
        true => ("schedule.list_in_fold", "each time of the list counts once, though the clock goes back over it on"),
        false => ("schedule.in_fold", "it counts once, though the clock goes back over it on"),
    };
    Some((code, format!("{what} {dates}")))
}

/// As in `2027-03-28 (02:30, runs at 03:00:00 +02:00)`, one after the other.
fn dates(nights: &[Night], change: Change, outcome: impl Fn(&Night) -> String) -> Option<String> {
    let told: Vec<String> = nights
        .iter()
        .filter(|night| night.change == change)
        .filter_map(|night| {
            let first = night.times.first()?;
            let mut times: Vec<String> = night.times.iter().map(|time| time.format("%H:%M").to_string()).collect();
            times.dedup();
            let more = if night.more { " …" } else { "" };
            Some(format!("{} ({}{more}, {})", first.date(), times.join(", "), outcome(night)))
        })
        .collect();
    (!told.is_empty()).then(|| told.join(", "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::resolve::{Override, resolve};
    use super::super::schedule::SCHEDULES;
    use super::*;

    fn from() -> Instant {
        "2027-01-01T00:00:00Z".parse().unwrap()
    }

    fn warnings(cron: &str, zone: &str) -> Vec<Warning> {
        let change = Override { cron: Some(cron.into()), time_zone: Some(zone.into()), ..Override::default() };
        let overrides = BTreeMap::from([("ops.prune_operation_runs".to_owned(), change)]);
        let resolved = resolve(SCHEDULES, &overrides).unwrap();
        let prune = resolved.iter().find(|schedule| schedule.key == "ops.prune_operation_runs").unwrap();
        lint(prune, prune.operation, from())
    }

    fn one(cron: &str, zone: &str) -> (&'static str, String) {
        let found = warnings(cron, zone);
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].code, found[0].message.clone())
    }

    #[test]
    fn the_declared_schedules_give_no_cause() {
        for schedule in resolve(SCHEDULES, &BTreeMap::new()).unwrap() {
            assert_eq!(lint(&schedule, schedule.operation, from()), [], "{}", schedule.key);
        }
    }

    #[test]
    fn an_interval_shorter_than_a_run_is_named_with_both_durations() {
        let (code, message) = one("*/2 * * * *", "UTC");
        assert_eq!(code, "schedule.shorter_than_run");
        assert!(message.contains("2m after") && message.contains("take 5m"), "{message}");
        // The short step hides where the list turns over.
        assert!(one("*/7 * * * *", "UTC").1.contains("4m after"), "56 to 0");
    }

    #[test]
    fn s5_a_time_in_a_gap_is_named_with_its_dates_of_two_years() {
        let (code, message) = one("30 2 * * *", "America/New_York");
        assert_eq!(code, "schedule.in_gap");
        assert_eq!(
            message,
            "schedule `ops.prune_operation_runs` (`30 2 * * *`, America/New_York): the clock goes forward over it on \
             2027-03-14 (02:30, runs at 03:00:00 -04:00), 2028-03-12 (02:30, runs at 03:00:00 -04:00)"
        );
    }

    #[test]
    fn s5_a_list_in_a_fold_is_named_as_one() {
        let (code, message) = one("15,45 1 * * *", "America/New_York");
        assert_eq!(code, "schedule.list_in_fold");
        assert!(message.contains("2027-11-07 (01:15, 01:45, runs at the first of two only)"), "{message}");
        assert!(message.contains("2028-11-05"), "{message}");
        assert_eq!(one("30 1 * * *", "America/New_York").0, "schedule.in_fold");
    }

    #[test]
    fn s5_an_interval_is_named_only_when_the_gap_takes_all_of_its_times() {
        assert_eq!(warnings("*/30 * * * *", "Europe/Warsaw"), []);
        let (code, message) = one("*/15 2 * * *", "Europe/Warsaw");
        assert_eq!(code, "schedule.in_gap");
        assert!(message.contains("2027-03-28 (02:00, 02:15, 02:30, 02:45, runs at 03:00:00 +02:00)"), "{message}");
    }

    #[test]
    fn the_rule_for_two_restricted_days_is_said() {
        let (code, message) = one("17 3 13 * FRI", "UTC");
        assert_eq!(code, "schedule.both_days");
        assert!(message.contains("either"), "{message}");
        assert!(one("17 3 13 * +FRI", "UTC").1.contains("both of them"), "the plus");
    }
}
