//! `restore_runs`: the restores of a tenant, shadowed by `restore.execute` from `previewed` onward.

use super::adapter::{Adapter, Expected, Shadows};
use crate::ledger::Outcome::{Failed, PartiallySucceeded, Succeeded};

pub(super) static ADAPTER: Adapter = Adapter {
    table: "restore_runs",
    noun: "Restore",
    shadows: Shadows::All("restore.execute"),
    context_key: "restore_run_id",
    finished_at: "d.completed_at",
    started_at: "d.started_at",
    reason: "d.failure_reason",
    gone: "d.deleted_at is not null",
    mapping: &[
        ("draft", Expected::Absent),
        ("scoped", Expected::Absent),
        ("checked", Expected::Absent),
        ("previewed", Expected::Queued),
        ("pending", Expected::Queued),
        ("queued", Expected::Queued),
        ("running", Expected::Running),
        ("completed", Expected::Ended(Succeeded, "")),
        ("partial", Expected::Ended(PartiallySucceeded, "restore.partial")),
        ("completed_with_errors", Expected::Ended(PartiallySucceeded, "restore.completed_with_errors")),
        ("failed", Expected::Ended(Failed, "restore.failed")),
        ("aborted", Expected::Ended(Failed, "restore.aborted")),
        ("cancelled", Expected::Ended(Failed, "restore.cancelled")),
    ],
    creates_shadows: true,
};
