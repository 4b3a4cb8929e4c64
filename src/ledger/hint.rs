//! The word that something is queued: workers look once a second anyway, and at once when they hear it.
//!
//! Only ever a hint. Nothing is lost with it: not when a connection pooler drops it, not when nobody listens. Within a
//! process it is a bell; between processes PostgreSQL's NOTIFY, which costs a commit and passes through one lock for the
//! whole server, and is therefore sent at most once a batch and not more often than once in a tenth of a second.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sea_orm::ConnectionTrait;
use sea_orm::sqlx::postgres::PgListener;
use tokio::sync::Notify;

use super::door::Ledger;
use crate::db::Engine;

const CHANNEL: &str = "opsledger_queued";
/// The shortest time between two notifications of one process.
const APART: Duration = Duration::from_millis(100);
/// How long to do without the server's hints after its connection was lost.
const DEAF: Duration = Duration::from_secs(30);

/// The bell of one process.
#[derive(Debug, Default)]
pub(super) struct Bell {
    local: Notify,
    /// Whether somebody still has to be told.
    due: AtomicBool,
    /// Whether a task is telling.
    telling: AtomicBool,
}

impl Ledger {
    /// Says that something is queued; to be said after the commit.
    pub fn hint(&self) {
        // Kept until somebody asks, so that a worker that is busy claiming does not miss it.
        self.bell.local.notify_one();
        if self.engine() != Engine::Postgres {
            return;
        }
        self.bell.due.store(true, Ordering::Release);
        if !self.bell.telling.swap(true, Ordering::AcqRel) {
            let ledger = self.clone();
            tokio::spawn(async move { ledger.tell().await });
        }
    }

    async fn tell(&self) {
        loop {
            while self.bell.due.swap(false, Ordering::AcqRel) {
                if let Err(error) = self.db.writer().execute_unprepared(&format!("notify {CHANNEL}")).await {
                    tracing::debug!("could not send the hint that something is queued: {error}");
                }
                tokio::time::sleep(APART).await;
            }
            self.bell.telling.store(false, Ordering::Release);
            // Whoever came between the last look and this line saw a task that was still telling.
            if !self.bell.due.load(Ordering::Acquire) || self.bell.telling.swap(true, Ordering::AcqRel) {
                return;
            }
        }
    }

    /// Listens for hints of this process, and on PostgreSQL of the others.
    #[must_use]
    pub fn hints(&self) -> Hints {
        Hints { ledger: self.clone(), listener: None }
    }
}

/// Hears when something is queued.
#[derive(Debug)]
pub struct Hints {
    ledger: Ledger,
    listener: Option<PgListener>,
}

impl Hints {
    /// Resolves when something was queued; may also resolve for nothing, and may miss something.
    pub async fn next(&mut self) {
        let bell = Arc::clone(&self.ledger.bell);
        tokio::select! {
            () = bell.local.notified() => {}
            () = self.heard() => {}
        }
    }

    async fn heard(&mut self) {
        if self.ledger.engine() != Engine::Postgres {
            return std::future::pending().await;
        }
        loop {
            if self.listener.is_none() {
                self.listener = listen(&self.ledger).await;
            }
            if let Some(listener) = &mut self.listener
                && listener.recv().await.is_ok()
            {
                return;
            }
            self.listener = None;
            tokio::time::sleep(DEAF).await;
        }
    }
}

async fn listen(ledger: &Ledger) -> Option<PgListener> {
    let pool = ledger.db.writer().get_postgres_connection_pool();
    let mut listener = PgListener::connect_with(pool).await.ok()?;
    listener.listen(CHANNEL).await.ok()?;
    Some(listener)
}
