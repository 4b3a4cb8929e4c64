//! The matrix for people.

use maud::{Markup, html};

use super::rank::Asked;
use super::read::{Cell, Matrix, Row};
use crate::clock::Instant;
use crate::hub::layout::{self, Frame};
use crate::hub::pages::operations::filter::Filter;
use crate::hub::params::address;
use crate::hub::parts::{Mood, badge, between, dash, length, nothing, nothing_matches, run_badge, stamp};
use crate::hub::visitor::Visitor;

pub(super) fn show(visitor: &Visitor, asked: &Asked, matrix: &Matrix) -> Markup {
    let frame = Frame { title: "Tenants", place: "/tenants", at: matrix.at, is_live: true };
    let whole = Filter { is_whole: true, ..Filter::default() };
    let body = html! {
        form.filters action="/tenants" method="get" role="search" aria-label="Filters" {
            label { span { "Name or external id" } input name="q" type="search" maxlength="120" value=[asked.q.as_deref()]; }
            label { span { "Workspace id" } input name="workspace" type="text" inputmode="numeric" maxlength="16" value=[asked.workspace]; }
            div.buttons {
                button type="submit" { "Filter" }
                @if !asked.is_all() { a href="/tenants" { "Clear" } }
            }
        }
        @if matrix.tenants.is_empty() {
            @if asked.is_all() && asked.after.is_none() {
                (nothing("There is no tenant that you may see.", &html! { "Tenants appear here as soon as a workspace has them. " a href="/operations" { "All operations" } "." }))
            } @else {
                (nothing_matches("No tenant matches these filters.", "/tenants"))
            }
        } @else {
            p { "How each kind of work last ended for each tenant. First come those for whom something did not end well in the last 8 days and has not succeeded since." }
            div.scroll tabindex="0" role="region" aria-label="Tenants and kinds of work" {
                table.matrix {
                    thead { tr {
                        th scope="col" { "Tenant" }
                        @for column in &matrix.types { th scope="col" title=(column.operation) { (column.label) } }
                    } }
                    tbody { @for row in &matrix.tenants { (one(row, matrix)) } }
                }
            }
            nav.pages aria-label="Pages" {
                @if asked.after.is_some() { a href=(first(asked)) rel="first" { "The worst" } }
                @if let Some(after) = matrix.after {
                    a href=(address("/tenants", &asked.behind(after))) rel="next" { "More" }
                } @else { span.none { "End of the list" } }
                a href=(whole.address()) { "Work of workspaces as a whole" }
            }
        }
    };
    layout::page(visitor, &frame, &body)
}

fn first(asked: &Asked) -> String {
    let params: Vec<_> = asked.behind(0).into_iter().filter(|(name, _)| *name != "after").collect();
    address("/tenants", &params)
}

fn one(row: &Row, matrix: &Matrix) -> Markup {
    let all = Filter { tenant: Some(row.tenant.id), ..Filter::default() };
    html! {
        tr data-row {
            th scope="row" {
                a href=(all.address()) { bdi { (row.tenant.name) } } " " small { bdi { (row.workspace.name) } }
                @if row.in_trouble { " " (badge(Mood::Bad, "in trouble")) }
                @if row.status != "active" { " " span.tag { (row.status) } }
            }
            @for column in &matrix.types {
                td data-label=(column.label) {
                    @match row.cells.get(column.operation) { Some(known) => (cell(known, matrix.at)), None => (dash()) }
                }
            }
        }
    }
}

fn cell(cell: &Cell, now: Instant) -> Markup {
    html! {
        a href=(cell.link) title=[cell.failure_code.as_deref()] {
            @match (&cell.outcome, cell.completed_at) {
                (Some(outcome), Some(at)) => {
                    (run_badge("completed", outcome, false)) " "
                    time datetime=(stamp(at)) title=(stamp(at)) { (length(between(at, now))) " ago" }
                }
                _ => (badge(Mood::Waiting, "never ended"))
            }
            @if cell.is_active { " " (badge(Mood::Busy, "active")) }
        }
    }
}
