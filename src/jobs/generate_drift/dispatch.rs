//! How a host asks for two backups to be compared.

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::read::{self, Set};
use crate::catalog;
use crate::db::Db;
use crate::db::sql::statement;
use crate::ledger::{Ensured, Initiator, Ledger, Request, Scope};
use crate::problem::{Problem, Result};

/// The type.
pub const DRIFT: &str = "drift.generate";

/// A wish to know what has changed in a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The tenant.
    pub scope: Scope,
    /// The backup that says how it is.
    pub current_set_id: i64,
    /// The one that says how it was; nothing for the whole one before it of the same schedule.
    pub baseline_set_id: Option<i64>,
    /// Who asks.
    pub initiator: Initiator,
}

/// Queues the comparison, or finds the run that makes it.
///
/// # Errors
/// `drift.set_missing` and `drift.no_baseline`; else as `Ledger::dispatch`.
pub async fn dispatch(ledger: &Ledger, wanted: &Drift) -> Result<Ensured> {
    let Drift { scope, current_set_id, baseline_set_id, initiator } = wanted;
    let db = ledger.db();
    let current = read::set(db, *scope, *current_set_id).await?.ok_or_else(|| missing(*current_set_id))?;
    let baseline = match baseline_set_id {
        Some(id) => *id,
        None => before(db, *scope, &current).await?.ok_or_else(|| {
            let message = format!("there is no whole backup before set {current_set_id} to compare it with");
            Problem::request("drift.no_baseline", message).next("name one, or wait for the next backup of the schedule")
        })?,
    };
    let context = json!({
        "baseline_set_id": baseline, "current_set_id": current_set_id, "scope_key": scope_key(&current),
    });
    let identity = json!({ "baseline_set_id": baseline, "current_set_id": current_set_id });
    let request =
        Request { initiator: initiator.clone(), context, ..Request::new(*scope, catalog::find(DRIFT)?, identity) };
    ledger.dispatch(request).await
}

/// Findings of one schedule's backups are one series; those of sets that none made are another.
pub(super) fn scope_key(current: &Set) -> String {
    current.backup_schedule_id.map_or_else(|| "policies".to_owned(), |id| format!("backup_schedule:{id}"))
}

async fn before(db: &Db, scope: Scope, current: &Set) -> Result<Option<i64>> {
    let sql = "select b.id from backup_sets b join backup_sets c on c.id = $1 where b.tenant_id = $2 and b.workspace_id = $3 \
               and b.backup_schedule_id = c.backup_schedule_id and b.status = 'completed' and b.deleted_at is null \
               and (b.created_at, b.id) < (c.created_at, c.id) order by b.created_at desc, b.id desc limit 1";
    let values = [current.side.backup_set_id.into(), scope.tenant().into(), scope.workspace().into()];
    let row = db.reader().query_one_raw(statement(db.engine(), sql, values)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

fn missing(id: i64) -> Problem {
    Problem::request("drift.set_missing", format!("this tenant has no backup set {id}"))
        .next("it may have been deleted")
}
