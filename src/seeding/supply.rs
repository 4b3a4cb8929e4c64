//! All rows of a scenario, in the order of their ids, in stretches that can be made alone and on any thread: the cast
//! that the file describes one by one, and behind it the population.

use serde_json::Value as Json;

use super::blocks::Blocks;
use super::ids;
use super::plan::{Plan, Run};
use super::population::{self, Grain, Part, Sizes, World, address};
use super::rows::{Kind, OPERATION_RUNS, Row, Table, resource_table};
use super::scenario::Scenario;
use crate::clock::Instant;
use crate::db::bulk::{Cell, Cells};
use crate::ledger::{Imported, Initiator, Scope, load};
use crate::problem::{Problem, Result};

/// About so many rows a stretch: enough to be worth a message, few enough that several fit in any memory.
const STRETCH: u32 = 4_096;

/// What can be made, and from where its ids count.
pub(super) struct Supply {
    plan: Plan,
    blocks: Blocks,
    world: Option<World>,
}

/// Some rows of a table that lie together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// Of the cast, from … up to ….
    Cast(usize, usize),
    /// Of the population.
    Population(Part),
}

/// A scenario, with what stands in for its own seed, instant and scale.
#[derive(Clone)]
pub(super) struct Asked<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) seed: i64,
    pub(super) as_of: Instant,
}

impl Supply {
    pub(super) fn new(asked: &Asked<'_>, plan: Plan, sizes: Option<Sizes>, blocks: Blocks) -> Result<Self> {
        let world = match (&asked.scenario.population, sizes) {
            (Some(population), Some(sizes)) => {
                let root = (asked.seed, asked.scenario.name(), asked.as_of);
                Some(World::new(root, population, sizes, blocks.clone())?)
            }
            _ => None,
        };
        Ok(Self { plan, blocks, world })
    }

    pub(super) fn blocks(&self) -> &Blocks {
        &self.blocks
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(super) fn world(&self) -> Option<&World> {
        self.world.as_ref()
    }

    /// Everything of a table, in order.
    pub(super) fn stretches(&self, table: &Table) -> Vec<Stretch> {
        let rows = usize::try_from(self.plan.rows_of(table.name)).unwrap_or(0);
        let step = STRETCH as usize;
        let mut stretches: Vec<Stretch> =
            (0..rows).step_by(step).map(|from| Stretch::Cast(from, (from + step).min(rows))).collect();
        if let (Some(world), Some(grain)) = (&self.world, population::grain(table.name)) {
            stretches.extend(parts(world.sizes(), grain).into_iter().map(Stretch::Population));
        }
        stretches
    }

    /// Makes the rows of one stretch.
    ///
    /// # Errors
    /// What no row of the cast should be: a value that is no JSON, or an identity that the ledger refuses.
    pub(super) fn rows(&self, table: &Table, stretch: Stretch, cells: &mut impl Cells) -> Result<()> {
        match (stretch, &self.world) {
            (Stretch::Cast(from, to), _) => self.cast(table, from, to, cells),
            (Stretch::Population(part), Some(world)) => {
                population::rows(world, table, part, cells);
                Ok(())
            }
            (Stretch::Population(_), None) => Ok(()),
        }
    }

    fn cast(&self, table: &Table, from: usize, to: usize, cells: &mut impl Cells) -> Result<()> {
        let plan = &self.plan;
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
                let first = self.blocks.first(OPERATION_RUNS.name);
                for (run, place) in plan.runs[from..to].iter().zip(place(from)..) {
                    load::imported(&self.imported(run, first + place), cells)?;
                }
                Ok(())
            }
        }
    }

    /// Rows as the database takes them: places turned into ids.
    fn typed<T: Row>(&self, rows: &[T], from: usize, to: usize, cells: &mut impl Cells) -> Result<()> {
        let first = |table: &str| self.blocks.first(table);
        for (row, place) in rows[from..to].iter().zip(place(from)..) {
            let mut value = serde_json::to_value(row)
                .map_err(|error| Problem::work("seed.row_invalid", format!("a row of {}: {error}", T::TABLE.name)))?;
            let resource = value.get("resource_type").and_then(Json::as_str).and_then(resource_table);
            cells.row(first(T::TABLE.name) + place);
            for (column, kind) in T::TABLE.columns {
                let cell = &mut value[*column];
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
}

/// How many ids a scenario takes of a table.
pub(super) fn room(scenario: &Scenario, plan: &Plan, table: &str) -> i64 {
    match scenario.population {
        Some(_) => address::CAST + address::room(table),
        None => plan.rows_of(table),
    }
}

fn place(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

/// Small tenants lie together, large ones are cut.
fn parts(sizes: &Sizes, grain: Grain) -> Vec<Part> {
    let mut parts = Vec::new();
    match grain {
        Grain::Workspace => {
            let step = 256;
            let all = sizes.workspaces();
            parts.extend((0..all).step_by(step as usize).map(|from| Part::Workspaces(from, (from + step).min(all))));
        }
        Grain::Tenant => {
            let step = 256;
            let all = sizes.tenants();
            parts.extend((0..all).step_by(step as usize).map(|from| Part::Tenants(from, (from + step).min(all))));
        }
        Grain::Work => {
            let (mut from, mut gathered) = (0, 0);
            for tenant in 0..sizes.tenants() {
                let runs = sizes.runs_of(tenant);
                if runs > STRETCH || gathered + runs > STRETCH {
                    if tenant > from {
                        parts.push(Part::Tenants(from, tenant));
                    }
                    (from, gathered) = (tenant, 0);
                }
                if runs > STRETCH {
                    let cuts = (0..runs).step_by(STRETCH as usize);
                    parts.extend(cuts.map(|cut| Part::Work(tenant, cut, (cut + STRETCH).min(runs))));
                    from = tenant + 1;
                } else {
                    // An empty tenant has its founding backup.
                    gathered += runs.max(1);
                }
            }
            if sizes.tenants() > from {
                parts.push(Part::Tenants(from, sizes.tenants()));
            }
        }
    }
    parts
}
