//! A cron expression with a zone, checked once, and the slots that follow from it.
//!
//! **Expression.** Five fields, or six with the second in front, in croner's words (`L`, `W`, `#`, `@daily`); no years.
//! Day of month and day of week both restricted: either is enough, unless the day of week begins with `+`.
//!
//! **Changes of the clock** (S5). Without `*` and `/` in minute and hour the expression is one of the *wall clock*:
//! each nominal local time counts once, in a gap at the first instant after it (several in one gap are one slot), in
//! a fold at the first of the two. Otherwise it is an *interval* and counts at every instant whose local time
//! matches, so both copies of a repeated hour. The second has no say: `*/10 30 2 * * *` names six nominal times.
//!
//! **Cost.** Everything is searched, one slot at a time, and nothing is kept: taking the next or the latest slot
//! costs the same whether an hour or a year lies between. Counting is bounded by the caller.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta};
use jiff::tz::{Offset, TimeZone};

use super::night::{Change, Night};
use super::pattern::{DayRule, Kind, Pattern};
use super::slot::Slot;
use super::walk::{self, Hit, Walk};
use super::zone;
use crate::clock::Instant;
use crate::problem::Result;

/// A cron expression in a named zone.
#[derive(Debug, Clone)]
pub struct Cadence {
    pattern: Pattern,
    zone: TimeZone,
}

impl Cadence {
    /// How many slots are looked at to find the shortest interval.
    pub const LOOKED_AT: usize = 10_000;

    /// Reads an expression and the IANA name of a zone.
    ///
    /// # Errors
    /// `schedule.cron_invalid`, `schedule.never_matches` or `schedule.zone_unknown`, with a name that looks like it.
    pub fn parse(cron: &str, zone: &str) -> Result<Self> {
        Ok(Self { pattern: Pattern::parse(cron)?, zone: zone::find(zone)? })
    }

    /// The expression as it was written, with single blanks.
    #[must_use]
    pub fn cron(&self) -> &str {
        &self.pattern.text
    }

    /// The expression as people say it, without the zone: `every 5 minutes`, `at 02:30 every day`.
    #[must_use]
    pub fn words(&self) -> String {
        self.pattern.words()
    }

    /// The zone in the spelling of the IANA database.
    #[must_use]
    pub fn time_zone(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// Whether each nominal time counts once, as opposed to following elapsed time.
    #[must_use]
    pub fn is_wall_clock(&self) -> bool {
        self.pattern.kind == Kind::WallClock
    }

    /// Whether minute or hour is a list or a range.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.pattern.is_list
    }

    /// The rule for days, when day of month and day of week are both restricted.
    #[must_use]
    pub fn day_rule(&self) -> Option<DayRule> {
        self.pattern.day_rule()
    }

    /// The slots behind `after` up to and with `until`, in order, each found when it is asked for.
    pub fn slots(&self, after: Instant, until: Instant) -> impl Iterator<Item = Slot> + '_ {
        Walk::new(&self.pattern, &self.zone, after.timestamp(), until.timestamp()).filter_map(|hit| self.slot(&hit))
    }

    /// The first `count` slots behind `after`.
    #[must_use]
    pub fn next(&self, after: Instant, count: usize) -> Vec<Slot> {
        self.slots(after, Instant::MAX_UTC).take(count).collect()
    }

    /// The last slot behind `after` up to and with `until`; what lies before it is not walked over.
    #[must_use]
    pub fn latest(&self, after: Instant, until: Instant) -> Option<Slot> {
        walk::latest(&self.pattern, &self.zone, after.timestamp(), until.timestamp()).and_then(|hit| self.slot(&hit))
    }

    /// How many slots there are behind `after` up to and with `until`, counted up to `most`: a result of `most` says
    /// that there are so many or more.
    #[must_use]
    pub fn count(&self, after: Instant, until: Instant, most: usize) -> usize {
        Walk::new(&self.pattern, &self.zone, after.timestamp(), until.timestamp()).take(most).count()
    }

    /// The shortest time between two slots in the year behind `from`, of the first [`Cadence::LOOKED_AT`] slots; none
    /// when the year holds fewer than two.
    #[must_use]
    pub fn shortest_interval(&self, from: Instant) -> Option<Duration> {
        let year = from.timestamp().saturating_add(366 * 86_400);
        let mut before: Option<i64> = None;
        let mut shortest: Option<u64> = None;
        for hit in Walk::new(&self.pattern, &self.zone, from.timestamp(), year).take(Self::LOOKED_AT) {
            if let Some(seconds) = before.and_then(|before| u64::try_from(hit.at - before).ok()) {
                shortest = Some(shortest.map_or(seconds, |known| known.min(seconds)));
            }
            if shortest == Some(1) {
                break;
            }
            before = Some(hit.at);
        }
        shortest.map(Duration::from_secs)
    }

    /// The changes of the clock behind `after` up to `until` that move or double something this expression names:
    /// none for an interval that simply goes on.
    pub fn nights(&self, after: Instant, until: Instant) -> impl Iterator<Item = Night> + '_ {
        let until = zone::clamp(until.timestamp());
        let first = zone::Span::holding(&self.zone, zone::clamp(after.timestamp())).end;
        let mut next = first.filter(|at| *at <= until);
        std::iter::from_fn(move || {
            let span = zone::Span::holding(&self.zone, next?);
            next = span.end.filter(|at| *at <= until);
            Some(span)
        })
        .filter_map(|span| self.night(&span))
    }

    fn night(&self, span: &zone::Span) -> Option<Night> {
        let (change, (at, from, to)) = match walk::gap(span) {
            Some(gap) => (Change::Gap, gap),
            None => (Change::Fold, walk::fold(span)?),
        };
        let concerns = match change {
            Change::Gap => walk::opening(&self.pattern, span).is_some(),
            Change::Fold => self.is_wall_clock(),
        };
        if !concerns {
            return None;
        }
        let mut times = Vec::new();
        let mut found = self.pattern.at_or_after(from).filter(|time| *time < to);
        while let Some(time) = found.filter(|_| times.len() < Night::MOST) {
            times.push(naive(time)?);
            let second_later = time.checked_add(jiff::SignedDuration::from_secs(1)).ok()?;
            found = self.pattern.at_or_after(second_later).filter(|time| *time < to);
        }
        let more = found.is_some();
        let by = TimeDelta::seconds(from.duration_until(to).as_secs());
        (!times.is_empty()).then_some(Night { at: Instant::from_timestamp(at, 0)?, change, by, times, more })
    }

    /// None at the ends of the calendar only.
    fn slot(&self, hit: &Hit) -> Option<Slot> {
        let at = Instant::from_timestamp(hit.at, 0)?;
        let note = hit.moved.or_else(|| walk::fold_note(&self.pattern, &self.zone, hit));
        Some(Slot { at, local: local(at, hit.offset)?, nominal: naive(hit.nominal)?, note })
    }
}

fn local(at: Instant, offset: Offset) -> Option<DateTime<FixedOffset>> {
    Some(at.with_timezone(&FixedOffset::east_opt(offset.seconds())?))
}

fn naive(civil: jiff::civil::DateTime) -> Option<NaiveDateTime> {
    let second = Offset::UTC.to_timestamp(civil).ok()?.as_second();
    Some(Instant::from_timestamp(second, 0)?.naive_utc())
}
