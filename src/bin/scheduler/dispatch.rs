//! `scheduler dispatch`: queue work of one tenant, for whichever scheduler takes it.

use clap::Args;
use opsledger::catalog;
use opsledger::cli::{DatabaseArgs, Exit, say, say_json};
use opsledger::clock::Clock;
use opsledger::db::{Access, schema};
use opsledger::domain::tenants;
use opsledger::jobs::by_hand::{self, Subject};
use opsledger::ledger::{Cooled, Holder, Initiator, Ledger, Status};
use opsledger::problem::Result;
use serde_json::json;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  scheduler dispatch backup_schedule.scheduled --tenant 42 --schedule 3
  scheduler dispatch assignments.fetch --tenant 3f0c7a52-6f0e-4c3a-9d61-0a6c3b0f8e11 --item 1201 --json
  scheduler dispatch directory_role_definitions.sync --tenant 42
  scheduler dispatch drift.generate --tenant 42 --set 7 --baseline 5")]
pub(crate) struct DispatchArguments {
    /// The operation type: one of those in the examples
    #[arg(value_name = "TYPE")]
    pub(crate) operation: String,
    /// For this tenant, by external id or row id
    #[arg(long, value_name = "TENANT")]
    pub(crate) tenant: String,
    /// The backup schedule to run now
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) schedule: Option<i64>,
    /// The backup item whose assignments are fetched
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) item: Option<i64>,
    /// The backup set that says how the tenant is
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) set: Option<i64>,
    /// The backup set that says how it was [default: the one before of the same schedule]
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) baseline: Option<i64>,
    /// Who says so
    #[arg(long, env = "USER", value_name = "NAME", default_value = "operator", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) by: String,
}

impl DispatchArguments {
    /// What the work is about.
    pub(crate) fn subject(&self) -> Subject {
        Subject { item: self.item, schedule: self.schedule, set: self.set, baseline: self.baseline }
    }
}

pub(crate) async fn run(database: &DatabaseArgs, arguments: DispatchArguments, json: bool) -> Result<Exit> {
    let DispatchArguments { operation, tenant, by, .. } = &arguments;
    // Asked before the database is: what is refused here is refused everywhere.
    let operation = catalog::find(operation)?;
    by_hand::check(operation.name, arguments.subject())?;
    let db = database.open(Access::Existing, 2).await?;
    schema::require_current(&db).await?;
    let tenant = tenants::find(&db, tenant).await?;
    let ledger = Ledger::new(db, Clock::system(), "scheduler");
    let by = Initiator { user_id: None, name: by.clone() };
    let answer = by_hand::dispatch(&ledger, operation.name, &tenant, arguments.subject(), by).await?;
    let (disposition, status, initiator) = match &answer {
        Cooled::Created(_) => ("created", Status::Queued, arguments.by.as_str()),
        Cooled::Existing(Holder { status, initiator_name, .. }) => ("existing", *status, initiator_name.as_str()),
        Cooled::Recent(Holder { status, initiator_name, .. }) => ("recent", *status, initiator_name.as_str()),
    };
    let (run_id, label) = (answer.run_id(), operation.label);
    if json {
        say_json(&json!({
            "disposition": disposition,
            "run_id": run_id,
            "type": operation.name,
            "tenant": tenant.external_id,
            "status": status.as_str(),
            "initiator": initiator,
        }));
    } else {
        let (name, status) = (&tenant.name, status.as_str());
        say(match &answer {
            Cooled::Created(_) => format!("Operation #{run_id} is queued: {label} for {name}."),
            Cooled::Existing(_) => {
                format!("Nothing queued: operation #{run_id} of {initiator} is {status} and does this work.")
            }
            Cooled::Recent(_) => format!("Nothing queued: operation #{run_id} of {initiator} has just done this work."),
        });
    }
    Ok(if matches!(answer, Cooled::Existing(_)) { Exit::Held } else { Exit::Done })
}
