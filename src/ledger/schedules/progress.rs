//! How far schedules have come: read with the time that judges them, moved on by whoever sees a slot first, and the
//! rows of slots that did not run.

use sea_orm::{ConnectionTrait, DatabaseTransaction, Value};

use super::rows::{self, Skip, SkipRow, StoredSchedule};
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::statement;
use crate::ledger::Ledger;
use crate::ledger::read::PAGE_LIMIT;
use crate::problem::Result;

impl Ledger {
    /// Every stored schedule and the time by which slots are judged: PostgreSQL's own, so that schedulers whose
    /// clocks disagree still agree on what is due.
    ///
    /// # Errors
    /// A database problem.
    pub async fn schedules(&self) -> Result<(Vec<StoredSchedule>, Instant)> {
        let rows = rows::all(self.db.reader(), self.engine()).await?;
        let now = self.judged_now(self.db.reader()).await?;
        Ok((rows, now))
    }

    /// A text that changes when any schedule does, and the time by which slots are judged: one cheap question for each
    /// second in which nothing happens, however many schedules there are.
    ///
    /// # Errors
    /// A database problem.
    pub async fn schedules_mark(&self) -> Result<(String, Instant)> {
        let sql = match self.engine() {
            Engine::Postgres => {
                "select concat_ws(' ', count(*), sum(extract(epoch from updated_at)), sum(extract(epoch from last_slot)), \
                 sum(extract(epoch from paused_at)), sum(enabled::int)) as mark, clock_timestamp() as at from schedules"
            }
            // Days from a day near by: what is summed then keeps its fractions.
            Engine::Sqlite => {
                "select count(*) || ' ' || total(julianday(updated_at) - 2461000) || ' ' || total(julianday(last_slot) - 2461000) \
                 || ' ' || total(julianday(paused_at) - 2461000) || ' ' || total(enabled) as mark, null as at from schedules"
            }
        };
        let row = self.db.reader().query_one_raw(statement(self.engine(), sql, [])).await?;
        let row = row.ok_or_else(|| sea_orm::DbErr::RecordNotFound("an aggregate".into()))?;
        let judged = if self.engine() == Engine::Sqlite || !self.clock.is_system() {
            self.now()
        } else {
            row.try_get("", "at")?
        };
        Ok((row.try_get("", "mark")?, judged))
    }

    /// The time by which slots are judged. Everything that is compared with a slot comes from here: where a schedule
    /// begins, where a new expression begins, and when a pause did.
    ///
    /// # Errors
    /// A database problem.
    pub async fn judged_now<C: ConnectionTrait>(&self, connection: &C) -> Result<Instant> {
        if self.engine() == Engine::Sqlite || !self.clock.is_system() {
            return Ok(self.now());
        }
        let row = connection.query_one_raw(statement(Engine::Postgres, "select clock_timestamp()", [])).await?;
        Ok(row.map_or(Ok(self.now()), |row| row.try_get_by_index(0))?)
    }

    /// Moves a schedule on, if it still stands where `seen` says and nobody paused, resumed or changed it since: of
    /// several schedulers that saw the same slots due, one gets them (S2).
    ///
    /// # Errors
    /// A database problem; the caller then rolls back.
    pub async fn advance_in(&self, tx: &DatabaseTransaction, seen: &StoredSchedule, to: Instant) -> Result<bool> {
        // Whoever holds the row settles it. Waiting for it would stop this whole process for as long as another one
        // is slow, or frozen half way.
        let (same, held) = match self.engine() {
            Engine::Postgres => {
                ("is not distinct from", "(select key from schedules where key = $1 for update skip locked)")
            }
            Engine::Sqlite => ("is", "$1"),
        };
        let sql = format!(
            "update schedules set last_slot = $2, updated_at = $3 where key = {held} and last_slot {same} $4 and paused_at {same} $5 \
             and cron = $6 and time_zone = $7 and enabled = $8"
        );
        let values: [Value; 8] = [
            seen.key.clone().into(),
            to.into(),
            self.now().into(),
            seen.last_slot.into(),
            seen.paused_at.into(),
            seen.cron.clone().into(),
            seen.time_zone.clone().into(),
            self.flag(seen.enabled),
        ];
        Ok(tx.execute_raw(statement(self.engine(), &sql, values)).await?.rows_affected() == 1)
    }

    /// Writes the slots of a whole schedule that do not run. A pause that goes on makes its last row longer instead of
    /// adding one for each tick.
    ///
    /// # Errors
    /// A database problem; the caller then rolls back.
    pub async fn skip_in(&self, tx: &DatabaseTransaction, seen: &StoredSchedule, row: &SkipRow) -> Result<()> {
        let through = row.slot_through.unwrap_or(row.slot);
        if row.reason == "paused" {
            let grow = "update schedule_skips set slot_through = $3 where id = (select max(id) from schedule_skips where schedule_key = $1 \
                        and workspace_id is null) and reason = 'paused' and coalesce(slot_through, slot) = $2";
            let values = [seen.key.clone().into(), Value::from(seen.last_slot), through.into()];
            if tx.execute_raw(statement(self.engine(), grow, values)).await?.rows_affected() == 1 {
                return Ok(());
            }
        }
        let sql = "insert into schedule_skips (schedule_key, slot, slot_through, reason, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing";
        let values = [
            seen.key.clone().into(),
            row.slot.into(),
            Value::from(row.slot_through),
            row.reason.into(),
            self.now().into(),
        ];
        tx.execute_raw(statement(self.engine(), sql, values)).await?;
        Ok(())
    }

    /// A page of the slots that did not run, newest first, before id `before`.
    ///
    /// # Errors
    /// A database problem.
    pub async fn skips(&self, schedule: Option<&str>, before: Option<i64>, limit: u64) -> Result<Vec<Skip>> {
        let sql = "select id, schedule_key, workspace_id, slot, slot_through, reason, blocking_run_id, created_at from schedule_skips \
                   where ($1 is null or schedule_key = $1) and id < $2 order by id desc limit $3";
        let limit = i64::try_from(limit.min(PAGE_LIMIT)).unwrap_or(1);
        let values: [Value; 3] = [schedule.map(str::to_owned).into(), before.unwrap_or(i64::MAX).into(), limit.into()];
        let rows = self.db.reader().query_all_raw(statement(self.engine(), sql, values)).await?;
        rows.iter()
            .map(|row| {
                Ok(Skip {
                    id: row.try_get("", "id")?,
                    schedule_key: row.try_get("", "schedule_key")?,
                    workspace_id: row.try_get("", "workspace_id")?,
                    slot: row.try_get("", "slot")?,
                    slot_through: row.try_get("", "slot_through")?,
                    reason: row.try_get("", "reason")?,
                    blocking_run_id: row.try_get("", "blocking_run_id")?,
                    created_at: row.try_get("", "created_at")?,
                })
            })
            .collect()
    }

    /// A truth value as the engine stores it: SQLite's strict tables take integers.
    pub(super) fn flag(&self, value: bool) -> Value {
        match self.engine() {
            Engine::Postgres => value.into(),
            Engine::Sqlite => i32::from(value).into(),
        }
    }
}
