//! The set-based questions that compare shadows with their records, a bounded page at a time.
//!
//! 1. [`open_shadows`]: every open shadow with the record it names (or that names it).
//! 2. [`unshadowed`]: records that should have a shadow and have none.
//! 3. [`ended_before`]: records still at work whose shadow has ended, or whose link leads to somebody else's run.
//!
//! They only read. A page starts after the last key of the one before, so a pass visits every row once and holds
//! no more than a page in memory.

use sea_orm::{ConnectionTrait, QueryResult, Value};

use super::adapter::{Adapter, Shadows};
use super::registry::ADAPTERS;
use crate::catalog;
use crate::clock::Instant;
use crate::db::sql::{batch, context_id, context_text, ints, readable_time, statement};
use crate::db::{Db, Engine};
use crate::ledger::{Claim, Scope, Status};
use crate::problem::Result;

/// Where a pass looks.
#[derive(Debug, Clone)]
pub struct Area {
    /// These workspaces.
    pub workspaces: Vec<i64>,
    /// Only this tenant of them.
    pub tenant: Option<i64>,
    /// Rows a page.
    pub page: i64,
}

/// An open run that shadows a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Shadow {
    /// Its id, scope, type, and the claim token that was seen.
    pub claim: Claim,
    /// Queued or running.
    pub status: Status,
    /// Its last change.
    pub changed_at: Instant,
    /// The record's id, as the context names it.
    pub names: Option<i64>,
}

/// A domain record, as far as the ledger cares.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: i64,
    /// Its workspace.
    pub workspace_id: i64,
    /// Its tenant.
    pub tenant_id: i64,
    /// Its status, in the table's own words.
    pub status: String,
    /// The run that it names.
    pub linked_run: Option<i64>,
    /// Its creation.
    pub created_at: Instant,
    /// Its last change.
    pub changed_at: Instant,
    /// Its start.
    pub started_at: Option<Instant>,
    /// Its end.
    pub finished_at: Option<Instant>,
    /// Why it failed, in somebody's words.
    pub reason: Option<String>,
    /// Whether it was deleted, though its row is still there.
    pub is_deleted: bool,
}

/// A completed run that a record still at work leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// Its id.
    pub run_id: i64,
    /// For whom it ran.
    pub scope: Scope,
    /// Its last change.
    pub changed_at: Instant,
}

/// One thing that was seen.
#[derive(Debug, Clone, PartialEq)]
pub enum Pair {
    /// An open shadow, and its record if there is one.
    Open(Shadow, Option<Record>),
    /// A record that should have a shadow.
    Unshadowed(Record),
    /// A record still at work whose shadow has ended.
    Ended(Record, Ended),
}

const RECORD: &str = "d.id as d_id, d.workspace_id as d_workspace, d.tenant_id as d_tenant, d.status as d_status, \
                      d.operation_run_id as d_link";

/// A page of open shadows after the key `after` (type, id), and the key of its last row.
///
/// # Errors
/// A database problem.
pub async fn open_shadows(
    db: &Db,
    adapter: &Adapter,
    area: &Area,
    after: &(String, i64),
) -> Result<(Vec<Pair>, Option<(String, i64)>)> {
    let engine = db.engine();
    // Not max(id): where the planner knows little it would look for the greatest id first, and read the whole table
    // for each run that has no record.
    let linked = format!("select max(x.id + 0) from {} x where x.operation_run_id = r.id", adapter.table);
    let sql = format!(
        "select r.*, {RECORD}, {}, case when d.id is null then ({linked}) end as linked \
         from ({}) as r left join {} d on d.id = r.names order by r.type, r.id",
        times(engine, adapter),
        open_runs(engine, adapter),
        adapter.table,
    );
    let values: [Value; 5] =
        [batch(&area.workspaces), area.tenant.into(), after.0.clone().into(), after.1.into(), area.page.into()];
    let rows = db.reader().query_all_raw(statement(engine, &sql, values)).await?;
    let mut pairs = Vec::with_capacity(rows.len());
    let mut last = None;
    let mut by_link: Vec<(usize, i64)> = Vec::new();
    for row in &rows {
        let shadow = shadow(row)?;
        last = Some((row.try_get("", "type")?, shadow.claim.run_id));
        if let Some(id) = row.try_get::<Option<i64>>("", "linked")? {
            by_link.push((pairs.len(), id));
        }
        pairs.push(Pair::Open(shadow, record(row)?));
    }
    // Rare: the context names no record (or one that is gone), but a record names the run.
    let records = by_ids(db, adapter, by_link.iter().map(|(_, id)| *id).collect()).await?;
    for (n, id) in by_link {
        if let (Pair::Open(_, found), Some(record)) = (&mut pairs[n], records.iter().find(|record| record.id == id)) {
            *found = Some(record.clone());
        }
    }
    Ok((pairs, last))
}

