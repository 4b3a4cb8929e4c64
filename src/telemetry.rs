//! Logs: lines on stderr that read alone, with the identifiers as fields beside them.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::problem::{Problem, Result};

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Starts logging; the first call of a process wins.
///
/// # Errors
/// `log.filter_invalid` for a filter that cannot be read.
pub fn start(filter: &str, format: LogFormat) -> Result<()> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Problem::request("log.filter_invalid", format!("`{filter}` is no log filter: {error}"))
            .next("give a level such as `info`, or `opsledger=debug,warn`")
    })?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Colours are for people at a terminal; in a file they are noise around every word.
        .with_ansi(std::io::stderr().is_terminal());
    // A second start, as in a test process, keeps the first subscriber.
    let _ = match format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    Ok(())
}
