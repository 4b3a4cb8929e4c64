//! Writes the link from a record to its new shadow: the one change that reconciling makes to a domain table.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::db::Engine;
use crate::db::sql::{Field, batch, records, statement};
use crate::problem::Result;

#[derive(Serialize)]
struct Row {
    id: i64,
    run_id: i64,
}

/// Links each (record, run) of `table`, where the record has no link yet.
///
/// # Errors
/// A database problem; the caller then rolls back.
pub async fn link_in<C: ConnectionTrait>(
    tx: &C,
    engine: Engine,
    table: &'static str,
    links: &[(i64, i64)],
) -> Result<()> {
    let rows: Vec<Row> = links.iter().map(|(id, run_id)| Row { id: *id, run_id: *run_id }).collect();
    let sql = format!(
        "update {table} as d set operation_run_id = p.run_id from {} where d.id = p.id and d.operation_run_id is null",
        records(engine, 1, "p", &[("id", Field::Int), ("run_id", Field::Int)])
    );
    tx.execute_raw(statement(engine, &sql, [batch(&rows)])).await?;
    Ok(())
}
