//! Handles to what was seeded: names of the scenario to ids of the database, so that a test asks for `first/production`
//! or for the whale and never for a number that it was told by hand.
//!
//! Made from what the seed wrote down of itself and from the same plan that its rows came from, so the two cannot
//! disagree; [`Manifest::read`] takes it back from its file, typed.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::applications;
use super::apply::{Options, Prepared};
use super::blocks::{self, Blocks};
use super::guard::NotProduction;
use super::plan::Plan;
use super::population::{Tenant as Crowded, World};
use super::scenario::Scenario;
use super::scenario::model::Persona;
use crate::clock::Instant;
use crate::db::{Db, schema};
use crate::ledger::Scope;
use crate::problem::{Problem, Result};

/// What a database holds of one scenario, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Which scenario.
    pub scenario: String,
    /// Under which seed.
    pub seed: i64,
    /// What counted as now.
    pub as_of: Instant,
    /// The digest of its rows.
    pub digest: String,
    /// By their key.
    pub workspaces: BTreeMap<String, WorkspaceHandle>,
    /// By `workspace/tenant`.
    pub tenants: BTreeMap<String, TenantHandle>,
    /// Which tenant plays which part.
    pub personas: BTreeMap<Persona, String>,
}

/// A workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceHandle {
    /// Its id.
    pub id: i64,
    /// What others call it.
    pub external_id: String,
    /// Its address.
    pub slug: String,
    /// Its people, by role.
    #[serde(default)]
    pub members: BTreeMap<String, Vec<i64>>,
}

/// A tenant and what a test may want of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantHandle {
    /// Its id.
    pub id: i64,
    /// That of its workspace.
    pub workspace_id: i64,
    /// What others call it.
    pub external_id: String,
    /// Its policies.
    pub policies: Vec<i64>,
    /// The schedules of its backups.
    pub backup_schedules: Vec<i64>,
    /// Its whole backups.
    pub backup_sets: Vec<i64>,
    /// Its restores, by status.
    pub restore_runs: BTreeMap<String, Vec<i64>>,
    /// Its runs, by type.
    pub operation_runs: BTreeMap<String, Vec<i64>>,
    /// Drift that was found in its policies.
    #[serde(default)]
    pub findings: Vec<i64>,
    /// The histories from before the ledger, by table and status.
    #[serde(default)]
    pub histories: BTreeMap<String, BTreeMap<String, Vec<i64>>>,
}

impl TenantHandle {
    /// For whom its work is.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::Tenant { workspace: self.workspace_id, tenant: self.id }
    }

    /// Its first restore in a status.
    #[must_use]
    pub fn restore(&self, status: impl AsRef<str>) -> Option<i64> {
        self.restore_runs.get(status.as_ref())?.first().copied()
    }

    /// Its first run of a type.
    #[must_use]
    pub fn run(&self, operation: &str) -> Option<i64> {
        self.operation_runs.get(operation)?.first().copied()
    }

    /// The first row of a history, such as `inventory_sync_runs`, in a status.
    #[must_use]
    pub fn history(&self, table: &str, status: &str) -> Option<i64> {
        self.histories.get(table)?.get(status)?.first().copied()
    }
}

impl Manifest {
    /// Takes a manifest from its file.
    ///
    /// # Errors
    /// `seed.manifest_unreadable`.
    pub fn read(path: &Path) -> Result<Self> {
        let wrong = |why: String| {
            Problem::request(
                "seed.manifest_unreadable",
                format!("cannot read the manifest `{}`: {why}", path.display()),
            )
            .next("write it again with `seeder manifest`")
        };
        let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))
    }

    /// The tenant that plays a part.
    #[must_use]
    pub fn persona(&self, persona: Persona) -> Option<&TenantHandle> {
        self.tenants.get(self.personas.get(&persona)?)
    }

    /// A tenant by `workspace/tenant`.
    #[must_use]
    pub fn tenant(&self, key: &str) -> Option<&TenantHandle> {
        self.tenants.get(key)
    }
}

/// The handles of a scenario that this database holds.
///
/// # Errors
/// `seed.nothing_applied`, `seed.differs` when it was applied from another text, or any database problem.
pub async fn manifest(db: &Db, scenario: &Scenario, not_production: NotProduction) -> Result<Manifest> {
    schema::require_current(db).await?;
    let Some(known) = applications::find(db.reader(), db.engine(), scenario.name()).await? else {
        let message = format!("`{}` is not applied to this database", scenario.name());
        return Err(Problem::request("seed.nothing_applied", message).next("apply it with `seeder apply`"));
    };
    if known.scenario_digest != scenario.digest {
        let message = format!("`{}` was applied from another version of its file", scenario.name());
        return Err(Problem::request("seed.differs", message).next("bring it up to date with --mode converge"));
    }
    let (blocks, _) = blocks::recorded(db.reader(), db.engine(), scenario.name()).await?;
    let prepared = Prepared::new(scenario, &Options::new(not_production), known.applied_at, Some(&known))?;
    let mut manifest = Manifest {
        scenario: known.scenario,
        seed: known.seed,
        as_of: known.as_of,
        digest: known.content_digest,
        workspaces: BTreeMap::new(),
        tenants: BTreeMap::new(),
        personas: BTreeMap::new(),
    };
    let supply = prepared.supply(blocks)?;
    manifest.add_cast(scenario, supply.plan(), supply.blocks());
    if let Some(world) = supply.world() {
        manifest.add_population(world);
    }
    Ok(manifest)
}

