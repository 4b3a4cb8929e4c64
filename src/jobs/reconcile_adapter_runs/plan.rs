//! What is to be done about one observed pair: a pure function of the pair, the options and the time (R2, R3).
//!
//! The order of the questions matters. Proof comes before agreement: a run that rests on somebody else's record is
//! reported even when the two happen to agree, because nothing that follows from it can be believed.

use serde_json::json;

use super::decision::{Action, Decision};
use super::mismatch::Mismatch;
use super::options::Options;
use crate::adapters::proof::doubt;
use crate::adapters::{Adapter, Ended, Expected, Pair, Record, Shadow};
use crate::clock::Instant;
use crate::ledger::{
    Closing, Ending, Evidence, Failures, Imported, Initiator, Outcome, Recovery, Scope, Starting, Status,
};

/// From where a pass looks at a pair.
#[derive(Debug, Clone, Copy)]
pub struct Standpoint<'a> {
    /// What it was asked.
    pub options: &'a Options,
    /// When it looks.
    pub now: Instant,
    /// The run of the pass, for the evidence; a dry run has none.
    pub by_run: Option<i64>,
}

/// What to do about `pair`; nothing when shadow and record agree, or when either changed too recently.
#[must_use]
pub fn decide(adapter: &'static Adapter, pair: &Pair, standpoint: Standpoint<'_>) -> Option<Decision> {
    let changed_at = match pair {
        Pair::Open(shadow, record) => {
            record.as_ref().map_or(shadow.changed_at, |record| record.changed_at.max(shadow.changed_at))
        }
        Pair::Unshadowed(record) => record.changed_at,
        Pair::Ended(record, ended) => record.changed_at.max(ended.changed_at),
    };
    // A time in the future counts as just now: clocks of several machines need not agree.
    let at_rest = (standpoint.now - changed_at).to_std().is_ok_and(|age| age >= standpoint.options.older_than);
    if !at_rest {
        return None;
    }
    match pair {
        Pair::Open(shadow, Some(record)) => open(adapter, shadow, record, standpoint),
        Pair::Open(shadow, None) => Some(gone(adapter, shadow, standpoint)),
        Pair::Unshadowed(record) => missing(adapter, record, standpoint),
        Pair::Ended(record, ended) => Some(behind(adapter, record, ended)),
    }
}

fn open(adapter: &'static Adapter, shadow: &Shadow, record: &Record, standpoint: Standpoint<'_>) -> Option<Decision> {
    let Shadow { claim, status, .. } = shadow;
    let now = standpoint.now;
    let noun = adapter.noun;
    let decision = |mismatch, reason, action| Decision {
        workspace_id: claim.scope.workspace(),
        table: adapter.table,
        mismatch,
        run_id: Some(claim.run_id),
        record_id: Some(record.id),
        reason,
        action,
    };
    if let Some(doubt) = doubt(shadow, record) {
        let reason = format!("{noun} {} {doubt}, so it proves nothing about operation #{}", record.id, claim.run_id);
        return Some(decision(Mismatch::ScopeMismatch, reason, Action::Attention { run_id: claim.run_id }));
    }
    let expected = adapter.expected(&record.status)?;
    if record.is_deleted && expected.is_active() {
        // Nobody will work on it any more, and nothing else would ever end its operation.
        return Some(gone(adapter, shadow, standpoint));
    }
    match (expected, status) {
        (Expected::Ended(outcome, code), _) => {
            let reason = format!(
                "{noun} {} is {}, operation #{} still {}",
                record.id,
                record.status,
                claim.run_id,
                status.as_str()
            );
            let ending = ended_as(adapter, record, outcome, code)
                .recovered(recovery(Mismatch::ShadowBehind, evidence(adapter, record), standpoint))
                .at(Some(record.finished_at.unwrap_or(record.changed_at).min(now)));
            Some(decision(Mismatch::ShadowBehind, reason, Action::Close(Closing::reconciled(claim, *status, ending))))
        }
        (Expected::Running, Status::Queued) => {
            let reason = format!("{noun} {} is running, operation #{} still queued", record.id, claim.run_id);
            let starting = Starting { seen: *claim, started_at: record.started_at.map(|at| at.min(now)) };
            Some(decision(Mismatch::ShadowNotStarted, reason, Action::Start(starting)))
        }
        // Agreement, or a record that went back: a shadow never does.
        (Expected::Running | Expected::Queued | Expected::Absent, _) => None,
    }
}

