//! From expression and zone to seconds, one stretch without a change of the clock after the other (S5).
//!
//! Within a stretch local time and UTC run side by side, so the search is the calendar's. At its beginning two
//! things are decided. **Fold** (the clock went back): a wall-clock expression goes on behind the repeated times,
//! since those had their slot; an interval expression meets them again. **Gap** (the clock went forward): if a
//! wall-clock expression names swallowed times, the first second of the stretch is their slot, one for all of them.
//! An interval expression whose hours are picked (`*/30 2 * * *`, `0 */2 * * *`) gets such a slot only when it would
//! otherwise be silent for as long as the gap was; one that runs in every hour has its next slot soon enough.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use super::pattern::{Kind, Pattern};
use super::slot::SlotNote;
use super::zone::{self, Span};

/// A second that is due, with the local time that it stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) at: i64,
    pub(super) nominal: DateTime,
    pub(super) offset: Offset,
    /// Set when the slot does not stand at its nominal time.
    pub(super) moved: Option<SlotNote>,
}

/// The due seconds in order, found one at a time.
pub(super) struct Walk<'a> {
    pattern: &'a Pattern,
    zone: &'a TimeZone,
    until: i64,
    span: Span,
    opening: Option<Hit>,
    /// Where the search of this stretch goes on; none when nothing can follow.
    cursor: Option<DateTime>,
}

impl<'a> Walk<'a> {
    /// From behind `after` up to and with `until`.
    pub(super) fn new(pattern: &'a Pattern, zone: &'a TimeZone, after: i64, until: i64) -> Self {
        let first = zone::clamp(after.saturating_add(1));
        let span = Span::holding(zone, first);
        let opening = opening(pattern, &span).filter(|hit| hit.at >= first);
        let cursor = floor(pattern, &span).max(zone::civil(span.offset, first));
        Self { pattern, zone, until: zone::clamp(until), span, opening, cursor: Some(cursor) }
    }

    fn enter(&mut self, start: i64) {
        self.span = Span::holding(self.zone, start);
        self.opening = opening(self.pattern, &self.span);
        self.cursor = Some(floor(self.pattern, &self.span));
    }
}

impl Iterator for Walk<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        loop {
            let cursor = self.cursor?;
            if let Some(hit) = self.opening.take() {
                // Whatever the expression names at that very second is the same slot.
                self.cursor = cursor.max(later(zone::civil(self.span.offset, hit.at))?).into();
                return (hit.at <= self.until).then_some(hit);
            }
            let found = self.pattern.at_or_after(cursor);
            let hit = found.and_then(|nominal| plain(&self.span, nominal));
            match (hit, self.span.end) {
                (Some(hit), end) if end.is_none_or(|end| hit.at < end) => {
                    self.cursor = later(hit.nominal);
                    return (hit.at <= self.until).then_some(hit);
                }
                (_, Some(end)) if end <= self.until => self.enter(end),
                _ => {
                    self.cursor = None;
                    return None;
                }
            }
        }
    }
}

/// The last due second behind `after` up to and with `until`, searched backwards.
pub(super) fn latest(pattern: &Pattern, zone: &TimeZone, after: i64, until: i64) -> Option<Hit> {
    let (after, mut top) = (zone::clamp(after), zone::clamp(until));
    while top > after {
        let span = Span::holding(zone, top);
        let floor = floor(pattern, &span);
        let found = pattern
            .at_or_before(zone::civil(span.offset, top))
            .filter(|nominal| *nominal >= floor)
            .and_then(|nominal| plain(&span, nominal));
        let opening = opening(pattern, &span);
        if let Some(hit) = [opening, found].into_iter().flatten().reduce(|a, b| if b.at > a.at { b } else { a }) {
            return (hit.at > after).then_some(hit);
        }
        top = span.start? - 1;
    }
    None
}

/// What a local time that comes twice says about a slot.
pub(super) fn fold_note(pattern: &Pattern, zone: &TimeZone, hit: &Hit) -> Option<SlotNote> {
    match zone.to_ambiguous_timestamp(hit.nominal).offset() {
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Gap { .. } => None,
        AmbiguousOffset::Fold { before, .. } => Some(match (pattern.kind, before == hit.offset) {
            (Kind::WallClock, _) => SlotNote::FirstOfTwoOnly,
            (Kind::Interval, true) => SlotNote::FirstOfTwo,
            (Kind::Interval, false) => SlotNote::SecondOfTwo,
        }),
    }
}

/// The local times that the clock jumped over at the beginning of the stretch: from, and up to without.
pub(super) fn gap(span: &Span) -> Option<(i64, DateTime, DateTime)> {
    let start = span.start.filter(|_| span.offset > span.before)?;
    Some((start, zone::civil(span.before, start), zone::civil(span.offset, start)))
}

/// The local times that come a second time at the beginning of the stretch: from, and up to without.
pub(super) fn fold(span: &Span) -> Option<(i64, DateTime, DateTime)> {
    let start = span.start.filter(|_| span.offset < span.before)?;
    Some((start, zone::civil(span.offset, start), zone::civil(span.before, start)))
}

/// The slot that stands for what the gap at the beginning of the stretch swallowed.
pub(super) fn opening(pattern: &Pattern, span: &Span) -> Option<Hit> {
    let (at, from, to) = gap(span)?;
    let nominal = pattern.at_or_after(from).filter(|nominal| *nominal < to)?;
    let moved = match pattern.kind {
        Kind::WallClock => SlotNote::MovedOutOfGap,
        Kind::Interval => {
            let silent_until = to.checked_add(from.duration_until(to)).ok()?;
            let soon = pattern.at_or_after(to).is_some_and(|next| next < silent_until);
            if soon || !pattern.picks_hours {
                return None;
            }
            SlotNote::MakesUpForGap
        }
    };
    Some(Hit { at, nominal, offset: span.offset, moved: Some(moved) })
}

/// The first local time of the stretch that counts.
fn floor(pattern: &Pattern, span: &Span) -> DateTime {
    let Some(start) = span.start else { return DateTime::MIN };
    let offset = match pattern.kind {
        Kind::WallClock => span.offset.max(span.before),
        Kind::Interval => span.offset,
    };
    zone::civil(offset, start)
}

fn plain(span: &Span, nominal: DateTime) -> Option<Hit> {
    Some(Hit { at: zone::second(span.offset, nominal)?, nominal, offset: span.offset, moved: None })
}

fn later(civil: DateTime) -> Option<DateTime> {
    civil.checked_add(jiff::SignedDuration::from_secs(1)).ok()
}
