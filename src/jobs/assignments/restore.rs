//! `assignments.restore`: gives policies the assignments that a backup has of them, under one restore run.
//!
//! An attempt sets each policy's assignments as a whole, so an attempt that is made again, by whomever, ends where one
//! would have ended. Before each call it asks whether the run is still ours: a process that slept through its lease
//! must not set what a later restore has changed. A dry run never comes to a call. The one line in the audit log is
//! written by the ledger, in the transaction in which the run ends.

use std::sync::Arc;

use sea_orm::ConnectionTrait;
use serde_json::Value as Json;

use super::dispatch::RESTORE;
use super::guard::{lost, stands_back, target};
use super::items::items;
use super::plan::{Asked, Step, plan};
use super::tally::{FAILED, Tally};
use crate::catalog::{self, Operation};
use crate::db::Db;
use crate::db::sql::statement;
use crate::engine::{Attempt, Refusal, Setback, Work};
use crate::graph::{Cause, DirectoryProvider, ProviderError};
use crate::jobs::provider::{Connected, connected, set_back};
use crate::ledger::{Ending, Failure, Scope};
use crate::problem::Result;

/// The statuses of a restore run in which it may change something.
const EXECUTING: [&str; 2] = ["queued", "running"];
/// Those in which nothing is left to do.
const OVER: [&str; 6] = ["completed", "partial", "failed", "cancelled", "aborted", "completed_with_errors"];

/// The work of `assignments.restore`.
#[derive(Debug)]
pub struct RestoreAssignments {
    provider: Arc<dyn DirectoryProvider>,
}

impl RestoreAssignments {
    /// Over this provider.
    #[must_use]
    pub fn new(provider: Arc<dyn DirectoryProvider>) -> Self {
        Self { provider }
    }

    /// Walks the steps; the error that ended the walk early, if one did.
    async fn walk(
        &self,
        attempt: &Attempt,
        connected: &Connected,
        steps: Vec<Step>,
        tally: &mut Tally,
    ) -> std::result::Result<Option<ProviderError>, Setback> {
        let count = steps.len();
        for (n, step) in steps.into_iter().enumerate() {
            let (item, policy, assignments) = match step {
                Step::Set { item, policy, assignments } => (item, policy, assignments),
                Step::WouldSet { .. } => {
                    tally.left();
                    continue;
                }
                Step::Cannot { item, reason_code, message } => {
                    tally.failed(item, reason_code, message);
                    continue;
                }
            };
            if !attempt.ledger.still_mine(attempt.ledger.db().reader(), &attempt.claim).await? {
                return Err(lost());
            }
            match self.provider.set_assignments(&connected.directory, &policy, &assignments).await {
                Ok(()) => tally.set(),
                Err(error) => {
                    tally.failed(item, error.reason_code(), &error.to_string());
                    if !is_about_the_item(&error) {
                        tally.not_reached(count - n - 1, error.reason_code());
                        return Ok(Some(error));
                    }
                }
            }
        }
        Ok(None)
    }
}

#[async_trait::async_trait]
impl Work for RestoreAssignments {
    fn operation(&self) -> &'static Operation {
        catalog::entry(RESTORE)
    }

    fn speaks_to_provider(&self) -> bool {
        true
    }

    /// Besides what holds for all work: that the restore run is being executed.
    async fn admit(&self, attempt: &Attempt) -> Result<Option<Refusal>> {
        let db = attempt.ledger.db();
        if let Some(refusal) = attempt.refusal(true).await? {
            return Ok(Some(refusal));
        }
        let Ok(id) = target(attempt, "restore_run_id", FAILED) else { return Ok(None) };
        Ok(restore_run(db, attempt.claim.scope, id).await?.and_then(|(status, asked)| prerequisite(&status, &asked)))
    }

    async fn attempt(&self, attempt: &Attempt) -> std::result::Result<Ending, Setback> {
        if let Some(ending) = stands_back(attempt).await? {
            return Ok(ending);
        }
        let operation = self.operation();
        let db = attempt.ledger.db();
        let id = target(attempt, "restore_run_id", FAILED)?;
        let Some((_, asked)) = restore_run(db, attempt.claim.scope, id).await? else {
            let failure = Failure::new(FAILED, "The restore run is gone, or belongs to another tenant");
            return Err(Setback::last(failure.because("assignments.restore_run_missing")));
        };
        let connected = connected(attempt, FAILED).await?;
        let items = items(db, attempt.claim.scope, &asked.requested_items).await?;
        let mut tally = Tally::default();
        let stopped = self.walk(attempt, &connected, plan(&asked, &items), &mut tally).await?;
        let ending = tally.ending(operation).with_context(connected.context());
        match stopped {
            None => Ok(ending),
            Some(error) => Err(set_back(ending, &error)),
        }
    }
}

/// Whether the next item may fare better.
fn is_about_the_item(error: &ProviderError) -> bool {
    match error.cause {
        Cause::NotFound | Cause::Refused | Cause::Unsupported => true,
        Cause::Throttled
        | Cause::Unreachable
        | Cause::Garbled
        | Cause::Unacceptable
        | Cause::AuthenticationFailed
        | Cause::PermissionDenied => false,
    }
}

/// What a person confirmed is being executed; anything else may not change a customer's directory. A dry run changes
/// nothing, so it may come as long as the restore is not over.
fn prerequisite(status: &str, asked: &Asked) -> Option<Refusal> {
    let may = if asked.is_dry_run { !OVER.contains(&status) } else { EXECUTING.contains(&status) };
    let message = || format!("The restore is {}, and not being executed", status.replace('_', " "));
    (!may).then(|| Refusal { reason_code: "execution_prerequisite_invalid", message: message() })
}

/// The status of a restore run of this tenant, and what it asks for.
async fn restore_run(db: &Db, scope: Scope, id: i64) -> Result<Option<(String, Asked)>> {
    let sql = "select status, backup_set_id, is_dry_run, requested_items, group_mapping from restore_runs \
               where id = $1 and tenant_id = $2 and workspace_id = $3 and deleted_at is null";
    let values = [id.into(), scope.tenant().into(), scope.workspace().into()];
    let Some(row) = db.reader().query_one_raw(statement(db.engine(), sql, values)).await? else { return Ok(None) };
    let requested: Json = row.try_get("", "requested_items")?;
    let mapping: Json = row.try_get("", "group_mapping")?;
    let asked = Asked {
        backup_set_id: row.try_get("", "backup_set_id")?,
        is_dry_run: row.try_get("", "is_dry_run")?,
        requested_items: requested.as_array().into_iter().flatten().filter_map(id_of).collect(),
        group_mapping: mapping.as_object().cloned().unwrap_or_default(),
    };
    Ok(Some((row.try_get("", "status")?, asked)))
}

/// The platform writes ids as numbers or as texts.
fn id_of(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
