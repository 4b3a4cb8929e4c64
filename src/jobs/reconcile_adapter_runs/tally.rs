//! What a pass counts, workspace by workspace, and how it therefore ends (R4, R6).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::decision::Decision;
use super::mismatch::Mismatch;
use crate::catalog::Operation;
use crate::ledger::{Counts, Ending, Failure, Failures};

/// How many ids a list for people holds.
const LISTED: usize = 50;

/// The counts of one workspace's pass. processed = succeeded + failed + skipped.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Tally {
    /// Mismatches by kind.
    pub mismatches: BTreeMap<&'static str, u64>,
    /// Healed.
    pub succeeded: u64,
    /// Not healed: no proof, or the database refused.
    pub failed: u64,
    /// Left alone: history, or overtaken by a change in between.
    pub skipped: u64,
    /// Rows of the ledger that were changed, not counting new ones.
    pub updated: u64,
    /// Whether the limit cut the pass short.
    pub more: bool,
    #[serde(skip)]
    failures: Vec<Failure>,
    #[serde(skip)]
    failures_left_out: usize,
    #[serde(skip)]
    behind: Vec<i64>,
}

impl Tally {
    /// Notes something that was healed.
    pub fn healed(&mut self, decision: &Decision) {
        self.seen(decision.mismatch);
        self.succeeded += 1;
        if decision.mismatch != Mismatch::ShadowMissing {
            self.updated += 1;
        }
    }

    /// Notes something for which nothing is written: history stays, or there is no proof.
    pub fn left_alone(&mut self, decision: &Decision) {
        self.seen(decision.mismatch);
        if decision.mismatch == Mismatch::ScopeMismatch {
            self.failed += 1;
            self.fail(Failure::new(Mismatch::ScopeMismatch.code(), &decision.reason));
        } else {
            self.skipped += 1;
            if let (true, Some(run)) = (self.behind.len() < LISTED, decision.run_id) {
                self.behind.push(run);
            }
        }
    }

    /// Notes something that changed between the look and the write; the next pass sees what it became.
    pub fn overtaken(&mut self, decision: &Decision) {
        self.seen(decision.mismatch);
        self.skipped += 1;
    }

    /// Notes a row that the database refused while the others went through.
    pub fn refused(&mut self, decision: &Decision, why: &str) {
        self.seen(decision.mismatch);
        self.failed += 1;
        let message = format!("{}; the database refused the change: {why}", decision.reason);
        self.fail(Failure::new("reconcile.row_refused", &message));
    }

    /// Everything that was found.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.succeeded + self.failed + self.skipped
    }

    /// How the pass ends: a row without proof makes it partial, nothing to do is a success.
    #[must_use]
    pub fn ending(&self, operation: &'static Operation) -> Ending {
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let counts = Counts::new(
            operation,
            [
                ("total", number(self.total())),
                ("processed", number(self.total())),
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
        ending.with_counts(&counts).with_context(self.context())
    }

    fn context(&self) -> Json {
        let mut context = json!({ "mismatches": self.mismatches });
        if !self.behind.is_empty() {
            let total = self.mismatches.get(Mismatch::DomainBehind.code());
            context["attention"] =
                json!({ Mismatch::DomainBehind.code(): { "total": total, "operation_run_ids": self.behind } });
        }
        if self.more {
            context["options"] = json!({ "limit_reached": true });
        }
        context
    }

    fn seen(&mut self, mismatch: Mismatch) {
        *self.mismatches.entry(mismatch.code()).or_default() += 1;
    }

    fn fail(&mut self, failure: Failure) {
        if self.failures.len() < LISTED {
            self.failures.push(failure);
        } else {
            self.failures_left_out += 1;
        }
    }
}
