//! What a pass counts, workspace by workspace, and how it therefore ends (R6).

use std::collections::BTreeMap;

use serde_json::json;

use super::plan::{Kind, Plan, Seen};
use crate::catalog::Operation;
use crate::ledger::{Counts, Ending, Failure, Failures, Slotted};
use crate::problem::Problem;

/// How many failures are kept word by word.
const LISTED: usize = 50;

/// The counts of one workspace's pass, of slots. processed = succeeded + failed + skipped.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// What became of them, by [`Kind`].
    pub dispatched: BTreeMap<&'static str, u64>,
    /// Slots that have a new run.
    pub succeeded: u64,
    /// Schedules that cannot be read, or that the database refused.
    pub failed: u64,
    /// Slots that do not run, ranges counted once, and schedules that changed since the look.
    pub skipped: u64,
    /// Schedules that are planned anew.
    pub updated: u64,
    failures: Vec<Failure>,
    failures_left_out: usize,
}

impl Tally {
    /// Notes a schedule that was moved on, and what became of its slot.
    pub fn moved(&mut self, plan: &Plan, slotted: Option<Slotted>) {
        self.updated += 1;
        if plan.missed.is_some() {
            self.skipped += 1;
            self.note(Kind::Missed);
        }
        match slotted {
            Some(Slotted::Queued(_)) => {
                self.succeeded += 1;
                self.note(Kind::Queued);
            }
            Some(Slotted::Overlapped(_)) => {
                self.skipped += 1;
                self.note(Kind::Overlap);
            }
            Some(Slotted::Had(_)) => {}
            None if plan.missed.is_none() => self.note(Kind::Planned),
            None => {}
        }
    }

    /// Notes a schedule that changed between the look and the write.
    pub fn overtaken(&mut self) {
        self.skipped += 1;
    }

    /// Notes a schedule that nobody can follow, or whose row the database refused while the others went through.
    pub fn refused(&mut self, seen: &Seen, problem: &Problem) {
        self.failed += 1;
        if self.failures.len() < LISTED {
            let message = format!("Backup schedule {}: {}", seen.id, problem.message);
            self.failures.push(Failure::new("backup_schedule.not_dispatched", &message).because(problem.code));
        } else {
            self.failures_left_out += 1;
        }
    }

    fn note(&mut self, kind: Kind) {
        *self.dispatched.entry(kind.as_str()).or_default() += 1;
    }

    /// How the pass ends: nothing to do is a success, a schedule that cannot be followed makes it partial.
    #[must_use]
    pub fn ending(&self, operation: &'static Operation) -> Ending {
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let total = number(self.succeeded + self.failed + self.skipped);
        let counts = Counts::new(
            operation,
            [
                ("total", total),
                ("processed", total),
                ("succeeded", number(self.succeeded)),
                ("failed", number(self.failed)),
                ("skipped", number(self.skipped)),
                ("updated", number(self.updated)),
            ],
        );
        let ending = if self.failed == 0 {
            Ending::succeeded()
        } else {
            Ending::partially(Failures::bounded(self.failures.clone(), self.failures_left_out))
        };
        ending.with_counts(&counts).with_context(json!({ "dispatched": self.dispatched }))
    }
}
