//! The list of adapters. Adding one is a file and a line here.

use super::adapter::Adapter;
use super::{backup_schedule_runs, bulk_operation_runs, entra_group_sync_runs, inventory_sync_runs, restore_runs};

/// Every adapter; the bulk adapter is last, for it takes runs of any type that no other adapter claims.
pub static ADAPTERS: &[&Adapter] = &[
    &restore_runs::ADAPTER,
    &backup_schedule_runs::ADAPTER,
    &inventory_sync_runs::ADAPTER,
    &entra_group_sync_runs::ADAPTER,
    &bulk_operation_runs::ADAPTER,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::adapter::{Expected, Shadows};
    use crate::ledger::Outcome;
    use std::collections::HashSet;

    #[test]
    fn r1_the_five_tables_are_declared_once_each() {
        let tables: HashSet<&str> = ADAPTERS.iter().map(|adapter| adapter.table).collect();
        assert_eq!(tables.len(), ADAPTERS.len());
        assert_eq!(tables.len(), 5);
    }

    #[test]
    fn r1_every_mapping_is_well_formed_and_its_type_allows_the_context_key() {
        for adapter in ADAPTERS {
            let names: HashSet<&str> = adapter.mapping.iter().map(|(name, _)| *name).collect();
            assert_eq!(names.len(), adapter.mapping.len(), "{} maps a status once", adapter.table);
            for (name, expected) in adapter.mapping {
                if let Expected::Ended(outcome, code) = expected {
                    assert_ne!(*outcome, Outcome::Pending, "{name} has ended");
                    assert_eq!(*outcome == Outcome::Succeeded, code.is_empty(), "{name}: only a success needs no code");
                }
            }
            match adapter.shadows {
                Shadows::All(name) | Shadows::Linked(name) => {
                    assert!(crate::catalog::find(name).unwrap().allows_context(adapter.context_key), "{name}");
                }
                Shadows::LinkedOfAnyType => assert!(!adapter.creates_shadows),
            }
        }
    }

    #[test]
    fn the_restore_mapping_is_that_of_the_design() {
        use Expected::{Absent, Ended, Queued, Running};
        use Outcome::{Failed, PartiallySucceeded, Succeeded};
        let restore = |status| restore_runs::ADAPTER.expected(status);
        for status in ["draft", "scoped", "checked"] {
            assert_eq!(restore(status), Some(Absent), "{status}");
        }
        for status in ["previewed", "pending", "queued"] {
            assert_eq!(restore(status), Some(Queued), "{status}");
        }
        assert_eq!(restore("running"), Some(Running));
        assert_eq!(restore("completed"), Some(Ended(Succeeded, "")));
        assert!(matches!(restore("partial"), Some(Ended(PartiallySucceeded, _))));
        assert!(matches!(restore("completed_with_errors"), Some(Ended(PartiallySucceeded, _))));
        assert!(matches!(restore("failed"), Some(Ended(Failed, _))));
        assert!(matches!(restore("aborted"), Some(Ended(Failed, _))));
        assert_eq!(restore("cancelled"), Some(Ended(Failed, "restore.cancelled")));
        assert_eq!(restore("nonsense"), None);
    }
}