fn gone(adapter: &'static Adapter, shadow: &Shadow, standpoint: Standpoint<'_>) -> Decision {
    let Shadow { claim, status, names, .. } = shadow;
    let (reason, evidence) = match names {
        Some(id) => (
            format!("{} {id}, which operation #{} shadows, no longer exists", adapter.noun, claim.run_id),
            Evidence { table: adapter.table, id: Some(*id), status: None },
        ),
        None => (
            format!("Operation #{} names no record of {} and none names it", claim.run_id, adapter.table),
            Evidence { table: adapter.table, id: None, status: None },
        ),
    };
    let ending = Ending::failed(Failures::one(Mismatch::DomainMissing.code(), &reason)).recovered(recovery(
        Mismatch::DomainMissing,
        evidence,
        standpoint,
    ));
    Decision {
        workspace_id: claim.scope.workspace(),
        table: adapter.table,
        mismatch: Mismatch::DomainMissing,
        run_id: Some(claim.run_id),
        record_id: *names,
        reason,
        action: Action::Close(Closing::reconciled(claim, *status, ending)),
    }
}

fn missing(adapter: &'static Adapter, record: &Record, standpoint: Standpoint<'_>) -> Option<Decision> {
    let now = standpoint.now;
    let expected = adapter.expected(&record.status)?;
    let operation = crate::catalog::find(adapter.operation()?).ok()?;
    let (status, ending) = match expected {
        Expected::Absent => return None,
        Expected::Queued => (Status::Queued, None),
        Expected::Running => (Status::Running, None),
        Expected::Ended(outcome, code) => {
            let ending = ended_as(adapter, record, outcome, code)
                .recovered(recovery(Mismatch::ShadowMissing, evidence(adapter, record), standpoint))
                .at(Some(record.finished_at.unwrap_or(record.changed_at).min(now)));
            // It is closed in the same transaction; until then it is what an ended run was before.
            (if record.started_at.is_some() { Status::Running } else { Status::Queued }, Some(ending))
        }
    };
    let created_at = record.created_at.min(now);
    let started_at =
        (status == Status::Running).then(|| record.started_at.unwrap_or(record.changed_at).clamp(created_at, now));
    let mut context = json!({ adapter.context_key: record.id });
    if ending.is_none() {
        context["reconciliation"] = json!(recovery(Mismatch::ShadowMissing, evidence(adapter, record), standpoint));
    }
    let shadow = Imported {
        id: None,
        scope: Scope::Tenant { workspace: record.workspace_id, tenant: record.tenant_id },
        operation,
        identity: json!({ adapter.context_key: record.id }),
        initiator: Initiator::system(),
        status,
        outcome: Outcome::Pending,
        counts: json!({}),
        failures: Failures::default(),
        context,
        scheduled_for: None,
        attempt: i32::from(status == Status::Running),
        reconciled_at: Some(now),
        started_at,
        completed_at: None,
        created_at,
        updated_at: now,
    };
    Some(Decision {
        workspace_id: record.workspace_id,
        table: adapter.table,
        mismatch: Mismatch::ShadowMissing,
        run_id: None,
        record_id: Some(record.id),
        reason: format!("{} {} is {} and has no operation", adapter.noun, record.id, record.status),
        action: Action::Create { shadow: Box::new(shadow), record_id: record.id, ending },
    })
}

fn behind(adapter: &'static Adapter, record: &Record, ended: &Ended) -> Decision {
    let own = ended.scope == Scope::Tenant { workspace: record.workspace_id, tenant: record.tenant_id };
    let (mismatch, reason) = if own {
        let reason = format!(
            "Operation #{} has ended, but {} {} is still {}",
            ended.run_id, adapter.noun, record.id, record.status
        );
        (Mismatch::DomainBehind, reason)
    } else {
        let reason = format!(
            "{} {} is linked to operation #{}, which is somebody else's",
            adapter.noun, record.id, ended.run_id
        );
        (Mismatch::ScopeMismatch, reason)
    };
    Decision {
        workspace_id: record.workspace_id,
        table: adapter.table,
        mismatch,
        run_id: Some(ended.run_id),
        record_id: Some(record.id),
        reason,
        action: Action::Attention { run_id: ended.run_id },
    }
}

fn ended_as(adapter: &Adapter, record: &Record, outcome: Outcome, code: &str) -> Ending {
    let said = record.reason.as_deref().map(str::trim).filter(|said| !said.is_empty());
    let message = match said {
        Some(said) => format!("{} {} ended as {}: {said}", adapter.noun, record.id, record.status),
        None => format!("{} {} ended as {}", adapter.noun, record.id, record.status),
    };
    match outcome {
        Outcome::Pending | Outcome::Succeeded => Ending::succeeded(),
        Outcome::PartiallySucceeded => Ending::partially(Failures::one(code, &message)),
        Outcome::Blocked => Ending::blocked(Failures::one(code, &message)),
        Outcome::Failed => Ending::failed(Failures::one(code, &message)),
    }
}

fn evidence(adapter: &Adapter, record: &Record) -> Evidence {
    Evidence { table: adapter.table, id: Some(record.id), status: adapter.spelled(&record.status) }
}

fn recovery(mismatch: Mismatch, evidence: Evidence, standpoint: Standpoint<'_>) -> Recovery {
    Recovery { reason: mismatch.code(), evidence, reconciled_at: standpoint.now, by_run_id: standpoint.by_run }
}
