//! What the stable codes of failures mean to the person who is paged, and what to do next: one line of a runbook each.

/// A code and what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Dotted and stable, as it stands in `failure_summary`.
    pub code: &'static str,
    /// What happened, in one sentence.
    pub meaning: &'static str,
    /// What to do about it, in one sentence.
    pub next: &'static str,
}

/// Every code that this toolkit writes, by name.
pub static CODES: &[Code] = &[Code {
    code: "run.worker_lost",
    meaning: "The process that worked on it was gone before the end.",
    next: "Look why the process ended; work that may be repeated is tried again by itself.",
}];

/// What is known of `code`; nothing for a code of somebody else.
#[must_use]
pub fn code(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|known| known.code == code)
}
