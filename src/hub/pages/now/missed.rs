//! Whose work did not happen in the last 24 hours, and why: runs that failed or were refused, and slots that did not run,
//! added up for each tenant, worst first.

use std::fmt::Write as _;

use sea_orm::QueryResult;
use serde::Serialize;
use utoipa::ToSchema;

use super::numbers::{LATELY, lately};
use crate::catalog::codes;
use crate::hub::pages::operations::filter::Filter;
use crate::hub::pages::operations::read::Named;
use crate::hub::pages::skips::filter::Filter as Skips;
use crate::hub::pages::skips::reason::reason;
use crate::hub::pages::sql::{first_code, first_reason};
use crate::hub::view::{Answer, View};
use crate::ledger::Outcome;

/// How many are shown, and how many reasons of each.
const SHOWN: usize = 20;
const REASONS: usize = 4;

/// A tenant, a workspace as a whole, or all workspaces, that missed something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Missed {
    /// The workspace; nothing when a schedule did not run for any of them.
    pub workspace: Option<Named>,
    /// The tenant; nothing for work of the workspace as a whole.
    pub tenant: Option<Named>,
    /// Operations that ended failed; nothing where no operation could be: there is none of all workspaces.
    pub failed: Option<Count>,
    /// Operations that were refused.
    pub blocked: Option<Count>,
    /// Slots, or stretches of them, that did not run.
    pub skipped: Count,
    /// Why, the most frequent first.
    pub why: Vec<Why>,
}

/// A count and the list that it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Count {
    /// How many.
    pub count: i64,
    /// The address of the list.
    pub link: String,
}

/// A reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Why {
    /// The code of the failure, or the word of a slot that did not run.
    pub code: String,
    /// The reason code beside it.
    pub reason_code: Option<String>,
    /// What that means, in one sentence.
    pub meaning: Option<&'static str>,
    /// The address of what happened for this reason.
    pub link: String,
}

/// Reads them.
///
/// # Errors
/// A database problem.
pub async fn read(view: &View) -> Answer<Vec<Missed>> {
    let trouble = trouble(view);
    let mut rows = trouble.rows(view.engine(), view.scope(), view.now());
    let [house, backups] = lately(view.now()).halves(&mut rows, view.scope(), view.now());
    let sql = format!(
        "select x.*, w.external_id as workspace_external_id, w.name as workspace, t.external_id as tenant_external_id, \
         t.name as tenant from (select u.workspace_id, u.tenant_id, cast(sum(u.failed) as bigint) as failed, \
         cast(sum(u.blocked) as bigint) as blocked, cast(sum(u.skipped) as bigint) as skipped from \
         (select r.workspace_id, r.tenant_id, sum(case when r.outcome = 'failed' then 1 else 0 end) as failed, \
         sum(case when r.outcome = 'blocked' then 1 else 0 end) as blocked, 0 as skipped from operation_runs r where {} \
         group by r.workspace_id, r.tenant_id union all \
         select s.workspace_id, s.tenant_id, 0, 0, count(*) from ({house} union all {backups}) s \
         group by s.workspace_id, s.tenant_id) u group by u.workspace_id, u.tenant_id \
         order by cast(sum(u.failed + u.blocked + u.skipped) as bigint) desc, failed desc, u.workspace_id, u.tenant_id \
         limit {SHOWN}) x left join workspaces w on w.id = x.workspace_id left join tenants t on t.id = x.tenant_id \
         order by x.failed + x.blocked + x.skipped desc, x.failed desc, x.workspace_id, x.tenant_id",
        rows.sql()
    );
    let found = view.all(&sql, rows.values()).await?;
    let mut missed: Vec<Missed> = found.iter().map(|row| one(view, row)).collect::<Answer<_>>()?;
    if !missed.is_empty() {
        why(view, &mut missed).await?;
    }
    Ok(missed)
}

/// What ended so that the work did not happen.
fn trouble(view: &View) -> Filter {
    Filter {
        outcomes: vec![Outcome::Failed, Outcome::Blocked],
        ended_since: Some(view.now() - LATELY),
        ..Filter::default()
    }
}

