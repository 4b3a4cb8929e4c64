//! Zones by their IANA names, from the data that is built into the program, so that two machines with different
//! zone files agree on every slot; and the stretches between two changes of the clock, in which local time and UTC
//! differ by one number.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use crate::problem::{Problem, Result};

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Days that are kept clear at both ends of the calendar, so that no arithmetic runs over them.
const MARGIN: i64 = 10 * 86_400;

/// The zone of that name, in any case of letters.
pub(super) fn find(name: &str) -> Result<TimeZone> {
    ZONES.get(name).ok().filter(|zone| !zone.is_unknown()).ok_or_else(|| {
        let hint = near(name).map(|known| format!("did you mean `{known}`? ")).unwrap_or_default();
        Problem::request("schedule.zone_unknown", format!("there is no time zone `{name}`"))
            .next(format!("{hint}zones are named as in the IANA database: UTC, Europe/Warsaw, America/New_York"))
    })
}

/// The known name that looks most like this one, or whose city does.
fn near(name: &str) -> Option<String> {
    let wanted = name.trim().to_lowercase().replace(' ', "_");
    // A name of absurd length is like no other, and comparing costs its length each time.
    if wanted.is_empty() || wanted.len() > 64 {
        return None;
    }
    let distance_to = |known: &str| {
        let known = known.to_lowercase();
        let city = known.rsplit('/').next().unwrap_or(&known);
        distance(&wanted, &known).min(distance(&wanted, city))
    };
    ZONES
        .available()
        .map(|known| (distance_to(known.as_str()), known.as_str().to_owned()))
        .min()
        .filter(|(distance, _)| *distance <= wanted.len() / 3)
        .map(|(_, known)| known)
}

/// How many letters must be changed, added or removed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, from) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (at, to) in b.iter().enumerate() {
            let changed = diagonal + usize::from(from != *to);
            diagonal = row[at + 1];
            row[at + 1] = changed.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row[b.len()]
}

/// A stretch of time without a change of the clock; seconds since the epoch, `end` excluded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// The change that opens it; none when the zone has known no earlier one.
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    pub(super) offset: Offset,
    /// The offset until `start`.
    pub(super) before: Offset,
}

impl Span {
    /// The stretch that holds the second `at`.
    pub(super) fn holding(zone: &TimeZone, at: i64) -> Self {
        let next = zone.following(timestamp(at)).next().map(|change| change.timestamp().as_second());
        let start = zone.preceding(timestamp(at + 1)).next().map(|change| change.timestamp().as_second());
        let offset = zone.to_offset(timestamp(at));
        let before = start.map_or(offset, |start| zone.to_offset(timestamp(start - 1)));
        Self { start, end: next, offset, before }
    }
}

/// What a clock at that offset shows.
pub(super) fn civil(offset: Offset, at: i64) -> DateTime {
    offset.to_datetime(timestamp(at))
}

/// When a clock at that offset shows `civil`; none at the very end of the calendar.
pub(super) fn second(offset: Offset, civil: DateTime) -> Option<i64> {
    offset.to_timestamp(civil).ok().map(Timestamp::as_second)
}

/// Brings a second into the calendar that the search works on.
pub(super) fn clamp(at: i64) -> i64 {
    at.clamp(Timestamp::MIN.as_second() + MARGIN, Timestamp::MAX.as_second() - MARGIN)
}

fn timestamp(at: i64) -> Timestamp {
    Timestamp::from_second(clamp(at)).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_found_in_any_case_and_a_slip_gets_its_neighbour() {
        assert_eq!(find("europe/warsaw").unwrap().iana_name(), Some("Europe/Warsaw"));
        assert_eq!(find("utc").unwrap().iana_name(), Some("UTC"));
        for (name, hint) in [
            ("Europe/Warszaw", "`Europe/Warsaw`"),
            ("Warsaw", "`Europe/Warsaw`"),
            ("New York", "`America/New_York`"),
            ("Austrlia/Lord_Howe", "`Australia/Lord_Howe`"),
        ] {
            let problem = find(name).unwrap_err();
            assert_eq!(problem.code, "schedule.zone_unknown");
            assert!(problem.next.contains(hint), "{name}: {}", problem.next);
        }
    }

    #[test]
    fn what_is_no_name_of_a_zone_is_refused_without_a_guess() {
        for name in ["", "+02:00", "CET-1CEST,M3.5.0,M10.5.0/3", "Etc/Unknown", "qqqqqqqqqqqq", &"x".repeat(10_000)] {
            let problem = find(name).unwrap_err();
            assert_eq!(problem.code, "schedule.zone_unknown", "{name}");
            assert!(name == "Etc/Unknown" || !problem.next.contains("did you mean"), "{name}: {}", problem.next);
        }
    }

    #[test]
    fn a_stretch_ends_where_the_next_begins() {
        let zone = find("Europe/Warsaw").unwrap();
        // 2027-03-28 01:00Z, the clock goes from 02:00 to 03:00.
        let change = 1_806_195_600;
        let (winter, summer) = (Span::holding(&zone, change - 1), Span::holding(&zone, change));
        assert_eq!((winter.end, summer.start), (Some(change), Some(change)));
        assert_eq!((winter.offset.seconds(), summer.before.seconds(), summer.offset.seconds()), (3600, 3600, 7200));
        let utc = Span::holding(&find("UTC").unwrap(), change);
        assert_eq!((utc.start, utc.end), (None, None));
    }
}
