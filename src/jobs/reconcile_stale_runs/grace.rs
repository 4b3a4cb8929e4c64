//! Whether the leases of so many workers ran out together that the workers cannot be the cause, and the grace they then
//! get (S8).
//!
//! Workers are counted and not leases: one process that dies takes all of its batch with it, and that is one cause. A
//! worker that still has a lease that holds is alive; what else runs out in its name was claimed and never heard of.
//!
//! Grace is given once: the runs of the pass that gave it remember it, in the same transaction as the extension. A
//! lease that has only been extended and never renewed since is not spared again, however much later the next sweep
//! comes; nor is any lease soon after a grace, for a database that fails every minute must not keep the dead open.

use std::collections::{HashMap, HashSet};

use chrono::Duration;
use serde_json::{Value as Json, json};

use crate::clock::{Instant, text};
use crate::engine::Pass;
use crate::ledger::grace::{Leases, RanOut};
use crate::ledger::{Claim, Ledger};
use crate::problem::Result;

/// The key under `attention`.
pub const CODE: &str = "run.leases_expired_together";
/// Fewer workers than this are never taken for an outage, unless the one that looks is among them: it is alive, so
/// its own leases ran out for another reason than its death.
const AT_LEAST: usize = 3;
/// How many lease lengths after a grace none is given again.
const QUIET: i32 = 10;
/// How far back graces are remembered: as long as the pass that gave one is surely kept.
const MEMORY: Duration = Duration::days(7);

/// Leases that ran out together, and of how many of the workers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// They.
    pub leases: Vec<RanOut>,
    /// Their workers.
    pub workers: usize,
    /// All workers that hold leases, or did until then.
    pub of: usize,
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

/// The leases that deserve grace, in the eyes of worker `me`: those of more than half of all workers, run out within
/// one lease length of each other, not extended before, and no grace given a short while ago.
#[must_use]
pub fn together(found: &Leases, me: &str, lease: Duration, past: &[Past], now: Instant) -> Option<Together> {
    if past.iter().any(|grace| now < grace.given_at + lease * QUIET) {
        return None;
    }
    let extended: HashSet<Instant> = past.iter().map(|grace| grace.until).collect();
    let silent = |gone: &&RanOut| !found.alive.contains(&gone.worker);
    let all: HashSet<&str> = found.gone.iter().filter(silent).map(|gone| gone.worker.as_str()).collect();
    let gone: Vec<&RanOut> =
        found.gone.iter().filter(silent).filter(|lease| !extended.contains(&lease.expires_at)).collect();
    let newest = gone.iter().map(|lease| lease.expires_at).max()?;
    let leases: Vec<RanOut> = gone.into_iter().filter(|gone| gone.expires_at > newest - lease).cloned().collect();
    let workers: HashSet<&str> = leases.iter().map(|lease| lease.worker.as_str()).collect();
    let (workers, includes_me, of) = (workers.len(), workers.contains(me), all.len() + found.alive.len());
    let most = workers * 2 > of && (workers >= AT_LEAST || includes_me);
    most.then_some(Together { leases, workers, of })
}

/// The leases that deserve grace now.
///
/// # Errors
/// A database problem.
pub async fn look(ledger: &Ledger, sweep: &str) -> Result<Option<Together>> {
    let found = ledger.leases_run_out(sweep).await?;
    let lease = Duration::from_std(ledger.lease()).unwrap_or(MEMORY);
    let (me, now) = (ledger.worker(), ledger.now());
    // The memory is asked only when it matters.
    if together(&found, me, lease, &[], now).is_none() {
        return Ok(None);
    }
    let past: Vec<Past> = ledger.attention_since(sweep, now - MEMORY).await?.iter().filter_map(remembered).collect();
    Ok(together(&found, me, lease, &past, now))
}

/// Gives grace if it is deserved, and remembers it in the passes of the workspaces concerned.
///
/// # Errors
/// A database problem; then nothing is written.
pub async fn give(pass: &Pass, sweep: &str) -> Result<Option<Given>> {
    let ledger = &pass.ledger;
    let Some(Together { leases, workers, of }) = look(ledger, sweep).await? else { return Ok(None) };
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
        "leases": extended.len(), "workers": workers, "of": of, "given_at": text(ledger.now()), "until": text(until),
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
        workers,
        of,
        "the leases of {workers} of {of} workers ran out together, so the database or a clock was the cause: {} leases \
         extended once until {until}",
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

    fn leases(gone: &[(&str, i64)], alive: &[&str]) -> Leases {
        let gone = gone.iter().map(|(worker, end)| RanOut {
            run_id: *end,
            workspace_id: 1,
            worker: (*worker).into(),
            expires_at: at(*end),
        });
        Leases { gone: gone.collect(), alive: alive.iter().map(|worker| (*worker).to_owned()).collect() }
    }

    #[test]
    fn s8_most_workers_are_at_least_three_and_more_than_half_and_run_out_within_one_lease() {
        let lease = Duration::seconds(60);
        for (gone, alive, expected) in [
            (&[("a", 0), ("b", 1)][..], &[][..], None),
            (&[("a", 0), ("b", 1), ("c", 2)], &[], Some(3)),
            (&[("a", 0), ("b", 1), ("c", 2)], &["d", "e"], Some(3)),
            (&[("a", 0), ("b", 1), ("c", 2)], &["d", "e", "f"], None),
            // One process that died with all that it held is one cause, alone and among others.
            (&[("a", 0), ("a", 0), ("a", 0), ("a", 0)], &[], None),
            (&[("a", 0), ("a", 0), ("a", 0), ("b", 0)], &["c"], None),
            // Claims of which a live worker never heard do not tell that it is gone.
            (&[("a", 0), ("b", 0), ("c", 0), ("c", 0)], &["c"], None),
            // One that died long before did not die with the others, and neither did three that died one by one.
            (&[("z", -600), ("a", 0), ("b", 1), ("c", 59)], &["d"], Some(3)),
            (&[("a", -120), ("b", -60), ("c", 0)], &[], None),
            (&[], &["a"], None),
        ] {
            let found = together(&leases(gone, alive), "me", lease, &[], at(100)).map(|found| found.leases.len());
            assert_eq!(found, expected, "{gone:?} beside {alive:?}");
        }
    }

    #[test]
    fn s8_a_worker_that_is_alive_and_lost_its_own_leases_knows_that_it_did_not_die() {
        let lease = Duration::seconds(60);
        for (gone, alive, expected) in [
            (&[("me", 0)][..], &[][..], Some(1)),
            (&[("me", 0), ("a", 1)], &["b"], Some(2)),
            // Most of the others are alive: it was cut off or frozen, and not the database.
            (&[("me", 0)], &["a"], None),
        ] {
            let found = together(&leases(gone, alive), "me", lease, &[], at(100)).map(|found| found.workers);
            assert_eq!(found, expected, "{gone:?} beside {alive:?}");
        }
    }

    #[test]
    fn s8_grace_is_given_once() {
        let lease = Duration::seconds(60);
        let past = [Past { given_at: at(0), until: at(60) }];
        let three = |end: i64| leases(&[("a", end), ("b", end), ("c", end)], &[]);
        assert_eq!(together(&three(60), "me", lease, &past, at(61)), None, "soon after");
        assert_eq!(together(&three(501), "me", lease, &past, at(599)), None, "renewed, but soon after");
        assert_eq!(together(&three(60), "me", lease, &past, at(80_000)), None, "never renewed since");
        assert!(together(&three(701), "me", lease, &past, at(720)).is_some(), "another outage");
    }
}
