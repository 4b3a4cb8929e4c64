//! The one error type of the toolkit: what went wrong, under a stable code, and what to do next.
//!
//! A code is for programs and runbooks and never changes; the message is for the person who reads it. Outcomes
//! that a caller acts on (a lost claim, a conflict) are types of their own and not problems.
//!
//! Messages pass the sanitizer here, where they are made: they quote databases, files and arguments, and end in
//! logs, rows and terminals that nobody counted.

use std::fmt;

use sea_orm::DbErr;

use crate::sanitizer::redact;

/// Something that stopped the work.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Stable dotted name, such as `db.unreachable`.
    pub code: &'static str,
    /// What happened, in one sentence without a full stop and without secrets.
    pub message: String,
    /// What the reader can do about it; empty when there is nothing to say.
    pub next: String,
    /// Whether the request itself was wrong, as opposed to the work having failed.
    pub blame: Blame,
}

/// Whose turn it is to change something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// Arguments, configuration or environment: exit code 2, nothing was written.
    Request,
    /// The work was tried and failed: exit code 1.
    Work,
}

/// Shorthand used everywhere in the toolkit.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

impl Problem {
    /// A problem with what was asked for.
    pub fn request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, &message.into(), Blame::Request)
    }

    /// A problem met while doing it.
    pub fn work(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, &message.into(), Blame::Work)
    }

    fn new(code: &'static str, message: &str, blame: Blame) -> Self {
        Self { code, message: redact(message).into_owned(), next: String::new(), blame }
    }

    /// Adds the next step.
    #[must_use]
    pub fn next(mut self, step: impl Into<String>) -> Self {
        self.next = redact(&step.into()).into_owned();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Problem {}

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Self {
        let text = error.to_string();
        let code = match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => "db.unreachable",
            _ if text.contains("database is locked") => "db.locked",
            _ if text.contains("lock timeout") => "db.lock_timeout",
            _ if text.contains("readonly database") || text.contains("read-only transaction") => "db.read_only",
            _ if text.contains("database or disk is full") || text.contains("No space left") => "db.full",
            _ if is_refusal(&text) => "db.refused",
            _ => "db.statement_failed",
        };
        Self::work(code, text)
    }
}

impl Problem {
    /// Whether the database refused the values themselves, so that other rows may still be accepted.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.code == "db.refused"
    }
}

fn is_refusal(text: &str) -> bool {
    [
        "constraint",
        "violates",
        "ledger.",
        "audit.append_only",
        "legacy.read_only",
        "out of range",
        "invalid input",
        "malformed JSON",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// Line and column of a byte of `text`, from 1, counted in characters: where a file is wrong.
#[must_use]
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_code_and_sentence() {
        let problem = Problem::request("workspace.unknown", "no workspace `acme`").next("list them");
        assert_eq!(problem.to_string(), "workspace.unknown: no workspace `acme`");
        assert_eq!(problem.blame, Blame::Request);
    }

    #[test]
    fn a_problem_never_repeats_a_value_that_the_database_quoted() {
        let text = "duplicate key value violates unique constraint \"users_email_unique\", Key (email)=(zsofia@nagy.hu) already exists.";
        let problem = Problem::from(DbErr::Custom(text.into()));
        assert!(!problem.message.contains("zsofia"), "{problem}");
        assert!(problem.message.contains("users_email_unique"), "{problem}");
        assert!(problem.is_refusal());
    }
}
