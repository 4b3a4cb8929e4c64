//! Queued runs that do nothing, through the real workers: queued by as many callers as there are workers, claimed, worked
//! off and ended. The floor is `pgbench` with two commits a run, the least that a run with a beginning and an end can cost
//! when nobody shares: the created-running form of the life cycle, with as many clients.
//!
//! *In flight* is a run between the wish for it and its end. A client of the floor has one life at a time, so with 16
//! clients 16 are in flight; the form that is compared with it, and has the goal, is therefore 16 callers of which each
//! waits for the end of its run before it asks for the next. Three commits follow each other in such a life (queued,
//! claimed, ended) where the floor has two. Hosts do not wait: they go on as soon as the run is queued. The form with
//! callers that have up to [`AHEAD`] runs on their way stands beside it without a goal, for more is in flight there than
//! the floor has clients, although no tenant has more than one of them at work.
//!
//! Sharing commits must not make a caller wait who is alone, so a single life is timed beside it, through the door
//! and past it.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use opsledger::catalog::{self, Operation};
use opsledger::clock::Clock;
use opsledger::db::Engine;
use opsledger::engine::{Attempt, Setback, Settings, Work, Workers};
use opsledger::ledger::{Closing, Ending, Ledger, Start};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use crate::arguments::Arguments;
use crate::capture::{self, claim_of};
use crate::load::{self, Form, percentile};
use crate::report::{Report, Row, median};
use crate::stage::Stage;
use crate::{Result, floor_postgres, floor_sqlite};

const DATABASE: &str = "queue";
/// Runs of one caller that may be on their way.
const AHEAD: usize = 4;
/// Connections of ours; however many are in flight.
const POOL: u32 = 16;

struct Nothing;

#[async_trait::async_trait]
impl Work for Nothing {
    fn operation(&self) -> &'static Operation {
        catalog::entry(load::OPERATION)
    }

    async fn attempt(&self, _attempt: &Attempt) -> std::result::Result<Ending, Setback> {
        Ok(load::ending(self.operation()))
    }
}

pub async fn run(stage: &Stage<'_>, arguments: &Arguments, report: &mut Report) -> Result {
    let db = stage.prepare(DATABASE, arguments.history()).await?;
    let durability = stage.durability(&db).await?;
    stage.settle(db).await?;
    for (in_flight, ahead, name, goal) in [
        (16, 1, "no-op runs, 16 in flight", Some(0.8)),
        (256, 1, "no-op runs, 256 in flight", Some(1.5)),
        (16, AHEAD, "no-op runs, 16 callers that go on after queueing", None),
        (256, AHEAD, "no-op runs, 256 callers that go on after queueing", None),
    ] {
        let goal = goal.filter(|_| stage.engine == Engine::Postgres);
        let row = measure(stage, arguments, in_flight, ahead).await?;
        report
            .add("Queue and workers, floor of two commits", Row { name, goal, durability: durability.clone(), ..row });
    }
    let row = alone(stage, arguments).await?;
    report.add("Queue and workers, alone", Row { durability, ..row });
    stage.drop(DATABASE).await
}

async fn measure(stage: &Stage<'_>, arguments: &Arguments, in_flight: usize, ahead: usize) -> Result<Row> {
    let captured = capture::life(stage.open(DATABASE, 1).await?, Form::Running).await?;
    let (mut ours, mut floors, mut ratios, mut latencies) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..arguments.cycle_rounds() {
        stage.checkpoint().await?;
        let (rate, each) = drive(stage, in_flight, ahead, arguments.slice()).await?;
        stage.checkpoint().await?;
        let floor = match &stage.server {
            Some(server) => {
                let floor = floor_postgres::Floor::new(stage.disk(), Form::Running, &captured)?;
                // Rounds of their own: the identities of the life cycles' floor are made of them.
                floor.drive(server, DATABASE, in_flight, 1_000 * (in_flight + ahead) + round, arguments.slice()).await?
            }
            None => {
                let floor = floor_sqlite::Floor::new(Form::Running, &captured)?;
                floor.drive(&stage.url(DATABASE), 1_000 * (in_flight + ahead) + round, arguments.slice()).await?
            }
        };
        ours.push(rate);
        floors.push(floor);
        ratios.push(rate / floor);
        latencies = each;
    }
    let mut row = Row { ours: median(&ours), floor: median(&floors), ratios, ..Row::new(stage.engine) };
    row.note("p50 ms", percentile(&latencies, 0.5));
    row.note("p99 ms", percentile(&latencies, 0.99));
    Ok(row)
}

/// Who waits for the end of which run; an end that came first is kept.
#[derive(Default)]
struct Ends(Mutex<HashMap<i64, Option<oneshot::Sender<()>>>>);