/// A page of records after id `after` that should have a shadow and have none.
///
/// # Errors
/// A database problem.
pub async fn unshadowed(db: &Db, adapter: &Adapter, area: &Area, after: i64) -> Result<(Vec<Pair>, Option<i64>)> {
    let (true, Some(operation)) = (adapter.creates_shadows, adapter.operation()) else { return Ok((Vec::new(), None)) };
    let engine = db.engine();
    let sql = format!(
        "select {RECORD}, {} from {} d where d.workspace_id in {} and ($2 is null or d.tenant_id = $2) and d.id > $3 \
         and d.operation_run_id is null and d.deleted_at is null and d.status not in ({}) and not exists ({}) \
         order by d.id limit $4",
        times(engine, adapter),
        adapter.table,
        ints(engine, 1),
        adapter.statuses(|expected| expected.status().is_none()),
        own_shadow(engine, adapter, operation, "1"),
    );
    let rows = db.reader().query_all_raw(statement(engine, &sql, by_record(area, after))).await?;
    let mut pairs = Vec::with_capacity(rows.len());
    let mut last = None;
    for row in &rows {
        if let Some(record) = record(row)? {
            last = Some(record.id);
            pairs.push(Pair::Unshadowed(record));
        }
    }
    Ok((pairs, last))
}

/// A page of records after id `after` that are still at work while their shadow has ended, or whose link leads to
/// somebody else's run and that have no shadow of their own.
///
/// # Errors
/// A database problem.
pub async fn ended_before(db: &Db, adapter: &Adapter, area: &Area, after: i64) -> Result<(Vec<Pair>, Option<i64>)> {
    let engine = db.engine();
    let (target, alone) = match (adapter.creates_shadows, adapter.operation()) {
        (true, Some(operation)) => (
            format!("coalesce(d.operation_run_id, ({}))", own_shadow(engine, adapter, operation, "max(x.id + 0)")),
            format!("not exists ({})", own_shadow(engine, adapter, operation, "1")),
        ),
        _ => ("d.operation_run_id".to_owned(), "1 = 1".to_owned()),
    };
    let of_type = adapter.operation().map(|operation| format!(" and r.type in ({})", listed(&spellings(operation))));
    let own = format!("r.workspace_id = d.workspace_id and r.tenant_id = d.tenant_id{}", of_type.unwrap_or_default());
    let sql = format!(
        "select {RECORD}, {}, r.id as r_id, r.workspace_id as r_workspace, r.tenant_id as r_tenant, r.updated_at as r_changed \
         from {} d join operation_runs r on r.id = {target} \
         where d.status in ({}) and not ({}) and d.workspace_id in {} and ($2 is null or d.tenant_id = $2) and d.id > $3 \
         and (r.status = 'completed' and {own} or not coalesce({own}, {}) and {alone}) \
         order by d.id limit $4",
        times(engine, adapter),
        adapter.table,
        adapter.statuses(super::adapter::Expected::is_active),
        adapter.gone,
        ints(engine, 1),
        match engine {
            Engine::Postgres => "false",
            Engine::Sqlite => "0",
        },
    );
    let rows = db.reader().query_all_raw(statement(engine, &sql, by_record(area, after))).await?;
    let mut pairs = Vec::with_capacity(rows.len());
    let mut last = None;
    for row in &rows {
        let Some(record) = record(row)? else { continue };
        last = Some(record.id);
        let ended = Ended {
            run_id: row.try_get("", "r_id")?,
            scope: Scope::of(row.try_get("", "r_workspace")?, row.try_get("", "r_tenant")?),
            changed_at: row.try_get("", "r_changed")?,
        };
        pairs.push(Pair::Ended(record, ended));
    }
    Ok((pairs, last))
}

/// Whether the open run `r` is a shadow that [`open_shadows`] looks at: its record says how it ends, not its age.
#[must_use]
pub fn is_shadow(engine: Engine) -> String {
    let of =
        |adapter: &&Adapter| format!("({})", shadow_filter(adapter, &context_id(engine, "r", adapter.context_key)));
    ADAPTERS.iter().map(of).collect::<Vec<_>>().join(" or ")
}

async fn by_ids(db: &Db, adapter: &Adapter, ids: Vec<i64>) -> Result<Vec<Record>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let engine = db.engine();
    let sql = format!(
        "select {RECORD}, {} from {} d where d.id in {}",
        times(engine, adapter),
        adapter.table,
        ints(engine, 1)
    );
    let rows = db.reader().query_all_raw(statement(engine, &sql, [batch(&ids)])).await?;
    rows.iter().filter_map(|row| record(row).transpose()).collect()
}

fn by_record(area: &Area, after: i64) -> [Value; 4] {
    [batch(&area.workspaces), area.tenant.into(), after.into(), area.page.into()]
}

fn times(engine: Engine, adapter: &Adapter) -> String {
    let Adapter { started_at, finished_at, reason, gone, .. } = adapter;
    let at = |column| readable_time(engine, column);
    format!(
        "{} as d_created, {} as d_changed, {} as d_started, {} as d_finished, {reason} as d_reason, \
         case when {gone} then 1 else 0 end as d_gone",
        at("d.created_at"),
        at("d.updated_at"),
        at(started_at),
        at(finished_at)
    )
}

