//! The shadowed rows that a tenant's records ask for, and those in progress: each agrees with its shadow.

use super::super::words::{Adapter, Shadow};
use super::domain::{self, When};
use super::draft::Draft;
use super::shadow::{self, Stand};
use crate::problem::Result;

/// Work in progress last changed at least so many minutes ago, and at most so many.
const AT_WORK: (i64, i64) = (40, 600);

pub(super) fn add(draft: &mut Draft<'_>, home: usize) -> Result<()> {
    let Some(records) = draft.homes[home].records else { return Ok(()) };
    for adapter in Adapter::ALL {
        // In the order of a life, and not of the file's map.
        for (status, state) in adapter.statuses() {
            let count = records.by_status(adapter).get(*status).map_or(0, |count| count.0);
            for n in 0..count {
                add_one(draft, home, adapter, status, &format!("{status}/{n}"), *state)?;
            }
        }
    }
    Ok(())
}

/// One row and its shadow, if it has one.
pub(super) fn add_one(
    draft: &mut Draft<'_>,
    home: usize,
    adapter: Adapter,
    status: &str,
    key: &str,
    state: Shadow,
) -> Result<()> {
    let when = if state.is_active() {
        let row = draft.source.row(adapter.table(), &format!("{}/{key}", draft.homes[home].key));
        When::MinutesAgo(row.between("minutes_ago", AT_WORK.0, AT_WORK.1))
    } else {
        When::History
    };
    let row = domain::add(draft, home, adapter, status, key, when)?;
    if state != Shadow::None {
        let run = shadow::add(draft, &row, Stand::in_agreement(home, &row));
        domain::link(draft, adapter, row.ordinal, run);
    }
    if let (Adapter::RestoreRuns, Shadow::Over(..), Some(started)) = (adapter, state, row.life.started_at) {
        draft.homes[home].restored.push((row.ordinal, started));
    }
    Ok(())
}
