//! The groups: every failure item of every run that did not end well in a stretch of days, by code and canonical type. A
//! run counts once for each code that it has, as in the list of that code.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalog::{self, codes};
use crate::clock::Instant;
use crate::db::Engine;
use crate::hub::pages::operations::filter::{Filter, TROUBLE};
use crate::hub::pages::sql::canonical_type;
use crate::hub::params::Params;
use crate::hub::view::{Answer, View};

/// Days when nobody says, and the most.
pub const DAYS: u32 = 7;
const MOST_DAYS: u32 = 90;

/// So many runs are taken apart at most, the newest: a page must come in time also after a night on which everything
/// failed. What is older is left out, and the page says from when on it counts.
const MOST_RUNS: usize = 20_000;

/// Groups that are shown, and reasons of each.
const GROUPS: usize = 200;
const REASONS: usize = 3;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Days of UTC, today included.
    pub days: u32,
    /// Of this type.
    pub operation: Option<String>,
    /// Of this workspace.
    pub workspace: Option<i64>,
    /// Of this tenant.
    pub tenant: Option<i64>,
}

/// All groups.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Grouped {
    /// When this was so.
    pub at: DateTime<Utc>,
    /// From when on runs are counted: the beginning of the first day, or later when there are too many.
    pub since: DateTime<Utc>,
    /// Whether it is later.
    pub is_shortened: bool,
    /// The groups, the most frequent first.
    pub groups: Vec<Group>,
    /// Whether there are more groups than are shown.
    pub has_more: bool,
}

/// Failures of one code and type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Group {
    /// The stable code.
    pub code: String,
    /// The canonical type.
    #[serde(rename = "type")]
    pub operation: String,
    /// What people read for the type.
    pub label: &'static str,
    /// Operations.
    pub operations: i64,
    /// Tenants among them.
    pub tenants: i64,
    /// The first of these days: when it was begun.
    pub first_seen: DateTime<Utc>,
    /// The last one.
    pub last_seen: DateTime<Utc>,
    /// Whether there was none of it on these days until 24 hours ago.
    pub is_new: bool,
    /// Operations of each day, the oldest first.
    pub trend: Vec<i64>,
    /// The causes that are named beside it, the most frequent first.
    pub reasons: Vec<Reason>,
    /// What happened, in one sentence.
    pub meaning: Option<&'static str>,
    /// What to do, in one sentence.
    pub next: Option<&'static str>,
    /// The address of the list of these operations.
    pub link: String,
}

/// A cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reason {
    /// Its stable code.
    pub code: String,
    /// Operations with it.
    pub operations: i64,
    /// What happened, in one sentence.
    pub meaning: Option<&'static str>,
    /// What to do, in one sentence.
    pub next: Option<&'static str>,
}

impl Asked {
    /// From an address.
    ///
    /// # Errors
    /// A parameter that cannot be understood.
    pub fn read(params: &Params) -> Answer<Self> {
        Ok(Self {
            days: params.number("days", 1..=MOST_DAYS, DAYS)?,
            operation: params.text("type").map(|name| catalog::canonical(name).to_owned()),
            workspace: params.id("workspace")?,
            tenant: params.id("tenant")?,
        })
    }

    /// The beginning of the first day.
    #[must_use]
    pub fn since(&self, now: Instant) -> Instant {
        self.first_day(now).and_time(chrono::NaiveTime::MIN).and_utc()
    }

    fn first_day(&self, now: Instant) -> NaiveDate {
        let today = now.date_naive();
        today.checked_sub_days(Days::new(u64::from(self.days - 1))).unwrap_or(today)
    }

    /// The runs of a code and a type.
    fn list(&self, operation: &str, code: &str, since: Instant) -> Filter {
        Filter {
            operation: Some(operation.to_owned()),
            code: Some(code.to_owned()),
            workspace: self.workspace,
            tenant: self.tenant,
            since: Some(since),
            ..Filter::default()
        }
    }
}

