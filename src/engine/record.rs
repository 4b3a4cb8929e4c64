//! Writes how runs ended, also when the database is away for a while: the work is done, and only its record is missing.

use std::collections::HashSet;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::patience::soon;
use crate::ledger::{Claim, Closed, Closing, Ending, Ledger};
use crate::problem::Result;

/// The first pause between two tries; each is twice as long as the one before, up to [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Records the endings; returns the runs whose ending stands. Tries again for as long as a lease lasts, and then
/// leaves the runs to the sweep.
pub(super) async fn record(ledger: &Ledger, runs: &[Claim], endings: &[Ending]) -> Result<HashSet<i64>> {
    let closings: Vec<Closing> =
        runs.iter().zip(endings).map(|(claim, ending)| Closing::of(claim, ending.clone())).collect();
    match persist(ledger, runs, &closings).await {
        // One ending that the database does not take must not cost the others theirs.
        Err(problem) if problem.is_refusal() && runs.len() > 1 => {
            let mut closed = HashSet::new();
            for (claim, closing) in runs.iter().zip(&closings) {
                match persist(ledger, std::slice::from_ref(claim), std::slice::from_ref(closing)).await {
                    Ok(done) => closed.extend(done),
                    Err(problem) if problem.is_refusal() => tracing::error!(
                        run_id = claim.run_id,
                        code = problem.code,
                        "the database refused the end of operation #{}: {problem}",
                        claim.run_id
                    ),
                    Err(problem) => return Err(problem),
                }
            }
            Ok(closed)
        }
        answer => answer,
    }
}

async fn persist(ledger: &Ledger, runs: &[Claim], closings: &[Closing]) -> Result<HashSet<i64>> {
    let deadline = Instant::now() + ledger.lease();
    let (mut pause, mut in_doubt) = (PAUSE, false);
    loop {
        let problem = match soon(ledger, attempt(ledger, runs, closings, in_doubt)).await {
            Ok(closed) => return Ok(closed),
            Err(problem) if problem.is_refusal() => return Err(problem),
            Err(problem) => problem,
        };
        if Instant::now() + pause >= deadline {
            return Err(problem);
        }
        tracing::warn!(code = problem.code, "could not record how operations ended; trying again: {problem}");
        // The answer may be what was lost, and not the write.
        in_doubt = true;
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn attempt(ledger: &Ledger, runs: &[Claim], closings: &[Closing], in_doubt: bool) -> Result<HashSet<i64>> {
    let mut closed: HashSet<i64> = match closings {
        // Together with whatever else ends at this moment.
        [one] => match ledger.close(one.clone()).await? {
            Closed::Done => HashSet::from([one.run_id()]),
            Closed::LostClaim => HashSet::new(),
        },
        many => ledger.close_many(many).await?.closed.into_iter().collect(),
    };
    if in_doubt && closed.len() < runs.len() {
        closed.extend(ledger.ended_by(runs).await?);
    }
    Ok(closed)
}
