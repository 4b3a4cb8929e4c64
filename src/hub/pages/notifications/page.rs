//! Messages for people.

use maud::{Markup, html};
use serde_json::Value as Json;

use super::read::{Asked, Notification, Person, Told};
use crate::catalog::codes;
use crate::clock::Instant;
use crate::hub::layout::{self, Frame};
use crate::hub::params::address;
use crate::hub::parts::{nothing, nothing_matches, number, run_badge, time};
use crate::hub::visitor::Visitor;

fn frame(at: Instant) -> Frame<'static> {
    Frame { title: "Notifications", place: "/notifications", at, is_live: false }
}

pub(super) fn show(visitor: &Visitor, asked: &Asked, told: &Told) -> Markup {
    let body = html! {
        p { "What " bdi { (told.user.name) } " was told: the end of work that was started by hand, once." }
        @if told.notifications.is_empty() {
            (nothing("No message.", &html! { "A person is told of the end of the work that the person started; work of the system itself tells nobody." }))
        } @else {
            ol.messages { @for one in &told.notifications { (message(one)) } }
            nav.pages aria-label="Pages" {
                @if asked.before.is_some() { a href=(first(asked)) rel="first" { "Newest" } }
                @if let Some(before) = told.before {
                    a href=(address("/notifications", &asked.behind(before))) rel="next" { "Older" }
                } @else { span.none { "End of the list" } }
            }
        }
    };
    layout::page(visitor, &frame(told.at), &body)
}

fn first(asked: &Asked) -> String {
    address("/notifications", &[("user", asked.user.map(|id| id.to_string()))])
}

fn message(one: &Notification) -> Markup {
    let counts: Vec<(&String, i64)> =
        one.counts.as_object().into_iter().flatten().filter_map(|(key, count)| Some((key, count.as_i64()?))).collect();
    html! {
        li data-row {
            p {
                (time(one.created_at)) " " (run_badge("completed", &one.outcome, false)) " "
                strong { (one.label) } " for "
                @if let Some(tenant) = &one.tenant { bdi { (tenant.name) } " of " }
                bdi { (one.workspace.name) }
                @if one.read_at.is_none() { " " span.tag { "unread" } }
            }
            @if !counts.is_empty() {
                p.counts { @for (n, (key, count)) in counts.iter().enumerate() { @if n > 0 { ", " } (key) " " (number(*count)) } }
            }
            @if let Some(failure) = &one.failure { (what_failed(failure)) }
            p { a href=(format!("/operations/{}", one.operation_id)) { "Open operation" span.visually-hidden { " #" (one.operation_id) } } }
        }
    }
}

fn what_failed(failure: &Json) -> Markup {
    let text = |key: &str| failure[key].as_str();
    let known = text("reason_code").and_then(codes::code).or_else(|| text("code").and_then(codes::code));
    html! {
        p {
            @if let Some(code) = text("code") { code.code { (code) } " " }
            @if let Some(reason) = text("reason_code") { "because of " code.code { (reason) } " " }
            (text("message").unwrap_or_default())
        }
        @if let Some(known) = known { p.meaning { (known.meaning) " " strong { "Next: " } (known.next) } }
    }
}

pub(super) fn choose(visitor: &Visitor, asked: &Asked, people: &[Person], at: Instant) -> Markup {
    let body = html! {
        form.filters action="/notifications" method="get" role="search" aria-label="Filters" {
            label { span { "Name" } input name="q" type="search" maxlength="120" value=[asked.q.as_deref()]; }
            div.buttons { button type="submit" { "Find" } @if asked.q.is_some() { a href="/notifications" { "Clear" } } }
        }
        @if people.is_empty() {
            @if asked.q.is_some() { (nothing_matches("Nobody has such a name.", "/notifications")) }
            @else { (nothing("There are no people yet.", &html! { "Messages go to people who start work by hand." })) }
        } @else {
            p { "Whose messages?" }
            ul.people {
                @for person in people {
                    li data-row { a href=(address("/notifications", &[("user", Some(person.id.to_string()))])) { bdi { (person.name) } } }
                }
            }
        }
    };
    layout::page(visitor, &frame(at), &body)
}

pub(super) fn nobody(visitor: &Visitor, at: Instant) -> Markup {
    let body = nothing(
        "You are not known as a person here, so there are no messages to you.",
        &html! { "A token shows a person's messages when it was made for that person: " code { "scheduler token create --user" } "." },
    );
    layout::page(visitor, &frame(at), &body)
}
