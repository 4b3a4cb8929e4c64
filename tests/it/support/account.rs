//! What became of each slot, read from the tables and judged slot by slot.

use chrono::Duration;
use opsledger::clock::Instant;
use opsledger::db::Db;
use sea_orm::{ConnectionTrait, Statement};

/// A run of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotRun {
    pub id: i64,
    pub workspace: i64,
    pub slot: Instant,
    pub status: String,
    pub started_at: Option<Instant>,
}

/// A row of `schedule_skips`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotSkip {
    pub workspace: Option<i64>,
    pub slot: Instant,
    pub through: Instant,
    pub reason: String,
    pub blocking: Option<i64>,
}

/// The runs and the skips of one schedule whose key is its type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    pub runs: Vec<SlotRun>,
    pub skips: Vec<SlotSkip>,
}

impl Account {
    pub async fn read(db: &Db, key: &str) -> Self {
        let rows = async |sql: String| {
            let statement = Statement::from_string(db.engine().backend(), sql);
            db.reader().query_all_raw(statement).await.expect("read what became of the slots")
        };
        let runs = rows(format!(
            "select id, workspace_id, scheduled_for, status, started_at from operation_runs \
             where type = '{key}' and scheduled_for is not null order by id"
        ))
        .await;
        let skips = rows(format!(
            "select workspace_id, slot, slot_through, reason, blocking_run_id from schedule_skips \
             where schedule_key = '{key}' order by slot, workspace_id"
        ))
        .await;
        let run = |row: &sea_orm::QueryResult| {
            Ok::<_, sea_orm::DbErr>(SlotRun {
                id: row.try_get("", "id")?,
                workspace: row.try_get("", "workspace_id")?,
                slot: row.try_get("", "scheduled_for")?,
                status: row.try_get("", "status")?,
                started_at: row.try_get("", "started_at")?,
            })
        };
        let skip = |row: &sea_orm::QueryResult| {
            let slot: Instant = row.try_get("", "slot")?;
            Ok::<_, sea_orm::DbErr>(SlotSkip {
                workspace: row.try_get("", "workspace_id")?,
                slot,
                through: row.try_get::<Option<Instant>>("", "slot_through")?.unwrap_or(slot),
                reason: row.try_get("", "reason")?,
                blocking: row.try_get("", "blocking_run_id")?,
            })
        };
        Self {
            runs: runs.iter().map(run).collect::<Result<_, _>>().expect("a run"),
            skips: skips.iter().map(skip).collect::<Result<_, _>>().expect("a skip"),
        }
    }

    /// What became of `slot` for `workspace`: `run`, or the reasons for which it did not; one word, if all is well.
    pub fn of(&self, workspace: i64, slot: Instant) -> Vec<&str> {
        let runs = self.runs.iter().filter(|run| run.workspace == workspace && run.slot == slot).map(|_| "run");
        let skips = self.skips.iter().filter(|skip| {
            skip.workspace.is_none_or(|of| of == workspace) && skip.slot <= slot && slot <= skip.through
        });
        runs.chain(skips.map(|skip| skip.reason.as_str())).collect()
    }

    /// What became of each slot behind `after` up to `until`, `step` seconds apart; panics where it is not one thing.
    pub fn story(&self, workspace: i64, after: Instant, until: Instant, step: i64) -> Vec<String> {
        let slots = (1..).map(|n| after + Duration::seconds(n * step)).take_while(|slot| *slot <= until);
        slots
            .map(|slot| match self.of(workspace, slot)[..] {
                [one] => one.to_owned(),
                ref other => panic!("slot {slot} of workspace {workspace} is {other:?} and not one thing:\n{self:?}"),
            })
            .collect()
    }
}
