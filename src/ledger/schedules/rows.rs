//! The rows of `schedules` and `schedule_skips`, as they are stored and as they are written.

use sea_orm::{ConnectionTrait, QueryResult};
use serde::Serialize;

use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::statement;
use crate::problem::Result;

/// A row of `schedules`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredSchedule {
    /// Its key; the operation type for declared schedules.
    pub key: String,
    /// The type that it runs.
    pub operation_type: String,
    /// The expression.
    pub cron: String,
    /// The named zone.
    pub time_zone: String,
    /// `skip` or `queue_one`.
    pub overlap: String,
    /// `skip`, `latest` or `all`.
    pub catch_up: String,
    /// Seconds.
    pub catch_up_window: i64,
    /// Whether it fires at all.
    pub enabled: bool,
    /// Since when it is paused.
    pub paused_at: Option<Instant>,
    /// By whom.
    pub paused_by: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// The last slot that was settled.
    pub last_slot: Option<Instant>,
    /// When it was first stored.
    pub created_at: Instant,
}

/// What is declared, in the form in which it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// Its key.
    pub key: String,
    /// The type that it runs.
    pub operation_type: String,
    /// The expression.
    pub cron: String,
    /// The named zone.
    pub time_zone: String,
    /// `skip` or `queue_one`.
    pub overlap: &'static str,
    /// `skip`, `latest` or `all`.
    pub catch_up: &'static str,
    /// Seconds.
    pub catch_up_window: i64,
    /// Whether it fires at all.
    pub enabled: bool,
}

/// A row of `schedule_skips`: a slot, or a range of them, that did not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skip {
    /// Its id; pages go by it.
    pub id: i64,
    /// The schedule.
    pub schedule_key: String,
    /// The workspace; none when the whole schedule was skipped.
    pub workspace_id: Option<i64>,
    /// The slot, or the first of the range.
    pub slot: Instant,
    /// The last of the range.
    pub slot_through: Option<Instant>,
    /// Why.
    pub reason: String,
    /// The run that was in the way.
    pub blocking_run_id: Option<i64>,
    /// When it was decided.
    pub created_at: Instant,
}

/// Slots of a whole schedule that do not run, as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkipRow {
    /// The first slot.
    pub slot: Instant,
    /// The last one, when there are several.
    pub slot_through: Option<Instant>,
    /// `missed`, `paused` or `coalesced`.
    pub reason: &'static str,
}

/// What is read of a schedule.
pub(super) const COLUMNS: &str = "key, operation_type, cron, time_zone, overlap, catch_up, catch_up_window, enabled, paused_at, \
                       paused_by, note, last_slot, created_at";

/// Every stored schedule, by key, over any connection.
///
/// # Errors
/// A database problem.
pub async fn all<C: ConnectionTrait>(connection: &C, engine: Engine) -> Result<Vec<StoredSchedule>> {
    let sql = format!("select {COLUMNS} from schedules order by key");
    let rows = connection.query_all_raw(statement(engine, &sql, [])).await?;
    rows.iter().map(stored).collect()
}

/// A row of [`COLUMNS`].
pub(super) fn stored(row: &QueryResult) -> Result<StoredSchedule> {
    let window: i32 = row.try_get("", "catch_up_window").or_else(|_| {
        row.try_get::<i64>("", "catch_up_window").map(|window| i32::try_from(window).unwrap_or(i32::MAX))
    })?;
    Ok(StoredSchedule {
        key: row.try_get("", "key")?,
        operation_type: row.try_get("", "operation_type")?,
        cron: row.try_get("", "cron")?,
        time_zone: row.try_get("", "time_zone")?,
        overlap: row.try_get("", "overlap")?,
        catch_up: row.try_get("", "catch_up")?,
        catch_up_window: i64::from(window),
        enabled: row
            .try_get::<bool>("", "enabled")
            .or_else(|_| row.try_get::<i32>("", "enabled").map(|flag| flag != 0))?,
        paused_at: row.try_get("", "paused_at")?,
        paused_by: row.try_get("", "paused_by")?,
        note: row.try_get("", "note")?,
        last_slot: row.try_get("", "last_slot")?,
        created_at: row.try_get("", "created_at")?,
    })
}