impl Manifest {
    /// Places follow the order of the file.
    fn add_cast(&mut self, scenario: &Scenario, plan: &Plan, blocks: &Blocks) {
        let id = |table: &str, place: usize| blocks.first(table) + i64::try_from(place).unwrap_or(0);
        let mut keys = Vec::new();
        for (place, (described, row)) in scenario.workspaces.iter().zip(&plan.workspaces).enumerate() {
            let handle = WorkspaceHandle {
                id: id("workspaces", place),
                external_id: row.external_id.clone(),
                slug: row.slug.clone(),
                members: members(plan, place, |user| blocks.first("users") + user),
            };
            self.workspaces.insert((*described.key).clone(), handle);
            for tenant in &described.tenants {
                let key = format!("{}/{}", *described.key, *tenant.key);
                if let Some(persona) = tenant.persona {
                    self.personas.insert(persona, key.clone());
                }
                keys.push((key, id("workspaces", place)));
            }
        }
        let mut handles: Vec<TenantHandle> = plan
            .tenants
            .iter()
            .zip(&keys)
            .enumerate()
            .map(|(place, (row, (_, workspace_id)))| TenantHandle {
                id: id("tenants", place),
                workspace_id: *workspace_id,
                external_id: row.external_id.clone(),
                ..TenantHandle::default()
            })
            .collect();
        let mut at = |tenant: i64, add: &mut dyn FnMut(&mut TenantHandle)| {
            if let Some(handle) = usize::try_from(tenant).ok().and_then(|tenant| handles.get_mut(tenant)) {
                add(handle);
            }
        };
        for (place, row) in plan.policies.iter().enumerate() {
            at(row.tenant_id, &mut |handle| handle.policies.push(id("policies", place)));
        }
        for (place, row) in plan.schedules.iter().enumerate() {
            at(row.tenant_id, &mut |handle| handle.backup_schedules.push(id("backup_schedules", place)));
        }
        for (place, row) in plan.sets.iter().enumerate().filter(|(_, row)| row.status == "completed") {
            at(row.tenant_id, &mut |handle| handle.backup_sets.push(id("backup_sets", place)));
        }
        for (place, row) in plan.restores.iter().enumerate() {
            let status = row.status.to_owned();
            at(row.tenant_id, &mut |handle| {
                handle.restore_runs.entry(status.clone()).or_default().push(id("restore_runs", place));
            });
        }
        for (place, row) in plan.findings.iter().enumerate() {
            at(row.tenant_id, &mut |handle| handle.findings.push(id("findings", place)));
        }
        for (table, place, tenant, status) in histories(plan) {
            at(tenant, &mut |handle| {
                let by_status = handle.histories.entry(table.to_owned()).or_default();
                by_status.entry(status.to_owned()).or_default().push(id(table, place));
            });
        }
        for (place, run) in plan.runs.iter().enumerate() {
            at(run.tenant.unwrap_or(-1), &mut |handle| {
                let runs = handle.operation_runs.entry(run.operation.name.to_owned()).or_default();
                runs.push(id("operation_runs", place));
            });
        }
        self.tenants.extend(keys.into_iter().map(|(key, _)| key).zip(handles));
    }

    /// Of very many tenants only the one that is asked for by name: the first, which is the largest.
    fn add_population(&mut self, world: &World) {
        if world.sizes().tenants() == 0 {
            return;
        }
        let (key, handle) = Crowded::new(world, 0).handle();
        self.personas.insert(Persona::Whale, key.clone());
        self.tenants.insert(key, handle);
    }
}

/// People of the workspace at this place, by role.
fn members(plan: &Plan, workspace: usize, id: impl Fn(i64) -> i64) -> BTreeMap<String, Vec<i64>> {
    let mut members: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for row in plan.memberships.iter().filter(|row| usize::try_from(row.workspace_id) == Ok(workspace)) {
        members.entry(row.role.to_owned()).or_default().push(id(row.user_id));
    }
    members
}

/// Table, place, tenant and status of every row of the histories from before the ledger.
fn histories(plan: &Plan) -> Vec<(&'static str, usize, i64, &'static str)> {
    macro_rules! of {
        ($rows:ident, $table:literal) => {
            plan.$rows.iter().enumerate().map(|(place, row)| ($table, place, row.tenant_id, row.status))
        };
    }
    of!(inventory_syncs, "inventory_sync_runs")
        .chain(of!(group_syncs, "entra_group_sync_runs"))
        .chain(of!(bulk_runs, "bulk_operation_runs"))
        .chain(of!(schedule_runs, "backup_schedule_runs"))
        .collect()
}
