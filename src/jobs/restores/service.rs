//! A change of status of a restore run: asked of the table of what may follow, written, mirrored and audited, all of it
//! in one transaction.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::Value as Json;

use super::shadow;
use super::status::RestoreStatus;
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::statement;
use crate::domain::audit::{self, Line};
use crate::ledger::{Initiator, Ledger, Scope};
use crate::problem::{Problem, Result};
use crate::sanitizer::{SafeText, scrub_json};

/// A wish for another status.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Whose restore it is: an id of another tenant is no id.
    pub scope: Scope,
    /// The restore run.
    pub restore_run_id: i64,
    /// What it is to become.
    pub to: RestoreStatus,
    /// Who says so.
    pub by: Initiator,
    /// Whether a person has said that this restore shall really change the tenant; asked for before one that is not
    /// a dry run is queued.
    pub confirmed: bool,
    /// Why it failed or was called off.
    pub reason: Option<String>,
    /// What became of it, for its own record.
    pub results: Option<Json>,
    /// The counts of its end, for the ledger.
    pub counts: Json,
}

/// What became of the wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// What it was.
    pub from: RestoreStatus,
    /// Its run in the ledger, from `previewed` on.
    pub operation_run_id: Option<i64>,
    /// Whether anything was written: it may have been there already.
    pub is_new: bool,
}

/// A restore run, as it is read and held for a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Restore {
    /// Its id.
    pub id: i64,
    /// Whose it is.
    pub scope: Scope,
    /// The backup set from which it restores.
    pub backup_set_id: i64,
    /// Where it stands.
    pub status: RestoreStatus,
    /// Whether it only shows what it would do.
    pub is_dry_run: bool,
    /// Who asked for it.
    pub requested_by: Option<Initiator>,
    /// Its run in the ledger.
    pub operation_run_id: Option<i64>,
}

impl Change {
    /// A plain change to `to`.
    #[must_use]
    pub fn new(scope: Scope, restore_run_id: i64, to: RestoreStatus, by: Initiator) -> Self {
        Self { scope, restore_run_id, to, by, confirmed: false, reason: None, results: None, counts: Json::Null }
    }
}

/// Changes the status.
///
/// # Errors
/// `restore.not_found`, `restore.transition_refused`, `restore.confirmation_required`, `restore.shadow_foreign`, or a
/// database problem; then nothing was written.
pub async fn change(ledger: &Ledger, wanted: &Change) -> Result<Changed> {
    let tx = ledger.db().begin().await?;
    match change_in(ledger, &tx, wanted).await {
        Ok(done) => {
            tx.commit().await?;
            Ok(done)
        }
        Err(problem) => {
            tx.rollback().await?;
            Err(problem)
        }
    }
}

/// The same inside a transaction of the caller.
///
/// # Errors
/// As [`change`]; the caller then rolls back.
pub async fn change_in(ledger: &Ledger, tx: &DatabaseTransaction, wanted: &Change) -> Result<Changed> {
    let engine = ledger.db().engine();
    let restore = find_in(tx, engine, wanted.scope, wanted.restore_run_id).await?;
    let (from, to) = (restore.status, wanted.to);
    if from == to {
        return Ok(Changed { from, operation_run_id: restore.operation_run_id, is_new: false });
    }
    legal(&restore, wanted)?;
    let now = ledger.now();
    write(tx, engine, &restore, wanted, now).await?;
    let operation_run_id = shadow::follow(ledger, tx, &restore, wanted, now).await?;
    if to == RestoreStatus::Queued && !restore.is_dry_run {
        let line = Line {
            workspace_id: Some(restore.scope.workspace()),
            tenant_id: restore.scope.tenant(),
            user_id: wanted.by.user_id,
            is_person: wanted.by.user_id.is_some(),
            actor: &wanted.by.name,
            action: "restore_run.confirmed",
            resource: ("restore_run", restore.id),
            summary: "A restore was confirmed that changes the tenant",
        };
        audit::write_in(tx, engine, line, now).await?;
    }
    Ok(Changed { from, operation_run_id, is_new: true })
}

fn legal(restore: &Restore, wanted: &Change) -> Result<()> {
    let (from, to) = (restore.status, wanted.to);
    if !from.next().contains(&to) {
        let message = format!("restore {} is {} and cannot become {}", restore.id, from.as_str(), to.as_str());
        let next: Vec<&str> = from.next().iter().map(|status| status.as_str()).collect();
        let next = if next.is_empty() {
            "it is over; begin another restore".into()
        } else {
            format!("it may become {}", next.join(", "))
        };
        return Err(Problem::request("restore.transition_refused", message).next(next));
    }
    if to == RestoreStatus::Queued && !restore.is_dry_run && !wanted.confirmed {
        let message = format!("restore {} would change the tenant, and nobody has confirmed it", restore.id);
        return Err(Problem::request("restore.confirmation_required", message)
            .next("show the preview, ask a person, and say so in the change"));
    }
    Ok(())
}

/// Reads the restore run and holds it until the transaction ends.
async fn find_in(tx: &DatabaseTransaction, engine: Engine, scope: Scope, id: i64) -> Result<Restore> {
    let (dry, lock) =
        if engine == Engine::Postgres { ("d.is_dry_run", " for update of d") } else { ("d.is_dry_run = 1", "") };
    let sql = format!(
        "select d.status, d.backup_set_id, case when {dry} then 1 else 0 end as dry, d.operation_run_id, d.requested_by, u.name \
         from restore_runs d left join users u on u.id = d.requested_by \
         where d.id = $1 and d.workspace_id = $2 and d.tenant_id = $3 and d.deleted_at is null{lock}"
    );
    let values = [id.into(), scope.workspace().into(), scope.tenant().into()];
    let row = tx.query_one_raw(statement(engine, &sql, values)).await?.ok_or_else(|| {
        Problem::request("restore.not_found", format!("this tenant has no restore {id}"))
            .next("it may have been deleted")
    })?;
    let status: String = row.try_get("", "status")?;
    let status = RestoreStatus::parse(&status).ok_or_else(|| {
        Problem::work("restore.status_unknown", format!("restore {id} is in a status that nobody declared"))
    })?;
    let dry = row.try_get::<i32>("", "dry").map(i64::from).or_else(|_| row.try_get("", "dry"))?;
    let user: Option<i64> = row.try_get("", "requested_by")?;
    let name: Option<String> = row.try_get("", "name")?;
    Ok(Restore {
        id,
        scope,
        backup_set_id: row.try_get("", "backup_set_id")?,
        status,
        is_dry_run: dry == 1,
        requested_by: user.zip(name).map(|(id, name)| Initiator::user(id, name)),
        operation_run_id: row.try_get("", "operation_run_id")?,
    })
}

async fn write(
    tx: &DatabaseTransaction,
    engine: Engine,
    restore: &Restore,
    wanted: &Change,
    now: Instant,
) -> Result<()> {
    let sql = "update restore_runs set status = $2, updated_at = $3, started_at = coalesce(started_at, $4), completed_at = $5, \
               failure_reason = coalesce($6, failure_reason), results = coalesce($7, results) where id = $1 and status = $8";
    let reason = wanted.reason.as_deref().map(|reason| SafeText::message(reason).into_string());
    let values = [
        restore.id.into(),
        wanted.to.as_str().into(),
        now.into(),
        (wanted.to == RestoreStatus::Running).then_some(now).into(),
        wanted.to.is_over().then_some(now).into(),
        reason.into(),
        wanted.results.as_ref().map(scrub_json).into(),
        restore.status.as_str().into(),
    ];
    tx.execute_raw(statement(engine, sql, values)).await?;
    Ok(())
}
