//! How a domain record ended that a run shadows, and how seeded history did.

use super::{Code, line};

pub(super) const CODES: &[Code] = &[
    line(
        "backup.cancelled",
        "The backup was cancelled before it was done.",
        "Nothing to repair; the next slot of the schedule makes a new set.",
    ),
    line(
        "backup.failed",
        "Nothing could be backed up, so there is no set of this slot.",
        "Put right what the reason says, then run the schedule's backup again before the next slot.",
    ),
    line(
        "backup.nothing_to_back_up",
        "The tenant has no policy of the kinds that the schedule names.",
        "Look whether the kinds are right and whether the tenant's policies have been synchronised.",
    ),
    line(
        "backup.partial",
        "Some policies are not in the set.",
        "Read which, and whether the reason passes by itself; a restore from this set lacks them.",
    ),
    line(
        "backup.set_missing",
        "The set that the run was filling is gone.",
        "Find out who removed it; the next slot makes a new one.",
    ),
    line(
        "backup.skipped",
        "The backup before was still at work.",
        "Nothing to do once; if it repeats, the schedule is too dense for the time that a backup takes.",
    ),
    line(
        "backup_schedule.cancelled",
        "The scheduled backup was cancelled.",
        "Nothing to repair; the next slot makes a new set.",
    ),
    line(
        "backup_schedule.failed",
        "The scheduled backup failed.",
        "Read the message of the record, put it right, and run the backup again.",
    ),
    line(
        "backup_schedule.partial",
        "The scheduled backup lacks some policies.",
        "Read the message of the record; a restore from this set lacks them.",
    ),
    line(
        "backup_schedule.skipped",
        "The scheduled backup was not made because the one before held the schedule.",
        "Nothing to do once; if it repeats, the schedule is too dense.",
    ),
    line(
        "bulk.aborted",
        "The work on many records was stopped after too many failures.",
        "Put right what the first failures say, then start it again for what is left.",
    ),
    line(
        "bulk.failed",
        "None of the records could be processed.",
        "Put right what the reason says, then start it again.",
    ),
    line(
        "bulk.partial",
        "Some of the records could not be processed.",
        "Read which, put it right, and start it again for those.",
    ),
    line(
        "bulk_operation.aborted",
        "The bulk operation was stopped before it was done.",
        "Look at its record for the reason, then start it again for what is left.",
    ),
    line(
        "bulk_operation.completed_with_errors",
        "The bulk operation could not process some of its items.",
        "Look at its record for which, and start it again for those.",
    ),
    line(
        "bulk_operation.failed",
        "The bulk operation failed.",
        "Look at its record for the reason, then start it again.",
    ),
    line(
        "group_sync.failed",
        "The groups of the directory could not be synchronised.",
        "Look at its record for the reason; names of groups may be out of date until the next one.",
    ),
    line(
        "inventory.partial",
        "Some kinds of policies could not be read.",
        "Look at the reason; what could not be read is as old as the last good sync.",
    ),
    line(
        "inventory.skipped",
        "Another sync of the same selection was at work.",
        "Nothing to do: that one brings the same.",
    ),
    line(
        "inventory_sync.failed",
        "The inventory could not be synchronised.",
        "Look at its record for the reason, then start it again.",
    ),
    line(
        "inventory_sync.partial",
        "Some kinds of policies could not be read.",
        "Look at its record for which; they are as old as the last good sync.",
    ),
    line(
        "inventory_sync.skipped",
        "Another sync of the same selection was at work.",
        "Nothing to do: that one brings the same.",
    ),
    line(
        "item.conflict",
        "The other side changed a record at the same time.",
        "Run it again: it then begins from what is there now.",
    ),
    line(
        "items.failed",
        "Some of the records could not be processed.",
        "Look at the reason beside it, then run it again for those.",
    ),
    line(
        "restore.aborted",
        "The restore was stopped before it was done, so part of it may be in place.",
        "Look at the restore for how far it came, and decide whether to restore again or to go back.",
    ),
    line(
        "restore.cancelled",
        "The restore was cancelled.",
        "Look at the restore for how far it came; what was done stays done.",
    ),
    line(
        "restore.completed_with_errors",
        "The restore ended, and some items could not be restored.",
        "Look at the restore for which items, and restore those again.",
    ),
    line(
        "restore.failed",
        "The restore could not be carried out.",
        "Put right what the reason says, preview the restore again, then confirm it.",
    ),
    line(
        "restore.partial",
        "Some items could not be restored.",
        "Look at the restore for which items, and restore those again.",
    ),
];
