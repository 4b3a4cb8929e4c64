//! What became of each slot of a job: the slots that its cadence expects, the runs, and the reasons for those that did not
//! run, laid over each other. Pure; DST nights come from the cadence.
//!
//! **One rule above all**: of the expected slots of a stretch each is exactly one of *has runs or left-out workspaces*,
//! *did not run, for a reason that is written down*, *due, late or ahead*, *too old to tell*, or *without a trace*. What
//! is without a trace is said as such: there is no row, and no guess stands in for one.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::tally::Tally;
use crate::catalog::cadence::Cadence;
use crate::clock::Instant;

/// The most slots of one job that are looked at: a minute job over a week has some more than ten thousand.
pub const MOST_SLOTS: usize = 11_000;

const SECOND: TimeDelta = TimeDelta::seconds(1);

/// What is expected of a job.
#[derive(Debug, Clone)]
pub struct Expected {
    /// When it is due; none when it is switched off, or many schedules in one row.
    pub cadence: Option<Cadence>,
    /// Slots up to here are not its own: it was not there yet, or was another one.
    pub since: Instant,
    /// Slots up to here have been dealt with.
    pub settled: Option<Instant>,
    /// Since when a person has held it.
    pub held: Option<Instant>,
    /// How late a slot may be and still be on time.
    pub grace: TimeDelta,
    /// How long a run is kept that found nothing to do.
    pub kept: TimeDelta,
}

/// Runs of one slot that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The slot.
    pub slot: Instant,
    /// Their status.
    pub status: String,
    /// Their outcome.
    pub outcome: String,
    /// How many.
    pub runs: i64,
    /// How many of them are of workspaces that are no longer active.
    pub gone: i64,
    /// One of them.
    pub one: i64,
}

/// Workspaces (or tenants) that one slot left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The slot.
    pub slot: Instant,
    /// Why.
    pub reason: String,
    /// How many.
    pub count: i64,
    /// How many of them are no longer active.
    pub gone: i64,
    /// A run that was in the way.
    pub blocking: Option<i64>,
}

/// Slots of a whole schedule that did not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The first.
    pub from: Instant,
    /// The last.
    pub through: Instant,
    /// Why.
    pub reason: String,
}

/// The workspaces of which each slot has a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crowd {
    /// How many there were when the stretch began.
    pub before: i64,
    /// When the others came, in order.
    pub arrivals: Vec<Instant>,
}

/// Everything that was found of a job.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Runs.
    pub ran: Vec<Ran>,
    /// Left-out workspaces.
    pub left: Vec<Left>,
    /// Slots that did not run at all.
    pub stretches: Vec<Stretch>,
    /// How many runs a slot should have; none when that is not known.
    pub crowd: Option<Crowd>,
    /// Slots before it were not counted whole, for there were too many rows.
    pub counted_from: Option<Instant>,
}

/// What became of one slot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accounted {
    /// The slot.
    pub slot: Instant,
    /// What became of it.
    pub tally: Tally,
    /// What a change of the clock did to it.
    pub note: Option<&'static str>,
    /// Its run, when it has one only.
    pub run: Option<i64>,
    /// The run that was in the way, when there is one only.
    pub blocking: Option<i64>,
    /// Whether the cadence of today has it.
    pub is_expected: bool,
    /// Runs and left-out places of workspaces that are still active.
    pub present: i64,
}

impl Crowd {
    /// How many there were at `slot`.
    #[must_use]
    pub fn at(&self, slot: Instant) -> i64 {
        self.before + i64::try_from(self.arrivals.partition_point(|came| *came <= slot)).unwrap_or(0)
    }
}

impl Expected {
    /// The slots from `from` on, before `until`: each with what a change of the clock did to it.
    #[must_use]
    pub fn slots(&self, from: Instant, until: Instant) -> Vec<(Instant, Option<&'static str>)> {
        let Some(cadence) = &self.cadence else { return Vec::new() };
        let after = self.looked_from(from, until);
        let slots = cadence.slots(after, until - SECOND).take(MOST_SLOTS);
        slots.map(|slot| (slot.at, slot.note.map(|note| note.as_str()))).collect()
    }

