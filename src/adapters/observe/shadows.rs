//! Open shadows, with the record that each names or that names it.

use sea_orm::{ConnectionTrait, Value};

use super::seen::{Area, Pair, Record, record, shadow};
use super::sql::{RECORD, listed, shadow_filter, spellings, taken, times};
use crate::adapters::adapter::{Adapter, Shadows};
use crate::adapters::registry::ADAPTERS;
use crate::db::sql::{batch, context_id, ints, statement};
use crate::db::{Db, Engine};
use crate::problem::Result;

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
