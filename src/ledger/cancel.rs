//! Ending a run by hand: an operator's decision, with who and why in the audit log.

use sea_orm::ConnectionTrait;

use super::claim::Claim;
use super::door::Ledger;
use super::ending::{Closing, Ending};
use super::failures::Failures;
use super::words::{Scope, Status};
use crate::catalog;
use crate::db::Engine;
use crate::db::sql::statement;
use crate::problem::{Problem, Result};

impl Ledger {
    /// Ends an open run as failed with `run.cancelled`. Work that is going on is fenced from now on: what it still
    /// writes into the ledger changes nothing.
    ///
    /// # Errors
    /// `operation.not_found`, `operation.already_ended`, or a database problem; then nothing changed.
    pub async fn cancel(&self, run_id: i64, by: &str, note: &str) -> Result<()> {
        let by = &crate::sanitizer::SafeText::message(by).into_string();
        let lock = if self.engine() == Engine::Postgres { " for update" } else { "" };
        let sql = format!(
            "select workspace_id, tenant_id, type, status, claim_token from operation_runs where id = $1{lock}"
        );
        let tx = self.db.begin().await?;
        let Some(row) = tx.query_one_raw(statement(self.engine(), &sql, [run_id.into()])).await? else {
            return Err(Problem::request("operation.not_found", format!("there is no operation #{run_id}"))
                .next("`scheduler runs` lists the newest ones"));
        };
        let status: String = row.try_get("", "status")?;
        let Some(status) = Status::parse(&status).filter(|status| status.is_active()) else {
            return Err(Problem::request(
                "operation.already_ended",
                format!("operation #{run_id} has ended; history does not change"),
            )
            .next(format!("`scheduler show {run_id}` says how it ended")));
        };
        let operation: String = row.try_get("", "type")?;
        let (workspace, tenant) = (row.try_get("", "workspace_id")?, row.try_get("", "tenant_id")?);
        let seen = Claim {
            run_id,
            token: row.try_get("", "claim_token")?,
            scope: Scope::of(workspace, tenant),
            operation: catalog::entry(&operation),
        };
        let message = format!("Cancelled by {by}: {note}");
        let ending = Ending::failed(Failures::one("run.cancelled", &message)).with_context(serde_json::json!({
            "reconciliation": { "reason": "run.cancelled", "reconciled_at": crate::clock::text(self.now()) },
        }));
        self.close_in(&tx, &[Closing::reconciled(&seen, status, ending)]).await?;
        let note = crate::sanitizer::SafeText::message(note).into_string();
        self.audit_operator_in(&tx, by, "operation_run.cancelled", Some((run_id, workspace, tenant)), &note).await?;
        tx.commit().await?;
        Ok(())
    }
}
