//! What both binaries say and how they end: exit codes, errors on stderr, tables and JSON on stdout.
//!
//! Arguments of their own stay in the binaries. Deliberately not here: any work.

use std::convert::Infallible;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use comfy_table::{LineStyle, Table, presets};
use serde::Serialize;

use crate::db::address::DEFAULT_URL;
use crate::db::{Access, Db};
use crate::problem::{Blame, Problem, Result};
use crate::sanitizer::{redact, register_secret, register_url};
use crate::telemetry;

/// How a command ended, for whoever started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, also when there was nothing to do.
    Done,
    /// 1: tried, and failed in whole or in part.
    Failed,
    /// 2: the arguments, the configuration or the environment are wrong; nothing was written.
    Usage,
    /// 3: skipped, because an active run holds the identity.
    Held,
    /// 4: blocked before any work was done.
    Blocked,
}

impl Exit {
    /// The number that the shell sees.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Held => 3,
            Self::Blocked => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl From<&Problem> for Exit {
    fn from(problem: &Problem) -> Self {
        match problem.blame {
            Blame::Request => Self::Usage,
            Blame::Work => Self::Failed,
        }
    }
}

/// Where the database is, as every command takes it.
#[derive(Debug, Clone, clap::Args)]
pub struct DatabaseArgs {
    /// The database: `sqlite://FILE?mode=rwc` or `postgres://USER@HOST/NAME`
    // The value may hold a password, so help shows only the name of the variable.
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        default_value = DEFAULT_URL,
        value_parser = address
    )]
    pub database_url: String,
}

/// The one place where this process meets its secrets: its arguments, before anything else is done with them.
/// The driver takes a password from the environment as well.
#[expect(clippy::disallowed_methods, reason = "the driver reads it behind our back; here it is only made unsayable")]
#[expect(clippy::unnecessary_wraps, reason = "clap asks for a result")]
fn address(url: &str) -> std::result::Result<String, Infallible> {
    register_url(url);
    for name in ["PGPASSWORD", "PGSSLKEY"] {
        std::env::var(name).iter().for_each(|secret| register_secret(secret));
    }
    Ok(url.to_owned())
}

/// Begins a process: panics are told without secrets, and so is what is wrong with the arguments. Beside the arguments
/// stands whether a flag or the environment gave the address of the database.
#[must_use]
pub fn start<T: Parser>() -> (T, bool) {
    telemetry::hook_panics();
    let parsed = T::command().try_get_matches().and_then(|matches| {
        let url_is_given = is_given(&matches, "database_url");
        T::from_arg_matches(&matches).map(|arguments| (arguments, url_is_given))
    });
    parsed.unwrap_or_else(|error| {
        let rendered = error.render();
        if error.use_stderr() {
            let text = if io::stderr().is_terminal() { rendered.ansi().to_string() } else { rendered.to_string() };
            let _ = write!(io::stderr().lock(), "{}", redact(&text));
        } else {
            // Help and version.
            let _ = error.print();
        }
        std::process::exit(error.exit_code())
    })
}

impl DatabaseArgs {
    /// Takes the address from the configuration file when neither a flag nor the environment gave one.
    pub fn or_from_file(&mut self, is_given: bool, url: Option<String>) {
        if let Some(url) = url.filter(|_| !is_given) {
            register_url(&url);
            self.database_url = url;
        }
    }

    /// Opens it with `pool` connections at most.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open(&self, access: Access, pool: u32) -> Result<Db> {
        Db::open(&self.database_url, access, pool).await
    }
}

/// Whether a person or the environment gave the argument `id`, as opposed to its default.
fn is_given(matches: &clap::ArgMatches, id: &str) -> bool {
    let here = matches.value_source(id).is_some_and(|source| source != clap::parser::ValueSource::DefaultValue);
    here || matches.subcommand().is_some_and(|(_, inner)| is_given(inner, id))
}

/// Writes `error[code]: message` and the next step to stderr; returns how the command ends.
pub fn report(problem: &Problem) -> ExitCode {
    let mut err = io::stderr().lock();
    // Nobody is left to be told when stderr is closed.
    let _ = writeln!(err, "error[{}]: {}", problem.code, problem.message);
    if !problem.next.is_empty() {
        let _ = writeln!(err, "  next: {}", problem.next);
    }
    Exit::from(problem).into()
}

/// Writes one line (or many) to stdout. A reader that left, such as `head`, is no error.
pub fn say(text: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// Writes `value` to stdout as indented JSON.
///
/// # Panics
/// Never for the plain records that commands print: they have string keys.
pub fn say_json<T: Serialize>(value: &T) {
    say(serde_json::to_string_pretty(value).expect("plain records serialise"));
}

/// An empty table for people, with these headings.
#[must_use]
pub fn table<const N: usize>(headings: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none())).set_header(headings);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blame_of_a_problem_decides_the_exit_code() {
        assert_eq!(Exit::from(&Problem::request("a.b", "no")).code(), 2);
        assert_eq!(Exit::from(&Problem::work("a.b", "no")).code(), 1);
    }
}
