//! The list for people.

use maud::{Markup, html};

use super::filter::{BACKUPS, Filter, PAGE, Page};
use super::read::{Listed, Skipped};
use super::reason::REASONS;
use crate::catalog;
use crate::hub::layout::{self, Frame};
use crate::hub::pages::now::life::Late;
use crate::hub::params::address;
use crate::hub::parts::{Mood, badge, between, length, nothing, nothing_matches, number, stamp, time};
use crate::hub::visitor::Visitor;

pub(super) fn show(visitor: &Visitor, filter: &Filter, page: &Page, listed: &Listed, late: &[Late]) -> Markup {
    let frame = Frame { title: "Slots that did not run", place: "/slots", at: listed.at, is_live: false };
    let body = html! {
        (late_ones(late, listed))
        (filters(filter))
        @if listed.skips.is_empty() {
            @if *filter == Filter::default() && page.before.is_none() {
                (nothing("Every slot of the last 30 days ran, or none was due.", &html! {
                    "A slot that is skipped or missed appears here with its reason. " a href="/slots" { "See the slot board" } "."
                }))
            } @else {
                (nothing_matches("No slot that did not run matches these filters.", "/skips"))
            }
        } @else {
            (table(&listed.skips))
            nav.pages aria-label="Pages" {
                @if page.before.is_some() { a href=(filter.address()) rel="first" { "Latest" } }
                @if let Some(before) = &listed.before {
                    a href=(next(filter, page, before)) rel="next" { "Earlier" }
                } @else { span.none { "End of the list" } }
                a href=(address("/api/skips", &filter.params())) { "This list as JSON" }
                span.command { "On the command line: " code { "scheduler skips" } }
            }
        }
    };
    layout::page(visitor, &frame, &body)
}

fn next(filter: &Filter, page: &Page, before: &str) -> String {
    let mut params = filter.params();
    params.push(("before", Some(before.to_owned())));
    params.push(("limit", (page.limit != PAGE).then(|| page.limit.to_string())));
    address("/skips", &params)
}

fn late_ones(late: &[Late], listed: &Listed) -> Markup {
    html! {
        @if !late.is_empty() {
            section aria-labelledby="late" {
                h2 #late { "Late: due, and nobody has come for it" }
                ul.late {
                    @for one in late {
                        li {
                            (badge(Mood::Bad, "late")) " " strong { (catalog::label(of(&one.schedule))) } " " code.type { (one.schedule) }
                            " since " (time(one.slot)) ", " (length(between(one.slot, listed.at))) " ago; "
                            (number(i64::try_from(one.slots).unwrap_or(i64::MAX))) @if one.slots == 1 { " slot" } @else { " slots" }
                        }
                    }
                }
                p { strong { "Next: " } "look whether " code { "scheduler run" } " is at work, and what it logs." }
            }
        }
    }
}

/// The type that a schedule runs by its key: `TYPE` or `TYPE#NAME`.
fn of(key: &str) -> &str {
    key.split_once('#').map_or(key, |(operation, _)| operation)
}

fn table(skips: &[Skipped]) -> Markup {
    html! {
        table.rows {
            thead { tr {
                th scope="col" { "Slot" } th scope="col" { "Reason" } th scope="col" { "Schedule" } th scope="col" { "For" }
                th scope="col" { "In the way" }
            } }
            tbody {
                @for skip in skips {
                    tr data-row {
                        td data-label="Slot" {
                            (time(skip.slot)) @if let Some(through) = skip.slot_through { " to " (time(through)) }
                        }
                        td data-label="Reason" { (badge(mood(&skip.reason), &skip.reason)) " " span.meaning { (skip.meaning) " " (skip.next) } }
                        td data-label="Schedule" {
                            @if let Some(name) = &skip.name { bdi { (name) } " " } @else { span.label { (catalog::label(of(&skip.schedule))) } " " }
                            code.type { (skip.schedule) }
                        }
                        td data-label="For" {
                            @match (&skip.tenant, &skip.workspace) {
                                (Some(tenant), Some(workspace)) => { bdi { (tenant.name) } " " small { bdi { (workspace.name) } } }
                                (_, Some(workspace)) => { bdi { (workspace.name) } " " small { "whole workspace" } }
                                _ => { "every workspace" }
                            }
                        }
                        td data-label="In the way" {
                            @match skip.blocking_operation {
                                Some(id) => a href=(format!("/operations/{id}")) { "Operation #" (id) }
                                None => span.none { "–" }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn mood(reason: &str) -> Mood {
    match reason {
        "missed" => Mood::Bad,
        "blocked" => Mood::Stopped,
        "overlap" => Mood::Mixed,
        _ => Mood::Quiet,
    }
}

fn filters(filter: &Filter) -> Markup {
    html! {
        form.filters action="/skips" method="get" role="search" aria-label="Filters" {
            label { span { "Reason" }
                select name="reason" {
                    option value="" { "any" }
                    @for reason in &REASONS { option value=(reason.word) selected[filter.reason == Some(reason.word)] { (reason.word) } }
                }
            }
            label { span { "Schedule" } input name="schedule" type="text" maxlength="120" value=[filter.schedule.as_deref()] placeholder=(BACKUPS); }
            label { span { "Workspace id" } input name="workspace" type="text" inputmode="numeric" maxlength="16" value=[filter.workspace]; }
            label { span { "Tenant id" } input name="tenant" type="text" inputmode="numeric" maxlength="16" value=[filter.tenant]; }
            label { span { "Slot from (UTC)" } input name="since" type="text" inputmode="numeric" maxlength="40" placeholder="30 days ago" value=[filter.since.map(stamp)]; }
            label { span { "until" } input name="until" type="text" inputmode="numeric" maxlength="40" placeholder="now" value=[filter.until.map(stamp)]; }
            @if filter.is_whole { input type="hidden" name="whole" value="true"; }
            @if filter.is_house { input type="hidden" name="house" value="true"; }
            div.buttons {
                button type="submit" { "Filter" }
                @if *filter != Filter::default() { a href="/skips" { "Clear" } }
            }
        }
        @if filter.is_whole { p.notes { "Only of a workspace as a whole." } }
        @if filter.is_house { p.notes { "Only what is of no single workspace." } }
    }
}
