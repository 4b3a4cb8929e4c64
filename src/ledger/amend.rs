//! Writing into a run while it is running: counts that several workers add to, failures as they happen.
//!
//! Each statement names the run and the claim token; when another claim has taken over, zero rows change and the
//! caller is told so (L5).

use sea_orm::ConnectionTrait;

use super::claim::Claim;
use super::close::Closed;
use super::counts::Counts;
use super::door::Ledger;
use super::failures::{Failure, Failures};
use crate::db::Engine;
use crate::db::sql::{later, statement};
use crate::problem::Result;

impl Ledger {
    /// Adds to the counts in one atomic statement; two workers adding at once both count (L6).
    ///
    /// # Errors
    /// A database problem.
    pub async fn increment(&self, claim: &Claim, by: &Counts) -> Result<Closed> {
        let sql = match self.engine() {
            Engine::Postgres => {
                "update operation_runs set updated_at = greatest($4, updated_at), summary_counts = (\
                 select coalesce(jsonb_object_agg(key, total), '{}'::jsonb) from (\
                 select key, sum(value::bigint) as total from (\
                 select key, value from jsonb_each_text(summary_counts) union all select key, value from jsonb_each_text($3)\
                 ) both_counts group by key) totals) \
                 where id = $1 and claim_token = $2 and status = 'running'"
            }
            Engine::Sqlite => {
                "update operation_runs set updated_at = max($4, updated_at), summary_counts = (\
                 select json_group_object(key, total) from (\
                 select key, sum(value) as total from (\
                 select key, value from json_each(operation_runs.summary_counts) union all select key, value from json_each($3)\
                 ) group by key)) \
                 where id = $1 and claim_token = $2 and status = 'running'"
            }
        };
        let values = [claim.run_id.into(), claim.token.into(), by.to_json().into(), self.now().into()];
        let done = self.db.writer().execute_raw(statement(self.engine(), sql, values)).await?;
        Ok(Closed::from_rows(done.rows_affected()))
    }

    /// Begins another attempt within the same claim: the status stays, the number grows (L4). The number of the new
    /// attempt, or nothing when another claim has taken over.
    ///
    /// # Errors
    /// A database problem.
    pub async fn next_attempt(&self, claim: &Claim) -> Result<Option<u32>> {
        let sql = format!(
            "update operation_runs set attempt = attempt + 1, updated_at = {} \
             where id = $1 and claim_token = $2 and status = 'running' returning attempt",
            later(self.engine(), "$3", "updated_at")
        );
        let values = [claim.run_id.into(), claim.token.into(), self.now().into()];
        let row = self.db.writer().query_one_raw(statement(self.engine(), &sql, values)).await?;
        let attempt: Option<i32> = row.map(|row| row.try_get_by_index(0)).transpose()?;
        Ok(attempt.map(|attempt| u32::try_from(attempt).unwrap_or_default()))
    }

    /// Appends failures within the bounds of L7; beyond them the last item counts what was left out.
    ///
    /// # Errors
    /// A database problem.
    pub async fn append_failures(&self, claim: &Claim, items: Vec<Failure>) -> Result<Closed> {
        let lock = if self.engine() == Engine::Postgres { " for update" } else { "" };
        let tx = self.db.begin().await?;
        let sql = format!(
            "select failure_summary from operation_runs where id = $1 and claim_token = $2 and status = 'running'{lock}"
        );
        let found = tx.query_one_raw(statement(self.engine(), &sql, [claim.run_id.into(), claim.token.into()])).await?;
        let Some(row) = found else { return Ok(Closed::LostClaim) };
        let stored: serde_json::Value = row.try_get_by_index(0)?;
        let list = Failures::appended(&stored, items);
        let later = if self.engine() == Engine::Postgres { "greatest" } else { "max" };
        let sql = format!(
            "update operation_runs set failure_summary = $3, updated_at = {later}($4, updated_at) where id = $1 and claim_token = $2 and status = 'running'"
        );
        let values = [claim.run_id.into(), claim.token.into(), list.to_json().into(), self.now().into()];
        let done = tx.execute_raw(statement(self.engine(), &sql, values)).await?;
        tx.commit().await?;
        Ok(Closed::from_rows(done.rows_affected()))
    }
}
