//! Carries out a page of decisions in one transaction (R5).
//!
//! When the database refuses the page, it is done again decision by decision, so that one bad row never stops the
//! others. Every transaction first makes sure that the pass still holds its own run: a process that was frozen and
//! thawed writes nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::DatabaseTransaction;

use super::decision::{Action, Decision};
use super::tally::Tally;
use crate::adapters::link::link_in;
use crate::engine::Pass;
use crate::ledger::{Claim, Closing, Imported, Starting, identity};
use crate::problem::Result;

/// Carries out `decisions` and notes in each workspace's tally what became of them.
///
/// # Errors
/// A database problem that is not about a single row; the page is then not written.
pub async fn apply(pass: &Pass, decisions: &[Decision], tallies: &mut HashMap<i64, Tally>) -> Result<()> {
    let (writing, attention): (Vec<&Decision>, Vec<&Decision>) =
        decisions.iter().partition(|decision| decision.action.writes());
    for decision in attention {
        tallies.entry(decision.workspace_id).or_default().left_alone(decision);
    }
    match write(pass, &writing).await {
        Ok(done) => note(&writing, &done, tallies),
        Err(problem) if problem.is_refusal() => {
            for decision in writing {
                match write(pass, &[decision]).await {
                    Ok(done) => note(&[decision], &done, tallies),
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

fn note(decisions: &[&Decision], done: &HashSet<usize>, tallies: &mut HashMap<i64, Tally>) {
    for (n, decision) in decisions.iter().enumerate() {
        let tally = tallies.entry(decision.workspace_id).or_default();
        if done.contains(&n) { tally.healed(decision) } else { tally.overtaken(decision) }
    }
}

/// Writes all of them or, on an error, none; returns the positions of those that were still as planned.
async fn write(pass: &Pass, decisions: &[&Decision]) -> Result<HashSet<usize>> {
    if decisions.is_empty() {
        return Ok(HashSet::new());
    }
    let ledger = &pass.ledger;
    let tx = ledger.db().begin().await?;
    let held = ledger.held_in(&tx, &pass.runs).await?;
    let ours: HashSet<i64> =
        pass.runs.iter().filter(|run| held.contains(&run.run_id)).map(|run| run.scope.workspace()).collect();
    let mut closing: Vec<(usize, &Closing)> = Vec::new();
    let mut starting: Vec<(usize, Starting)> = Vec::new();
    let mut creating: Vec<(usize, &Decision)> = Vec::new();
    for (n, decision) in decisions.iter().enumerate().filter(|(_, decision)| ours.contains(&decision.workspace_id)) {
        match &decision.action {
            Action::Close(what) => closing.push((n, what)),
            Action::Start(what) => starting.push((n, *what)),
            Action::Create { .. } => creating.push((n, decision)),
            Action::Attention { .. } => {}
        }
    }
    let mut done = HashSet::new();
    let closed: HashSet<i64> = if closing.is_empty() {
        HashSet::new()
    } else {
        ledger.close_in(&tx, closing.iter().map(|(_, what)| *what)).await?.closed.into_iter().collect()
    };
    done.extend(closing.iter().filter(|(_, what)| closed.contains(&what.run_id())).map(|(n, _)| *n));
    let starts: Vec<Starting> = starting.iter().map(|(_, what)| *what).collect();
    let started: HashSet<i64> = ledger.start_mirrored_in(&tx, &starts).await?.into_iter().collect();
    done.extend(starting.iter().filter(|(_, what)| started.contains(&what.seen.run_id)).map(|(n, _)| *n));
    // A shadow that runs without a lease must be findable from its record, or it would look like nobody's run.
    let linking = starting.iter().filter(|(_, what)| started.contains(&what.seen.run_id));
    let links: Vec<(&'static str, i64, i64)> = linking
        .filter_map(|(n, what)| Some((decisions[*n].table, decisions[*n].record_id?, what.seen.run_id)))
        .collect();
    link(pass, &tx, &links).await?;
    done.extend(create(pass, &tx, &creating).await?);
    tx.commit().await?;
    Ok(done)
}

/// Makes the missing shadows, links their records, and ends at once those whose record has ended.
async fn create(pass: &Pass, tx: &DatabaseTransaction, wanted: &[(usize, &Decision)]) -> Result<Vec<usize>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Imported> = wanted
        .iter()
        .filter_map(|(_, decision)| match &decision.action {
            Action::Create { shadow, .. } => Some((**shadow).clone()),
            _ => None,
        })
        .collect();
    let made: HashMap<String, i64> =
        pass.ledger.import_in(tx, &rows).await?.into_iter().map(|(id, hash)| (hash, id)).collect();
    let mut done = Vec::with_capacity(wanted.len());
    let mut links: Vec<(&'static str, i64, i64)> = Vec::new();
    let mut closings = Vec::new();
    for (n, decision) in wanted {
        let Action::Create { shadow, record_id, ending } = &decision.action else { continue };
        let hash = identity::hash(shadow.scope, shadow.operation.name, &shadow.identity)?;
        // Somebody made the shadow between the look and the write: the next pass sees the two together.
        let Some(run_id) = made.get(&hash).copied() else { continue };
        links.push((decision.table, *record_id, run_id));
        if let Some(ending) = ending {
            let claim =
                Claim { run_id, token: i64::from(shadow.attempt), scope: shadow.scope, operation: shadow.operation };
            closings.push(Closing::reconciled(&claim, shadow.status, ending.clone()));
        }
        done.push(*n);
    }
    link(pass, tx, &links).await?;
    if !closings.is_empty() {
        pass.ledger.close_in(tx, &closings).await?;
    }
    Ok(done)
}

/// Links records to their shadows, one statement a table; (table, record, run).
async fn link(pass: &Pass, tx: &DatabaseTransaction, links: &[(&'static str, i64, i64)]) -> Result<()> {
    let mut by_table: BTreeMap<&'static str, Vec<(i64, i64)>> = BTreeMap::new();
    for (table, record, run) in links {
        by_table.entry(table).or_default().push((*record, *run));
    }
    for (table, links) in by_table {
        link_in(tx, pass.ledger.db().engine(), table, &links).await?;
    }
    Ok(())
}
