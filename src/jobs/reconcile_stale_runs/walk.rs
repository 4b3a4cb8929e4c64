//! Walks over every open run that is no longer believed, page by page, and plans each page.
//!
//! The database picks them by the thresholds of the catalog, so a sweep over a healthy ledger reads the index of open
//! runs and nothing else. Shadows are left out, but for one whose worker was ours: a lease is the word of a worker,
//! and only a type that is nothing but a mirror is not judged by it.

use std::collections::{HashMap, HashSet};

use sea_orm::{ConnectionTrait, Value};

use super::options::Options;
use super::plan::{Decision, decide};
use crate::adapters::observe::is_shadow;
use crate::catalog::{OPERATIONS, OnLost};
use crate::clock::Instant;
use crate::db::sql::{batch, ints, statement};
use crate::ledger::stale_sql::{leased, likely_stale};
use crate::ledger::{Freshness, Ledger};
use crate::problem::Result;

/// A walk in progress.
#[derive(Debug)]
pub struct Walk<'a> {
    ledger: &'a Ledger,
    options: &'a Options,
    now: Instant,
    workspaces: Vec<i64>,
    /// The run of each workspace's pass; empty for a dry run.
    runs: HashMap<i64, i64>,
    /// Runs whose lease gets grace; in a dry run nothing was extended, so it has to be told.
    spared: HashSet<i64>,
    taken: HashMap<i64, u64>,
    /// Workspaces of which more was found than the limit allows.
    cut: HashSet<i64>,
    /// The key (type, id) of the last row seen; nothing at the end.
    after: Option<(String, i64)>,
}

impl<'a> Walk<'a> {
    /// A walk over these workspaces; `runs` names the run of each workspace's pass.
    #[must_use]
    pub fn new(ledger: &'a Ledger, options: &'a Options, workspaces: Vec<i64>, runs: HashMap<i64, i64>) -> Self {
        let (spared, taken, cut) = Default::default();
        let after = Some((String::new(), 0));
        Self { ledger, options, now: ledger.now(), workspaces, runs, spared, taken, cut, after }
    }

    /// The same walk past these runs.
    #[must_use]
    pub fn sparing(mut self, runs: HashSet<i64>) -> Self {
        self.spared = runs;
        self
    }

    /// The decisions of the next page (perhaps none of them); nothing at the end.
    ///
    /// # Errors
    /// A database problem.
    pub async fn next(&mut self) -> Result<Option<Vec<Decision>>> {
        let Some((name, id)) = self.after.take() else { return Ok(None) };
        let db = self.ledger.db();
        let values: [Value; 5] = [
            batch(&self.workspaces),
            self.options.tenant.into(),
            name.into(),
            id.into(),
            i64::from(self.options.page.max(1)).into(),
        ];
        let rows = db.reader().query_all_raw(statement(db.engine(), &self.sql(), values)).await?;
        let mut ids: Vec<i64> = Vec::with_capacity(rows.len());
        for row in &rows {
            ids.push(row.try_get("", "id")?);
            self.after = Some((row.try_get("", "type")?, row.try_get("", "id")?));
        }
        let seen = self.ledger.seen(self.ledger.runs_with(&ids).await?).await?;
        let mut decisions = Vec::with_capacity(seen.len());
        for seen in seen {
            // Renewed or ended since the look, or the pass's own: not for us.
            let own = self.runs.get(&seen.run.workspace_id) == Some(&seen.run.id);
            if own || seen.freshness != Freshness::LikelyStale || self.spared.contains(&seen.run.id) {
                continue;
            }
            let workspace = seen.run.workspace_id;
            let taken = self.taken.entry(workspace).or_default();
            if *taken >= self.options.limit {
                self.cut.insert(workspace);
                continue;
            }
            if let Some(decision) = decide(seen, self.now, self.runs.get(&workspace).copied()) {
                *taken += 1;
                decisions.push(decision);
            }
        }
        Ok(Some(decisions))
    }

    /// The workspaces of which more was found than the limit allowed.
    #[must_use]
    pub fn cut(&self) -> &HashSet<i64> {
        &self.cut
    }

    fn sql(&self) -> String {
        let engine = self.ledger.db().engine();
        let mirrors = OPERATIONS.iter().filter(|operation| operation.stale.on_lost == OnLost::Mirror);
        let mirrors: Vec<String> = mirrors
            .flat_map(|operation| operation.aliases.iter().chain([&operation.name]))
            .map(|name| format!("'{name}'"))
            .collect();
        format!(
            "select r.id, r.type from operation_runs r where r.status in ('queued', 'running') \
             and r.workspace_id in {} and ($2 is null or r.tenant_id = $2) and (r.type, r.id) > ($3, $4) and {} \
             and case when r.status = 'running' and {} then r.type not in ({}) else not ({}) end \
             order by r.type, r.id limit $5",
            ints(engine, 1),
            likely_stale(engine, "r", self.now),
            leased("r"),
            mirrors.join(", "),
            is_shadow(engine),
        )
    }
}
