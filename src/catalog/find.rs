//! From a name, in whatever spelling, to its entry.

use super::list::{OPERATIONS, UNKNOWN};
use super::operation::Operation;
use crate::problem::{Problem, Result};

/// The entry for a canonical name or an older spelling.
///
/// # Errors
/// `operation.unknown`, with the names that look like it.
pub fn find(name: &str) -> Result<&'static Operation> {
    lookup(name).ok_or_else(|| {
        let tail = name.rsplit('.').next().unwrap_or(name);
        let near =
            OPERATIONS.iter().map(|operation| operation.name).find(|known| known.contains(tail) && !tail.is_empty());
        let hint = near.map(|known| format!("did you mean `{known}`? ")).unwrap_or_default();
        Problem::request("operation.unknown", format!("there is no operation type `{name}`"))
            .next(format!("{hint}`scheduler jobs` lists the types"))
    })
}

/// The canonical spelling of a stored type; one that nobody declared stays as it is.
#[must_use]
pub fn canonical(name: &str) -> &str {
    lookup(name).map_or(name, |operation| operation.name)
}

/// What people read for a stored type.
#[must_use]
pub fn label(name: &str) -> &'static str {
    lookup(name).map_or("Unknown operation", |operation| operation.label)
}

/// The entry for a stored type; one that nobody declared gets the entry of the unknown.
#[must_use]
pub fn entry(name: &str) -> &'static Operation {
    lookup(name).unwrap_or(&UNKNOWN)
}

fn lookup(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name || operation.aliases.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_spelling_resolves_to_the_canonical_type() {
        assert_eq!(find("backup.schedule.execute").unwrap().name, "backup_schedule.scheduled");
        assert_eq!(canonical("directory.groups.sync"), "directory_groups.sync");
    }

    #[test]
    fn an_unknown_type_reads_as_unknown_operation_and_is_refused_when_asked_for() {
        assert_eq!(label("nobody.knows"), "Unknown operation");
        assert_eq!(canonical("nobody.knows"), "nobody.knows");
        assert_eq!(find("ops.reconcile").unwrap_err().code, "operation.unknown");
    }
}
