//! The backup items that assignments belong to, read by tenant: an id of another tenant is no id.

use sea_orm::{ConnectionTrait, QueryResult};
use serde::Serialize;
use serde_json::Value as Json;

use crate::clock::text;
use crate::db::Db;
use crate::db::sql::{Field, batch, ints, records, statement};
use crate::engine::Attempt;
use crate::graph::PolicyRef;
use crate::ledger::Scope;
use crate::problem::Result;

/// One policy of a backup.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its row.
    pub id: i64,
    /// The backup set that it is part of.
    pub backup_set_id: i64,
    /// The policy at the provider.
    pub policy: PolicyRef,
    /// What was captured; nothing when it never was.
    pub assignments: Option<Vec<Json>>,
}

/// How a fetch came out.
#[derive(Debug, Clone, PartialEq)]
pub enum Captured {
    /// With these assignments.
    Fetched(Vec<Json>),
    /// Not at all; what was captured before stays.
    Failed,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    status: &'static str,
    assignments: Option<Vec<Json>>,
    at: String,
}

const FIELDS: &[(&str, Field)] =
    &[("id", Field::Int), ("status", Field::Text), ("assignments", Field::Json), ("at", Field::Time)];

/// The items with these ids that are there, in the order of their ids.
///
/// # Errors
/// A database problem.
pub async fn items(db: &Db, scope: Scope, ids: &[i64]) -> Result<Vec<Item>> {
    let sql = format!(
        "select id, backup_set_id, policy_type, external_id, assignments, assignments_status from backup_items \
         where id in {} and tenant_id = $2 and workspace_id = $3 and deleted_at is null order by id",
        ints(db.engine(), 1)
    );
    let values = [batch(&ids), scope.tenant().into(), scope.workspace().into()];
    db.reader().query_all_raw(statement(db.engine(), &sql, values)).await?.iter().map(item).collect()
}

fn item(row: &QueryResult) -> Result<Item> {
    let status: Option<String> = row.try_get("", "assignments_status")?;
    let assignments: Option<Json> = row.try_get("", "assignments")?;
    let captured = status.as_deref() == Some("fetched");
    Ok(Item {
        id: row.try_get("", "id")?,
        backup_set_id: row.try_get("", "backup_set_id")?,
        policy: PolicyRef {
            policy_type: row.try_get("", "policy_type")?,
            external_id: row.try_get("", "external_id")?,
        },
        // A list that was found empty is a list; one that was never found is none.
        assignments: assignments.filter(|_| captured).and_then(|list| list.as_array().cloned()),
    })
}

/// What became of keeping what was captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is written.
    Done,
    /// The item is gone.
    Gone,
    /// The run is no longer ours; nothing was written.
    LostClaim,
}

/// Keeps what was captured, as long as the run is ours.
///
/// # Errors
/// A database problem; then nothing was written.
pub async fn keep(attempt: &Attempt, item: i64, captured: Captured) -> Result<Kept> {
    let Attempt { ledger, claim, .. } = attempt;
    let (status, assignments) = match captured {
        Captured::Fetched(assignments) => ("fetched", Some(assignments)),
        Captured::Failed => ("failed", None),
    };
    let row = Row { id: item, status, assignments, at: text(ledger.now()) };
    let engine = ledger.db().engine();
    let sql = format!(
        "update backup_items as i set assignments = coalesce(p.assignments, i.assignments), assignments_status = p.status, \
         updated_at = p.at from {} where i.id = p.id and i.tenant_id = $2 and i.workspace_id = $3 and i.deleted_at is null",
        records(engine, 1, "p", FIELDS)
    );
    let values = [batch(&[row]), claim.scope.tenant().into(), claim.scope.workspace().into()];
    let tx = ledger.db().begin().await?;
    if !ledger.still_mine(&tx, claim).await? {
        return Ok(Kept::LostClaim);
    }
    let done = tx.execute_raw(statement(engine, &sql, values)).await?;
    tx.commit().await?;
    Ok(if done.rows_affected() == 0 { Kept::Gone } else { Kept::Done })
}
