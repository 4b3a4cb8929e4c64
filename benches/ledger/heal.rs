//! A reconcile pass over drifted rows: the real job through the engine, against one bare `UPDATE … FROM` on a
//! copy of the same database, in alternating rounds. A second floor writes the audit rows too, which the rules
//! demand of the job and which the bare statement leaves out.

use std::sync::Arc;
use std::time::Instant;

use opsledger::catalog;
use opsledger::clock::Clock;
use opsledger::db::{Db, Engine};
use opsledger::engine::{Ran, run_once};
use opsledger::jobs::reconcile_adapter_runs::{Options, ReconcileAdapterRuns};
use opsledger::ledger::{Ledger, Outcome, Request, Scope};
use serde_json::json;

use crate::arguments::Arguments;
use crate::counters::Counters;
use crate::drift::{self, Mix};
use crate::report::{Report, Row, median};
use crate::stage::{Stage, WORKSPACES, one, run as execute};
use crate::{Result, bare, memory};

const TEMPLATE: &str = "drifted";
const COPY: &str = "healed";
/// As many connections as the scheduler itself opens.
const POOL: u32 = 4;

pub async fn run(stage: &Stage<'_>, arguments: &Arguments, report: &mut Report) -> Result {
    for (mix, name, settled) in [
        (Mix::All, "drift in all five tables", true),
        (Mix::Restores, "drift in restore_runs only", true),
        (Mix::Restores, "the same, just loaded and never analysed", false),
    ] {
        let db = stage.prepare(TEMPLATE, arguments.history()).await?;
        if !settled && stage.engine == Engine::Postgres {
            execute(&db, "alter table operation_runs set (autovacuum_enabled = off)").await?;
            execute(&db, "alter table restore_runs set (autovacuum_enabled = off)").await?;
        }
        drift::plant(&db, arguments.history(), arguments.drifted(), mix).await?;
        let durability = stage.durability(&db).await?;
        if settled {
            stage.settle(db).await?;
        } else {
            db.close().await?;
        }
        let goal = settled.then_some(0.6);
        let row = measure(stage, arguments).await?;
        report.add("Reconcile", Row { name, goal, durability, ..row });
        stage.drop(TEMPLATE).await?;
    }
    memory::run(stage, arguments).await
}

async fn measure(stage: &Stage<'_>, arguments: &Arguments) -> Result<Row> {
    let drifted = arguments.drifted();
    let rate = |seconds: f64| drifted as f64 / seconds;
    let (mut ours, mut floors, mut ratios, mut audited) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut cost = (None, None, 0.0);
    for _ in 0..arguments.heal_rounds() {
        let with_audit = timed_floor(stage, drifted, true).await?;
        stage.copy(TEMPLATE, COPY).await?;
        let before = Counters::read(stage, COPY).await?;
        let db = stage.open(COPY, POOL).await?;
        let began = Instant::now();
        heal(&db).await?;
        let seconds = began.elapsed().as_secs_f64();
        check(&db, drifted).await?;
        db.close().await?;
        cost = Counters::read(stage, COPY).await?.each(before, 1);
        stage.drop(COPY).await?;
        let floor = timed_floor(stage, drifted, false).await?;
        ours.push(rate(seconds));
        floors.push(rate(floor));
        ratios.push(floor / seconds);
        audited.push(with_audit / seconds);
    }
    let mut row = Row { ours: median(&ours), floor: median(&floors), ratios, ..Row::new(stage.engine) };
    row.note("ratio to floor with audit", median(&audited));
    if let (Some(_), Some(writes), bytes) = cost {
        row.note("commits", writes);
        row.note("WAL B/row", bytes / drifted as f64);
    }
    Ok(row)
}

/// One pass of the job over every workspace.
pub async fn heal(db: &Db) -> Result {
    let ledger = Ledger::new(db.clone(), Clock::system(), "bench");
    let operation = catalog::entry("ops.reconcile_adapter_runs");
    let requests: Vec<Request> =
        (1..=WORKSPACES).map(|id| Request::new(Scope::Workspace(id), operation, json!({}))).collect();
    let job = Arc::new(ReconcileAdapterRuns::new(Options::default()));
    for ran in run_once(&ledger, job, &requests, std::future::pending()).await? {
        let well = matches!(&ran, Ran::Ended { ending, recorded: true, .. } if ending.outcome() == Outcome::Succeeded);
        anyhow::ensure!(well, "a pass did not end well: {ran:?}");
    }
    Ok(())
}

async fn timed_floor(stage: &Stage<'_>, drifted: i64, audit: bool) -> Result<f64> {
    stage.copy(TEMPLATE, COPY).await?;
    let db = stage.open(COPY, 1).await?;
    let now = opsledger::clock::text(Clock::system().now());
    let mut sql = bare::update_sql(stage.engine, &now);
    if audit {
        sql = format!("begin; {sql}; {}; commit", bare::audit_sql(stage.engine, &now));
    }
    let began = Instant::now();
    execute(&db, &sql).await?;
    let seconds = began.elapsed().as_secs_f64();
    check(&db, drifted).await?;
    db.close().await?;
    stage.drop(COPY).await?;
    Ok(seconds)
}

/// Both sides must have done the same, or the ratio compares nothing.
async fn check(db: &Db, drifted: i64) -> Result {
    let sql = "select count(*) from operation_runs where status = 'completed' and reconciled_at is not null \
               and cast(context as text) like '%reconcile.shadow_behind%'";
    let healed: i64 = one(db, sql).await?;
    anyhow::ensure!(healed == drifted, "{healed} of {drifted} rows were healed");
    Ok(())
}
