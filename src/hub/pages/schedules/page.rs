//! The schedules for people: in words, with what was last and what is next.

use std::time::Duration;

use maud::{Markup, html};

use super::read::{BackupScheduled, Next, Scheduled, Schedules};
use crate::hub::layout::{self, Frame};
use crate::hub::pages::slots::slot_address;
use crate::hub::params::address;
use crate::hub::parts::{Mood, badge, maybe_time, nothing, run_badge, stamp, time};
use crate::hub::picture;
use crate::hub::scope::Scope;
use crate::hub::visitor::Visitor;

pub(super) fn show(visitor: &Visitor, after: i64, found: &Schedules) -> Markup {
    let frame = Frame { title: "Schedules", place: "/schedules", at: found.at, is_live: false };
    let sees_tenants_only = matches!(visitor.scope, Scope::Tenants { .. });
    let body = html! {
        @if !sees_tenants_only {
            section aria-labelledby="platform" {
                h2 #platform { "Of the platform" }
                @if found.schedules.is_empty() {
                    (nothing("No schedule is stored yet.", &html! {
                        "They are stored when " code { "scheduler run" } " first starts; " code { "scheduler next" } " shows them before that."
                    }))
                }
                @for one in &found.schedules { (platform(one)) }
            }
        }
        section aria-labelledby="tenants" {
            h2 #tenants { "Of tenants: backups" }
            @if found.backup_schedules.is_empty() && after == 0 {
                (nothing("No tenant has a backup schedule that is in force.", &html! { "Archived and disabled ones are not shown." }))
            } @else {
                (backups(&found.backup_schedules))
                nav.pages aria-label="Pages" {
                    @if after > 0 { a href="/schedules#tenants" rel="first" { "First" } }
                    @if let Some(next) = found.after { a href=(format!("/schedules?after={next}#tenants")) rel="next" { "More" } }
                }
            }
        }
        nav.pages aria-label="These schedules elsewhere" {
            a href=(address("/api/schedules", &[("after", (after > 0).then(|| after.to_string()))])) { "As JSON" }
            span.command { "On the command line: " code { "scheduler next" } }
        }
    };
    layout::page(visitor, &frame, &body)
}

fn platform(one: &Scheduled) -> Markup {
    html! {
        article.schedule data-row {
            h3 { (one.label) " " code { (one.key) } }
            p.lead {
                @if !one.enabled { (badge(Mood::Quiet, "switched off")) " " }
                @else if one.paused.is_some() { (badge(Mood::Stopped, "paused")) " " }
                (one.words) " " code { (one.cron) }
            }
            @if let Some(paused) = &one.paused {
                p {
                    "Paused since " (time(paused.at))
                    @if let Some(by) = &paused.by { " by " bdi { (by) } }
                    @if let Some(note) = &paused.note { ": " bdi { (note) } }
                    ". " span.command { code { "scheduler resume " (one.key) } }
                }
            }
            dl.facts {
                dt { "Last slot" }
                dd {
                    @if let Some(slot) = one.last_slot { a href=(slot_address(&one.key, slot)) { (time(slot)) } } @else { (maybe_time(None)) }
                }
                dt { "Last run" } dd { (last_run(one)) }
                dt { "Overlap" } dd { (one.overlap) }
                dt { "Catching up" } dd { (one.catch_up) }
                @if !one.nights.is_empty() {
                    dt { "Changes of the clock" } dd { ul { @for night in &one.nights { li { (night) } } } }
                }
                dt { "Next" } dd { (next(&one.next, &one.time_zone)) }
            }
            p { a href=(address("/slots", &[("job", Some(one.key.clone()))])) { "Its slots" } }
        }
    }
}

fn last_run(one: &Scheduled) -> Markup {
    html! {
        @if let Some(run) = &one.last_run {
            a href=(format!("/operations/{}", run.id)) { "Operation #" (run.id) } " "
            (run_badge(&run.status, &run.outcome, false)) " " (time(run.created_at))
            @if let (Some(spent), Some(usual)) = (run.spent_ms, run.usual) {
                (picture::duration(&format!("run-{}", run.id), Duration::from_millis(spent), usual))
            }
        } @else { "none in the last 30 days that you may see" }
    }
}

/// The coming slots in three clocks; a browser with script adds its own to the elements that say so.
fn next(slots: &[Next], zone: &str) -> Markup {
    html! {
        @if slots.is_empty() { "nothing is due" } @else {
            ol.next {
                @for slot in slots {
                    li {
                        time datetime=(stamp(slot.at)) data-local { (slot.at.format("%Y-%m-%d %H:%M:%S")) " UTC" }
                        @if zone != "UTC" { " = " (slot.local) " " (zone) }
                        @if let Some(note) = slot.note { " " (badge(Mood::Waiting, note)) }
                    }
                }
            }
        }
    }
}

fn backups(all: &[BackupScheduled]) -> Markup {
    html! {
        table.rows {
            thead { tr { th scope="col" { "Schedule" } th scope="col" { "Due" } th scope="col" { "Next (UTC)" } } }
            tbody {
                @for one in all {
                    tr data-row {
                        th scope="row" data-label="Schedule" {
                            a href=(address("/slots", &[("job", Some(one.key.clone())), ("hours", Some("168".into()))])) { bdi { (one.label) } }
                        }
                        td data-label="Due" { (one.words) }
                        td data-label="Next" {
                            @for slot in &one.next {
                                div {
                                    time datetime=(stamp(slot.at)) title=(slot.local) data-local { (slot.at.format("%Y-%m-%d %H:%M")) }
                                    @if let Some(note) = slot.note { " " (badge(Mood::Waiting, note)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
