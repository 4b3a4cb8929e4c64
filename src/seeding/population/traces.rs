//! What work leaves behind: lines of the audit log, messages to those who asked for it, and findings.

use super::tenant::Tenant;
use super::work::{current_inventory, each};
use crate::db::bulk::{Cell, Cells};
use crate::ledger::Outcome;

const MICROS: i64 = 1_000_000;

fn counts(counts: [(&'static str, i64); 5]) -> String {
    let entries: Vec<String> = counts.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", entries.join(","))
}

/// The line that the ledger itself writes when it closes a run; the same shape, word for word.
pub(super) fn audits(tenant: &Tenant<'_>, from: u32, to: u32, cells: &mut impl Cells) {
    let cycle = &tenant.world.cycle;
    for number in from..to {
        let operation = cycle[number as usize % cycle.len()];
        if !operation.audited {
            continue;
        }
        let work = tenant.happened(number);
        let Some(at) = work.completed else { continue };
        let person = work.person.and_then(|person| tenant.people.get(person));
        let outcome = match work.outcome {
            Outcome::Succeeded => "success",
            Outcome::PartiallySucceeded => "partial",
            Outcome::Blocked => "blocked",
            Outcome::Failed | Outcome::Pending => "failure",
        };
        cells.row(tenant.world.id("audit_logs", work.address));
        cells.cell(Cell::Int(tenant.workspace_id));
        cells.cell(Cell::Int(tenant.id));
        cells.cell(Cell::Text(if person.is_some() { "human" } else { "system" }));
        cells.cell(person.map_or(Cell::Null, |(id, _)| Cell::Int(*id)));
        cells.cell(Cell::Text(person.map_or("System", |(_, name)| name)));
        cells.cell(Cell::Text("operation_run.completed"));
        cells.cell(Cell::Text("operation_run"));
        cells.cell(Cell::Int(tenant.world.id("operation_runs", work.address)));
        cells.cell(Cell::Text(outcome));
        let ended = work.outcome.as_str();
        cells.cell(Cell::Text(&format!("{} ended: {}", operation.label, ended.replace('_', " "))));
        cells.cell(Cell::Json(&format!(
            "{{\"attempt\":{},\"counts\":{},\"outcome\":\"{ended}\",\"reconciled\":false,\"type\":\"{}\"}}",
            i32::from(work.started.is_some()),
            counts(work.counts()),
            operation.name
        )));
        cells.cell(Cell::Time(at * MICROS));
        cells.end();
    }
}

pub(super) fn notifications(tenant: &Tenant<'_>, from: u32, to: u32, cells: &mut impl Cells) {
    let world = tenant.world;
    if world.population.asked_for.0 == 0 {
        return;
    }
    for number in from..to {
        let work = tenant.happened(number);
        let (Some(at), Some(person)) = (work.completed, work.person) else { continue };
        let Some((user, _)) = tenant.people.get(person) else { continue };
        let run = world.id("operation_runs", work.address);
        let failure = work.failure.map_or("null", |(code, reason)| {
            // The list holds exactly one.
            let list = world.failure(code, reason);
            &list[1..list.len() - 1]
        });
        let after = world.fields.note_read.between(work.address, 60, 200_000);
        // Within a day and a half, or never.
        let read = (after < 130_000).then_some(Cell::Time((at + after) * MICROS));
        cells.row(world.id("notifications", work.address));
        cells.cell(Cell::Int(*user));
        cells.cell(Cell::Int(tenant.workspace_id));
        cells.cell(Cell::Int(tenant.id));
        cells.cell(Cell::Int(run));
        cells.cell(Cell::Json(&format!(
            "{{\"counts\":{},\"failure\":{failure},\"operation_run_id\":{run},\"outcome\":\"{}\",\"tenant_id\":{},\
             \"type\":\"{}\"}}",
            counts(work.counts()),
            work.outcome.as_str(),
            tenant.id,
            work.operation.name
        )));
        cells.cell(read.unwrap_or(Cell::Null));
        cells.cell(Cell::Time(at * MICROS));
        cells.end();
    }
}

/// One of each look for drift that ended well.
pub(super) fn findings(tenant: &Tenant<'_>, from: u32, to: u32, cells: &mut impl Cells) {
    let (world, mut print) = (tenant.world, String::new());
    each(tenant, from, to, "drift.generate", |work| {
        let (Outcome::Succeeded, Some(at)) = (work.outcome, work.completed) else { return };
        if tenant.policies == 0 {
            return;
        }
        let fields = &world.fields;
        let most = i64::from(tenant.policies.min(super::tenant::STARTERS)) - 1;
        let policy = fields.finding_policy.between(work.address, 0, most);
        let (kind, external_id) = tenant.subject(u32::try_from(policy).unwrap_or(0));
        let change = fields.finding_change.one_of(work.address, &["modified", "added", "removed"]);
        fields.finding_print.hex(work.address, &mut print);
        let found = Cell::Time(at * MICROS);
        cells.row(world.id("findings", work.address));
        cells.cell(Cell::Int(tenant.workspace_id));
        cells.cell(Cell::Int(tenant.id));
        cells.cell(Cell::Text("policies"));
        cells.cell(Cell::Null);
        cells.cell(current_inventory(tenant, work).map_or(Cell::Null, Cell::Int));
        cells.cell(Cell::Text(&print));
        cells.cell(Cell::Text(kind));
        cells.cell(Cell::Text(&external_id));
        cells.cell(Cell::Text(
            fields.finding_severity.one_of::<&str>(work.address, &["low", "medium", "medium", "high"]),
        ));
        cells.cell(Cell::Text("new"));
        cells.cell(Cell::Null);
        cells.cell(Cell::Null);
        cells.cell(Cell::Json(&format!("{{\"change_type\":\"{change}\"}}")));
        cells.cell(found);
        cells.cell(found);
        cells.end();
    });
}
