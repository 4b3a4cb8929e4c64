//! `scheduler grants`: the roles of PostgreSQL and their rights, to read or to run.

use clap::Args;
use opsledger::cli::{DatabaseArgs, Exit, say, say_json};
use opsledger::db::address::engine_of;
use opsledger::db::{Access, schema};
use opsledger::grants::{self, Roles, script};
use opsledger::problem::Result;
use serde_json::json;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  scheduler grants                       print the SQL, to read it or to hand it to whoever may run it
  scheduler grants | psql -d app         run it by hand
  scheduler grants --apply               run it here, in one transaction
  scheduler grants --prefix acme_        other names, where another installation shares the server
  scheduler grants --revoke --apply      take everything back

Run it again after each `scheduler migrate up`: new tables have nobody but their owner.
A role that logs in needs a way to: `alter role ops_jobs password …`, or a line in pg_hba.conf.")]
pub(crate) struct GrantsArguments {
    /// Run it in the database instead of printing it; needs a superuser, or the owner of the tables with CREATEROLE
    #[arg(long)]
    apply: bool,
    /// The other way: take rights and policies away again, and the roles if no other database uses them
    #[arg(long)]
    revoke: bool,
    /// Put this before each role's name, such as `acme_`
    #[arg(long, value_name = "PREFIX", default_value = "")]
    prefix: String,
    /// The schema in which the tables are
    #[arg(long, value_name = "SCHEMA", default_value = "public")]
    schema: String,
}

pub(crate) async fn run(database: &DatabaseArgs, arguments: &GrantsArguments, json: bool) -> Result<Exit> {
    let GrantsArguments { apply, revoke, prefix, schema: of } = arguments;
    let roles = Roles::new(prefix, of)?;
    grants::apply::require_roles(engine_of(&database.database_url)?)?;
    if !apply {
        let sql = if *revoke { script::revoke(&roles) } else { script::grant(&roles) };
        let sql = format!("begin;\n{sql}commit;");
        if json {
            say_json(&json!({ "roles": roles.names(), "sql": sql }));
        } else {
            say(sql);
        }
        return Ok(Exit::Done);
    }
    let db = database.open(Access::Existing, 1).await?;
    if *revoke {
        grants::revoke(&db, &roles).await?;
    } else {
        schema::require_current(&db).await?;
        grants::apply(&db, &roles).await?;
    }
    if json {
        say_json(&json!({ "roles": roles.names(), "applied": !revoke }));
    } else if *revoke {
        say("The roles have no rights here any more, and the tables are yours.");
    } else {
        say(format!("Rights and policies are set up for {}.", roles.names().join(", ")));
    }
    Ok(Exit::Done)
}