/// Reads the groups.
///
/// # Errors
/// A database problem.
pub async fn read(view: &View, asked: &Asked) -> Answer<Grouped> {
    let whole = Filter {
        operation: asked.operation.clone(),
        outcomes: TROUBLE.to_vec(),
        workspace: asked.workspace,
        tenant: asked.tenant,
        since: Some(asked.since(view.now())),
        ..Filter::default()
    };
    let shortened = newest(view, &whole).await?;
    let since = shortened.unwrap_or_else(|| asked.since(view.now()));
    let filter = Filter { since: Some(since), ..whole };
    let rows = filter.rows(view.engine(), view.scope(), view.now());
    let found = view.all(&sql(view.engine(), &rows.sql()), rows.values()).await?;
    let (first_day, is_week) = (asked.first_day(view.now()), asked.days > 1);
    let mut groups: BTreeMap<(String, String), Group> = BTreeMap::new();
    for row in &found {
        let (operation, code): (String, String) = (row.try_get("", "type")?, row.try_get("", "code")?);
        let (kind, detail): (String, Option<String>) = (row.try_get("", "kind")?, row.try_get("", "detail")?);
        let operations: i64 = row.try_get("", "operations")?;
        let group = groups.entry((operation, code)).or_insert_with_key(|(operation, code)| Group {
            label: catalog::label(operation),
            trend: vec![0; asked.days as usize],
            meaning: codes::code(code).map(|known| known.meaning),
            next: codes::code(code).map(|known| known.next),
            link: asked.list(operation, code, since).address(),
            operation: operation.clone(),
            code: code.clone(),
            operations: 0,
            tenants: 0,
            first_seen: since,
            last_seen: since,
            is_new: false,
            reasons: Vec::new(),
        });
        match (kind.as_str(), detail) {
            ("day", Some(day)) => {
                let day: Option<NaiveDate> = day.parse().ok();
                let at = day.and_then(|day| usize::try_from((day - first_day).num_days()).ok());
                if let Some(bar) = at.and_then(|at| group.trend.get_mut(at)) {
                    *bar += operations;
                }
            }
            ("reason", Some(code)) => {
                let known = codes::code(&code);
                let (meaning, next) = (known.map(|known| known.meaning), known.map(|known| known.next));
                group.reasons.push(Reason { code, operations, meaning, next });
            }
            ("group", _) => {
                group.operations = operations;
                group.tenants = row.try_get("", "tenants")?;
                group.first_seen = row.try_get("", "first_seen")?;
                group.last_seen = row.try_get("", "last_seen")?;
                group.is_new = is_week && group.first_seen >= view.now() - TimeDelta::hours(24);
            }
            _ => {}
        }
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse((group.operations, group.last_seen)));
    let has_more = groups.len() > GROUPS;
    groups.truncate(GROUPS);
    for group in &mut groups {
        group.reasons.sort_by(|one, other| (other.operations, &one.code).cmp(&(one.operations, &other.code)));
        group.reasons.truncate(REASONS);
    }
    Ok(Grouped { at: view.now(), since, is_shortened: shortened.is_some(), groups, has_more })
}

/// When the last of the newest runs was begun that are taken apart; nothing when there are not so many. Each outcome by
/// itself, so that an index has them in order.
async fn newest(view: &View, whole: &Filter) -> Answer<Option<Instant>> {
    let mut newest = Vec::new();
    for outcome in TROUBLE {
        let rows = Filter { outcomes: vec![outcome], ..whole.clone() }.rows(view.engine(), view.scope(), view.now());
        let sql = format!(
            "select r.created_at from operation_runs r where {} order by r.created_at desc limit {}",
            rows.sql(),
            MOST_RUNS + 1
        );
        for row in view.all(&sql, rows.values()).await? {
            newest.push(row.try_get_by_index::<Instant>(0)?);
        }
    }
    newest.sort_unstable_by(|one, other| other.cmp(one));
    // Runs of that very instant may stand on both sides of the limit; the next one is the first that is whole.
    Ok(newest.get(MOST_RUNS).map(|at| *at + TimeDelta::microseconds(1)))
}

/// Groups, days and reasons of the runs that `met` says, in one statement: the items are taken apart once.
fn sql(engine: Engine, met: &str) -> String {
    let (items, code, reason, is_item, day) = match engine {
        Engine::Postgres => (
            "cross join lateral jsonb_array_elements(r.failure_summary) as f(item)",
            "f.item ->> 'code'",
            "f.item ->> 'reason_code'",
            "jsonb_typeof(f.item -> 'code') = 'string'",
            "to_char(i.created_at at time zone 'UTC', 'YYYY-MM-DD')",
        ),
        Engine::Sqlite => (
            "join json_each(case when json_valid(r.failure_summary) then r.failure_summary else '[]' end) f",
            "f.value ->> 'code'",
            "cast(f.value ->> 'reason_code' as text)",
            "(case when f.type = 'object' then json_type(f.value, '$.code') end) = 'text'",
            "substr(i.created_at, 1, 10)",
        ),
    };
    let canonical = canonical_type("r");
    let counted = |kind: &str, detail: &str, more: &str, by: &str| {
        format!(
            "select '{kind}' as kind, i.type, i.code, {detail} as detail, count(distinct i.id) as operations, \
             count(distinct i.tenant_id) as tenants, min(i.created_at) as first_seen, max(i.created_at) as last_seen \
             from items i {more} group by i.type, i.code{by}"
        )
    };
    format!(
        "with items as materialized (select r.id, r.tenant_id, r.created_at, {canonical} as type, {code} as code, {reason} as reason \
         from operation_runs r {items} where {is_item} and {met}) {} union all {} union all {}",
        counted("group", "cast(null as text)", "", ""),
        counted("day", day, "", &format!(", {day}")),
        counted("reason", "i.reason", "where i.reason is not null", ", i.reason"),
    )
}
