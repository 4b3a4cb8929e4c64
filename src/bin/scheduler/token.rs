//! `scheduler token`: who may look at the hub.
//!
//! The token itself is all that `create` writes to stdout, once, so that it can be piped into a store of secrets; what
//! is said about it goes to stderr.

use std::io::{self, Write};
use std::time::Duration;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use opsledger::cli::{DatabaseArgs, Exit, say, say_json, table};
use opsledger::clock::{Clock, Instant, text};
use opsledger::db::{Access, Db, schema};
use opsledger::domain::hub_tokens::issue::{self, Revoked, Wanted};
use opsledger::domain::hub_tokens::{self, Listed, Role};
use opsledger::domain::{tenants, users, workspaces};
use opsledger::problem::Result;
use serde_json::json;

use crate::arguments::duration;

#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token and print it, once
    #[command(after_help = "Examples:
  scheduler token create --name 'wall display' --role readonly --expires 90d --by ada
  scheduler token create --name 'ada at acme' --workspace acme --role operator --user ada@example.org --by bob
  scheduler token create --name 'north only' --workspace acme --tenant 3f0c7a52-6f0e-4c3a-9d61-0a6c3b0f8e11 \\
      --role readonly --by bob > token.txt

Only the token goes to stdout. The database keeps its hash: what is lost is made anew.
The hub takes it as `Authorization: Bearer …`.")]
    Create(CreateArguments),
    /// List the tokens, also those that have ended
    List,
    /// Take a token back; the hub refuses it from its next request on
    #[command(after_help = "Example:
  scheduler token revoke 7 --by ada")]
    Revoke {
        /// The token's id, as `scheduler token list` shows it
        #[arg(value_parser = clap::value_parser!(i64).range(1..))]
        id: i64,
        /// Who says so; kept in the audit log
        #[arg(long, env = "USER", value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
        by: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CreateArguments {
    /// Who or what will use it
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    name: String,
    /// The one workspace that it sees, by slug [default: every workspace]
    #[arg(long, value_name = "SLUG")]
    workspace: Option<String>,
    /// Of that workspace only this tenant, by external id or row id; may be given several times
    #[arg(long = "tenant", value_name = "EXTERNAL_ID")]
    tenants: Vec<String>,
    /// What it may do
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Role,
    /// The person whose token it is, by address
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
    /// When it ends by itself, from now, such as 90d [default: never]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    expires: Option<Duration>,
    /// Who makes it; kept with the token and in the audit log
    #[arg(long, env = "USER", value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    by: String,
}

pub(crate) async fn run(database: &DatabaseArgs, command: TokenCommand, json: bool) -> Result<Exit> {
    match command {
        TokenCommand::Create(arguments) => create(database, arguments, json).await?,
        TokenCommand::List => list(database, json).await?,
        TokenCommand::Revoke { id, by } => revoke(database, id, &by, json).await?,
    }
    Ok(Exit::Done)
}

async fn create(database: &DatabaseArgs, arguments: CreateArguments, json: bool) -> Result<()> {
    let CreateArguments { name, workspace, tenants: named, role, user, expires, by } = arguments;
    if workspace.is_none() && !named.is_empty() {
        return Err(issue::workspace_missing());
    }
    let db = open(database).await?;
    let workspace = match &workspace {
        Some(slug) => Some(workspaces::find(&db, slug).await?.id),
        None => None,
    };
    let mut tenants = Vec::new();
    for given in &named {
        tenants.push(tenants::find(&db, given).await?.id);
    }
    let user = match &user {
        Some(email) => Some(users::find(&db, email).await?),
        None => None,
    };
    let now = Clock::system().now();
    let expires_at = expires.map(|life| now + life);
    let wanted = Wanted { name: &name, role, workspace, tenants: &tenants, user, expires_at, by: &by };
    let issued = issue::create(&db, wanted, now).await?;
    if json {
        say_json(&json!({ "id": issued.id, "token": issued.token.reveal(), "expires_at": expires_at.map(text) }));
        return Ok(());
    }
    say(issued.token.reveal());
    let sees = match (&arguments_words(workspace.is_some(), named.len()), expires_at) {
        (sees, Some(end)) => format!("{sees} until {}", text(end)),
        (sees, None) => format!("{sees} until it is taken back"),
    };
    tell(&format!(
        "Token {} for {name}: it sees {sees} as {}.\nThis is the only time that it is shown. \
         Take it back with: scheduler token revoke {}",
        issued.id,
        role.as_str(),
        issued.id
    ));
    Ok(())
}

fn arguments_words(one_workspace: bool, tenants: usize) -> String {
    match (one_workspace, tenants) {
        (false, _) => "every workspace".to_owned(),
        (true, 0) => "its workspace".to_owned(),
        (true, 1) => "one tenant of its workspace".to_owned(),
        (true, some) => format!("{some} tenants of its workspace"),
    }
}

async fn list(database: &DatabaseArgs, json: bool) -> Result<()> {
    let db = open(database).await?;
    let tokens = hub_tokens::list(&db).await?;
    if json {
        say_json(&tokens);
        return Ok(());
    }
    if tokens.is_empty() {
        say("No token was made yet; the hub is open on this machine only. Make one: scheduler token create --help");
        return Ok(());
    }
    let now = Clock::system().now();
    let mut shown = table(["Id", "Name", "Role", "Workspace", "Tenants", "User", "Made", "By", "State"]);
    for token in &tokens {
        shown.add_row([
            token.id.to_string(),
            token.name.clone(),
            token.role.as_str().to_owned(),
            token.workspace.clone().unwrap_or_else(|| "all".into()),
            if token.tenants.is_empty() { "all".into() } else { token.tenants.join("\n") },
            token.user.clone().unwrap_or_default(),
            text(token.created_at),
            token.created_by.clone(),
            state(token, now),
        ]);
    }
    say(shown);
    Ok(())
}

fn state(token: &Listed, now: Instant) -> String {
    match (token.revoked_at, token.expires_at) {
        (Some(at), _) => format!("taken back {}", text(at)),
        (None, Some(end)) if end <= now => format!("ended {}", text(end)),
        (None, Some(end)) => format!("until {}", text(end)),
        (None, None) => "no end".into(),
    }
}

async fn revoke(database: &DatabaseArgs, id: i64, by: &str, json: bool) -> Result<()> {
    let db = open(database).await?;
    let revoked = issue::revoke(&db, id, by, Clock::system().now()).await?;
    if json {
        say_json(&json!({ "id": id, "revoked": true, "changed": revoked == Revoked::Now }));
        return Ok(());
    }
    say(match revoked {
        Revoked::Now => format!("Token {id} is taken back."),
        Revoked::Before(at) => format!("Token {id} was taken back before, at {}.", text(at)),
    });
    Ok(())
}

async fn open(database: &DatabaseArgs) -> Result<Db> {
    let db = database.open(Access::Existing, 1).await?;
    schema::require_current(&db).await?;
    Ok(db)
}

/// To stderr. A reader that left is no error.
fn tell(words: &str) {
    let _ = writeln!(io::stderr().lock(), "{words}");
}

fn role(word: &str) -> std::result::Result<Role, String> {
    Role::from_word(word).ok_or_else(|| {
        let all: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("give one of {}", all.join(", "))
    })
}
