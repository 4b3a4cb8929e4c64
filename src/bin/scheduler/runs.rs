//! `scheduler runs`: a page of the ledger, newest first.

use opsledger::catalog;
use opsledger::cli::{DatabaseArgs, Exit, say, say_json, table};
use opsledger::clock::Clock;
use opsledger::db::{Access, schema};
use opsledger::domain::{tenants, workspaces};
use opsledger::ledger::{Filter, Ledger, Run};
use opsledger::problem::Result;

use crate::arguments::RunsArguments;

pub(crate) async fn run(database: &DatabaseArgs, arguments: RunsArguments, json: bool) -> Result<Exit> {
    let RunsArguments {
        operation,
        status,
        outcome,
        workspaces: slugs,
        tenant,
        reconciled,
        freshness,
        since,
        before,
        limit,
    } = arguments;
    if let Some(name) = &operation {
        catalog::find(name)?;
    }
    let db = database.open(Access::Existing, 1).await?;
    schema::require_current(&db).await?;
    let tenant = match tenant {
        Some(given) => Some(tenants::find(&db, &given).await?.id),
        None => None,
    };
    let all = workspaces::all(&db).await?;
    let only = if slugs.is_empty() {
        None
    } else {
        Some(workspaces::named(&db, &slugs).await?.into_iter().map(|workspace| workspace.id).collect())
    };
    let filter = Filter { workspaces: only, tenant, operation, status, outcome, reconciled, freshness, since, before };
    let ledger = Ledger::new(db, Clock::system(), "scheduler runs");
    let page = ledger.seen(ledger.runs(&filter, limit).await?).await?;
    if json {
        say_json(&page);
        return Ok(Exit::Done);
    }
    if page.is_empty() {
        say("No such operation.");
        return Ok(Exit::Done);
    }
    let mut lines = table([
        "Id",
        "Type",
        "Workspace",
        "Tenant",
        "Status",
        "Outcome",
        "Freshness",
        "Initiator",
        "Created",
        "Duration",
    ]);
    for seen in &page {
        let run = &seen.run;
        let slug =
            all.iter().find(|workspace| workspace.id == run.workspace_id).map(|workspace| workspace.slug.clone());
        lines.add_row([
            format!("#{}", run.id),
            run.operation.clone(),
            slug.unwrap_or_else(|| run.workspace_id.to_string()),
            run.tenant_id.map_or_else(|| "–".into(), |id| id.to_string()),
            run.status.clone(),
            run.outcome.replace('_', " "),
            seen.freshness.as_str().replace('_', " "),
            run.initiator_name.clone(),
            run.created_at.format("%Y-%m-%d %H:%M:%SZ").to_string(),
            duration(run),
        ]);
    }
    say(lines);
    if let Some(last) = page.last().filter(|_| page.len() as u64 == limit) {
        say(format!("More: add --before {}", last.run.id));
    }
    Ok(Exit::Done)
}

/// How long a run took, for people.
pub(crate) fn duration(run: &Run) -> String {
    let (Some(from), Some(to)) = (run.started_at, run.completed_at) else { return "–".into() };
    let spent = (to - from).to_std().unwrap_or_default();
    humantime::format_duration(std::time::Duration::from_millis(u64::try_from(spent.as_millis()).unwrap_or(u64::MAX)))
        .to_string()
}
