//! From a name, in whatever spelling, to its entry.

use std::sync::OnceLock;

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

/// What a host application declared besides.
static DECLARED: OnceLock<&'static [Operation]> = OnceLock::new();

/// Adds the operation types of a host application, once, before anything is asked of the ledger. They are then known
/// like those of the catalog: to the door, to workers, to recovery and to the pages.
///
/// # Errors
/// `catalog.declared_twice`, or `catalog.entry_invalid` naming the first entry that clashes with another or is not
/// whole; then nothing was added.
pub fn declare(operations: &'static [Operation]) -> Result<()> {
    for (n, operation) in operations.iter().enumerate() {
        let spellings = || operation.aliases.iter().chain([&operation.name]).copied();
        let taken = |spelling: &str| named(OPERATIONS.iter().chain(&operations[..n]), spelling).is_some();
        let why = if !is_plain(operation.name) {
            "a name is two or more words of a-z, 0-9 and _, with dots between them".into()
        } else if let Some(spelling) = spellings().find(|spelling| taken(spelling)) {
            format!("`{spelling}` is declared already")
        } else if operation.label.is_empty() || operation.per_tenant == 0 || operation.expected.is_zero() {
            "it needs a label, an expected duration, and at least one place per tenant".into()
        } else if operation.stale.running_after < operation.expected || operation.idle_retention > operation.retention {
            "it would be stale before it usually ends, or kept longer when it did nothing".into()
        } else {
            continue;
        };
        let message = format!("the operation type `{}` cannot be declared: {why}", operation.name);
        return Err(Problem::request("catalog.entry_invalid", message).next("change the entry; nothing was declared"));
    }
    DECLARED.set(operations).map_err(|_| {
        Problem::request("catalog.declared_twice", "the operation types of this host are declared already")
            .next("declare all of them in one call, at the start")
    })
}

/// Every declared type: of the catalog, and of the host.
pub fn declared() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().chain(DECLARED.get().copied().unwrap_or_default())
}

fn is_plain(name: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    name.split('.').count() >= 2 && name.split('.').all(word)
}

fn lookup(name: &str) -> Option<&'static Operation> {
    named(declared(), name)
}

fn named<'a>(mut among: impl Iterator<Item = &'a Operation>, name: &str) -> Option<&'a Operation> {
    among.find(|operation| operation.name == name || operation.aliases.contains(&name))
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
    fn a_host_declares_its_own_types_once_and_none_that_clashes() {
        const OWN: Operation = Operation { name: "report.send", label: "Send a report", ..crate::catalog::TENANT_WORK };
        let refused = |entry: Operation| {
            let problem = declare(Box::leak(Box::new([OWN, entry]))).unwrap_err();
            assert_eq!(problem.code, "catalog.entry_invalid");
            problem.message
        };
        assert!(refused(Operation { name: "policy.sync", ..OWN }).contains("`policy.sync` is declared already"));
        assert!(refused(Operation { name: "x.y", aliases: &["policy_sync"], ..OWN }).contains("`policy_sync`"));
        assert!(refused(OWN).contains("`report.send` is declared already"));
        assert!(refused(Operation { name: "Report", ..OWN }).contains("two or more words"));
        assert!(refused(Operation { name: "x.y", per_tenant: 0, ..OWN }).contains("one place per tenant"));
        assert_eq!(label("report.send"), "Unknown operation", "nothing was declared so far");
        declare(Box::leak(Box::new([OWN]))).unwrap();
        assert_eq!(find("report.send").unwrap().label, "Send a report");
        assert_eq!(declare(&[]).unwrap_err().code, "catalog.declared_twice");
    }

    #[test]
    fn an_unknown_type_reads_as_unknown_operation_and_is_refused_when_asked_for() {
        assert_eq!(label("nobody.knows"), "Unknown operation");
        assert_eq!(canonical("nobody.knows"), "nobody.knows");
        assert_eq!(find("ops.reconcile").unwrap_err().code, "operation.unknown");
    }
}
