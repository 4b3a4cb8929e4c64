//! What both floors share: the columns, and the obvious program.

use std::time::{Duration, Instant};

use opsledger::clock::Clock;
use opsledger::db::bulk::{Cell, Cells};
use opsledger::db::{Access, Db};
use opsledger::ledger::entity::{ActiveModel, Column, Entity};
use opsledger::seeding::export::Made;
use sea_orm::{ActiveModelTrait, EntityTrait, Iterable, Value};

use crate::{Result, ours};

pub const COLUMNS: &str = "id, workspace_id, tenant_id, user_id, initiator_name, type, status, outcome, \
    run_identity_hash, summary_counts, failure_summary, context, scheduled_for, attempt, claim_token, available_at, \
    reconciled_at, started_at, completed_at, created_at, updated_at";

/// What the obvious program took.
pub struct Many {
    /// Rows.
    pub count: i64,
    /// Seconds of the statements and the commit.
    pub inserting: f64,
    /// Seconds in which the rows became models.
    pub making: f64,
}

/// Makes the same rows and inserts them by sea-orm, a thousand a statement, in place and in one transaction.
pub async fn insert_many(to: &str, runs: i64) -> Result<Many> {
    let target = Db::open(to, Access::Existing, 1).await?;
    let tx = target.begin().await?;
    let (scenario, options) = ours::asked(to, runs)?;
    let (mut count, mut making, mut inserting) = (0, Duration::ZERO, Duration::ZERO);
    let begun = Instant::now();
    let made = Made::plan(&scenario, &options, Clock::system().now(), "operation_runs")?;
    let Some(mut made) = made else { anyhow::bail!("operation_runs are planned") };
    let mut models = Models::default();
    making += begun.elapsed();
    loop {
        let begun = Instant::now();
        let more = made.next_into(&mut models)?;
        making += begun.elapsed();
        let begun = Instant::now();
        while models.done.len() >= 1_000 || (!more && !models.done.is_empty()) {
            let some = models.done.len().min(1_000);
            Entity::insert_many(models.done.drain(..some)).exec(&tx).await?;
            count += i64::try_from(some)?;
        }
        inserting += begun.elapsed();
        if !more {
            break;
        }
    }
    let begun = Instant::now();
    tx.commit().await?;
    inserting += begun.elapsed();
    target.close().await?;
    Ok(Many { count, inserting: inserting.as_secs_f64(), making: making.as_secs_f64() })
}

/// Takes cells and keeps models.
struct Models {
    columns: Vec<Column>,
    place: usize,
    model: ActiveModel,
    done: Vec<ActiveModel>,
}

impl Default for Models {
    fn default() -> Self {
        let (columns, model, done) =
            (Column::iter().collect(), <ActiveModel as ActiveModelTrait>::default(), Vec::new());
        Self { columns, place: 0, model, done }
    }
}

impl Cells for Models {
    fn row(&mut self, id: i64) {
        self.place = 0;
        self.cell(Cell::Int(id));
    }

    fn cell(&mut self, cell: Cell<'_>) {
        let column = self.columns[self.place];
        self.place += 1;
        let time = |micros| chrono::DateTime::from_timestamp_micros(micros);
        let value = match (cell, column) {
            (Cell::Null, Column::TenantId | Column::UserId) => Value::BigInt(None),
            (Cell::Null, _) => Value::ChronoDateTimeUtc(None),
            (Cell::Int(value), Column::Attempt) => Value::Int(i32::try_from(value).ok()),
            (Cell::Int(value), _) => Value::BigInt(Some(value)),
            (Cell::Text(value), _) => Value::String(Some(value.into())),
            (Cell::Bool(value), _) => Value::Bool(Some(value)),
            (Cell::Time(micros), _) => Value::ChronoDateTimeUtc(time(micros)),
            (Cell::Json(value), _) => Value::Json(serde_json::from_str(value).ok().map(Box::new)),
        };
        self.model.set(column, value);
    }

    fn end(&mut self) {
        self.done.push(std::mem::replace(&mut self.model, <ActiveModel as ActiveModelTrait>::default()));
    }
}
