//! A scheduler process that can be hurt: the engine as it is, with a job that writes what it does to a file outside
//! the database. It is this test binary again, at its hidden entry below.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use opsledger::catalog::{self, Operation};
use opsledger::clock::{Clock, Instant};
use opsledger::db::{Access, Db};
use opsledger::engine::tick::Ticker;
use opsledger::engine::{Held, Job, Pass, Service, Settings, execute};
use opsledger::ledger::{Claim, Ending, Ledger};
use opsledger::problem::Result;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::work::RETRIED;
use super::{KEY, SWEEP};

/// How a probe is made to behave; times in milliseconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Probe {
    /// Where the job writes what it did, a line for each run.
    pub effects: PathBuf,
    /// The time is always this one; slots are then judged by it and not by the database.
    pub now: Option<Instant>,
    /// A file with seconds by which the machine's clock is off, read at each look.
    pub skew: Option<PathBuf>,
    pub lease: u64,
    pub heartbeat: u64,
    pub drain: u64,
    /// How long the job works after its effect.
    pub hold: u64,
    /// The process dies when a pass has this workspace.
    pub abort: Option<i64>,
    /// The job panics over this workspace, before it does anything.
    pub panic: Option<i64>,
    /// How long the job may take; 0 for what its type says.
    pub limit: u64,
    /// The process dies of a run of another type.
    pub poison: bool,
    /// Ends runs of lost workers, beside everything else.
    pub sweep: bool,
    /// The sweep's own runs are claimed too, and never end.
    pub stuck: bool,
    /// Does what is due and ends, instead of running until it is stopped.
    pub once: bool,
}

impl Default for Probe {
    fn default() -> Self {
        Self {
            effects: PathBuf::new(),
            now: None,
            skew: None,
            lease: 1_500,
            heartbeat: 200,
            drain: 10_000,
            hold: 0,
            abort: None,
            panic: None,
            limit: 0,
            poison: false,
            sweep: true,
            stuck: false,
            once: false,
        }
    }
}

/// Writes `run token workspace` on a line of its own, and does not return before it is on the disk.
struct Witness(Probe);

#[async_trait::async_trait]
impl Job for Witness {
    fn operation(&self) -> &'static Operation {
        catalog::find(KEY).expect("a declared type")
    }

    fn limit(&self) -> Duration {
        if self.0.limit == 0 { self.operation().stale.running_after } else { Duration::from_millis(self.0.limit) }
    }

    async fn run(&self, pass: &Pass) -> Result<Vec<Ending>> {
        let panics = |run: &Claim| Some(run.scope.workspace()) == self.0.panic;
        assert!(!pass.runs.iter().any(panics), "the password=hunter2 is in the way");
        self.note("did", &pass.runs);
        if pass.runs.iter().any(|run| Some(run.scope.workspace()) == self.0.abort) {
            std::process::abort();
        }
        if self.0.hold > 0 {
            say("holds", pass.runs.len());
            tokio::time::sleep(Duration::from_millis(self.0.hold)).await;
            // What a job does before it touches the domain.
            let tx = pass.ledger.db().begin().await?;
            let mine = pass.ledger.held_in(&tx, &pass.runs).await?;
            let late: Vec<Claim> = pass.runs.iter().filter(|run| mine.contains(&run.run_id)).copied().collect();
            self.note("late", &late);
            tx.commit().await?;
        }
        Ok(vec![Ending::succeeded(); pass.runs.len()])
    }
}

impl Witness {
    fn note(&self, word: &str, runs: &[Claim]) {
        let lines: String = runs
            .iter()
            .map(|run| {
                format!("{word} {} {} {} {}\n", run.run_id, run.token, run.scope.workspace(), std::process::id())
            })
            .collect();
        let mut file = OpenOptions::new().append(true).create(true).open(&self.0.effects).expect("open the log");
        file.write_all(lines.as_bytes()).expect("write the log");
        file.sync_data().expect("see it on the disk");
    }
}

/// Work that ends the process.
struct Poison;

