//! Ticks at random instants, with outages, pauses, a clock that steps both ways and every policy: each slot of the
//! slow truth is decided exactly once, in order, and for the right reason.

use std::collections::BTreeMap;

use opsledger::catalog::schedules::{CatchUp, Resolved};
use opsledger::clock::Instant;
use opsledger::engine::due::{Allowance, Due, Reason, State, due};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::{schedule, seconds};
use crate::cadence::agreement::{parsed, place};
use crate::cadence::oracle;
use crate::cadence::sketch::{Sketch, sketch};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Ran,
    Skipped(Reason),
}

/// What happens between two ticks.
#[derive(Debug, Clone)]
enum Event {
    /// The clock goes on, by a usual tick, an outage, or a step back.
    Wait(i64),
    Pause,
    Resume,
    /// The process starts anew with another limit; nothing else survives anyway.
    Restart(usize),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => (1_i64..180).prop_map(Event::Wait),
        4 => (180_i64..10_000).prop_map(Event::Wait),
        2 => (10_000_i64..100_000).prop_map(Event::Wait),
        2 => (-20_000_i64..0).prop_map(Event::Wait),
        1 => Just(Event::Pause),
        1 => Just(Event::Resume),
        1 => (1_usize..200).prop_map(Event::Restart),
    ]
}

fn policy() -> impl Strategy<Value = (CatchUp, u64)> {
    (prop::sample::select(CatchUp::ALL.to_vec()), prop_oneof![Just(0), 30_u64..7_200, Just(86_400)])
}

fn instant(millis: i64) -> Instant {
    Instant::from_timestamp_millis(millis).expect("within the calendar")
}

/// A schedule, its clock, and what was decided so far.
struct Walker<'a> {
    schedule: &'a Resolved,
    /// Every slot there can be, in order.
    truth: &'a [i64],
    created: Instant,
    now: Instant,
    highest: Instant,
    last_slot: Option<Instant>,
    paused_at: Option<Instant>,
    allowance: Allowance,
    decided: BTreeMap<i64, Decision>,
}

impl Walker<'_> {
    fn tick(&mut self) -> Result<(), TestCaseError> {
        self.highest = self.highest.max(self.now);
        loop {
            let plan = self.plan();
            self.record(&plan)?;
            if !plan.more {
                break;
            }
            prop_assert!(!plan.slots_to_run.is_empty(), "more, and yet no step");
        }
        // Whatever the clock has passed is decided now, unless the clock went back behind it.
        let open = self.truth.iter().find(|slot| **slot <= self.now.timestamp() && !self.decided.contains_key(slot));
        prop_assert_eq!(open, None, "left open");
        Ok(())
    }

    fn plan(&self) -> Due {
        let Self { schedule, created: created_at, last_slot, paused_at, .. } = *self;
        let state = State { schedule, last_slot, created_at, paused_at };
        let plan = due(&state, self.now, self.allowance);
        assert_eq!(plan, due(&state, self.now, self.allowance), "pure");
        plan
    }

    fn record(&mut self, plan: &Due) -> Result<(), TestCaseError> {
        prop_assert!(plan.skips.len() <= 2 && plan.slots_to_run.len() <= self.allowance.limit, "bounded: {:?}", plan);
        let mut decisions: Vec<(i64, Decision)> = Vec::new();
        for skip in &plan.skips {
            let range = self.between(skip.slot, skip.last());
            prop_assert_eq!(range.first().copied(), Some(skip.slot.timestamp()), "a range begins with a slot");
            prop_assert_eq!(range.last().copied(), Some(skip.last().timestamp()), "and ends with one");
            prop_assert_eq!(range.len(), skip.count, "and says how many");
            prop_assert_eq!(skip.slot_through.is_none(), skip.count == 1, "and one is no range");
            decisions.extend(range.into_iter().map(|slot| (slot, Decision::Skipped(skip.reason))));
        }
        decisions.extend(plan.slots_to_run.iter().map(|slot| (slot.timestamp(), Decision::Ran)));
        for (slot, decision) in &decisions {
            prop_assert!(*slot <= self.now.timestamp(), "nothing is decided before its time");
            prop_assert!(self.last_slot.is_none_or(|last| *slot > last.timestamp()), "in order from tick to tick");
            prop_assert!(self.truth.contains(slot), "{} is no slot", slot);
            prop_assert!(self.is_right(*slot, *decision, plan), "{slot} {decision:?} at {} in {plan:?}", self.now);
            prop_assert_eq!(self.decided.insert(*slot, *decision), None, "decided twice");
        }
        prop_assert!(decisions.is_sorted_by_key(|(slot, _)| *slot), "in order within a tick");
        let last = decisions.last().and_then(|(slot, _)| Instant::from_timestamp(*slot, 0));
        prop_assert_eq!(plan.advance_to, last, "the last decision is where it goes on");
        self.last_slot = plan.advance_to.or(self.last_slot);
        Ok(())
    }

    fn between(&self, first: Instant, last: Instant) -> Vec<i64> {
        let (first, last) = (first.timestamp(), last.timestamp());
        self.truth.iter().copied().filter(|slot| (first..=last).contains(slot)).collect()
    }

    /// The rules of S4 and S6, each said from the view of one slot.
    fn is_right(&self, slot: i64, decision: Decision, plan: &Due) -> bool {
        let slot = Instant::from_timestamp(slot, 0).expect("within the calendar");
        let age = self.now - slot;
        let on_time = age <= chrono::TimeDelta::seconds(60);
        let in_window = on_time || age.to_std().is_ok_and(|age| age <= self.schedule.catch_up_window);
        let newer_runs = plan.slots_to_run.iter().any(|ran| *ran > slot);
        let newest = plan.slots_to_run.last() == Some(&slot);
        let held = self.paused_at.map(|since| since - slot <= chrono::TimeDelta::seconds(60));
        match (held, self.schedule.catch_up, decision) {
            (Some(held), _, Decision::Skipped(Reason::Paused)) => held,
            (Some(held), _, Decision::Skipped(Reason::Missed)) => !held,
            (Some(_), _, _) => false,
            (None, CatchUp::Skip, Decision::Ran) => on_time && newest,
            (None, CatchUp::Skip, Decision::Skipped(Reason::Missed)) => !on_time || newer_runs,
            (None, CatchUp::Latest, Decision::Ran) => in_window && newest,
            (None, CatchUp::Latest, Decision::Skipped(Reason::Coalesced)) => in_window && newer_runs,
            (None, CatchUp::All, Decision::Ran) => in_window,
            (None, CatchUp::Latest | CatchUp::All, Decision::Skipped(Reason::Missed)) => !in_window,
            (None, _, Decision::Skipped(_)) => false,
        }
    }
}

