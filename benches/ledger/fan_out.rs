//! The slot of a schedule for every workspace, half of which have a run that is still active: the tick's own
//! transaction, against the two bare statements that write the same rows from a table that lies ready.

use std::time::Instant;

use chrono::{DateTime, Utc};
use opsledger::catalog;
use opsledger::clock::Clock;
use opsledger::db::{Db, Engine};
use opsledger::ledger::{Ledger, Request, Scope, Start, identity};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::Result;
use crate::arguments::Arguments;
use crate::report::{Report, Row, median};
use crate::stage::{Stage, run as execute};

const TEMPLATE: &str = "slots";
const COPY: &str = "slot";
const KEY: &str = "ops.reconcile_adapter_runs";
/// The ledger is written through its door only; this is a floor and no second door.
const RUNS: &str = "operation_runs";

pub async fn run(stage: &Stage<'_>, arguments: &Arguments, report: &mut Report) -> Result {
    let sizes: &[(i64, &str)] = if arguments.quick {
        &[(1_000, "1,000 workspaces")]
    } else {
        &[(10_000, "10,000 workspaces"), (100_000, "100,000 workspaces")]
    };
    for (workspaces, name) in sizes {
        let db = stage.prepare(TEMPLATE, arguments.history()).await?;
        plant(&db, *workspaces).await?;
        let durability = stage.durability(&db).await?;
        stage.settle(db).await?;
        let (mut ours, mut floors, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..arguments.heal_rounds() {
            let floor = timed(stage, false).await?;
            let own = timed(stage, true).await?;
            floors.push(*workspaces as f64 / floor);
            ours.push(*workspaces as f64 / own);
            ratios.push(floor / own);
        }
        let mut row = Row { name, goal: Some(1.0 / 1.5), durability, ..Row::new(stage.engine) };
        (row.ours, row.floor) = (median(&ours), median(&floors));
        row.note("seconds, ours", *workspaces as f64 / row.ours);
        row.ratios = ratios;
        report.add("Slot", row);
        stage.drop(TEMPLATE).await?;
    }
    Ok(())
}

fn slot() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).expect("an instant")
}

fn ledger(db: &Db) -> Ledger {
    Ledger::new(db.clone(), Clock::fixed(slot()), "bench")
}

/// Workspaces, an active run of every second one, the schedule, and what the floor reads its rows from.
async fn plant(db: &Db, workspaces: i64) -> Result {
    let at = "'2025-01-01T00:00:00+00:00'";
    let operation = catalog::find(KEY)?;
    let mut wanted = Vec::new();
    for id in 1..=workspaces {
        wanted.push((id, identity::hash(Scope::Workspace(id), KEY, &json!({}))?));
    }
    execute(db, "create table wanted (workspace_id bigint primary key, hash text not null)").await?;
    for chunk in wanted.chunks(5_000) {
        let new = chunk.iter().filter(|(id, _)| *id > crate::stage::WORKSPACES);
        let rows: Vec<String> = new.map(|(id, _)| format!("({id}, 'w{id}', 'w{id}', 'W', {at}, {at})")).collect();
        execute(
            db,
            &format!(
                "insert into workspaces (id, external_id, slug, name, created_at, updated_at) values {}",
                rows.join(", ")
            ),
        )
        .await?;
        let rows: Vec<String> = chunk.iter().map(|(id, hash)| format!("({id}, '{hash}')")).collect();
        execute(db, &format!("insert into wanted values {}", rows.join(", "))).await?;
    }
    let held: Vec<Request> =
        (1..=workspaces).step_by(2).map(|id| Request::new(Scope::Workspace(id), operation, json!({}))).collect();
    ledger(db).ensure_many(&held, Start::Queued).await?;
    let schedule = format!(
        "insert into schedules (key, operation_type, cron, created_at, updated_at) values ('{KEY}', '{KEY}', '* * * * *', {at}, {at})"
    );
    execute(db, &schedule).await
}

async fn timed(stage: &Stage<'_>, ours: bool) -> Result<f64> {
    stage.copy(TEMPLATE, COPY).await?;
    let db = stage.open(COPY, 2).await?;
    let ledger = ledger(&db);
    let operation = catalog::find(KEY)?;
    let began = Instant::now();
    let tx = db.begin().await?;
    if ours {
        ledger.fan_out_in(&tx, KEY, operation, slot()).await?;
    } else {
        for statement in floor(stage.engine) {
            tx.execute_unprepared(&statement).await?;
        }
    }
    tx.commit().await?;
    let spent = began.elapsed().as_secs_f64();
    db.close().await?;
    stage.drop(COPY).await?;
    Ok(spent)
}

fn floor(engine: Engine) -> [String; 2] {
    let slot = match engine {
        Engine::Postgres => "timestamptz '2027-01-15T08:00:00+00:00'",
        Engine::Sqlite => "'2027-01-15T08:00:00+00:00'",
    };
    let same = "r.tenant_id is null and r.workspace_id = w.workspace_id and r.run_identity_hash = w.hash and r.status in ('queued', 'running')";
    [
        format!(
            "insert into {RUNS} (workspace_id, initiator_name, type, run_identity_hash, scheduled_for, created_at, updated_at) \
             select w.workspace_id, 'System', '{KEY}', w.hash, {slot}, {slot}, {slot} from wanted w \
             where not exists (select 1 from {RUNS} r where {same}) on conflict do nothing"
        ),
        format!(
            "insert into schedule_skips (schedule_key, workspace_id, slot, reason, blocking_run_id, created_at) \
             select '{KEY}', w.workspace_id, {slot}, 'overlap', r.id, {slot} from wanted w join {RUNS} r on {same} \
             where (r.scheduled_for is null or r.scheduled_for <> {slot}) on conflict do nothing"
        ),
    ]
}
