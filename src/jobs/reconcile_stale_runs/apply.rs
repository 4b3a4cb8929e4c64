//! Carries out a page of decisions in one transaction.
//!
//! Each run is looked at once more with its row held, so that one which moved since the look is left alone. When the
//! database refuses the page, it is done again decision by decision: one bad row never stops the others. Every
//! transaction first makes sure that the pass still holds its own run.

use std::collections::{HashMap, HashSet};

use sea_orm::DatabaseTransaction;

use super::plan::{Action, Decision};
use super::tally::Tally;
use crate::engine::Pass;
use crate::ledger::{Closing, Requeue, Seen};
use crate::problem::Result;

/// Carries out `decisions` and notes in each workspace's tally what became of them.
///
/// # Errors
/// A database problem that is not about a single row; the page is then not written.
pub async fn apply(pass: &Pass, decisions: &[Decision], tallies: &mut HashMap<i64, Tally>) -> Result<()> {
    match write(pass, decisions).await {
        Ok(done) => note(decisions, &done, tallies),
        Err(problem) if problem.is_refusal() => {
            for decision in decisions {
                let one = std::slice::from_ref(decision);
                match write(pass, one).await {
                    Ok(done) => note(one, &done, tallies),
                    Err(problem) if problem.is_refusal() => {
                        tallies.entry(decision.workspace_id).or_default().refused(decision, &problem.message);
                    }
                    Err(problem) => return Err(problem),
                }
            }
        }
        Err(problem) => return Err(problem),
    }
    Ok(())
}

fn note(decisions: &[Decision], done: &HashSet<i64>, tallies: &mut HashMap<i64, Tally>) {
    for decision in decisions {
        let tally = tallies.entry(decision.workspace_id).or_default();
        if done.contains(&decision.seen.run.id) { tally.recovered(decision) } else { tally.overtaken() }
    }
}

/// Writes all of them or, on an error, none; returns the runs that were still as planned.
async fn write(pass: &Pass, decisions: &[Decision]) -> Result<HashSet<i64>> {
    if decisions.is_empty() {
        return Ok(HashSet::new());
    }
    let tx = pass.ledger.db().begin().await?;
    match write_in(pass, &tx, decisions).await {
        Ok(done) => {
            tx.commit().await?;
            Ok(done)
        }
        Err(problem) => {
            // Waited for: a transaction that is merely dropped keeps its rows locked for a moment, and the next one
            // would take them for rows that somebody is writing.
            tx.rollback().await?;
            Err(problem)
        }
    }
}

async fn write_in(pass: &Pass, tx: &DatabaseTransaction, decisions: &[Decision]) -> Result<HashSet<i64>> {
    let ledger = &pass.ledger;
    let held = ledger.held_in(tx, &pass.runs).await?;
    let ours: HashSet<i64> =
        pass.runs.iter().filter(|run| held.contains(&run.run_id)).map(|run| run.scope.workspace()).collect();
    let seen: Vec<&Seen> = decisions
        .iter()
        .filter(|decision| ours.contains(&decision.workspace_id))
        .map(|decision| &decision.seen)
        .collect();
    let still = ledger.still_stale_in(tx, &seen).await?;
    let mut requeues: Vec<Requeue> = Vec::new();
    let mut closings: Vec<Closing> = Vec::new();
    for decision in decisions.iter().filter(|decision| still.contains(&decision.seen.run.id)) {
        match &decision.action {
            Action::Requeue(what) => requeues.push(what.clone()),
            Action::Close(what) => closings.push((**what).clone()),
        }
    }
    let mut done: HashSet<i64> = ledger.requeue_in(tx, &requeues).await?.into_iter().collect();
    if !closings.is_empty() {
        done.extend(ledger.close_in(tx, &closings).await?.closed);
    }
    Ok(done)
}
