//! `scheduler show`: one run, whole.

use opsledger::adapters::resolve::Link;
use opsledger::cli::{DatabaseArgs, Exit, say, say_json, table};
use opsledger::clock::{Clock, Instant};
use opsledger::db::{Access, schema};
use opsledger::ledger::{Ledger, Seen};
use opsledger::problem::{Problem, Result};
use serde_json::Value as Json;

use crate::runs::duration;

pub(crate) async fn run(database: &DatabaseArgs, id: Option<i64>, legacy: Option<&str>, json: bool) -> Result<Exit> {
    // Read before the database is opened: what is no link there is none anywhere.
    let link = legacy.map(Link::parse).transpose()?;
    let db = database.open(Access::Existing, 1).await?;
    schema::require_current(&db).await?;
    let id = match link {
        Some(link) => link.resolve(db.reader(), db.engine()).await?,
        None => id.unwrap_or_default(),
    };
    let ledger = Ledger::new(db, Clock::system(), "scheduler show");
    let run = ledger.seen(ledger.run(id).await?.into_iter().collect()).await?.pop().ok_or_else(|| {
        Problem::request("operation.not_found", format!("there is no operation #{id}"))
            .next("`scheduler runs` lists the newest ones")
    })?;
    if json {
        say_json(&run);
    } else {
        print(&run);
    }
    Ok(Exit::Done)
}

fn print(seen: &Seen) {
    let Seen { run, lease, freshness } = seen;
    say(format!("Operation #{}: {} ({})", run.id, run.label, run.operation));
    let mut lines = table(["Field", "Value"]);
    let at = |instant: Option<Instant>| {
        instant.map_or_else(|| "–".into(), |at| at.format("%Y-%m-%d %H:%M:%S%.fZ").to_string())
    };
    let scope = run.tenant_id.map_or_else(|| "whole workspace".into(), |tenant| format!("tenant {tenant}"));
    for (field, value) in [
        ("Workspace", format!("{} ({scope})", run.workspace_id)),
        ("Initiator", run.initiator_name.clone()),
        ("Status", run.status.clone()),
        ("Outcome", run.outcome.replace('_', " ")),
        ("Freshness", freshness.as_str().replace('_', " ")),
        ("Worker", lease.as_ref().map_or_else(|| "–".into(), |lease| lease.worker.clone())),
        ("Lease until", at(lease.as_ref().map(|lease| lease.expires_at))),
        ("Attempt", run.attempt.to_string()),
        ("Slot", at(run.scheduled_for)),
        ("Created", at(Some(run.created_at))),
        ("Started", at(run.started_at)),
        ("Completed", at(run.completed_at)),
        ("Duration", duration(run)),
        ("Reconciled", at(run.reconciled_at)),
        ("Counts", flat(&run.summary_counts)),
        ("Context", run.context.to_string()),
        ("Identity", run.run_identity_hash.clone()),
    ] {
        lines.add_row([field.to_owned(), value]);
    }
    say(lines);
    for failure in run.failure_summary.as_array().into_iter().flatten() {
        let text = |key: &str| failure[key].as_str().unwrap_or("–").to_owned();
        let reason = failure["reason_code"].as_str().map(|code| format!(" ({code})")).unwrap_or_default();
        say(format!("  {}{reason}: {}", text("code"), text("message")));
    }
}

fn flat(counts: &Json) -> String {
    let parts: Vec<String> =
        counts.as_object().into_iter().flatten().map(|(key, value)| format!("{key} {value}")).collect();
    if parts.is_empty() { "–".into() } else { parts.join(", ") }
}
