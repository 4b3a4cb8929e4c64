//! What a tick has to do for one schedule: a pure function of the stored state and `now` (S1, S4, S6).
//!
//! **One rule above all**: of the slots behind the starting point up to `now`, each is exactly one of *runs*, *skipped
//! with a reason*, or *left for the next tick* (then all later ones are left too, and [`Due::more`] says so). The
//! starting point is `last_slot`, or `created_at` for a schedule that has had none: it is not owed the time before
//! it was there.
//!
//! **Bounded.** However long the absence, a plan holds at most [`Allowance::limit`] runs and two ranges of skips, and
//! looks at no more than [`COUNTED`] slots to count each range. Whether an active run blocks a slot (S3) is for the
//! database to say, in the transaction that writes the plan.
//!
//! **Clock.** Stepped forward it looks like an absence. Stepped back, nothing is due until the time that was already
//! accounted for comes again, and `last_slot` stays; [`Due::ahead`] tells by how much, since a clock that had run
//! far ahead would silence the schedule for as long, and a person should know.
//!
//! **A new cron or zone** counts from the moment it is stored. Whoever stores it first plans and writes ticks with
//! the old one until none is left, then sets `last_slot` to that `now`, cut to the second; otherwise the new
//! expression would be held to account for a time in which it was not in force. The same holds for a resume: the
//! pause is written to its end with a last paused tick, and then lifted.

use std::time::Duration;

use chrono::{SubsecRound, TimeDelta};

use crate::catalog::cadence::Cadence;
use crate::catalog::schedules::{CatchUp, Resolved};
use crate::clock::Instant;

/// How many slots of a range are counted; a count of this many means so many or more.
pub const COUNTED: usize = 10_000;

/// The stored state of a schedule, with the declaration in force.
#[derive(Debug, Clone, Copy)]
pub struct State<'a> {
    /// What was declared or overridden.
    pub schedule: &'a Resolved,
    /// The last slot that was decided.
    pub last_slot: Option<Instant>,
    /// When the schedule was first stored.
    pub created_at: Instant,
    /// Since when a person has held it, if one does.
    pub paused_at: Option<Instant>,
}

/// What a tick may do for one schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// How late a slot may be and still be on time: the time a tick, a restart or a deployment takes. The newest slot
    /// within it runs under every policy and with any window.
    pub lateness: Duration,
    /// How many slots may run (only [`CatchUp::All`] runs more than one).
    pub limit: usize,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { lateness: Duration::from_secs(60), limit: 100 }
    }
}

/// What is to be written, in one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// The slots that run, oldest first.
    pub slots_to_run: Vec<Instant>,
    /// The slots that do not, oldest first.
    pub skips: Vec<SkipRange>,
    /// The new `last_slot`, a slot; none when it stays as it is and nothing needs to be written.
    pub advance_to: Option<Instant>,
    /// Whether slots are due beyond `advance_to`: tick again without waiting.
    pub more: bool,
    /// How far `last_slot` lies ahead of `now`, when it does.
    pub ahead: Option<Duration>,
}

/// Slots that do not run, one after the other, as one row of `schedule_skips`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkipRange {
    /// The first.
    pub slot: Instant,
    /// The last, when there is more than one.
    pub slot_through: Option<Instant>,
    /// Why.
    pub reason: Reason,
    /// How many, counted up to [`COUNTED`].
    pub count: usize,
}

/// Why a slot did not run, as far as time alone decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nobody looked in time.
    Missed,
    /// A person held the schedule.
    Paused,
    /// A newer slot runs for it.
    Coalesced,
}

impl Reason {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Paused => "paused",
            Self::Coalesced => "coalesced",
        }
    }
}

impl SkipRange {
    /// The last slot of the range.
    #[must_use]
    pub fn last(&self) -> Instant {
        self.slot_through.unwrap_or(self.slot)
    }
}