    /// From where slots are looked at: later than `from` when there are more of them than anybody would look at.
    #[must_use]
    pub fn looked_from(&self, from: Instant, until: Instant) -> Instant {
        let after = (from - SECOND).max(self.since);
        let many = |cadence: &Cadence| {
            let beyond = cadence.slots(after, until - SECOND).nth(MOST_SLOTS)?;
            // As long as so many slots take, counted back from the end.
            Some((until - (beyond.at - after)).max(after))
        };
        self.cadence.as_ref().and_then(many).unwrap_or(after)
    }
}

/// What became of the slots from `from` on, before `until`, in order.
#[must_use]
pub fn account(expected: &Expected, facts: &Facts, (from, until): (Instant, Instant), now: Instant) -> Vec<Accounted> {
    let mut slots: BTreeMap<Instant, Accounted> = BTreeMap::new();
    for (slot, note) in expected.slots(from, until) {
        slots.insert(slot, Accounted { slot, note, is_expected: true, ..Accounted::default() });
    }
    let lies_within = |slot: Instant| slot >= from && slot < until;
    for ran in facts.ran.iter().filter(|ran| lies_within(ran.slot)) {
        let entry = entry(&mut slots, ran.slot);
        entry.run = (entry.tally.runs() == 0 && ran.runs == 1).then_some(ran.one);
        entry.tally.add_runs(&ran.status, &ran.outcome, ran.runs);
        entry.present += ran.runs - ran.gone;
    }
    for left in facts.left.iter().filter(|left| lies_within(left.slot)) {
        let entry = entry(&mut slots, left.slot);
        entry.blocking = left.blocking.filter(|_| left.count == 1 && entry.tally.overlap == 0);
        match left.reason.as_str() {
            "blocked" => entry.tally.refused += left.count,
            "missed" => entry.tally.missed += left.count,
            _ => entry.tally.overlap += left.count,
        }
        entry.present += left.count - left.gone;
    }
    for stretch in &facts.stretches {
        if lies_within(stretch.from) {
            // An older expression may have named it.
            entry(&mut slots, stretch.from);
        }
        for (_, entry) in slots.range_mut(stretch.from..=stretch.through.max(stretch.from)) {
            if entry.present == 0 && entry.tally == Tally::default() {
                match stretch.reason.as_str() {
                    "paused" => entry.tally.paused = 1,
                    "coalesced" => entry.tally.coalesced = 1,
                    "overlap" => entry.tally.overlap = 1,
                    _ => entry.tally.missed = 1,
                }
            }
        }
    }
    slots.into_values().filter_map(|slot| judged(expected, facts, slot, now)).collect()
}

fn entry(slots: &mut BTreeMap<Instant, Accounted>, slot: Instant) -> &mut Accounted {
    slots.entry(slot).or_insert_with(|| Accounted { slot, ..Accounted::default() })
}

/// What is to be said of a slot beyond what was found; nothing of one that was for nobody.
fn judged(expected: &Expected, facts: &Facts, mut slot: Accounted, now: Instant) -> Option<Accounted> {
    let at = slot.slot;
    let is_whole = facts.counted_from.is_none_or(|from| at >= from);
    let is_kept = now - at < expected.kept;
    let is_settled = expected.settled.is_some_and(|settled| at <= settled);
    let crowd = facts.crowd.as_ref().map(|crowd| crowd.at(at));
    let is_found = slot.tally != Tally::default();
    slot.tally.slots = 1;
    let tally = &mut slot.tally;
    match () {
        // Runs that found nothing to do are pruned, so of an old slot the rest is not known.
        () if is_found && tally.runs() + tally.overlap + tally.refused > 0 && slot.is_expected => {
            if !is_whole {
                tally.uncounted = 1;
            } else if is_kept {
                tally.absent = (crowd.unwrap_or(0) - slot.present).max(0);
            }
        }
        () if is_found => {}
        () if at > now => tally.ahead = 1,
        () if !is_settled && expected.held.is_some_and(|held| held <= at) => tally.paused = 1,
        () if !is_settled && now - at <= expected.grace => tally.due = 1,
        () if !is_settled => tally.late = 1,
        () if !is_kept => tally.forgotten = 1,
        () if !is_whole => tally.uncounted = 1,
        () if crowd == Some(0) => return None,
        () => tally.untraced = 1,
    }
    Some(slot)
}
