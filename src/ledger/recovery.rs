//! Why a run was ended or made by somebody who is not its worker (L10), as `context.reconciliation` keeps it.
//!
//! Words of this program, ids and times: nothing in it comes from outside, so nothing in it needs the sanitizer,
//! and a pass over a hundred thousand rows does not ask it a million times about the same seven words.

use serde::{Serialize, Serializer};

use crate::clock::{Instant, text};

/// The key under which a context keeps it.
pub(super) const KEY: &str = "reconciliation";

/// Why, on what evidence, when, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recovery {
    /// The stable code of what was found.
    pub reason: &'static str,
    /// What shows it.
    pub evidence: Evidence,
    /// When it was seen.
    #[serde(serialize_with = "as_text")]
    pub reconciled_at: Instant,
    /// The run of the pass that saw it; a dry run has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_run_id: Option<i64>,
}

/// The record that speaks for a run, or that should and is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Its table.
    pub table: &'static str,
    /// Its id, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// Its status, as the adapter declares it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
}

fn as_text<S: Serializer>(instant: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&text(*instant))
}
