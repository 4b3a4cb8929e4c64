//! One slot for people: what became of it, who was left out and why, which runs did not end well.

use maud::{Markup, html};

use super::slot::{LeftOut, SlotWhole};
use super::tally::Kind;
use crate::hub::layout::{self, Frame};
use crate::hub::pages::operations;
use crate::hub::pages::operations::filter::Filter;
use crate::hub::params::address;
use crate::hub::parts::{badge, number, stamp, time};
use crate::hub::visitor::Visitor;
use crate::ledger::{Outcome, Status};

pub(super) fn show(visitor: &Visitor, slot: &SlotWhole) -> Markup {
    let title = format!("{} at {} UTC", slot.label, slot.slot.format("%Y-%m-%d %H:%M:%S"));
    let is_open = slot.tally.running + slot.tally.queued + slot.tally.due > 0;
    let frame = Frame { title: &title, place: "/slots", at: slot.at, is_live: is_open };
    let body = html! {
        p.lead { (badge(slot.kind.mood(), &slot.tally.words())) " " (why(slot)) }
        dl.facts {
            dt { "Job" } dd { bdi { (slot.label) } " " code { (slot.job) } }
            dt { "Due" } dd { (slot.cadence) }
            dt { "Slot (UTC)" } dd { (time(slot.slot)) }
            @if let Some(local) = &slot.local { dt { "Clock of the job" } dd { (local) } }
            @if let Some(note) = slot.note { dt { "Change of the clock" } dd { (note) } }
            @if let Some(paused) = &slot.paused {
                dt { "Paused" }
                dd {
                    "since " (time(paused.at))
                    @if let Some(by) = &paused.by { " by " bdi { (by) } }
                    @if let Some(note) = &paused.note { ": " bdi { (note) } }
                }
            }
        }
        (runs(slot))
        (left_out(slot))
        @if !slot.trouble.is_empty() {
            section aria-labelledby="trouble" {
                h2 #trouble { "Runs that did not end well" }
                (operations::table(&slot.trouble, slot.at))
            }
        }
        nav.pages aria-label="This slot elsewhere" {
            a href=(address("/slots", &[("job", Some(slot.job.clone()))])) { "All slots of this job" }
            a href=(address("/api/slots/slot", &[("job", Some(slot.job.clone())), ("at", Some(stamp(slot.slot)))])) { "As JSON" }
        }
    };
    layout::page(visitor, &frame, &body)
}

/// What the state means, and what to do about it.
fn why(slot: &SlotWhole) -> &'static str {
    match slot.kind {
        Kind::Untraced if slot.tally.untraced > 0 && slot.is_expected => {
            "It should have run, and there is neither a run nor a reason. If the schedule was changed since, it may not have been due then; \
             else ask `scheduler doctor`."
        }
        Kind::Untraced => "Some have neither a run nor a reason. Ask `scheduler doctor`.",
        Kind::Late => "It should have begun by now. See whether `scheduler run` is at work and reaches the database.",
        Kind::Missed => "Nobody looked in time: no scheduler was at work when it was due.",
        Kind::Failed | Kind::Partial => "Not all of its runs ended well.",
        Kind::Skipped if slot.tally.paused > 0 => "A person held the schedule then. `scheduler resume` lets it go on.",
        Kind::Skipped => "A former run was still active, and two at once would get in each other's way.",
        Kind::Coalesced => "Nobody looked in time, and a newer slot ran for it.",
        Kind::Running => "It is at work.",
        Kind::Due => "It is due this moment.",
        Kind::Ran => "It ran.",
        Kind::Unknown => "It is too old, or there are too many runs, to tell.",
        Kind::Ahead => "It is to come.",
        Kind::Empty => "",
    }
}

fn runs(slot: &SlotWhole) -> Markup {
    let all = Filter { operation: Some(slot.operation.clone()), slot: Some(slot.slot), ..Filter::default() };
    let ended = |outcome| Filter { outcomes: vec![outcome], ..all.clone() };
    let stands = |status| Filter { status: Some(status), ..all.clone() };
    let tally = &slot.tally;
    let parts = [
        ("all", tally.runs(), all.clone()),
        ("succeeded", tally.succeeded, ended(Outcome::Succeeded)),
        ("partial", tally.partially_succeeded, ended(Outcome::PartiallySucceeded)),
        ("blocked", tally.blocked, ended(Outcome::Blocked)),
        ("failed", tally.failed, ended(Outcome::Failed)),
        ("running", tally.running, stands(Status::Running)),
        ("waiting", tally.queued, stands(Status::Queued)),
    ];
    html! {
        @if tally.runs() > 0 {
            section aria-labelledby="runs" {
                h2 #runs { "Its runs" }
                @if let Some(run) = slot.run { p { a href=(format!("/operations/{run}")) { "Operation #" (run) } } }
                @if slot.is_listed {
                    dl.counts {
                        @for (word, count, filter) in parts {
                            @if count > 0 { div { dt { (word) } dd { a href=(filter.address()) { (number(count)) } } } }
                        }
                    }
                }
            }
        }
    }
}

fn left_out(slot: &SlotWhole) -> Markup {
    html! {
        @if !slot.left_out.is_empty() {
            section aria-labelledby="left-out" {
                h2 #left-out { "Who has no run of it, and why" }
                table.rows {
                    thead { tr { th scope="col" { "Who" } th scope="col" { "Why" } th scope="col" { "Behind" } } }
                    tbody { @for one in &slot.left_out { (row(one)) } }
                }
                @if slot.has_more { p.notes { "These are the first of them." } }
            }
        } @else if slot.tally.runs() == 0 && slot.kind.is_trouble() {
            p { "Nobody has a run of it." }
        }
    }
}

fn row(one: &LeftOut) -> Markup {
    let why = match one.reason.as_str() {
        "overlap" => "a former run was still active",
        "blocked" => "it was refused",
        "missed" => "nobody looked in time",
        "late" => "due, and not queued yet",
        "untraced" => "no run and no reason",
        other => other,
    };
    html! {
        tr {
            th scope="row" data-label="Who" { bdi { (one.whom.name) } " " code { (one.whom.external_id) } }
            td data-label="Why" { (why) }
            td data-label="Behind" {
                @if let Some(run) = one.blocking_run { a href=(format!("/operations/{run}")) { "Operation #" (run) } } @else { span.none { "–" } }
            }
        }
    }
}
