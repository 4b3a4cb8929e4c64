//! A page of slots that did not run, the latest first.

use chrono::{DateTime, Utc};
use sea_orm::QueryResult;
use serde::Serialize;
use utoipa::ToSchema;

use super::filter::{BACKUPS, Filter, Page};
use super::reason::reason;
use crate::clock::Instant;
use crate::hub::failure::Failure;
use crate::hub::pages::operations::read::Named;
use crate::hub::pages::sql::Where;
use crate::hub::view::{Answer, View};

/// A slot, or a stretch of them, that did not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Skipped {
    /// What pages go by: the table and the id.
    pub entry: String,
    /// The schedule's key; `backup_schedule.scheduled` for a tenant's own.
    pub schedule: String,
    /// What people call it: the name of a tenant's own backup schedule.
    pub name: Option<String>,
    /// The workspace; nothing when no workspace had this slot.
    pub workspace: Option<Named>,
    /// The tenant, when it was for one.
    pub tenant: Option<Named>,
    /// The slot, or the first of the stretch.
    pub slot: DateTime<Utc>,
    /// The last slot of the stretch.
    pub slot_through: Option<DateTime<Utc>>,
    /// overlap, missed, paused, coalesced or blocked.
    pub reason: String,
    /// The reason in one sentence.
    pub meaning: &'static str,
    /// What to do about it, in one sentence.
    pub next: &'static str,
    /// The operation that was in the way.
    pub blocking_operation: Option<i64>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Listed {
    /// The slots, the latest first.
    pub skips: Vec<Skipped>,
    /// The entry behind which the next page begins, when there is one.
    pub before: Option<String>,
    /// When this was so.
    pub at: DateTime<Utc>,
}

/// The page of `filter`.
///
/// # Errors
/// [`Failure::NotFound`] when it begins behind an entry that is not to be seen; a database problem.
pub async fn read(view: &View, filter: &Filter, page: &Page) -> Answer<Listed> {
    let mut all = Where::new("true".into());
    let behind = match page.before {
        None => String::new(),
        Some((source, id)) => {
            let ended = ended(view, source, id).await?;
            let at = all.parameter(ended);
            format!(
                " where x.ended < {at} or (x.ended = {at} and (x.source < '{source}' or (x.source = '{source}' and x.id < {id})))"
            )
        }
    };
    let [house, backups] = filter.halves(&mut all, view.scope(), view.now());
    let most = page.limit + 1;
    let half = |half: &str, alias: &str| {
        format!(
            "select * from (select x.* from ({half}) x{behind} order by x.ended desc, x.id desc limit {most}) {alias}"
        )
    };
    let sql = format!(
        "select x.*, w.external_id as workspace_external_id, w.name as workspace, t.external_id as tenant_external_id, \
         t.name as tenant, b.name from ({} union all {}) x left join workspaces w on w.id = x.workspace_id \
         left join tenants t on t.id = x.tenant_id \
         left join backup_schedules b on b.id = (case when x.source = 'b' then cast(x.schedule as bigint) end) \
         order by x.ended desc, x.source desc, x.id desc limit {most}",
        half(&house, "h"),
        half(&backups, "i")
    );
    let rows = view.all(&sql, all.values()).await?;
    let mut skips: Vec<Skipped> = rows.iter().map(skipped).collect::<Answer<_>>()?;
    let has_more = skips.len() > page.limit as usize;
    skips.truncate(page.limit as usize);
    let before = skips.last().filter(|_| has_more).map(|last| last.entry.clone());
    Ok(Listed { skips, before, at: view.now() })
}

/// The last slot of an entry that the visitor may see.
async fn ended(view: &View, source: char, id: i64) -> Answer<Instant> {
    let of_any_time = Filter { since: Some(Instant::default()), ..Filter::default() };
    let mut all = Where::new("true".into());
    let [house, backups] = of_any_time.halves(&mut all, view.scope(), view.now());
    let sql = match source {
        's' => format!("{house} and s.id = {id}"),
        _ => format!("{backups} and k.id = {id}"),
    };
    let row = view.one(&sql, all.values()).await?.ok_or(Failure::NotFound)?;
    Ok(row.try_get("", "ended")?)
}

fn skipped(row: &QueryResult) -> Answer<Skipped> {
    let (source, id): (String, i64) = (row.try_get("", "source")?, row.try_get("", "id")?);
    let named = |what: &str| -> Answer<Option<Named>> {
        let Some(id) = row.try_get::<Option<i64>>("", &format!("{what}_id"))? else { return Ok(None) };
        let text = |column: &str| row.try_get::<Option<String>>("", column).map(Option::unwrap_or_default);
        Ok(Some(Named { id, external_id: text(&format!("{what}_external_id"))?, name: text(what)? }))
    };
    let word: String = row.try_get("", "reason")?;
    let known = reason(&word);
    Ok(Skipped {
        entry: format!("{source}{id}"),
        schedule: if source == "b" { BACKUPS.into() } else { row.try_get("", "schedule")? },
        name: row.try_get("", "name")?,
        workspace: named("workspace")?,
        tenant: named("tenant")?,
        slot: row.try_get("", "slot")?,
        slot_through: row.try_get("", "slot_through")?,
        meaning: known.map_or("For a reason that this program does not know.", |reason| reason.meaning),
        next: known.map_or("Look into the log of the scheduler.", |reason| reason.next),
        reason: word,
        blocking_operation: row.try_get("", "blocking_run_id")?,
    })
}