impl Ends {
    fn came(&self, run: i64) {
        let mut ends = self.0.lock().expect("nobody panics here");
        match ends.remove(&run) {
            Some(Some(waiting)) => drop(waiting.send(())),
            _ => drop(ends.insert(run, None)),
        }
    }

    fn of(&self, run: i64) -> Option<oneshot::Receiver<()>> {
        let mut ends = self.0.lock().expect("nobody panics here");
        if ends.remove(&run).is_some() {
            return None;
        }
        let (waiting, end) = oneshot::channel();
        ends.insert(run, Some(waiting));
        Some(end)
    }
}

/// Runs a second, and how long each took from its wish to its end.
async fn drive(stage: &Stage<'_>, in_flight: usize, ahead: usize, time: Duration) -> Result<(f64, Vec<Duration>)> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let ledger = Ledger::new(stage.open(DATABASE, POOL).await?, Clock::system(), "bench");
    let (telling, mut told) = mpsc::unbounded_channel();
    let settings = Settings { workers: in_flight, ..Settings::default() };
    let stop = CancellationToken::new();
    let workers = Workers::new(ledger.clone(), vec![Arc::new(Nothing)], settings).telling(telling);
    let working = tokio::spawn(workers.run(stop.clone()));
    let ends = Arc::new(Ends::default());
    let noting = Arc::clone(&ends);
    let notes = tokio::spawn(async move {
        while let Some(done) = told.recv().await {
            noting.came(done.claim.run_id);
        }
    });
    let began = Instant::now();
    let callers: Vec<_> = (0..in_flight)
        .map(|caller| {
            let (ledger, ends) = (ledger.clone(), Arc::clone(&ends));
            tokio::spawn(async move {
                let mut each = Vec::new();
                let mut open = VecDeque::new();
                while began.elapsed() < time {
                    let turn = Instant::now();
                    let identity = format!("queue {}", NEXT.fetch_add(1, Ordering::Relaxed));
                    let claim = claim_of(ledger.ensure(load::request(caller, identity), Start::Queued).await?)?;
                    open.push_back((turn, ends.of(claim.run_id)));
                    if open.len() >= ahead {
                        each.extend(oldest(&mut open).await?);
                    }
                }
                while !open.is_empty() {
                    each.extend(oldest(&mut open).await?);
                }
                Result::<_>::Ok(each)
            })
        })
        .collect();
    let mut each = Vec::new();
    for caller in callers {
        each.extend(caller.await??);
    }
    let rate = each.len() as f64 / began.elapsed().as_secs_f64();
    stop.cancel();
    working.await?;
    notes.await?;
    ledger.db().clone().close().await?;
    each.sort_unstable();
    Ok((rate, each))
}

/// Waits for the end of the run that was queued first; how long that took.
async fn oldest(open: &mut VecDeque<(Instant, Option<oneshot::Receiver<()>>)>) -> Result<Option<Duration>> {
    let Some((turn, end)) = open.pop_front() else { return Ok(None) };
    if let Some(end) = end {
        end.await?;
    }
    Ok(Some(turn.elapsed()))
}

/// One life after the other with nothing beside it: through the shared door, and past it as the floor.
async fn alone(stage: &Stage<'_>, arguments: &Arguments) -> Result<Row> {
    let ledger = Ledger::new(stage.open(DATABASE, 2).await?, Clock::system(), "bench");
    let (mut shared, mut direct) = (Vec::new(), Vec::new());
    let began = Instant::now();
    for n in 0_u64.. {
        if began.elapsed() > arguments.slice() * 2 {
            break;
        }
        let request = load::request(0, format!("alone {n}"));
        let operation = request.operation;
        let turn = Instant::now();
        if n % 2 == 0 {
            let claim = claim_of(ledger.ensure(request, Start::Running).await?)?;
            let _ = ledger.complete(&claim, load::ending(operation)).await?;
            shared.push(turn.elapsed());
        } else {
            let ensured = ledger.ensure_many(&[request], Start::Running).await?.remove(0);
            let closing = Closing::of(&claim_of(ensured)?, load::ending(operation));
            ledger.close_many(&[closing]).await?;
            direct.push(turn.elapsed());
        }
    }
    ledger.db().clone().close().await?;
    shared.sort_unstable();
    direct.sort_unstable();
    let rate = |each: &[Duration]| 1_000.0 / percentile(each, 0.5).max(0.001);
    let mut row = Row { name: "one life at a time, p50", ..Row::new(stage.engine) };
    (row.ours, row.floor) = (rate(&shared), rate(&direct));
    row.ratios = vec![row.ours / row.floor];
    row.note("p50 ms", percentile(&shared, 0.5));
    row.note("p99 ms", percentile(&shared, 0.99));
    row.note("direct p50 ms", percentile(&direct, 0.5));
    row.note("direct p99 ms", percentile(&direct, 0.99));
    Ok(row)
}
