//! The list for people: filters that are a plain form, a table that becomes cards on a narrow screen, and the way to the
//! next page.

use maud::{Markup, html};

use super::csv;
use super::filter::{By, FRESHNESSES, Filter, OUTCOMES, PAGE, Page, STATUSES};
use super::read::{Listed, Named, Operation};
use crate::catalog;
use crate::clock::Instant;
use crate::hub::layout::{self, Frame};
use crate::hub::params::address;
use crate::hub::parts::{between, dash, length, nothing, nothing_matches, number, run_badge, stamp, time};
use crate::hub::view::{Answer, View};
use crate::hub::visitor::Visitor;

/// As many workspaces and tenants as a list of choices can hold.
const MOST_CHOICES: usize = 200;

/// What the filters offer.
pub(super) struct Choices {
    workspaces: Vec<Named>,
    tenants: Vec<Named>,
}

/// The workspaces and tenants that may be seen, by name.
pub(super) async fn choices(view: &View) -> Answer<Choices> {
    let named = async |sql: String| -> Answer<Vec<Named>> {
        let rows = view.all(&sql, []).await?;
        rows.iter()
            .map(|row| {
                Ok(Named {
                    id: row.try_get("", "id")?,
                    external_id: row.try_get("", "external_id")?,
                    name: row.try_get("", "name")?,
                })
            })
            .collect()
    };
    let (scope, most) = (view.scope(), MOST_CHOICES);
    let workspaces = named(format!(
        "select w.id, w.external_id, w.name from workspaces w where {} order by w.name, w.id limit {most}",
        scope.workspaces("w")
    ));
    let tenants = named(format!(
        "select t.id, t.external_id, t.name from tenants t where {} order by t.name, t.id limit {most}",
        scope.tenants("t")
    ));
    Ok(Choices { workspaces: workspaces.await?, tenants: tenants.await? })
}

pub(super) fn show(visitor: &Visitor, filter: &Filter, page: Page, listed: &Listed, choices: &Choices) -> Markup {
    let frame = Frame { title: "Operations", place: "/operations", at: listed.at, is_live: true };
    let body = html! {
        (filters(filter, choices))
        @if listed.operations.is_empty() {
            @if filter.is_all() && page.before.is_none() {
                (nothing("No operation in the last 30 days.", &html! {
                    "Work of the platform appears here as soon as it is queued. " a href="/schedules" { "See what is due next" } "."
                }))
            } @else {
                (nothing_matches("No operation matches these filters.", "/operations"))
            }
        } @else {
            (table(&listed.operations, listed.at))
            nav.pages aria-label="Pages" {
                @if page.before.is_some() { a href=(filter.address()) rel="first" { "Newest" } }
                @if let Some(before) = listed.before {
                    a href=(next(filter, page, before)) rel="next" { "Older" }
                } @else { span.none { "End of the list" } }
                a href=(address("/api/operations", &filter.params())) { "This list as JSON" }
                a href=(address("/operations.csv", &filter.params())) { "as CSV, at most " (number(csv::MOST)) " rows" }
                span.command { "On the command line: " code data-copy { (command(filter)) } }
            }
        }
    };
    layout::page(visitor, &frame, &body)
}

fn next(filter: &Filter, page: Page, before: i64) -> String {
    let mut params = filter.params();
    params.push(("before", Some(before.to_string())));
    params.push(("limit", (page.limit != PAGE).then(|| page.limit.to_string())));
    address("/operations", &params)
}

/// Rows of operations; other pages show the same.
pub(in crate::hub) fn table(operations: &[Operation], now: Instant) -> Markup {
    html! {
        table.rows {
            thead { tr {
                th scope="col" { "Operation" } th scope="col" { "State" } th scope="col" { "Type" } th scope="col" { "For" }
                th scope="col" { "Initiator" } th scope="col" { "Begun" } th.count scope="col" { "Duration" }
            } }
            tbody {
                @for run in operations {
                    tr data-row {
                        td data-label="Operation" { a href=(format!("/operations/{}", run.id)) { "#" (run.id) } }
                        td data-label="State" {
                            (run_badge(&run.status, &run.outcome, run.freshness_state == "likely_stale"))
                            @if run.reconciled { " " span.tag title="Recovery ended it or made it" { "reconciled" } }
                            @if run.slow { " " span.tag title="It has taken longer than its type is expected to" { "slow" } }
                            @if let Some(code) = &run.failure_code { " " code.code { (code) } }
                        }
                        td data-label="Type" { span.label { (run.label) } " " code.type { (run.operation) } }
                        td data-label="For" {
                            @if let Some(tenant) = &run.tenant { bdi { (tenant.name) } " " small { bdi { (run.workspace.name) } } }
                            @else { bdi { (run.workspace.name) } " " small { "whole workspace" } }
                        }
                        td data-label="Initiator" { bdi { (run.initiator_name) } }
                        td data-label="Begun" { (time(run.created_at)) }
                        td.count data-label="Duration" { (duration(run, now)) }
                    }
                }
            }
        }
    }
}

/// How long it took, or has been at work; a run that waits has no duration.
fn duration(run: &Operation, now: Instant) -> Markup {
    match (run.started_at, run.completed_at) {
        (Some(from), Some(to)) => html! { (length(between(from, to))) },
        (Some(from), None) => html! { (length(between(from, now))) " so far" },
        (None, _) => dash(),
    }
}

