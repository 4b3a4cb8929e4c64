//! What both floors share: the columns, and the obvious program.

use std::time::{Duration, Instant};

use opsledger::db::{Access, Db};
use opsledger::ledger::entity::{Column, Entity};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use crate::Result;

pub const COLUMNS: &str = "id, workspace_id, tenant_id, user_id, initiator_name, type, status, outcome, \
    run_identity_hash, summary_counts, failure_summary, context, scheduled_for, attempt, claim_token, available_at, \
    reconciled_at, started_at, completed_at, created_at, updated_at";

/// Seconds that sea-orm takes to insert the rows of `from` into `to`, a thousand a statement, in place and in one
/// transaction; and how many. They are read while the clock stands.
pub async fn insert_many(from: &str, to: &str, most: i64) -> Result<(f64, i64)> {
    let source = Db::open(from, Access::Existing, 1).await?;
    let target = Db::open(to, Access::Existing, 1).await?;
    let tx = target.begin().await?;
    let (mut after, mut count, mut took) = (0, 0, Duration::ZERO);
    while count < most {
        let runs = Entity::find().filter(Column::Operation.eq("policy.sync")).filter(Column::Id.gt(after));
        let rows = runs.order_by_asc(Column::Id).limit(1_000).all(source.reader()).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        count += i64::try_from(rows.len())?;
        let rows: Vec<_> = rows.into_iter().map(|row| row.into_active_model().reset_all()).collect();
        let begun = Instant::now();
        Entity::insert_many(rows).exec(&tx).await?;
        took += begun.elapsed();
    }
    let begun = Instant::now();
    tx.commit().await?;
    took += begun.elapsed();
    source.close().await?;
    target.close().await?;
    Ok((took.as_secs_f64(), count))
}