fn walk(
    sketch: &Sketch,
    zone: &str,
    start: i64,
    (policy, window): (CatchUp, u64),
    events: &[(Event, i64)],
) -> Result<(), TestCaseError> {
    if parsed(sketch, zone).is_none() {
        return Ok(());
    }
    let schedule = schedule(&sketch.text(), zone, policy, &format!("{window}s"));
    // The clock is bounded, so that the slow truth is: outages beyond the end of it are cut.
    let end = start + 4 * 86_400;
    let truth = oracle::slots(sketch, &oracle::zone(zone), start, end);
    let created = instant(start * 1000);
    let mut walker = Walker {
        schedule: &schedule,
        truth: &truth,
        created,
        now: created,
        highest: created,
        last_slot: None,
        paused_at: None,
        allowance: Allowance { lateness: seconds(60), limit: 100 },
        decided: BTreeMap::new(),
    };
    for (event, millis) in events {
        match event {
            Event::Wait(by) => {
                let next = walker.now.timestamp_millis() + by * 1000 + millis;
                walker.now = instant(next.min(end * 1000));
            }
            // As the commands do it: what was due until now is written first, and a clock that went back is waited for.
            Event::Pause => {
                walker.tick()?;
                walker.paused_at = walker.paused_at.or(Some(walker.highest));
            }
            Event::Resume => {
                walker.tick()?;
                walker.paused_at = None;
            }
            Event::Restart(limit) => walker.allowance.limit = *limit,
        }
        walker.tick()?;
    }
    walker.now = walker.highest;
    walker.tick()?;
    let passed = truth.iter().filter(|slot| **slot <= walker.highest.timestamp()).count();
    prop_assert_eq!(walker.decided.len(), passed, "each slot that passed, and none besides");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn s4_every_slot_is_ran_or_skipped_for_a_reason_exactly_once_and_in_order(
        sketch in sketch(),
        (zone, start) in place(),
        policy in policy(),
        events in prop::collection::vec((event(), 0_i64..1000), 1..40),
    ) {
        walk(&sketch, zone, start, policy, &events)?;
    }
}
