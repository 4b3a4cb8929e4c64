//! History that has been kept for long enough, and its removal (L1: here and nowhere else).
//!
//! Kept whatever its age: what is open, and what a record of the domain refers to. What goes takes its notifications
//! along, since they say nothing but "look at that run"; a skipped slot that names it as its blocker stays and forgets
//! the name. Lines of the audit log are for ever and do not depend on the run.

use std::collections::HashMap;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr, Value};

use super::door::Ledger;
use super::invariants::LINKED;
use super::recover::ids;
use super::retention::FUNCTION;
use super::stale_sql::{before, given};
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::{batch, ints, statement};
use crate::problem::{Problem, Result};

/// What is old enough to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// Seen from here; the same for every question of one pass.
    pub now: Instant,
    /// Instead of what the catalog says of each type.
    pub older_than: Option<Duration>,
}

/// The runs of one workspace and type that are old enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The workspace.
    pub workspace_id: i64,
    /// The type, as it is stored.
    pub operation: String,
    /// Those that may go.
    pub free: u64,
    /// How many of them succeeded and found nothing to do.
    pub idle: u64,
    /// Those that stay because a record refers to them.
    pub referenced: u64,
}

/// A run that may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Free {
    /// Its id.
    pub run_id: i64,
    /// Its workspace.
    pub workspace_id: i64,
    /// Its type, as it is stored.
    pub operation: String,
}

impl Ledger {
    /// How much of these workspaces is old enough to go.
    ///
    /// # Errors
    /// A database problem.
    pub async fn due(&self, workspaces: &[i64], age: Age) -> Result<Vec<Due>> {
        let engine = self.engine();
        let sql = format!(
            "select workspace_id, type, count(case when not kept then 1 end) as free, \
             count(case when idle and not kept then 1 end) as idle, count(case when kept then 1 end) as referenced from \
             (select r.workspace_id, r.type, {} as kept, {} as idle from operation_runs r \
             where r.workspace_id in {} and {}) as old group by workspace_id, type order by workspace_id, type",
            referenced(),
            idle(engine),
            ints(engine, 1),
            old(engine, age),
        );
        let rows = self.db.reader().query_all_raw(statement(engine, &sql, [batch(&workspaces)])).await?;
        let count = |row: &sea_orm::QueryResult, name| row.try_get::<i64>("", name).map(i64::unsigned_abs);
        rows.iter()
            .map(|row| {
                Ok(Due {
                    workspace_id: row.try_get("", "workspace_id")?,
                    operation: row.try_get("", "type")?,
                    free: count(row, "free")?,
                    idle: count(row, "idle")?,
                    referenced: count(row, "referenced")?,
                })
            })
            .collect()
    }

    /// How many runs each of these workspaces has, besides those that found nothing to do.
    ///
    /// # Errors
    /// A database problem.
    pub async fn run_totals(&self, workspaces: &[i64]) -> Result<HashMap<i64, u64>> {
        let engine = self.engine();
        let sql = format!(
            "select r.workspace_id, count(*) from operation_runs r where r.workspace_id in {} and not coalesce({}, {}) \
             group by r.workspace_id",
            ints(engine, 1),
            idle(engine),
            if engine == Engine::Postgres { "false" } else { "0" },
        );
        let rows = self.db.reader().query_all_raw(statement(engine, &sql, [batch(&workspaces)])).await?;
        rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index::<i64>(1)?.unsigned_abs()))).collect()
    }

    /// A page of runs with an id above `after` that may go, in the order of their ids.
    ///
    /// # Errors
    /// A database problem.
    pub async fn free(&self, workspaces: &[i64], age: Age, after: i64, limit: u32) -> Result<Vec<Free>> {
        let engine = self.engine();
        let sql = format!(
            "select r.id, r.workspace_id, r.type from operation_runs r where r.id > $2 and r.workspace_id in {} \
             and {} and not {} order by r.id limit $3",
            ints(engine, 1),
            old(engine, age),
            referenced(),
        );
        let values: [Value; 3] = [batch(&workspaces), after.into(), i64::from(limit).into()];
        let rows = self.db.reader().query_all_raw(statement(engine, &sql, values)).await?;
        rows.iter()
            .map(|row| {
                Ok(Free {
                    run_id: row.try_get("", "id")?,
                    workspace_id: row.try_get("", "workspace_id")?,
                    operation: row.try_get("", "type")?,
                })
            })
            .collect()
    }

    /// Deletes those of these runs that may still go; returns them. Where the role may not delete, the function of
    /// [`super::retention`] does.
    ///
    /// # Errors
    /// A database problem, `db.refused` when a record came to refer to one of them just now, or when the function keeps
    /// one, `ledger.delete_refused` when there is no such function either; the caller then rolls back.
    pub async fn delete_in<C: ConnectionTrait>(&self, tx: &C, run_ids: &[i64], age: Age) -> Result<Vec<i64>> {
        let engine = self.engine();
        let which = format!("r.id in {} and {} and not {}", ints(engine, 1), old(engine, age), referenced());
        let sql = match way(tx, engine).await? {
            Way::Delete => format!("delete from operation_runs as r where {which} returning id"),
            Way::Function => format!(
                "select f.id as id from {FUNCTION}(array(select r.id from operation_runs r where {which})) as f(id)"
            ),
        };
        ids(&tx.query_all_raw(statement(engine, &sql, [batch(&run_ids)])).await?)
    }
}

/// How runs are deleted.
enum Way {
    Delete,
    Function,
}

/// What this role may do, asked of PostgreSQL; elsewhere there is one way.
async fn way<C: ConnectionTrait>(tx: &C, engine: Engine) -> Result<Way> {
    if engine == Engine::Sqlite {
        return Ok(Way::Delete);
    }
    let sql = format!(
        "select has_table_privilege('operation_runs', 'delete'), \
         coalesce(has_function_privilege(to_regprocedure('{FUNCTION}(bigint[])'), 'execute'), false)"
    );
    let row = tx.query_one_raw(statement(engine, &sql, [])).await?;
    match row.map(|row| Ok::<_, DbErr>((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).transpose()? {
        Some((true, _)) => Ok(Way::Delete),
        Some((false, true)) => Ok(Way::Function),
        _ => Err(Problem::work("ledger.delete_refused", "the role of this connection may not delete runs")
            .next("`scheduler grants --apply` makes the function that prunes in its place, or prune as the owner of the tables")),
    }
}

/// Whether the run `r` has been kept for long enough.
fn old(engine: Engine, age: Age) -> String {
    let Age { now, older_than } = age;
    if let Some(older_than) = older_than {
        return format!("(r.status = 'completed' and r.completed_at < {})", given(engine, now - older_than));
    }
    format!(
        "(r.status = 'completed' and r.completed_at < case when {} then {} else {} end)",
        idle(engine),
        before(engine, "r", now, |operation| operation.idle_retention),
        before(engine, "r", now, |operation| operation.retention),
    )
}

/// Whether the run `r` succeeded, found nothing to do, and has nothing to tell a person.
fn idle(engine: Engine) -> String {
    let nothing = match engine {
        Engine::Postgres => "r.summary_counts ->> 'total' = '0'",
        Engine::Sqlite => "r.summary_counts ->> 'total' = 0",
    };
    format!("(r.outcome = 'succeeded' and {nothing} and (r.context ->> 'attention') is null)")
}

/// Whether a record of the domain refers to the run `r`.
fn referenced() -> String {
    let by: Vec<String> = LINKED
        .iter()
        .map(|table| format!("exists (select 1 from {table} d where d.operation_run_id = r.id)"))
        .collect();
    format!("({})", by.join(" or "))
}
