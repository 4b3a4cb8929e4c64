//! Work that does as it is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use opsledger::catalog::{self, Operation};
use opsledger::engine::{Attempt, Retry, Setback, Work};
use opsledger::ledger::{Counts, Ending, Failure};
use tokio::sync::Notify;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Succeed,
    /// A cause that passes after so many attempts.
    FailUntil(u32),
    /// A cause that passes, with what the other side asked for.
    Later(Duration),
    /// A cause that stays.
    FailForGood,
    Panic,
    /// Says that it began, and never ends.
    Hang,
    /// Never ends, and has little time.
    HangTooLong,
}

pub struct Stub {
    pub operation: &'static str,
    pub deed: Deed,
    pub speaks: bool,
    pub retry: Retry,
    pub attempts: AtomicUsize,
    pub began: Notify,
}

impl Stub {
    pub fn new(operation: &'static str, deed: Deed) -> Arc<Self> {
        Arc::new(Self::plain(operation, deed))
    }

    pub fn plain(operation: &'static str, deed: Deed) -> Self {
        let retry = Retry { attempts: 3, base: Duration::from_millis(2), cap: Duration::from_millis(10) };
        Self { operation, deed, speaks: false, retry, attempts: AtomicUsize::new(0), began: Notify::new() }
    }

    pub fn attempts(&self) -> usize {
        self.attempts.load(Ordering::SeqCst)
    }
}

#[async_trait::async_trait]
impl Work for Stub {
    fn operation(&self) -> &'static Operation {
        catalog::find(self.operation).unwrap()
    }

    fn retry(&self) -> Retry {
        self.retry
    }

    fn limit(&self) -> Duration {
        if self.deed == Deed::HangTooLong { Duration::from_millis(50) } else { Duration::from_secs(900) }
    }

    fn speaks_to_provider(&self) -> bool {
        self.speaks
    }

    async fn attempt(&self, attempt: &Attempt) -> Result<Ending, Setback> {
        self.attempts.fetch_add(1, Ordering::SeqCst);
        let counts = Counts::new(attempt.claim.operation, [("total", i64::from(attempt.number))]);
        let busy = || Failure::new("assignments.fetch_failed", "The provider was busy").because("provider.throttled");
        match self.deed {
            Deed::FailUntil(number) if attempt.number < number => Err(Setback::passing(busy(), None)),
            Deed::Succeed | Deed::FailUntil(_) => Ok(Ending::succeeded().with_counts(&counts)),
            Deed::Later(after) if attempt.number == 1 => {
                self.began.notify_one();
                Err(Setback::passing(busy(), Some(after)))
            }
            Deed::Later(_) => Ok(Ending::succeeded()),
            Deed::FailForGood => {
                Err(Setback::last(Failure::new("assignments.fetch_failed", "No").because("provider.permission_denied")))
            }
            Deed::Panic => panic!("password=hunter2 is in the way"),
            Deed::Hang | Deed::HangTooLong => {
                self.began.notify_one();
                std::future::pending().await
            }
        }
    }
}