fn one(view: &View, row: &QueryResult) -> Answer<Missed> {
    let named = |what: &str| -> Answer<Option<Named>> {
        let Some(id) = row.try_get::<Option<i64>>("", &format!("{what}_id"))? else { return Ok(None) };
        let text = |column: &str| row.try_get::<Option<String>>("", column).map(Option::unwrap_or_default);
        Ok(Some(Named { id, external_id: text(&format!("{what}_external_id"))?, name: text(what)? }))
    };
    let (workspace, tenant) = (named("workspace")?, named("tenant")?);
    let count = |name: &str, link: String| -> Answer<Count> { Ok(Count { count: row.try_get("", name)?, link }) };
    let runs = |name: &str, outcome| -> Answer<Option<Count>> {
        let Some(workspace) = &workspace else { return Ok(None) };
        let list = of(&trouble(view), Some(workspace), tenant.as_ref(), vec![outcome]);
        Ok(Some(count(name, list.address())?))
    };
    let slots = slots(view, workspace.as_ref(), tenant.as_ref()).address();
    Ok(Missed {
        failed: runs("failed", Outcome::Failed)?,
        blocked: runs("blocked", Outcome::Blocked)?,
        skipped: count("skipped", slots)?,
        why: Vec::new(),
        workspace,
        tenant,
    })
}

/// The runs of one row.
fn of(filter: &Filter, workspace: Option<&Named>, tenant: Option<&Named>, outcomes: Vec<Outcome>) -> Filter {
    Filter {
        workspace: workspace.map(|workspace| workspace.id),
        tenant: tenant.map(|tenant| tenant.id),
        is_whole: tenant.is_none(),
        outcomes,
        ..filter.clone()
    }
}

/// The slots of one row.
fn slots(view: &View, workspace: Option<&Named>, tenant: Option<&Named>) -> Skips {
    Skips {
        workspace: workspace.map(|workspace| workspace.id),
        tenant: tenant.map(|tenant| tenant.id),
        is_whole: tenant.is_none() && workspace.is_some(),
        is_house: workspace.is_none(),
        ..lately(view.now())
    }
}

/// Adds the reasons, of all rows with one question.
async fn why(view: &View, missed: &mut [Missed]) -> Answer<()> {
    let key = |one: &Missed| {
        (one.workspace.as_ref().map_or(0, |named| named.id), one.tenant.as_ref().map_or(0, |named| named.id))
    };
    let mut keys = String::new();
    for (n, (workspace, tenant)) in missed.iter().map(key).enumerate() {
        let comma = if n == 0 { "" } else { ", " };
        let _ = write!(keys, "{comma}({workspace}, {tenant})");
    }
    let filter = trouble(view);
    let mut rows = filter.rows(view.engine(), view.scope(), view.now());
    let [house, backups] = lately(view.now()).halves(&mut rows, view.scope(), view.now());
    let ids =
        |alias: &str| format!("(coalesce({alias}.workspace_id, 0), coalesce({alias}.tenant_id, 0)) in (values {keys})");
    let sql = format!(
        "select coalesce(u.workspace_id, 0) as workspace_id, coalesce(u.tenant_id, 0) as tenant_id, u.kind, u.code, u.reason, \
         count(*) as times from (select r.workspace_id, r.tenant_id, 'run' as kind, {} as code, {} as reason \
         from operation_runs r where {} and {} union all \
         select s.workspace_id, s.tenant_id, 'slot', s.reason, null from ({house} union all {backups}) s where {}) u \
         where u.code is not null group by u.workspace_id, u.tenant_id, u.kind, u.code, u.reason \
         order by times desc, u.code, u.reason limit 500",
        first_code(view.engine(), "r"),
        first_reason(view.engine(), "r"),
        rows.sql(),
        ids("r"),
        ids("s")
    );
    for row in view.all(&sql, rows.values()).await? {
        let of_row = (row.try_get::<i64>("", "workspace_id")?, row.try_get::<i64>("", "tenant_id")?);
        let Some(one) = missed.iter_mut().find(|one| key(one) == of_row) else { continue };
        if one.why.len() == REASONS {
            continue;
        }
        let (kind, code): (String, String) = (row.try_get("", "kind")?, row.try_get("", "code")?);
        let reason_code: Option<String> = row.try_get("", "reason")?;
        let (workspace, tenant) = (one.workspace.as_ref(), one.tenant.as_ref());
        let (meaning, link) = if kind == "slot" {
            let known = reason(&code);
            let which = Skips { reason: known.map(|known| known.word), ..slots(view, workspace, tenant) };
            (known.map(|known| known.meaning), which.address())
        } else {
            let outcomes = filter.outcomes.clone();
            let which = Filter { code: Some(code.clone()), ..of(&filter, workspace, tenant, outcomes) };
            let known = reason_code.as_deref().and_then(codes::code).or_else(|| codes::code(&code));
            (known.map(|known| known.meaning), which.address())
        };
        one.why.push(Why { code, reason_code, meaning, link });
    }
    Ok(())
}
