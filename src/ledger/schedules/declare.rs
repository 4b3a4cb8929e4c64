//! Stores what is declared, and says what differs from before.

use chrono::SubsecRound;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Value};

use super::rows::{COLUMNS, Declaration, StoredSchedule, stored};
use crate::catalog;
use crate::db::Engine;
use crate::db::sql::{later, statement};
use crate::ledger::Ledger;
use crate::problem::Result;

impl Ledger {
    /// Stores what is declared: new schedules are added, changed ones follow the declaration, and those that are no
    /// longer declared are disabled, if their type is known. Pauses and progress stay. Returns a sentence for each difference.
    ///
    /// # Errors
    /// A database problem; then nothing changed.
    pub async fn declare(&self, declared: &[Declaration]) -> Result<Vec<String>> {
        let tx = self.db.begin().await?;
        if self.engine() == Engine::Postgres {
            tx.execute_unprepared("lock table schedules in share row exclusive mode").await?;
        }
        let rows = tx
            .query_all_raw(statement(self.engine(), &format!("select {COLUMNS} from schedules order by key"), []))
            .await?;
        let stored: Vec<StoredSchedule> = rows.iter().map(stored).collect::<Result<_>>()?;
        let mut said = Vec::new();
        for declaration in declared {
            match stored.iter().find(|row| row.key == declaration.key) {
                None => {
                    said.push(format!("{} is new: `{}` {}", declaration.key, declaration.cron, declaration.time_zone))
                }
                Some(row) if !agrees(row, declaration) => said.push(format!(
                    "{} changed: `{}` {} becomes `{}` {}",
                    row.key, row.cron, row.time_zone, declaration.cron, declaration.time_zone
                )),
                Some(_) => continue,
            }
            self.store(&tx, declaration).await?;
        }
        // A schedule of a type that is not in the catalog belongs to a newer program beside this one.
        let is_ours = |row: &&StoredSchedule| catalog::find(&row.operation_type).is_ok();
        let is_gone = |row: &&StoredSchedule| declared.iter().all(|declaration| declaration.key != row.key);
        for row in stored.iter().filter(|row| row.enabled).filter(is_ours).filter(is_gone) {
            said.push(format!("{} is no longer declared and is disabled", row.key));
            let sql = "update schedules set enabled = $2, updated_at = $3 where key = $1";
            tx.execute_raw(statement(
                self.engine(),
                sql,
                [row.key.clone().into(), self.flag(false), self.now().into()],
            ))
            .await?;
        }
        tx.commit().await?;
        Ok(said)
    }

    async fn store(&self, tx: &DatabaseTransaction, declaration: &Declaration) -> Result<()> {
        let Declaration { key, operation_type, cron, time_zone, overlap, catch_up, catch_up_window, enabled } =
            declaration;
        // A new expression counts from now on; whoever declares it has settled the old one up to here (see the tick).
        let latest = later(self.engine(), "coalesce(schedules.last_slot, $10)", "$10");
        let sql = format!(
            "insert into schedules (key, operation_type, cron, time_zone, overlap, catch_up, catch_up_window, enabled, created_at, updated_at) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict (key) do update set operation_type = excluded.operation_type, \
                   cron = excluded.cron, time_zone = excluded.time_zone, overlap = excluded.overlap, catch_up = excluded.catch_up, \
                   catch_up_window = excluded.catch_up_window, enabled = excluded.enabled, updated_at = excluded.updated_at, \
                   last_slot = case when schedules.cron <> excluded.cron or schedules.time_zone <> excluded.time_zone then {latest} \
                   else schedules.last_slot end"
        );
        let now = self.judged_now(tx).await?;
        let values: [Value; 10] = [
            key.clone().into(),
            operation_type.clone().into(),
            cron.clone().into(),
            time_zone.clone().into(),
            (*overlap).into(),
            (*catch_up).into(),
            (*catch_up_window).into(),
            self.flag(*enabled),
            now.into(),
            now.trunc_subsecs(0).into(),
        ];
        tx.execute_raw(statement(self.engine(), &sql, values)).await?;
        Ok(())
    }
}

fn agrees(row: &StoredSchedule, declaration: &Declaration) -> bool {
    let Declaration { key: _, operation_type, cron, time_zone, overlap, catch_up, catch_up_window, enabled } =
        declaration;
    row.operation_type == *operation_type
        && row.cron == *cron
        && row.time_zone == *time_zone
        && row.overlap == *overlap
        && row.catch_up == *catch_up
        && row.catch_up_window == *catch_up_window
        && row.enabled == *enabled
}
