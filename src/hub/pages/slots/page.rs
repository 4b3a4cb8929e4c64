//! The board for people: the answer in a sentence, what did not run as it should, then every slot as a table.

use maud::{Markup, html};

use super::board::{Board, Cell, Line, Trouble};
use super::tally::{Kind, Tally};
use super::window::{MOST, Window};
use crate::clock::Instant;
use crate::hub::layout::{self, Frame};
use crate::hub::params::address;
use crate::hub::parts::{Mood, badge, nothing, number, stamp, time};
use crate::hub::picture::{self, heat::Row};
use crate::hub::scope::Scope;
use crate::hub::visitor::Visitor;

/// Stretches of time to choose from, in hours.
const CHOICES: [(u32, &str); 5] = [(1, "1 hour"), (6, "6 hours"), (24, "1 day"), (72, "3 days"), (MOST, "7 days")];

/// The address of one slot.
pub(in crate::hub) fn slot_address(job: &str, slot: Instant) -> String {
    address("/slots/slot", &[("job", Some(job.to_owned())), ("at", Some(stamp(slot)))])
}

pub(super) fn show(visitor: &Visitor, window: &Window, board: &Board) -> Markup {
    let frame = Frame { title: "Slots", place: "/slots", at: board.at, is_live: true };
    let sees_tenants_only = matches!(visitor.scope, Scope::Tenants { .. });
    let body = html! {
        p.lead { (answer(board)) " " (verdict(board)) }
        @if sees_tenants_only {
            p.notes { "Housekeeping of the platform runs for whole workspaces, which you do not see; these are your backups." }
        }
        (choices(window))
        @if board.jobs.is_empty() {
            (nothing("No schedule is stored yet.", &html! { "Schedules are stored when " code { "scheduler run" } " first starts." }))
        } @else {
            (troubles(board))
            (heat(board))
            (table(window, board))
        }
        nav.pages aria-label="This board elsewhere" {
            a href=(window.address("/api/slots")) { "This board as JSON" }
            span.command { "On the command line: " code { "scheduler skips" } }
        }
    };
    layout::page(visitor, &frame, &body)
}

/// The answer, in a word.
fn answer(board: &Board) -> Markup {
    let Tally { slots, ahead, due, .. } = board.total;
    match board.total.kind() {
        kind if kind.is_trouble() => badge(kind.mood(), "no"),
        _ if slots == ahead + due => badge(Mood::Quiet, "nothing yet"),
        kind => badge(kind.mood(), "yes"),
    }
}

/// The answer, in a sentence.
fn verdict(board: &Board) -> String {
    let Tally { slots, ahead, due, forgotten, uncounted, .. } = board.total;
    let passed = slots - ahead - due;
    let span = format!("{} to {} UTC", board.from.format("%a %d %b %H:%M"), board.until.format("%a %d %b %H:%M"));
    let unknown = match forgotten + uncounted {
        0 => String::new(),
        _ => " Some slots are too old or too many to tell.".to_owned(),
    };
    if passed == 0 {
        return format!("No slot has been due from {span}.{unknown}");
    }
    if board.total.kind().is_trouble() {
        let words = Tally { ahead: 0, due: 0, ..board.total }.words();
        format!("Not everything that should have run from {span} did: {words}.{unknown}")
    } else {
        let made_good = match board.total.coalesced {
            0 => String::new(),
            count => format!(" Of these {} were missed and made good by a newer one.", number(count)),
        };
        format!("Everything that was due from {span} ran, or runs: {} slots.{made_good}{unknown}", number(passed))
    }
}

fn choices(window: &Window) -> Markup {
    let length = window.until - window.from;
    html! {
        nav.span aria-label="Stretch of time" {
            a href=(window.over(window.hours, Some(window.from))) rel="prev" { "Earlier" }
            @for (hours, word) in CHOICES {
                @if hours == window.hours {
                    a href=(window.over(hours, None)) aria-current="true" { (word) }
                } @else {
                    a href=(window.over(hours, None)) { (word) }
                }
            }
            @if window.address("/slots").contains("until=") {
                a href=(window.over(window.hours, Some(window.until + length))) rel="next" { "Later" }
                a href=(window.over(window.hours, None)) { "Now" }
            }
            @if let Some(job) = &window.job {
                span { "Only " code { (job) } ". " a href=(window.of(None)) { "All jobs" } }
            }
        }
    }
}

