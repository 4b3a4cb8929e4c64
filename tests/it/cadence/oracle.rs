//! The slow truth: one UTC minute after the other, with what jiff says the clocks show. A local time counts for a
//! wall-clock expression when no earlier minute has shown it, which the highest time seen so far tells; minutes that
//! a clock jumps over are looked at when it jumps.

use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

use super::sketch::Sketch;

/// Every zone with something of its own: shifts of an hour and of half an hour, north and south, at midnight, for
/// Ramadan, none at all, and offsets that are no whole hours.
pub const ZONES: [&str; 14] = [
    "Europe/Warsaw",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Europe/Dublin",
    "America/St_Johns",
    "America/Santiago",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "UTC",
];

pub fn zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).expect("a known zone")
}

/// When the clock changes next behind `second`; that second itself where it never does.
pub fn next_change(zone: &TimeZone, second: i64) -> i64 {
    zone.following(stamp(second)).next().map_or(second, |change| change.timestamp().as_second())
}

/// The slots behind `after` up to and with `until`, in seconds.
pub fn slots(sketch: &Sketch, zone: &TimeZone, after: i64, until: i64) -> Vec<i64> {
    // Early enough that a fold which reaches into the window is seen to begin.
    let first = (after - 26 * 3600).div_euclid(60) * 60;
    let mut highest = civil(zone, first - 60);
    let mut found = Vec::new();
    for minute in (first..=until).step_by(60) {
        let shown = civil(zone, minute);
        let previous = civil(zone, minute - 60);
        let new = shown > highest;
        let plain = sketch.matches(shown) && (sketch.is_interval() || new);
        if plain || stands_for_a_gap(sketch, previous, shown) {
            found.push(minute);
        }
        highest = highest.max(shown);
    }
    found.retain(|minute| *minute > after);
    found
}

fn stands_for_a_gap(sketch: &Sketch, previous: DateTime, shown: DateTime) -> bool {
    let swallowed = minutes(next_minute(previous), shown);
    if !swallowed.iter().any(|minute| sketch.matches(*minute)) {
        return false;
    }
    let gap = SignedDuration::from_mins(i64::try_from(swallowed.len()).expect("a day at most"));
    let soon = minutes(shown, shown.checked_add(gap).expect("within the calendar"));
    !sketch.is_interval() || (sketch.picks_hours() && !soon.iter().any(|minute| sketch.matches(*minute)))
}

fn minutes(from: DateTime, to: DateTime) -> Vec<DateTime> {
    std::iter::successors(Some(from), |minute| Some(next_minute(*minute))).take_while(|minute| *minute < to).collect()
}

fn next_minute(civil: DateTime) -> DateTime {
    civil.checked_add(SignedDuration::from_mins(1)).expect("within the calendar")
}

fn civil(zone: &TimeZone, second: i64) -> DateTime {
    zone.to_datetime(stamp(second))
}

fn stamp(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("within the calendar")
}
