//! `bulk_operation_runs`: bulk actions from before the ledger; the type of a shadow is `resource.action`.

use super::adapter::{Adapter, Expected, Shadows};
use crate::ledger::Outcome::{Failed, PartiallySucceeded, Succeeded};

pub(super) static ADAPTER: Adapter = Adapter {
    table: "bulk_operation_runs",
    noun: "Bulk operation",
    shadows: Shadows::LinkedOfAnyType,
    context_key: "bulk_operation_run_id",
    // The table keeps no times of its own but the row's.
    finished_at: "d.updated_at",
    started_at: "d.created_at",
    reason: "null",
    gone: "1 = 0",
    mapping: &[
        ("pending", Expected::Queued),
        ("running", Expected::Running),
        ("completed", Expected::Ended(Succeeded, "")),
        ("completed_with_errors", Expected::Ended(PartiallySucceeded, "bulk_operation.completed_with_errors")),
        ("failed", Expected::Ended(Failed, "bulk_operation.failed")),
        ("aborted", Expected::Ended(Failed, "bulk_operation.aborted")),
    ],
    creates_shadows: false,
};
