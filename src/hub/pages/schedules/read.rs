//! The schedules of the platform, and a page of the tenants' own: when each is due, what its last run came to, and what is
//! next.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalog::cadence::{Cadence, Change, Night};
use crate::catalog::schedules::{CatchUp, Overlap};
use crate::clock::Instant;
use crate::hub::pages::operation::band::{self, Band};
use crate::hub::pages::slots::jobs::{self, Paused, platform};
use crate::hub::pages::slots::read::each_spelling;
use crate::hub::parts::{between, length};
use crate::hub::scope::Scope;
use crate::hub::view::{Answer, View};
use crate::ledger::StoredSchedule;
use crate::ledger::schedules::rows;

/// Coming slots of a schedule.
pub const NEXT: usize = 5;

/// Schedules of the platform that are shown, and of tenants on a page.
const MOST: usize = 200;
/// Backup schedules of a page.
pub const PAGE: usize = 25;

/// How far ahead changes of the clock are named.
const AHEAD: TimeDelta = TimeDelta::days(366);

/// Everything that runs by the clock.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Schedules {
    /// Of the platform; none for whoever sees single tenants only.
    pub schedules: Vec<Scheduled>,
    /// Of tenants, by id.
    pub backup_schedules: Vec<BackupScheduled>,
    /// The backup schedule behind which the next page begins, when there is one.
    pub after: Option<i64>,
    /// When this was so.
    pub at: DateTime<Utc>,
}

/// A schedule of the platform.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Scheduled {
    /// Its key.
    pub key: String,
    /// The type that it runs.
    #[serde(rename = "type")]
    pub operation: String,
    /// What people read for it.
    pub label: String,
    /// The expression.
    pub cron: String,
    /// The zone.
    pub time_zone: String,
    /// When it is due, in words.
    pub words: String,
    /// What happens while the run before is still active, in words.
    pub overlap: &'static str,
    /// What happens to slots that passed, in words.
    pub catch_up: String,
    /// Whether it fires at all.
    pub enabled: bool,
    /// Who holds it.
    pub paused: Option<Paused>,
    /// The last slot that was dealt with.
    pub last_slot: Option<DateTime<Utc>>,
    /// The newest run that the visitor may see.
    pub last_run: Option<LastRun>,
    /// The next slots; none when it is switched off.
    pub next: Vec<Next>,
    /// The nights of the coming year on which the clock changes over it.
    pub nights: Vec<String>,
}

/// The newest run of a type.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LastRun {
    /// Its id.
    pub id: i64,
    /// Its status.
    pub status: String,
    /// Its outcome.
    pub outcome: String,
    /// Its slot.
    pub slot: Option<DateTime<Utc>>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// How long it worked, in milliseconds, when it has ended.
    pub spent_ms: Option<u64>,
    /// How long runs of the type usually take there.
    pub usual: Option<Band>,
}

/// A coming slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Next {
    /// In UTC.
    pub at: DateTime<Utc>,
    /// What the clocks of the schedule's zone will show.
    pub local: String,
    /// What a change of the clock does to it.
    pub note: Option<&'static str>,
}

/// A backup schedule of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BackupScheduled {
    /// Its key on the slot board.
    pub key: String,
    /// Its name, and the tenant.
    pub label: String,
    /// When it is due, in words.
    pub words: String,
    /// The next slots.
    pub next: Vec<Next>,
}

/// The schedules, with the backup schedules behind the id `after`.
///
/// # Errors
/// A database problem.
pub async fn read(view: &View, after: i64) -> Answer<Schedules> {
    let (scope, now) = (view.scope(), view.now());
    let mut schedules = Vec::new();
    if !matches!(scope, Scope::Tenants { .. }) {
        for row in rows::all(view.connection(), view.engine()).await?.iter().take(MOST) {
            schedules.push(scheduled(view, row).await?);
        }
    }
    let sql = jobs::backups_sql(view.engine(), scope, None, after, PAGE + 1);
    let rows = view.all(&sql, []).await?;
    let has_more = rows.len() > PAGE;
    let mut backup_schedules = Vec::with_capacity(rows.len());
    let mut last = None;
    for row in rows.iter().take(PAGE) {
        let job = jobs::backup(row)?;
        last = Some(row.try_get("", "id")?);
        let next = job.expected.cadence.as_ref().map(|cadence| coming(cadence, now, 3)).unwrap_or_default();
        backup_schedules.push(BackupScheduled { key: job.key, label: job.label, words: job.words, next });
    }
    Ok(Schedules { schedules, backup_schedules, after: last.filter(|_| has_more), at: now })
}

