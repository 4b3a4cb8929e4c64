//! `inventory_sync_runs`: inventory synchronisations from before the ledger.

use super::adapter::{Adapter, Expected, Shadows};
use crate::ledger::Outcome::{Blocked, Failed, PartiallySucceeded, Succeeded};

pub(super) static ADAPTER: Adapter = Adapter {
    table: "inventory_sync_runs",
    noun: "Inventory sync",
    shadows: Shadows::Linked("inventory.sync"),
    context_key: "inventory_sync_run_id",
    finished_at: "d.finished_at",
    started_at: "d.started_at",
    reason: "d.error_message",
    gone: "1 = 0",
    mapping: &[
        ("running", Expected::Running),
        ("success", Expected::Ended(Succeeded, "")),
        ("partial", Expected::Ended(PartiallySucceeded, "inventory_sync.partial")),
        ("failed", Expected::Ended(Failed, "inventory_sync.failed")),
        // Refused before any work was done: another synchronisation held the selection.
        ("skipped", Expected::Ended(Blocked, "inventory_sync.skipped")),
    ],
    creates_shadows: false,
};
