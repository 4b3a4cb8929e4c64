//! What a tenant owns: policies, the schedules of its backups, and the backups.

use super::address;
use super::cycle::Work;
use super::tenant::Tenant;
use crate::db::bulk::{Cell, Cells, time_text};
use crate::ledger::Outcome;
use crate::seeding::names::{AUDIENCES, POLICY_TYPES};
use crate::seeding::words::Shadow;

/// What a policy is; also what an item of a backup remembers of it.
struct Policy {
    kind: &'static str,
    platform: &'static str,
    external_id: String,
    name: String,
}

impl Tenant<'_> {
    fn policy(&self, number: u32) -> Policy {
        let (at, fields) = (self.work(number), &self.world.fields);
        let (kind, platform, titles) = *fields.policy_kind.one_of(at, POLICY_TYPES);
        let title = fields.policy_title.one_of(at, titles);
        let audience = fields.policy_audience.one_of(at, AUDIENCES);
        Policy {
            kind,
            platform,
            external_id: fields.policy_uuid.uuid(at).to_string(),
            name: format!("{title} - {audience}"),
        }
    }

    /// Type and external id of a policy, for findings.
    pub(super) fn subject(&self, number: u32) -> (&'static str, String) {
        let Policy { kind, external_id, .. } = self.policy(number);
        (kind, external_id)
    }
}

pub(super) fn policies(tenant: &Tenant<'_>, cells: &mut impl Cells) {
    let fields = &tenant.world.fields;
    for number in 0..tenant.policies {
        let (at, policy) = (tenant.work(number), tenant.policy(number));
        let created = tenant.created + fields.policy_created.between(at, 3_600, 20 * 3_600);
        cells.row(tenant.world.id("policies", at));
        cells.cell(Cell::Int(tenant.workspace_id));
        cells.cell(Cell::Int(tenant.id));
        cells.cell(Cell::Text(&policy.external_id));
        cells.cell(Cell::Text(policy.kind));
        cells.cell(Cell::Text(&policy.name));
        cells.cell(Cell::Text(policy.platform));
        cells.cell(Cell::Json(&format!("{{\"version\":{}}}", fields.policy_version.between(at, 1, 12))));
        let synced = Cell::Time((tenant.world.newest - 3_600) * 1_000_000);
        cells.cell(synced);
        cells.cell(Cell::Time(created * 1_000_000));
        cells.cell(synced);
        cells.cell(Cell::Null);
        cells.end();
    }
}

fn schedules_a_day(tenant: &Tenant<'_>) -> u32 {
    u32::try_from(tenant.world.population.times_a_day.0).unwrap_or(1)
}

/// One for each turn of the day.
pub(super) fn schedules(tenant: &Tenant<'_>, cells: &mut impl Cells) {
    let world = tenant.world;
    for turn in 0..schedules_a_day(tenant) {
        let slot = tenant.slot(turn);
        let minute = slot.rem_euclid(86_400) / 60;
        let created = Cell::Time((tenant.created + 2 * 3_600) * 1_000_000);
        let (hour, minute) = (minute / 60, minute % 60);
        cells.row(world.id("backup_schedules", tenant.work(turn)));
        cells.cell(Cell::Int(tenant.workspace_id));
        cells.cell(Cell::Int(tenant.id));
        cells.cell(Cell::Text(&format!("Daily at {hour:02}:{minute:02}")));
        cells.cell(Cell::Bool(true));
        cells.cell(Cell::Text("UTC"));
        cells.cell(Cell::Text("daily"));
        cells.cell(Cell::Text(&format!("{hour:02}:{minute:02}")));
        cells.cell(Cell::Json("[]"));
        cells.cell(Cell::Json("[]"));
        cells.cell(Cell::Bool(true));
        cells.cell(Cell::Int(*world.fields.schedule_keep.one_of(tenant.work(turn), &[7, 14, 30, 60])));
        cells.cell(Cell::Null);
        cells.cell(Cell::Null);
        // The newest slots lie four days back.
        let today = slot + 4 * 86_400;
        let next = if today > world.as_of { today } else { today + 86_400 };
        cells.cell(Cell::Time(next * 1_000_000));
        cells.cell(created);
        cells.cell(created);
        cells.end();
    }
}

