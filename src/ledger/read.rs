//! Reading the ledger: one run by id, or a page of them by filter.
//!
//! Pages go by key, newest first: "before id n" stays right while rows are added, and costs the same on page one
//! and on page thousand.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IdenStatic, Iterable, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::Serialize;
use serde_json::Value as Json;

use super::door::Ledger;
use super::entity::{Column, Entity, Model};
use super::freshness::Freshness;
use super::stale_sql::holds;
use super::words::{Outcome, Status};
use crate::catalog;
use crate::clock::Instant;
use crate::db::Engine;
use crate::problem::Result;

/// The most rows of one page.
pub const PAGE_LIMIT: u64 = 1_000;

/// A run as people and programs see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// Its id.
    pub id: i64,
    /// The canonical type.
    #[serde(rename = "type")]
    pub operation: String,
    /// What people read for the type.
    pub label: &'static str,
    /// The workspace.
    pub workspace_id: i64,
    /// The tenant, when it is for one.
    pub tenant_id: Option<i64>,
    /// The initiator's id, when it was a person.
    pub user_id: Option<i64>,
    /// The initiator's name at that time.
    pub initiator_name: String,
    /// Where it stands.
    pub status: String,
    /// How it ended.
    pub outcome: String,
    /// The identity's hash.
    pub run_identity_hash: String,
    /// Counts.
    pub summary_counts: Json,
    /// Failures.
    pub failure_summary: Json,
    /// Context.
    pub context: Json,
    /// The slot.
    pub scheduled_for: Option<Instant>,
    /// How often it was started.
    pub attempt: i32,
    /// Token of the present claim.
    pub claim_token: i64,
    /// Earliest start.
    pub available_at: Option<Instant>,
    /// When recovery closed it.
    pub reconciled_at: Option<Instant>,
    /// Start.
    pub started_at: Option<Instant>,
    /// End.
    pub completed_at: Option<Instant>,
    /// Creation.
    pub created_at: Instant,
    /// Last change.
    pub updated_at: Instant,
}

/// Which runs; an empty filter is all of them.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of these workspaces.
    pub workspaces: Option<Vec<i64>>,
    /// Of this tenant.
    pub tenant: Option<i64>,
    /// Of this type, in any spelling.
    pub operation: Option<String>,
    /// In this status.
    pub status: Option<Status>,
    /// With this outcome.
    pub outcome: Option<Outcome>,
    /// Closed by recovery, or not.
    pub reconciled: Option<bool>,
    /// So far to be believed, now.
    pub freshness: Option<Freshness>,
    /// Created at or after.
    pub since: Option<Instant>,
    /// With an id below this one: the next page.
    pub before: Option<i64>,
}

impl Ledger {
    /// The run with this id.
    ///
    /// # Errors
    /// A database problem.
    pub async fn run(&self, id: i64) -> Result<Option<Run>> {
        Ok(select(self.engine()).filter(Column::Id.eq(id)).one(self.db.reader()).await?.map(Run::from))
    }

    /// The runs with these ids, in the order of their ids; those that are gone are left out.
    ///
    /// # Errors
    /// A database problem.
    pub async fn runs_with(&self, ids: &[i64]) -> Result<Vec<Run>> {
        let query = select(self.engine()).filter(Column::Id.is_in(ids.iter().copied())).order_by_asc(Column::Id);
        Ok(query.all(self.db.reader()).await?.into_iter().map(Run::from).collect())
    }

    /// A page of at most `limit` runs (and at most [`PAGE_LIMIT`]), newest first.
    ///
    /// # Errors
    /// A database problem.
    pub async fn runs(&self, filter: &Filter, limit: u64) -> Result<Vec<Run>> {
        let Filter { workspaces, tenant, operation, status, outcome, reconciled, freshness, since, before } = filter;
        let mut query = select(self.engine());
        if let Some(ids) = workspaces {
            query = query.filter(Column::WorkspaceId.is_in(ids.iter().copied()));
        }
        if let Some(id) = tenant {
            query = query.filter(Column::TenantId.eq(*id));
        }
        if let Some(name) = operation {
            let spellings = catalog::find(name)
                .map_or(vec![name.as_str()], |entry| entry.aliases.iter().copied().chain([entry.name]).collect());
            query = query.filter(Column::Operation.is_in(spellings));
        }
        if let Some(status) = status {
            query = query.filter(Column::Status.eq(status.as_str()));
        }
        if let Some(outcome) = outcome {
            query = query.filter(Column::Outcome.eq(outcome.as_str()));
        }
        query = match reconciled {
            Some(true) => query.filter(Column::ReconciledAt.is_not_null()),
            Some(false) => query.filter(Column::ReconciledAt.is_null()),
            None => query,
        };
        if let Some(freshness) = freshness {
            let sql = holds(self.engine(), "operation_runs", *freshness, self.now());
            query = query.filter(Expr::cust(format!("({sql})")));
        }
        if let Some(since) = since {
            query = query.filter(Column::CreatedAt.gte(*since));
        }
        if let Some(id) = before {
            query = query.filter(Column::Id.lt(*id));
        }
        let rows = query.order_by_desc(Column::Id).limit(limit.min(PAGE_LIMIT)).all(self.db.reader()).await?;
        Ok(rows.into_iter().map(Run::from).collect())
    }
}

/// The run with this id, for a reader with a connection of its own.
#[must_use]
pub fn readable(engine: Engine, id: i64) -> Select<Entity> {
    select(engine).filter(Column::Id.eq(id))
}

/// Every column. On SQLite a value that a person spoilt is read as the text `unreadable` and not as an error: one such
/// row would otherwise close every page that it is on.
fn select(engine: Engine) -> Select<Entity> {
    let all = Entity::find();
    if engine == Engine::Postgres {
        return all;
    }
    let documents = [Column::SummaryCounts, Column::FailureSummary, Column::Context];
    let is_document = |column: &Column| documents.iter().any(|document| document.as_str() == column.as_str());
    let plain = all.select_only().columns(Column::iter().filter(|column| !is_document(column)));
    documents.iter().fold(plain, |query, document| {
        let name = document.as_str();
        let readable = format!("case when json_valid({name}) then {name} else '\"unreadable\"' end");
        query.column_as(Expr::cust(readable), name)
    })
}

impl From<Model> for Run {
    fn from(row: Model) -> Self {
        let Model {
            id,
            workspace_id,
            tenant_id,
            user_id,
            initiator_name,
            operation,
            status,
            outcome,
            run_identity_hash,
            summary_counts,
            failure_summary,
            context,
            scheduled_for,
            attempt,
            claim_token,
            available_at,
            reconciled_at,
            started_at,
            completed_at,
            created_at,
            updated_at,
        } = row;
        Self {
            id,
            label: catalog::label(&operation),
            operation: catalog::canonical(&operation).to_owned(),
            workspace_id,
            tenant_id,
            user_id,
            initiator_name,
            status,
            outcome,
            run_identity_hash,
            summary_counts,
            failure_summary,
            context,
            scheduled_for,
            attempt,
            claim_token,
            available_at,
            reconciled_at,
            started_at,
            completed_at,
            created_at,
            updated_at,
        }
    }
}
