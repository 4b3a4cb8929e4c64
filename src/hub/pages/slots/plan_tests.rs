//! The plan of the slot board, kind by kind.

use super::plan::*;
use super::tally::{Kind, Tally};
use crate::catalog::cadence::Cadence;
use crate::clock::Instant;
use chrono::TimeDelta;

fn at(text: &str) -> Instant {
    let text = if text.len() == 5 { format!("2026-11-20T{text}:00Z") } else { text.to_owned() };
    text.parse().unwrap()
}

/// Every hour, settled up to 08:00; it is 08:30.
fn hourly() -> Expected {
    Expected {
        cadence: Some(Cadence::parse("0 * * * *", "UTC").unwrap()),
        since: at("2026-11-01T00:00:00Z"),
        settled: Some(at("08:00")),
        held: None,
        grace: TimeDelta::seconds(60),
        kept: TimeDelta::days(7),
    }
}

fn ran(slot: &str, outcome: &str, runs: i64) -> Ran {
    let status = if outcome == "pending" { "running" } else { "completed" };
    Ran { slot: at(slot), status: status.into(), outcome: outcome.into(), runs, gone: 0, one: 7 }
}

fn stretch(from: &str, through: &str, reason: &str) -> Stretch {
    Stretch { from: at(from), through: at(through), reason: reason.into() }
}

fn two() -> Option<Crowd> {
    Some(Crowd { before: 2, arrivals: vec![at("06:30")] })
}

fn kinds(expected: &Expected, facts: &Facts, from: &str, until: &str, now: &str) -> Vec<Kind> {
    let slots = account(expected, facts, (at(from), at(until)), at(now));
    slots.iter().map(|slot| slot.tally.kind()).collect()
}

#[test]
fn each_slot_is_what_was_found_of_it_and_silence_is_never_taken_for_success() {
    let facts = Facts {
        ran: vec![
            ran("01:00", "succeeded", 2),
            ran("02:00", "failed", 1),
            ran("02:00", "succeeded", 1),
            ran("03:00", "pending", 2),
        ],
        stretches: vec![stretch("04:00", "05:00", "paused"), stretch("06:00", "06:00", "missed")],
        crowd: Some(Crowd { before: 2, arrivals: Vec::new() }),
        ..Facts::default()
    };
    let found = kinds(&hourly(), &facts, "01:00", "10:00", "08:30");
    use Kind::{Ahead, Failed, Missed, Ran, Running, Skipped, Untraced};
    assert_eq!(found, [Ran, Failed, Running, Skipped, Skipped, Missed, Untraced, Untraced, Ahead]);
}

#[test]
fn a_slot_that_is_due_is_late_only_behind_the_grace_and_while_nobody_dealt_with_it() {
    let none = Facts { crowd: two(), ..Facts::default() };
    let expected = Expected { settled: Some(at("07:00")), ..hourly() };
    assert_eq!(kinds(&expected, &none, "08:00", "09:00", "2026-11-20T08:00:59Z"), [Kind::Due]);
    assert_eq!(kinds(&expected, &none, "08:00", "09:00", "2026-11-20T08:01:01Z"), [Kind::Late]);
    let held = Expected { held: Some(at("07:30")), ..expected.clone() };
    assert_eq!(kinds(&held, &none, "08:00", "09:00", "08:30"), [Kind::Skipped], "a person holds it");
    assert_eq!(kinds(&hourly(), &none, "08:00", "09:00", "08:30"), [Kind::Untraced], "dealt with, and no trace");
}

#[test]
fn a_workspace_without_run_and_reason_is_counted_from_the_moment_it_was_there() {
    let facts = Facts {
        ran: vec![ran("06:00", "succeeded", 2), ran("07:00", "succeeded", 2)],
        crowd: two(),
        ..Facts::default()
    };
    let slots = account(&hourly(), &facts, (at("06:00"), at("08:00")), at("08:30"));
    assert_eq!(slots.iter().map(|slot| slot.tally.absent).collect::<Vec<_>>(), [0, 1]);
    // A run of a workspace that was archived since stands in for nobody.
    let gone = Ran { gone: 1, ..ran("06:00", "succeeded", 2) };
    let slots = account(
        &hourly(),
        &Facts { ran: vec![gone], crowd: two(), ..Facts::default() },
        (at("06:00"), at("07:00")),
        at("08:30"),
    );
    assert_eq!(slots[0].tally.absent, 1);
    let left = Left { slot: at("06:00"), reason: "overlap".into(), count: 1, gone: 0, blocking: Some(3) };
    let facts = Facts { ran: vec![ran("06:00", "succeeded", 1)], left: vec![left], crowd: two(), ..Facts::default() };
    let slots = account(&hourly(), &facts, (at("06:00"), at("07:00")), at("08:30"));
    assert_eq!((slots[0].tally.absent, slots[0].tally.kind(), slots[0].blocking), (0, Kind::Skipped, Some(3)));
}

