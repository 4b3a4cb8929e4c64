//! One run for people: its story first, then numbers, failures, what stands around it, and diagnostics last.

use maud::{Markup, html};
use serde_json::Value as Json;

use super::read::{Diagnostics, Whole};
use super::story;
use crate::catalog;
use crate::hub::layout::{self, Frame};
use crate::hub::pages::operations::filter::Filter;
use crate::hub::parts::{between, length, maybe_time, number, run_badge, time};
use crate::hub::picture;
use crate::hub::visitor::Visitor;

pub(super) fn show(visitor: &Visitor, whole: &Whole) -> Markup {
    let run = &whole.operation;
    let title = format!("Operation #{}", run.id);
    let is_open = run.completed_at.is_none();
    let frame = Frame { title: &title, place: "/operations", at: whole.at, is_live: is_open };
    let body = html! {
        p.lead {
            (run_badge(&run.status, &run.outcome, run.freshness_state == "likely_stale")) " "
            strong { (run.label) } " " code.type { (run.operation) } " for "
            @if let Some(tenant) = &run.tenant { bdi { (tenant.name) } " of " }
            bdi { (run.workspace.name) }
        }
        div.columns {
            div {
                section aria-labelledby="story" data-copy="ticket" {
                    h2 #story { "What happened" }
                    @for sentence in story::tell(whole) { p.sentence { (sentence) } }
                }
                (counts(&whole.summary_counts))
                (failures(&whole.failure_summary))
                (links(whole))
            }
            div {
                section aria-labelledby="facts" {
                    h2 #facts { "Facts" }
                    dl.facts {
                        dt { "Operation ID" } dd { (run.id) }
                        dt { "Type" } dd { code { (run.operation) } }
                        dt { "Status" } dd { (run.status) }
                        dt { "Outcome" } dd { (run.outcome.replace('_', " ")) }
                        dt { "Freshness" } dd { (run.freshness_state.replace('_', " ")) }
                        dt { "Workspace" } dd { bdi { (run.workspace.name) } " " code { (run.workspace.external_id) } }
                        @if let Some(tenant) = &run.tenant { dt { "Tenant" } dd { bdi { (tenant.name) } " " code { (tenant.external_id) } } }
                        dt { "Initiator" } dd { bdi { (run.initiator_name) } }
                        dt { "Slot" } dd { (maybe_time(run.scheduled_for)) }
                        dt { "Created" } dd { (time(run.created_at)) }
                        dt { "Started" } dd { (maybe_time(run.started_at)) }
                        dt { "Completed" } dd { (maybe_time(run.completed_at)) }
                        dt { "Attempts" } dd { (run.attempt) }
                        @if let Some(usual) = whole.usual {
                            dt { "Usually takes" }
                            dd {
                                (length(std::time::Duration::from_millis(usual.p50_ms))) ", nineteen of twenty under "
                                (length(std::time::Duration::from_millis(usual.p95_ms))) " (" (usual.runs) " runs)"
                                @if let Some(spent) = spent(whole) { (picture::duration("usual", spent, usual)) }
                            }
                        }
                    }
                }
                (audit(whole))
            }
        }
        @if let Some(diagnostics) = whole.diagnostics.as_ref().filter(|_| visitor.sees_diagnostics()) { (diagnose(diagnostics)) }
        nav.pages aria-label="This operation elsewhere" {
            a href=(format!("/api/operations/{}", run.id)) { "As JSON" }
            span.command { "On the command line: " code data-copy { "scheduler show " (run.id) } }
        }
    };
    layout::page(visitor, &frame, &body)
}

/// How long it worked, or has been at work.
fn spent(whole: &Whole) -> Option<std::time::Duration> {
    let run = &whole.operation;
    run.started_at.map(|from| between(from, run.completed_at.unwrap_or(whole.at)))
}