#[async_trait::async_trait]
impl Job for Poison {
    fn operation(&self) -> &'static Operation {
        catalog::find(RETRIED).expect("a declared type")
    }

    async fn run(&self, _: &Pass) -> Result<Vec<Ending>> {
        std::process::abort()
    }
}

/// The sweep, in a process that will not finish it.
struct Stuck;

#[async_trait::async_trait]
impl Job for Stuck {
    fn operation(&self) -> &'static Operation {
        catalog::find(SWEEP).expect("a declared type")
    }

    async fn run(&self, pass: &Pass) -> Result<Vec<Ending>> {
        say("sweeps", pass.runs.len());
        std::future::pending().await
    }
}

fn say(word: &str, what: impl std::fmt::Display) {
    // A line of its own: the harness leaves its first one open.
    let _ = writeln!(std::io::stdout(), "\nprobe {word} {what}");
}

fn clock(probe: &Probe) -> Clock {
    if let Some(now) = probe.now {
        return Clock::fixed(now);
    }
    let Some(file) = probe.skew.clone() else { return Clock::system() };
    Clock::from_fn(move || {
        let off: i64 = std::fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        Clock::system().now() + TimeDelta::seconds(off)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a process of the tests beside it"]
async fn be_a_scheduler() {
    // None when somebody runs the ignored tests by hand.
    let Ok(probe) = std::env::var("PROBE") else { return };
    let probe: Probe = serde_json::from_str(&probe).expect("read what to be");
    let _ = opsledger::telemetry::start("info,tokio_cron_scheduler=warn", opsledger::telemetry::LogFormat::Text);
    let url = std::env::var("DATABASE_URL").expect("an address");
    let db = loop {
        match Db::open(&url, Access::Existing, 6).await {
            Ok(db) => break db,
            Err(problem) => say("waits", problem),
        }
    };
    let worker = format!("probe-{}", uuid::Uuid::new_v4().simple());
    let ledger = Ledger::new(db, clock(&probe), worker).with_lease(Duration::from_millis(probe.lease));
    if probe.once { once(&ledger, probe).await } else { serve(ledger, probe).await }
}

/// Settles, claims and works until there is nothing left to do, through whatever goes wrong on the way.
async fn once(ledger: &Ledger, probe: Probe) {
    let job: Arc<dyn Job> = Arc::new(Witness(probe));
    let never = CancellationToken::new();
    loop {
        let pass = async {
            ledger.release_lost(job.operation()).await?;
            Ticker::default().tick(ledger).await?;
            let claims = ledger.claim_queued(&[KEY], 1_000).await?;
            if claims.is_empty() {
                return Ok(true);
            }
            execute(ledger, &job, claims, &Held::default(), &never).await.map(|done| {
                done.iter().filter(|done| done.recorded).for_each(|done| say("recorded", done.claim.run_id));
                false
            })
        };
        match pass.await {
            Ok(true) => return,
            Ok(false) => {}
            Err(problem) => say("met", problem),
        }
    }
}

async fn serve(ledger: Ledger, probe: Probe) {
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).expect("listen");
    tokio::spawn(async move {
        terminate.recv().await;
        stopping.cancel();
    });
    let sweeper = ledger.clone();
    if probe.sweep {
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_millis(100)).await;
                let operation = catalog::find(KEY).expect("a declared type");
                match sweeper.release_lost(operation).await {
                    Ok(lost) => lost.iter().for_each(|run| say("released", run)),
                    Err(problem) => say("met", problem),
                }
            }
        });
    }
    let settings = Settings {
        heartbeat: Duration::from_millis(probe.heartbeat),
        drain: Duration::from_millis(probe.drain),
        workers: 2,
    };
    say("runs", std::process::id());
    let mut jobs: Vec<Arc<dyn Job>> = Vec::new();
    if probe.stuck {
        jobs.push(Arc::new(Stuck));
    }
    if probe.poison {
        jobs.push(Arc::new(Poison));
    }
    jobs.push(Arc::new(Witness(probe)));
    Service::new(ledger, jobs, settings).run(stop).await.expect("run");
    say("stopped", std::process::id());
}
