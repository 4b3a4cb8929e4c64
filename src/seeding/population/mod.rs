//! Very many rows, none of which needs another one in memory: each is a function of its address.
//!
//! * `model`: the `[population]` table of a scenario file.
//! * `address`: where a row lives: workspace, tenant, number; also its id, as arithmetic.
//! * `sizes`: how many there are of each, fixed, per parent or by Zipf; and whether the addresses suffice.
//! * `world`: the fields that values come from, and the names of people.
//! * `tenant`: one tenant as its rows see it; `cycle`: what happened to it at one slot of its schedules.
//! * `owners`, `estate`, `work`, `traces`: the rows.
//!
//! More rows never change those that are there: an address does not depend on any count, time runs backward from the
//! instant of the seed, and no row looks for a neighbour that a smaller population would not have.

pub(super) mod address;
mod cycle;
mod estate;
pub(super) mod model;
mod owners;
pub(super) mod sizes;
mod tenant;
mod traces;
mod work;
mod world;

pub(super) use sizes::Sizes;
pub(super) use tenant::Tenant;
pub(super) use world::World;
#[cfg(test)]
pub(super) use world::distinct;

use super::rows::Table;
use crate::db::bulk::Cells;

/// Which rows of a table: whole workspaces, whole tenants, or a stretch of one tenant's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Workspaces from … up to ….
    Workspaces(u32, u32),
    /// Tenants from … up to …, counted through all workspaces.
    Tenants(u32, u32),
    /// Of one tenant, the runs from … up to … and what goes with them.
    Work(u32, u32, u32),
}

/// How the rows of a table are cut into parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    /// By workspace.
    Workspace,
    /// By tenant.
    Tenant,
    /// By run.
    Work,
}

/// By what a table's rows are addressed; nothing for tables of which a population has no rows.
pub(super) fn grain(table: &str) -> Option<Grain> {
    Some(match table {
        "workspaces" | "users" | "workspace_memberships" | "tenants" => Grain::Workspace,
        "policies" | "backup_schedules" => Grain::Tenant,
        "operation_runs"
        | "audit_logs"
        | "notifications"
        | "backup_sets"
        | "backup_items"
        | "inventory_sync_runs"
        | "entra_group_sync_runs"
        | "restore_runs"
        | "findings" => Grain::Work,
        _ => return None,
    })
}

/// Makes the rows of one part of a table, in the order of their ids.
pub(super) fn rows(world: &World, table: &Table, part: Part, cells: &mut impl Cells) {
    match part {
        Part::Workspaces(from, to) => {
            for workspace in from..to {
                match table.name {
                    "workspaces" => owners::workspace(world, workspace, cells),
                    "users" => owners::users(world, workspace, cells),
                    "workspace_memberships" => owners::memberships(world, workspace, cells),
                    _ => owners::tenants(world, workspace, cells),
                }
            }
        }
        Part::Tenants(from, to) => {
            for place in from..to {
                let tenant = Tenant::new(world, place);
                match table.name {
                    "policies" => estate::policies(&tenant, cells),
                    "backup_schedules" => estate::schedules(&tenant, cells),
                    _ => stretch(&tenant, table, 0, tenant.runs, cells),
                }
            }
        }
        Part::Work(place, from, to) => stretch(&Tenant::new(world, place), table, from, to, cells),
    }
}

fn stretch(tenant: &Tenant<'_>, table: &Table, from: u32, to: u32, cells: &mut impl Cells) {
    match table.name {
        "operation_runs" => work::runs(tenant, from, to, cells),
        "inventory_sync_runs" => work::inventories(tenant, from, to, cells),
        "entra_group_sync_runs" => work::groups(tenant, from, to, cells),
        "restore_runs" => work::restores(tenant, from, to, cells),
        "backup_sets" => estate::sets(tenant, from, to, cells),
        "backup_items" => estate::items(tenant, from, to, cells),
        "audit_logs" => traces::audits(tenant, from, to, cells),
        "notifications" => traces::notifications(tenant, from, to, cells),
        _ => traces::findings(tenant, from, to, cells),
    }
}
