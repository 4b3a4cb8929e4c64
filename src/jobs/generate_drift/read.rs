//! The two backups, and the policies in which they may differ, a page at a time.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, QueryResult};
use serde_json::Value as Json;

use super::compare::{Content, Pair, Side};
use crate::db::Db;
use crate::db::sql::{batch, readable_time, statement, texts};
use crate::ledger::Scope;
use crate::problem::Result;

/// Policies a page.
const PAGE: i64 = 500;

/// A backup set as it is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// What findings say of it.
    pub side: Side,
    /// The schedule that made it.
    pub backup_schedule_id: Option<i64>,
    /// Whether it is whole: of one that is not, nobody knows what it would have held.
    pub is_whole: bool,
    /// The kinds that it was made of.
    pub kinds: BTreeSet<String>,
}

/// The set with this id, if it is there and of this tenant.
///
/// # Errors
/// A database problem.
pub async fn set(db: &Db, scope: Scope, id: i64) -> Result<Option<Set>> {
    let sql = format!(
        "select backup_schedule_id, operation_run_id, status, metadata, {} as completed_at from backup_sets \
         where id = $1 and tenant_id = $2 and workspace_id = $3 and deleted_at is null",
        readable_time(db.engine(), "completed_at")
    );
    let values = [id.into(), scope.tenant().into(), scope.workspace().into()];
    let Some(row) = db.reader().query_one_raw(statement(db.engine(), &sql, values)).await? else { return Ok(None) };
    let status: String = row.try_get("", "status")?;
    let metadata: Json = row.try_get("", "metadata")?;
    let named = metadata["policy_types"]
        .as_array()
        .map(|kinds| kinds.iter().filter_map(Json::as_str).map(str::to_owned).collect());
    let kinds = match named {
        Some(kinds) => kinds,
        // Made by hand, or before sets remembered it.
        None => held(db, id).await?,
    };
    Ok(Some(Set {
        side: Side {
            backup_set_id: id,
            operation_run_id: row.try_get("", "operation_run_id")?,
            completed_at: row.try_get("", "completed_at")?,
        },
        backup_schedule_id: row.try_get("", "backup_schedule_id")?,
        is_whole: status == "completed",
        kinds,
    }))
}

async fn held(db: &Db, set: i64) -> Result<BTreeSet<String>> {
    let sql = "select distinct policy_type from backup_items where backup_set_id = $1 and deleted_at is null";
    let rows = db.reader().query_all_raw(statement(db.engine(), sql, [set.into()])).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?)
}

/// A page of the policies of these kinds that either set holds, after the key `after` (kind, id), in that order.
///
/// # Errors
/// A database problem.
pub async fn pairs(
    db: &Db,
    baseline: i64,
    current: i64,
    kinds: &BTreeSet<String>,
    after: &(String, String),
) -> Result<Vec<Pair>> {
    // Which policies there are comes first, and with a limit: what they hold may be large.
    let sql = format!(
        "select k.policy_type, k.external_id, b.payload as b_payload, b.assignments as b_assignments, b.assignments_status as b_status, \
         c.payload as c_payload, c.assignments as c_assignments, c.assignments_status as c_status \
         from (select distinct policy_type, external_id from backup_items where backup_set_id in ($1, $2) and deleted_at is null \
         and policy_type in {} and (policy_type, external_id) > ($4, $5) order by policy_type, external_id limit {PAGE}) k \
         left join backup_items b on b.backup_set_id = $1 and b.policy_type = k.policy_type and b.external_id = k.external_id and b.deleted_at is null \
         left join backup_items c on c.backup_set_id = $2 and c.policy_type = k.policy_type and c.external_id = k.external_id and c.deleted_at is null \
         order by k.policy_type, k.external_id",
        texts(db.engine(), 3)
    );
    let values = [baseline.into(), current.into(), batch(&kinds), after.0.clone().into(), after.1.clone().into()];
    let rows = db.reader().query_all_raw(statement(db.engine(), &sql, values)).await?;
    rows.iter()
        .map(|row| {
            Ok(Pair {
                policy_type: row.try_get("", "policy_type")?,
                external_id: row.try_get("", "external_id")?,
                baseline: content(row, "b")?,
                current: content(row, "c")?,
            })
        })
        .collect()
}

fn content(row: &QueryResult, side: &str) -> Result<Option<Content>> {
    let Some(payload) = row.try_get::<Option<Json>>(side, "_payload")? else { return Ok(None) };
    let status: Option<String> = row.try_get(side, "_status")?;
    let assignments: Option<Json> = row.try_get(side, "_assignments")?;
    Ok(Some(Content { payload, assignments: assignments.filter(|_| status.as_deref() == Some("fetched")) }))
}
