//! Reads JSON lines `{"id", "text"}` and writes them back as the ledger would store them.
//!
//! Each text passes the same function as a failure message, its limit of 200 characters included, and comes back as
//! one line. `--no-truncate` turns the limit off and keeps line breaks and tabs, so that a stack trace without secrets
//! comes back byte for byte. A line that cannot be read is reported with its number and
//! left out; the others are still written, and the exit code is 2.

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use opsledger::sanitizer::SafeText;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
struct Input {
    id: Value,
    text: String,
}

#[derive(Serialize)]
struct Output {
    id: Value,
    text: SafeText,
}

fn main() -> ExitCode {
    let mut truncate = true;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--no-truncate" => truncate = false,
            other => {
                report(&format!("unknown argument {other}; usage: sanitize [--no-truncate] < lines.jsonl"));
                return ExitCode::from(2);
            }
        }
    }
    match run(truncate) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(2),
        Err(error) => {
            report(&format!("reading or writing failed: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Writes every line it can read and returns how many it could not.
fn run(truncate: bool) -> io::Result<usize> {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut unreadable = 0;
    for (number, line) in io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Input>(&line) {
            Ok(Input { id, text }) => {
                let text = if truncate { SafeText::message(&text) } else { SafeText::lines(&text) };
                serde_json::to_writer(&mut output, &Output { id, text })?;
                output.write_all(b"\n")?;
            }
            Err(error) => {
                // The parser's own message can quote the line, which has passed no rule yet.
                report(&format!("line {}: {:?} error in column {}", number + 1, error.classify(), error.column()));
                unreadable += 1;
            }
        }
    }
    output.flush()?;
    Ok(unreadable)
}

#[expect(clippy::print_stderr, reason = "this is where the example talks to its user")]
fn report(message: &str) {
    eprintln!("sanitize: {message}");
}
