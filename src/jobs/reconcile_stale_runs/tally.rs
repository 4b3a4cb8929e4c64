//! What a sweep counts, workspace by workspace, and how it therefore ends (R6).

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::plan::Decision;
use crate::catalog::Operation;
use crate::ledger::{Counts, Ending, Failure, Failures};

/// How many failures are kept word by word.
const LISTED: usize = 50;

/// The counts of one workspace's sweep. processed = succeeded + failed + skipped.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Recovered runs by kind.
    pub recovered: BTreeMap<&'static str, u64>,
    /// Recovered.
    pub succeeded: u64,
    /// The database refused.
    pub failed: u64,
    /// Left alone: moved since the look, or given grace.
    pub skipped: u64,
    /// Whether the limit cut the sweep short.
    pub more: bool,
    /// What a person should know.
    pub attention: Option<Json>,
    failures: Vec<Failure>,
    failures_left_out: usize,
}

impl Tally {
    /// Notes a run that was queued anew or ended.
    pub fn recovered(&mut self, decision: &Decision) {
        self.succeeded += 1;
        *self.recovered.entry(decision.recovery.code()).or_default() += 1;
        tracing::warn!(
            run_id = decision.seen.run.id,
            workspace_id = decision.workspace_id,
            operation = decision.seen.run.operation,
            "operation #{} was stale ({}): {}",
            decision.seen.run.id,
            decision.recovery.code(),
            decision.reason,
        );
    }

    /// Notes a run that moved between the look and the write.
    pub fn overtaken(&mut self) {
        self.skipped += 1;
    }

    /// Notes runs whose lease was extended.
    pub fn spared(&mut self, leases: u64) {
        self.skipped += leases;
    }

    /// Notes a row that the database refused while the others went through.
    pub fn refused(&mut self, decision: &Decision, why: &str) {
        self.failed += 1;
        if self.failures.len() < LISTED {
            let message =
                format!("Operation #{} stays open; the database refused the change: {why}", decision.seen.run.id);
            self.failures.push(Failure::new("reconcile.row_refused", &message));
        } else {
            self.failures_left_out += 1;
        }
    }

    /// How the sweep ends: nothing to do is a success, a row that was refused makes it partial.
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
                ("updated", number(self.succeeded)),
            ],
        );
        let ending = if self.failed == 0 {
            Ending::succeeded()
        } else {
            Ending::partially(Failures::bounded(self.failures.clone(), self.failures_left_out))
        };
        let mut context = json!({ "recovered": self.recovered });
        if let Some(attention) = &self.attention {
            context["attention"] = attention.clone();
        }
        if self.more {
            context["options"] = json!({ "limit_reached": true });
        }
        ending.with_counts(&counts).with_context(context)
    }
}