fn filters(filter: &Filter, choices: &Choices) -> Markup {
    html! {
        form.filters action="/operations" method="get" role="search" aria-label="Filters" {
            (select("type", "Type", filter.operation.as_deref(), catalog::declared().map(|operation| (operation.name, operation.label))))
            (select("status", "Status", filter.status.map(|status| status.as_str()), STATUSES.map(|status| (status.as_str(), status.as_str()))))
            (outcome(filter))
            (select("freshness", "Freshness", filter.freshness.map(|one| one.as_str()), FRESHNESSES.map(|one| (one.as_str(), one.as_str()))))
            (named("workspace", "Workspace", filter.workspace, &choices.workspaces))
            (named("tenant", "Tenant", filter.tenant, &choices.tenants))
            label { span { "Initiator" }
                input name="initiator" type="text" maxlength="120" list="initiators" value=[filter.by.as_ref().map(by)] placeholder="system, people, a name";
                datalist #initiators { option value="system" {} option value="people" {} }
            }
            (select("reconciled", "Reconciled", filter.reconciled.map(|yes| if yes { "true" } else { "false" }), [("true", "yes"), ("false", "no")]))
            label { span { "Failure code" } input name="code" type="text" maxlength="120" value=[filter.code.as_deref()]; }
            label { span { "Begun from (UTC)" } input name="since" type="text" inputmode="numeric" maxlength="40" placeholder="30 days ago" value=[filter.since.map(stamp)]; }
            label { span { "until" } input name="until" type="text" inputmode="numeric" maxlength="40" placeholder="now" value=[filter.until.map(stamp)]; }
            @if filter.is_slow { input type="hidden" name="slow" value="true"; }
            @if let Some(slot) = filter.slot { input type="hidden" name="slot" value=(stamp(slot)); }
            @if let Some(ended) = filter.ended_since { input type="hidden" name="ended_since" value=(stamp(ended)); }
            @if filter.is_whole { input type="hidden" name="whole" value="true"; }
            div.buttons {
                button type="submit" { "Filter" }
                @if !filter.is_all() { a href="/operations" { "Clear" } }
            }
        }
        @if filter.is_slow || filter.is_whole || filter.slot.is_some() || filter.ended_since.is_some() {
            p.notes {
                @if let Some(ended) = filter.ended_since { "Only what has ended since " (time(ended)) ". " }
                @if filter.is_whole { "Only work of a workspace as a whole. " }
                @if filter.is_slow { "Only what has been at work for longer than usual. " }
                @if let Some(slot) = filter.slot { "Only the slot of " (time(slot)) ". " }
            }
        }
    }
}

fn by(by: &By) -> &str {
    match by {
        By::System => "system",
        By::People => "people",
        By::Named(name) => name,
    }
}

fn outcome(filter: &Filter) -> Markup {
    let several = (filter.outcomes.len() > 1).then(|| {
        let words: Vec<&str> = filter.outcomes.iter().map(|outcome| outcome.as_str()).collect();
        words.join(",")
    });
    let chosen = several.as_deref().or(filter.outcomes.first().map(|outcome| outcome.as_str()));
    let single = OUTCOMES.map(|outcome| (outcome.as_str(), outcome.as_str()));
    select("outcome", "Outcome", chosen, single.into_iter().chain(several.as_deref().map(|all| (all, "several"))))
}

fn select<'a>(
    name: &str,
    label: &str,
    chosen: Option<&str>,
    options: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Markup {
    html! {
        label { span { (label) }
            select name=(name) {
                option value="" { "any" }
                @for (value, word) in options {
                    option value=(value) selected[chosen == Some(value)] { (word.replace('_', " ")) }
                }
            }
        }
    }
}

/// A choice by name when there are few, else by id.
fn named(name: &str, label: &str, chosen: Option<i64>, among: &[Named]) -> Markup {
    if among.len() >= MOST_CHOICES {
        return html! {
            label { span { (label) " id" } input name=(name) type="text" inputmode="numeric" maxlength="16" value=[chosen]; }
        };
    }
    html! {
        label { span { (label) }
            select name=(name) {
                option value="" { "any" }
                @for one in among { option value=(one.id) selected[chosen == Some(one.id)] { (one.name) } }
                @if let Some(id) = chosen.filter(|id| among.iter().all(|one| one.id != *id)) {
                    option value=(id) selected { "#" (id) }
                }
            }
        }
    }
}

/// The same question to the command line, as far as that has words for it.
fn command(filter: &Filter) -> String {
    let mut words = vec!["scheduler runs".to_owned()];
    let mut say = |flag: &str, value: Option<String>| words.extend(value.map(|value| format!("--{flag} {value}")));
    say("type", filter.operation.clone());
    say("status", filter.status.map(|status| status.as_str().to_owned()));
    say("outcome", filter.outcomes.first().filter(|_| filter.outcomes.len() == 1).map(|one| one.as_str().to_owned()));
    say("freshness", filter.freshness.map(|freshness| freshness.as_str().to_owned()));
    say("reconciled", filter.reconciled.map(|flag| flag.to_string()));
    say("tenant", filter.tenant.map(|id| id.to_string()));
    say("since", filter.since.map(stamp));
    words.join(" ")
}
