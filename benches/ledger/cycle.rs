//! The life of a run: created and completed, or queued, claimed and completed, or refused because another run
//! holds the identity. Ours and the floor take turns of a few seconds on one database, so that a slow minute of
//! the disk hits both.

use opsledger::clock::Clock;
use opsledger::db::Engine;
use opsledger::ledger::{Ledger, Start};

use crate::Result;
use crate::arguments::Arguments;
use crate::capture;
use crate::counters::Counters;
use crate::load::{self, Form, TASKS};
use crate::report::{Report, Row, median};
use crate::stage::Stage;
use crate::{floor_postgres, floor_sqlite};

const DATABASE: &str = "cycle";
/// One connection a task.
const POOL: u32 = TASKS as u32;

enum Floor {
    Postgres(floor_postgres::Floor),
    Sqlite(floor_sqlite::Floor),
}

pub async fn run(stage: &Stage<'_>, arguments: &Arguments, report: &mut Report) -> Result {
    let db = stage.prepare(DATABASE, arguments.history()).await?;
    let durability = stage.durability(&db).await?;
    stage.settle(db).await?;
    let ledger = Ledger::new(stage.open(DATABASE, 2).await?, Clock::system(), "holder");
    for task in 0..TASKS {
        ledger.ensure(load::request(task, load::held(task)), Start::Running).await?;
    }
    ledger.db().clone().close().await?;
    for (form, name, goal) in [
        (Form::Running, "ensure running, complete", Some(0.75)),
        (Form::Queued, "ensure queued, claim, complete", Some(0.75)),
        (Form::Hit, "dedupe hit", None),
    ] {
        let goal = goal.filter(|_| stage.engine == Engine::Postgres);
        let row = measure(stage, arguments, form).await?;
        report.add("Life cycle, 16 concurrent", Row { name, goal, durability: durability.clone(), ..row });
    }
    stage.drop(DATABASE).await
}

async fn measure(stage: &Stage<'_>, arguments: &Arguments, form: Form) -> Result<Row> {
    let captured = capture::life(stage.open(DATABASE, 1).await?, form).await?;
    let floor = match &stage.server {
        Some(_) => Floor::Postgres(floor_postgres::Floor::new(stage.disk(), form, &captured)?),
        None => Floor::Sqlite(floor_sqlite::Floor::new(form, &captured)?),
    };
    let (mut ours, mut floors, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut last = None;
    for round in 0..arguments.cycle_rounds() {
        stage.checkpoint().await?;
        let before = Counters::read(stage, DATABASE).await?;
        let ledger = Ledger::new(stage.open(DATABASE, POOL).await?, Clock::system(), "bench");
        let load = load::drive(&ledger, form, arguments.slice()).await?;
        ledger.db().clone().close().await?;
        let cost = Counters::read(stage, DATABASE).await?.each(before, load.turns);
        stage.checkpoint().await?;
        let floor = match (&floor, &stage.server) {
            (Floor::Postgres(floor), Some(server)) => {
                floor.drive(server, DATABASE, TASKS, round, arguments.slice()).await?
            }
            (Floor::Sqlite(floor), _) => floor.drive(&stage.url(DATABASE), round, arguments.slice()).await?,
            (Floor::Postgres(_), None) => unreachable!("a floor of PostgreSQL has its server"),
        };
        ours.push(load.rate());
        floors.push(floor);
        ratios.push(load.rate() / floor);
        last = Some((load, cost));
    }
    let mut row = Row { ours: median(&ours), floor: median(&floors), ratios, ..Row::new(stage.engine) };
    if let Some((load, (commits, writes, bytes))) = last {
        // SQLite does not count; one transaction a step is what the door does there.
        row.note("commits/run", commits.unwrap_or(if form == Form::Hit { 0.0 } else { captured.steps.len() as f64 }));
        row.note("writing/run", writes.unwrap_or(if form == Form::Hit { 0.0 } else { captured.steps.len() as f64 }));
        row.note(if stage.engine == Engine::Postgres { "WAL B/run" } else { "disk B/run" }, bytes);
        row.note("p50 ms", load.percentile(0.5));
        row.note("p99 ms", load.percentile(0.99));
    }
    Ok(row)
}
