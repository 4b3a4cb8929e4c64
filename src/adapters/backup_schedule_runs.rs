//! `backup_schedule_runs`: slots of backup schedules, as recorded before the ledger.

use super::adapter::{Adapter, Expected, Shadows};
use crate::ledger::Outcome::{Blocked, Failed, PartiallySucceeded, Succeeded};

pub(super) static ADAPTER: Adapter = Adapter {
    table: "backup_schedule_runs",
    noun: "Scheduled backup",
    shadows: Shadows::Linked("backup_schedule.scheduled"),
    context_key: "backup_schedule_run_id",
    finished_at: "d.finished_at",
    started_at: "d.started_at",
    reason: "d.error_message",
    gone: "1 = 0",
    mapping: &[
        ("running", Expected::Running),
        ("success", Expected::Ended(Succeeded, "")),
        ("partial", Expected::Ended(PartiallySucceeded, "backup_schedule.partial")),
        ("failed", Expected::Ended(Failed, "backup_schedule.failed")),
        ("canceled", Expected::Ended(Failed, "backup_schedule.cancelled")),
        // Refused before any work was done: the former run still held the schedule.
        ("skipped", Expected::Ended(Blocked, "backup_schedule.skipped")),
    ],
    creates_shadows: false,
};
