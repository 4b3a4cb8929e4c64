//! The page for people: numbers first, then whose work did not happen, then what was healed, then the machinery.

use maud::{Markup, html};

use super::healed::{self, Healed};
use super::life::Life;
use super::missed::{Count, Missed};
use super::numbers::{Number, Share};
use super::read::Now;
use super::storage::Storage;
use crate::clock::Instant;
use crate::hub::layout::{self, Frame};
use crate::hub::parts::{Mood, badge, between, dash, length, number, run_badge, time};
use crate::hub::picture::outcomes;
use crate::hub::visitor::Visitor;

pub(super) fn show(visitor: &Visitor, now: &Now) -> Markup {
    let frame = Frame { title: "Now", place: "/", at: now.at, is_live: true };
    let body = html! {
        (strip(now))
        (missed(&now.missed))
        section aria-labelledby="trend" {
            h2 #trend { "How operations ended, hour by hour" }
            (outcomes(&now.trend))
        }
        (passes(&now.healed, now.at))
        div.columns {
            (life(&now.life, now.at, visitor.sees_diagnostics()))
            (storage(&now.storage))
        }
        nav.pages aria-label="This page elsewhere" { a href="/api/now" { "As JSON" } a href="/failures" { "Failures of a week, by code" } }
    };
    layout::page(visitor, &frame, &body)
}

fn strip(now: &Now) -> Markup {
    html! {
        section aria-labelledby="numbers" {
            h2.visually-hidden #numbers { "In numbers" }
            ul.tiles { @for number in &now.numbers { (tile(number)) } @for share in &now.shares { (share_tile(share)) } }
        }
    }
}

fn tile(one: &Number) -> Markup {
    let mood = if one.count > 0 { one.mood } else { Mood::Quiet };
    html! {
        li.tile {
            a href=(one.link) title=(one.meaning) data-number=(one.name) {
                strong.figure { (number(one.count)) } " " (badge(mood, one.label))
            }
        }
    }
}

fn share_tile(share: &Share) -> Markup {
    let (good, all) = (&share.succeeded, &share.ended);
    let mood = match share.percent() {
        None => Mood::Quiet,
        Some(percent) if percent >= 99.0 => Mood::Good,
        Some(percent) if percent >= 90.0 => Mood::Mixed,
        Some(_) => Mood::Bad,
    };
    html! {
        li.tile {
            p.figure { @match share.percent() { Some(percent) => (format!("{percent} %")), None => "–" } }
            p { (badge(mood, "succeeded")) " in " (share.over) }
            p {
                a href=(good.link) title=(good.meaning) data-number=(good.name) { (number(good.count)) } " of "
                a href=(all.link) title=(all.meaning) data-number=(all.name) { (number(all.count)) }
            }
        }
    }
}

fn missed(missed: &[Missed]) -> Markup {
    html! {
        section aria-labelledby="missed" {
            h2 #missed { "Who missed work in the last 24 hours" }
            @if missed.is_empty() {
                p { (badge(Mood::Good, "nobody")) " Nothing failed, nothing was refused, and every slot that was due ran." }
            } @else {
                table.rows {
                    thead { tr {
                        th scope="col" { "Tenant" } th.count scope="col" { "Failed" } th.count scope="col" { "Blocked" }
                        th.count scope="col" { "Did not run" } th scope="col" { "Why" }
                    } }
                    tbody { @for one in missed { (missed_row(one)) } }
                }
                p { a href="/tenants" { "Every tenant and how each kind of its work stands" } }
            }
        }
    }
}

