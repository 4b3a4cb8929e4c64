//! When a piece of work began and ended, and how much of it was done.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::super::generators::RowSource;
use super::super::words::Shadow;
use super::draft::minutes;
use crate::clock::Instant;
use crate::ledger::{Failure, Failures, Outcome};

/// The instants of one piece of work, in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Life {
    pub(super) created_at: Instant,
    pub(super) started_at: Option<Instant>,
    pub(super) finished_at: Option<Instant>,
    /// The last change.
    pub(super) updated_at: Instant,
}

/// No life is longer than this.
pub(super) const LONGEST: TimeDelta = TimeDelta::minutes(50);

impl Life {
    /// A life that stands at `state` and last changed at `changed`.
    pub(super) fn until(row: &RowSource, state: Shadow, changed: Instant) -> Self {
        let waited = TimeDelta::seconds(row.between("seconds_waited", 5, 900));
        let worked = TimeDelta::seconds(row.between("seconds_worked", 30, 1_800));
        let (created_at, started_at, finished_at) = match state {
            Shadow::None | Shadow::Queued => (changed - waited, None, None),
            Shadow::Running => (changed - waited, Some(changed), None),
            // Refused before it began.
            Shadow::Over(Outcome::Blocked, _) => (changed - waited, None, Some(changed)),
            Shadow::Over(..) => (changed - worked - waited, Some(changed - worked), Some(changed)),
        };
        Self { created_at, started_at, finished_at, updated_at: changed }
    }

    /// The same life, begun so much later.
    pub(super) fn moved(self, by: TimeDelta) -> Self {
        Self {
            created_at: self.created_at + by,
            started_at: self.started_at.map(|at| at + by),
            finished_at: self.finished_at.map(|at| at + by),
            updated_at: self.updated_at + by,
        }
    }

    /// The life of a shadow that stands at `state` while its domain row, which stands elsewhere, has this one.
    pub(super) fn of_a_shadow_at(self, state: Shadow) -> Self {
        let began = self.started_at.unwrap_or(self.created_at + TimeDelta::seconds(4));
        let (started_at, finished_at) = match state {
            Shadow::None | Shadow::Queued => (None, None),
            Shadow::Running => (Some(began), None),
            Shadow::Over(..) => (Some(began), Some(self.updated_at + minutes(5))),
        };
        let updated_at = finished_at.or(started_at).unwrap_or(self.created_at);
        Self { created_at: self.created_at, started_at, finished_at, updated_at }
    }
}

/// How much of a piece of work was done; all zero while it waits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally {
    pub(super) total: i64,
    pub(super) succeeded: i64,
    pub(super) failed: i64,
    pub(super) skipped: i64,
}

impl Tally {
    /// What `total` items, two at least, came to.
    pub(super) fn new(row: &RowSource, state: Shadow, total: i64) -> Self {
        let none = Self { total, succeeded: 0, failed: 0, skipped: 0 };
        match state {
            Shadow::None | Shadow::Queued | Shadow::Over(Outcome::Blocked | Outcome::Pending, _) => none,
            Shadow::Running => Self { succeeded: row.between("done", 0, total - 1), ..none },
            Shadow::Over(Outcome::Succeeded, _) => {
                let skipped = if row.chance("skips", 30) { row.between("skipped", 0, total / 4) } else { 0 };
                Self { succeeded: total - skipped, skipped, ..none }
            }
            Shadow::Over(Outcome::PartiallySucceeded, _) => {
                let failed = row.between("failed", 1, (total / 3).max(1));
                Self { succeeded: total - failed, failed, ..none }
            }
            Shadow::Over(Outcome::Failed, _) => Self { failed: row.between("failed", 1, total), ..none },
        }
    }

    pub(super) fn processed(self) -> i64 {
        self.succeeded + self.failed + self.skipped
    }

    /// As the ledger counts it.
    pub(super) fn to_json(self, state: Shadow) -> Json {
        if matches!(state, Shadow::None | Shadow::Queued) {
            return json!({});
        }
        let Self { total, succeeded, failed, skipped } = self;
        json!({ "total": total, "processed": self.processed(), "succeeded": succeeded, "failed": failed, "skipped": skipped })
    }
}

/// What went wrong, as the ledger keeps it; nothing when nothing did.
pub(super) fn failures(row: &RowSource, state: Shadow) -> Failures {
    let Shadow::Over(_, Some(code)) = state else { return Failures::default() };
    let failure = Failure::new(code, message(code));
    let reasons = ["provider.throttled", "provider.unavailable", "provider.permission_denied", "item.conflict"];
    let reason = *row.one_of("reason", &reasons);
    if code.starts_with("provider.") || code.ends_with(".cancelled") || code.ends_with(".skipped") {
        return Failures::new([failure]);
    }
    Failures::new([failure.because(reason)])
}

/// What people read under a code.
pub(in crate::seeding) fn message(code: &str) -> &'static str {
    match code {
        "restore.partial" => "Some items could not be restored",
        "restore.failed" => "The restore could not be carried out",
        "restore.aborted" => "The restore was stopped before it was done",
        "restore.cancelled" => "The restore was cancelled by the person who asked for it",
        "bulk.partial" => "Some items could not be processed",
        "bulk.failed" => "None of the items could be processed",
        "bulk.aborted" => "The work was stopped after too many failures",
        "backup.partial" => "Some policies could not be backed up",
        "backup.failed" => "Nothing could be backed up",
        "backup.cancelled" => "The backup was cancelled",
        "backup.skipped" => "Another backup of this schedule was still running",
        "inventory.partial" => "Some policy types could not be read",
        "inventory.skipped" => "Another sync of the same selection was still running",
        "items.failed" => "Some items could not be processed",
        "assignments.fetch_failed" => "The assignments could not be read",
        "assignments.restore_failed" => "The assignments could not be restored",
        "provider.throttled" => "The provider asked us to slow down and did not recover in time",
        "provider.unavailable" => "The provider did not answer",
        "provider.permission_denied" => "The provider refused access",
        "provider.consent_missing" => "Nobody has granted the provider's consent yet",
        _ => "The work did not end well",
    }
}
