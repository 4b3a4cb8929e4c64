//! What a pruning pass counts, workspace by workspace, and how it therefore ends (R6).

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::options::Options;
use super::plan::Plan;
use crate::catalog::{self, Operation};
use crate::clock::{Instant, text};
use crate::ledger::prune::Free;
use crate::ledger::{Counts, Ending, Failure, Failures};

/// How many failures are kept word by word.
const LISTED: usize = 50;

/// The counts of one workspace's pass. processed = succeeded + failed + skipped.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Deleted runs by type.
    pub pruned: BTreeMap<String, u64>,
    /// Deleted.
    pub succeeded: u64,
    /// The database refused.
    pub failed: u64,
    /// Kept although old: a record refers to it, or it changed since the look.
    pub skipped: u64,
    failures: Vec<Failure>,
    failures_left_out: usize,
}

impl Tally {
    /// Notes a run that went.
    pub fn deleted(&mut self, run: &Free) {
        self.succeeded += 1;
        *self.pruned.entry(catalog::canonical(&run.operation).to_owned()).or_default() += 1;
    }

    /// Notes a run that the database would not let go while the others went.
    pub fn refused(&mut self, run: &Free, why: &str) {
        self.failed += 1;
        if self.failures.len() < LISTED {
            let message = format!("Operation #{} stays; the database refused to delete it: {why}", run.run_id);
            self.failures.push(Failure::new("prune.row_refused", &message));
        } else {
            self.failures_left_out += 1;
        }
    }

    /// How the pass ends.
    #[must_use]
    pub fn ending(&self, operation: &'static Operation, options: &Options, now: Instant) -> Ending {
        let ending = if self.failed == 0 {
            Ending::succeeded()
        } else {
            Ending::partially(Failures::bounded(self.failures.clone(), self.failures_left_out))
        };
        let total = self.succeeded + self.failed + self.skipped;
        let mut context = json!({ "pruned": self.pruned });
        asked(&mut context, options, now);
        ending.with_counts(&counts(operation, total, self.succeeded, self.failed, self.skipped)).with_context(context)
    }
}

/// How a pass ends that the guard stopped before anything was deleted.
#[must_use]
pub fn blocked(operation: &'static Operation, plan: &Plan, options: &Options, why: &str) -> Ending {
    let guard = json!({ "would_delete": plan.free, "history": plan.history, "of": plan.total, "limit_percent": options.guard_share });
    Ending::blocked(Failures::one("prune.guard", why))
        .with_counts(&counts(operation, plan.free + plan.referenced, 0, 0, 0))
        .with_context(json!({ "guard": guard }))
}

/// What a person asked instead of the catalog, so that the doctor knows why a recent run is gone.
fn asked(context: &mut Json, options: &Options, now: Instant) {
    if let Some(older_than) = options.older_than {
        context["options"] =
            json!({ "older_than_seconds": older_than.as_secs(), "completed_before": text(now - older_than) });
    }
}

fn counts(operation: &'static Operation, total: u64, succeeded: u64, failed: u64, skipped: u64) -> Counts {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let processed = succeeded + failed + skipped;
    Counts::new(
        operation,
        [
            ("total", number(total)),
            ("processed", number(processed)),
            ("succeeded", number(succeeded)),
            ("failed", number(failed)),
            ("skipped", number(skipped)),
        ],
    )
}
