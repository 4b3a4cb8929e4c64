//! One run and what stands around it: its lease, its line in the audit log, the slots that it kept from running, its
//! message to whoever started it, and what is usual for its type.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::band::{self, Band};
use crate::hub::failure::Failure;
use crate::hub::pages::operations::filter::{Filter, Page};
use crate::hub::pages::operations::read::{self as list, Operation};
use crate::hub::view::{Answer, View};
use crate::ledger::read::Run;
use crate::sanitizer::scrub_json;

/// Rows of each of the lists beside a run.
const BESIDE: usize = 50;

/// A run with everything around it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Whole {
    /// The run as lists show it.
    #[serde(flatten)]
    pub operation: Operation,
    /// What it counted.
    pub summary_counts: Json,
    /// What went wrong, with codes.
    pub failure_summary: Json,
    /// When recovery ended or made it.
    pub reconciled_at: Option<DateTime<Utc>>,
    /// The earliest start that was asked for.
    pub available_at: Option<DateTime<Utc>>,
    /// How long runs of this type usually take here.
    pub usual: Option<Band>,
    /// What the audit log says of it, oldest first.
    pub audit: Vec<AuditLine>,
    /// Slots that did not run because this one did.
    pub kept_from_running: Vec<Kept>,
    /// Operations that its context names.
    pub related: Vec<Related>,
    /// What helps to repair it; left out for those who may only look.
    pub diagnostics: Option<Diagnostics>,
    /// When this was so.
    pub at: DateTime<Utc>,
}

/// A line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditLine {
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who.
    pub actor_name: String,
    /// What.
    pub action: String,
    /// How it went.
    pub outcome: String,
    /// For people.
    pub summary: Option<String>,
}

/// A slot that did not run because an earlier run was active.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Kept {
    /// The schedule.
    pub schedule: String,
    /// The slot.
    pub slot: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// An operation that the context of another names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Related {
    /// What it is to this one.
    pub what: &'static str,
    /// Its id.
    pub id: i64,
}

/// What helps to repair a run.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Diagnostics {
    /// What makes it the same work as another.
    pub run_identity_hash: String,
    /// Token of the present claim.
    pub claim_token: i64,
    /// Who works on it.
    pub worker: Option<String>,
    /// Until when that worker has promised to be alive.
    pub lease_until: Option<DateTime<Utc>>,
    /// Where it came from and what was done to it.
    pub context: Json,
    /// The last change of the row.
    pub updated_at: DateTime<Utc>,
}

/// The run with this id.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that the visitor may see; a database problem.
pub async fn read(view: &View, id: i64) -> Answer<Whole> {
    let operation = row(view, id).await?;
    let run = crate::ledger::read::readable(view.engine(), id).one(view.connection()).await?.map(Run::from);
    let run = run.ok_or(Failure::NotFound)?;
    let lease = view
        .one(
            "select worker, expires_at from operation_run_leases where run_id = $1 and claim_token = $2",
            [id.into(), run.claim_token.into()],
        )
        .await?;
    let (worker, lease_until) = match lease {
        Some(lease) => (Some(lease.try_get("", "worker")?), Some(lease.try_get("", "expires_at")?)),
        None => (None, None),
    };
    let context = scrub_json(&run.context);
    let diagnostics = Diagnostics {
        run_identity_hash: run.run_identity_hash.clone(),
        claim_token: run.claim_token,
        worker,
        lease_until,
        context: context.clone(),
        updated_at: run.updated_at,
    };
    Ok(Whole {
        usual: band::read(view, &operation.operation, operation.workspace.id).await?,
        audit: audit(view, id).await?,
        kept_from_running: kept(view, id).await?,
        related: related(view, &context).await?,
        summary_counts: run.summary_counts,
        failure_summary: scrub_json(&run.failure_summary),
        reconciled_at: run.reconciled_at,
        available_at: run.available_at,
        diagnostics: Some(diagnostics),
        at: view.now(),
        operation,
    })
}

/// The run as a list shows it.
async fn row(view: &View, id: i64) -> Answer<Operation> {
    let only = Filter { id: Some(id), ..Filter::default() };
    let listed = list::read(view, &only, Page { before: None, limit: 1 }).await?;
    listed.operations.into_iter().next().ok_or(Failure::NotFound)
}

async fn audit(view: &View, id: i64) -> Answer<Vec<AuditLine>> {
    let sql = format!(
        "select a.recorded_at, a.actor_name, a.action, a.outcome, a.summary from audit_logs a \
         where a.resource_type = 'operation_run' and a.resource_id = $1 and {} order by a.id limit {BESIDE}",
        view.scope().rows("a")
    );
    let rows = view.all(&sql, [id.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(AuditLine {
                recorded_at: row.try_get("", "recorded_at")?,
                actor_name: row.try_get("", "actor_name")?,
                action: row.try_get("", "action")?,
                outcome: row.try_get("", "outcome")?,
                summary: row.try_get("", "summary")?,
            })
        })
        .collect()
}

/// Skips name the run itself, so who sees the run sees them.
async fn kept(view: &View, id: i64) -> Answer<Vec<Kept>> {
    let sql = format!(
        "select s.schedule_key as schedule, s.slot, s.reason from schedule_skips s where s.blocking_run_id = $1 \
         union all select 'backup schedule ' || cast(s.backup_schedule_id as text), s.slot, s.reason \
         from backup_schedule_skips s where s.blocking_run_id = $1 order by slot desc limit {BESIDE}"
    );
    let rows = view.all(&sql, [id.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Kept {
                schedule: row.try_get("", "schedule")?,
                slot: row.try_get("", "slot")?,
                reason: row.try_get("", "reason")?,
            })
        })
        .collect()
}

/// The operations that a context names, as far as they may be seen.
async fn related(view: &View, context: &Json) -> Answer<Vec<Related>> {
    let named = [
        ("It was answered by", &context["dispatch"]["answered_by"]),
        ("It was reconciled by", &context["reconciliation"]["by_run_id"]),
        ("Baseline", &context["baseline_run_id"]),
        ("Compared with", &context["current_run_id"]),
    ];
    let mut related = Vec::new();
    for (what, id) in named {
        let id = id.as_i64().or_else(|| id.as_str().and_then(|text| text.parse().ok()));
        let Some(id) = id.filter(|id| *id > 0) else { continue };
        let sql = format!("select count(*) from operation_runs r where r.id = {id} and {}", view.scope().rows("r"));
        if view.count(&sql, []).await? > 0 {
            related.push(Related { what, id });
        }
    }
    Ok(related)
}