/// Status of the backup that this work made, and how many items it holds.
fn backup(work: &Work) -> (&'static str, i64) {
    match work.state {
        Shadow::Over(Outcome::Succeeded, _) => ("completed", work.succeeded),
        Shadow::Over(Outcome::PartiallySucceeded, _) => ("partial", work.succeeded),
        _ => ("failed", 0),
    }
}

/// The backups of a stretch of work; with the last stretch goes the one that the tenant was born with.
fn each_backup(tenant: &Tenant<'_>, from: u32, to: u32, mut each: impl FnMut(u64, Option<&Work>)) {
    for number in from..to {
        let length = tenant.world.cycle.len();
        if tenant.world.cycle[number as usize % length].name == "backup_schedule.scheduled" {
            let work = tenant.happened(number);
            each(work.address, Some(&work));
        }
    }
    if to == tenant.runs {
        each(tenant.work(address::FOUNDING), None);
    }
}

impl Tenant<'_> {
    /// When the first backup began.
    pub(super) fn founded(&self) -> i64 {
        self.created + 24 * 3_600
    }
}

pub(super) fn sets(tenant: &Tenant<'_>, from: u32, to: u32, cells: &mut impl Cells) {
    let world = tenant.world;
    each_backup(tenant, from, to, |at, work| {
        let begun = work.map_or(tenant.founded(), |work| work.started.unwrap_or(work.created));
        let done = work.map_or(tenant.founded() + 600, Work::updated);
        let (status, held) = work.map_or(("completed", world.population.items_per_backup.0), backup);
        let turn = work.map(|work| work.cycle % schedules_a_day(tenant));
        let schedule = turn.map(|turn| world.id("backup_schedules", tenant.work(turn)));
        let (begun, done) = (begun * 1_000_000, Cell::Time(done * 1_000_000));
        cells.row(world.id("backup_sets", at));
        cells.cell(Cell::Int(tenant.workspace_id));
        cells.cell(Cell::Int(tenant.id));
        cells.cell(schedule.map_or(Cell::Null, Cell::Int));
        cells.cell(work.map_or(Cell::Null, |work| Cell::Int(world.id("operation_runs", work.address))));
        cells.cell(Cell::Text(&format!("Backup of {}", &time_text(begun)[..16])));
        cells.cell(Cell::Text(status));
        cells.cell(Cell::Int(held));
        let trigger = if work.is_some() { "{\"trigger\":\"schedule\"}" } else { "{\"trigger\":\"manual\"}" };
        cells.cell(Cell::Json(trigger));
        cells.cell(done);
        cells.cell(Cell::Time(begun));
        cells.cell(done);
        cells.end();
    });
}

pub(super) fn items(tenant: &Tenant<'_>, from: u32, to: u32, cells: &mut impl Cells) {
    let (world, fields) = (tenant.world, &tenant.world.fields);
    let most = u32::try_from(world.population.items_per_backup.0).unwrap_or(0);
    let policies: Vec<Policy> = (0..most).map(|number| tenant.policy(number)).collect();
    each_backup(tenant, from, to, |set, work| {
        let begun = work.map_or(tenant.founded(), |work| work.started.unwrap_or(work.created));
        let (_, held) = work.map_or(("completed", i64::from(most)), backup);
        for (number, policy) in (0_u32..).zip(policies.iter().take(usize::try_from(held).unwrap_or(0))) {
            let at = address::item(set, number);
            let captured = Cell::Time(begun * 1_000_000);
            cells.row(world.id("backup_items", at));
            cells.cell(Cell::Int(tenant.workspace_id));
            cells.cell(Cell::Int(tenant.id));
            cells.cell(Cell::Int(world.id("backup_sets", set)));
            cells.cell(Cell::Int(tenant.policy_id(number)));
            cells.cell(Cell::Text(policy.kind));
            cells.cell(Cell::Text(&policy.external_id));
            cells.cell(Cell::Text(&policy.name));
            let grace = fields.item_grace.between(at, 0, 14);
            cells.cell(Cell::Json(&format!(
                "{{\"displayName\":\"{}\",\"settings\":{{\"enabled\":true,\"graceDays\":{grace}}}}}",
                policy.name
            )));
            let group = fields.item_group.uuid(at);
            cells.cell(Cell::Json(&format!(
                "[{{\"group_id\":\"{group}\",\"intent\":\"include\",\"target\":\"group\"}}]"
            )));
            cells.cell(Cell::Text("fetched"));
            cells.cell(captured);
            cells.cell(captured);
            cells.cell(captured);
            cells.end();
        }
    });
}
