//! Executing a restore that was confirmed. What is restored are the assignments of its items, by an
//! `assignments.restore` run under it; how that run ends is how the restore ends. A dry run goes the same way, and the
//! work under it changes nothing at the provider.

use sea_orm::ConnectionTrait;
use serde_json::{Value as Json, json};

use super::service::{Change, change, change_in};
use super::status::RestoreStatus;
use crate::db::Engine;
use crate::db::sql::{batch, context_id, ints, merged, statement};
use crate::jobs::assignments::dispatch::{RESTORE, Restore, dispatch_restore};
use crate::ledger::{Cooled, Initiator, Ledger, Outcome, Run, Scope};
use crate::problem::Result;

/// Restores that are looked at in one go.
const PAGE: i64 = 1_000;

/// Stands in the metadata of a restore that was begun here: whoever begins one elsewhere ends it there.
const EXECUTED_BY: &str = "opsledger";

/// Begins a restore that is queued: it runs from now on, and the work under it waits for a worker. Doing it again finds
/// both as they are, also when the process that began it died in between. Returns the run of the work.
///
/// # Errors
/// As [`super::change`], and as asking for the work.
pub async fn execute(ledger: &Ledger, scope: Scope, restore_run_id: i64, by: &Initiator) -> Result<i64> {
    let engine = ledger.db().engine();
    let tx = ledger.db().begin().await?;
    let begun = Change::new(scope, restore_run_id, RestoreStatus::Running, by.clone());
    if let Err(problem) = change_in(ledger, &tx, &begun).await {
        tx.rollback().await?;
        return Err(problem);
    }
    let mark = if engine == Engine::Postgres { "$2::jsonb" } else { "$2" };
    let sql = format!(
        "update restore_runs set metadata = {} where id = $1 returning backup_set_id",
        merged(engine, "metadata", mark)
    );
    let values = [restore_run_id.into(), batch(&json!({ "executed_by": EXECUTED_BY }))];
    let row = tx.query_one_raw(statement(engine, &sql, values)).await?;
    let backup_set_id = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    tx.commit().await?;
    ask(ledger, scope, restore_run_id, backup_set_id, by).await
}

async fn ask(ledger: &Ledger, scope: Scope, id: i64, backup_set_id: i64, by: &Initiator) -> Result<i64> {
    let wanted = Restore {
        workspace_id: scope.workspace(),
        tenant_id: scope.tenant().unwrap_or_default(),
        restore_run_id: id,
        backup_set_id,
        initiator: by.clone(),
        operation_run_id: None,
    };
    Ok(match dispatch_restore(ledger, &wanted).await? {
        Cooled::Created(claim) => claim.run_id,
        Cooled::Existing(holder) | Cooled::Recent(holder) => holder.run_id,
    })
}

/// A restore that runs, and the newest work under it.
struct Executing {
    id: i64,
    scope: Scope,
    work: Option<i64>,
}

/// Ends every running restore of these workspaces that was begun here and whose work has ended, as that did. Returns
/// how many. Each pass of `ops.reconcile_adapter_runs` does it; a host that cannot wait calls it itself.
///
/// # Errors
/// A database problem. Restores that were ended before it stay ended.
pub async fn settle(ledger: &Ledger, workspaces: &[i64]) -> Result<u64> {
    let mut settled = 0;
    for executing in running(ledger, workspaces).await? {
        let Executing { id, scope, work } = executing;
        let Some(run) = work else { continue };
        let Some(run) = ledger.run(run).await?.filter(|run| run.status == "completed") else { continue };
        match change(ledger, &ended(scope, id, &run)).await {
            Ok(changed) => settled += u64::from(changed.is_new),
            // Somebody was faster, or called it off.
            Err(problem) if problem.code == "restore.transition_refused" => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(settled)
}

async fn running(ledger: &Ledger, workspaces: &[i64]) -> Result<Vec<Executing>> {
    let engine = ledger.db().engine();
    // In the very words of `restore_runs_active_index` besides, without which SQLite would read every restore there was.
    let sql = format!(
        "select d.id, d.workspace_id, d.tenant_id, (select max(r.id) from operation_runs r \
         where r.tenant_id = d.tenant_id and r.workspace_id = d.workspace_id and r.type = '{RESTORE}' and {} = d.id) as work \
         from restore_runs d where d.status in ('previewed', 'pending', 'queued', 'running') and d.status = 'running' and d.metadata ->> 'executed_by' = '{EXECUTED_BY}' and d.deleted_at is null and d.workspace_id in {} order by d.id limit {PAGE}",
        context_id(engine, "r", "restore_run_id"),
        ints(engine, 1)
    );
    let rows = ledger.db().reader().query_all_raw(statement(engine, &sql, [batch(&workspaces)])).await?;
    rows.iter()
        .map(|row| {
            Ok(Executing {
                id: row.try_get("", "id")?,
                scope: Scope::of(row.try_get("", "workspace_id")?, row.try_get("", "tenant_id")?),
                work: row.try_get("", "work")?,
            })
        })
        .collect()
}

/// The restore ends as its work did.
fn ended(scope: Scope, id: i64, run: &Run) -> Change {
    let to = match Outcome::parse(&run.outcome) {
        Some(Outcome::Succeeded) => RestoreStatus::Completed,
        Some(Outcome::PartiallySucceeded) => RestoreStatus::Partial,
        Some(Outcome::Failed | Outcome::Blocked | Outcome::Pending) | None => RestoreStatus::Failed,
    };
    let first = &run.failure_summary[0];
    let code = first["reason_code"].as_str().or_else(|| first["code"].as_str());
    Change {
        reason: code.map(|code| format!("{code}: {}", first["message"].as_str().unwrap_or_default())),
        results: Some(
            json!({ "assignments": { "operation_run_id": run.id, "outcome": run.outcome, "counts": run.summary_counts } }),
        ),
        counts: match &run.summary_counts {
            counts @ Json::Object(_) => counts.clone(),
            _ => Json::Null,
        },
        ..Change::new(scope, id, to, Initiator::system())
    }
}
