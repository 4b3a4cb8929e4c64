//! Puts the rows of a plan into the database, inside the transaction of the caller.
//!
//! Each statement takes up to five thousand rows as one JSON parameter. Runs go through the ledger's own door.

use sea_orm::ConnectionTrait;
use serde_json::Value as Json;

use super::blocks::Blocks;
use super::ids;
use super::plan::{Plan, Run};
use super::rows::{Kind, OPERATION_RUNS, Row, resource_table};
use crate::db::Engine;
use crate::db::sql::{Field, batch, records, statement};
use crate::domain::legacy;
use crate::ledger::{Imported, Initiator, Ledger, Scope};
use crate::problem::{Problem, Result};

/// Rows a statement: more gains nothing, and the parameter stays small.
const CHUNK: usize = 5_000;

/// Told how many rows were written so far, and of how many.
pub type Progress = std::sync::Arc<dyn Fn(i64, i64) + Send + Sync>;

/// Writes every row.
pub(super) async fn write<C: ConnectionTrait>(
    tx: &C,
    ledger: &Ledger,
    plan: &Plan,
    blocks: &Blocks,
    progress: Option<&Progress>,
) -> Result<()> {
    let total = super::rows::TABLES.iter().map(|table| plan.rows_of(table.name)).sum();
    let mut writer = Writer { tx, engine: ledger.db().engine(), blocks, done: 0, total, progress };
    writer.insert(&plan.workspaces).await?;
    writer.insert(&plan.tenants).await?;
    writer.insert(&plan.users).await?;
    writer.insert(&plan.memberships).await?;
    writer.import(ledger, &plan.runs).await?;
    writer.insert(&plan.audits).await?;
    writer.insert(&plan.notifications).await?;
    writer.insert(&plan.policies).await?;
    writer.insert(&plan.schedules).await?;
    writer.insert(&plan.sets).await?;
    writer.insert(&plan.items).await?;
    legacy::open_in(tx, writer.engine).await?;
    writer.insert(&plan.inventory_syncs).await?;
    writer.insert(&plan.group_syncs).await?;
    writer.insert(&plan.bulk_runs).await?;
    writer.insert(&plan.schedule_runs).await?;
    legacy::close_in(tx, writer.engine).await?;
    writer.insert(&plan.restores).await?;
    writer.insert(&plan.findings).await
}

struct Writer<'a, C> {
    tx: &'a C,
    engine: Engine,
    blocks: &'a Blocks,
    done: i64,
    total: i64,
    progress: Option<&'a Progress>,
}

impl<C: ConnectionTrait> Writer<'_, C> {
    async fn insert<T: Row>(&mut self, rows: &[T]) -> Result<()> {
        let columns = T::TABLE.columns;
        let names: Vec<&str> = std::iter::once("id").chain(columns.iter().map(|(name, _)| *name)).collect();
        let names = names.join(", ");
        let mut fields = vec![("id", Field::Int)];
        fields.extend(columns.iter().map(|(name, kind)| (*name, field(*kind))));
        let sql = format!(
            "insert into {} ({names}) select {names} from {}",
            T::TABLE.name,
            records(self.engine, 1, "w", &fields)
        );
        let mut id = self.blocks.first(T::TABLE.name);
        for chunk in rows.chunks(CHUNK) {
            let mut values = Vec::with_capacity(chunk.len());
            for row in chunk {
                values.push(self.value(row, id)?);
                id += 1;
            }
            self.tx.execute_raw(statement(self.engine, &sql, [batch(&values)])).await?;
            self.wrote(chunk.len());
        }
        Ok(())
    }

    /// The row as the database takes it: places turned into ids.
    fn value<T: Row>(&self, row: &T, id: i64) -> Result<Json> {
        let mut value = serde_json::to_value(row)
            .map_err(|error| Problem::work("seed.row_invalid", format!("a row of {}: {error}", T::TABLE.name)))?;
        let resource = value.get("resource_type").and_then(Json::as_str).and_then(resource_table);
        for (column, kind) in T::TABLE.columns {
            let cell = &mut value[*column];
            match kind {
                Kind::Ref(table) => self.shift(cell, table),
                Kind::Resource => self.shift(cell, resource.unwrap_or_default()),
                Kind::Json => ids::shift(cell, &|table, place| self.blocks.first(table) + place),
                Kind::Ids(table) => ids::shift_all(cell, |place| self.blocks.first(table) + place),
                Kind::Int | Kind::Text | Kind::Bool | Kind::Time => {}
            }
        }
        value["id"] = id.into();
        Ok(value)
    }

    fn shift(&self, cell: &mut Json, table: &str) {
        if let Some(place) = cell.as_i64() {
            *cell = (self.blocks.first(table) + place).into();
        }
    }

    async fn import(&mut self, ledger: &Ledger, runs: &[Run]) -> Result<()> {
        let mut id = self.blocks.first(OPERATION_RUNS.name);
        for chunk in runs.chunks(CHUNK) {
            let rows: Vec<Imported> = chunk.iter().zip(id..).map(|(run, id)| self.imported(run, id)).collect();
            let made = ledger.import_in(self.tx, &rows).await?;
            if made.len() != rows.len() {
                let message = format!("{} planned runs share an identity", rows.len() - made.len());
                return Err(Problem::work("seed.identity_taken", message).next("this is a bug of the scenario's plan"));
            }
            id += super::rows::Ordinal::try_from(chunk.len()).unwrap_or(0);
            self.wrote(chunk.len());
        }
        Ok(())
    }

    fn imported(&self, run: &Run, id: i64) -> Imported {
        let first = |table: &str| self.blocks.first(table);
        let real = |json: &Json| {
            let mut json = json.clone();
            ids::shift(&mut json, &|table, place| first(table) + place);
            json
        };
        let user_id = run.user.map(|user| first("users") + user);
        Imported {
            id: Some(id),
            scope: Scope::of(first("workspaces") + run.workspace, run.tenant.map(|tenant| first("tenants") + tenant)),
            operation: run.operation,
            identity: real(&run.identity),
            initiator: Initiator { user_id, name: run.initiator.clone() },
            status: run.status,
            outcome: run.outcome,
            counts: run.counts.clone(),
            failures: run.failures.clone(),
            context: real(&run.context),
            scheduled_for: run.scheduled_for,
            attempt: i32::from(run.started_at.is_some()),
            reconciled_at: None,
            started_at: run.started_at,
            completed_at: run.completed_at,
            created_at: run.created_at,
            updated_at: run.updated_at,
        }
    }

    fn wrote(&mut self, rows: usize) {
        self.done += i64::try_from(rows).unwrap_or(0);
        if let Some(progress) = self.progress {
            progress(self.done, self.total);
        }
    }
}

fn field(kind: Kind) -> Field {
    match kind {
        Kind::Int | Kind::Ref(_) | Kind::Resource => Field::Int,
        Kind::Text => Field::Text,
        Kind::Bool => Field::Bool,
        Kind::Time => Field::Time,
        Kind::Json | Kind::Ids(_) => Field::Json,
    }
}
