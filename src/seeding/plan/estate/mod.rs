//! What a tenant owns.
//!
//! * [`policies`]: what is configured.
//! * [`schedules`]: when it is backed up; slots are plain arithmetic.
//! * [`backups`]: what was backed up at those slots, with the ledger run that did it.

mod backups;
mod policies;
mod schedules;

use super::draft::Draft;
use super::index;
use crate::problem::Result;

pub(super) fn add(draft: &mut Draft<'_>, home: usize) -> Result<()> {
    let Some(records) = draft.homes[home].records else { return Ok(()) };
    for n in 0..records.policies.0 {
        policies::add(draft, home, n, records.items_per_set.0);
    }
    for n in 0..records.backup_schedules.0 {
        schedules::add(draft, home, n)?;
    }
    let schedules = records.backup_schedules.0;
    for n in 0..records.backup_sets.0 {
        backups::add(draft, home, index(n % schedules), n / schedules, records.items_per_set.0)?;
    }
    Ok(())
}
