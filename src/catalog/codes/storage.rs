//! What the database and the ledger say when they cannot do what was asked.

use super::{Code, line};

pub(super) const CODES: &[Code] = &[
    line(
        "audit.append_only",
        "Something tried to change or remove a line of the audit log.",
        "Find out what did: nothing of this toolkit does, and the database has refused it.",
    ),
    line(
        "db.full",
        "The database has no room left on its disk.",
        "Make room at once: nothing can be recorded until then.",
    ),
    line(
        "db.lock_timeout",
        "It waited too long for a lock in the database.",
        "Look for a long transaction that holds it; the work is tried again by itself.",
    ),
    line(
        "db.locked",
        "Another process held the database file for itself for too long.",
        "Find that process, such as a backup or a shell with an open transaction, and end it.",
    ),
    line(
        "db.not_found",
        "There is no database file at the configured address.",
        "Check --database-url; `scheduler migrate up` makes a new one.",
    ),
    line(
        "db.read_only",
        "The database or this connection takes no writes.",
        "Look whether the scheduler points at a replica, or whether the file's rights changed.",
    ),
    line(
        "db.refused",
        "The database refused the values: they would break one of its rules.",
        "Read the message for the rule; `scheduler doctor` finds rows that are wrong already.",
    ),
    line(
        "db.schema_missing",
        "The database has no tables of ours.",
        "Check that --database-url names the right one, then run `scheduler migrate up`.",
    ),
    line("db.schema_newer", "A newer program has migrated the database.", "Run that version here too."),
    line("db.schema_outdated", "The database lacks migrations of this program.", "Run `scheduler migrate up`."),
    line(
        "db.silent",
        "The database took a statement and did not answer in time.",
        "Look at the database and the network between; the work is tried again by itself.",
    ),
    line(
        "db.statement_failed",
        "The database could not carry out a statement.",
        "Read the message; if it says nothing about your data, report it.",
    ),
    line(
        "db.unreachable",
        "The database could not be reached, or had no connection free.",
        "Look whether it runs and how many connections are open; the work is tried again by itself.",
    ),
    line(
        "db.unreadable",
        "The database file could not be opened.",
        "Check the path, the rights, and that it is a database file.",
    ),
    line("db.url_invalid", "The address of the database is of no known kind.", "Correct --database-url."),
    line(
        "ledger.delete_refused",
        "The role of this program may not remove old operations, so history is not pruned.",
        "Run `scheduler grants --apply` as the owner of the tables: it makes the function that prunes in its place.",
    ),
    line(
        "ledger.ensure_unresolved",
        "The operation that holds the identity changed hands at every look.",
        "Try again; many callers ask for the same work at the same moment.",
    ),
    line(
        "ledger.identity_invalid",
        "What should make the work recognisable cannot be hashed.",
        "Correct the caller: an identity has no fractions and nothing that changes by itself.",
    ),
    line(
        "ledger.slot_unresolved",
        "Several schedulers wanted the same slot at every look.",
        "Nothing to do: it stays due, and the next tick tries again.",
    ),
    line(
        "ledger.unanswered",
        "A statement of the ledger ended without an answer.",
        "Look into the log for a panic at that time, then try again.",
    ),
    line(
        "legacy.read_only",
        "Something tried to change history from before the ledger.",
        "Find out what did: that history is only read, and the database has refused it.",
    ),
];
