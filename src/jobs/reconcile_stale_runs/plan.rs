//! What is to be done about one run that is no longer believed: a pure function of the run, its lease, the catalog
//! and the time (S8).
//!
//! A queued run is never queued anew: the ledger is the queue, so nothing would change but its age, and it would be
//! found again for ever.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::catalog::{self, OnLost};
use crate::clock::{Instant, text};
use crate::ledger::freshness::at_rest_since;
use crate::ledger::{Claim, Closing, Ending, Failures, Requeue, Scope, Seen, Status};

/// The wait before the second attempt; it doubles with each further one.
const BACKOFF: Duration = Duration::from_secs(30);
/// No attempt waits longer than this.
const LONGEST_BACKOFF: Duration = Duration::from_secs(15 * 60);

/// The kinds of recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Recovery {
    /// The worker is gone and attempts are left.
    #[serde(rename = "run.requeued")]
    Requeued,
    /// The worker is gone.
    #[serde(rename = "run.worker_lost")]
    WorkerLost,
    /// No worker ever took it.
    #[serde(rename = "run.never_started")]
    NeverStarted,
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Queue it anew.
    Requeue(Requeue),
    /// End it.
    Close(Box<Closing>),
}

/// A stale run, what to do about it, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Whose pass this belongs to.
    pub workspace_id: i64,
    /// The run as it was seen.
    pub seen: Seen,
    /// The kind.
    pub recovery: Recovery,
    /// Why, in one sentence.
    pub reason: String,
    /// What to do.
    pub action: Action,
}

/// What to do about `seen`, which is likely stale, at `now`; `by_run` is the run of the pass, a dry run has none.
#[must_use]
pub fn decide(seen: Seen, now: Instant, by_run: Option<i64>) -> Option<Decision> {
    let run = &seen.run;
    let operation = catalog::entry(&run.operation);
    let status = Status::parse(&run.status).filter(|status| status.is_active())?;
    let claim =
        Claim { run_id: run.id, token: run.claim_token, scope: Scope::of(run.workspace_id, run.tenant_id), operation };
    let age = (now - at_rest_since(run)).to_std().unwrap_or_default();
    let shown = humantime::format_duration(Duration::from_secs(age.as_secs()));
    let (code, why) = match (status, &seen.lease) {
        (Status::Queued, _) => ("run.never_started", format!("No worker took the operation for {shown}")),
        (_, Some(lease)) => {
            ("run.worker_lost", format!("The lease of worker {} ran out before the operation ended", lease.worker))
        }
        (_, None) => ("run.worker_lost", format!("No worker holds the operation, and it has not moved for {shown}")),
    };
    let attempts = u32::try_from(run.attempt).unwrap_or(0);
    let next = match operation.stale.on_lost {
        OnLost::Retry { attempts: allowed } if status == Status::Running && attempts < allowed => {
            Some((attempts, allowed))
        }
        OnLost::Retry { .. } | OnLost::NextSlot | OnLost::OwnSlot | OnLost::Fail | OnLost::Mirror => None,
    };
    let context = reconciliation(&seen, code, age, now, by_run);
    let (recovery, reason, action) = match next {
        Some((made, allowed)) => {
            let available_at = now + backoff(made);
            let reason = format!("{why}; attempt {} of {allowed} follows", made + 1);
            (Recovery::Requeued, reason, Action::Requeue(Requeue { seen: claim, available_at, context }))
        }
        None => {
            let after = match operation.stale.on_lost {
                OnLost::Retry { .. } if status == Status::Running => format!("; attempt {attempts} was the last"),
                OnLost::NextSlot | OnLost::OwnSlot => "; its next slot does the work".to_owned(),
                OnLost::Retry { .. } | OnLost::Fail | OnLost::Mirror => String::new(),
            };
            let reason = format!("{why}{after}");
            let ending = Ending::failed(Failures::one(code, &reason)).with_context(context);
            let recovery = if status == Status::Queued { Recovery::NeverStarted } else { Recovery::WorkerLost };
            (recovery, reason, Action::Close(Box::new(Closing::reconciled(&claim, status, ending))))
        }
    };
    Some(Decision { workspace_id: claim.scope.workspace(), seen, recovery, reason, action })
}

/// How long the attempt after `made` attempts waits.
fn backoff(made: u32) -> Duration {
    BACKOFF.saturating_mul(1 << made.saturating_sub(1).min(10)).min(LONGEST_BACKOFF)
}

fn reconciliation(seen: &Seen, reason: &str, age: Duration, now: Instant, by_run: Option<i64>) -> Json {
    let lease = seen.lease.as_ref();
    let evidence = json!({
        "worker": lease.map(|lease| lease.worker.as_str()),
        "lease_expired_at": lease.map(|lease| text(lease.expires_at)),
        "attempt": seen.run.attempt,
        "age_seconds": age.as_secs(),
    });
    json!({ "reconciliation": {
        "reason": reason, "evidence": evidence, "reconciled_at": text(now), "by_run_id": by_run,
    }})
}

impl Recovery {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requeued => "run.requeued",
            Self::WorkerLost => "run.worker_lost",
            Self::NeverStarted => "run.never_started",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s8_each_attempt_waits_twice_as_long_as_the_one_before_up_to_a_limit() {
        let waits: Vec<u64> = [1, 2, 3, 5, 6, 7, u32::MAX].map(|made| backoff(made).as_secs()).into();
        assert_eq!(waits, [30, 60, 120, 480, 900, 900, 900]);
    }
}
