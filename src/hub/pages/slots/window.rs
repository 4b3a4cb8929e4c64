//! The stretch of time that the board shows, and the columns that it is cut into. All of it is in the address.

use chrono::{DurationRound, TimeDelta};

use crate::clock::Instant;
use crate::hub::failure::Failure;
use crate::hub::params::{Params, address};
use crate::hub::parts::stamp;
use crate::hub::view::Answer;

/// Hours of a board when nobody says, and the most of them.
pub const USUAL: u32 = 24;
/// A week: as long as runs that found nothing to do are kept.
pub const MOST: u32 = 24 * 7;

/// The most columns of a board.
pub const COLUMNS: usize = 60;

/// Columns that lie ahead when nobody says until when: what is due next is part of the answer.
const AHEAD: i32 = 3;

/// How far ahead a board may go.
const FARTHEST: TimeDelta = TimeDelta::days(8);

/// From up to which hours a column is so many minutes long.
const STEPS: [(u32, i64); 9] =
    [(1, 1), (3, 5), (6, 10), (12, 15), (25, 30), (48, 60), (72, 120), (120, 180), (MOST, 240)];

/// What a board shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The beginning; on a column.
    pub from: Instant,
    /// The end; on a column.
    pub until: Instant,
    /// Hours that were asked for.
    pub hours: u32,
    /// How long a column is.
    pub step: TimeDelta,
    /// The one job that is looked at, if it is one.
    pub job: Option<String>,
    /// Whether somebody said until when.
    is_fixed: bool,
}

impl Window {
    /// From an address, at `now`.
    ///
    /// # Errors
    /// [`Failure::Parameter`].
    pub fn read(params: &Params, now: Instant) -> Answer<Self> {
        let hours = params.number("hours", 1..=MOST, USUAL)?;
        let until = params.instant("until")?;
        if until.is_some_and(|until| until > now + FARTHEST || until < Instant::UNIX_EPOCH + TimeDelta::days(8)) {
            return Err(Failure::Parameter("until", "It is a time that is not more than 8 days ahead.".into()));
        }
        Self::new(hours, until, params.text("job").map(str::to_owned), now)
    }

    /// So many hours, at most [`MOST`], up to `until` or shortly after `now`; of one job, or of all.
    ///
    /// # Errors
    /// [`Failure::Broken`] at the ends of the calendar.
    pub fn new(hours: u32, until: Option<Instant>, job: Option<String>, now: Instant) -> Answer<Self> {
        let hours = hours.clamp(1, MOST);
        let minutes = STEPS.iter().find(|(most, _)| hours <= *most).map_or(240, |(_, minutes)| *minutes);
        let step = TimeDelta::minutes(minutes);
        let floor = |at: Instant| at.duration_trunc(step).map_err(|_| Failure::Broken("hub.calendar_ends"));
        let end = match until {
            Some(at) if floor(at)? == at => at,
            Some(at) => floor(at)? + step,
            None => floor(now)? + step * AHEAD,
        };
        let columns = (i64::from(hours) * 60 + minutes - 1) / minutes;
        let from = end - step * i32::try_from(columns).unwrap_or(1);
        Ok(Self { from, until: end, hours, step, job, is_fixed: until.is_some() })
    }

    /// The beginnings of the columns.
    #[must_use]
    pub fn columns(&self) -> Vec<Instant> {
        let mut columns = Vec::with_capacity(COLUMNS);
        let mut at = self.from;
        while at < self.until && columns.len() < COLUMNS {
            columns.push(at);
            at += self.step;
        }
        columns
    }

    /// The column in which `at` lies, if it lies in the window.
    #[must_use]
    pub fn column(&self, at: Instant) -> Option<usize> {
        if at < self.from || at >= self.until {
            return None;
        }
        usize::try_from((at - self.from).num_seconds() / self.step.num_seconds()).ok()
    }

    /// The address of the board over these `hours`, up to `until`.
    #[must_use]
    pub fn over(&self, hours: u32, until: Option<Instant>) -> String {
        self.address_of("/slots", hours, until)
    }

    /// The same board elsewhere, such as its JSON.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        self.address_of(path, self.hours, self.is_fixed.then_some(self.until))
    }

    /// The same stretch of time for one job, or for all.
    #[must_use]
    pub fn of(&self, job: Option<&str>) -> String {
        Self { job: job.map(str::to_owned), ..self.clone() }.address("/slots")
    }

    /// The address of one column of one job, in finer columns.
    #[must_use]
    pub fn zoomed(&self, job: &str, column: Instant) -> String {
        let one = Self { job: Some(job.to_owned()), ..self.clone() };
        let hours = u32::try_from((self.step.num_minutes() + 59) / 60).unwrap_or(1);
        one.over(hours, Some(column + self.step))
    }

    fn address_of(&self, path: &str, hours: u32, until: Option<Instant>) -> String {
        let hours = (hours != USUAL).then(|| hours.to_string());
        address(path, &[("job", self.job.clone()), ("hours", hours), ("until", until.map(stamp))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(query: &str) -> Answer<Window> {
        Window::read(&Params::parse(query).unwrap(), "2026-11-20T08:31:07Z".parse().unwrap())
    }

    #[test]
    fn no_window_has_more_columns_than_a_table_can_hold_and_all_of_them_are_whole() {
        for hours in 1..=MOST {
            let window = window(&format!("hours={hours}")).unwrap();
            let columns = window.columns();
            assert!((12..=COLUMNS).contains(&columns.len()), "{hours}: {}", columns.len());
            assert_eq!(*columns.last().unwrap() + window.step, window.until, "{hours}");
            assert!(window.until - window.from >= TimeDelta::hours(i64::from(hours)), "{hours}");
        }
    }

    #[test]
    fn an_instant_lies_in_the_column_that_begins_before_it() {
        let window = window("until=2026-11-20T09:00:00Z&hours=1").unwrap();
        assert_eq!(window.column("2026-11-20T08:00:00Z".parse().unwrap()), Some(0));
        assert_eq!(window.column("2026-11-20T08:59:59Z".parse().unwrap()), Some(59));
        assert_eq!(window.column(window.until), None);
        assert_eq!(window.column("2026-11-20T07:59:59Z".parse().unwrap()), None);
    }

    #[test]
    fn a_window_is_bounded_and_says_what_it_may_be() {
        for query in ["hours=0", "hours=169", "hours=x", "until=2030-01-01", "until=soon"] {
            assert!(matches!(window(query), Err(Failure::Parameter(..))), "{query}");
        }
        let some = window("until=2026-11-19&hours=6&job=a%23b").unwrap();
        assert_eq!(some.address("/api/slots"), "/api/slots?job=a%23b&hours=6&until=2026-11-19T00%3A00%3A00Z");
    }
}
