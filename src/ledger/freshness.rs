//! Whether a run is still believed (S8): derived from the run, its lease and the time, never stored.
//!
//! Said twice, once for a row at hand and once as SQL for filters and the sweep (in [`super::stale_sql`]); a test
//! holds the two to each other.

use std::collections::HashMap;
use std::time::Duration;

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::door::Ledger;
use super::read::Run;
use super::stale_sql::ran_out;
use super::words::{Outcome, Status};
use crate::catalog;
use crate::clock::Instant;
use crate::db::sql::{batch, ints, statement};
use crate::problem::Result;

/// How far a run is to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
#[clap(rename_all = "snake_case")]
pub enum Freshness {
    /// Open, and within what its type allows.
    FreshActive,
    /// Open, but its lease ran out, or it has not moved for longer than its type allows.
    LikelyStale,
    /// Recovery ended it as failed.
    ReconciledFailed,
    /// It ended by itself, or recovery found out how it really ended.
    TerminalNormal,
}

/// The promise of a process to end a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lease {
    /// Who gave it.
    pub worker: String,
    /// Until when it holds.
    pub expires_at: Instant,
    /// Whether it has run out, by the clock that decides: PostgreSQL's own, or ours beside a SQLite file.
    pub ran_out: bool,
}

/// A run with what can be said of it now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seen {
    /// The row.
    #[serde(flatten)]
    pub run: Run,
    /// The lease of its present claim.
    pub lease: Option<Lease>,
    /// How far it is to be believed.
    pub freshness: Freshness,
}

impl Freshness {
    /// As people and filters spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FreshActive => "fresh_active",
            Self::LikelyStale => "likely_stale",
            Self::ReconciledFailed => "reconciled_failed",
            Self::TerminalNormal => "terminal_normal",
        }
    }

    /// What is to be believed of `run`, whose present claim has this lease, at `now`.
    #[must_use]
    pub fn of(run: &Run, lease: Option<&Lease>, now: Instant) -> Self {
        let policy = catalog::entry(&run.operation).stale;
        let stale = match (Status::parse(&run.status), lease) {
            (Some(Status::Completed), _) => {
                let failed = run.reconciled_at.is_some() && run.outcome == Outcome::Failed.as_str();
                return if failed { Self::ReconciledFailed } else { Self::TerminalNormal };
            }
            (Some(Status::Queued), _) => longer(at_rest_since(run), now, policy.queued_after),
            // A lease is the word of a live process: no other clock is needed beside it.
            (Some(Status::Running), Some(lease)) => lease.ran_out,
            (Some(Status::Running), None) => longer(at_rest_since(run), now, policy.running_after),
            (None, _) => true,
        };
        if stale { Self::LikelyStale } else { Self::FreshActive }
    }
}

/// When something last happened to an open run; a queued one that may only start later waits since then.
#[must_use]
pub fn at_rest_since(run: &Run) -> Instant {
    let moved = run.updated_at.max(run.created_at);
    match (run.available_at, run.started_at) {
        (Some(available), None) => moved.max(available),
        (_, Some(started)) => moved.max(started),
        (None, None) => moved,
    }
}

/// Whether more than `allowed` has passed; an instant in the future counts as just now.
fn longer(since: Instant, now: Instant, allowed: Duration) -> bool {
    (now - since).to_std().is_ok_and(|age| age > allowed)
}

impl Ledger {
    /// The same runs, in the same order, with their leases and what is to be believed of them now.
    ///
    /// # Errors
    /// A database problem.
    pub async fn seen(&self, runs: Vec<Run>) -> Result<Vec<Seen>> {
        let now = self.now();
        let active = |run: &&Run| run.completed_at.is_none();
        let ids: Vec<i64> = runs.iter().filter(active).map(|run| run.id).collect();
        let mut leases: HashMap<i64, Lease> = HashMap::new();
        if !ids.is_empty() {
            let sql = format!(
                "select l.run_id, l.worker, l.expires_at, ({}) as ran_out from operation_run_leases l \
                 join operation_runs r on r.id = l.run_id and r.claim_token = l.claim_token where l.run_id in {}",
                ran_out(self.engine(), now),
                ints(self.engine(), 1),
            );
            for row in self.db.reader().query_all_raw(statement(self.engine(), &sql, [batch(&ids)])).await? {
                let lease = Lease {
                    worker: row.try_get("", "worker")?,
                    expires_at: row.try_get("", "expires_at")?,
                    ran_out: row.try_get("", "ran_out")?,
                };
                leases.insert(row.try_get("", "run_id")?, lease);
            }
        }
        let seen = runs.into_iter().map(|run| {
            let lease = leases.remove(&run.id);
            Seen { freshness: Freshness::of(&run, lease.as_ref(), now), run, lease }
        });
        Ok(seen.collect())
    }
}
