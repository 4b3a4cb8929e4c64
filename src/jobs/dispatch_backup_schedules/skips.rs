//! The slots of backup schedules that did not run, for whoever asks why there is no backup of Tuesday.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::clock::Instant;
use crate::db::Db;
use crate::db::sql::statement;
use crate::problem::Result;

/// The most rows of a page.
const PAGE_LIMIT: u64 = 1_000;

/// A slot, or a range of them, that did not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupSkip {
    /// Its id; pages go by it.
    pub id: i64,
    /// The backup schedule.
    pub backup_schedule_id: i64,
    /// Its name.
    pub name: String,
    /// Its workspace.
    pub workspace_id: i64,
    /// Its tenant.
    pub tenant_id: i64,
    /// The slot, or the first of the range.
    pub slot: Instant,
    /// The last of the range.
    pub slot_through: Option<Instant>,
    /// `overlap` or `missed`.
    pub reason: String,
    /// The run that was in the way.
    pub blocking_run_id: Option<i64>,
    /// When it was decided.
    pub created_at: Instant,
}

/// A page of them, newest first, before id `before`.
///
/// # Errors
/// A database problem.
pub async fn skips(db: &Db, before: Option<i64>, limit: u64) -> Result<Vec<BackupSkip>> {
    let sql = "select k.id, k.backup_schedule_id, s.name, k.workspace_id, k.tenant_id, k.slot, k.slot_through, k.reason, \
               k.blocking_run_id, k.created_at from backup_schedule_skips k \
               join backup_schedules s on s.id = k.backup_schedule_id where k.id < $1 order by k.id desc limit $2";
    let limit = i64::try_from(limit.min(PAGE_LIMIT)).unwrap_or(1);
    let values = [before.unwrap_or(i64::MAX).into(), limit.into()];
    let rows = db.reader().query_all_raw(statement(db.engine(), sql, values)).await?;
    rows.iter()
        .map(|row| {
            Ok(BackupSkip {
                id: row.try_get("", "id")?,
                backup_schedule_id: row.try_get("", "backup_schedule_id")?,
                name: row.try_get("", "name")?,
                workspace_id: row.try_get("", "workspace_id")?,
                tenant_id: row.try_get("", "tenant_id")?,
                slot: row.try_get("", "slot")?,
                slot_through: row.try_get("", "slot_through")?,
                reason: row.try_get("", "reason")?,
                blocking_run_id: row.try_get("", "blocking_run_id")?,
                created_at: row.try_get("", "created_at")?,
            })
        })
        .collect()
}
