//! Where a row lives, and so which id it has.
//!
//! A place is a number within the ids that a scenario owns of a table. The first [`CAST`] places belong to the rows
//! that the file describes one by one; behind them each workspace, each tenant of it and each piece of a tenant's
//! work has a place of its own that no count can move. Ids are therefore sparse, and below 2^52: JSON keeps them.

/// Places for the rows that a file describes one by one.
pub(in crate::seeding) const CAST: i64 = 1 << 20;

/// Room for workspaces, for tenants of one workspace, for people in one, for pieces of work of one tenant (the last of
/// them is the backup that a tenant was born with) and for items of one backup.
pub(in crate::seeding) const WORKSPACES: u32 = 1 << 14;
pub(in crate::seeding) const TENANTS: u32 = 1 << 12;
pub(in crate::seeding) const PEOPLE: u32 = 1 << 12;
pub(in crate::seeding) const WORK: u32 = 1 << 22;
pub(in crate::seeding) const ITEMS: u32 = 1 << 3;

/// The piece of work that is the first backup of a tenant.
pub(super) const FOUNDING: u32 = WORK - 1;

/// How many places each table may take behind the cast.
pub(in crate::seeding) fn room(table: &str) -> i64 {
    let tenants = i64::from(WORKSPACES) * i64::from(TENANTS);
    match table {
        "workspaces" => i64::from(WORKSPACES),
        "tenants" | "users" | "workspace_memberships" => tenants,
        "backup_items" => tenants * i64::from(WORK) * i64::from(ITEMS),
        _ => tenants * i64::from(WORK),
    }
}

/// A workspace.
pub(super) fn workspace(workspace: u32) -> u64 {
    u64::from(workspace)
}

/// A person in a workspace.
pub(super) fn person(workspace: u32, number: u32) -> u64 {
    u64::from(workspace) * u64::from(PEOPLE) + u64::from(number)
}

/// A tenant of a workspace.
pub(super) fn tenant(workspace: u32, number: u32) -> u64 {
    u64::from(workspace) * u64::from(TENANTS) + u64::from(number)
}

/// A piece of work of a tenant, and everything that came of it; also a policy or a schedule.
pub(super) fn work(tenant: u64, number: u32) -> u64 {
    tenant * u64::from(WORK) + u64::from(number)
}

/// An item of a backup.
pub(super) fn item(set: u64, number: u32) -> u64 {
    set * u64::from(ITEMS) + u64::from(number)
}

/// The place of an address.
pub(super) fn place(address: u64) -> i64 {
    CAST + i64::try_from(address).unwrap_or(i64::MAX - CAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_a_place_and_the_last_is_a_number_that_json_keeps() {
        let last = tenant(WORKSPACES - 1, TENANTS - 1);
        assert_eq!(place(work(last, WORK - 1)) + 1, CAST + room("operation_runs"));
        assert_eq!(place(item(work(last, WORK - 1), ITEMS - 1)) + 1, CAST + room("backup_items"));
        assert_eq!(place(person(WORKSPACES - 1, PEOPLE - 1)) + 1, CAST + room("users"));
        assert!(CAST + room("backup_items") < 1 << 52);
    }
}
