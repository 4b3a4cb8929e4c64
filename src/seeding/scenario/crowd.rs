//! What the types of a population cannot say: types that go together, a cadence that fills a day, shares that come to a
//! hundred.

use super::check::{Checked, wrong};
use crate::catalog::{self, ScopeKind};
use crate::seeding::population::address::{ITEMS, WORKSPACES};
use crate::seeding::population::model::{Outcomes, Population};

const MINUTES: i64 = 24 * 60;

pub(super) fn check(population: &Population) -> Checked {
    if population.workspaces.0 < 1 || population.workspaces.0 > i64::from(WORKSPACES) {
        return wrong(population.workspaces.span(), format!("a population has 1 to {WORKSPACES} workspaces"));
    }
    let a_day = population.times_a_day.0;
    if a_day < 1 || MINUTES % a_day != 0 {
        return wrong(
            population.times_a_day.span(),
            "a day must be cut into equal parts of whole minutes: 1, 2, 3, 4, 24 …",
        );
    }
    cycle(population, MINUTES / a_day)?;
    if population.items_per_backup.0 < 1 || population.items_per_backup.0 > i64::from(ITEMS) {
        return wrong(population.items_per_backup.span(), format!("a backup has 1 to {ITEMS} items"));
    }
    for (share, what) in [(&population.asked_for, "asked_for"), (&population.in_progress, "in_progress")] {
        if share.0 > 100 {
            return wrong(share.span(), format!("{what} is a number of percent"));
        }
    }
    let Outcomes { succeeded, partially_succeeded, failed, blocked } = *population.outcomes;
    let shares = [succeeded, partially_succeeded, failed, blocked];
    if shares.iter().any(|share| *share < 0) || shares.iter().sum::<i64>() != 100 {
        return wrong(population.outcomes.span(), "the outcomes are shares in percent and come to 100");
    }
    Ok(())
}

fn cycle(population: &Population, minutes: i64) -> Checked {
    let (names, span) = (&population.cycle, population.cycle.span());
    if names.is_empty() || i64::try_from(names.len()).unwrap_or(i64::MAX) > minutes {
        let message = format!("a slot comes every {minutes} minutes, so a cycle has 1 to {minutes} pieces of work");
        return wrong(span, message);
    }
    for name in names.iter() {
        let operation = match catalog::find(name) {
            Ok(operation) if operation.name == name => operation,
            Ok(operation) => return wrong(span, format!("`{name}` is spelt `{}` today", operation.name)),
            Err(problem) => return wrong(span, problem.message),
        };
        if operation.scope != ScopeKind::Tenant {
            return wrong(span, format!("`{name}` is work of a workspace, and a cycle that of a tenant"));
        }
        let at_most_once = matches!(
            operation.name,
            "backup_schedule.scheduled" | "inventory.sync" | "restore.execute" | "directory_groups.sync"
        );
        if at_most_once && names.iter().filter(|other| *other == name).count() > 1 {
            return wrong(span, format!("`{name}` stands at most once in a cycle: its records are one a slot"));
        }
    }
    Ok(())
}
