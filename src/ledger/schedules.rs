//! The stored side of schedules: what was declared last, how far they have come, who paused them, and what did not run.

use chrono::SubsecRound;
use sea_orm::{ConnectionTrait, DatabaseTransaction, QueryResult, Value};
use serde::Serialize;

use super::door::Ledger;
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::sql::{later, statement};
use crate::problem::{Problem, Result};

/// A row of `schedules`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredSchedule {
    /// Its key; the operation type for declared schedules.
    pub key: String,
    /// The type that it runs.
    pub operation_type: String,
    /// The expression.
    pub cron: String,
    /// The named zone.
    pub time_zone: String,
    /// `skip` or `queue_one`.
    pub overlap: String,
    /// `skip`, `latest` or `all`.
    pub catch_up: String,
    /// Seconds.
    pub catch_up_window: i64,
    /// Whether it fires at all.
    pub enabled: bool,
    /// Since when it is paused.
    pub paused_at: Option<Instant>,
    /// By whom.
    pub paused_by: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// The last slot that was settled.
    pub last_slot: Option<Instant>,
    /// When it was first stored.
    pub created_at: Instant,
}

/// What is declared, in the form in which it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// Its key.
    pub key: String,
    /// The type that it runs.
    pub operation_type: String,
    /// The expression.
    pub cron: String,
    /// The named zone.
    pub time_zone: String,
    /// `skip` or `queue_one`.
    pub overlap: &'static str,
    /// `skip`, `latest` or `all`.
    pub catch_up: &'static str,
    /// Seconds.
    pub catch_up_window: i64,
    /// Whether it fires at all.
    pub enabled: bool,
}

/// A row of `schedule_skips`: a slot, or a range of them, that did not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skip {
    /// Its id; pages go by it.
    pub id: i64,
    /// The schedule.
    pub schedule_key: String,
    /// The workspace; none when the whole schedule was skipped.
    pub workspace_id: Option<i64>,
    /// The slot, or the first of the range.
    pub slot: Instant,
    /// The last of the range.
    pub slot_through: Option<Instant>,
    /// Why.
    pub reason: String,
    /// The run that was in the way.
    pub blocking_run_id: Option<i64>,
    /// When it was decided.
    pub created_at: Instant,
}

/// Slots of a whole schedule that do not run, as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkipRow {
    /// The first slot.
    pub slot: Instant,
    /// The last one, when there are several.
    pub slot_through: Option<Instant>,
    /// `missed`, `paused` or `coalesced`.
    pub reason: &'static str,
}

const COLUMNS: &str = "key, operation_type, cron, time_zone, overlap, catch_up, catch_up_window, enabled, paused_at, \
                       paused_by, note, last_slot, created_at";

impl Ledger {
    /// Every stored schedule and the time by which slots are judged: PostgreSQL's own, so that schedulers whose
    /// clocks disagree still agree on what is due.
    ///
    /// # Errors
    /// A database problem.
    pub async fn schedules(&self) -> Result<(Vec<StoredSchedule>, Instant)> {
        let rows = self
            .db
            .reader()
            .query_all_raw(statement(self.engine(), &format!("select {COLUMNS} from schedules order by key"), []))
            .await?;
        let now = self.judged_now(self.db.reader()).await?;
        Ok((rows.iter().map(stored).collect::<Result<_>>()?, now))
    }

    /// The time by which slots are judged. Everything that is compared with a slot comes from here: where a schedule
    /// begins, where a new expression begins, and when a pause did.
    async fn judged_now<C: ConnectionTrait>(&self, connection: &C) -> Result<Instant> {
        if self.engine() == Engine::Sqlite || !self.clock.is_system() {
            return Ok(self.now());
        }
        let row = connection.query_one_raw(statement(Engine::Postgres, "select clock_timestamp()", [])).await?;
        Ok(row.map_or(Ok(self.now()), |row| row.try_get_by_index(0))?)
    }

    /// Stores what is declared: new schedules are added, changed ones follow the declaration, and those that are no
    /// longer declared are disabled. Pauses and progress stay. Returns a sentence for each difference.
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
        for row in
            stored.iter().filter(|row| row.enabled && declared.iter().all(|declaration| declaration.key != row.key))
        {
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
        let limit = i64::try_from(limit.min(super::read::PAGE_LIMIT)).unwrap_or(1);
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

    /// Pauses or resumes a schedule, with who and why in the audit log (S6).
    ///
    /// # Errors
    /// `schedule.unknown`, `schedule.already_paused`, `schedule.not_paused`, or a database problem.
    pub async fn set_paused(&self, key: &str, by: &str, note: Option<&str>, paused: bool) -> Result<()> {
        let by = &crate::sanitizer::SafeText::message(by).into_string();
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
        let note = note.map(|note| crate::sanitizer::SafeText::message(note).into_string());
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
    pub(super) async fn audit_operator_in(
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

    /// A truth value as the engine stores it: SQLite's strict tables take integers.
    fn flag(&self, value: bool) -> Value {
        match self.engine() {
            Engine::Postgres => value.into(),
            Engine::Sqlite => i32::from(value).into(),
        }
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

fn stored(row: &QueryResult) -> Result<StoredSchedule> {
    let window: i32 = row.try_get("", "catch_up_window").or_else(|_| {
        row.try_get::<i64>("", "catch_up_window").map(|window| i32::try_from(window).unwrap_or(i32::MAX))
    })?;
    Ok(StoredSchedule {
        key: row.try_get("", "key")?,
        operation_type: row.try_get("", "operation_type")?,
        cron: row.try_get("", "cron")?,
        time_zone: row.try_get("", "time_zone")?,
        overlap: row.try_get("", "overlap")?,
        catch_up: row.try_get("", "catch_up")?,
        catch_up_window: i64::from(window),
        enabled: row
            .try_get::<bool>("", "enabled")
            .or_else(|_| row.try_get::<i32>("", "enabled").map(|flag| flag != 0))?,
        paused_at: row.try_get("", "paused_at")?,
        paused_by: row.try_get("", "paused_by")?,
        note: row.try_get("", "note")?,
        last_slot: row.try_get("", "last_slot")?,
        created_at: row.try_get("", "created_at")?,
    })
}
