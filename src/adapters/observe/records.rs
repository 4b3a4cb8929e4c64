//! Records whose shadow is missing, has ended before them, or is somebody else's.

use sea_orm::{ConnectionTrait, Value};

use super::seen::{Area, Ended, Pair, record};
use super::sql::{RECORD, listed, own_shadow, spellings, times};
use crate::adapters::adapter::{Adapter, Expected};
use crate::db::sql::{batch, ints, statement};
use crate::db::{Db, Engine};
use crate::ledger::Scope;
use crate::problem::Result;

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
        adapter.statuses(Expected::is_active),
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

fn by_record(area: &Area, after: i64) -> [Value; 4] {
    [batch(&area.workspaces), area.tenant.into(), after.into(), area.page.into()]
}
