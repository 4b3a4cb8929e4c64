//! One slot of one job, whole: what became of it, who was left out and why, and which runs did not end well.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::jobs::{self, Job, Paused, Source};
use super::plan::{Accounted, account};
use super::read;
use super::tally::{Kind, Tally};
use crate::catalog;
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::{batch, pairs};
use crate::hub::failure::Failure;
use crate::hub::pages::operations::filter::{Filter, Page};
use crate::hub::pages::operations::read::{self as list, Named, Operation};
use crate::hub::view::{Answer, View};
use crate::ledger::{Outcome, Scope, identity};

/// Rows of each of the lists.
const ROWS: usize = 50;

/// Workspaces that one statement looks at.
const PAGE: i64 = 5_000;

/// A slot.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SlotWhole {
    /// The key of the job.
    pub job: String,
    /// The type that it runs.
    #[serde(rename = "type")]
    pub operation: String,
    /// What people read for it.
    pub label: String,
    /// When it is due, in words.
    pub cadence: String,
    /// Who holds it now.
    pub paused: Option<Paused>,
    /// The slot.
    pub slot: DateTime<Utc>,
    /// What the clocks of the job's zone showed.
    pub local: Option<String>,
    /// What a change of the clock did to it.
    pub note: Option<&'static str>,
    /// Whether the cadence of today has this slot.
    pub is_expected: bool,
    /// What matters most.
    pub kind: Kind,
    /// What became of it.
    pub tally: Tally,
    /// Whether its runs are exactly those that the list of operations shows for its type and time.
    pub is_listed: bool,
    /// The run, when it has one only.
    pub run: Option<i64>,
    /// Who has no run of it, and why.
    pub left_out: Vec<LeftOut>,
    /// Whether there are more than those.
    pub has_more: bool,
    /// Runs that did not end well.
    pub trouble: Vec<Operation>,
    /// When this was so.
    pub at: DateTime<Utc>,
}

/// Somebody without a run of the slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftOut {
    /// The workspace, or the backup schedule.
    pub whom: Named,
    /// `overlap`, `blocked`, `missed`, `late` or `untraced`.
    pub reason: String,
    /// The run that was in the way.
    pub blocking_run: Option<i64>,
}

/// The slot `slot` of the job `key`.
///
/// # Errors
/// [`Failure::NotFound`] when it has no such slot that the visitor may know of; a database problem.
pub async fn read(view: &View, key: &str, slot: Instant) -> Answer<SlotWhole> {
    let jobs = jobs::read(view, Some(key)).await?;
    let job = jobs.first().ok_or(Failure::NotFound)?;
    let stretch = (slot, slot + TimeDelta::seconds(1));
    let facts = read::facts(view, &jobs, stretch).await?;
    let mut accounted = account(&job.expected, &facts[0], stretch, view.now());
    let mut left_out = match job.source {
        Source::Platform => skipped(view, key, slot).await?,
        Source::Backup(_) | Source::Backups => backups(view, job, slot).await?,
    };
    if job.source == Source::Backups {
        late(view, job, slot, &mut accounted, &mut left_out).await?;
    }
    let accounted = accounted.into_iter().next().ok_or(Failure::NotFound)?;
    if accounted.tally.absent > 0 {
        left_out.extend(untraced(view, job, slot, ROWS + 1).await?);
    }
    let has_more = left_out.len() > ROWS;
    left_out.truncate(ROWS);
    let local = job.expected.cadence.as_ref().and_then(|cadence| {
        let found = cadence.slots(slot - TimeDelta::seconds(1), slot).next()?;
        Some(found.local.format("%Y-%m-%d %H:%M:%S %:z").to_string())
    });
    Ok(SlotWhole {
        trouble: trouble(view, job, &accounted).await?,
        job: job.key.clone(),
        operation: job.operation.clone(),
        label: job.label.clone(),
        cadence: job.words.clone(),
        paused: job.paused.clone(),
        slot,
        local,
        note: accounted.note,
        is_expected: accounted.is_expected,
        kind: accounted.tally.kind(),
        tally: accounted.tally,
        is_listed: !matches!(job.source, Source::Backup(_)),
        run: accounted.run,
        left_out,
        has_more,
        at: view.now(),
    })
}

/// The workspaces that it left out, by the rows that say so.
async fn skipped(view: &View, key: &str, slot: Instant) -> Answer<Vec<LeftOut>> {
    let sql = format!(
        "select w.id, w.external_id, w.name, s.reason, s.blocking_run_id from schedule_skips s join workspaces w on w.id = s.workspace_id \
         where s.schedule_key = $1 and s.slot = $2 and s.workspace_id is not null and {} order by w.name, w.id limit {}",
        view.scope().rows("s"),
        ROWS + 1
    );
    let rows = view.all(&sql, [key.to_owned().into(), slot.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(LeftOut {
                whom: named(row)?,
                reason: row.try_get("", "reason")?,
                blocking_run: row.try_get("", "blocking_run_id")?,
            })
        })
        .collect()
}

fn named(row: &sea_orm::QueryResult) -> Answer<Named> {
    Ok(Named {
        id: row.try_get("", "id")?,
        external_id: row.try_get("", "external_id")?,
        name: row.try_get("", "name")?,
    })
}

