//! `scheduler migrate`: the schema up, down, or where it stands.

use opsledger::cli::{DatabaseArgs, Exit, say, say_json, table};
use opsledger::db::{Access, schema};
use opsledger::problem::{Problem, Result};
use serde_json::json;

use crate::arguments::Direction;

pub(crate) async fn run(database: &DatabaseArgs, direction: Direction, json: bool) -> Result<Exit> {
    match direction {
        Direction::Up => {
            let db = database.open(Access::Create, 1).await?;
            let applied = schema::up(&db).await?;
            if json {
                say_json(&json!({ "applied": applied }));
            } else if applied == 0 {
                say("The schema is current; nothing was applied.");
            } else {
                say(format!("Applied {applied} migration(s); the schema is current."));
            }
        }
        Direction::Down { steps, yes } => {
            if !yes {
                return Err(Problem::request(
                    "migrate.unconfirmed",
                    "rolling back loses the data in the tables that go",
                )
                .next("add --yes if that is meant"));
            }
            let db = database.open(Access::Existing, 1).await?;
            schema::down(&db, steps).await?;
            if json {
                say_json(&json!({ "rolled_back": true }));
            } else {
                say("Rolled back.");
            }
        }
        Direction::Status => {
            let db = database.open(Access::Existing, 1).await?;
            let lines = schema::status(&db).await?;
            if json {
                say_json(&lines);
            } else {
                let mut shown = table(["Migration", "Applied"]);
                for line in &lines {
                    shown.add_row([line.name.clone(), if line.applied { "yes" } else { "no" }.to_owned()]);
                }
                say(shown);
            }
        }
    }
    Ok(Exit::Done)
}
