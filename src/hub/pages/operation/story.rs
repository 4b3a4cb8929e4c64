//! A run told in sentences: why it began, what it waited for, what it did, how it ended, and what to do next. Pure: a
//! function of what was read.

use serde_json::Value as Json;

use super::read::Whole;
use crate::catalog;
use crate::hub::parts::{between, clock, length};

/// The sentences, in the order of time.
pub(super) fn tell(whole: &Whole) -> Vec<String> {
    [began(whole), waited(whole), worked(whole), did(whole), ended(whole), healed(whole), next(whole)]
        .into_iter()
        .flatten()
        .collect()
}

fn began(whole: &Whole) -> Option<String> {
    let run = &whole.operation;
    let at = run.created_at.format("%Y-%m-%d %H:%M:%S UTC");
    Some(match (run.scheduled_for, run.user_id) {
        (Some(slot), _) => {
            let late = between(slot, run.created_at);
            let how_late = if late.as_secs() >= 5 { format!(", {} after it", length(late)) } else { String::new() };
            format!("It was queued at {at}{how_late}, for the slot of {} UTC.", slot.format("%Y-%m-%d %H:%M:%S"))
        }
        (None, Some(_)) => format!("{} asked for it at {at}.", run.initiator_name),
        (None, None) if whole.is_mirror() => format!("It was begun at {at} as the shadow of a record."),
        (None, None) => format!("{} began it at {at}.", run.initiator_name),
    })
}

fn waited(whole: &Whole) -> Option<String> {
    let run = &whole.operation;
    match run.started_at {
        Some(started) => {
            let wait = between(whole.available_at.unwrap_or(run.created_at).max(run.created_at), started);
            (wait.as_millis() >= 1_000).then(|| format!("It waited {} until somebody took it.", length(wait)))
        }
        None if run.status == "queued" => {
            if let Some(at) = whole.available_at.filter(|at| *at > whole.at) {
                return Some(format!("It may start at {} UTC.", clock(at)));
            }
            let wait = length(between(run.created_at, whole.at));
            let allowed = length(catalog::entry(&run.operation).stale.queued_after);
            Some(if run.freshness_state == "likely_stale" {
                format!("Nobody has taken it for {wait}, and {allowed} is what its type allows.")
            } else {
                format!("It has been waiting for {wait}.")
            })
        }
        None => None,
    }
}

fn worked(whole: &Whole) -> Option<String> {
    let run = &whole.operation;
    let attempts = match run.attempt {
        0 | 1 => String::new(),
        2 => " It was started twice.".into(),
        n => format!(" It was started {n} times."),
    };
    let text = match (run.status.as_str(), run.started_at, run.completed_at) {
        ("running", Some(started), _) => {
            let spent = between(started, whole.at);
            let stale = if run.freshness_state == "likely_stale" {
                ", and whoever works on it has not been heard of since its lease ran out"
            } else {
                ""
            };
            format!("It has been at work for {}{}{stale}.", length(spent), usual(whole, spent))
        }
        (_, Some(started), Some(completed)) => {
            let spent = between(started, completed);
            format!("It worked for {}{}.", length(spent), usual(whole, spent))
        }
        _ => return (!attempts.is_empty()).then(|| attempts.trim().to_owned()),
    };
    Some(text + &attempts)
}

fn usual(whole: &Whole, spent: std::time::Duration) -> String {
    let times = whole.usual.and_then(|usual| usual.times_usual(spent));
    times.map_or_else(String::new, |times| format!(", {times:.1} × as long as usual"))
}

fn did(whole: &Whole) -> Option<String> {
    let count = |key: &str| whole.summary_counts[key].as_i64();
    let (total, processed) = (count("total"), count("processed"));
    let parts: Vec<String> =
        [("succeeded", "succeeded"), ("failed", "failed"), ("skipped", "were skipped"), ("updated", "were changed")]
            .into_iter()
            .filter_map(|(key, word)| count(key).filter(|count| *count > 0).map(|count| format!("{count} {word}")))
            .collect();
    let of = match (processed, total) {
        (Some(0) | None, Some(0) | None) => {
            return (whole.operation.outcome == "succeeded").then(|| "There was nothing to do.".to_owned());
        }
        (Some(processed), Some(total)) => format!("It came to {processed} of {total}"),
        (Some(processed), None) => format!("It came to {processed}"),
        (None, Some(total)) => format!("There were {total}"),
    };
    Some(if parts.is_empty() { format!("{of}.") } else { format!("{of}: {}.", parts.join(", ")) })
}

