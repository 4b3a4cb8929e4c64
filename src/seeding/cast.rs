//! The rows of the cast as the database takes them: places turned into ids, values into cells.

use serde_json::Value as Json;

use super::ids;
use super::plan::Run;
use super::rows::{Kind, OPERATION_RUNS, Row, Table, resource_table};
use super::supply::Supply;
use crate::clock::Instant;
use crate::db::bulk::{Cell, Cells};
use crate::ledger::{Imported, Initiator, Scope, load};
use crate::problem::{Problem, Result};

impl Supply {
    /// Makes the rows of a table from … up to ….
    pub(super) fn cast(&self, table: &Table, from: usize, to: usize, cells: &mut impl Cells) -> Result<()> {
        let plan = self.plan();
        match table.name {
            "workspaces" => self.typed(&plan.workspaces, from, to, cells),
            "tenants" => self.typed(&plan.tenants, from, to, cells),
            "users" => self.typed(&plan.users, from, to, cells),
            "workspace_memberships" => self.typed(&plan.memberships, from, to, cells),
            "audit_logs" => self.typed(&plan.audits, from, to, cells),
            "notifications" => self.typed(&plan.notifications, from, to, cells),
            "policies" => self.typed(&plan.policies, from, to, cells),
            "backup_schedules" => self.typed(&plan.schedules, from, to, cells),
            "backup_sets" => self.typed(&plan.sets, from, to, cells),
            "backup_items" => self.typed(&plan.items, from, to, cells),
            "inventory_sync_runs" => self.typed(&plan.inventory_syncs, from, to, cells),
            "entra_group_sync_runs" => self.typed(&plan.group_syncs, from, to, cells),
            "bulk_operation_runs" => self.typed(&plan.bulk_runs, from, to, cells),
            "backup_schedule_runs" => self.typed(&plan.schedule_runs, from, to, cells),
            "restore_runs" => self.typed(&plan.restores, from, to, cells),
            "findings" => self.typed(&plan.findings, from, to, cells),
            _ => {
                let first = self.blocks().first(OPERATION_RUNS.name);
                for (run, place) in plan.runs[from..to].iter().zip(place(from)..) {
                    load::imported(&self.imported(run, first + place), cells)?;
                }
                Ok(())
            }
        }
    }

    /// Rows as the database takes them: places turned into ids.
    fn typed<T: Row>(&self, rows: &[T], from: usize, to: usize, cells: &mut impl Cells) -> Result<()> {
        let first = |table: &str| self.blocks().first(table);
        for (row, place) in rows[from..to].iter().zip(place(from)..) {
            let mut value = serde_json::to_value(row)
                .map_err(|error| Problem::work("seed.row_invalid", format!("a row of {}: {error}", T::TABLE.name)))?;
            let resource = value.get("resource_type").and_then(Json::as_str).and_then(resource_table);
            cells.row(first(T::TABLE.name) + place);
            for (column, kind) in T::TABLE.columns {
                let cell = &mut value[*column];
                // The bytes must not depend on whether some library switches `preserve_order` on.
                cell.sort_all_objects();
                match (kind, &*cell) {
                    (_, Json::Null) => cells.cell(Cell::Null),
                    (Kind::Ref(table), Json::Number(place)) => {
                        cells.cell(Cell::Int(first(table) + place.as_i64().unwrap_or(0)));
                    }
                    (Kind::Resource, Json::Number(place)) => {
                        cells.cell(Cell::Int(first(resource.unwrap_or_default()) + place.as_i64().unwrap_or(0)));
                    }
                    (Kind::Json, _) => {
                        ids::shift(cell, &|table, place| first(table) + place);
                        cells.cell(Cell::Json(&cell.to_string()));
                    }
                    (Kind::Ids(table), _) => {
                        ids::shift_all(cell, |place| first(table) + place);
                        cells.cell(Cell::Json(&cell.to_string()));
                    }
                    (Kind::Time, Json::String(text)) => {
                        let at = text.parse::<Instant>().map(|at| at.timestamp_micros());
                        cells.cell(at.map_or(Cell::Text(text), Cell::Time));
                    }
                    (_, Json::Bool(value)) => cells.cell(Cell::Bool(*value)),
                    (_, Json::Number(value)) => cells.cell(Cell::Int(value.as_i64().unwrap_or(0))),
                    (_, Json::String(value)) => cells.cell(Cell::Text(value)),
                    (_, other) => {
                        let message = format!("{}.{column} is neither text nor number: {other}", T::TABLE.name);
                        return Err(Problem::work("seed.row_invalid", message));
                    }
                }
            }
            cells.end();
        }
        Ok(())
    }

    fn imported(&self, run: &Run, id: i64) -> Imported {
        let first = |table: &str| self.blocks().first(table);
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
}

fn place(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}
