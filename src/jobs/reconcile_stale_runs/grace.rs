//! Whether so many leases ran out together that the workers cannot be the cause, and the grace they then get (S8).
//!
//! Grace is given once: the runs of the pass that gave it remember it, in the same transaction as the extension. A
//! lease that has only been extended and never renewed since is not spared again, however much later the next sweep
//! comes; nor is any lease soon after a grace, for a database that fails every minute must not keep the dead open.

use std::collections::{HashMap, HashSet};

use chrono::Duration;
use serde_json::{Value as Json, json};

use crate::clock::{Instant, text};
use crate::engine::Pass;
use crate::ledger::grace::RanOut;
use crate::ledger::{Claim, Ledger};
use crate::problem::Result;

/// The key under `attention`.
pub const CODE: &str = "run.leases_expired_together";
/// Fewer leases than this are never taken for an outage.
const AT_LEAST: usize = 3;
/// How many lease lengths after a grace none is given again.
const QUIET: i32 = 10;
/// How far back graces are remembered: as long as the pass that gave one is surely kept.
const MEMORY: Duration = Duration::days(7);

/// Leases that ran out together, out of how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// They.
    pub leases: Vec<RanOut>,
    /// All leases of the database.
    pub total: u64,
}

/// Grace that was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// What the passes say of it.
    pub attention: Json,
    /// The runs whose leases were extended: not judged in this pass, however long it takes.
    pub runs: HashSet<i64>,
    /// How many of them each workspace has.
    pub by_workspace: HashMap<i64, u64>,
}

/// A grace of the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// When it was given.
    pub given_at: Instant,
    /// When the leases that it extended end.
    pub until: Instant,
}

/// The leases that deserve grace: at least three and more than half of all, run out within one lease length of each
/// other, not extended before, and no grace given a short while ago.
#[must_use]
pub fn together(gone: &[RanOut], total: u64, lease: Duration, past: &[Past], now: Instant) -> Option<Together> {
    if past.iter().any(|grace| now < grace.given_at + lease * QUIET) {
        return None;
    }
    let extended: HashSet<Instant> = past.iter().map(|grace| grace.until).collect();
    let gone: Vec<RanOut> = gone.iter().filter(|lease| !extended.contains(&lease.expires_at)).copied().collect();
    let newest = gone.iter().map(|lease| lease.expires_at).max()?;
    let leases: Vec<RanOut> = gone.into_iter().filter(|gone| gone.expires_at > newest - lease).collect();
    let most = leases.len() >= AT_LEAST && leases.len() as u64 * 2 > total;
    most.then_some(Together { leases, total })
}

/// The leases that deserve grace now.
///
/// # Errors
/// A database problem.
pub async fn look(ledger: &Ledger, sweep: &str) -> Result<Option<Together>> {
    let (total, gone) = ledger.leases_run_out(sweep).await?;
    let lease = Duration::from_std(ledger.lease()).unwrap_or(MEMORY);
    let now = ledger.now();
    // The memory is asked only when it matters.
    if together(&gone, total, lease, &[], now).is_none() {
        return Ok(None);
    }
    let past: Vec<Past> = ledger.attention_since(sweep, now - MEMORY).await?.iter().filter_map(remembered).collect();
    Ok(together(&gone, total, lease, &past, now))
}

/// Gives grace if it is deserved, and remembers it in the passes of the workspaces concerned.
///
/// # Errors
/// A database problem; then nothing is written.
pub async fn give(pass: &Pass, sweep: &str) -> Result<Option<Given>> {
    let ledger = &pass.ledger;
    let Some(Together { leases, total }) = look(ledger, sweep).await? else { return Ok(None) };
    let until = ledger.grace_end().await?;
    let tx = ledger.db().begin().await?;
    // A pass that has lost its own claim gives nothing.
    let held = ledger.held_in(&tx, &pass.runs).await?;
    if held.len() < pass.runs.len() {
        return Ok(None);
    }
    let ids: Vec<i64> = leases.iter().map(|lease| lease.run_id).collect();
    let extended: HashSet<i64> = ledger.extend_in(&tx, &ids, until).await?.into_iter().collect();
    let mut by_workspace: HashMap<i64, u64> = HashMap::new();
    for lease in leases.iter().filter(|lease| extended.contains(&lease.run_id)) {
        *by_workspace.entry(lease.workspace_id).or_default() += 1;
    }
    let attention = json!({ CODE: {
        "leases": extended.len(), "of": total, "given_at": text(ledger.now()), "until": text(until),
    }});
    let concerned = |run: &&Claim| by_workspace.contains_key(&run.scope.workspace());
    let mut notes: Vec<(Claim, Json)> =
        pass.runs.iter().filter(concerned).map(|run| (*run, json!({ "attention": attention }))).collect();
    if notes.is_empty() {
        // None of them is about these workspaces, but one must remember.
        notes.extend(pass.runs.first().map(|run| (*run, json!({ "attention": attention }))));
    }
    ledger.note_in(&tx, &notes).await?;
    tx.commit().await?;
    tracing::warn!(
        leases = extended.len(),
        of = total,
        "{} of {total} leases ran out together, so the database or a clock was the cause: extended once until {until}",
        extended.len(),
    );
    Ok(Some(Given { attention, runs: extended, by_workspace }))
}

/// What the context of a pass remembers of a grace.
fn remembered(context: &Json) -> Option<Past> {
    let grace = &context["attention"][CODE];
    let at = |key: &str| grace[key].as_str().and_then(|text| text.parse().ok());
    Some(Past { given_at: at("given_at")?, until: at("until")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Instant {
        chrono::DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    fn gone(ends: &[i64]) -> Vec<RanOut> {
        ends.iter().map(|end| RanOut { run_id: *end, workspace_id: 1, expires_at: at(*end) }).collect()
    }

    #[test]
    fn s8_most_leases_are_at_least_three_and_more_than_half_and_run_out_within_one_lease() {
        let lease = Duration::seconds(60);
        for (ends, total, expected) in [
            (&[0, 1][..], 2, None),
            (&[0, 1, 2], 3, Some(3)),
            (&[0, 1, 2], 5, Some(3)),
            (&[0, 1, 2], 6, None),
            // One that died long before did not die with the others, and neither did three that died one by one.
            (&[-600, 0, 1, 59], 5, Some(3)),
            (&[-120, -60, 0], 3, None),
            (&[], 0, None),
        ] {
            let found = together(&gone(ends), total, lease, &[], at(100)).map(|found| found.leases.len());
            assert_eq!(found, expected, "{ends:?} of {total}");
        }
    }

    #[test]
    fn s8_grace_is_given_once() {
        let lease = Duration::seconds(60);
        let past = [Past { given_at: at(0), until: at(60) }];
        assert_eq!(together(&gone(&[60, 60, 60]), 3, lease, &past, at(61)), None, "soon after");
        assert_eq!(together(&gone(&[500, 501, 502]), 3, lease, &past, at(599)), None, "renewed, but soon after");
        assert_eq!(together(&gone(&[60, 60, 60]), 3, lease, &past, at(80_000)), None, "never renewed since");
        assert!(together(&gone(&[700, 701, 702]), 3, lease, &past, at(720)).is_some(), "another outage");
    }
}
