//! A page of the ledger, newest first, with the names that people know things by.
//!
//! Pages go by time and id: "behind run n" stays right while rows are added, and two runs of one instant are both shown. The
//! run that a page begins behind must itself be one that the visitor may see.

use chrono::{DateTime, Utc};
use sea_orm::QueryResult;
use serde::Serialize;
use utoipa::ToSchema;

use super::filter::{Filter, Page};
use crate::catalog;
use crate::clock::Instant;
use crate::hub::failure::Failure;
use crate::hub::pages::sql::{first_code, flag};
use crate::hub::view::{Answer, View};
use crate::ledger::Freshness;
use crate::ledger::stale_sql::{likely_stale, overlong};

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Operation {
    /// Its id: “Operation #id”.
    pub id: i64,
    /// The canonical type.
    #[serde(rename = "type")]
    pub operation: String,
    /// What people read for the type.
    pub label: &'static str,
    /// The workspace.
    pub workspace: Named,
    /// The tenant, when it is for one.
    pub tenant: Option<Named>,
    /// The initiator, when it was a person.
    pub user_id: Option<i64>,
    /// The initiator's name at that time.
    pub initiator_name: String,
    /// `queued`, `running` or `completed`.
    pub status: String,
    /// `pending`, `succeeded`, `partially_succeeded`, `blocked` or `failed`.
    pub outcome: String,
    /// `fresh_active`, `likely_stale`, `reconciled_failed` or `terminal_normal`.
    pub freshness_state: &'static str,
    /// Whether recovery ended or made it.
    pub reconciled: bool,
    /// Whether it has been at work for longer than its type usually is.
    pub slow: bool,
    /// The code of its first failure.
    pub failure_code: Option<String>,
    /// How often it was started.
    pub attempt: i32,
    /// The slot.
    pub scheduled_for: Option<DateTime<Utc>>,
    /// Creation.
    pub created_at: DateTime<Utc>,
    /// Start.
    pub started_at: Option<DateTime<Utc>>,
    /// End.
    pub completed_at: Option<DateTime<Utc>>,
}

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Named {
    /// Its id.
    pub id: i64,
    /// Its public id.
    pub external_id: String,
    /// Its name.
    pub name: String,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Listed {
    /// The runs, newest first.
    pub operations: Vec<Operation>,
    /// The run behind which the next page begins, when there is one.
    pub before: Option<i64>,
    /// When this was so.
    pub at: DateTime<Utc>,
}

/// The page of `filter`.
///
/// # Errors
/// [`Failure::NotFound`] when it begins behind a run that is not to be seen; a database problem.
pub async fn read(view: &View, filter: &Filter, page: Page) -> Answer<Listed> {
    let (engine, now) = (view.engine(), view.now());
    let mut rows = filter.rows(engine, view.scope(), now);
    if let Some(before) = page.before {
        let at = begun(view, before).await?;
        let parameter = rows.parameter(at);
        rows.and(format!("r.created_at <= {parameter} and (r.created_at < {parameter} or r.id < {before})"));
    }
    let limit = i64::from(page.limit);
    let sql = format!(
        "select r.id, r.type, r.workspace_id, w.external_id as workspace_external_id, w.name as workspace, r.tenant_id, \
         t.external_id as tenant_external_id, t.name as tenant, r.user_id, r.initiator_name, r.status, r.outcome, r.attempt, \
         r.scheduled_for, r.reconciled_at, r.created_at, r.started_at, r.completed_at, {} as stale, {} as slow, {} as code \
         from (select r.* from operation_runs r where {} order by r.created_at desc, r.id desc limit {}) r \
         join workspaces w on w.id = r.workspace_id left join tenants t on t.id = r.tenant_id \
         order by r.created_at desc, r.id desc",
        flag(&likely_stale(engine, "r", now)),
        flag(&overlong(engine, "r", now)),
        first_code(engine, "r"),
        rows.sql(),
        limit + 1
    );
    let found = view.all(&sql, rows.values()).await?;
    let mut operations: Vec<Operation> = found.iter().map(operation).collect::<Answer<_>>()?;
    let has_more = operations.len() > page.limit as usize;
    operations.truncate(page.limit as usize);
    let before = operations.last().filter(|_| has_more).map(|last| last.id);
    Ok(Listed { operations, before, at: now })
}

/// When a run that the visitor may see was begun.
async fn begun(view: &View, id: i64) -> Answer<Instant> {
    let sql = format!("select r.created_at from operation_runs r where r.id = $1 and {}", view.scope().rows("r"));
    let row = view.one(&sql, [id.into()]).await?.ok_or(Failure::NotFound)?;
    Ok(row.try_get_by_index(0)?)
}

fn operation(row: &QueryResult) -> Answer<Operation> {
    let stored: String = row.try_get("", "type")?;
    let (status, outcome): (String, String) = (row.try_get("", "status")?, row.try_get("", "outcome")?);
    let reconciled = row.try_get::<Option<Instant>>("", "reconciled_at")?.is_some();
    let freshness = match status.as_str() {
        "completed" if reconciled && outcome == "failed" => Freshness::ReconciledFailed,
        "completed" => Freshness::TerminalNormal,
        _ if row.try_get::<i64>("", "stale")? != 0 => Freshness::LikelyStale,
        _ => Freshness::FreshActive,
    };
    let tenant = match row.try_get::<Option<i64>>("", "tenant_id")? {
        None => None,
        Some(id) => Some(Named {
            id,
            external_id: row.try_get::<Option<String>>("", "tenant_external_id")?.unwrap_or_default(),
            name: row.try_get::<Option<String>>("", "tenant")?.unwrap_or_default(),
        }),
    };
    Ok(Operation {
        id: row.try_get("", "id")?,
        label: catalog::label(&stored),
        operation: catalog::canonical(&stored).to_owned(),
        workspace: Named {
            id: row.try_get("", "workspace_id")?,
            external_id: row.try_get("", "workspace_external_id")?,
            name: row.try_get("", "workspace")?,
        },
        tenant,
        user_id: row.try_get("", "user_id")?,
        initiator_name: row.try_get("", "initiator_name")?,
        status,
        outcome,
        freshness_state: freshness.as_str(),
        reconciled,
        slow: row.try_get::<i64>("", "slow")? != 0,
        failure_code: row.try_get("", "code")?,
        attempt: row.try_get("", "attempt")?,
        scheduled_for: row.try_get("", "scheduled_for")?,
        created_at: row.try_get("", "created_at")?,
        started_at: row.try_get("", "started_at")?,
        completed_at: row.try_get("", "completed_at")?,
    })
}
