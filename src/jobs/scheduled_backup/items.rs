//! The items of a set: policies as they were captured, and the runs that fetch to whom each applies.

use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::Value as Json;

use crate::db::sql::{Field, batch, records, statement};
use crate::engine::{Attempt, Setback};
use crate::graph::Policy;
use crate::jobs::assignments::dispatch::{Fetch, dispatch_fetches};
use crate::jobs::assignments::guard::lost;
use crate::ledger::Initiator;
use crate::problem::{Problem, Result};

/// Fetches that are asked for at once.
const PAGE: i64 = 1_000;

#[derive(Serialize)]
struct Row<'a> {
    external_id: &'a str,
    display_name: &'a str,
    payload: &'a Json,
}

const FIELDS: &[(&str, Field)] =
    &[("external_id", Field::Text), ("display_name", Field::Text), ("payload", Field::Json)];

/// Keeps a page of the policies of one type. One that an earlier attempt captured is captured again: the later word
/// counts, and its assignments are left to their own run.
///
/// # Errors
/// A setback when the run is no longer ours, or a database problem; then nothing was written.
pub async fn keep(
    attempt: &Attempt,
    set: i64,
    policy_type: &str,
    policies: &[Policy],
) -> std::result::Result<(), Setback> {
    if policies.is_empty() {
        return Ok(());
    }
    let Attempt { ledger, claim, .. } = attempt;
    let engine = ledger.db().engine();
    let rows: Vec<Row<'_>> = policies
        .iter()
        .map(|Policy { external_id, display_name, payload }| Row { external_id, display_name, payload })
        .collect();
    let sql = format!(
        "insert into backup_items (workspace_id, tenant_id, backup_set_id, policy_id, policy_type, external_id, \
         display_name, payload, assignments_status, captured_at, created_at, updated_at) \
         select $2, $3, $4, (select p.id from policies p where p.tenant_id = $3 and p.policy_type = $5 and p.external_id = w.external_id), \
         $5, w.external_id, w.display_name, w.payload, 'pending', $6, $6, $6 from {} where w.external_id <> '' \
         on conflict (backup_set_id, policy_type, external_id) do update set policy_id = excluded.policy_id, \
         display_name = excluded.display_name, payload = excluded.payload, captured_at = excluded.captured_at, updated_at = excluded.updated_at",
        records(engine, 1, "w", FIELDS)
    );
    let values = [
        batch(&rows),
        claim.scope.workspace().into(),
        claim.scope.tenant().into(),
        set.into(),
        policy_type.into(),
        ledger.now().into(),
    ];
    let tx = ledger.db().begin().await?;
    if !ledger.still_mine(&tx, claim).await? {
        return Err(lost());
    }
    tx.execute_raw(statement(engine, &sql, values)).await.map_err(Problem::from)?;
    tx.commit().await.map_err(Problem::from)?;
    Ok(())
}

/// How many items the set holds.
///
/// # Errors
/// A database problem.
pub async fn count(attempt: &Attempt, set: i64) -> Result<i64> {
    let db = attempt.ledger.db();
    let sql = "select count(*) from backup_items where backup_set_id = $1 and deleted_at is null";
    let row = db.reader().query_one_raw(statement(db.engine(), sql, [set.into()])).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get_by_index(0))?)
}

/// Asks for the assignments of every item of the set that still waits for them; doing it again asks for nothing new.
///
/// # Errors
/// A database problem.
pub async fn ask_for_assignments(attempt: &Attempt, set: i64) -> Result<u64> {
    let Attempt { ledger, claim, .. } = attempt;
    let sql = "select id from backup_items where backup_set_id = $1 and assignments_status = 'pending' and deleted_at is null \
               and id > $2 order by id limit $3";
    let (mut after, mut asked) = (0_i64, 0);
    loop {
        let values = [set.into(), after.into(), PAGE.into()];
        let rows = ledger.db().reader().query_all_raw(statement(ledger.db().engine(), sql, values)).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        let Some(last) = ids.last() else { return Ok(asked) };
        after = *last;
        let wanted: Vec<Fetch> = ids
            .iter()
            .map(|id| Fetch {
                workspace_id: claim.scope.workspace(),
                tenant_id: claim.scope.tenant().unwrap_or_default(),
                backup_set_id: set,
                backup_item_id: *id,
                initiator: Initiator::system(),
                operation_run_id: None,
            })
            .collect();
        asked += dispatch_fetches(ledger, &wanted).await?.len() as u64;
    }
}
