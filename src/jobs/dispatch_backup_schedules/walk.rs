//! Which backup schedules there is something to do about: those whose time has come, and those that must be planned.

use sea_orm::{ConnectionTrait, QueryResult};
use serde_json::Value as Json;

use super::plan::Seen;
use crate::catalog::schedules::Timetable;
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::{batch, ints, readable_time, statement};
use crate::ledger::Ledger;
use crate::problem::Result;

/// Schedules a page and a transaction.
pub const PAGE: i64 = 10_000;

/// Where a walk over the schedules of some workspaces has come to.
#[derive(Debug)]
pub struct Walk<'a> {
    ledger: &'a Ledger,
    workspaces: Vec<i64>,
    now: Instant,
    /// Rows go by their index: planned time, then id; those without a plan come last.
    after: (Option<String>, i64),
    over: bool,
}

impl<'a> Walk<'a> {
    /// Over the active tenants of these workspaces, as of `now`.
    #[must_use]
    pub fn new(ledger: &'a Ledger, workspaces: Vec<i64>, now: Instant) -> Self {
        Self { ledger, workspaces, now, after: (Some(String::new()), 0), over: false }
    }

    /// The next page; nothing after the last.
    ///
    /// # Errors
    /// A database problem.
    pub async fn next(&mut self) -> Result<Option<Vec<Seen>>> {
        while !self.over {
            let (planned, after) = (self.after.0.is_some(), self.after.clone());
            let page = self.page(planned, after).await?;
            match page.last() {
                Some((_, raw, id)) => self.after = (raw.clone(), *id),
                None if planned => self.after = (None, 0),
                None => self.over = true,
            }
            if !page.is_empty() {
                return Ok(Some(page.into_iter().map(|(seen, _, _)| seen).collect()));
            }
        }
        Ok(None)
    }

    async fn page(&self, planned: bool, after: (Option<String>, i64)) -> Result<Vec<(Seen, Option<String>, i64)>> {
        let engine = self.ledger.db().engine();
        let sql = page_sql(engine, planned);
        let values = [batch(&self.workspaces), self.now.into(), after.0.into(), after.1.into()];
        let rows = self.ledger.db().reader().query_all_raw(statement(engine, &sql, values)).await?;
        rows.iter().map(|row| Ok((seen(row)?, row.try_get("", "raw")?, row.try_get("", "id")?))).collect()
    }
}

/// The question behind a page: those that are due in the order of their time, or those without a plan. Parameters are
/// workspaces, now, and the key of the last row.
#[must_use]
pub fn page_sql(engine: Engine, planned: bool) -> String {
    let (is_on, raw) = match engine {
        Engine::Postgres => ("s.is_enabled", "s.next_run_at::text"),
        Engine::Sqlite => ("s.is_enabled = 1", "s.next_run_at"),
    };
    // An edited page is never seen twice: what was planned anew lies in the future.
    let (which, order) = match (engine, planned) {
        (Engine::Postgres, true) => (
            "s.next_run_at <= $2 and (s.next_run_at, s.id) > (coalesce(nullif($3, '')::timestamptz, '-infinity'), $4)",
            "s.next_run_at, s.id",
        ),
        (Engine::Sqlite, true) => ("s.next_run_at <= $2 and (s.next_run_at, s.id) > ($3, $4)", "s.next_run_at, s.id"),
        (_, false) => ("s.next_run_at is null and $2 is not null and coalesce($3, '') = '' and s.id > $4", "s.id"),
    };
    format!(
        "select s.id, s.workspace_id, s.tenant_id, s.frequency, s.time_of_day, s.timezone, s.days_of_week, \
         {} as next_run_at, {} as created_at, {} as updated_at, {raw} as raw, {} as fingerprint \
         from backup_schedules s join tenants t on t.id = s.tenant_id \
         where {is_on} and s.deleted_at is null and {which} and s.workspace_id in {} \
         and t.status = 'active' and t.deleted_at is null order by {order} limit {PAGE}",
        readable_time(engine, "s.next_run_at"),
        readable_time(engine, "s.created_at"),
        readable_time(engine, "s.updated_at"),
        fingerprint(engine),
        ints(engine, 1)
    )
}

/// Everything that a plan depends on, as one text of the row `s`.
pub(super) fn fingerprint(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => {
            "(s.frequency || '|' || s.time_of_day || '|' || s.timezone || '|' || s.days_of_week::text || '|' \
             || coalesce(extract(epoch from s.next_run_at)::text, ''))"
        }
        Engine::Sqlite => {
            "(s.frequency || '|' || s.time_of_day || '|' || s.timezone || '|' || s.days_of_week || '|' \
             || coalesce(s.next_run_at, ''))"
        }
    }
}

fn seen(row: &QueryResult) -> Result<Seen> {
    let days: Json = row.try_get("", "days_of_week")?;
    let (created, updated): (Instant, Instant) = (row.try_get("", "created_at")?, row.try_get("", "updated_at")?);
    Ok(Seen {
        id: row.try_get("", "id")?,
        workspace_id: row.try_get("", "workspace_id")?,
        tenant_id: row.try_get("", "tenant_id")?,
        timetable: Timetable {
            frequency: row.try_get("", "frequency")?,
            time_of_day: row.try_get("", "time_of_day")?,
            timezone: row.try_get("", "timezone")?,
            days_of_week: days,
        },
        next_run_at: row.try_get("", "next_run_at")?,
        changed_at: created.max(updated),
        fingerprint: row.try_get("", "fingerprint")?,
    })
}
