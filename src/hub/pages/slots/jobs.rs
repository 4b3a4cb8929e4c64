//! The jobs of the board: the schedules of the platform, and the backup schedules of tenants, one by one when there are
//! few of them.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::QueryResult;
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::plan::Expected;
use crate::catalog;
use crate::catalog::cadence::Cadence;
use crate::catalog::schedules::Timetable;
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::readable_time;
use crate::hub::pages::now::life::GRACE;
use crate::hub::scope::Scope;
use crate::hub::view::{Answer, View};
use crate::ledger::StoredSchedule;
use crate::ledger::schedules::rows;

/// The type of a tenant's backup.
pub const BACKUP: &str = "backup_schedule.scheduled";

/// As many backup schedules as have a row each.
pub const MOST_BACKUPS: usize = 30;

/// The most jobs of a board; by key the others are found all the same.
pub const MOST_JOBS: usize = 60;

/// A backup is queued by a pass that comes every minute, and has as long as it.
const BACKUP_GRACE: TimeDelta = TimeDelta::seconds(150);

/// Where a job is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A schedule of the platform: a run in each workspace.
    Platform,
    /// One backup schedule of a tenant.
    Backup(i64),
    /// All backup schedules that may be seen.
    Backups,
}

/// Who holds a schedule, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Paused {
    /// Since when.
    pub at: DateTime<Utc>,
    /// By whom; for those only who see the whole platform.
    pub by: Option<String>,
    /// Why; the same.
    pub note: Option<String>,
}

/// A job.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its key: that of the schedule, or `backup_schedule.scheduled` with an id behind a stroke.
    pub key: String,
    /// The canonical type.
    pub operation: String,
    /// What people read for it.
    pub label: String,
    /// Where it is declared.
    pub source: Source,
    /// Its cadence in words, with the zone.
    pub words: String,
    /// Who holds it.
    pub paused: Option<Paused>,
    /// What is expected of it.
    pub expected: Expected,
}

/// The jobs that the visitor may know of, or the one with `key`.
///
/// # Errors
/// A database problem.
pub async fn read(view: &View, key: Option<&str>) -> Answer<Vec<Job>> {
    let mut jobs = Vec::new();
    if !matches!(view.scope(), Scope::Tenants { .. }) {
        // A run of the platform is of a whole workspace, which somebody who sees single tenants does not see.
        let stored = rows::all(view.connection(), view.engine()).await?;
        jobs.extend(stored.iter().map(|row| platform(row, view.scope())));
    }
    let one = key.and_then(|key| key.strip_prefix(BACKUP)?.strip_prefix('/')?.parse::<i64>().ok());
    let backups = backups(view, one, MOST_BACKUPS + 1).await?;
    if backups.len() > MOST_BACKUPS {
        jobs.push(all_backups());
    } else {
        jobs.extend(backups);
    }
    jobs.retain(|job| key.is_none_or(|key| job.key == key));
    jobs.truncate(MOST_JOBS);
    if jobs.is_empty() && key == Some(BACKUP) {
        jobs.push(all_backups());
    }
    Ok(jobs)
}

/// A stored schedule as a job.
#[must_use]
pub fn platform(row: &StoredSchedule, scope: &Scope) -> Job {
    let entry = catalog::entry(&row.operation_type);
    let cadence = Cadence::parse(&row.cron, &row.time_zone).ok();
    let said = cadence.as_ref().map_or_else(|| row.cron.clone(), Cadence::words);
    let words = format!("{said}, {}", row.time_zone);
    let seen = |text: &Option<String>| text.clone().filter(|_| scope.is_everything());
    Job {
        key: row.key.clone(),
        operation: catalog::canonical(&row.operation_type).to_owned(),
        label: catalog::label(&row.operation_type).to_owned(),
        source: Source::Platform,
        words: if row.enabled { words } else { format!("switched off; would be {words}") },
        paused: row.paused_at.map(|at| Paused { at, by: seen(&row.paused_by), note: seen(&row.note) }),
        expected: Expected {
            cadence: cadence.filter(|_| row.enabled),
            since: row.created_at,
            settled: row.last_slot,
            held: row.paused_at,
            grace: GRACE,
            kept: TimeDelta::from_std(entry.idle_retention).unwrap_or(TimeDelta::MAX),
        },
    }
}

