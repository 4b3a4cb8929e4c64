//! `entra_group_sync_runs`: directory group synchronisations from before the ledger.

use super::adapter::{Adapter, Expected, Shadows};
use crate::ledger::Outcome::{Failed, Succeeded};

pub(super) static ADAPTER: Adapter = Adapter {
    table: "entra_group_sync_runs",
    noun: "Group sync",
    shadows: Shadows::Linked("directory_groups.sync"),
    context_key: "entra_group_sync_run_id",
    finished_at: "d.finished_at",
    started_at: "d.started_at",
    reason: "d.error_message",
    gone: "1 = 0",
    mapping: &[
        ("pending", Expected::Queued),
        ("running", Expected::Running),
        ("succeeded", Expected::Ended(Succeeded, "")),
        ("failed", Expected::Ended(Failed, "group_sync.failed")),
    ],
    creates_shadows: false,
};