/// Plans a tick.
#[must_use]
pub fn due(state: &State<'_>, now: Instant, allowance: Allowance) -> Due {
    let start = state.last_slot.unwrap_or(state.created_at);
    if now <= start {
        let ahead = state.last_slot.and_then(|last| (last - now).to_std().ok()).filter(|ahead| !ahead.is_zero());
        return Due { ahead, ..Due::default() };
    }
    let schedule = state.schedule;
    let stretch = Stretch { cadence: &schedule.cadence, start, now };
    if !schedule.enabled {
        // Switched off is a setting and not an event: no row tells of each slot, and switching it on owes nothing.
        return Due { advance_to: stretch.newest().filter(|slot| *slot > start), ..Due::default() };
    }
    if let Some(paused_at) = state.paused_at {
        return stretch.paused(back(paused_at, allowance.lateness));
    }
    let window = schedule.catch_up_window.max(allowance.lateness);
    match schedule.catch_up {
        CatchUp::Skip => stretch.newest_only(back(now, allowance.lateness), Reason::Missed),
        CatchUp::Latest => stretch.newest_only(back(now, window), Reason::Coalesced),
        CatchUp::All => stretch.all(back(now, window), allowance.limit.max(1)),
    }
}

/// The time to account for: behind `start`, up to `now`.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    cadence: &'a Cadence,
    start: Instant,
    now: Instant,
}

impl Stretch<'_> {
    fn newest(self) -> Option<Instant> {
        self.cadence.latest(self.start, self.now).map(|slot| slot.at)
    }

    /// All slots behind `after` up to and with `until`, as one range.
    fn range(self, after: Instant, until: Instant, reason: Reason) -> Option<SkipRange> {
        let (after, until) = (after.max(self.start), until.min(self.now));
        let slot = self.cadence.slots(after, until).next()?.at;
        let last = self.cadence.latest(after, until)?.at;
        let count = self.cadence.count(after, until, COUNTED);
        Some(SkipRange { slot, slot_through: (last > slot).then_some(last), reason, count })
    }

    /// Nothing runs. What was overdue before the pause began was missed, and the pause is not to blame for it.
    fn paused(self, held_from: Instant) -> Due {
        let edge = just_before(held_from);
        plan(Vec::new(), [self.range(self.start, edge, Reason::Missed), self.range(edge, self.now, Reason::Paused)])
    }

    /// The newest slot runs if it is not older than `oldest`; those between, for `reason`, do not.
    fn newest_only(self, oldest: Instant, reason: Reason) -> Due {
        let Some(newest) = self.newest() else { return Due::default() };
        if newest < oldest {
            return plan(Vec::new(), [self.range(self.start, newest, Reason::Missed), None]);
        }
        let (edge, before) = (just_before(oldest), just_before(newest));
        let skips = match reason {
            // Missed on both sides of the edge: one row.
            Reason::Missed => [self.range(self.start, before, Reason::Missed), None],
            reason => [self.range(self.start, edge, Reason::Missed), self.range(edge, before, reason)],
        };
        plan(vec![newest], skips)
    }

    /// Every slot runs that is not older than `oldest`, `limit` of them now.
    fn all(self, oldest: Instant, limit: usize) -> Due {
        let edge = just_before(oldest);
        let mut slots = self.cadence.slots(edge.max(self.start), self.now).map(|slot| slot.at);
        let slots_to_run: Vec<Instant> = slots.by_ref().take(limit).collect();
        let more = slots.next().is_some();
        Due { more, ..plan(slots_to_run, [self.range(self.start, edge, Reason::Missed), None]) }
    }
}

/// The last slot of all is where the next tick goes on.
fn plan(slots_to_run: Vec<Instant>, skips: [Option<SkipRange>; 2]) -> Due {
    let skips: Vec<SkipRange> = skips.into_iter().flatten().collect();
    let advance_to = slots_to_run.last().copied().max(skips.last().map(SkipRange::last));
    Due { slots_to_run, skips, advance_to, more: false, ahead: None }
}

/// Slots are whole seconds, so the second before has all earlier slots and none of this instant or later.
fn just_before(instant: Instant) -> Instant {
    let second = instant.trunc_subsecs(0);
    if second < instant { second } else { second - TimeDelta::seconds(1) }
}

fn back(from: Instant, by: Duration) -> Instant {
    TimeDelta::from_std(by).ok().and_then(|by| from.checked_sub_signed(by)).unwrap_or(Instant::UNIX_EPOCH)
}
