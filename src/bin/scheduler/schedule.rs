//! `scheduler next`, `skips`, `pause`, `resume` and `cancel`: what an operator asks of schedules and runs.

use opsledger::catalog::schedules::{Resolved, key, upcoming, upcoming_of_all};
use opsledger::cli::{DatabaseArgs, Exit, say, say_json, table};
use opsledger::clock::{Clock, text};
use opsledger::config::Config;
use opsledger::db::{Access, schema};
use opsledger::domain::workspaces;
use opsledger::engine::tick::Ticker;
use opsledger::jobs::dispatch_backup_schedules::skips;
use opsledger::ledger::Ledger;
use opsledger::problem::{Problem, Result};

use crate::arguments::{CancelArguments, NextArguments, PauseArguments, SkipsArguments};
use crate::service::schedules;

/// What the schedules of tenants run.
const BACKUP: &str = "backup_schedule.scheduled";

/// When things are due, by the configuration; asks no database.
pub(crate) fn next(config: &Config, arguments: &NextArguments, json: bool) -> Result<Exit> {
    let schedules = schedules(config)?;
    let from = arguments.from.unwrap_or_else(|| Clock::system().now());
    let lines = match &arguments.operation {
        Some(name) => {
            let key = key(name)?;
            // A type stands for all of its schedules, `TYPE#NAME` for one.
            let of = |schedule: &&Resolved| schedule.key == key || schedule.operation.name == key;
            match schedules.iter().filter(of).collect::<Vec<_>>()[..] {
                [] => {
                    return Err(Problem::request("schedule.unknown", format!("`{name}` has no schedule"))
                        .next("`scheduler next` lists all of them"));
                }
                [one] => upcoming(one, from, arguments.count),
                ref several => upcoming_of_all(several.iter().copied(), from, arguments.count),
            }
        }
        None => upcoming_of_all(&schedules, from, arguments.count),
    };
    if json {
        say_json(&lines);
        return Ok(Exit::Done);
    }
    let mut shown = table(["Schedule", "UTC", "Local", "Note"]);
    for line in &lines {
        let schedule = line.schedule.clone().or_else(|| arguments.operation.clone()).unwrap_or_default();
        shown.add_row([schedule, line.utc.clone(), line.local.clone(), line.note.unwrap_or_default().to_owned()]);
    }
    say(shown);
    Ok(Exit::Done)
}

/// The slots that did not run.
pub(crate) async fn skipped(database: &DatabaseArgs, arguments: SkipsArguments, json: bool) -> Result<Exit> {
    let ledger = open(database).await?;
    let key = arguments.operation.as_deref().map(key).transpose()?;
    if key.as_deref() == Some(BACKUP) {
        return backup_skips(&ledger, &arguments, json).await;
    }
    let page = ledger.skips(key.as_deref(), arguments.before, arguments.limit).await?;
    if json {
        say_json(&page);
        return Ok(Exit::Done);
    }
    if page.is_empty() {
        say("No slot was skipped.");
        tell_of_backups(&ledger, key.as_deref()).await?;
        return Ok(Exit::Done);
    }
    let all = workspaces::all(ledger.db()).await?;
    let mut shown = table(["Id", "Schedule", "Slot", "Through", "Reason", "Workspace", "In the way"]);
    for skip in &page {
        let slug = skip
            .workspace_id
            .map(|id| all.iter().find(|one| one.id == id).map_or_else(|| id.to_string(), |one| one.slug.clone()));
        shown.add_row([
            skip.id.to_string(),
            skip.schedule_key.clone(),
            text(skip.slot),
            skip.slot_through.map(text).unwrap_or_default(),
            skip.reason.clone(),
            slug.unwrap_or_else(|| "all".into()),
            skip.blocking_run_id.map(|id| format!("#{id}")).unwrap_or_default(),
        ]);
    }
    say(shown);
    if let Some(last) = page.last().filter(|_| page.len() as u64 == arguments.limit) {
        say(format!("More: add --before {}", last.id));
    }
    tell_of_backups(&ledger, key.as_deref()).await?;
    Ok(Exit::Done)
}

/// Tenants' own schedules have their skips beside those of the house, under the type that they run.
async fn tell_of_backups(ledger: &Ledger, key: Option<&str>) -> Result<()> {
    if key.is_none() && !skips::skips(ledger.db(), None, 1).await?.is_empty() {
        say(format!("Backup schedules skipped slots too: scheduler skips {BACKUP}"));
    }
    Ok(())
}

/// The slots of tenants' backup schedules that did not run.
async fn backup_skips(ledger: &Ledger, arguments: &SkipsArguments, json: bool) -> Result<Exit> {
    let page = skips::skips(ledger.db(), arguments.before, arguments.limit).await?;
    if json {
        say_json(&page);
        return Ok(Exit::Done);
    }
    if page.is_empty() {
        say("No slot of a backup schedule was skipped.");
        return Ok(Exit::Done);
    }
    let mut shown = table(["Id", "Backup schedule", "Tenant", "Slot", "Through", "Reason", "In the way"]);
    for skip in &page {
        shown.add_row([
            skip.id.to_string(),
            format!("{} ({})", skip.name, skip.backup_schedule_id),
            skip.tenant_id.to_string(),
            text(skip.slot),
            skip.slot_through.map(text).unwrap_or_default(),
            skip.reason.clone(),
            skip.blocking_run_id.map(|id| format!("#{id}")).unwrap_or_default(),
        ]);
    }
    say(shown);
    if let Some(last) = page.last().filter(|_| page.len() as u64 == arguments.limit) {
        say(format!("More: add --before {}", last.id));
    }
    Ok(Exit::Done)
}

/// Holds a schedule, or lets it go on.
pub(crate) async fn set_paused(database: &DatabaseArgs, arguments: PauseArguments, paused: bool) -> Result<Exit> {
    let ledger = open(database).await?;
    let key = &key(&arguments.operation)?;
    // What was due until now is settled under the state that was in force: run before a pause, skipped during one.
    Ticker::default().tick_one(&ledger, key).await?;
    ledger.set_paused(key, &arguments.by, arguments.note.as_deref(), paused).await?;
    say(format!("{key} is {} by {}.", if paused { "paused" } else { "resumed" }, arguments.by));
    Ok(Exit::Done)
}

/// Ends an open run by hand.
pub(crate) async fn cancel(database: &DatabaseArgs, arguments: CancelArguments) -> Result<Exit> {
    let ledger = open(database).await?;
    ledger.cancel(arguments.id, &arguments.by, &arguments.note).await?;
    say(format!("Operation #{} is cancelled.", arguments.id));
    Ok(Exit::Done)
}

async fn open(database: &DatabaseArgs) -> Result<Ledger> {
    let db = database.open(Access::Existing, 2).await?;
    schema::require_current(&db).await?;
    Ok(Ledger::new(db, Clock::system(), "scheduler"))
}
