//! Logs: lines on stderr that read alone, with the identifiers as fields beside them.
//!
//! Every line passes the sanitizer as a whole, whoever wrote it: at `trace` the libraries below us speak too. So do
//! the words of a panic, which the standard library would print as they are.

use std::any::Any;
use std::io::{self, IsTerminal, Write};
use std::panic::PanicHookInfo;

use serde_json::Value;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::problem::{Problem, Result};
use crate::sanitizer::{redact, scrub_json};

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
        .with_writer(Stderr(format))
        // Colours are for people at a terminal; in a file they are noise around every word.
        .with_ansi(io::stderr().is_terminal());
    // A second start, as in a test process, keeps the first subscriber.
    let _ = match format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    Ok(())
}

/// Standard error behind the sanitizer. The subscriber hands over one whole line at a time.
#[derive(Clone, Copy)]
struct Stderr(LogFormat);

impl<'a> MakeWriter<'a> for Stderr {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        *self
    }
}

impl Write for Stderr {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        io::stderr().lock().write_all(safe_line(&String::from_utf8_lossy(line), self.0).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

fn safe_line(line: &str, format: LogFormat) -> String {
    match serde_json::from_str::<Value>(line) {
        // Redacted as values, so that what is left is JSON.
        Ok(object) if format == LogFormat::Json => format!("{}\n", scrub_json(&object)),
        _ => redact(line).into_owned(),
    }
}

/// From now on a panic of this process says what it says without secrets.
pub fn hook_panics() {
    std::panic::set_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        let thread = std::thread::current();
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let said = panic_words(panic.payload()).unwrap_or("without a message");
        let line = format!("thread '{}' panicked at {place}: {said}", thread.name().unwrap_or("unnamed"));
        let _ = writeln!(io::stderr().lock(), "{}", redact(&line));
    }));
}

/// What a panic said, when it said it in words.
#[must_use]
pub fn panic_words(payload: &dyn Any) -> Option<&str> {
    payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref::<&str>().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_line_loses_its_secrets_and_stays_json() {
        let line = r#"{"level":"WARN","fields":{"message":"could not renew","password":"Gr8-Wasser","attempt":3}}"#;
        let safe = safe_line(line, LogFormat::Json);
        assert!(!safe.contains("Gr8"), "{safe}");
        assert_eq!(serde_json::from_str::<Value>(&safe).unwrap()["fields"]["attempt"], 3);
        assert_eq!(
            safe_line("WARN password=Gr8-Wasser attempt=3\n", LogFormat::Text),
            "WARN password=[password] attempt=3\n"
        );
    }
}
