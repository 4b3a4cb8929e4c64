//! The list of operation types. Adding a type is adding an entry here.

use std::time::Duration;

use super::operation::{OnLost, Operation, ScopeKind, StalePolicy};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

const fn stale(queued: u64, running: u64, on_lost: OnLost) -> StalePolicy {
    StalePolicy { queued_after: seconds(queued), running_after: seconds(running), on_lost }
}

/// How work with items is counted; processed = succeeded + failed + skipped.
const ITEMS: &[&str] = &["total", "processed", "succeeded", "failed", "skipped", "updated"];

/// How long assignments that were read or set a moment ago are not read or set again.
const COOLDOWN: Duration = seconds(15 * MINUTE);

/// How long history is kept, unless an entry says otherwise.
const RETENTION: Duration = seconds(90 * DAY);

/// What entries of housekeeping share; each then says where it differs.
pub const HOUSEKEEPING: Operation = Operation {
    name: "",
    label: "",
    scope: ScopeKind::Workspace,
    expected: seconds(MINUTE),
    summary_keys: ITEMS,
    context_keys: &[],
    stale: stale(15 * MINUTE, 15 * MINUTE, OnLost::NextSlot),
    per_tenant: 1,
    cooldown: None,
    retention: RETENTION,
    // A pass that runs every minute and finds nothing would otherwise be most of the ledger.
    idle_retention: seconds(7 * DAY),
    audited: false,
    aliases: &[],
};

/// What entries of work for one tenant share.
pub const TENANT_WORK: Operation = Operation {
    scope: ScopeKind::Tenant,
    expected: seconds(5 * MINUTE),
    stale: stale(HOUR, 2 * HOUR, OnLost::Fail),
    idle_retention: RETENTION,
    ..HOUSEKEEPING
};

/// What is said of a stored type that nobody declared: a row of a newer or an older program. Its name is never written.
pub(super) static UNKNOWN: Operation = Operation { name: "unknown", label: "Unknown operation", ..TENANT_WORK };

