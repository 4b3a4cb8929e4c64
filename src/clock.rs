//! The only place that asks the machine for the time.
//!
//! Every instant is UTC and cut to microseconds, because PostgreSQL keeps no more and SQLite would: the same
//! value must compare equal on both.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};

/// An instant, in the precision that both engines keep.
pub type Instant = DateTime<Utc>;

/// Where `now` comes from: the machine, or a value that a test moves.
#[derive(Clone, Default)]
pub struct Clock(Source);

#[derive(Clone, Default)]
enum Source {
    #[default]
    System,
    Given(Arc<dyn Fn() -> Instant + Send + Sync>),
}

impl Clock {
    /// The machine's own clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `instant`.
    #[must_use]
    pub fn fixed(instant: Instant) -> Self {
        Self::from_fn(move || instant)
    }

    /// A clock that asks `now` each time.
    #[must_use]
    pub fn from_fn(now: impl Fn() -> Instant + Send + Sync + 'static) -> Self {
        Self(Source::Given(Arc::new(now)))
    }

    /// Whether this is the machine's own clock, so that a database's may stand in for it.
    #[must_use]
    pub fn is_system(&self) -> bool {
        matches!(self.0, Source::System)
    }

    /// The present instant, cut to microseconds.
    #[must_use]
    pub fn now(&self) -> Instant {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that may")]
            Source::System => Utc::now().trunc_subsecs(6),
            Source::Given(now) => now().trunc_subsecs(6),
        }
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Source::System => "Clock::system",
            Source::Given(_) => "Clock::given",
        })
    }
}

/// The text form that sorts as time on SQLite and that both engines read.
#[must_use]
pub fn text(instant: Instant) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
}
