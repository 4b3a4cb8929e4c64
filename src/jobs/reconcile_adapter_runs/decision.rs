//! What a plan consists of.

use super::mismatch::Mismatch;
use crate::ledger::{Closing, Ending, Imported, Starting};

/// What to do.
#[derive(Debug, Clone)]
pub enum Action {
    /// End an open shadow.
    Close(Closing),
    /// Start a queued shadow.
    Start(Starting),
    /// Make a shadow, and link the record to it; a second closing ends it when the record has ended.
    Create {
        /// The new row, open.
        shadow: Box<Imported>,
        /// The record that gets the link.
        record_id: i64,
        /// How it ends at once, when the record has ended.
        ending: Option<Ending>,
    },
    /// Change nothing; tell a person about this run.
    Attention {
        /// The operation that was left alone.
        run_id: i64,
    },
}

/// A mismatch, what to do about it, and why.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Whose pass this belongs to.
    pub workspace_id: i64,
    /// The adapter's table.
    pub table: &'static str,
    /// The kind.
    pub mismatch: Mismatch,
    /// The operation concerned, when there is one already.
    pub run_id: Option<i64>,
    /// The record concerned, when there is one still.
    pub record_id: Option<i64>,
    /// Why, in one sentence.
    pub reason: String,
    /// What to do.
    pub action: Action,
}

impl Action {
    /// Whether anything is written for it.
    #[must_use]
    pub fn writes(&self) -> bool {
        !matches!(self, Self::Attention { .. })
    }
}
