//! How a host asks for assignments to be fetched or restored (L9): the run exists before any work does, and the workers
//! take it from the ledger.
//!
//! Two requests are the same work when they name the same run, or else when tenant, type and target are the same; the
//! target is the backup item of a fetch and the restore run of a restore. A run that did that work within the last 15
//! minutes answers (`ledger::cooldown`). Nothing of a payload enters the identity.

use serde_json::{Value as Json, json};

use crate::catalog;
use crate::ledger::{Cooled, Holder, Initiator, Ledger, Request, Scope, Status};
use crate::problem::{Problem, Result};

/// The type of a fetch.
pub const FETCH: &str = "assignments.fetch";
/// The type of a restore.
pub const RESTORE: &str = "assignments.restore";

/// A wish to fetch the assignments of one backup item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// The workspace of the tenant.
    pub workspace_id: i64,
    /// The tenant whose backup it is.
    pub tenant_id: i64,
    /// The backup set.
    pub backup_set_id: i64,
    /// The item of it.
    pub backup_item_id: i64,
    /// Who asks.
    pub initiator: Initiator,
    /// The run to use, when the host has made one; then none is made here.
    pub operation_run_id: Option<i64>,
}

/// A wish to restore the assignments that a restore run asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restore {
    /// The workspace of the tenant.
    pub workspace_id: i64,
    /// The tenant to restore to.
    pub tenant_id: i64,
    /// The restore run under which it happens.
    pub restore_run_id: i64,
    /// The backup set from which it is restored.
    pub backup_set_id: i64,
    /// Who asks.
    pub initiator: Initiator,
    /// The run to use, when the host has made one; then none is made here.
    pub operation_run_id: Option<i64>,
}

/// Queues a fetch, or finds the run that does it or has just done it.
///
/// # Errors
/// `assignments.run_mismatch` when the run that was given is about something else; else as `Ledger::ensure_cooled`.
pub async fn dispatch_fetch(ledger: &Ledger, wanted: &Fetch) -> Result<Cooled> {
    ask(ledger, wanted.operation_run_id, fetch_request(wanted)?).await
}

/// The same for many, in their order; in a handful of statements where no runs are given.
///
/// # Errors
/// As [`dispatch_fetch`].
pub async fn dispatch_fetches(ledger: &Ledger, wanted: &[Fetch]) -> Result<Vec<Cooled>> {
    if wanted.iter().all(|fetch| fetch.operation_run_id.is_none()) {
        let requests: Vec<Request> = wanted.iter().map(fetch_request).collect::<Result<_>>()?;
        return ledger.ensure_cooled_many(&requests).await;
    }
    let mut answers = Vec::with_capacity(wanted.len());
    for fetch in wanted {
        answers.push(dispatch_fetch(ledger, fetch).await?);
    }
    Ok(answers)
}

/// Queues a restore, or finds the run that does it or has just done it.
///
/// # Errors
/// As [`dispatch_fetch`].
pub async fn dispatch_restore(ledger: &Ledger, wanted: &Restore) -> Result<Cooled> {
    let Restore { workspace_id, tenant_id, restore_run_id, backup_set_id, initiator, operation_run_id } = wanted;
    let scope = Scope::Tenant { workspace: *workspace_id, tenant: *tenant_id };
    let request = Request {
        initiator: initiator.clone(),
        context: json!({ "restore_run_id": restore_run_id, "backup_set_id": backup_set_id }),
        ..Request::new(scope, catalog::find(RESTORE)?, json!({ "restore_run_id": restore_run_id }))
    };
    ask(ledger, *operation_run_id, request).await
}

fn fetch_request(wanted: &Fetch) -> Result<Request> {
    let Fetch { workspace_id, tenant_id, backup_set_id, backup_item_id, initiator, operation_run_id: _ } = wanted;
    let scope = Scope::Tenant { workspace: *workspace_id, tenant: *tenant_id };
    Ok(Request {
        initiator: initiator.clone(),
        context: json!({ "backup_set_id": backup_set_id, "backup_item_id": backup_item_id }),
        ..Request::new(scope, catalog::find(FETCH)?, json!({ "backup_item_id": backup_item_id }))
    })
}

async fn ask(ledger: &Ledger, given: Option<i64>, request: Request) -> Result<Cooled> {
    match given {
        None => ledger.ensure_cooled(request).await,
        Some(run_id) => use_run(ledger, run_id, &request).await,
    }
}

/// The run that was given is the identity: it does the work, or has done it, and no other is made.
async fn use_run(ledger: &Ledger, run_id: i64, request: &Request) -> Result<Cooled> {
    let Request { scope, operation, identity, .. } = request;
    let run = ledger.run(run_id).await?.filter(|run| {
        let same_target = identity.as_object().into_iter().flatten().all(|(key, id)| target(&run.context, key) == *id);
        run.operation == operation.name && Scope::of(run.workspace_id, run.tenant_id) == *scope && same_target
    });
    let Some(run) = run else {
        let message = format!("operation #{run_id} is no `{}` of this tenant and target", operation.name);
        return Err(Problem::request("assignments.run_mismatch", message)
            .next("give the run that was made for this very work, or none: one is then made"));
    };
    let status = Status::parse(&run.status).unwrap_or(Status::Running);
    let holder = Holder { run_id, status, initiator_name: run.initiator_name };
    Ok(if status.is_active() { Cooled::Existing(holder) } else { Cooled::Recent(holder) })
}

/// A host may have written the id as a text.
fn target(context: &Json, key: &str) -> Json {
    let value = &context[key];
    value.as_str().and_then(|text| text.parse::<i64>().ok()).map_or_else(|| value.clone(), Json::from)
}
