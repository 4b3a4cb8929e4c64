//! Holding a schedule and letting it go on, with who and why in the audit log.

use sea_orm::{ConnectionTrait, DatabaseTransaction, Value};

use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::statement;
use crate::ledger::Ledger;
use crate::problem::{Problem, Result};
use crate::sanitizer::SafeText;

impl Ledger {
    /// Pauses or resumes a schedule, with who and why in the audit log (S6).
    ///
    /// # Errors
    /// `schedule.unknown`, `schedule.already_paused`, `schedule.not_paused`, or a database problem.
    pub async fn set_paused(&self, key: &str, by: &str, note: Option<&str>, paused: bool) -> Result<()> {
        let by = &SafeText::message(by).into_string();
        let tx = self.db.begin().await?;
        // Held, so that of two who pause at once one is told that the other did.
        let lock = if self.engine() == Engine::Postgres { " for update" } else { "" };
        let sql = format!("select paused_at is not null as paused from schedules where key = $1{lock}");
        let row = tx.query_one_raw(statement(self.engine(), &sql, [key.into()])).await?;
        let Some(row) = row else {
            return Err(Problem::request("schedule.unknown", format!("there is no schedule `{key}`"))
                .next("`scheduler next` lists the schedules; they are stored when `scheduler run` first starts"));
        };
        let is_paused: bool =
            row.try_get("", "paused").or_else(|_| row.try_get::<i32>("", "paused").map(|flag| flag != 0))?;
        if is_paused == paused {
            let code = if paused { "schedule.already_paused" } else { "schedule.not_paused" };
            return Err(Problem::request(
                code,
                format!("the schedule `{key}` is {} paused", if paused { "already" } else { "not" }),
            ));
        }
        let now = self.judged_now(&tx).await?;
        let (at, who): (Option<Instant>, Option<String>) =
            if paused { (Some(now), Some(by.to_owned())) } else { (None, None) };
        let note = note.map(|note| SafeText::message(note).into_string());
        let sql = "update schedules set paused_at = $2, paused_by = $3, note = $4, updated_at = $5 where key = $1";
        tx.execute_raw(statement(
            self.engine(),
            sql,
            [key.into(), at.into(), who.into(), note.clone().into(), now.into()],
        ))
        .await?;
        let action = if paused { "schedule.paused" } else { "schedule.resumed" };
        let said = note.map_or_else(|| key.to_owned(), |note| format!("{key}: {note}"));
        self.audit_operator_in(&tx, by, action, None, &said).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The audit row of something that an operator did by hand.
    pub(in crate::ledger) async fn audit_operator_in(
        &self,
        tx: &DatabaseTransaction,
        by: &str,
        action: &str,
        run: Option<(i64, i64, Option<i64>)>,
        said: &str,
    ) -> Result<()> {
        let sql = "insert into audit_logs (workspace_id, tenant_id, actor_type, actor_name, action, resource_type, resource_id, outcome, summary, recorded_at) \
                   values ($1, $2, 'human', $3, $4, $5, $6, 'info', $7, $8)";
        let (run_id, workspace, tenant) =
            run.map_or((None, None, None), |(id, workspace, tenant)| (Some(id), Some(workspace), tenant));
        let resource = if run.is_some() { "operation_run" } else { "schedule" };
        let values: [Value; 8] = [
            workspace.into(),
            tenant.into(),
            by.into(),
            action.into(),
            resource.into(),
            run_id.into(),
            said.into(),
            self.now().into(),
        ];
        tx.execute_raw(statement(self.engine(), sql, values)).await?;
        Ok(())
    }
}
