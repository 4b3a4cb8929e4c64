//! Workspaces, the people in them, and their tenants.

use super::address;
use super::world::World;
use crate::db::bulk::{Cell, Cells};
use crate::seeding::fields::{Field, Permutation};
use crate::seeding::names;

const KINDS: [&str; 6] = ["Group", "Holdings", "Partners", "Works", "Services", "Foundation"];
const ENVIRONMENTS: [&str; 4] = ["production", "staging", "test", "development"];
const REGIONS: [&str; 4] = ["eu-west", "eu-north", "us-east", "ap-south"];

/// Name and slug of a workspace. The number at the end of the slug is a permutation of the addresses.
fn called(world: &World, workspace: u32) -> (String, String) {
    let at = address::workspace(workspace);
    let family = world.fields.workspace_name.one_of(at, &world.last_names);
    let kind = KINDS[usize::try_from(world.fields.workspace_name.bits(at ^ 1 << 40) % 6).unwrap_or(0)];
    let number = Permutation::new(world.fields.workspace_slug, u64::from(address::WORKSPACES)).of(at);
    (format!("{family} {kind}"), format!("{}-{number:05}-{:04x}", names::slug(family), world.tag()))
}

impl World {
    /// Four digits that tell the addresses of one scenario and seed from those of another in the same database.
    fn tag(&self) -> u64 {
        Field::new(self.seed, &self.scenario, "workspaces", "tag").bits(0) >> 48
    }

    fn workspace_created(&self, workspace: u32) -> i64 {
        self.born - 30 * 86_400 + self.fields.workspace_created.between(address::workspace(workspace), 0, 8 * 3_600)
    }
}

pub(super) fn workspace(world: &World, workspace: u32, cells: &mut impl Cells) {
    let at = address::workspace(workspace);
    let (name, slug) = called(world, workspace);
    let created = Cell::Time(world.workspace_created(workspace) * 1_000_000);
    cells.row(world.id("workspaces", at));
    cells.cell(Cell::Text(&world.fields.workspace_uuid.uuid(at).to_string()));
    cells.cell(Cell::Text(&slug));
    cells.cell(Cell::Text(&name));
    cells.cell(Cell::Text("active"));
    cells.cell(created);
    cells.cell(created);
    cells.end();
}

/// Name and login of a person; no two people of a workspace share the pair of names that both are made of.
pub(super) fn person(world: &World, workspace: u32, number: u32) -> (String, String) {
    let (firsts, lasts) = (&world.first_names, &world.last_names);
    let pairs = (firsts.len() * lasts.len()) as u64;
    let own = Field::new(world.seed, &world.scenario, "users", "login");
    // One shuffle for all, begun elsewhere for each workspace: distinct within it, whatever its size.
    let start = world.fields.user_name.bits(address::workspace(workspace)) % pairs;
    let place = Permutation::new(own, pairs).of((start + u64::from(number)) % pairs);
    let place = usize::try_from(place).unwrap_or(0);
    let (first, last) = (firsts[place / lasts.len()], lasts[place % lasts.len()]);
    (format!("{first} {last}"), format!("{}.{}", names::slug(first), names::slug(last)))
}

fn role(number: u32) -> &'static str {
    match number {
        0 => "owner",
        1 => "manager",
        n if n.is_multiple_of(3) => "readonly",
        _ => "operator",
    }
}

fn joined(world: &World, workspace: u32, number: u32) -> i64 {
    let at = address::person(workspace, number);
    (world.workspace_created(workspace) + world.fields.user_created.between(at, 8 * 3_600, 40 * 3_600)) * 1_000_000
}

pub(super) fn users(world: &World, workspace: u32, cells: &mut impl Cells) {
    let (_, slug) = called(world, workspace);
    for number in 0..world.sizes.users[workspace as usize] {
        let (name, login) = person(world, workspace, number);
        let created = Cell::Time(joined(world, workspace, number) - 3_600_000_000);
        cells.row(world.id("users", address::person(workspace, number)));
        cells.cell(Cell::Text(&name));
        cells.cell(Cell::Text(&format!("{login}@{slug}.example")));
        cells.cell(created);
        cells.cell(created);
        cells.end();
    }
}

pub(super) fn memberships(world: &World, workspace: u32, cells: &mut impl Cells) {
    for number in 0..world.sizes.users[workspace as usize] {
        let at = address::person(workspace, number);
        let joined = Cell::Time(joined(world, workspace, number));
        cells.row(world.id("workspace_memberships", at));
        cells.cell(Cell::Int(world.id("workspaces", address::workspace(workspace))));
        cells.cell(Cell::Int(world.id("users", at)));
        cells.cell(Cell::Text(role(number)));
        cells.cell(joined);
        cells.cell(joined);
        cells.end();
    }
}

pub(super) fn tenants(world: &World, workspace: u32, cells: &mut impl Cells) {
    let (name, slug) = called(world, workspace);
    let firsts = &world.sizes.first_tenant;
    for number in 0..firsts[workspace as usize + 1] - firsts[workspace as usize] {
        let (at, fields) = (address::tenant(workspace, number), &world.fields);
        let environment = ENVIRONMENTS[(number % 4) as usize];
        let created = Cell::Time((world.born + fields.tenant_created.between(at, 0, 6 * 3_600)) * 1_000_000);
        cells.row(world.id("tenants", at));
        cells.cell(Cell::Int(world.id("workspaces", address::workspace(workspace))));
        cells.cell(Cell::Text(&fields.tenant_uuid.uuid(at).to_string()));
        cells.cell(Cell::Text(&fields.tenant_directory.uuid(at).to_string()));
        cells.cell(Cell::Text(&format!("{name} {environment} {}", number + 1)));
        cells.cell(Cell::Text(&format!("{slug}-{}.example", number + 1)));
        cells.cell(Cell::Text(environment));
        cells.cell(Cell::Text("active"));
        cells.cell(Cell::Json(&format!("{{\"region\":\"{}\"}}", fields.tenant_region.one_of(at, &REGIONS))));
        cells.cell(created);
        cells.cell(created);
        cells.cell(Cell::Null);
        cells.end();
    }
}
