//! Sets that nobody will close any more: their run has ended while they were open, because its worker was lost or it
//! ran out of time. What they hold is kept and called partial; one that holds nothing failed.

use std::collections::HashSet;

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::db::sql::{Field, batch, ints, records, statement};
use crate::engine::Pass;
use crate::problem::Result;

/// A schedule, and how its last backup came out.
#[derive(Serialize)]
struct Told {
    id: i64,
    status: String,
}

/// Closes them for the workspaces of a pass that still holds its runs, and tells their schedules; returns how many.
///
/// # Errors
/// A database problem; then nothing was written.
pub async fn close(pass: &Pass) -> Result<usize> {
    let db = pass.ledger.db();
    let engine = db.engine();
    let left = "s.status = 'running' and exists (select 1 from operation_runs r where r.id = s.operation_run_id and r.status = 'completed')";
    // Nearly always there is none, and then nothing is written.
    let look = format!("select 1 from backup_sets s where {left} limit 1");
    if db.reader().query_one_raw(statement(engine, &look, [])).await?.is_none() {
        return Ok(0);
    }
    let tx = db.begin().await?;
    let held: HashSet<i64> = pass.ledger.held_in(&tx, &pass.runs).await?;
    let ours: Vec<i64> =
        pass.runs.iter().filter(|run| held.contains(&run.run_id)).map(|run| run.scope.workspace()).collect();
    let kept = "select count(*) from backup_items i where i.backup_set_id = s.id and i.deleted_at is null";
    let sql = format!(
        "update backup_sets as s set status = case when ({kept}) = 0 then 'failed' else 'partial' end, item_count = ({kept}), \
         completed_at = $2, updated_at = $2 where {left} and s.workspace_id in {} returning backup_schedule_id, status",
        ints(engine, 1)
    );
    let closed = tx.query_all_raw(statement(engine, &sql, [batch(&ours), pass.ledger.now().into()])).await?;
    let told: Vec<Told> = closed
        .iter()
        .filter_map(|row| {
            Some(Told { id: row.try_get_by_index::<Option<i64>>(0).ok()??, status: row.try_get_by_index(1).ok()? })
        })
        .collect();
    let tell = format!(
        "update backup_schedules as b set last_run_status = p.status from {} where b.id = p.id",
        records(engine, 1, "p", &[("id", Field::Int), ("status", Field::Text)])
    );
    tx.execute_raw(statement(engine, &tell, [batch(&told)])).await?;
    let closed = closed.len();
    if closed > 0 {
        tracing::warn!(closed, "{closed} backup sets were left open by operations that have ended, and are now closed");
    }
    tx.commit().await?;
    Ok(closed)
}
