//! Numbers and instants as a scenario file may hold them: refused where they stand, with line and column.

use chrono::{DateTime, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::clock::Instant;
use crate::problem::{Problem, Result};

/// The most rows that may be described one by one: they are held in memory, and beyond this nobody reads them.
pub const MOST_ROWS: i64 = 200_000;

/// The most that a count may say. A population holds none of its rows in memory.
pub const MOST_GENERATED: i64 = 100_000_000;

/// How many of something: 0 to a hundred million.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub i64);

/// How many days: 1 to ten years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days(pub i64);

/// The root of all values: any whole number that is not negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub i64);

/// The instant that counts as now, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf(pub Instant);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        bounded(deserializer, 0, MOST_GENERATED, "a count").map(Self)
    }
}

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        bounded(deserializer, 1, 3_650, "a number of days").map(Self)
    }
}

impl<'de> Deserialize<'de> for Seed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        bounded(deserializer, 0, i64::MAX, "a seed").map(Self)
    }
}

impl<'de> Deserialize<'de> for AsOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        // A time with quotes is understood like one without.
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Time(toml::value::Datetime),
            Text(String),
        }
        let text = match Form::deserialize(deserializer) {
            Ok(Form::Time(time)) => time.to_string(),
            Ok(Form::Text(text)) => text,
            Err(_) => return Err(D::Error::custom("as_of is not a time such as 2026-01-15T12:00:00Z")),
        };
        as_of(&text).map(Self).map_err(|problem| D::Error::custom(problem.message))
    }
}

/// An instant with its offset from UTC, between the years 2000 and 2100.
///
/// # Errors
/// `seed.as_of_invalid`.
pub fn as_of(text: &str) -> Result<Instant> {
    let wrong = |why: &str| {
        Problem::request("seed.as_of_invalid", format!("as_of `{text}` {why}"))
            .next("give an instant with its offset, such as 2026-01-15T12:00:00Z")
    };
    let at: Instant =
        DateTime::parse_from_rfc3339(text).map_err(|_| wrong("is not a time with an offset"))?.with_timezone(&Utc);
    let (first, last) = (946_684_800, 4_102_444_800);
    if !(first..last).contains(&at.timestamp()) {
        return Err(wrong("is not between the years 2000 and 2100"));
    }
    DateTime::from_timestamp(at.timestamp(), 0).ok_or_else(|| wrong("is not a time"))
}

fn bounded<'de, D: Deserializer<'de>>(
    deserializer: D,
    low: i64,
    high: i64,
    what: &str,
) -> std::result::Result<i64, D::Error> {
    let value = i64::deserialize(deserializer)?;
    if (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(D::Error::custom(format!("{value} is no sane value for {what}: it goes from {low} to {high}")))
    }
}
