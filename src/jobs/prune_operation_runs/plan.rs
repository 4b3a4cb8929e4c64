//! What would go from each workspace, and whether that is too much to go without a question: pure.

use std::collections::{BTreeMap, HashMap};

use super::options::{GUARD_FLOOR, Options};
use crate::catalog;
use crate::ledger::prune::Due;

/// What a pass would do to one workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// By type: how many may go, and how many stay because a record refers to them.
    pub types: BTreeMap<String, (u64, u64)>,
    /// How many may go in all.
    pub free: u64,
    /// How many of these are history: found something to do, failed, or have something to tell.
    pub history: u64,
    /// How many stay because a record refers to them.
    pub referenced: u64,
    /// All the history that the workspace has, open runs included.
    pub total: u64,
}

/// The plans of these workspaces; one without anything old has none.
#[must_use]
pub fn plans(due: &[Due], totals: &HashMap<i64, u64>) -> HashMap<i64, Plan> {
    let mut plans: HashMap<i64, Plan> = HashMap::new();
    for Due { workspace_id, operation, free, idle, referenced } in due {
        let plan = plans.entry(*workspace_id).or_default();
        let (gone, kept) = plan.types.entry(catalog::canonical(operation).to_owned()).or_default();
        *gone += free;
        *kept += referenced;
        plan.free += free;
        plan.history += free - idle;
        plan.referenced += referenced;
        plan.total = totals.get(workspace_id).copied().unwrap_or(0);
    }
    plans
}

/// Why the guard stops this plan; nothing when it may go on.
///
/// Passes that found nothing to do count on neither side. They are most of the ledger and go after days, so that one
/// missed pruning would otherwise close the guard for good, and nobody misses them.
#[must_use]
pub fn guarded(plan: &Plan, options: &Options) -> Option<String> {
    let Plan { history, total, .. } = plan;
    let limit = options.guard_share;
    if options.confirm || *history <= GUARD_FLOOR || *history * 100 <= *total * u64::from(limit) {
        return None;
    }
    let share = history * 100 / (*total).max(1);
    Some(format!(
        "{history} of {total} runs ({share}%) would be deleted, more than the guard of {limit}%; \
         look with --dry-run, then give --confirm or a larger --guard-share"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guard_asks_for_more_than_its_floor_and_more_than_its_share() {
        let stops = |history, total, share, confirm| {
            let plan = Plan { history, total, ..Plan::default() };
            guarded(&plan, &Options { guard_share: share, confirm, ..Options::default() }).is_some()
        };
        assert!(stops(101, 101, 20, false) && !stops(100, 100, 20, false), "the floor");
        assert!(stops(201, 1_000, 20, false) && !stops(200, 1_000, 20, false), "the share");
        assert!(!stops(900, 1_000, 90, false) && !stops(1_000, 1_000, 100, false) && stops(101, 10_000, 0, false));
        assert!(!stops(1_000, 1_000, 0, true), "a confirmation lifts it");
    }

    #[test]
    fn older_spellings_of_a_type_are_one_type() {
        let due =
            |operation: &str, idle| Due { workspace_id: 1, operation: operation.into(), free: 3, idle, referenced: 1 };
        let plans = plans(&[due("policy.sync", 0), due("policy_sync", 2)], &HashMap::from([(1, 9)]));
        let plan = &plans[&1];
        assert_eq!(plan.types, BTreeMap::from([("policy.sync".to_owned(), (6, 2))]));
        assert_eq!((plan.free, plan.history, plan.referenced, plan.total), (6, 4, 2, 9));
    }
}
