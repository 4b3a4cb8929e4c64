//! The runs of a tenant, and the records that some of them shadow: every shadow agrees with its record.

use super::cycle::Work;
use super::tenant::Tenant;
use crate::db::bulk::{Cell, Cells, time_text};
use crate::ledger::Outcome;
use crate::ledger::Scope;
use crate::ledger::load::{Plain, PlainRun, Scratch, plain};
use crate::seeding::plan::life::message;
use crate::seeding::words::Shadow;

const MICROS: i64 = 1_000_000;

fn time(at: Option<i64>) -> Cell<'static> {
    at.map_or(Cell::Null, |at| Cell::Time(at * MICROS))
}

pub(super) fn runs(tenant: &Tenant<'_>, from: u32, to: u32, cells: &mut impl Cells) {
    let world = tenant.world;
    let mut scratch = Scratch::default();
    for number in from..to {
        let work = tenant.happened(number);
        let id = |table: &str, address: u64| Plain::Number(world.id(table, address));
        let slot = time_text(work.slot * MICROS);
        let counts = work.counts();
        let (identity, context): (Vec<_>, Vec<_>) = match work.operation.name {
            "backup_schedule.scheduled" => {
                let a_day = u32::try_from(world.population.times_a_day.0).unwrap_or(1);
                let schedule = ("backup_schedule_id", id("backup_schedules", tenant.work(work.cycle % a_day)));
                let at = ("scheduled_for", Plain::Word(slot.as_str()));
                (vec![schedule], vec![schedule, ("backup_set_id", id("backup_sets", work.address)), at])
            }
            "restore.execute" => {
                let own = ("restore_run_id", id("restore_runs", work.address));
                (vec![own], vec![("backup_set_id", id("backup_sets", tenant.work(tenant.source(&work)))), own])
            }
            "inventory.sync" => {
                let own = ("inventory_sync_run_id", id("inventory_sync_runs", work.address));
                (vec![own], vec![own])
            }
            "directory_groups.sync" => {
                let own = ("entra_group_sync_run_id", id("entra_group_sync_runs", work.address));
                (vec![own], vec![own])
            }
            "drift.generate" => {
                let scope = ("scope_key", Plain::Word("policies"));
                let mut context = vec![scope];
                if let Some(current) = current_inventory(tenant, &work) {
                    context.insert(0, ("current_run_id", Plain::Number(current)));
                }
                (vec![scope], context)
            }
            "policy.sync" if tenant.policies > 0 => {
                // Of the first four, which are always there: more policies move no run.
                let most = i64::from(tenant.policies.min(super::tenant::STARTERS)) - 1;
                let policy = world.fields.run_policy.between(work.address, 0, most);
                let own = ("policy_id", Plain::Number(tenant.policy_id(u32::try_from(policy).unwrap_or(0))));
                (vec![own], vec![own])
            }
            "assignments.fetch" => {
                let own = ("backup_set_id", id("backup_sets", tenant.work(tenant.source(&work))));
                (vec![own], vec![own])
            }
            _ => (Vec::new(), Vec::new()),
        };
        let is_scheduled = work.operation.name == "backup_schedule.scheduled";
        let waits = matches!(work.state, Shadow::None | Shadow::Queued);
        let run = PlainRun {
            id: world.id("operation_runs", work.address),
            scope: Scope::Tenant { workspace: tenant.workspace_id, tenant: tenant.id },
            user: work.person.and_then(|person| tenant.people.get(person)).map(|(id, name)| (*id, name.as_str())),
            operation: work.operation,
            identity: &identity,
            status: work.status,
            outcome: work.outcome,
            counts: if waits { &[] } else { &counts },
            failures: work.failure.map_or("[]", |(code, reason)| world.failure(code, reason)),
            context: &context,
            slot: is_scheduled.then_some(work.slot * MICROS),
            started_at: work.started.map(|at| at * MICROS),
            completed_at: work.completed.map(|at| at * MICROS),
            created_at: work.created * MICROS,
            updated_at: work.updated() * MICROS,
        };
        plain(&run, &mut scratch, cells);
    }
}

/// The inventory that a look for drift compares with, if it was taken.
pub(super) fn current_inventory(tenant: &Tenant<'_>, work: &Work) -> Option<i64> {
    let number = tenant.earlier(work, "inventory.sync")?;
    let whole = matches!(tenant.happened(number).state, Shadow::Over(Outcome::Succeeded, _));
    whole.then(|| tenant.world.id("inventory_sync_runs", tenant.work(number)))
}

/// Every piece of work of one type.
pub(super) fn each(tenant: &Tenant<'_>, from: u32, to: u32, operation: &str, mut each: impl FnMut(&Work)) {
    let cycle = &tenant.world.cycle;
    for number in from..to {
        if cycle[number as usize % cycle.len()].name == operation {
            each(&tenant.happened(number));
        }
    }
}

