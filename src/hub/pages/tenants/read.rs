//! The cells: for each tenant of the page and each type, how its last run ended and whether another is under way. Two
//! statements for the whole page, each cell one step into an index.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::rank::{self, Asked};
use crate::catalog::operation::ScopeKind;
use crate::catalog::{self, Operation};
use crate::clock::Instant;
use crate::hub::pages::operations::filter::{Filter, USUAL};
use crate::hub::pages::operations::read::Named;
use crate::hub::pages::sql::first_code;
use crate::hub::view::{Answer, View};

/// A page of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Matrix {
    /// When this was so.
    pub at: DateTime<Utc>,
    /// The types of which a tenant of this page has a run.
    pub types: Vec<Column>,
    /// The tenants, the worst first.
    pub tenants: Vec<Row>,
    /// The tenant behind which the next page begins, when there is one.
    pub after: Option<i64>,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Column {
    /// The canonical type.
    #[serde(rename = "type")]
    pub operation: &'static str,
    /// What people read for it.
    pub label: &'static str,
}

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Row {
    /// The tenant.
    pub tenant: Named,
    /// Its workspace.
    pub workspace: Named,
    /// draft, onboarding, active or archived.
    pub status: String,
    /// Whether some kind of its work did not end well lately and has not succeeded since.
    pub in_trouble: bool,
    /// Its cells, by type.
    pub cells: BTreeMap<&'static str, Cell>,
}

/// A kind of work of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cell {
    /// The run that ended last: “Operation #id”.
    pub id: Option<i64>,
    /// How it ended; nothing while none has.
    pub outcome: Option<String>,
    /// When it did.
    pub completed_at: Option<DateTime<Utc>>,
    /// The code of its first failure.
    pub failure_code: Option<String>,
    /// Whether another one is queued or running.
    pub is_active: bool,
    /// The address of the tenant's list of the type.
    pub link: String,
}

/// Reads the page.
///
/// # Errors
/// As the ranking; a database problem.
pub async fn read(view: &View, asked: &Asked) -> Answer<Matrix> {
    let mut tenants: Vec<Row> = Vec::new();
    for row in rank::tenants(view, asked).await? {
        let named = |id: &str, external: &str, name: &str| -> Answer<Named> {
            Ok(Named {
                id: row.try_get("", id)?,
                external_id: row.try_get("", external)?,
                name: row.try_get("", name)?,
            })
        };
        tenants.push(Row {
            tenant: named("id", "external_id", "name")?,
            workspace: named("workspace_id", "workspace_external_id", "workspace")?,
            status: row.try_get("", "status")?,
            in_trouble: row.try_get::<i64>("", "badness")? > 0,
            cells: BTreeMap::new(),
        });
    }
    let has_more = tenants.len() > asked.limit as usize;
    tenants.truncate(asked.limit as usize);
    let after = tenants.last().filter(|_| has_more).map(|last| last.tenant.id);
    if !tenants.is_empty() {
        ended(view, &mut tenants).await?;
        active(view, &mut tenants).await?;
    }
    let types = kinds()
        .filter(|operation| tenants.iter().any(|row| row.cells.contains_key(operation.name)))
        .map(|operation| Column { operation: operation.name, label: operation.label })
        .collect();
    Ok(Matrix { at: view.now(), types, tenants, after })
}

/// The types of which a tenant can have runs.
fn kinds() -> impl Iterator<Item = &'static Operation> {
    catalog::declared().filter(|operation| operation.scope == ScopeKind::Tenant)
}

/// The ids of the page, for a statement.
fn ids(tenants: &[Row]) -> String {
    tenants.iter().map(|row| row.tenant.id.to_string()).collect::<Vec<_>>().join(", ")
}

async fn ended(view: &View, tenants: &mut [Row]) -> Answer<()> {
    let spellings = kinds().flat_map(|operation| operation.aliases.iter().chain([&operation.name]));
    let spellings: Vec<String> = spellings.map(|name| format!("select '{name}' as stored")).collect();
    // A tenant and a spelling are one step into (tenant_id, type, created_at); only the run that is found is read.
    let sql = format!(
        "select e.id, e.tenant_id, e.type, e.outcome, e.created_at, e.completed_at, {} as code from \
         (select (select r.id from operation_runs r where r.tenant_id = t.id and r.type = k.stored and r.outcome <> 'pending' \
         and {} order by r.created_at desc, r.id desc limit 1) as id from (select id from tenants where id in ({})) t \
         cross join ({}) k) found join operation_runs e on e.id = found.id order by e.created_at, e.id",
        first_code(view.engine(), "e"),
        view.scope().rows("r"),
        ids(tenants),
        spellings.join(" union all ")
    );
    for row in view.all(&sql, []).await? {
        let stored: String = row.try_get("", "type")?;
        let (Some(cell), begun) =
            (cell(tenants, row.try_get("", "tenant_id")?, &stored), row.try_get("", "created_at")?)
        else {
            continue;
        };
        // In the order of time, so that of two spellings the newer one stays.
        cell.id = Some(row.try_get("", "id")?);
        cell.outcome = Some(row.try_get("", "outcome")?);
        cell.completed_at = row.try_get("", "completed_at")?;
        cell.failure_code = row.try_get("", "code")?;
        let tenant: i64 = row.try_get("", "tenant_id")?;
        cell.link = link(tenant, &stored, view.now(), begun);
    }
    Ok(())
}

/// From the few that are open: the tenant's own index, which `coalesce` keeps out, would lead through all its history.
async fn active(view: &View, tenants: &mut [Row]) -> Answer<()> {
    let sql = format!(
        "select r.tenant_id, r.type from operation_runs r where r.id in \
         (select o.id from operation_runs o where o.status in ('queued', 'running')) and coalesce(r.tenant_id, 0) in ({}) and {} \
         group by r.tenant_id, r.type",
        ids(tenants),
        view.scope().rows("r")
    );
    for row in view.all(&sql, []).await? {
        let (tenant, stored): (i64, String) = (row.try_get("", "tenant_id")?, row.try_get("", "type")?);
        if let Some(cell) = cell(tenants, tenant, &stored) {
            cell.is_active = true;
            if cell.link.is_empty() {
                cell.link = link(tenant, &stored, view.now(), view.now());
            }
        }
    }
    Ok(())
}

fn cell<'a>(tenants: &'a mut [Row], tenant: i64, stored: &str) -> Option<&'a mut Cell> {
    let name = catalog::entry(stored).name;
    let row = tenants.iter_mut().find(|row| row.tenant.id == tenant).filter(|_| catalog::find(name).is_ok())?;
    let empty = || Cell {
        id: None,
        outcome: None,
        completed_at: None,
        failure_code: None,
        is_active: false,
        link: String::new(),
    };
    Some(row.cells.entry(name).or_insert_with(empty))
}

/// The list of the cell, which reaches back to its run however old that is.
fn link(tenant: i64, stored: &str, now: Instant, begun: Instant) -> String {
    let since = (begun < now - USUAL + TimeDelta::days(1)).then_some(begun);
    let operation = Some(catalog::canonical(stored).to_owned());
    Filter { tenant: Some(tenant), operation, since, ..Filter::default() }.address()
}
