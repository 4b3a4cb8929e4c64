//! One run from its claim to its end: may it start, attempt, pause, attempt again, record.
//!
//! All of it happens within one claim, whose lease the caller's heartbeat renews; while a run waits for its next
//! attempt it gives its place to another. Whatever happens, the run ends with a code, or another claim has it.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

use super::backoff::{dice, pause};
use super::execute::{Done, Stopped, panic_text};
use super::gate::{Gate, Known};
use super::held::{Held, Holding};
use super::record::record;
use super::work::{Attempt, Refusal, Setback, Work};
use crate::catalog::OnLost;
use crate::ledger::{Claim, Ending, Failure, Failures, Ledger, Requeue, Taken};
use crate::metrics;
use crate::problem::Result;

/// The right to make an attempt.
pub(super) type Place = OwnedSemaphorePermit;

/// What a run needs to be worked off.
#[derive(Clone)]
pub(super) struct Bench {
    pub(super) ledger: Ledger,
    pub(super) held: Held,
    pub(super) gate: Gate,
    /// How many attempts are made at once.
    pub(super) places: Arc<Semaphore>,
    /// Cancelled when the drain deadline is over.
    pub(super) interrupt: CancellationToken,
}

/// How an attempt came out.
enum Outcome {
    Ended(Box<Ending>),
    Setback(Setback),
    Interrupted,
    Lost,
}

/// Works a run off, beginning on `place`. Nothing when it was left to another claim, or queued anew.
pub(super) async fn work_off(
    bench: &Bench,
    work: &Arc<dyn Work>,
    taken: (Taken, Option<Known>),
    place: Place,
) -> Result<Option<Done>> {
    let began = tokio::time::Instant::now();
    let claim = taken.0.claim;
    let holding = bench.held.hold(&[claim]);
    let Some(ending) = ending(bench, work, taken, place, &holding).await? else {
        return Ok(None);
    };
    let closed = record(&bench.ledger, &[claim], std::slice::from_ref(&ending)).await?;
    let recorded = closed.contains(&claim.run_id);
    if recorded {
        metrics::run_ended(claim.operation.name, ending.outcome().as_str(), began.elapsed());
    } else {
        lost(&claim);
    }
    Ok(Some(Done { claim, ending, recorded }))
}

async fn ending(
    bench: &Bench,
    work: &Arc<dyn Work>,
    (taken, known): (Taken, Option<Known>),
    place: Place,
    holding: &Holding,
) -> Result<Option<Ending>> {
    let mut place = Some(place);
    let (claim, ledger) = (taken.claim, &bench.ledger);
    let mut attempt = Attempt::through(bench.gate.clone(), ledger.clone(), taken, known);
    loop {
        let number = attempt.number;
        let (ending, retry_after) = match attempted(bench, work, attempt.clone(), place.take(), holding).await {
            Outcome::Ended(ending) | Outcome::Setback(Setback::Final(ending)) => return Ok(Some(*ending)),
            Outcome::Setback(Setback::Passing { ending, retry_after }) => (*ending, retry_after),
            Outcome::Interrupted => return interrupted(ledger, &claim).await,
            Outcome::Lost => return Ok(gone(&claim)),
        };
        let retry = work.retry();
        if number >= retry.attempts {
            return Ok(Some(ending));
        }
        let pause = pause(retry, number, retry_after, dice(claim.run_id, number));
        tracing::info!(
            run_id = claim.run_id,
            attempt = number,
            "operation #{}: attempt {number} of {} failed ({}), the next follows in {}",
            claim.run_id,
            retry.attempts,
            codes(&ending),
            humantime::format_duration(std::time::Duration::from_millis(pause.as_millis() as u64)),
        );
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = bench.interrupt.cancelled() => return interrupted(ledger, &claim).await,
            () = holding.lost() => return Ok(gone(&claim)),
        }
        match ledger.next_attempt(&claim).await? {
            Some(next) => {
                attempt.number = next;
                // The world may have changed while it paused.
                attempt.known = None;
            }
            None => return Ok(gone(&claim)),
        }
    }
}

/// One attempt, on a place of its own.
async fn attempted(
    bench: &Bench,
    work: &Arc<dyn Work>,
    attempt: Attempt,
    place: Option<Place>,
    holding: &Holding,
) -> Outcome {
    tokio::select! {
        outcome = placed(bench, work, attempt, place) => outcome,
        () = bench.interrupt.cancelled() => Outcome::Interrupted,
        () = holding.lost() => Outcome::Lost,
    }
}

