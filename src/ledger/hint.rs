//! The word that something is queued: workers look once a second anyway, and at once when they hear it.
//!
//! Only ever a hint. Nothing is lost with it: not when a connection pooler drops it, not when nobody listens. Within a
//! process it is a bell; between processes PostgreSQL's NOTIFY, which costs a commit and passes through one lock for the
//! whole server, and is therefore sent at most once a batch and not more often than once in a tenth of a second. It carries
//! the mark of its bell, whose own workers have heard that one long before and look for nothing a second time.

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
#[derive(Debug)]
pub(super) struct Bell {
    local: Notify,
    /// Tells its notifications from those of others; none, and all are heard.
    mark: Option<u64>,
    /// Whether somebody still has to be told.
    due: AtomicBool,
    /// Whether a task is telling.
    telling: AtomicBool,
}

impl Default for Bell {
    fn default() -> Self {
        let mut bytes = [0; 8];
        let mark = getrandom::fill(&mut bytes).is_ok().then(|| u64::from_ne_bytes(bytes));
        Self { local: Notify::new(), mark, due: AtomicBool::new(false), telling: AtomicBool::new(false) }
    }
}

impl Bell {
    fn notify(&self) -> String {
        self.mark.map_or_else(|| format!("notify {CHANNEL}"), |mark| format!("notify {CHANNEL}, '{mark:x}'"))
    }

    fn is_own(&self, payload: &str) -> bool {
        self.mark.is_some_and(|mark| format!("{mark:x}") == payload)
    }
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
                if let Err(error) = self.db.writer().execute_unprepared(&self.bell.notify()).await {
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
                && let Ok(notification) = listener.recv().await
            {
                if self.ledger.bell.is_own(notification.payload()) {
                    continue;
                }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bell_knows_its_own_notifications_and_no_others() {
        let (here, there) = (Bell::default(), Bell::default());
        let payload = |bell: &Bell| bell.notify().split('\'').nth(1).unwrap_or_default().to_owned();
        assert!(here.is_own(&payload(&here)) && there.is_own(&payload(&there)));
        assert!(!here.is_own(&payload(&there)) && !there.is_own(&payload(&here)));
        assert!(!here.is_own(""), "an older program says nothing more than that something is queued");
    }

    #[test]
    fn a_bell_without_a_mark_hears_everybody() {
        let bell = Bell { mark: None, ..Bell::default() };
        assert_eq!(bell.notify(), "notify opsledger_queued");
        assert!(!bell.is_own(""));
    }
}
