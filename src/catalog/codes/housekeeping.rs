//! Housekeeping: reconciling, pruning, dispatching backups, seeding.

use super::{Code, line};

pub(super) const CODES: &[Code] = &[
    line(
        "backup_schedule.days_invalid",
        "The days of a backup schedule are no days of a week.",
        "Correct the schedule: until then the tenant has no backups by it.",
    ),
    line(
        "backup_schedule.not_dispatched",
        "A backup schedule cannot be followed, so the tenant has no backups by it.",
        "Correct the schedule as the reason beside it says.",
    ),
    line(
        "backup_schedule.time_invalid",
        "The time of a backup schedule is no time of day.",
        "Correct the schedule: until then the tenant has no backups by it.",
    ),
    line(
        "prune.guard",
        "More history would have gone than the guard lets through, so none was removed.",
        "Look what makes so much of it old at once; `scheduler once ops.prune_operation_runs --dry-run` shows it.",
    ),
    line(
        "prune.row_refused",
        "The database refused to remove an operation that is past its time.",
        "Read which row still refers to it.",
    ),
    line(
        "reconcile.domain_behind",
        "The operation has ended, but its record is still open; history is not rewritten.",
        "Look at the record: whatever should have ended it did not.",
    ),
    line(
        "reconcile.domain_missing",
        "The record was gone while its operation was open; the operation was ended as failed.",
        "Find out who removed the record; nothing else is left to do.",
    ),
    line(
        "reconcile.row_refused",
        "The database refused a row that recovery wanted to put right.",
        "Read the message; the other rows went through, and the next pass tries this one again.",
    ),
    line(
        "reconcile.scope_mismatch",
        "The record belongs to somebody else than the operation, so it proves nothing; both were left alone.",
        "A person must look at the link between the two and correct it by hand.",
    ),
    line(
        "reconcile.shadow_behind",
        "The record had ended while its operation was open; the operation was completed with the record's outcome.",
        "Nothing to do; if it is frequent, whatever ends records does not tell the ledger.",
    ),
    line(
        "reconcile.shadow_missing",
        "A record had no operation; one was made.",
        "Nothing to do; if it is frequent, whatever makes records does not tell the ledger.",
    ),
    line(
        "reconcile.shadow_not_started",
        "The record was running while its operation was queued; the operation was started.",
        "Nothing to do; if it is frequent, whatever starts records does not tell the ledger.",
    ),
    line(
        "schedule.cron_invalid",
        "The times of a schedule cannot be read.",
        "Correct the schedule; `scheduler next` shows what it then means.",
    ),
    line(
        "schedule.never_matches",
        "The times of a schedule name no date that exists.",
        "Correct the schedule; `scheduler next` shows what it then means.",
    ),
    line(
        "schedule.zone_unknown",
        "The time zone of a schedule has no such name.",
        "Correct it to a name of the IANA list, such as Europe/Berlin.",
    ),
];
