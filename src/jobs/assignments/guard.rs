//! Whether an attempt may begin, and whether it may still write.

use serde_json::json;

use crate::engine::{Attempt, Setback};
use crate::ledger::cooldown::ANSWERED_BY;
use crate::ledger::{Counts, Ending, Failure, Failures};

/// How the run ends when another one of the same identity did the work a moment ago: it stands back. It then ends as
/// succeeded with one skipped, and its context says which run did the work, for the work is done. Standing back does
/// not start a cooldown of its own.
///
/// # Errors
/// A database problem.
pub async fn stands_back(attempt: &Attempt) -> Result<Option<Ending>, Setback> {
    let Some(holder) = attempt.ledger.answered_by(&attempt.claim).await? else { return Ok(None) };
    tracing::info!(
        run_id = attempt.claim.run_id,
        "operation #{} stands back: operation #{} has just done its work",
        attempt.claim.run_id,
        holder.run_id
    );
    let counts = Counts::new(attempt.claim.operation, [("total", 1), ("processed", 1), ("skipped", 1)]);
    let context = json!({ "dispatch": { ANSWERED_BY: holder.run_id } });
    Ok(Some(Ending::succeeded().with_counts(&counts).with_context(context)))
}

/// What an attempt ends with that found its run in other hands. Nobody will read it: the run is not ours to end.
#[must_use]
pub fn lost() -> Setback {
    let message = "The operation is no longer ours: it was cancelled, or another claim has taken over";
    Setback::Final(Box::new(Ending::failed(Failures::one("run.claim_lost", message))))
}

/// The whole number under `key` of the run's context.
///
/// # Errors
/// A final setback under `code`: such a run can never be worked on.
pub fn target(attempt: &Attempt, key: &str, code: &str) -> Result<i64, Setback> {
    let value = &attempt.context[key];
    value.as_i64().or_else(|| value.as_str()?.parse().ok()).ok_or_else(|| {
        Setback::last(
            Failure::new(code, &format!("The operation does not say which {key} it is about"))
                .because("assignments.target_missing"),
        )
    })
}