fn counts(counts: &Json) -> Markup {
    let pairs: Vec<(&String, i64)> =
        counts.as_object().into_iter().flatten().filter_map(|(key, value)| Some((key, value.as_i64()?))).collect();
    let of = |name: &str| counts[name].as_i64();
    html! {
        @if !pairs.is_empty() {
            section aria-labelledby="counts" {
                h2 #counts { "Counts" }
                @if let (Some(processed), Some(total)) = (of("processed"), of("total").filter(|total| *total > 0)) {
                    p { progress max=(total) value=(processed.min(total)) aria-label="Processed" { (processed) " of " (total) } " " (number(processed)) " of " (number(total)) }
                }
                dl.counts { @for (key, count) in pairs { div { dt { (key) } dd { (number(count)) } } } }
            }
        }
    }
}

fn failures(failures: &Json) -> Markup {
    let items: Vec<&Json> = failures.as_array().into_iter().flatten().collect();
    let text = |item: &Json, key: &str| item[key].as_str().map(str::to_owned);
    html! {
        @if !items.is_empty() {
            section aria-labelledby="failures" {
                h2 #failures { "Failures" }
                ul.failures {
                    @for item in items {
                        li {
                            @if let Some(code) = text(item, "code") { (code_link(&code)) }
                            @if let Some(reason) = text(item, "reason_code") { " because of " code.code { (reason) } }
                            p { (text(item, "message").unwrap_or_default()) }
                            @if let Some(known) = text(item, "reason_code").as_deref().and_then(catalog::codes::code)
                                .or_else(|| text(item, "code").as_deref().and_then(catalog::codes::code)) {
                                p.meaning { (known.meaning) " " strong { "Next: " } (known.next) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// To all runs with the same failure.
fn code_link(code: &str) -> Markup {
    let same = Filter { code: Some(code.to_owned()), ..Filter::default() };
    html! { a.code href=(same.address()) title="All operations with this failure" { (code) } }
}

fn links(whole: &Whole) -> Markup {
    let run = &whole.operation;
    let same_type = Filter {
        operation: Some(run.operation.clone()),
        workspace: Some(run.workspace.id),
        tenant: run.tenant.as_ref().map(|tenant| tenant.id),
        ..Filter::default()
    };
    html! {
        section aria-labelledby="related" {
            h2 #related { "Related" }
            ul {
                li { a href=(same_type.address()) { "Other operations of this type here" } }
                @if let Some(slot) = run.scheduled_for {
                    @let same_slot = Filter { operation: Some(run.operation.clone()), slot: Some(slot), ..Filter::default() };
                    li { a href=(same_slot.address()) { "The other runs of this slot" } }
                }
                @for related in &whole.related {
                    li { (related.what) " " a href=(format!("/operations/{}", related.id)) { "Operation #" (related.id) } }
                }
            }
            @if !whole.kept_from_running.is_empty() {
                p { "While it was active these slots did not run:" }
                ul { @for kept in &whole.kept_from_running { li { code { (kept.schedule) } " at " (time(kept.slot)) " (" (kept.reason) ")" } } }
            }
        }
    }
}

fn audit(whole: &Whole) -> Markup {
    html! {
        section aria-labelledby="audit" {
            h2 #audit { "Audit log" }
            @if whole.audit.is_empty() {
                p.none { "The audit log has no line about it: it has not ended, or its type is not one that is audited." }
            } @else {
                p.none { "These lines were added as things happened; the database refuses to change them." }
                ol.audit {
                    @for line in &whole.audit {
                        li {
                            (time(line.recorded_at)) " " bdi { (line.actor_name) } " " code { (line.action) } " " (line.outcome)
                            @if let Some(summary) = &line.summary { " " span { (summary) } }
                        }
                    }
                }
            }
        }
    }
}

fn diagnose(diagnostics: &Diagnostics) -> Markup {
    let context = serde_json::to_string_pretty(&diagnostics.context).unwrap_or_default();
    html! {
        details {
            summary { "Diagnostics" }
            dl.facts {
                dt { "Worker" } dd { (diagnostics.worker.as_deref().unwrap_or("–")) }
                dt { "Lease until" } dd { (maybe_time(diagnostics.lease_until)) }
                dt { "Claim token" } dd { (diagnostics.claim_token) }
                dt { "Identity" } dd { code { (diagnostics.run_identity_hash) } " two requests with the same are the same work" }
                dt { "Last change" } dd { (time(diagnostics.updated_at)) }
            }
            h3 { "Context" }
            pre tabindex="0" role="region" aria-label="Context" { (context) }
        }
    }
}