pub(super) fn inventories(tenant: &Tenant<'_>, from: u32, to: u32, cells: &mut impl Cells) {
    let mut hash = String::new();
    each(tenant, from, to, "inventory.sync", |work| {
        let status = match work.outcome {
            Outcome::Succeeded => "success",
            Outcome::PartiallySucceeded => "partial",
            Outcome::Blocked => "skipped",
            Outcome::Failed | Outcome::Pending => "failed",
        };
        tenant.world.fields.sync_hash.hex(work.address, &mut hash);
        head(tenant, work, "inventory_sync_runs", cells);
        cells.cell(Cell::Text(&hash));
        cells.cell(Cell::Json("{\"policy_types\":[\"deviceConfiguration\"]}"));
        cells.cell(Cell::Text(status));
        cells.cell(Cell::Int(work.succeeded + work.failed));
        cells.cell(Cell::Int(work.succeeded));
        cells.cell(Cell::Int(work.failed));
        cells.cell(work.failure.map_or(Cell::Null, |(code, _)| Cell::Text(message(code))));
        tail(tenant, work, cells);
    });
}

pub(super) fn groups(tenant: &Tenant<'_>, from: u32, to: u32, cells: &mut impl Cells) {
    each(tenant, from, to, "directory_groups.sync", |work| {
        head(tenant, work, "entra_group_sync_runs", cells);
        cells.cell(Cell::Text("all_groups"));
        cells.cell(Cell::Null);
        cells.cell(Cell::Text(if work.outcome == Outcome::Succeeded { "succeeded" } else { "failed" }));
        cells.cell(Cell::Int((work.succeeded + work.failed + 99) / 100));
        cells.cell(Cell::Int(work.succeeded + work.failed));
        cells.cell(Cell::Int(work.succeeded));
        cells.cell(Cell::Int(work.failed));
        cells.cell(work.failure.map_or(Cell::Null, |(code, _)| Cell::Text(code)));
        cells.cell(work.failure.map_or(Cell::Null, |(code, _)| Cell::Text(message(code))));
        tail(tenant, work, cells);
    });
}

pub(super) fn restores(tenant: &Tenant<'_>, from: u32, to: u32, cells: &mut impl Cells) {
    let (world, mut key) = (tenant.world, String::new());
    each(tenant, from, to, "restore.execute", |work| {
        let status = match work.outcome {
            Outcome::Succeeded => "completed",
            Outcome::PartiallySucceeded => "partial",
            _ => "failed",
        };
        let set = tenant.work(tenant.source(work));
        let items = (0..u32::try_from(work.total).unwrap_or(0))
            .map(|number| world.id("backup_items", super::address::item(set, number)).to_string());
        let reason = world.fields.restore_reason.one_of(work.address, &["Rollback", "Drill", "Accidental deletion"]);
        let Work { total, succeeded, failed, .. } = *work;
        world.fields.restore_key.hex(work.address, &mut key);
        head(tenant, work, "restore_runs", cells);
        cells.cell(Cell::Int(world.id("backup_sets", set)));
        let person = work.person.and_then(|person| tenant.people.get(person));
        cells.cell(person.map_or(Cell::Null, |(id, _)| Cell::Int(*id)));
        cells.cell(Cell::Bool(false));
        cells.cell(Cell::Text(status));
        cells.cell(Cell::Json(&format!("[{}]", items.collect::<Vec<_>>().join(","))));
        cells.cell(Cell::Json(&format!("{{\"create\":{},\"update\":{}}}", total - total / 2, total / 2)));
        cells.cell(Cell::Json(&format!(
            "{{\"failed\":{failed},\"processed\":{},\"skipped\":0,\"succeeded\":{succeeded},\"total\":{total}}}",
            succeeded + failed
        )));
        cells.cell(Cell::Json(&format!("{{\"reason\":\"{reason}\"}}")));
        cells.cell(Cell::Json("{}"));
        cells.cell(work.failure.map_or(Cell::Null, |(code, _)| Cell::Text(message(code))));
        cells.cell(Cell::Text(&key[..32]));
        tail(tenant, work, cells);
    });
}

/// The id and whose it is, as every record of a tenant begins.
fn head(tenant: &Tenant<'_>, work: &Work, table: &str, cells: &mut impl Cells) {
    cells.row(tenant.world.id(table, work.address));
    cells.cell(Cell::Int(tenant.workspace_id));
    cells.cell(Cell::Int(tenant.id));
}

/// The shadow and the times, as every record ends.
fn tail(tenant: &Tenant<'_>, work: &Work, cells: &mut impl Cells) {
    cells.cell(Cell::Int(tenant.world.id("operation_runs", work.address)));
    cells.cell(time(work.started));
    cells.cell(time(work.completed));
    cells.cell(time(Some(work.created)));
    cells.cell(time(Some(work.updated())));
    cells.end();
}
