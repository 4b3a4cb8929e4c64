//! Carries out a page of plans in one transaction: move the schedules on, queue the runs, write what did not run.
//!
//! A schedule is moved on only if it is still what it was when it was looked at; whoever changed it since made its plan
//! void, and the next look makes another. When the database refuses the page, it is done again schedule by schedule.

use std::collections::{HashMap, HashSet};

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::Serialize;
use serde_json::json;

use super::plan::{Kind, Plan, Seen};
use super::tally::Tally;
use super::walk::fingerprint;
use crate::catalog;
use crate::clock::{Instant, text};
use crate::db::Engine;
use crate::db::sql::{Field, batch, records, statement};
use crate::engine::Pass;
use crate::ledger::{Request, Scope, Slotted};
use crate::problem::Result;

/// A schedule and its plan.
pub type Decision = (Seen, Plan);

#[derive(Serialize)]
struct Move<'a> {
    id: i64,
    fingerprint: &'a str,
    next: Option<String>,
}

#[derive(Serialize)]
struct SkipRow {
    workspace_id: i64,
    tenant_id: i64,
    id: i64,
    slot: String,
    through: Option<String>,
    reason: &'static str,
    blocking_run_id: Option<i64>,
}

const MOVE: &[(&str, Field)] = &[("id", Field::Int), ("fingerprint", Field::Text), ("next", Field::Time)];
const SKIP: &[(&str, Field)] = &[
    ("workspace_id", Field::Int),
    ("tenant_id", Field::Int),
    ("id", Field::Int),
    ("slot", Field::Time),
    ("through", Field::Time),
    ("reason", Field::Text),
    ("blocking_run_id", Field::Int),
];

/// Carries out `decisions` and notes in each workspace's tally what became of them.
///
/// # Errors
/// A database problem that is not about a single row; the page is then not written.
pub async fn apply(pass: &Pass, decisions: &[Decision], tallies: &mut HashMap<i64, Tally>) -> Result<()> {
    match write(pass, decisions).await {
        Ok(done) => note(decisions, &done, tallies),
        Err(problem) if problem.is_refusal() => {
            for decision in decisions {
                let one = std::slice::from_ref(decision);
                match write(pass, one).await {
                    Ok(done) => note(one, &done, tallies),
                    Err(problem) if problem.is_refusal() => {
                        tallies.entry(decision.0.workspace_id).or_default().refused(&decision.0, &problem);
                    }
                    Err(problem) => return Err(problem),
                }
            }
        }
        Err(problem) => return Err(problem),
    }
    Ok(())
}

/// What became of the slot of each schedule that was moved on.
type Done = HashMap<i64, Option<Slotted>>;

fn note(decisions: &[Decision], done: &Done, tallies: &mut HashMap<i64, Tally>) {
    for (seen, plan) in decisions {
        let tally = tallies.entry(seen.workspace_id).or_default();
        match done.get(&seen.id) {
            None => tally.overtaken(),
            Some(slotted) => tally.moved(plan, *slotted),
        }
    }
}

async fn write(pass: &Pass, decisions: &[Decision]) -> Result<Done> {
    if decisions.is_empty() {
        return Ok(Done::new());
    }
    let tx = pass.ledger.db().begin().await?;
    match write_in(pass, &tx, decisions).await {
        Ok(done) => {
            tx.commit().await?;
            if done.values().any(|slotted| matches!(slotted, Some(Slotted::Queued(_)))) {
                pass.ledger.hint();
            }
            Ok(done)
        }
        Err(problem) => {
            // Waited for, so that the next try does not meet the locks of this one.
            tx.rollback().await?;
            Err(problem)
        }
    }
}