async fn placed(bench: &Bench, work: &Arc<dyn Work>, attempt: Attempt, place: Option<Place>) -> Outcome {
    let _place = match place {
        Some(place) => Some(place),
        // Never closed, so there is always one in the end.
        None => Arc::clone(&bench.places).acquire_owned().await.ok(),
    };
    // Asks the database and nothing else, so it needs no task of its own.
    match AssertUnwindSafe(work.admit(&attempt)).catch_unwind().await {
        Ok(Ok(None)) => {}
        Ok(Ok(Some(refusal))) => return Outcome::Ended(Box::new(refused(&refusal, attempt.number))),
        Ok(Err(problem)) => return Outcome::Setback(problem.into()),
        Err(panic) => return Outcome::Ended(panicked(&*panic)),
    }
    let (limit, run_id, working) = (work.limit(), attempt.claim.run_id, Arc::clone(work));
    let worked = caught(async move { working.attempt(&attempt).await });
    match tokio::time::timeout(limit, worked).await {
        Ok(Ok(Ok(ending))) => Outcome::Ended(Box::new(ending)),
        Ok(Ok(Err(setback))) => Outcome::Setback(setback),
        Ok(Err(panicked)) => Outcome::Ended(panicked),
        Err(_) => {
            let message = format!("The attempt did not end within {}", humantime::format_duration(limit));
            tracing::warn!(run_id, "operation #{run_id}: {message}");
            Outcome::Setback(Setback::passing(Failure::new("run.timed_out", &message), None))
        }
    }
}

/// In a task of its own, so that a panic ends the run and not the process.
async fn caught<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> Result<T, Box<Ending>> {
    let mut task = Stopped(tokio::spawn(work));
    (&mut task.0).await.map_err(|error| match error.try_into_panic() {
        Ok(panic) => panicked(&*panic),
        Err(_) => Box::new(Ending::failed(Failures::one("run.panicked", "The work was cancelled"))),
    })
}

fn panicked(panic: &(dyn Any + std::marker::Send)) -> Box<Ending> {
    Box::new(Ending::failed(Failures::one("run.panicked", &panic_text(panic))))
}

/// Blocked says that nothing was done, which only holds before the first attempt.
fn refused(refusal: &Refusal, number: u32) -> Ending {
    let failure = Failure::new("execution.refused", &refusal.message).because(refusal.reason_code);
    let failures = Failures::new([failure]);
    if number <= 1 { Ending::blocked(failures) } else { Ending::failed(failures) }
}

/// The drain deadline is over: work that may be done again is queued for the next process, the rest ends (S9).
async fn interrupted(ledger: &Ledger, claim: &Claim) -> Result<Option<Ending>> {
    if !matches!(claim.operation.stale.on_lost, OnLost::Retry { .. }) {
        let message = "The process was asked to stop before the operation ended";
        return Ok(Some(Ending::failed(Failures::one("run.interrupted", message))));
    }
    let queued = give_back(ledger, std::slice::from_ref(claim)).await?;
    if queued.is_empty() {
        lost(claim);
    } else {
        tracing::info!(run_id = claim.run_id, "operation #{} was interrupted and is queued anew", claim.run_id);
    }
    Ok(None)
}

/// Queues runs anew for whoever claims them next; those that were still ours.
pub(super) async fn give_back(ledger: &Ledger, claims: &[Claim]) -> Result<Vec<i64>> {
    let now = ledger.now();
    let again: Vec<Requeue> = claims
        .iter()
        .map(|claim| Requeue { seen: *claim, available_at: now, context: serde_json::Value::Null })
        .collect();
    let tx = ledger.db().begin().await?;
    let queued = ledger.requeue_in(&tx, &again).await?;
    tx.commit().await?;
    Ok(queued)
}

fn gone(claim: &Claim) -> Option<Ending> {
    lost(claim);
    None
}

fn lost(claim: &Claim) {
    metrics::claim_lost(claim.operation.name);
    tracing::warn!(
        run_id = claim.run_id,
        "operation #{} is no longer ours: it was cancelled, or another claim has taken over",
        claim.run_id
    );
}

fn codes(ending: &Ending) -> String {
    ending.failures().items().iter().map(Failure::code).collect::<Vec<_>>().join(", ")
}
