//! Which tenants stand on a page. The worst first: those for whom some kind of work did not end well lately and has not
//! succeeded since; failed weighs more than refused, refused more than partly done. Then all others, by name.

use chrono::TimeDelta;
use sea_orm::QueryResult;

use crate::hub::failure::Failure;
use crate::hub::pages::operations::filter::{Filter, TROUBLE};
use crate::hub::pages::sql::{canonical_type, containing};
use crate::hub::params::Params;
use crate::hub::view::{Answer, View};

/// What counts as lately: a week and a day, so that weekly work is in it.
const LATELY: TimeDelta = TimeDelta::days(8);

/// How many runs in trouble are looked at, the newest: a page has an end, also when everything fails at once.
const MOST: u32 = 20_000;

/// Tenants of a page, and the most that may be asked for.
pub(super) const PAGE: u32 = 25;
const LARGEST_PAGE: u32 = 100;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Whose name or external id contains this.
    pub q: Option<String>,
    /// Of this workspace.
    pub workspace: Option<i64>,
    /// Behind this tenant.
    pub after: Option<i64>,
    /// Tenants.
    pub limit: u32,
}

impl Asked {
    /// From an address.
    ///
    /// # Errors
    /// A parameter that cannot be understood.
    pub fn read(params: &Params) -> Answer<Self> {
        Ok(Self {
            q: params.text("q").map(str::to_owned),
            workspace: params.id("workspace")?,
            after: params.id("after")?,
            limit: params.number("limit", 1..=LARGEST_PAGE, PAGE)?,
        })
    }

    /// Whether anything narrows the list.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.q.is_none() && self.workspace.is_none()
    }

    /// The parameters of the page behind `after`.
    #[must_use]
    pub fn behind(&self, after: i64) -> Vec<(&'static str, Option<String>)> {
        vec![
            ("q", self.q.clone()),
            ("workspace", self.workspace.map(|id| id.to_string())),
            ("after", Some(after.to_string())),
            ("limit", (self.limit != PAGE).then(|| self.limit.to_string())),
        ]
    }
}

/// The tenants of the page, one more than that when there are more.
///
/// # Errors
/// [`Failure::NotFound`] when it begins behind a tenant that is not to be seen; a database problem.
pub(super) async fn tenants(view: &View, asked: &Asked) -> Answer<Vec<QueryResult>> {
    let scope = view.scope();
    let trouble = Filter { outcomes: TROUBLE.to_vec(), since: Some(view.now() - LATELY), ..Filter::default() };
    let mut rows = trouble.rows(view.engine(), scope, view.now());
    let met = rows.sql();
    let mut which = vec![format!("({})", scope.tenants("t")), "t.deleted_at is null".to_owned()];
    if let Some(words) = &asked.q {
        let pattern = rows.parameter(containing(words));
        which.push(format!(
            "(lower(t.name) like {pattern} escape '\\' or lower(t.external_id) like {pattern} escape '\\')"
        ));
    }
    if let Some(id) = asked.workspace {
        which.push(format!("t.workspace_id = {id}"));
    }
    let behind = match asked.after {
        None => String::new(),
        Some(id) => {
            let is_seen = format!("select count(*) from tenants t where t.id = {id} and {}", scope.tenants("t"));
            if view.count(&is_seen, []).await? == 0 {
                return Err(Failure::NotFound);
            }
            format!(
                " join ranked c on c.id = {id} where k.badness < c.badness or (k.badness = c.badness and \
                 (k.name > c.name or (k.name = c.name and k.id > c.id)))"
            )
        }
    };
    let canonical = canonical_type("r");
    let sql = format!(
        "with trouble as (select r.tenant_id, r.type as stored, {canonical} as type, r.outcome, r.created_at, \
         row_number() over (partition by r.tenant_id, {canonical} order by r.created_at desc, r.id desc) as n \
         from operation_runs r where r.tenant_id is not null and r.id in (select r.id from operation_runs r where {met} \
         order by r.created_at desc limit {MOST})), \
         standing as (select b.tenant_id, sum(case b.outcome when 'failed' then 1000000 when 'blocked' then 1000 else 1 end) as badness \
         from trouble b where b.n = 1 and not exists (select 1 from operation_runs s where s.tenant_id = b.tenant_id \
         and s.type in (b.type, b.stored) and s.created_at > b.created_at and s.outcome = 'succeeded') group by b.tenant_id), \
         ranked as (select t.id, t.external_id, t.name, t.status, t.workspace_id, w.external_id as workspace_external_id, \
         w.name as workspace, cast(coalesce(y.badness, 0) as bigint) as badness from tenants t \
         join workspaces w on w.id = t.workspace_id left join standing y on y.tenant_id = t.id where {}) \
         select k.* from ranked k{behind} order by k.badness desc, k.name, k.id limit {}",
        which.join(" and "),
        asked.limit + 1
    );
    view.all(&sql, rows.values()).await
}