fn ended(whole: &Whole) -> Option<String> {
    let run = &whole.operation;
    let completed = run.completed_at?;
    let how = match run.outcome.as_str() {
        "succeeded" => "It succeeded",
        "partially_succeeded" => "It succeeded in part",
        "blocked" => "It was refused before any work was done",
        "failed" => "It failed",
        _ => "It ended",
    };
    let first = &whole.failure_summary[0];
    let why = match (first["code"].as_str(), first["reason_code"].as_str()) {
        (Some(code), Some(reason)) => format!(" ({code}, because of {reason})"),
        (Some(code), None) => format!(" ({code})"),
        _ => String::new(),
    };
    Some(format!("{how} at {} UTC{why}.", clock(completed)))
}

fn healed(whole: &Whole) -> Option<String> {
    let at = whole.reconciled_at?;
    let reconciliation = &whole.diagnostics.as_ref()?.context["reconciliation"];
    let why = reconciliation["reason"].as_str().map(|reason| format!(": {reason}")).unwrap_or_default();
    Some(format!("That is what a pass of recovery made of it at {} UTC{why}.", clock(at)))
}

fn next(whole: &Whole) -> Option<String> {
    let code = |item: &Json, key: &str| item[key].as_str().and_then(catalog::codes::code);
    let first = &whole.failure_summary[0];
    let known = code(first, "reason_code").or_else(|| code(first, "code"))?;
    Some(format!("{} {}", known.meaning, known.next))
}

impl Whole {
    /// Whether nobody here works on it: the row shadows a record of the platform.
    fn is_mirror(&self) -> bool {
        catalog::entry(&self.operation.operation).stale.on_lost == catalog::OnLost::Mirror
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::band::Band;
    use super::*;
    use crate::clock::Instant;
    use crate::hub::pages::operations::read::{Named, Operation};

    fn at(text: &str) -> Instant {
        format!("2026-11-20T{text}Z").parse().unwrap()
    }

    fn run() -> Whole {
        let named = |name: &str| Named { id: 1, external_id: "x".into(), name: name.into() };
        Whole {
            operation: Operation {
                id: 7,
                operation: "policy.sync".into(),
                label: "Synchronise policies",
                workspace: named("Acme"),
                tenant: Some(named("Berlin")),
                user_id: None,
                initiator_name: "System".into(),
                status: "queued".into(),
                outcome: "pending".into(),
                freshness_state: "fresh_active",
                reconciled: false,
                slow: false,
                failure_code: None,
                attempt: 0,
                scheduled_for: None,
                created_at: at("08:00:00"),
                started_at: None,
                completed_at: None,
            },
            summary_counts: json!({}),
            failure_summary: json!([]),
            reconciled_at: None,
            available_at: None,
            usual: None,
            audit: Vec::new(),
            kept_from_running: Vec::new(),
            related: Vec::new(),
            diagnostics: None,
            at: at("08:05:00"),
        }
    }

    #[test]
    fn a_run_that_waits_says_for_how_long_and_never_calmly_when_it_is_stale() {
        assert_eq!(tell(&run()), ["System began it at 2026-11-20 08:00:00 UTC.", "It has been waiting for 5 m."]);
        let mut stale = run();
        stale.operation.freshness_state = "likely_stale";
        let told = tell(&stale).join(" ");
        assert!(told.contains("Nobody has taken it") && !told.contains("It has been waiting"), "{told}");
    }

    #[test]
    fn a_run_that_failed_is_told_from_its_slot_to_what_to_do() {
        let mut whole = run();
        whole.operation.status = "completed".into();
        whole.operation.outcome = "failed".into();
        whole.operation.scheduled_for = Some(at("07:59:30"));
        whole.operation.started_at = Some(at("08:00:03"));
        whole.operation.completed_at = Some(at("08:00:35"));
        whole.operation.attempt = 3;
        whole.usual = Some(Band { p50_ms: 10_000, p95_ms: 12_000, runs: 40 });
        whole.summary_counts = json!({"total": 12, "processed": 4, "succeeded": 3, "failed": 1});
        whole.failure_summary = json!([{"code": "run.worker_lost", "message": "…"}]);
        let told = tell(&whole);
        assert_eq!(
            told[..5],
            [
                "It was queued at 2026-11-20 08:00:00 UTC, 30 s after it, for the slot of 2026-11-20 07:59:30 UTC.",
                "It waited 3.0 s until somebody took it.",
                "It worked for 32 s, 3.2 × as long as usual. It was started 3 times.",
                "It came to 4 of 12: 3 succeeded, 1 failed.",
                "It failed at 08:00:35 UTC (run.worker_lost).",
            ]
        );
        assert!(told[5].starts_with("The process that worked on it"));
    }
}
