//! Walks over everything that a pass may look at, page by page, and plans each page.
//!
//! Holds no more than a page of rows in memory (the job has another one in hand), visits each once, and hands out at most the limit of each
//! workspace.

use std::collections::HashMap;

use super::decision::Decision;
use super::options::Options;
use super::plan::{Standpoint, decide};
use crate::adapters::observe::{Area, ended_before, open_shadows, unshadowed};
use crate::adapters::{ADAPTERS, Pair};
use crate::clock::Instant;
use crate::db::Db;
use crate::problem::Result;

/// A walk in progress.
#[derive(Debug)]
pub struct Walk<'a> {
    db: &'a Db,
    options: &'a Options,
    now: Instant,
    area: Area,
    /// The run of each workspace's pass; empty for a dry run.
    runs: HashMap<i64, i64>,
    taken: HashMap<i64, u64>,
    /// Workspaces of which more was found than the limit allows.
    cut: Vec<i64>,
    adapter: usize,
    question: Question,
}

/// Which question is asked next of the present adapter, and after which key.
#[derive(Debug, Clone)]
enum Question {
    Open(String, i64),
    Unshadowed(i64),
    Ended(i64),
}

const FIRST: Question = Question::Open(String::new(), 0);

impl<'a> Walk<'a> {
    /// A walk over these workspaces at `now`; `runs` names the run of each workspace's pass.
    #[must_use]
    pub fn new(db: &'a Db, options: &'a Options, now: Instant, workspaces: Vec<i64>, runs: HashMap<i64, i64>) -> Self {
        let area = Area { workspaces, tenant: options.tenant, page: i64::from(options.page.max(1)) };
        Self { db, options, now, area, runs, taken: HashMap::new(), cut: Vec::new(), adapter: 0, question: FIRST }
    }

    /// The decisions of the next page (perhaps none of them); nothing at the end.
    ///
    /// # Errors
    /// A database problem.
    pub async fn next(&mut self) -> Result<Option<Vec<Decision>>> {
        let Some(adapter) = ADAPTERS.get(self.adapter).copied() else { return Ok(None) };
        let pairs = match self.question.clone() {
            Question::Open(name, id) => {
                let (pairs, last) = open_shadows(self.db, adapter, &self.area, &(name, id)).await?;
                self.question = last.map_or(Question::Unshadowed(0), |(name, id)| Question::Open(name, id));
                pairs
            }
            Question::Unshadowed(id) => {
                let (pairs, last) = unshadowed(self.db, adapter, &self.area, id).await?;
                self.question = last.map_or(Question::Ended(0), Question::Unshadowed);
                pairs
            }
            Question::Ended(id) => {
                let (pairs, last) = ended_before(self.db, adapter, &self.area, id).await?;
                if let Some(id) = last {
                    self.question = Question::Ended(id);
                } else {
                    self.question = FIRST;
                    self.adapter += 1;
                }
                pairs
            }
        };
        Ok(Some(pairs.iter().filter_map(|pair| self.plan(adapter, pair)).collect()))
    }

    /// The workspaces of which more was found than the limit allowed.
    #[must_use]
    pub fn cut(&self) -> &[i64] {
        &self.cut
    }

    fn plan(&mut self, adapter: &'static crate::adapters::Adapter, pair: &Pair) -> Option<Decision> {
        let workspace = match pair {
            Pair::Open(shadow, _) => shadow.claim.scope.workspace(),
            Pair::Unshadowed(record) | Pair::Ended(record, _) => record.workspace_id,
        };
        let by_run = self.runs.get(&workspace).copied();
        let decision = decide(adapter, pair, Standpoint { options: self.options, now: self.now, by_run })?;
        // What only a person can settle is there at every pass, and must not use up the room for what can be healed.
        if !decision.action.writes() {
            return Some(decision);
        }
        let taken = self.taken.entry(workspace).or_default();
        if *taken >= self.options.limit {
            if !self.cut.contains(&workspace) {
                self.cut.push(workspace);
            }
            return None;
        }
        *taken += 1;
        Some(decision)
    }
}
