//! The `restore.execute` run of a restore follows it, in the transaction in which the restore changes.
//!
//! What a status means for the shadow is declared once, by the adapter that reconciling uses too.

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::{Value as Json, json};

use super::service::{Change, Restore};
use crate::adapters::link::link_in;
use crate::adapters::{ADAPTERS, Expected};
use crate::catalog::{self, Operation};
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::statement;
use crate::ledger::{
    Claim, Closing, Counts, Ending, Failures, Imported, Initiator, Ledger, Outcome, Starting, Status, identity,
};
use crate::problem::{Problem, Result};

const TYPE: &str = "restore.execute";

/// Brings the shadow to where the restore now is; its id, once there is one. One that has ended stays as it is.
///
/// # Errors
/// `restore.shadow_foreign` when the restore is linked to a run that is not its own; a database problem.
pub(super) async fn follow(
    ledger: &Ledger,
    tx: &DatabaseTransaction,
    restore: &Restore,
    wanted: &Change,
    now: Instant,
) -> Result<Option<i64>> {
    let adapter = ADAPTERS.iter().find(|adapter| adapter.table == "restore_runs");
    let expected = adapter.and_then(|adapter| adapter.expected(wanted.to.as_str())).unwrap_or(Expected::Absent);
    let (operation, engine) = (catalog::find(TYPE)?, ledger.db().engine());
    if expected == Expected::Absent {
        return Ok(restore.operation_run_id);
    }
    // A restore that is called off before it was ever previewed was never an operation.
    if restore.operation_run_id.is_none() && matches!(expected, Expected::Ended(..)) && before_preview(restore) {
        return Ok(None);
    }
    let (claim, status) = match restore.operation_run_id {
        Some(run) => linked(tx, engine, restore, operation, run).await?,
        None => make(ledger, tx, restore, operation, &wanted.by, now).await?,
    };
    match (expected, status) {
        (Expected::Running, Status::Queued) => {
            ledger.start_mirrored_in(tx, &[Starting { seen: claim, started_at: Some(now) }]).await?;
        }
        (Expected::Ended(outcome, code), Status::Queued | Status::Running) => {
            let ending = ending(operation, restore, wanted, outcome, code);
            let closing =
                if status == Status::Queued { Closing::unstarted(&claim, ending) } else { Closing::of(&claim, ending) };
            let _ = ledger.close_in(tx, [&closing]).await?;
        }
        // In agreement, or history that is not rewritten.
        (Expected::Absent | Expected::Queued | Expected::Running | Expected::Ended(..), _) => {}
    }
    Ok(Some(claim.run_id))
}

fn before_preview(restore: &Restore) -> bool {
    use super::status::RestoreStatus::{Checked, Draft, Scoped};
    matches!(restore.status, Draft | Scoped | Checked)
}

fn ending(operation: &Operation, restore: &Restore, wanted: &Change, outcome: Outcome, code: &str) -> Ending {
    let message = match wanted.reason.as_deref() {
        Some(reason) => format!("Restore {} ended as {}: {reason}", restore.id, wanted.to.as_str()),
        None => format!("Restore {} ended as {}", restore.id, wanted.to.as_str()),
    };
    let ending = match outcome {
        Outcome::Pending | Outcome::Succeeded => Ending::succeeded(),
        Outcome::PartiallySucceeded => Ending::partially(Failures::one(code, &message)),
        Outcome::Blocked => Ending::blocked(Failures::one(code, &message)),
        Outcome::Failed => Ending::failed(Failures::one(code, &message)),
    };
    if wanted.counts.is_object() { ending.with_counts(&Counts::from_json(operation, &wanted.counts)) } else { ending }
}

/// The run that the restore is linked to, held until the transaction ends.
async fn linked(
    tx: &DatabaseTransaction,
    engine: Engine,
    restore: &Restore,
    operation: &'static Operation,
    run: i64,
) -> Result<(Claim, Status)> {
    held(tx, engine, restore, operation, "id = $3", run.into()).await?.ok_or_else(|| {
        Problem::work(
            "restore.shadow_foreign",
            format!("restore {} is linked to operation #{run}, which is not its own", restore.id),
        )
        .next("`scheduler doctor` tells what is wrong with the link; correct it by hand")
    })
}

/// A new shadow, queued; or the open one that another program made and did not link.
async fn make(
    ledger: &Ledger,
    tx: &DatabaseTransaction,
    restore: &Restore,
    operation: &'static Operation,
    by: &Initiator,
    now: Instant,
) -> Result<(Claim, Status)> {
    let engine = ledger.db().engine();
    let identity = json!({ "restore_run_id": restore.id });
    let shadow = Imported {
        id: None,
        scope: restore.scope,
        operation,
        identity: identity.clone(),
        initiator: restore.requested_by.clone().unwrap_or_else(|| by.clone()),
        status: Status::Queued,
        outcome: Outcome::Pending,
        counts: Json::Null,
        failures: Failures::default(),
        context: json!({ "restore_run_id": restore.id, "backup_set_id": restore.backup_set_id }),
        scheduled_for: None,
        attempt: 0,
        reconciled_at: None,
        started_at: None,
        completed_at: None,
        created_at: now,
        updated_at: now,
    };
    let made = ledger.import_in(tx, &[shadow]).await?;
    let (claim, status) = match made.first() {
        Some((run_id, _)) => (Claim { run_id: *run_id, token: 0, scope: restore.scope, operation }, Status::Queued),
        None => {
            let hash = identity::hash(restore.scope, operation.name, &identity)?;
            let open = "run_identity_hash = $3 and status in ('queued', 'running')";
            held(tx, engine, restore, operation, open, hash.into()).await?.ok_or_else(|| {
                Problem::work("ledger.ensure_unresolved", "the shadow of the restore changed hands").next("try again")
            })?
        }
    };
    link_in(tx, engine, "restore_runs", &[(restore.id, claim.run_id)]).await?;
    Ok((claim, status))
}

async fn held(
    tx: &DatabaseTransaction,
    engine: Engine,
    restore: &Restore,
    operation: &'static Operation,
    which: &str,
    value: sea_orm::Value,
) -> Result<Option<(Claim, Status)>> {
    let types: Vec<String> =
        operation.aliases.iter().chain([&operation.name]).map(|name| format!("'{name}'")).collect();
    let lock = if engine == Engine::Postgres { " for update" } else { "" };
    let sql = format!(
        "select id, claim_token, status from operation_runs where workspace_id = $1 and tenant_id = $2 and {which} and type in ({}){lock}",
        types.join(", ")
    );
    let values = [restore.scope.workspace().into(), restore.scope.tenant().into(), value];
    let Some(row) = tx.query_one_raw(statement(engine, &sql, values)).await? else { return Ok(None) };
    let status: String = row.try_get("", "status")?;
    let claim = Claim {
        run_id: row.try_get("", "id")?,
        token: row.try_get("", "claim_token")?,
        scope: restore.scope,
        operation,
    };
    Ok(Some((claim, Status::parse(&status).unwrap_or(Status::Completed))))
}