/// The active workspaces that have neither run nor reason. Looked up one by one in the index that makes a slot unique,
/// many in a statement, so that nothing is scanned.
async fn untraced(view: &View, job: &Job, slot: Instant, most: usize) -> Answer<Vec<LeftOut>> {
    let (engine, mine) = (view.engine(), view.scope().workspaces("w"));
    let page = format!(
        "select w.id, w.external_id, w.name from workspaces w where w.status = 'active' and w.created_at <= $1 and {mine} \
         and w.id > $2 order by w.id limit {PAGE}"
    );
    let lacks = format!(
        "select w.workspace_id from {} where not exists (select 1 from operation_runs r where r.tenant_id is null \
         and r.workspace_id = w.workspace_id and r.run_identity_hash = w.hash and r.scheduled_for = $2) \
         and not exists (select 1 from schedule_skips s where s.schedule_key = $3 and s.workspace_id = w.workspace_id \
         and s.workspace_id is not null and s.tenant_id is null and s.slot = $2) limit {most}",
        pairs(engine, 1, "w", ["workspace_id", "hash"])
    );
    let mut found = Vec::new();
    let mut after = 0_i64;
    while found.len() < most {
        let rows = view.all(&page, [slot.into(), after.into()]).await?;
        let mut names: BTreeMap<i64, Named> = BTreeMap::new();
        let mut hashes: BTreeMap<i64, String> = BTreeMap::new();
        for row in &rows {
            let named = named(row)?;
            let hash = identity::hash(Scope::Workspace(named.id), &job.operation, &json!({}))?;
            (after, _) = (named.id, hashes.insert(named.id, hash));
            names.insert(named.id, named);
        }
        if names.is_empty() {
            break;
        }
        let lacking = view.all(&lacks, [batch(&hashes), slot.into(), job.key.clone().into()]).await?;
        for row in &lacking {
            let whom = names.remove(&row.try_get_by_index::<i64>(0)?);
            found.extend(whom.map(|whom| LeftOut { whom, reason: "untraced".into(), blocking_run: None }));
        }
    }
    found.truncate(most);
    Ok(found)
}

/// The backup schedules whose slot did not run, for a reason that is written down.
async fn backups(view: &View, job: &Job, slot: Instant) -> Answer<Vec<LeftOut>> {
    let one = if let Source::Backup(id) = job.source { format!("k.backup_schedule_id = {id}") } else { "true".into() };
    let sql = format!(
        "select s.id, t.external_id, s.name || ' · ' || t.name as name, k.reason, k.blocking_run_id, k.slot, \
         coalesce(k.slot_through, k.slot) as through from (select k.* from backup_schedule_skips k where {} and {one} \
         order by k.id desc limit 5000) k join backup_schedules s on s.id = k.backup_schedule_id join tenants t on t.id = s.tenant_id \
         where k.slot <= $1 and coalesce(k.slot_through, k.slot) >= $1 order by s.id limit {}",
        view.scope().rows("k"),
        ROWS + 1
    );
    let rows = view.all(&sql, [slot.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(LeftOut {
                whom: named(row)?,
                reason: row.try_get("", "reason")?,
                blocking_run: row.try_get("", "blocking_run_id")?,
            })
        })
        .collect()
}

/// The backup schedules that were due at `slot` and have not been queued.
async fn late(
    view: &View,
    job: &Job,
    slot: Instant,
    accounted: &mut Vec<Accounted>,
    left_out: &mut Vec<LeftOut>,
) -> Answer<()> {
    if view.now() - slot <= job.expected.grace {
        return Ok(());
    }
    let is_on = if view.engine() == Engine::Postgres { "s.is_enabled" } else { "s.is_enabled = 1" };
    let sql = format!(
        "select s.id, t.external_id, s.name || ' · ' || t.name as name from backup_schedules s join tenants t on t.id = s.tenant_id \
         where {is_on} and s.deleted_at is null and s.next_run_at = $1 and t.status = 'active' and t.deleted_at is null and {} \
         order by s.id limit {}",
        view.scope().rows("s"),
        ROWS + 1
    );
    let rows = view.all(&sql, [slot.into()]).await?;
    let late = i64::try_from(rows.len()).unwrap_or(0);
    if late > 0 && accounted.is_empty() {
        accounted.push(Accounted { slot, tally: Tally { slots: 1, ..Tally::default() }, ..Accounted::default() });
    }
    accounted.iter_mut().for_each(|known| known.tally.late += late);
    for row in &rows {
        left_out.push(LeftOut { whom: named(row)?, reason: "late".into(), blocking_run: None });
    }
    Ok(())
}

/// The runs of it that did not end well.
async fn trouble(view: &View, job: &Job, accounted: &Accounted) -> Answer<Vec<Operation>> {
    let Tally { failed, partially_succeeded, blocked, .. } = accounted.tally;
    if failed + partially_succeeded + blocked == 0 {
        return Ok(Vec::new());
    }
    let outcomes = vec![Outcome::PartiallySucceeded, Outcome::Blocked, Outcome::Failed];
    let filter = match (job.source, accounted.run) {
        (Source::Backup(_), run) => Filter { id: Some(run.unwrap_or(-1)), ..Filter::default() },
        _ => Filter {
            operation: Some(catalog::canonical(&job.operation).to_owned()),
            slot: Some(accounted.slot),
            outcomes,
            ..Filter::default()
        },
    };
    let page = Page { before: None, limit: u32::try_from(ROWS).unwrap_or(1) };
    Ok(list::read(view, &filter, page).await?.operations)
}
