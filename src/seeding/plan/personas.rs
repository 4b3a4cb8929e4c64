//! Tenants at the edges: names as long or as foreign as they may be, and instants at which clocks misbehave.

use chrono::{Datelike, NaiveDate};

use super::super::scenario::model::Persona;
use super::draft::{Draft, days};
use crate::catalog::cadence::Cadence;
use crate::clock::Instant;
use crate::problem::Result;

/// A zone whose clock changes, and a minute of its day that one change skips and the other repeats.
pub(super) const CHANGING_ZONE: &str = "Europe/Berlin";
pub(super) const SKIPPED_MINUTE: i64 = 2 * 60 + 30;

/// The longest name that the schema allows a schedule.
const LONGEST: usize = 255;

/// Arabic and Hebrew, a mark that joins the letter before it, and a family that is one sign of five characters.
const RIGHT_TO_LEFT: &str = "شركة المثال — דוגמה בע״מ — cafe\u{301} 👨\u{200d}👩\u{200d}👧";

/// What a thing of such a tenant is called.
pub(super) fn named(persona: Option<Persona>, name: String) -> String {
    match persona {
        Some(Persona::LongestStrings) => longest(&name, 1_000),
        Some(Persona::RightToLeft) => format!("{RIGHT_TO_LEFT} ({name})"),
        _ => name,
    }
}

/// The same where the schema sets a limit.
pub(super) fn short(persona: Option<Persona>, name: String) -> String {
    match persona {
        Some(Persona::LongestStrings) => longest(&name, LONGEST),
        other => named(other, name),
    }
}

fn longest(name: &str, length: usize) -> String {
    let mut long = String::with_capacity(length);
    while long.chars().count() < length {
        long.push_str(name);
        long.push(' ');
    }
    // No blank at the end, which some would trim.
    long.chars().take(length - 1).chain(['.']).collect()
}

/// When the schedules of a tenant with a changing clock fire.
pub(super) fn cadence() -> Result<Cadence> {
    Cadence::parse("30 2 * * *", CHANGING_ZONE)
}

/// The last second of the last leap day that lies three days back or more.
pub(super) fn last_leap_day(as_of: Instant) -> Instant {
    let latest = (as_of - days(3)).date_naive();
    let leap = (0..9).find_map(|back| {
        let day = NaiveDate::from_ymd_opt(latest.year() - back, 2, 29)?;
        (day <= latest).then(|| day.and_hms_opt(23, 59, 59)).flatten()
    });
    leap.map_or(as_of, |at| at.and_utc())
}

/// # Errors
/// `scenario.impossible` when a tenant would be older than its workspace.
pub(super) fn check(draft: &Draft<'_>) -> Result<()> {
    for home in &draft.homes {
        let account = &draft.accounts[home.account];
        if home.persona == Some(Persona::LeapDay) && home.created_at != last_leap_day(draft.as_of) {
            return Err(draft.impossible(format!(
                "tenant `{}` is created on {}, and its workspace `{}` is younger",
                home.key,
                last_leap_day(draft.as_of).date_naive(),
                account.key
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_leap_day_has_been() {
        let of = |at: &str| last_leap_day(at.parse().unwrap()).to_rfc3339();
        assert_eq!(of("2026-01-15T12:00:00Z"), "2024-02-29T23:59:59+00:00");
        assert_eq!(of("2024-03-01T12:00:00Z"), "2020-02-29T23:59:59+00:00");
        assert_eq!(of("2024-03-04T00:00:00Z"), "2024-02-29T23:59:59+00:00");
    }

    #[test]
    fn the_longest_name_is_exactly_as_long_as_it_may_be() {
        assert_eq!(short(Some(Persona::LongestStrings), "Nightly".into()).chars().count(), LONGEST);
    }
}