/// A page of open runs that can be shadows, cut off before anything is joined to them: each arm walks the index of
/// open runs in its order from the last key on. Whatever the planner believes, a page costs a page.
fn open_runs(engine: Engine, adapter: &Adapter) -> String {
    let names = context_id(engine, "r", adapter.context_key);
    let linked =
        format!("({names} is not null or exists (select 1 from {} x where x.operation_run_id = r.id))", adapter.table);
    let arm = |which: String| {
        format!(
            "select * from (select r.id, r.claim_token, r.workspace_id, r.tenant_id, r.type, r.status, r.updated_at, \
             {names} as names from operation_runs r where r.status in ('queued', 'running') and {which} and {} \
             and ($2 is null or r.tenant_id = $2) order by r.type, r.id limit $5) as arm",
            // As a test of each row and not as a join, which would lose the order of the index.
            format_args!("(r.workspace_id in {}) is true", ints(engine, 1)),
        )
    };
    let of_type = |operation: &'static str, and: &str| {
        let arms: Vec<String> = spellings(operation)
            .iter()
            .map(|name| {
                arm(format!(
                    "r.type = '{name}' and r.id > case when $3 = '{name}' then $4 when $3 < '{name}' then 0 \
                     else 9223372036854775807 end{and}"
                ))
            })
            .collect();
        arms.join(" union all ")
    };
    let arms = match adapter.shadows {
        Shadows::All(operation) => of_type(operation, ""),
        Shadows::Linked(operation) => of_type(operation, &format!(" and {linked}")),
        Shadows::LinkedOfAnyType => {
            arm(format!("(r.type, r.id) > ($3, $4) and r.type not in ({}) and {linked}", listed(&taken())))
        }
    };
    format!("select * from ({arms}) as arms order by type, id limit $5")
}

/// Whether the run `r` can be a shadow, as one condition.
fn shadow_filter(adapter: &Adapter, names: &str) -> String {
    let linked =
        format!("({names} is not null or exists (select 1 from {} x where x.operation_run_id = r.id))", adapter.table);
    match adapter.shadows {
        Shadows::All(operation) => format!("r.type in ({})", listed(&spellings(operation))),
        Shadows::Linked(operation) => format!("r.type in ({}) and {linked}", listed(&spellings(operation))),
        Shadows::LinkedOfAnyType => format!("r.type not in ({}) and {linked}", listed(&taken())),
    }
}

/// The types that belong to an adapter of their own.
fn taken() -> Vec<&'static str> {
    ADAPTERS.iter().filter_map(|other| other.operation()).flat_map(spellings).collect()
}

/// Names as a literal SQL list.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    quoted.join(", ")
}

/// The canonical name and the older spellings.
fn spellings(operation: &'static str) -> Vec<&'static str> {
    let aliases = catalog::find(operation).map_or(&[][..], |entry| entry.aliases);
    [operation].iter().chain(aliases).copied().collect()
}

/// The runs that name the record `d` in their context, in its own scope.
fn own_shadow(engine: Engine, adapter: &Adapter, operation: &'static str, what: &str) -> String {
    format!(
        "select {what} from operation_runs x where x.type in ({}) and {} = cast(d.id as text) \
         and x.workspace_id = d.workspace_id and x.tenant_id = d.tenant_id",
        listed(&spellings(operation)),
        context_text(engine, "x", adapter.context_key)
    )
}

fn shadow(row: &QueryResult) -> Result<Shadow> {
    let operation: String = row.try_get("", "type")?;
    let status: String = row.try_get("", "status")?;
    Ok(Shadow {
        claim: Claim {
            run_id: row.try_get("", "id")?,
            token: row.try_get("", "claim_token")?,
            scope: Scope::of(row.try_get("", "workspace_id")?, row.try_get("", "tenant_id")?),
            operation: catalog::entry(&operation),
        },
        status: Status::parse(&status).unwrap_or(Status::Running),
        changed_at: row.try_get("", "updated_at")?,
        names: row.try_get("", "names")?,
    })
}

fn record(row: &QueryResult) -> Result<Option<Record>> {
    let Some(id) = row.try_get("", "d_id")? else { return Ok(None) };
    Ok(Some(Record {
        id,
        workspace_id: row.try_get("", "d_workspace")?,
        tenant_id: row.try_get("", "d_tenant")?,
        status: row.try_get("", "d_status")?,
        linked_run: row.try_get("", "d_link")?,
        created_at: row.try_get("", "d_created")?,
        changed_at: row.try_get("", "d_changed")?,
        started_at: row.try_get("", "d_started")?,
        finished_at: row.try_get("", "d_finished")?,
        reason: row.try_get("", "d_reason")?,
        is_deleted: row.try_get::<i32>("", "d_gone")? != 0,
    }))
}
