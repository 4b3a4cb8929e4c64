//! What is counted for monitoring, declared once: names, kinds, labels, and what they mean.
//!
//! Counting is free when nobody installed a recorder. Labels hold names from the catalog only, never ids or text, so
//! that their number stays small and nothing secret can get in.

use std::time::Duration;

use metrics::{counter, describe_counter, describe_histogram, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::problem::{Problem, Result};

const SLOTS_RAN: &str = "opsledger_slots_ran_total";
const SLOTS_SKIPPED: &str = "opsledger_slots_skipped_total";
const SLOT_LATENESS: &str = "opsledger_slot_lateness_seconds";
const RUNS_QUEUED: &str = "opsledger_runs_queued_total";
const RUN_DURATION: &str = "opsledger_run_duration_seconds";
const LOST_CLAIMS: &str = "opsledger_lost_claims_total";
const DROPPED_KEYS: &str = "opsledger_dropped_keys_total";
const PROVIDER_CALLS: &str = "opsledger_provider_calls_total";
const FAILED_TICKS: &str = "opsledger_failed_ticks_total";

/// Seconds: from a tick to a day.
const BUCKETS: [f64; 12] = [0.05, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 86_400.0];

/// Starts counting; the handle renders what was counted. The first call of a process wins.
///
/// # Errors
/// `metrics.not_started` when another recorder was installed before.
pub fn start() -> Result<PrometheusHandle> {
    let failed =
        |error: metrics_exporter_prometheus::BuildError| Problem::work("metrics.not_started", error.to_string());
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &BUCKETS)
        .map_err(failed)?
        .install_recorder()
        .map_err(failed)?;
    describe_counter!(SLOTS_RAN, "Slots of a schedule that were settled by running them");
    describe_counter!(SLOTS_SKIPPED, "Rows of slots that did not run, by reason");
    describe_histogram!(SLOT_LATENESS, "Seconds from a slot to its being settled");
    describe_counter!(RUNS_QUEUED, "Runs queued by slots, over all workspaces");
    describe_histogram!(RUN_DURATION, "Seconds that a run was worked on, by type and outcome");
    describe_counter!(LOST_CLAIMS, "Runs that ended here after another claim had taken over");
    describe_counter!(DROPPED_KEYS, "Counts and context entries dropped because the catalog does not allow their key");
    describe_counter!(PROVIDER_CALLS, "Requests to the directory provider, by call and answer");
    describe_counter!(FAILED_TICKS, "Wake-ups at which the due slots could not be settled");
    Ok(handle)
}

/// A slot was settled by running it.
pub fn slot_ran(schedule: &str, lateness: Duration, queued: u64) {
    let schedule = schedule.to_owned();
    counter!(SLOTS_RAN, "schedule" => schedule.clone()).increment(1);
    counter!(RUNS_QUEUED, "schedule" => schedule.clone()).increment(queued);
    histogram!(SLOT_LATENESS, "schedule" => schedule).record(lateness.as_secs_f64());
}

/// Slots did not run.
pub fn slots_skipped(schedule: &str, reason: &'static str, rows: u64) {
    if rows > 0 {
        counter!(SLOTS_SKIPPED, "schedule" => schedule.to_owned(), "reason" => reason).increment(rows);
    }
}

/// A run ended.
pub fn run_ended(operation: &'static str, outcome: &'static str, spent: Duration) {
    histogram!(RUN_DURATION, "type" => operation, "outcome" => outcome).record(spent.as_secs_f64());
}

/// A run ended here, but another claim had taken over.
pub fn claim_lost(operation: &'static str) {
    counter!(LOST_CLAIMS, "type" => operation).increment(1);
}

/// A key was dropped at the ledger's door.
pub fn key_dropped(operation: &'static str) {
    counter!(DROPPED_KEYS, "type" => operation).increment(1);
}

/// The directory provider was asked; the answer is `ok` or a reason code.
pub fn provider_asked(call: &'static str, answer: &'static str) {
    counter!(PROVIDER_CALLS, "call" => call, "answer" => answer).increment(1);
}

/// A tick failed; the next one tries again.
pub fn tick_failed(code: &'static str) {
    counter!(FAILED_TICKS, "code" => code).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_rendered_under_stable_names() {
        let handle = start().unwrap();
        slot_ran("ops.reconcile_adapter_runs", Duration::from_millis(300), 7);
        slots_skipped("ops.reconcile_adapter_runs", "overlap", 2);
        run_ended("policy.sync", "failed", Duration::from_secs(3));
        claim_lost("policy.sync");
        key_dropped("policy.sync");
        provider_asked("assignments", "ok");
        tick_failed("db.unreachable");
        let text = handle.render();
        for line in [
            "opsledger_slots_ran_total{schedule=\"ops.reconcile_adapter_runs\"} 1",
            "opsledger_runs_queued_total{schedule=\"ops.reconcile_adapter_runs\"} 7",
            "opsledger_slots_skipped_total{schedule=\"ops.reconcile_adapter_runs\",reason=\"overlap\"} 2",
            "opsledger_slot_lateness_seconds_bucket{schedule=\"ops.reconcile_adapter_runs\",le=\"0.5\"} 1",
            "opsledger_run_duration_seconds_bucket{type=\"policy.sync\",outcome=\"failed\",le=\"5\"} 1",
            "opsledger_lost_claims_total{type=\"policy.sync\"} 1",
            "opsledger_dropped_keys_total{type=\"policy.sync\"} 1",
            "opsledger_provider_calls_total{call=\"assignments\",answer=\"ok\"} 1",
            "opsledger_failed_ticks_total{code=\"db.unreachable\"} 1",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