async fn scheduled(view: &View, row: &StoredSchedule) -> Answer<Scheduled> {
    let now = view.now();
    let job = platform(row, view.scope());
    let cadence = job.expected.cadence.as_ref();
    let until = now.checked_add_signed(AHEAD).unwrap_or(Instant::MAX_UTC);
    Ok(Scheduled {
        last_run: last_run(view, &job.operation).await?,
        next: cadence.map(|cadence| coming(cadence, now, NEXT)).unwrap_or_default(),
        nights: cadence.map(|cadence| cadence.nights(now, until).map(|at| night(&at)).collect()).unwrap_or_default(),
        key: job.key,
        operation: job.operation,
        label: job.label,
        cron: row.cron.clone(),
        time_zone: row.time_zone.clone(),
        words: job.words,
        overlap: overlap(&row.overlap),
        catch_up: catch_up(&row.catch_up, row.catch_up_window),
        enabled: row.enabled,
        paused: job.paused,
        last_slot: row.last_slot,
    })
}

/// The newest run of a type that has a slot.
async fn last_run(view: &View, operation: &str) -> Answer<Option<LastRun>> {
    let mine = view.scope().rows("r");
    let newest = each_spelling(operation, |name| {
        format!(
            "select r.id, r.workspace_id, r.status, r.outcome, r.scheduled_for, r.created_at, r.started_at, r.completed_at \
             from operation_runs r where r.type = {name} and r.scheduled_for is not null and r.created_at >= $1 and {mine} \
             order by r.created_at desc, r.id desc limit 1"
        )
    });
    let sql = format!("select n.* from ({newest}) n order by n.created_at desc, n.id desc limit 1");
    let since = view.now() - TimeDelta::days(30);
    let Some(row) = view.one(&sql, [since.into()]).await? else { return Ok(None) };
    let (from, to): (Option<Instant>, Option<Instant>) =
        (row.try_get("", "started_at")?, row.try_get("", "completed_at")?);
    let spent = from.zip(to).map(|(from, to)| between(from, to));
    Ok(Some(LastRun {
        id: row.try_get("", "id")?,
        status: row.try_get("", "status")?,
        outcome: row.try_get("", "outcome")?,
        slot: row.try_get("", "scheduled_for")?,
        created_at: row.try_get("", "created_at")?,
        spent_ms: spent.map(|spent| u64::try_from(spent.as_millis()).unwrap_or(u64::MAX)),
        usual: band::read(view, operation, row.try_get("", "workspace_id")?).await?,
    }))
}

/// The next slots.
#[must_use]
pub fn coming(cadence: &Cadence, now: Instant, count: usize) -> Vec<Next> {
    let next = |slot: &crate::catalog::cadence::Slot| Next {
        at: slot.at,
        local: slot.local.format("%Y-%m-%d %H:%M:%S %:z").to_string(),
        note: slot.note.map(|note| note.as_str()),
    };
    cadence.next(now, count).iter().map(next).collect()
}

fn night(night: &Night) -> String {
    let times: Vec<String> = night.times.iter().map(|time| time.format("%H:%M").to_string()).collect();
    let which = format!("{}{}", times.join(", "), if night.more { " and more" } else { "" });
    match night.change {
        Change::Gap => format!("{}: the clock goes forward over {which}", night.at.format("%Y-%m-%d")),
        Change::Fold => format!("{}: {which} comes twice, and the first counts", night.at.format("%Y-%m-%d")),
    }
}

fn overlap(word: &str) -> &'static str {
    match Overlap::parse(word) {
        Some(Overlap::QueueOne) => "while a run is active, one more waits for it",
        Some(Overlap::Skip) | None => "while a run is active, a slot is skipped and a row says so",
    }
}

fn catch_up(word: &str, seconds: i64) -> String {
    let window = length(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)));
    match CatchUp::parse(word) {
        Some(CatchUp::All) => format!("all that were missed within {window} run, the oldest first"),
        Some(CatchUp::Latest) => format!("of those that were missed within {window} the newest runs for all"),
        Some(CatchUp::Skip) | None => "what was missed is not made up for".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_five_are_told_in_two_clocks_and_the_night_of_the_change_is_marked() {
        let cadence = Cadence::parse("30 2 * * *", "Europe/Warsaw").unwrap();
        let next = coming(&cadence, at("2027-03-26T12:00:00Z"), NEXT);
        let told: Vec<(String, &str, Option<&str>)> =
            next.iter().map(|next| (next.at.to_rfc3339(), next.local.as_str(), next.note)).take(3).collect();
        assert_eq!(
            told,
            [
                ("2027-03-27T01:30:00+00:00".to_owned(), "2027-03-27 02:30:00 +01:00", None),
                ("2027-03-28T01:00:00+00:00".to_owned(), "2027-03-28 03:00:00 +02:00", Some("moved out of the gap")),
                ("2027-03-29T00:30:00+00:00".to_owned(), "2027-03-29 02:30:00 +02:00", None),
            ]
        );
        let nights: Vec<String> =
            cadence.nights(at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z")).map(|at| night(&at)).collect();
        assert_eq!(
            nights,
            ["2027-03-28: the clock goes forward over 02:30", "2027-10-31: 02:30 comes twice, and the first counts",]
        );
    }

    #[test]
    fn policies_are_told_in_words() {
        assert_eq!(catch_up("latest", 86_400), "of those that were missed within 1 d the newest runs for all");
        assert_eq!(catch_up("skip", 86_400), "what was missed is not made up for");
        assert!(overlap("queue_one").contains("waits"));
    }
}
