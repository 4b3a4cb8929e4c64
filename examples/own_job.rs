//! A host application with work of its own: declare a type, queue a run, let workers do it, read how it ended.
//!
//! `cargo run --example own_job` uses a database file in a temporary directory. A host would open its own with
//! `Db::open`, share the ledger with its web handlers, and run the workers in a service.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program; its output is what it is for")]

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use opsledger::catalog::{self, OnLost, Operation, StalePolicy, TENANT_WORK};
use opsledger::clock::Clock;
use opsledger::db::{Access, Db, schema};
use opsledger::engine::{Attempt, Retry, Setback, Settings, Work, Workers};
use opsledger::ledger::{Counts, Ending, Ensured, Failure, Ledger, Request, Scope};
use opsledger::problem::Result;
use sea_orm::ConnectionTrait;
use serde_json::json;
use tokio::sync::mpsc::unbounded_channel;
use tokio_util::sync::CancellationToken;

/// The catalog entry. What is not said is as for other work of tenants.
static TYPES: &[Operation] = &[Operation {
    name: "report.send",
    label: "Send a report",
    expected: Duration::from_secs(30),
    context_keys: &["report_id"],
    stale: StalePolicy {
        queued_after: Duration::from_secs(3_600),
        running_after: Duration::from_secs(600),
        on_lost: OnLost::Retry { attempts: 3 },
    },
    audited: true,
    ..TENANT_WORK
}];

struct SendReport;

#[async_trait::async_trait]
impl Work for SendReport {
    fn operation(&self) -> &'static Operation {
        &TYPES[0]
    }

    fn retry(&self) -> Retry {
        Retry { base: Duration::from_millis(200), ..Retry::default() }
    }

    async fn attempt(&self, attempt: &Attempt) -> std::result::Result<Ending, Setback> {
        if attempt.number == 1 {
            // Tried again by the worker, within the same run.
            return Err(Setback::passing(Failure::new("report.mail_busy", "The mail server was busy"), None));
        }
        println!("  sending report {}, attempt {}", attempt.context["report_id"], attempt.number);
        let counts = Counts::new(self.operation(), [("total", 1), ("processed", 1), ("succeeded", 1)]);
        Ok(Ending::succeeded().with_counts(&counts))
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error[{}]: {}\n  {}", problem.code, problem.message, problem.next);
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    catalog::declare(TYPES)?;
    let file = std::env::temp_dir().join(format!("own_job-{}.db", std::process::id()));
    let db = Db::open(&format!("sqlite://{}?mode=rwc", file.display()), Access::Create, 4).await?;
    schema::up(&db).await?;
    db.writer().execute_unprepared(PLATFORM).await?;
    let ledger = Ledger::new(db.clone(), Clock::system(), "own-job");

    // Where the platform decides that there is work. The row exists before anybody works.
    let mut request = Request::new(Scope::Tenant { workspace: 1, tenant: 1 }, &TYPES[0], json!({ "report_id": 7 }));
    request.context = json!({ "report_id": 7 });
    for _ in 0..2 {
        match ledger.dispatch(request.clone()).await? {
            Ensured::Created(claim) => println!("queued operation #{}", claim.run_id),
            Ensured::Existing(holder) => println!("operation #{} does that already", holder.run_id),
        }
    }

    // Where the work is done: here, or in any number of other processes.
    let (telling, mut ended) = unbounded_channel();
    let stop = CancellationToken::new();
    let workers = Workers::new(ledger.clone(), vec![Arc::new(SendReport)], Settings::default()).telling(telling);
    let working = tokio::spawn(workers.run(stop.clone()));
    if let Some(done) = ended.recv().await {
        println!("operation #{} ended: {}", done.claim.run_id, done.ending.outcome().as_str());
    }
    stop.cancel();
    let _ = working.await;
    db.close().await?;
    let _ = std::fs::remove_file(file);
    Ok(())
}

/// A customer account with one environment; a host has its own.
const PLATFORM: &str = "
    insert into workspaces (id, external_id, slug, name, created_at, updated_at)
    values (1, 'w1', 'acme', 'Acme', '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00');
    insert into tenants (id, workspace_id, external_id, name, created_at, updated_at)
    values (1, 1, '6a0e1f0c-6f0e-4c9b-9a53-0f6e1f2b3c4d', 'Europe', '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00');
";
