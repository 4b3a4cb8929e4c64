//! What disagrees on purpose: shadows that the reconcile pass must heal, report, or leave alone.
//!
//! Everything here last changed at least forty minutes before `as_of`, so that a pass with its usual threshold
//! of fifteen sees it; `too_recent` alone is five minutes old and must stay as it is.

use super::super::rows::Ordinal;
use super::super::scenario::model::{Drift, DriftKind, Elsewhere, ShadowStatus};
use super::super::scenario::placed::Placed;
use super::super::words::{Adapter, Shadow};
use super::domain::{self, DomainRow, When};
use super::draft::{Draft, Home};
use super::index;
use super::records;
use super::shadow::{self, Stand};
use crate::ledger::Outcome;
use crate::problem::Result;

/// Further than any row of a table will ever be from the first of its block.
const NOWHERE: Ordinal = 4_000_000_000;
/// How many minutes ago drift last changed: at least and at most. A shadow may be five minutes younger.
const OLD: (i64, i64) = (45, 600);
const TOO_RECENT: i64 = 5;

pub(super) fn add(draft: &mut Draft<'_>) -> Result<()> {
    let scenario = draft.scenario;
    for rows in &scenario.in_progress {
        for n in 0..rows.count.0 {
            let status = rows.domain_status.as_str();
            let key = format!("in_progress/{}{status}/{n}", of(rows.tenant.as_ref()));
            let home = place(draft, rows.table, &key, |home| is_meant(rows.tenant.as_ref(), home))?;
            let Some((_, state)) = rows.table.status(status) else { continue };
            records::add_one(draft, home, rows.table, status, &key, state)?;
        }
    }
    let mut gone = 0;
    for drift in &scenario.drift {
        for n in 0..drift.count.0 {
            add_one(draft, drift, n, &mut gone)?;
        }
    }
    Ok(())
}

fn add_one(draft: &mut Draft<'_>, drift: &Drift, n: i64, gone: &mut Ordinal) -> Result<()> {
    let status = drift.domain_status.as_ref().map(|status| status.as_str());
    let at = drift.shadow_status.as_ref().map(|status| **status);
    let key = format!(
        "drift/{}{}/{:?}/{}/{at:?}/{:?}/{n}",
        of(drift.tenant.as_ref()),
        drift.table.table(),
        *drift.kind,
        status.unwrap_or("-"),
        drift.belongs_to
    );
    let home = place(draft, drift.table, &key, |home| is_meant(drift.tenant.as_ref(), home))?;
    let shadow = match at {
        Some(ShadowStatus::Queued) => Shadow::Queued,
        Some(ShadowStatus::Running) => Shadow::Running,
        Some(ShadowStatus::Completed) => Shadow::Over(Outcome::Succeeded, None),
        None => Shadow::None,
    };
    match (*drift.kind, status) {
        (DriftKind::DomainMissing, _) | (_, None) => {
            *gone += 1;
            nameless(draft, drift.table, home, &key, shadow, NOWHERE + *gone)
        }
        (DriftKind::ShadowMissing, Some(status)) => {
            let when = old(draft, &key);
            domain::add(draft, home, drift.table, status, &key, when).map(|_| ())
        }
        (DriftKind::ScopeMismatch, Some(status)) => {
            let belongs_to = drift.belongs_to.unwrap_or(Elsewhere::Run);
            misplaced(draft, drift.table, status, &key, (home, belongs_to), shadow)
        }
        (kind, Some(status)) => {
            let when = if kind == DriftKind::TooRecent { When::MinutesAgo(TOO_RECENT) } else { old(draft, &key) };
            let row = domain::add(draft, home, drift.table, status, &key, when)?;
            let run = shadow::add(draft, &row, Stand::apart(home, &row, shadow));
            domain::link(draft, drift.table, row.ordinal, run);
            Ok(())
        }
    }
}

