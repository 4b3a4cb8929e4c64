//! What the catalog says about one operation type.

use std::time::Duration;

/// An operation type: everything that other rooms may want to know about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// Dotted, stable, what stands in `operation_runs.type`.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Whether a run is for a workspace or for one tenant.
    pub scope: ScopeKind,
    /// How long a run usually takes; longer than this is worth a look.
    pub expected: Duration,
    /// The only keys that `summary_counts` keeps.
    pub summary_keys: &'static [&'static str],
    /// The only keys that `context` keeps, besides [`COMMON_CONTEXT_KEYS`].
    pub context_keys: &'static [&'static str],
    /// When an open run is no longer believed, and what becomes of it.
    pub stale: StalePolicy,
    /// How many runs of this type one tenant may have at work at once; workers leave the others queued.
    pub per_tenant: u32,
    /// How long a run that did its work answers for a new one of the same identity. A type that has a cooldown stands
    /// in `operation_runs_cooldown_index` too.
    pub cooldown: Option<Duration>,
    /// How long a completed run is kept.
    pub retention: Duration,
    /// How long a run is kept that succeeded and found nothing to do; never longer than [`Self::retention`].
    pub idle_retention: Duration,
    /// Whether the end of a run is written to the audit log: work that changes what a customer owns.
    pub audited: bool,
    /// Older spellings, understood when read and never written.
    pub aliases: &'static [&'static str],
}

/// Context keys that every type may carry: where a run came from and what recovery did to it.
pub const COMMON_CONTEXT_KEYS: &[&str] =
    &["attention", "dispatch", "options", "reconciliation", "selection", "target_scope"];

/// Whom a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// The whole workspace; `tenant_id` is null.
    Workspace,
    /// One tenant of it.
    Tenant,
}

/// When an open run is no longer believed, and what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StalePolicy {
    /// A queued run older than this was lost by its queue.
    pub queued_after: Duration,
    /// A running run that has not moved for longer than this is likely stale.
    pub running_after: Duration,
    /// What becomes of a run whose worker is gone.
    pub on_lost: OnLost,
}

/// What becomes of a run whose worker is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnLost {
    /// The work may be done again: queued anew while attempts are left.
    Retry {
        /// How many attempts a run gets in all.
        attempts: u32,
    },
    /// The run ends as failed, code `run.worker_lost`, and the type's next slot does the work. For passes that are
    /// run in-process by a schedule: nobody claims them, so a queued one would hold its identity for ever.
    NextSlot,
    /// The same, and that next slot itself ends the lost run first: for the type that recovers all others, since
    /// nobody else would free it.
    OwnSlot,
    /// The run ends as failed, code `run.worker_lost`.
    Fail,
    /// Nobody here works on it: the row shadows a domain record, and reconciling heals it.
    Mirror,
}

impl Operation {
    /// Whether `key` may stand in the context of this type.
    #[must_use]
    pub fn allows_context(&self, key: &str) -> bool {
        self.context_keys.contains(&key) || COMMON_CONTEXT_KEYS.contains(&key)
    }

    /// Whether `key` may stand in the counts of this type.
    #[must_use]
    pub fn allows_count(&self, key: &str) -> bool {
        self.summary_keys.contains(&key)
    }
}
