//! Keeps findings: new ones are made, known ones learn where they were seen last, and what a person said of them stays.

use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::Value as Json;

use super::compare::{Finding, Side};
use crate::db::sql::{Field, batch, records, statement};
use crate::engine::{Attempt, Setback};
use crate::jobs::assignments::guard::lost;
use crate::problem::Problem;

#[derive(Serialize)]
struct Row<'a> {
    fingerprint: &'a str,
    subject_type: &'a str,
    subject_external_id: &'a str,
    severity: &'a str,
    evidence: &'a Json,
}

const FIELDS: &[(&str, Field)] = &[
    ("fingerprint", Field::Text),
    ("subject_type", Field::Text),
    ("subject_external_id", Field::Text),
    ("severity", Field::Text),
    ("evidence", Field::Json),
];

/// Writes a page of findings, as long as the run is ours; returns how many of them were known already.
///
/// # Errors
/// A setback when the run is no longer ours, or a database problem; then nothing was written.
pub async fn keep(
    attempt: &Attempt,
    scope_key: &str,
    baseline: &Side,
    current: &Side,
    findings: &[Finding],
) -> Result<usize, Setback> {
    if findings.is_empty() {
        return Ok(0);
    }
    let Attempt { ledger, claim, .. } = attempt;
    let engine = ledger.db().engine();
    let rows: Vec<Row<'_>> = findings
        .iter()
        .map(|Finding { subject_type, subject_external_id, fingerprint, severity, evidence }| Row {
            fingerprint,
            subject_type,
            subject_external_id,
            severity,
            evidence,
        })
        .collect();
    let known = format!(
        "select count(*) from findings f where f.tenant_id = $2 and f.fingerprint in (select w.fingerprint from {})",
        records(engine, 1, "w", FIELDS)
    );
    // Severity is not among what is written again: a person may have changed it with the status.
    let sql = format!(
        "insert into findings (workspace_id, tenant_id, scope_key, baseline_operation_run_id, current_operation_run_id, fingerprint, \
         subject_type, subject_external_id, severity, evidence_jsonb, created_at, updated_at) \
         select $2, $3, $4, $5, $6, w.fingerprint, w.subject_type, w.subject_external_id, w.severity, w.evidence, $7, $7 from {} \
         where w.fingerprint <> '' order by w.fingerprint \
         on conflict (tenant_id, fingerprint) do update set baseline_operation_run_id = excluded.baseline_operation_run_id, \
         current_operation_run_id = excluded.current_operation_run_id, evidence_jsonb = excluded.evidence_jsonb, updated_at = excluded.updated_at",
        records(engine, 1, "w", FIELDS)
    );
    let tx = ledger.db().begin().await?;
    if !ledger.still_mine(&tx, claim).await? {
        return Err(lost());
    }
    let tenant = claim.scope.tenant();
    let row =
        tx.query_one_raw(statement(engine, &known, [batch(&rows), tenant.into()])).await.map_err(Problem::from)?;
    let known: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0)).map_err(Problem::from)?;
    let values = [
        batch(&rows),
        claim.scope.workspace().into(),
        tenant.into(),
        scope_key.into(),
        baseline.operation_run_id.into(),
        current.operation_run_id.into(),
        ledger.now().into(),
    ];
    tx.execute_raw(statement(engine, &sql, values)).await.map_err(Problem::from)?;
    tx.commit().await.map_err(Problem::from)?;
    Ok(usize::try_from(known).unwrap_or_default())
}
