//! What was seen: shadows, records, and pairs of them.

use sea_orm::QueryResult;

use crate::catalog;
use crate::clock::Instant;
use crate::ledger::{Claim, Scope, Status};
use crate::problem::Result;

/// Where a pass looks.
#[derive(Debug, Clone)]
pub struct Area {
    /// These workspaces.
    pub workspaces: Vec<i64>,
    /// Only this tenant of them.
    pub tenant: Option<i64>,
    /// Rows a page.
    pub page: i64,
}

/// An open run that shadows a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Shadow {
    /// Its id, scope, type, and the claim token that was seen.
    pub claim: Claim,
    /// Queued or running.
    pub status: Status,
    /// Its last change.
    pub changed_at: Instant,
    /// The record's id, as the context names it.
    pub names: Option<i64>,
}

/// A domain record, as far as the ledger cares.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: i64,
    /// Its workspace.
    pub workspace_id: i64,
    /// Its tenant.
    pub tenant_id: i64,
    /// Its status, in the table's own words.
    pub status: String,
    /// The run that it names.
    pub linked_run: Option<i64>,
    /// Its creation.
    pub created_at: Instant,
    /// Its last change.
    pub changed_at: Instant,
    /// Its start.
    pub started_at: Option<Instant>,
    /// Its end.
    pub finished_at: Option<Instant>,
    /// Why it failed, in somebody's words.
    pub reason: Option<String>,
    /// Whether it was deleted, though its row is still there.
    pub is_deleted: bool,
}

/// A completed run that a record still at work leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// Its id.
    pub run_id: i64,
    /// For whom it ran.
    pub scope: Scope,
    /// Its last change.
    pub changed_at: Instant,
}

/// One thing that was seen.
#[derive(Debug, Clone, PartialEq)]
pub enum Pair {
    /// An open shadow, and its record if there is one.
    Open(Shadow, Option<Record>),
    /// A record that should have a shadow.
    Unshadowed(Record),
    /// A record still at work whose shadow has ended.
    Ended(Record, Ended),
}

pub(super) fn shadow(row: &QueryResult) -> Result<Shadow> {
    let operation: String = row.try_get("", "type")?;
    let status: String = row.try_get("", "status")?;
    Ok(Shadow {
        claim: Claim {
            run_id: row.try_get("", "id")?,
            token: row.try_get("", "claim_token")?,
            scope: Scope::of(row.try_get("", "workspace_id")?, row.try_get("", "tenant_id")?),
            operation: catalog::entry(&operation),
        },
        status: Status::parse(&status).unwrap_or(Status::Running),
        changed_at: row.try_get("", "updated_at")?,
        names: row.try_get("", "names")?,
    })
}

pub(super) fn record(row: &QueryResult) -> Result<Option<Record>> {
    let Some(id) = row.try_get("", "d_id")? else { return Ok(None) };
    Ok(Some(Record {
        id,
        workspace_id: row.try_get("", "d_workspace")?,
        tenant_id: row.try_get("", "d_tenant")?,
        status: row.try_get("", "d_status")?,
        linked_run: row.try_get("", "d_link")?,
        created_at: row.try_get("", "d_created")?,
        changed_at: row.try_get("", "d_changed")?,
        started_at: row.try_get("", "d_started")?,
        finished_at: row.try_get("", "d_finished")?,
        reason: row.try_get("", "d_reason")?,
        is_deleted: row.try_get::<i32>("", "d_gone")? != 0,
    }))
}
