//! Walks over every open run that is no longer believed, page by page, and plans each page.
//!
//! The database picks them by the thresholds of the catalog, so a sweep over a healthy ledger reads the index of open
//! runs and nothing else. Shadows are left out, but for one whose worker was ours: a lease is the word of a worker,
//! and only a type that is nothing but a mirror is not judged by it.
//!
//! A workspace that is not active has no pass of its own; what it left open belongs to the pass of the first active
//! one. A type that this program does not know may be a newer program's, whose own sweep knows what to do: it is left
//! alone for a day, which no deployment takes.

use std::collections::{HashMap, HashSet};

use chrono::Duration;
use sea_orm::{ConnectionTrait, Value};

use super::options::Options;
use super::plan::{Decision, decide};
use crate::adapters::observe::is_shadow;
use crate::catalog::{self, OnLost, Operation};
use crate::clock::Instant;
use crate::db::sql::{batch, ints, statement};
use crate::domain::workspaces;
use crate::ledger::stale_sql::{given, leased, likely_stale};
use crate::ledger::{Freshness, Ledger};
use crate::problem::Result;

/// How long an open run of a type that nobody here declared is left to the program that did.
const UNDECLARED: Duration = Duration::days(1);

/// A walk in progress.
#[derive(Debug)]
pub struct Walk<'a> {
    ledger: &'a Ledger,
    options: &'a Options,
    now: Instant,
    workspaces: Vec<i64>,
    /// The run of each workspace's pass; empty for a dry run.
    runs: HashMap<i64, i64>,
    /// The workspace whose pass answers for those that are not active, if it is one of these.
    adopter: Option<i64>,
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
        Self { ledger, options, now: ledger.now(), workspaces, runs, adopter: None, spared, taken, cut, after }
    }

    /// The same walk past these runs.
    #[must_use]
    pub fn sparing(mut self, runs: HashSet<i64>) -> Self {
        self.spared = runs;
        self
    }

    /// The same walk, and past the workspaces that are not active too, if the one that answers for them is among these.
    ///
    /// # Errors
    /// A database problem.
    pub async fn adopting(mut self) -> Result<Self> {
        if self.options.adopts {
            let first = workspaces::first_active(self.ledger.db()).await?;
            self.adopter = first.filter(|first| self.workspaces.contains(first));
        }
        Ok(self)
    }

    /// The decisions of the next page (perhaps none of them); nothing at the end.
    ///
    /// # Errors
    /// A database problem.
    pub async fn next(&mut self) -> Result<Option<Vec<Decision>>> {
        let Some((name, id)) = self.after.take() else { return Ok(None) };
        let db = self.ledger.db();
        let values: [Value; 6] = [
            batch(&self.workspaces),
            self.options.tenant.into(),
            name.into(),
            id.into(),
            i64::from(self.options.page.max(1)).into(),
            i64::from(self.adopter.is_some()).into(),
        ];
        let rows = db.reader().query_all_raw(statement(db.engine(), &self.sql(), values)).await?;
        let mut ids: Vec<i64> = Vec::with_capacity(rows.len());
        for row in &rows {
            ids.push(row.try_get("", "id")?);
            self.after = Some((row.try_get("", "type")?, row.try_get("", "id")?));
        }
        let seen = self.ledger.seen(self.ledger.runs_with(&ids).await?).await?;
        let own: HashSet<i64> = self.workspaces.iter().copied().collect();
        let mut decisions = Vec::with_capacity(seen.len());
        for seen in seen {
            // Renewed or ended since the look, or the pass's own: not for us.
            let is_own = self.runs.get(&seen.run.workspace_id) == Some(&seen.run.id);
            if is_own || seen.freshness != Freshness::LikelyStale || self.spared.contains(&seen.run.id) {
                continue;
            }
            let of = Some(seen.run.workspace_id).filter(|of| own.contains(of));
            let Some(workspace) = of.or(self.adopter) else { continue };
            let taken = self.taken.entry(workspace).or_default();
            if *taken >= self.options.limit {
                self.cut.insert(workspace);
                continue;
            }
            if let Some(decision) = decide(seen, self.now, self.runs.get(&workspace).copied()) {
                *taken += 1;
                decisions.push(Decision { workspace_id: workspace, ..decision });
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
        let mirrors = names(|operation| operation.stale.on_lost == OnLost::Mirror);
        let declared = names(|_| true);
        format!(
            "select r.id, r.type from operation_runs r where r.status in ('queued', 'running') \
             and (r.workspace_id in {} or ($6 = 1 and r.workspace_id in (select id from workspaces where status <> 'active'))) \
             and ($2 is null or r.tenant_id = $2) and (r.type, r.id) > ($3, $4) and {} \
             and (r.type in ({declared}) or r.updated_at < {}) \
             and case when r.status = 'running' and {} then r.type not in ({mirrors}) else not ({}) end \
             order by r.type, r.id limit $5",
            ints(engine, 1),
            likely_stale(engine, "r", self.now),
            given(engine, self.now - UNDECLARED),
            leased("r"),
            is_shadow(engine),
        )
    }
}

/// Every spelling of the declared types that are so, quoted.
fn names(are_so: impl Fn(&Operation) -> bool) -> String {
    let types = catalog::declared().filter(|operation| are_so(operation));
    let names: Vec<String> = types
        .flat_map(|operation| operation.aliases.iter().chain([&operation.name]))
        .map(|name| format!("'{name}'"))
        .collect();
    names.join(", ")
}
