//! One tenant as its rows see it: who it is, where it lives, and how much of everything it has.

use super::address;
use super::owners;
use super::world::World;
use crate::seeding::manifest::TenantHandle;

/// A tenant.
pub(in crate::seeding) struct Tenant<'a> {
    pub(super) world: &'a World,
    /// Its place within its workspace.
    pub(super) number: u32,
    pub(super) workspace: u32,
    pub(super) address: u64,
    pub(super) id: i64,
    pub(super) workspace_id: i64,
    /// In seconds since 1970, as all instants here.
    pub(super) created: i64,
    /// Minutes by which its schedules fire later than others.
    pub(super) minute: i64,
    pub(super) policies: u32,
    pub(in crate::seeding) runs: u32,
    /// Those who start work, by number.
    pub(super) people: Vec<(i64, String)>,
}

/// How many people of a workspace start work: a fixed number, so that a newcomer takes over nothing.
pub(super) const STARTERS: u32 = 4;

impl<'a> Tenant<'a> {
    /// The tenant at this place among all of them.
    pub(in crate::seeding) fn new(world: &'a World, place: u32) -> Self {
        let firsts = &world.sizes.first_tenant;
        let workspace = firsts.partition_point(|first| *first <= place) - 1;
        let number = place - firsts[workspace];
        let workspace = u32::try_from(workspace).unwrap_or(0);
        let home = address::tenant(workspace, number);
        let period = world.period() / 60;
        let asked = world.population.asked_for.0 > 0;
        let people = (0..if asked { STARTERS } else { 0 })
            .map(|number| {
                let id = world.id("users", address::person(workspace, number));
                (id, owners::person(world, workspace, number).0)
            })
            .collect();
        Self {
            world,
            number,
            workspace,
            address: home,
            id: world.id("tenants", home),
            workspace_id: world.id("workspaces", address::workspace(workspace)),
            created: world.born + world.fields.tenant_created.between(home, 0, 6 * 3_600),
            minute: world.fields.schedule_minute.between(home, 0, period - 1),
            policies: world.sizes.policies[place as usize],
            runs: world.sizes.runs[place as usize],
            people,
        }
    }

    /// What a test may want of it: no more than a screen of its rows.
    pub(in crate::seeding) fn handle(&self) -> (String, TenantHandle) {
        let some = |count: u32| 0..count.min(20);
        let handle = TenantHandle {
            id: self.id,
            workspace_id: self.workspace_id,
            external_id: self.world.fields.tenant_uuid.uuid(self.address).to_string(),
            policies: some(self.policies).map(|number| self.policy_id(number)).collect(),
            backup_sets: vec![self.world.id("backup_sets", self.work(address::FOUNDING))],
            ..TenantHandle::default()
        };
        (format!("population-{}/{}", self.workspace, self.number), handle)
    }

    /// The address of a piece of its work.
    pub(super) fn work(&self, number: u32) -> u64 {
        address::work(self.address, number)
    }

    /// The address of one of its policies. They come and go with nobody: each has its own.
    pub(super) fn policy_id(&self, number: u32) -> i64 {
        self.world.id("policies", self.work(number))
    }

    /// The slot of a cycle. They run backward in time, so that more of them move none.
    pub(super) fn slot(&self, cycle: u32) -> i64 {
        let (cycle, a_day) = (i64::from(cycle), self.world.population.times_a_day.0);
        let (day, turn) = (cycle / a_day, cycle % a_day);
        self.world.newest - day * 86_400 + (a_day - 1 - turn) * self.world.period() + self.minute * 60
    }
}

impl World {
    /// Seconds between two slots.
    pub(super) fn period(&self) -> i64 {
        86_400 / self.population.times_a_day.0
    }
}