fn missed_row(one: &Missed) -> Markup {
    html! {
        tr data-row {
            td data-label="Tenant" {
                @match (&one.tenant, &one.workspace) {
                    (Some(tenant), Some(workspace)) => { bdi { (tenant.name) } " " small { bdi { (workspace.name) } } }
                    (_, Some(workspace)) => { bdi { (workspace.name) } " " small { "whole workspace" } }
                    _ => { "Every workspace" }
                }
            }
            td.count data-label="Failed" { (counted(one.failed.as_ref(), "failed")) }
            td.count data-label="Blocked" { (counted(one.blocked.as_ref(), "blocked")) }
            td.count data-label="Did not run" { (counted(Some(&one.skipped), "did not run")) }
            td data-label="Why" {
                ul.why {
                    @for why in &one.why {
                        li {
                            a.code href=(why.link) { (why.code) }
                            @if let Some(reason) = &why.reason_code { " because of " code.code { (reason) } }
                            @if let Some(meaning) = why.meaning { " " span.meaning { (meaning) } }
                        }
                    }
                }
            }
        }
    }
}

fn counted(of: Option<&Count>, word: &str) -> Markup {
    html! {
        @match of {
            None => { (dash()) }
            Some(of) if of.count == 0 => { span.none { "0" } }
            Some(of) => { a href=(of.link) { (number(of.count)) span.visually-hidden { " " (word) } } }
        }
    }
}

fn passes(healed: &Healed, now: Instant) -> Markup {
    html! {
        section aria-labelledby="healed" {
            h2 #healed { "What reconciling healed" }
            @match healed.last_pass {
                None => p {
                    "No pass in the last 30 days. " code { "scheduler run" } " makes one every quarter of an hour, "
                    code { "scheduler once ops.reconcile_adapter_runs" } " makes one at once."
                }
                Some(at) => p { "The last pass ended " (length(between(at, now))) " ago, at " (time(at)) ". "
                    @if healed.passes.is_empty() { "None of the last ones found anything to heal." } }
            }
            ul.passes {
                @for pass in &healed.passes {
                    li {
                        p {
                            (time(pass.completed_at)) " " (run_badge("completed", &pass.outcome, false)) " " bdi { (pass.workspace) } ": "
                            strong { (number(pass.healed)) " healed" }
                            @if pass.failed > 0 { ", " (number(pass.failed)) " left for a person" }
                            ". " a href=(format!("/operations/{}", pass.id)) { "Open operation #" (pass.id) }
                        }
                        ul { @for found in &pass.found { li { (number(found.count)) " × " code.code { (found.code) } " " span.meaning { (found.meaning) } } } }
                    }
                }
            }
            p {
                a href=(healed::reconciled().address()) { "Operations that recovery ended or made" } " · "
                a href=(healed::all().address()) { "All passes" }
            }
        }
    }
}

fn life(life: &Life, now: Instant, with_workers: bool) -> Markup {
    html! {
        section aria-labelledby="life" {
            h2 #life { "Last sign of life of a scheduler" }
            @match (life.last_slot, &life.schedule) {
                (Some(slot), Some(schedule)) => p {
                    @if life.is_silent() { (badge(Mood::Bad, "silent")) } @else { (badge(Mood::Good, "alive")) }
                    " The slot of " (time(slot)) " of " code { (schedule) } " was settled, " (length(between(slot, now))) " ago. "
                    @if life.is_silent() { a href="/skips" { "Slots are due that nobody has come for" } "." }
                    @else { "No schedule is late." }
                }
                _ => p { (badge(Mood::Quiet, "none yet")) " No scheduler has settled a slot in this database: start one with " code { "scheduler run" } "." }
            }
            @match life.lease_until {
                Some(until) => p {
                    (badge(Mood::Good, "alive")) " A worker has promised to be there until " (time(until))
                    @if let Some(worker) = life.worker.as_ref().filter(|_| with_workers) { " (" bdi { (worker) } ")" } "."
                }
                None => p { "No worker holds an operation." }
            }
        }
    }
}

fn storage(storage: &Storage) -> Markup {
    html! {
        section aria-labelledby="storage" {
            h2 #storage { "Database" }
            p {
                (badge(Mood::Good, "reachable")) " " (storage.engine) ", "
                @if storage.is_current { (badge(Mood::Good, "migrations current")) } @else { (badge(Mood::Bad, "migrations differ")) }
                "; this page took " (storage.look_ms) " ms to read."
            }
            @if let Some(next) = &storage.next { p { strong { "Next: " } (next) } }
        }
    }
}
