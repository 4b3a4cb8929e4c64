//! The run that shadows a domain row: in agreement, or wherever drift has left it.

use super::super::rows::Ordinal;
use super::super::words::Shadow;
use super::domain::DomainRow;
use super::draft::{Draft, Person};
use super::life::{Life, Tally, failures};
use super::{Run, ordinal};
use crate::ledger::{Outcome, Status};

/// Where a shadow stands, and for whom.
pub(super) struct Stand {
    pub(super) home: usize,
    pub(super) state: Shadow,
    pub(super) life: Life,
    pub(super) person: Option<Person>,
}

impl Stand {
    /// As the domain row says.
    pub(super) fn in_agreement(home: usize, row: &DomainRow) -> Self {
        Self { home, state: row.state, life: row.life, person: row.person.clone() }
    }

    /// Behind or ahead of the domain row.
    pub(super) fn apart(home: usize, row: &DomainRow, state: Shadow) -> Self {
        Self { home, state, life: row.life.of_a_shadow_at(state), person: row.person.clone() }
    }
}

/// Adds the run; the domain row is not touched.
pub(super) fn add(draft: &mut Draft<'_>, row: &DomainRow, stand: Stand) -> Ordinal {
    let Stand { home, state, life, person } = stand;
    let home = &draft.homes[home];
    let (status, outcome) = state.run().unwrap_or((Status::Queued, Outcome::Pending));
    let place = ordinal(draft.plan.runs.len());
    let values = draft.source.row(row.adapter.table(), &row.key);
    let run = Run {
        key: format!("{}/{}", row.adapter.table(), row.key),
        workspace: home.workspace,
        tenant: Some(home.tenant),
        user: person.as_ref().map(|person| person.ordinal),
        initiator: person.map_or_else(|| "System".to_owned(), |person| person.name),
        operation: row.operation,
        identity: row.identity.clone(),
        context: row.context.clone(),
        status,
        outcome,
        counts: Tally::new(&values, state, row.total).to_json(state),
        failures: failures(&values, state),
        scheduled_for: row.scheduled_for,
        created_at: life.created_at,
        started_at: life.started_at,
        completed_at: life.finished_at,
        updated_at: life.updated_at,
    };
    draft.plan.runs.push(run);
    place
}