/// Every operation type, by name.
pub static OPERATIONS: &[Operation] = &[
    Operation {
        name: "assignments.fetch",
        label: "Fetch assignments",
        expected: seconds(MINUTE),
        context_keys: &["backup_set_id", "backup_item_id", "policy_id", "provider_connection_id"],
        stale: stale(30 * MINUTE, 30 * MINUTE, OnLost::Retry { attempts: 3 }),
        cooldown: Some(COOLDOWN),
        ..TENANT_WORK
    },
    Operation {
        name: "assignments.restore",
        label: "Restore assignments",
        context_keys: &["restore_run_id", "backup_set_id", "provider_connection_id"],
        // Assignments are set as a whole, so setting them again changes nothing.
        stale: stale(HOUR, 2 * HOUR, OnLost::Retry { attempts: 3 }),
        cooldown: Some(COOLDOWN),
        audited: true,
        ..TENANT_WORK
    },
    Operation {
        name: "backup_schedule.scheduled",
        label: "Scheduled backup",
        expected: seconds(15 * MINUTE),
        context_keys: &[
            "backup_schedule_id",
            "backup_schedule_run_id",
            "backup_set_id",
            "provider_connection_id",
            "scheduled_for",
        ],
        // A later attempt goes on with the set of the one before.
        stale: stale(HOUR, 2 * HOUR, OnLost::Retry { attempts: 3 }),
        aliases: &["backup.schedule.execute", "backup_schedule_scheduled", "scheduled_backup"],
        audited: true,
        ..TENANT_WORK
    },
    Operation {
        name: "backup_set.add_policies",
        label: "Add policies to a backup",
        context_keys: &["backup_set_id", "bulk_operation_run_id", "idempotency"],
        aliases: &["backup_set.update", "backup_set_add_policies"],
        audited: true,
        ..TENANT_WORK
    },
    Operation {
        name: "directory_groups.sync",
        label: "Synchronise directory groups",
        context_keys: &["entra_group_sync_run_id", "provider_connection_id", "selection_key", "slot_key"],
        stale: stale(HOUR, 2 * HOUR, OnLost::Retry { attempts: 3 }),
        aliases: &["directory.groups.sync", "directory_groups_sync", "entra_group_sync"],
        ..TENANT_WORK
    },
    Operation {
        name: "directory_role_definitions.sync",
        label: "Synchronise role definitions",
        context_keys: &["provider_connection_id"],
        stale: stale(HOUR, 2 * HOUR, OnLost::Retry { attempts: 3 }),
        aliases: &["directory.role_definitions.sync", "directory_role_definitions_sync"],
        ..TENANT_WORK
    },
    Operation {
        name: "drift.generate",
        label: "Look for drift",
        context_keys: &[
            "baseline_run_id",
            "baseline_set_id",
            "bulk_operation_run_id",
            "current_run_id",
            "current_set_id",
            "idempotency",
            "scope_key",
        ],
        stale: stale(HOUR, 2 * HOUR, OnLost::Retry { attempts: 3 }),
        aliases: &["drift_generate", "drift_generate_findings"],
        ..TENANT_WORK
    },
    Operation {
        name: "inventory.sync",
        label: "Synchronise the inventory",
        expected: seconds(10 * MINUTE),
        context_keys: &["inventory_sync_run_id", "provider_connection_id", "selection_hash"],
        stale: stale(HOUR, 2 * HOUR, OnLost::Retry { attempts: 3 }),
        aliases: &["inventory_sync"],
        ..TENANT_WORK
    },
    Operation {
        name: "ops.dispatch_backup_schedules",
        label: "Dispatch backup schedules",
        context_keys: &["dispatched", "scheduled_for"],
        ..HOUSEKEEPING
    },
    Operation {
        name: "ops.prune_operation_runs",
        label: "Prune old operations",
        expected: seconds(5 * MINUTE),
        context_keys: &["guard", "pruned"],
        audited: true,
        ..HOUSEKEEPING
    },
    Operation {
        name: "ops.reconcile_adapter_runs",
        label: "Reconcile adapter runs",
        context_keys: &["mismatches"],
        aliases: &["ops_reconcile_adapter_runs"],
        ..HOUSEKEEPING
    },
    Operation {
        name: "ops.reconcile_stale_runs",
        label: "Reconcile stale runs",
        context_keys: &["recovered"],
        stale: stale(15 * MINUTE, 15 * MINUTE, OnLost::OwnSlot),
        ..HOUSEKEEPING
    },
    Operation {
        name: "policy.sync",
        label: "Synchronise policies",
        context_keys: &["policy_id", "provider_connection_id"],
        stale: stale(HOUR, 2 * HOUR, OnLost::Retry { attempts: 3 }),
        aliases: &["policy_sync", "policy.sync_one"],
        ..TENANT_WORK
    },
    Operation {
        name: "restore.execute",
        label: "Restore",
        expected: seconds(30 * MINUTE),
        context_keys: &["backup_set_id", "restore_run_id"],
        stale: stale(24 * HOUR, 24 * HOUR, OnLost::Mirror),
        audited: true,
        aliases: &["restore_execute", "restore_run.execute"],
        ..TENANT_WORK
    },
    Operation {
        name: "seed.apply",
        label: "Apply a seed",
        context_keys: &["as_of", "content_digest", "scenario", "seed"],
        // A person starts it, so no slot follows.
        stale: stale(15 * MINUTE, 15 * MINUTE, OnLost::Fail),
        ..HOUSEKEEPING
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_type_named_in_the_facts_is_declared() {
        let named = [
            "ops.reconcile_adapter_runs",
            "assignments.fetch",
            "assignments.restore",
            "backup_schedule.scheduled",
            "directory_role_definitions.sync",
            "restore.execute",
            "drift.generate",
            "backup_set.add_policies",
            "inventory.sync",
            "directory_groups.sync",
            "policy.sync",
            "ops.reconcile_stale_runs",
            "ops.prune_operation_runs",
            "ops.dispatch_backup_schedules",
            "seed.apply",
        ];
        let declared: HashSet<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
        assert_eq!(declared, HashSet::from(named));
    }

    #[test]
    fn every_entry_is_whole_and_no_name_or_alias_stands_twice() {
        let mut names = HashSet::new();
        for operation in OPERATIONS {
            let Operation {
                name,
                label,
                scope: _,
                expected,
                summary_keys,
                context_keys,
                stale,
                per_tenant,
                cooldown,
                retention,
                idle_retention,
                audited: _,
                aliases,
            } = operation;
            assert!(name.split('.').count() >= 2, "{name} is dotted");
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '_'), "{name} is plain");
            assert!(label.chars().next().is_some_and(char::is_uppercase), "{name} has a label for people");
            assert!(!expected.is_zero() && !retention.is_zero(), "{name} has durations");
            assert!(!idle_retention.is_zero() && idle_retention <= retention, "{name} keeps idle runs no longer");
            assert!(cooldown.is_none_or(|cooldown| !cooldown.is_zero()), "{name} cools down for some time");
            assert!(*per_tenant > 0, "{name} may run at all");
            assert!(stale.running_after >= *expected, "{name} is not stale before it usually ends");
            assert!(!stale.queued_after.is_zero(), "{name} may wait");
            assert!(ITEMS.iter().all(|key| summary_keys.contains(key)), "{name} counts items");
            assert!(
                context_keys.is_sorted()
                    || context_keys.len() < 2
                    || context_keys.iter().collect::<HashSet<_>>().len() == context_keys.len()
            );
            for spelling in aliases.iter().chain([name]) {
                assert!(names.insert(*spelling), "{spelling} stands once");
            }
        }
        assert!(OPERATIONS.is_sorted_by_key(|operation| operation.name), "the list is sorted by name");
    }
}
