//! The board: jobs down, time across, and what did not run as it should as a list.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::jobs::{self, Job, Paused, Source};
use super::plan::{Accounted, account};
use super::read;
use super::tally::{Kind, Tally};
use super::window::Window;
use crate::clock::Instant;
use crate::hub::failure::Failure;
use crate::hub::view::{Answer, View};

/// The most lines of the list.
const LINES: usize = 60;

/// The board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Board {
    /// The beginning.
    pub from: DateTime<Utc>,
    /// The end.
    pub until: DateTime<Utc>,
    /// How long a column is, in seconds.
    pub step_seconds: i64,
    /// The jobs.
    pub jobs: Vec<Line>,
    /// All of it together.
    pub total: Tally,
    /// What did not run as it should, the newest first.
    pub trouble: Vec<Trouble>,
    /// Whether there is more of that than is listed.
    pub has_more: bool,
    /// When this was so.
    pub at: DateTime<Utc>,
}

/// A job across time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Line {
    /// Its key.
    pub job: String,
    /// The type that it runs.
    #[serde(rename = "type")]
    pub operation: String,
    /// What people read for it.
    pub label: String,
    /// When it is due, in words.
    pub words: String,
    /// Who holds it.
    pub paused: Option<Paused>,
    /// A cell for each column.
    pub cells: Vec<Cell>,
    /// All of them together.
    pub total: Tally,
    /// The most slots of a cell.
    pub most_slots: i64,
}

/// A job in one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cell {
    /// The beginning of the column.
    pub from: DateTime<Utc>,
    /// What matters most of it.
    pub kind: Kind,
    /// What became of its slots.
    pub tally: Tally,
    /// In words.
    pub words: String,
    /// Its slot, when it has one only.
    pub slot: Option<DateTime<Utc>>,
    /// The slot that matters most.
    pub worst: Option<DateTime<Utc>>,
    /// What a change of the clock did to a slot of it.
    pub note: Option<&'static str>,
}

/// Slots one after the other that did not run as they should, all in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Trouble {
    /// The key of the job.
    pub job: String,
    /// What people read for it.
    pub label: String,
    /// The first slot.
    pub slot: DateTime<Utc>,
    /// The last, when there are several.
    pub through: Option<DateTime<Utc>>,
    /// How many.
    pub slots: i64,
    /// What matters most.
    pub kind: Kind,
    /// What became of one of them.
    pub words: String,
    /// The run, when there is one only.
    pub run: Option<i64>,
    /// The run that was in the way, when there is one only.
    pub blocking_run: Option<i64>,
}

/// The board of `window`.
///
/// # Errors
/// [`Failure::NotFound`] for a job that is not there; a database problem.
pub async fn read(view: &View, window: &Window) -> Answer<Board> {
    let jobs = jobs::read(view, window.job.as_deref()).await?;
    if jobs.is_empty() && window.job.is_some() {
        return Err(Failure::NotFound);
    }
    let stretch = (window.from, window.until);
    let facts = read::facts(view, &jobs, stretch).await?;
    let mut lines = Vec::with_capacity(jobs.len());
    let mut trouble = Vec::new();
    for (job, facts) in jobs.iter().zip(&facts) {
        let mut slots = account(&job.expected, facts, stretch, view.now());
        if job.source == Source::Backups {
            overdue(view, job, window, &mut slots).await?;
        }
        trouble.extend(troubles(job, &slots));
        lines.push(line(job, window, &slots));
    }
    trouble.sort_by(|a, b| b.slot.cmp(&a.slot).then_with(|| a.job.cmp(&b.job)));
    let has_more = trouble.len() > LINES;
    trouble.truncate(LINES);
    let mut total = Tally::default();
    lines.iter().for_each(|line| total.add(&line.total));
    Ok(Board {
        from: window.from,
        until: window.until,
        step_seconds: window.step.num_seconds(),
        jobs: lines,
        total,
        trouble,
        has_more,
        at: view.now(),
    })
}

/// Of many schedules together it is known which are late, and nothing of what is to come.
async fn overdue(view: &View, job: &Job, window: &Window, slots: &mut Vec<Accounted>) -> Answer<()> {
    for (slot, late) in read::overdue(view, view.now() - job.expected.grace).await? {
        if window.column(slot).is_none() {
            continue;
        }
        match slots.iter_mut().find(|known| known.slot == slot) {
            Some(known) => known.tally.late += late,
            None => slots.push(Accounted {
                slot,
                tally: Tally { slots: 1, late, ..Tally::default() },
                ..Accounted::default()
            }),
        }
    }
    slots.sort_by_key(|slot| slot.slot);
    Ok(())
}

fn line(job: &Job, window: &Window, slots: &[Accounted]) -> Line {
    let columns = window.columns();
    let looked_from = job.expected.looked_from(window.from, window.until);
    let is_cut = looked_from > job.expected.since && looked_from >= window.from;
    let mut cells: Vec<Cell> = columns.iter().map(|from| Cell::empty(*from)).collect();
    if is_cut {
        let unseen = cells.iter_mut().filter(|cell| cell.from + window.step <= looked_from);
        unseen.for_each(|cell| cell.tally.uncounted = 1);
    }
    for slot in slots {
        if let Some(cell) = window.column(slot.slot).and_then(|column| cells.get_mut(column)) {
            cell.add(slot);
        }
    }
    let mut total = Tally::default();
    for cell in &mut cells {
        (cell.kind, cell.words) = (cell.tally.kind(), cell.tally.words());
        total.add(&cell.tally);
    }
    Line {
        job: job.key.clone(),
        operation: job.operation.clone(),
        label: job.label.clone(),
        words: job.words.clone(),
        paused: job.paused.clone(),
        most_slots: cells.iter().map(|cell| cell.tally.slots).max().unwrap_or(0),
        total,
        cells,
    }
}

impl Cell {
    fn empty(from: Instant) -> Self {
        let tally = Tally::default();
        Self { from, kind: Kind::Empty, words: tally.words(), tally, slot: None, worst: None, note: None }
    }

    fn add(&mut self, slot: &Accounted) {
        let is_first = self.tally.slots == 0;
        if is_first || slot.tally.kind() < self.kind {
            (self.kind, self.worst) = (slot.tally.kind(), Some(slot.slot));
        }
        self.slot = is_first.then_some(slot.slot);
        self.note = self.note.or(slot.note);
        self.tally.add(&slot.tally);
    }
}

/// What did not run as it should, with slots that are alike and follow each other as one.
fn troubles(job: &Job, slots: &[Accounted]) -> Vec<Trouble> {
    let mut all: Vec<Trouble> = Vec::new();
    let mut is_next = false;
    for slot in slots {
        let (kind, words) = (slot.tally.kind(), slot.tally.words());
        if !kind.is_trouble() {
            is_next = false;
            continue;
        }
        match all.last_mut().filter(|last| is_next && last.kind == kind && last.words == words) {
            Some(last) => {
                (last.through, last.run, last.blocking_run) = (Some(slot.slot), None, None);
                last.slots += 1;
            }
            None => all.push(Trouble {
                job: job.key.clone(),
                label: job.label.clone(),
                slot: slot.slot,
                through: None,
                slots: 1,
                kind,
                words,
                run: slot.run,
                blocking_run: slot.blocking,
            }),
        }
        is_next = true;
    }
    all
}