/// A shadow whose domain row is gone: planned like any other, then pointed at an id that never was.
fn nameless(draft: &mut Draft<'_>, adapter: Adapter, home: usize, key: &str, state: Shadow, id: Ordinal) -> Result<()> {
    let running = adapter.statuses().iter().find(|(_, state)| *state == Shadow::Running).map_or("running", |(s, _)| s);
    let when = old(draft, key);
    let mut row = domain::add(draft, home, adapter, running, key, when)?;
    domain::remove_last(draft, adapter);
    let name = match adapter {
        Adapter::RestoreRuns => "restore_run_id",
        Adapter::BulkOperationRuns => "bulk_operation_run_id",
        Adapter::BackupScheduleRuns => "backup_schedule_run_id",
        Adapter::InventorySyncRuns => "inventory_sync_run_id",
        Adapter::EntraGroupSyncRuns => "entra_group_sync_run_id",
    };
    row.context[name] = id.into();
    if row.identity.get(name).is_some() {
        row.identity[name] = id.into();
    }
    let stand = Stand::apart(home, &row, state);
    shadow::add(draft, &row, stand);
    Ok(())
}

/// An active shadow at `home` whose domain row is not its own.
fn misplaced(
    draft: &mut Draft<'_>,
    adapter: Adapter,
    status: &str,
    key: &str,
    (home, belongs_to): (usize, Elsewhere),
    state: Shadow,
) -> Result<()> {
    let (workspace, tenant) = (draft.homes[home].workspace, draft.homes[home].tenant);
    let when = old(draft, key);
    let owner = match belongs_to {
        Elsewhere::Run => home,
        Elsewhere::Tenant => {
            place(draft, adapter, key, |other| other.workspace == workspace && other.tenant != tenant)?
        }
        Elsewhere::Workspace => place(draft, adapter, key, |other| other.workspace != workspace)?,
    };
    let row = domain::add(draft, owner, adapter, status, key, when)?;
    let mut stand = Stand::apart(home, &row, state);
    if belongs_to == Elsewhere::Run {
        // The row has a shadow of its own, which agrees with it.
        let own = shadow::add(draft, &row, Stand::in_agreement(home, &row));
        domain::link(draft, adapter, row.ordinal, own);
        let run = shadow::add(draft, &second(row), stand);
        draft.plan.runs[index(run)].key.push_str("/second");
        return Ok(());
    }
    // Nobody of the other tenant started work here.
    stand.person = None;
    let run = shadow::add(draft, &row, stand);
    domain::link(draft, adapter, row.ordinal, run);
    Ok(())
}

/// The same row as a second shadow sees it: a slot of a schedule is taken by the first.
fn second(row: DomainRow) -> DomainRow {
    DomainRow { scheduled_for: None, ..row }
}

fn old(draft: &Draft<'_>, key: &str) -> When {
    When::MinutesAgo(draft.source.row("drift", key).between("minutes_ago", OLD.0, OLD.1))
}

/// The part of a key that tells rows of a named tenant from those of any.
fn of(tenant: Option<&Placed<String>>) -> String {
    tenant.map(|tenant| format!("{}/", **tenant)).unwrap_or_default()
}

fn is_meant(tenant: Option<&Placed<String>>, home: &Home<'_>) -> bool {
    tenant.is_none_or(|tenant| **tenant == home.key)
}

/// A tenant that can hold such a row.
fn place(draft: &Draft<'_>, adapter: Adapter, key: &str, fits: impl Fn(&Home<'_>) -> bool) -> Result<usize> {
    let holds = |home: &Home<'_>| match adapter {
        Adapter::RestoreRuns => home.restorable().next().is_some(),
        Adapter::BackupScheduleRuns => !home.schedules.is_empty(),
        Adapter::BulkOperationRuns => home.policies.len() >= 2,
        Adapter::InventorySyncRuns | Adapter::EntraGroupSyncRuns => home.records.is_some(),
    };
    let fit: Vec<usize> = (0..draft.homes.len())
        .filter(|n| draft.homes[*n].is_active && holds(&draft.homes[*n]) && fits(&draft.homes[*n]))
        .collect();
    let chosen = draft.source.row("drift", key).choose("tenant", &fit, |n| &draft.homes[*n].key).copied();
    chosen.ok_or_else(|| draft.impossible(format!("no active tenant can hold the {} row `{key}`", adapter.table())))
}
