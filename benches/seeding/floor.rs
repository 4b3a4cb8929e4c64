//! What both floors share: the columns, and the obvious program.

use std::time::Instant;

use opsledger::db::{Access, Db};
use opsledger::ledger::entity::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::Result;

pub const COLUMNS: &str = "id, workspace_id, tenant_id, user_id, initiator_name, type, status, outcome, \
    run_identity_hash, summary_counts, failure_summary, context, scheduled_for, attempt, claim_token, available_at, \
    reconciled_at, started_at, completed_at, created_at, updated_at";

/// Seconds that sea-orm takes to insert some rows of `from` into `to`, in place and in one transaction; and how many.
pub async fn insert_many(from: &str, to: &str, most: i64) -> Result<(f64, i64)> {
    let source = Db::open(from, Access::Existing, 1).await?;
    let limit = most.unsigned_abs();
    let find = Entity::find().filter(Column::Operation.eq("policy.sync")).order_by_asc(Column::Id).limit(limit);
    let rows = find.all(source.reader()).await?;
    source.close().await?;
    let count = i64::try_from(rows.len())?;
    let target = Db::open(to, Access::Existing, 1).await?;
    let begun = Instant::now();
    let tx = target.begin().await?;
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        Entity::insert_many(rows.by_ref().take(1_000).map(sea_orm::ActiveModelTrait::reset_all)).exec(&tx).await?;
    }
    tx.commit().await?;
    let seconds = begun.elapsed().as_secs_f64();
    target.close().await?;
    Ok((seconds, count))
}
