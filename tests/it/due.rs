//! What a tick has to do, with clocks that are only numbers. Nothing here sleeps or opens a database.

mod accounting;
mod bounds;
mod month;
mod pauses;
mod policies;

use std::collections::BTreeMap;
use std::time::Duration;

use opsledger::catalog::schedules::{CatchUp, Override, Resolved, SCHEDULES, resolve};
use opsledger::clock::Instant;
use opsledger::engine::due::{Allowance, Due, SkipRange, State, due};

use crate::cadence::at;

/// A schedule of the real list with that cadence and policy.
pub fn schedule(cron: &str, zone: &str, catch_up: CatchUp, window: &str) -> Resolved {
    let key = "ops.reconcile_stale_runs";
    let change = Override {
        cron: Some(cron.to_owned()),
        time_zone: Some(zone.to_owned()),
        catch_up: Some(catch_up.as_str().to_owned()),
        catch_up_window: Some(humantime::parse_duration(window).expect("a duration")),
        ..Override::default()
    };
    let resolved = resolve(SCHEDULES, &BTreeMap::from([(key.to_owned(), change)])).expect("a sound schedule");
    resolved.into_iter().find(|schedule| schedule.key == key).expect("it is declared")
}

pub fn state<'a>(schedule: &'a Resolved, last_slot: &str) -> State<'a> {
    State { schedule, last_slot: Some(at(last_slot)), created_at: at("2020-01-01T00:00:00Z"), paused_at: None }
}

pub fn tick(state: &State<'_>, now: &str) -> Due {
    due(state, at(now), Allowance::default())
}

fn clock(instant: Instant) -> String {
    instant.format("%H:%M").to_string()
}

/// The slots that run, as in `12:05`.
pub fn runs(due: &Due) -> Vec<String> {
    due.slots_to_run.iter().copied().map(clock).collect()
}

/// The rows of skips, as in `12:01-12:04 missed 4`.
pub fn skips(due: &Due) -> Vec<String> {
    let told = |skip: &SkipRange| {
        let through = skip.slot_through.map(|last| format!("-{}", clock(last))).unwrap_or_default();
        format!("{}{through} {} {}", clock(skip.slot), skip.reason.as_str(), skip.count)
    };
    due.skips.iter().map(told).collect()
}

pub fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}