async fn write_in(pass: &Pass, tx: &DatabaseTransaction, decisions: &[Decision]) -> Result<Done> {
    let held = pass.ledger.held_in(tx, &pass.runs).await?;
    let ours: HashSet<i64> =
        pass.runs.iter().filter(|run| held.contains(&run.run_id)).map(|run| run.scope.workspace()).collect();
    let mine: Vec<&Decision> = decisions.iter().filter(|(seen, _)| ours.contains(&seen.workspace_id)).collect();
    let moved = move_on(pass, tx, &mine).await?;
    let mine: Vec<&Decision> = mine.into_iter().filter(|(seen, _)| moved.contains(&seen.id)).collect();
    let mut done: Done = mine.iter().map(|(seen, _)| (seen.id, None)).collect();
    let (due, requests): (Vec<&Seen>, Vec<Request>) =
        mine.iter().filter_map(|(seen, plan)| Some((seen, request(seen, plan.run?)))).unzip();
    let slotted = pass.ledger.queue_slots_in(tx, &requests).await?;
    done.extend(due.iter().zip(&slotted).map(|(seen, slotted)| (seen.id, Some(*slotted))));
    let mut skips: Vec<SkipRow> = Vec::new();
    for (seen, plan) in &mine {
        if let Some((first, last)) = plan.missed {
            skips.push(skip(seen, first, Some(last), Kind::Missed, None));
        }
        if let (Some(slot), Some(Some(Slotted::Overlapped(run)))) = (plan.run, done.get(&seen.id)) {
            skips.push(skip(seen, slot, None, Kind::Overlap, Some(*run)));
        }
    }
    write_skips(pass, tx, &skips).await?;
    Ok(done)
}

/// Stores when each is due next, where nothing was changed since the look; returns those.
async fn move_on(pass: &Pass, tx: &DatabaseTransaction, decisions: &[&Decision]) -> Result<HashSet<i64>> {
    let engine = pass.ledger.db().engine();
    let rows: Vec<Move<'_>> = decisions
        .iter()
        .map(|(seen, plan)| Move { id: seen.id, fingerprint: &seen.fingerprint, next: plan.next.map(text) })
        .collect();
    // `updated_at` stays: it says when somebody changed the schedule, which this is not.
    let same = format!("s.id = p.id and {} = p.fingerprint and s.deleted_at is null", fingerprint(engine));
    let source = records(engine, 1, "p", MOVE);
    let sql = match engine {
        // In one order, and not those that somebody is changing right now: their plan is void anyway.
        Engine::Postgres => format!(
            "with mine as materialized (select s.id, p.next from backup_schedules s join {source} on {same} \
             where s.is_enabled order by s.id for update of s skip locked) \
             update backup_schedules as s set next_run_at = mine.next from mine where s.id = mine.id returning s.id"
        ),
        Engine::Sqlite => {
            format!(
                "update backup_schedules as s set next_run_at = p.next from {source} where {same} and s.is_enabled = 1 returning id"
            )
        }
    };
    let rows = tx.query_all_raw(statement(engine, &sql, [batch(&rows)])).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

/// The identity is the schedule; the slot tells one run of it from the next, for its whole life.
fn request(seen: &Seen, slot: Instant) -> Request {
    let scope = Scope::Tenant { workspace: seen.workspace_id, tenant: seen.tenant_id };
    let operation = catalog::entry("backup_schedule.scheduled");
    let mut request = Request::new(scope, operation, json!({ "backup_schedule_id": seen.id }));
    request.context = json!({ "backup_schedule_id": seen.id, "scheduled_for": text(slot) });
    request.scheduled_for = Some(slot);
    request
}

fn skip(seen: &Seen, slot: Instant, through: Option<Instant>, kind: Kind, blocking: Option<i64>) -> SkipRow {
    SkipRow {
        workspace_id: seen.workspace_id,
        tenant_id: seen.tenant_id,
        id: seen.id,
        slot: text(slot),
        through: through.filter(|last| *last > slot).map(text),
        reason: kind.as_str(),
        blocking_run_id: blocking,
    }
}

async fn write_skips(pass: &Pass, tx: &DatabaseTransaction, skips: &[SkipRow]) -> Result<()> {
    if skips.is_empty() {
        return Ok(());
    }
    let engine = pass.ledger.db().engine();
    let sql = format!(
        "insert into backup_schedule_skips (workspace_id, tenant_id, backup_schedule_id, slot, slot_through, reason, blocking_run_id, created_at) \
         select w.workspace_id, w.tenant_id, w.id, w.slot, w.through, w.reason, w.blocking_run_id, $2 from {} \
         where w.id is not null order by w.id, w.slot on conflict do nothing",
        records(engine, 1, "w", SKIP)
    );
    tx.execute_raw(statement(engine, &sql, [batch(&skips), pass.ledger.now().into()])).await?;
    Ok(())
}
