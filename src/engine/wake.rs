//! Wakes the service about once a second (S1).
//!
//! `tokio-cron-scheduler` has one async job in UTC that can neither block nor panic: it drops a token into a channel
//! of one place. It knows no schedule, no zone and no store. When it falls silent, as it does after the machine's
//! clock was set back, the monotonic timer beside it wakes instead; what is due is decided from the ledger either way.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio_cron_scheduler::{Job, JobScheduler};

use crate::problem::{Problem, Result};

/// Silence after which the timer takes over: the waker is up to half a second late by design.
const SILENCE: Duration = Duration::from_millis(1_600);

/// The source of wake-ups.
pub struct Waker {
    woken: mpsc::Receiver<()>,
    scheduler: JobScheduler,
}

impl Waker {
    /// Starts waking.
    ///
    /// # Errors
    /// `scheduler.no_waker` when the library cannot start.
    pub async fn start() -> Result<Self> {
        let failed = |error| Problem::work("scheduler.no_waker", format!("cannot start the waker: {error}"));
        let (wake, woken) = mpsc::channel(1);
        let scheduler = JobScheduler::new().await.map_err(failed)?;
        let job = Job::new_async("* * * * * *", move |_, _| {
            // A full channel means that a wake-up is waiting already.
            let _ = wake.try_send(());
            Box::pin(async {})
        });
        scheduler.add(job.map_err(failed)?).await.map_err(failed)?;
        scheduler.start().await.map_err(failed)?;
        Ok(Self { woken, scheduler })
    }

    /// Returns at the next wake-up.
    pub async fn woken(&mut self) {
        // Either way it is time to look: a closed channel is silence too.
        let _ = tokio::time::timeout(SILENCE, self.woken.recv()).await;
    }

    /// Stops waking.
    pub async fn stop(mut self) {
        if let Err(error) = self.scheduler.shutdown().await {
            tracing::debug!("the waker did not stop cleanly: {error}");
        }
    }
}

impl std::fmt::Debug for Waker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waker")
    }
}
