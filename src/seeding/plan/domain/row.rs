//! What every row of a shadowed table has in common: a status, a life, a link, and a shadow that must know of it.

use chrono::TimeDelta;
use serde_json::Value as Json;

use super::super::draft::{Draft, Person, hours, minutes};
use super::super::index;
use super::super::life::{LONGEST, Life, message};
use super::{bulk_run, restore, schedule_run, syncs};
use crate::catalog::Operation;
use crate::clock::Instant;
use crate::problem::Result;
use crate::seeding::generators::RowSource;
use crate::seeding::rows::Ordinal;
use crate::seeding::words::{Adapter, Shadow};

/// A domain row as its shadow sees it.
pub(in crate::seeding::plan) struct DomainRow {
    pub(in crate::seeding::plan) adapter: Adapter,
    pub(in crate::seeding::plan) ordinal: Ordinal,
    pub(in crate::seeding::plan) key: String,
    pub(in crate::seeding::plan) state: Shadow,
    pub(in crate::seeding::plan) life: Life,
    pub(in crate::seeding::plan) total: i64,
    pub(in crate::seeding::plan) person: Option<Person>,
    pub(in crate::seeding::plan) operation: &'static Operation,
    pub(in crate::seeding::plan) identity: Json,
    pub(in crate::seeding::plan) context: Json,
    pub(in crate::seeding::plan) scheduled_for: Option<Instant>,
}

/// When a row last changed.
#[derive(Clone, Copy)]
pub(in crate::seeding::plan) enum When {
    /// Somewhere in the tenant's history.
    History,
    /// So many minutes before the end of it.
    MinutesAgo(i64),
}

/// Adds a row in `status`, not linked to any run yet.
pub(in crate::seeding::plan) fn add(
    draft: &mut Draft<'_>,
    home: usize,
    adapter: Adapter,
    status: &str,
    key: &str,
    when: When,
) -> Result<DomainRow> {
    let Some((status, state)) = adapter.status(status) else {
        return Err(draft.impossible(format!("{} has no status `{status}`", adapter.table())));
    };
    let key = format!("{}/{key}", draft.homes[home].key);
    let row = draft.source.row(adapter.table(), &key);
    let asked = Asked { home, status, state, key, when, row };
    match adapter {
        Adapter::RestoreRuns => restore::add(draft, asked),
        Adapter::BulkOperationRuns => bulk_run::add(draft, asked),
        Adapter::BackupScheduleRuns => schedule_run::add(draft, asked),
        Adapter::InventorySyncRuns => syncs::add_inventory(draft, asked),
        Adapter::EntraGroupSyncRuns => syncs::add_groups(draft, asked),
    }
}

/// Links a row to a run, the one that shadows it or, where drift wants it, another.
pub(in crate::seeding::plan) fn link(draft: &mut Draft<'_>, adapter: Adapter, row: Ordinal, run: Ordinal) {
    let place = index(row);
    let plan = &mut draft.plan;
    let link = match adapter {
        Adapter::RestoreRuns => &mut plan.restores[place].operation_run_id,
        Adapter::BulkOperationRuns => &mut plan.bulk_runs[place].operation_run_id,
        Adapter::BackupScheduleRuns => &mut plan.schedule_runs[place].operation_run_id,
        Adapter::InventorySyncRuns => &mut plan.inventory_syncs[place].operation_run_id,
        Adapter::EntraGroupSyncRuns => &mut plan.group_syncs[place].operation_run_id,
    };
    *link = Some(run);
}

/// Takes the row that was just added away again: it served to describe a shadow of something that is gone.
pub(in crate::seeding::plan) fn remove_last(draft: &mut Draft<'_>, adapter: Adapter) {
    let plan = &mut draft.plan;
    match adapter {
        Adapter::RestoreRuns => drop(plan.restores.pop()),
        Adapter::BulkOperationRuns => drop(plan.bulk_runs.pop()),
        Adapter::BackupScheduleRuns => drop(plan.schedule_runs.pop()),
        Adapter::InventorySyncRuns => drop(plan.inventory_syncs.pop()),
        Adapter::EntraGroupSyncRuns => drop(plan.group_syncs.pop()),
    }
}

/// A row that is asked for, and what its kind makes of it.
pub(super) struct Asked {
    pub(super) home: usize,
    pub(super) status: &'static str,
    pub(super) state: Shadow,
    pub(super) key: String,
    pub(super) when: When,
    pub(super) row: RowSource,
}

impl Asked {
    /// The whole life, nothing of it before `earliest`.
    pub(super) fn life(&self, draft: &Draft<'_>, earliest: Instant) -> Life {
        let until = draft.homes[self.home].until;
        let changed = match self.when {
            When::History => self.row.time("changed_at", earliest + LONGEST, until - hours(3)),
            When::MinutesAgo(ago) => until - minutes(ago),
        };
        Life::until(&self.row, self.state, changed)
    }

    /// How long after its slot a scheduled run is created.
    pub(super) fn late(&self) -> TimeDelta {
        TimeDelta::seconds(self.row.between("seconds_late", 0, 20))
    }

    pub(super) fn failure_code(&self) -> Option<&'static str> {
        match self.state {
            Shadow::Over(_, code) => code,
            Shadow::None | Shadow::Queued | Shadow::Running => None,
        }
    }

    pub(super) fn failure_text(&self) -> Option<String> {
        self.failure_code().map(|code| message(code).to_owned())
    }
}
