//! From a record, as an old link names it, to the run that is now its place in the hub.

use sea_orm::ConnectionTrait;

use super::adapter::Adapter;
use super::observe::sql::{listed, spellings};
use super::registry::ADAPTERS;
use crate::db::Engine;
use crate::db::sql::{context_id, statement};
use crate::problem::{Problem, Result};

/// A record, by its table and id.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    adapter: &'static Adapter,
    id: i64,
}

impl Link {
    /// Reads `TABLE:ID`.
    ///
    /// # Errors
    /// `legacy.link_invalid`, with the tables that there are.
    pub fn parse(text: &str) -> Result<Self> {
        let found = text.split_once(':').and_then(|(table, id)| {
            let adapter = ADAPTERS.iter().copied().find(|adapter| adapter.table == table)?;
            let id = id.parse().ok().filter(|id| *id > 0)?;
            Some(Self { adapter, id })
        });
        found.ok_or_else(|| {
            let tables: Vec<&str> = ADAPTERS.iter().map(|adapter| adapter.table).collect();
            Problem::request("legacy.link_invalid", format!("`{text}` names no record"))
                .next(format!("write TABLE:ID, with one of the tables {}", tables.join(", ")))
        })
    }

    /// The id of its run: the one that the record is linked to, or else the newest of its tenant that names it.
    ///
    /// # Errors
    /// `legacy.not_found` when there is no such record, `legacy.no_operation` when it never had a run.
    pub async fn resolve<C: ConnectionTrait>(self, connection: &C, engine: Engine) -> Result<i64> {
        let Self { adapter, id } = self;
        let Adapter { table, noun, context_key, .. } = adapter;
        let sql = format!(
            "select coalesce(d.operation_run_id, (select max(r.id) from operation_runs r \
             where r.tenant_id = d.tenant_id and r.workspace_id = d.workspace_id and {} = d.id{})) as run_id \
             from {table} d where d.id = $1",
            context_id(engine, "r", context_key),
            of_type(adapter)
        );
        let row = connection.query_one_raw(statement(engine, &sql, [id.into()])).await?;
        let Some(row) = row else {
            return Err(Problem::request("legacy.not_found", format!("there is no row {id} in {table}"))
                .next("look at the number again"));
        };
        row.try_get::<Option<i64>>("", "run_id")?.ok_or_else(|| {
            Problem::request("legacy.no_operation", format!("{noun} {id} has no operation"))
                .next(format!("it is older than the ledger: its own row in {table} is all there is"))
        })
    }
}

/// Other work may name the record too: what is done under a restore is not the restore.
fn of_type(adapter: &Adapter) -> String {
    adapter.operation().map_or_else(String::new, |name| format!(" and r.type in ({})", listed(&spellings(name))))
}