fn troubles(board: &Board) -> Markup {
    html! {
        @if !board.trouble.is_empty() {
            section aria-labelledby="trouble" {
                h2 #trouble { "What did not run as it should" }
                table.rows {
                    thead { tr { th scope="col" { "Slot (UTC)" } th scope="col" { "Job" } th scope="col" { "Result" } th scope="col" { "Operation" } } }
                    tbody { @for one in &board.trouble { (trouble(one)) } }
                }
                @if board.has_more { p.notes { "There is more; choose a shorter stretch of time, or one job." } }
            }
        }
    }
}

fn trouble(one: &Trouble) -> Markup {
    html! {
        tr data-row {
            th scope="row" data-label="Slot" {
                a href=(slot_address(&one.job, one.slot)) { (time(one.slot)) }
                @if let Some(through) = one.through { " to " (time(through)) " (" (number(one.slots)) " slots)" }
            }
            td data-label="Job" { bdi { (one.label) } " " code { (one.job) } }
            td data-label="Result" { (badge(one.kind.mood(), &one.words)) }
            td data-label="Operation" {
                @if let Some(run) = one.run { a href=(format!("/operations/{run}")) { "Operation #" (run) } }
                @else if let Some(run) = one.blocking_run { "behind " a href=(format!("/operations/{run}")) { "Operation #" (run) } }
                @else { a href=(slot_address(&one.job, one.slot)) { "Who and why" } }
            }
        }
    }
}

fn heat(board: &Board) -> Markup {
    let square = |cell: &Cell| {
        let words = format!("{}: {}", cell.from.format("%a %H:%M"), cell.words);
        (cell.kind != Kind::Empty).then(|| (cell.kind.classes(), words))
    };
    let rows: Vec<Row<'_>> = board
        .jobs
        .iter()
        .map(|line| Row { name: &line.label, squares: line.cells.iter().map(square).collect() })
        .collect();
    picture::heat(&verdict(board), &rows)
}

fn table(window: &Window, board: &Board) -> Markup {
    let is_long = window.step.num_minutes() >= 60;
    html! {
        section aria-labelledby="board" {
            h2 #board { "Every slot" }
            p.notes {
                "Each column is " (minutes(window.step.num_minutes())) " long, in UTC. A frequent job has several slots in a column, which are counted together."
            }
            div.scroll tabindex="0" role="region" aria-label="Jobs down, time across" {
                table.slots {
                    thead { tr {
                        th scope="col" { "Job" }
                        @for (n, at) in window.columns().iter().enumerate() {
                            th scope="col" {
                                time datetime=(stamp(*at)) {
                                    @if n == 0 || (is_long && at.format("%H:%M").to_string() == "00:00") { (at.format("%a %d")) " " }
                                    (at.format("%H:%M"))
                                }
                            }
                        }
                    } }
                    tbody { @for line in &board.jobs { (row(window, line)) } }
                }
            }
        }
    }
}

fn minutes(minutes: i64) -> String {
    match minutes {
        1 => "a minute".into(),
        60 => "an hour".into(),
        n if n % 60 == 0 => format!("{} hours", n / 60),
        n => format!("{n} minutes"),
    }
}

fn row(window: &Window, line: &Line) -> Markup {
    html! {
        tr {
            th scope="row" {
                a href=(window.of(Some(&line.job))) { bdi { (line.label) } }
                " " small { (line.words) }
                @if line.most_slots > 1 { " " small.many { "up to " (number(line.most_slots)) " slots a column" } }
                @if let Some(paused) = &line.paused {
                    " " small { "paused since " (time(paused.at)) @if let Some(by) = &paused.by { " by " bdi { (by) } } }
                }
            }
            @for cell in &line.cells { (self::cell(window, line, cell)) }
        }
    }
}

fn cell(window: &Window, line: &Line, cell: &Cell) -> Markup {
    let to = match (cell.slot, cell.worst) {
        (Some(slot), _) => Some(slot_address(&line.job, slot)),
        (None, Some(_)) if window.hours > 1 => Some(window.zoomed(&line.job, cell.from)),
        (None, Some(worst)) => Some(slot_address(&line.job, worst)),
        (None, None) => None,
    };
    html! {
        td class=(cell.kind.classes()) {
            @if let Some(to) = to.filter(|_| cell.kind != Kind::Empty) {
                a href=(to) { (words(cell)) }
            } @else if cell.kind == Kind::Empty {
                span.none { span aria-hidden="true" { "–" } span.visually-hidden { "no slot" } }
            } @else { (words(cell)) }
        }
    }
}

fn words(cell: &Cell) -> Markup {
    html! {
        span.icon aria-hidden="true" { (cell.kind.mood().icon()) } " " (cell.words)
        @if let Some(note) = cell.note { " " small.night { "clock change: " (note) } }
    }
}