fn all_backups() -> Job {
    Job {
        key: BACKUP.to_owned(),
        operation: BACKUP.to_owned(),
        label: catalog::label(BACKUP).to_owned(),
        source: Source::Backups,
        words: "each tenant's own schedules together".to_owned(),
        paused: None,
        expected: Expected {
            cadence: None,
            since: Instant::UNIX_EPOCH,
            settled: None,
            held: None,
            grace: BACKUP_GRACE,
            kept: TimeDelta::days(30),
        },
    }
}

/// The first `most` backup schedules that may be seen, or the one with this id.
async fn backups(view: &View, id: Option<i64>, most: usize) -> Answer<Vec<Job>> {
    let sql = backups_sql(view.engine(), view.scope(), id, 0, most);
    view.all(&sql, []).await?.iter().map(backup).collect()
}

/// The question for the backup schedules behind `after` that are in force: enabled, not archived, of an active tenant.
#[must_use]
pub fn backups_sql(engine: Engine, scope: &Scope, id: Option<i64>, after: i64, most: usize) -> String {
    let is_on = if engine == Engine::Postgres { "s.is_enabled" } else { "s.is_enabled = 1" };
    let one = id.map(|id| format!(" and s.id = {id}")).unwrap_or_default();
    format!(
        "select s.id, s.name, s.frequency, s.time_of_day, s.timezone, s.days_of_week, {} as next_run_at, \
         {} as created_at, {} as updated_at, t.name as tenant, s.workspace_id, s.tenant_id \
         from backup_schedules s join tenants t on t.id = s.tenant_id \
         where {is_on} and s.deleted_at is null and t.status = 'active' and t.deleted_at is null and {}{one} \
         and s.id > {after} order by s.id limit {most}",
        readable_time(engine, "s.next_run_at"),
        readable_time(engine, "s.created_at"),
        readable_time(engine, "s.updated_at"),
        scope.rows("s")
    )
}

/// A row of [`backups_sql`] as a job.
///
/// # Errors
/// A database problem.
pub fn backup(row: &QueryResult) -> Answer<Job> {
    let id: i64 = row.try_get("", "id")?;
    let days: Json = row.try_get("", "days_of_week")?;
    let timetable = Timetable {
        frequency: row.try_get("", "frequency")?,
        time_of_day: row.try_get("", "time_of_day")?,
        timezone: row.try_get("", "timezone")?,
        days_of_week: days,
    };
    let cadence = timetable.cadence();
    let words = match &cadence {
        Ok(cadence) => format!("{}, {}", cadence.words(), cadence.time_zone()),
        Err(problem) => format!("never: {}", problem.message),
    };
    let (created, updated): (Instant, Instant) = (row.try_get("", "created_at")?, row.try_get("", "updated_at")?);
    let next: Option<Instant> = row.try_get("", "next_run_at")?;
    let (tenant, name): (String, String) = (row.try_get("", "tenant")?, row.try_get("", "name")?);
    Ok(Job {
        key: format!("{BACKUP}/{id}"),
        operation: BACKUP.to_owned(),
        label: format!("{name} · {tenant}"),
        source: Source::Backup(id),
        words,
        paused: None,
        expected: Expected {
            cadence: cadence.ok(),
            // A change begins a new account; it is the only thing that touches that column.
            since: created.max(updated),
            settled: next.map(|next| next - TimeDelta::seconds(1)),
            held: None,
            grace: BACKUP_GRACE,
            kept: TimeDelta::from_std(catalog::entry(BACKUP).idle_retention).unwrap_or(TimeDelta::MAX),
        },
    })
}
