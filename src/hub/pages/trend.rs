//! How runs ended over time: the numbers behind [`crate::hub::picture::outcomes()`].
//!
//! A stretch is an hour or a day, counted by when runs were begun, as the list of operations counts: so each number is
//! the length of the list that it links to.

use chrono::{DurationRound, NaiveDateTime, TimeDelta};

use crate::clock::Instant;
use crate::db::Engine;
use crate::hub::failure::Failure;
use crate::hub::picture::outcomes::Bucket;
use crate::hub::view::{Answer, View};

/// The most stretches of one picture.
pub const MOST: u32 = 24 * 14;

/// How long a stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An hour.
    Hour,
    /// A day, in UTC.
    Day,
}

impl Step {
    /// As a length of time.
    #[must_use]
    pub fn length(self) -> TimeDelta {
        match self {
            Self::Hour => TimeDelta::hours(1),
            Self::Day => TimeDelta::days(1),
        }
    }

    /// The beginning of the stretch of `alias.created_at`, as the first letters of its text.
    fn key(self, engine: Engine, alias: &str) -> String {
        match (engine, self) {
            (Engine::Sqlite, Self::Hour) => format!("substr({alias}.created_at, 1, 13)"),
            (Engine::Sqlite, Self::Day) => format!("substr({alias}.created_at, 1, 10)"),
            (Engine::Postgres, Self::Hour) => format!("date_trunc('hour', {alias}.created_at at time zone 'UTC')"),
            (Engine::Postgres, Self::Day) => format!("date_trunc('day', {alias}.created_at at time zone 'UTC')"),
        }
    }
}

/// The `count` stretches up to and with the present one, oldest first, of all that the visitor may see.
///
/// # Errors
/// A database problem.
pub async fn read(view: &View, step: Step, count: u32) -> Answer<Vec<Bucket>> {
    let mut buckets = empty(view.now(), step, count)?;
    let Some((first, last)) = buckets.first().zip(buckets.last()) else { return Ok(buckets) };
    let (since, until) = (first.from, last.until);
    let text = match view.engine() {
        Engine::Sqlite => "g.stretch",
        Engine::Postgres => "to_char(g.stretch, 'YYYY-MM-DD\"T\"HH24')",
    };
    let sql = format!(
        "select {text} as stretch, g.outcome, g.runs from (select {} as stretch, r.outcome, count(*) as runs \
         from operation_runs r where r.created_at >= $1 and r.created_at < $2 and {} group by 1, 2) g",
        step.key(view.engine(), "r"),
        view.scope().rows("r")
    );
    for row in view.all(&sql, [since.into(), until.into()]).await? {
        let (stretch, outcome): (String, String) = (row.try_get("", "stretch")?, row.try_get("", "outcome")?);
        let from = beginning(&stretch);
        let bucket = from.and_then(|from| buckets.iter_mut().find(|bucket| bucket.from == from));
        if let Some(bucket) = bucket {
            bucket.add(&outcome, row.try_get("", "runs")?);
        }
    }
    Ok(buckets)
}

fn empty(now: Instant, step: Step, count: u32) -> Answer<Vec<Bucket>> {
    let broken = |_| Failure::Broken("hub.calendar_ends");
    let last = now.duration_trunc(step.length()).map_err(broken)?;
    let bucket = |back: u32| {
        let from = last - step.length() * i32::try_from(back).unwrap_or(0);
        Bucket::new(from, from + step.length())
    };
    Ok((0..count.clamp(1, MOST)).rev().map(bucket).collect())
}

/// From `2026-11-20T08`, or the day alone.
fn beginning(text: &str) -> Option<Instant> {
    let hour = if text.len() == 10 { format!("{text}T00:00") } else { format!("{text}:00") };
    NaiveDateTime::parse_from_str(&hour, "%Y-%m-%dT%H:%M").ok().map(|naive| naive.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stretches_end_with_the_present_one_and_touch_each_other() {
        let now: Instant = "2026-11-20T08:30:00Z".parse().unwrap();
        let buckets = empty(now, Step::Hour, 24).unwrap();
        assert_eq!(buckets.len(), 24);
        assert_eq!(buckets[23].until, "2026-11-20T09:00:00Z".parse::<Instant>().unwrap());
        assert!(buckets.windows(2).all(|two| two[0].until == two[1].from));
        assert_eq!(empty(now, Step::Day, 0).unwrap().len(), 1);
    }

    #[test]
    fn a_stretch_is_read_from_the_first_letters_of_a_time() {
        assert_eq!(beginning("2026-11-20T08"), "2026-11-20T08:00:00Z".parse().ok());
        assert_eq!(beginning("2026-11-20"), "2026-11-20T00:00:00Z".parse().ok());
    }
}
