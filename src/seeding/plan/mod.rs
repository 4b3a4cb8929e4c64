//! From a scenario, a seed and an instant to rows: pure, and the same rows for ever.
//!
//! * [`draft`]: what the steps share: the rows so far, and who lives where.
//! * [`people`]: workspaces, tenants, users and their roles; [`personas`]: what is special about some.
//! * [`estate`]: policies, schedules and backups.
//! * [`life`]: when things began and ended, and how much they did.
//! * [`domain`]: one row of one of the five shadowed tables.
//! * [`shadow`]: the run that shadows it.
//! * [`records`]: the tenants' own shadowed rows, all in agreement.
//! * [`operations`]: runs without a domain row.
//! * [`drift`]: what disagrees on purpose.
//! * [`traces`]: findings, and what each run left in the audit log and told its initiator.
//!
//! No database, no clock and no randomness but the seeded generator are known here.

mod domain;
mod draft;
mod drift;
mod estate;
pub(super) mod life;
mod operations;
mod people;
mod personas;
mod records;
mod shadow;
mod traces;

use serde_json::Value as Json;

use super::rows::{
    Audit, BackupItem, BackupSchedule, BackupSet, BulkRun, Finding, GroupSync, InventorySync, Membership, Notification,
    Ordinal, Policy, Restore, ScheduleRun, Tenant, User, Workspace,
};
use super::scenario::Scenario;
use crate::catalog::Operation;
use crate::clock::Instant;
use crate::ledger::{Failures, Outcome, Status};
use crate::problem::Result;
use draft::Draft;

/// Every row of a scenario, table by table.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) workspaces: Vec<Workspace>,
    pub(super) tenants: Vec<Tenant>,
    pub(super) users: Vec<User>,
    pub(super) memberships: Vec<Membership>,
    pub(super) runs: Vec<Run>,
    pub(super) audits: Vec<Audit>,
    pub(super) notifications: Vec<Notification>,
    pub(super) policies: Vec<Policy>,
    pub(super) schedules: Vec<BackupSchedule>,
    pub(super) sets: Vec<BackupSet>,
    pub(super) items: Vec<BackupItem>,
    pub(super) inventory_syncs: Vec<InventorySync>,
    pub(super) group_syncs: Vec<GroupSync>,
    pub(super) bulk_runs: Vec<BulkRun>,
    pub(super) schedule_runs: Vec<ScheduleRun>,
    pub(super) restores: Vec<Restore>,
    pub(super) findings: Vec<Finding>,
}

/// A run of the ledger. Ids in `identity` and `context` are places in their tables.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Its name among the runs of the scenario.
    pub(super) key: String,
    pub(super) workspace: Ordinal,
    pub(super) tenant: Option<Ordinal>,
    pub(super) user: Option<Ordinal>,
    pub(super) initiator: String,
    pub(super) operation: &'static Operation,
    pub(super) identity: Json,
    pub(super) context: Json,
    pub(super) status: Status,
    pub(super) outcome: Outcome,
    pub(super) counts: Json,
    pub(super) failures: Failures,
    pub(super) scheduled_for: Option<Instant>,
    pub(super) created_at: Instant,
    pub(super) started_at: Option<Instant>,
    pub(super) completed_at: Option<Instant>,
    pub(super) updated_at: Instant,
}

/// Makes the rows.
///
/// # Errors
/// `scenario.impossible` when the file asks for what no timeline can hold.
pub(super) fn make(scenario: &Scenario, seed: i64, as_of: Instant) -> Result<Plan> {
    let mut draft = Draft::new(scenario, seed, as_of);
    people::add(&mut draft);
    personas::check(&draft)?;
    for home in 0..draft.homes.len() {
        estate::add(&mut draft, home)?;
        records::add(&mut draft, home)?;
        operations::add_for_tenant(&mut draft, home);
        traces::add_findings(&mut draft, home);
    }
    operations::add_for_workspaces(&mut draft);
    drift::add(&mut draft)?;
    let mut plan = draft.plan;
    in_order_of_creation(&mut plan);
    traces::add_what_runs_left(&mut plan, &draft.source, as_of);
    Ok(plan)
}

impl Plan {
    /// How many rows each table gets.
    pub(super) fn rows_of(&self, table: &str) -> i64 {
        let rows = match table {
            "workspaces" => self.workspaces.len(),
            "tenants" => self.tenants.len(),
            "users" => self.users.len(),
            "workspace_memberships" => self.memberships.len(),
            "operation_runs" => self.runs.len(),
            "audit_logs" => self.audits.len(),
            "notifications" => self.notifications.len(),
            "policies" => self.policies.len(),
            "backup_schedules" => self.schedules.len(),
            "backup_sets" => self.sets.len(),
            "backup_items" => self.items.len(),
            "inventory_sync_runs" => self.inventory_syncs.len(),
            "entra_group_sync_runs" => self.group_syncs.len(),
            "bulk_operation_runs" => self.bulk_runs.len(),
            "backup_schedule_runs" => self.schedule_runs.len(),
            "restore_runs" => self.restores.len(),
            "findings" => self.findings.len(),
            other => unreachable!("no plan has rows of {other}"),
        };
        ordinal(rows)
    }
}

/// The place that the next row of a table of this length takes.
fn ordinal(length: usize) -> Ordinal {
    Ordinal::try_from(length).unwrap_or(Ordinal::MAX)
}

/// The other way round.
fn index(place: Ordinal) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// The ledger numbers runs as they come; so the rows are sorted by creation, and every link follows.
fn in_order_of_creation(plan: &mut Plan) {
    let mut order: Vec<usize> = (0..plan.runs.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&plan.runs[*a], &plan.runs[*b]);
        (a.created_at, &a.key).cmp(&(b.created_at, &b.key))
    });
    let mut place = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = ordinal(new);
    }
    let follow = |link: &mut Option<Ordinal>| {
        if let Some(run) = link {
            *run = place[index(*run)];
        }
    };
    plan.sets.iter_mut().for_each(|row| follow(&mut row.operation_run_id));
    plan.inventory_syncs.iter_mut().for_each(|row| follow(&mut row.operation_run_id));
    plan.group_syncs.iter_mut().for_each(|row| follow(&mut row.operation_run_id));
    plan.bulk_runs.iter_mut().for_each(|row| follow(&mut row.operation_run_id));
    plan.schedule_runs.iter_mut().for_each(|row| follow(&mut row.operation_run_id));
    plan.restores.iter_mut().for_each(|row| follow(&mut row.operation_run_id));
    let mut old: Vec<Option<Run>> = std::mem::take(&mut plan.runs).into_iter().map(Some).collect();
    plan.runs = order.into_iter().filter_map(|place| old[place].take()).collect();
}
