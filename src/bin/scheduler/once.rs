//! `scheduler once`: one pass of a type, now, in this process.

use std::sync::Arc;

use opsledger::catalog;
use opsledger::cli::{DatabaseArgs, Exit, say};
use opsledger::clock::Clock;
use opsledger::config::Config;
use opsledger::db::{Access, Db, schema};
use opsledger::domain::tenants;
use opsledger::domain::workspaces::{self, Workspace};
use opsledger::engine::{Ran, run_once};
use opsledger::jobs::{self, JobOptions, Task};
use opsledger::ledger::{Ledger, Request, Scope};
use opsledger::problem::{Problem, Result};

use crate::arguments::OnceArguments;
use crate::report;

/// Connections of a single pass: one works, one beats, one reads.
const POOL: u32 = 3;

pub(crate) async fn run(
    database: &DatabaseArgs,
    arguments: OnceArguments,
    config: &Config,
    json: bool,
) -> Result<Exit> {
    let operation = catalog::find(&arguments.operation)?;
    let mut options = JobOptions {
        older_than: arguments.older_than,
        limit: arguments.limit,
        tenant: arguments.tenant.as_ref().map(|_| 0),
        guard_share: arguments.guard_share,
        confirm: arguments.confirm,
        dry_run: arguments.dry_run,
        named: !arguments.workspaces.is_empty() || arguments.tenant.is_some(),
    };
    // Asked before the database is: what is refused here is refused everywhere.
    jobs::find(operation.name, &options)?;
    let db = database.open(Access::Existing, POOL).await?;
    schema::require_current(&db).await?;
    let workspaces = wanted(&db, &arguments, &mut options).await?;
    let task = jobs::find(operation.name, &options)?;
    let ledger = Ledger::new(db, Clock::system(), worker("once")).with_lease(config.leases.lease);
    if arguments.dry_run {
        let ids = workspaces.iter().map(|workspace| workspace.id).collect();
        let plan = task.plan(&ledger, ids).await?;
        report::plan(task.words(), &workspaces, &plan, json);
        return Ok(Exit::Done);
    }
    let answers = pass(&ledger, &task, &workspaces).await?;
    report::pass(&*task, &workspaces, &answers, json);
    if workspaces.is_empty() && !json {
        say("No active workspace, so there was nothing to do.");
    }
    if answers.len() < workspaces.len() {
        return Err(Problem::work(
            "run.interrupted",
            format!("stopped after {} of {} workspaces", answers.len(), workspaces.len()),
        )
        .next("run it again; what was done stays done"));
    }
    Ok(report::exit(&answers))
}

/// Runs one pass for each of `workspaces`.
pub(crate) async fn pass(ledger: &Ledger, task: &Arc<dyn Task>, workspaces: &[Workspace]) -> Result<Vec<Ran>> {
    let operation = task.operation();
    let requests: Vec<Request> = workspaces
        .iter()
        .map(|workspace| Request::new(Scope::Workspace(workspace.id), operation, serde_json::json!({})))
        .collect();
    run_once(ledger, task.clone(), &requests, stop_signal()).await
}

async fn wanted(db: &Db, arguments: &OnceArguments, options: &mut JobOptions) -> Result<Vec<Workspace>> {
    let mut workspaces = if arguments.workspaces.is_empty() {
        workspaces::active(db).await?
    } else {
        workspaces::named(db, &arguments.workspaces).await?
    };
    if let Some(given) = &arguments.tenant {
        let tenant = tenants::find(db, given).await?;
        options.tenant = Some(tenant.id);
        workspaces.retain(|workspace| workspace.id == tenant.workspace_id);
        if workspaces.is_empty() {
            return Err(Problem::request(
                "tenant.elsewhere",
                format!("the tenant `{given}` is in none of these workspaces"),
            )
            .next("leave --workspace out, or name the tenant's own active workspace"));
        }
    }
    Ok(workspaces)
}

/// A name for this process: unique, also between two processes with one number on two machines.
pub(crate) fn worker(command: &str) -> String {
    format!("{command}-{}-{}", std::process::id(), &uuid::Uuid::new_v4().simple().to_string()[..8])
}

/// Resolves when the process is asked to stop.
pub(crate) async fn stop_signal() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            // Without the handler the default action of the signal stays in force.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
