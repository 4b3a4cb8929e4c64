//! The groups for people.

use maud::{Markup, html};

use super::bars::bars;
use super::read::{Asked, DAYS, Group, Grouped};
use crate::catalog;
use crate::hub::layout::{self, Frame};
use crate::hub::params::address;
use crate::hub::parts::{Mood, badge, nothing, nothing_matches, number, time};
use crate::hub::visitor::Visitor;

pub(super) fn show(visitor: &Visitor, asked: &Asked, grouped: &Grouped) -> Markup {
    let frame = Frame { title: "Failures", place: "/failures", at: grouped.at, is_live: false };
    let is_all = asked.operation.is_none() && asked.workspace.is_none() && asked.tenant.is_none();
    let body = html! {
        (filters(asked, is_all))
        @if grouped.groups.is_empty() {
            @if is_all && asked.days == DAYS {
                (nothing("Nothing went wrong in the last 7 days.", &html! { "Failures appear here grouped by their code. " a href="/operations" { "All operations" } "." }))
            } @else {
                (nothing_matches("No failure matches these filters.", "/failures"))
            }
        } @else {
            p { "Since " (time(grouped.since)) ", by code and type, the most frequent first. An operation counts once for each code that it has." }
            @if grouped.is_shortened {
                p.notes { "There are so many that only the newest 20 000 are counted; narrow the type or the tenant to look further back." }
            }
            div.groups { @for group in &grouped.groups { (one(group, asked.days)) } }
            @if grouped.has_more { p.notes { "These are the most frequent groups; there are more. Choose a type to see those of it." } }
            nav.pages aria-label="This page elsewhere" { a href=(address("/api/failures", &params(asked))) { "As JSON" } }
        }
    };
    layout::page(visitor, &frame, &body)
}

fn params(asked: &Asked) -> Vec<(&'static str, Option<String>)> {
    vec![
        ("days", Some(asked.days.to_string())),
        ("type", asked.operation.clone()),
        ("workspace", asked.workspace.map(|id| id.to_string())),
        ("tenant", asked.tenant.map(|id| id.to_string())),
    ]
}

fn one(group: &Group, days: u32) -> Markup {
    html! {
        article.group data-row {
            h2 {
                a.code href=(group.link) { (group.code) } " in " span.label { (group.label) } " " code.type { (group.operation) }
                @if group.is_new { " " (badge(Mood::Bad, "new since yesterday")) }
            }
            div.pair {
                dl.counts {
                    div { dt { "Operations" } dd { a href=(group.link) { (number(group.operations)) } } }
                    div { dt { "Tenants hit" } dd { (number(group.tenants)) } }
                    div { dt { "First seen" } dd { (time(group.first_seen)) } }
                    div { dt { "Last seen" } dd { (time(group.last_seen)) } }
                }
                (bars(&group.trend, &format!("Operations a day over {days} days, the oldest first")))
            }
            @match (group.meaning, group.next) {
                (Some(meaning), Some(next)) => p.meaning { (meaning) " " strong { "Next: " } (next) }
                _ => p.meaning { "Not a code of this toolkit: whoever wrote it knows what it means." }
            }
            @if !group.reasons.is_empty() {
                ul.why {
                    @for reason in &group.reasons {
                        li {
                            (number(reason.operations)) " × because of " code.code { (reason.code) }
                            @if let (Some(meaning), Some(next)) = (reason.meaning, reason.next) { " " span.meaning { (meaning) " " strong { "Next: " } (next) } }
                        }
                    }
                }
            }
            p { a href=(group.link) { "Open the list of these operations" } }
        }
    }
}

fn filters(asked: &Asked, is_all: bool) -> Markup {
    html! {
        form.filters action="/failures" method="get" role="search" aria-label="Filters" {
            label { span { "Days" }
                select name="days" {
                    @for days in [1, 7, 14, 30, 90] { option value=(days) selected[days == asked.days] { (days) } }
                    @if ![1, 7, 14, 30, 90].contains(&asked.days) { option value=(asked.days) selected { (asked.days) } }
                }
            }
            label { span { "Type" }
                select name="type" {
                    option value="" { "any" }
                    @for operation in catalog::declared() {
                        option value=(operation.name) selected[asked.operation.as_deref() == Some(operation.name)] { (operation.label) }
                    }
                }
            }
            label { span { "Workspace id" } input name="workspace" type="text" inputmode="numeric" maxlength="16" value=[asked.workspace]; }
            label { span { "Tenant id" } input name="tenant" type="text" inputmode="numeric" maxlength="16" value=[asked.tenant]; }
            div.buttons {
                button type="submit" { "Filter" }
                @if !is_all || asked.days != DAYS { a href="/failures" { "Clear" } }
            }
        }
    }
}
