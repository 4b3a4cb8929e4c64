//! The kinds of mismatch, as R2 and R3 name them: their codes, and what they mean to people.

use serde::Serialize;

/// The kinds of mismatch, as R2 and R3 name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Mismatch {
    /// The shadow is open, the record has ended: the shadow is completed.
    #[serde(rename = "reconcile.shadow_behind")]
    ShadowBehind,
    /// The shadow is queued, the record is running: the shadow is started.
    #[serde(rename = "reconcile.shadow_not_started")]
    ShadowNotStarted,
    /// The record has no shadow: one is made.
    #[serde(rename = "reconcile.shadow_missing")]
    ShadowMissing,
    /// The shadow is open, the record is gone: the shadow is failed.
    #[serde(rename = "reconcile.domain_missing")]
    DomainMissing,
    /// The shadow has ended, the record has not: history stays, a person is told.
    #[serde(rename = "reconcile.domain_behind")]
    DomainBehind,
    /// The record cannot speak for the run: nothing is changed, a person must look.
    #[serde(rename = "reconcile.scope_mismatch")]
    ScopeMismatch,
}

impl Mismatch {
    /// Every kind, in the order in which people read them.
    pub const ALL: [Self; 6] = [
        Self::ShadowBehind,
        Self::ShadowNotStarted,
        Self::ShadowMissing,
        Self::DomainMissing,
        Self::DomainBehind,
        Self::ScopeMismatch,
    ];

    /// Every kind and what it means, in that order.
    pub(super) const KINDS: [(&'static str, &'static str); 6] = {
        let mut kinds = [("", ""); 6];
        let mut n = 0;
        while n < kinds.len() {
            kinds[n] = (Self::ALL[n].code(), Self::ALL[n].meaning());
            n += 1;
        }
        kinds
    };

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ShadowBehind => "reconcile.shadow_behind",
            Self::ShadowNotStarted => "reconcile.shadow_not_started",
            Self::ShadowMissing => "reconcile.shadow_missing",
            Self::DomainMissing => "reconcile.domain_missing",
            Self::DomainBehind => "reconcile.domain_behind",
            Self::ScopeMismatch => "reconcile.scope_mismatch",
        }
    }

    /// What it means and what is done, for people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::ShadowBehind => "record ended, operation still open: completed with the record's outcome",
            Self::ShadowNotStarted => "record running, operation still queued: started",
            Self::ShadowMissing => "record without an operation: operation created",
            Self::DomainMissing => "record gone, operation still open: failed",
            Self::DomainBehind => "operation ended, record still open: left alone, look at the record",
            Self::ScopeMismatch => "record of somebody else: left alone, a person must look",
        }
    }
}
