//! How many sets of a schedule are kept. Old ones are deleted softly, their items with them.
//!
//! Counted are the sets from which something can be restored; a failed one pushes none out, and goes when it is older
//! than all that are kept. A set that a restore is about to use stays.

use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::schedule::Schedule;
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::{batch, ints, statement};
use crate::problem::Result;

const OLD: &str = "update backup_sets set deleted_at = $2, updated_at = $2 where backup_schedule_id = $1 and deleted_at is null \
    and status <> 'running' and (created_at, id) < (select k.created_at, k.id from backup_sets k \
    where k.backup_schedule_id = $1 and k.deleted_at is null and k.status in ('completed', 'partial') \
    order by k.created_at desc, k.id desc limit 1 offset $3) \
    and not exists (select 1 from restore_runs r where r.backup_set_id = backup_sets.id and r.deleted_at is null \
    and r.status in ('previewed', 'pending', 'queued', 'running')) returning id";

/// Lets the sets go that are older than the newest ones that are kept; returns how many.
///
/// # Errors
/// A database problem; the caller then rolls back.
pub async fn let_go(tx: &DatabaseTransaction, engine: Engine, schedule: &Schedule, now: Instant) -> Result<usize> {
    let values = [schedule.id.into(), now.into(), (schedule.keeps - 1).max(0).into()];
    let gone = tx.query_all_raw(statement(engine, OLD, values)).await?;
    let gone: Vec<i64> = gone.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    if !gone.is_empty() {
        let sql = format!(
            "update backup_items set deleted_at = $2, updated_at = $2 where backup_set_id in {} and deleted_at is null",
            ints(engine, 1)
        );
        tx.execute_raw(statement(engine, &sql, [batch(&gone), now.into()])).await?;
    }
    Ok(gone.len())
}