#[test]
fn what_is_too_old_or_too_much_to_tell_is_said_so_and_not_called_missed() {
    let none = Facts { crowd: two(), ..Facts::default() };
    let short = Expected { kept: TimeDelta::hours(2), ..hourly() };
    assert_eq!(kinds(&short, &none, "05:00", "08:00", "08:30"), [Kind::Unknown, Kind::Unknown, Kind::Untraced]);
    let cut = Facts { counted_from: Some(at("07:00")), ..none };
    assert_eq!(kinds(&hourly(), &cut, "06:00", "08:00", "08:30"), [Kind::Unknown, Kind::Untraced]);
}

#[test]
fn a_job_owes_nothing_before_it_was_there_nor_for_nobody_nor_while_it_is_off() {
    let none = Facts { crowd: two(), ..Facts::default() };
    let young = Expected { since: at("06:00"), ..hourly() };
    assert_eq!(kinds(&young, &none, "05:00", "08:00", "08:30"), [Kind::Untraced]);
    let nobody = Facts { crowd: Some(Crowd::default()), ..Facts::default() };
    assert!(kinds(&hourly(), &nobody, "05:00", "08:00", "08:30").is_empty());
    let off = Expected { cadence: None, ..hourly() };
    let seen = Facts { ran: vec![ran("06:00", "succeeded", 1)], ..none };
    assert_eq!(kinds(&off, &seen, "05:00", "08:00", "08:30"), [Kind::Ran], "what ran is shown all the same");
}

#[test]
fn a_newer_slot_that_ran_for_older_ones_names_them_coalesced() {
    let facts = Facts {
        ran: vec![ran("08:00", "succeeded", 2)],
        stretches: vec![stretch("05:00", "07:00", "coalesced")],
        ..Facts::default()
    };
    use Kind::{Coalesced, Ran};
    assert_eq!(kinds(&hourly(), &facts, "05:00", "09:00", "08:30"), [Coalesced, Coalesced, Coalesced, Ran]);
}

#[test]
fn s5_on_the_nights_of_the_clock_a_wall_clock_job_has_one_slot_and_says_why_it_stands_there() {
    let nightly = |settled: &str| Expected {
        cadence: Some(Cadence::parse("30 2 * * *", "Europe/Warsaw").unwrap()),
        settled: Some(at(settled)),
        since: at("2025-01-01T00:00:00Z"),
        ..hourly()
    };
    let gap = account(
        &nightly("2026-03-29T12:00:00Z"),
        &Facts::default(),
        (at("2026-03-29T00:00:00Z"), at("2026-03-30T00:00:00Z")),
        at("2026-03-29T12:00:00Z"),
    );
    assert_eq!(gap.len(), 1);
    assert_eq!((gap[0].slot, gap[0].note), (at("2026-03-29T01:00:00Z"), Some("moved out of the gap")));
    let facts = Facts { ran: vec![ran("2026-10-25T00:30:00Z", "succeeded", 1)], ..Facts::default() };
    let fold = account(
        &nightly("2026-10-25T12:00:00Z"),
        &facts,
        (at("2026-10-25T00:00:00Z"), at("2026-10-26T00:00:00Z")),
        at("2026-10-25T12:00:00Z"),
    );
    assert_eq!(fold.len(), 1);
    assert_eq!((fold[0].tally.kind(), fold[0].note), (Kind::Ran, Some("first of two, runs once")));
}

#[test]
fn a_job_of_every_second_is_looked_at_from_its_end_and_never_without_bound() {
    let busy = Expected { cadence: Some(Cadence::parse("* * * * * *", "UTC").unwrap()), ..hourly() };
    let slots = busy.slots(at("2026-11-19T00:00:00Z"), at("2026-11-20T00:00:00Z"));
    assert!(slots.len() <= MOST_SLOTS && slots.len() >= MOST_SLOTS - 2, "{}", slots.len());
    assert_eq!(slots.last().unwrap().0, at("2026-11-19T23:59:59Z"));
    assert!(busy.looked_from(at("2026-11-19T00:00:00Z"), at("2026-11-20T00:00:00Z")) > at("2026-11-19T20:00:00Z"));
}

#[test]
fn a_slot_with_one_run_leads_to_it_and_one_with_several_to_none_of_them() {
    let facts = Facts {
        ran: vec![ran("06:00", "succeeded", 1), ran("07:00", "succeeded", 1), ran("07:00", "failed", 1)],
        ..Facts::default()
    };
    let slots = account(&hourly(), &facts, (at("06:00"), at("08:00")), at("08:30"));
    assert_eq!(slots.iter().map(|slot| slot.run).collect::<Vec<_>>(), [Some(7), None]);
    assert_eq!(slots[1].tally, Tally { slots: 1, succeeded: 1, failed: 1, ..Tally::default() });
}
