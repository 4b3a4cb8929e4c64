//! How a domain table is declared to the ledger.

use crate::ledger::{Outcome, Status};

/// A domain table whose records are shadowed by runs.
#[derive(Debug)]
pub struct Adapter {
    /// The table.
    pub table: &'static str,
    /// What one record is called in a sentence.
    pub noun: &'static str,
    /// Which runs can be shadows of it.
    pub shadows: Shadows,
    /// The context key by which a shadow names its record.
    pub context_key: &'static str,
    /// SQL over the record `d`: when it ended, as the record says.
    pub finished_at: &'static str,
    /// SQL over the record `d`: when it started.
    pub started_at: &'static str,
    /// SQL over the record `d`: why it failed, in somebody's words; they pass the sanitizer.
    pub reason: &'static str,
    /// SQL over the record `d`: whether it was deleted though its row is still there.
    pub gone: &'static str,
    /// Every status of the table and what the shadow should then be.
    pub mapping: &'static [(&'static str, Expected)],
    /// Whether a record without a shadow gets one. History from before the ledger does not.
    pub creates_shadows: bool,
}

/// Which runs can be shadows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shadows {
    /// Every run of this type, whether it names its record or not.
    All(&'static str),
    /// The runs of this type that name a record, or that a record names; others came after the table.
    Linked(&'static str),
    /// Runs of whatever type (`resource.action`) that name a record, or that a record names.
    LinkedOfAnyType,
}

/// What a shadow should be, given its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The record is not at the point yet where a shadow exists.
    Absent,
    /// Queued, pending.
    Queued,
    /// Running, pending.
    Running,
    /// Completed with this outcome; the code says why when it is not a success.
    Ended(Outcome, &'static str),
}

impl Adapter {
    /// What the shadow of a record in `status` should be; nothing for a status that nobody declared.
    #[must_use]
    pub fn expected(&self, status: &str) -> Option<Expected> {
        self.mapping.iter().find(|(name, _)| *name == status).map(|(_, expected)| *expected)
    }

    /// A declared status as this adapter spells it.
    #[must_use]
    pub fn spelled(&self, status: &str) -> Option<&'static str> {
        self.mapping.iter().map(|(name, _)| *name).find(|name| *name == status)
    }

    /// The statuses for which `test` holds, as a literal SQL list.
    pub(super) fn statuses(&self, test: impl Fn(Expected) -> bool) -> String {
        let names: Vec<String> =
            self.mapping.iter().filter(|(_, expected)| test(*expected)).map(|(name, _)| format!("'{name}'")).collect();
        names.join(", ")
    }

    /// The type under which a missing shadow is made.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        match self.shadows {
            Shadows::All(name) | Shadows::Linked(name) => Some(name),
            Shadows::LinkedOfAnyType => None,
        }
    }
}

impl Expected {
    /// Whether the record is still at work, or waiting to be.
    #[must_use]
    pub fn is_active(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }

    /// The status of the shadow.
    #[must_use]
    pub fn status(self) -> Option<Status> {
        match self {
            Self::Absent => None,
            Self::Queued => Some(Status::Queued),
            Self::Running => Some(Status::Running),
            Self::Ended(..) => Some(Status::Completed),
        }
    }
}
