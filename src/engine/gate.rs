//! The gate before an attempt: may this work still be done?
//!
//! A claim on PostgreSQL reads the answer along with the runs that it takes: work that begins at once asks nothing more.
//! Every later attempt asks anew. Runs that come to the gate together ask the database together, in one question.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::db::Db;
use crate::db::gather::{Gather, Send};
use crate::db::patience::soon;
use crate::domain::legitimacy::{self, Intent, Refusal, Standing, refusals};
use crate::ledger::Beside;
use crate::problem::Result;

/// What a claim reads besides.
pub(super) const STANDING: Beside<Standing> =
    Beside { columns: legitimacy::COLUMNS, joins: legitimacy::joins, read: Standing::read };

/// For how long what a claim read is an answer, from before it was asked: what takes longer than any claim that goes
/// well may have let the world change.
const FRESH: Duration = Duration::from_millis(50);

/// What the claim of a run read about those it is for.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) standing: Standing,
    /// When it was asked.
    pub(super) asked: Instant,
}

impl Known {
    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        now.duration_since(self.asked) < FRESH
    }
}

/// Asks for all who come at the same time.
#[derive(Clone)]
pub(super) struct Gate {
    gather: Arc<Gather<Intent, Option<Refusal>>>,
    ask: Send<Intent, Option<Refusal>>,
}

impl Gate {
    pub(super) fn new(db: &Db) -> Self {
        let db = db.clone();
        let ask: Send<_, _> = Arc::new(move |intents: Vec<Intent>| {
            let db = db.clone();
            Box::pin(async move { soon(&db, refusals(&db, &intents)).await })
        });
        Self { gather: Arc::new(Gather::new()), ask }
    }

    /// The reason why the work may not start, if there is one.
    pub(super) async fn refusal(&self, intent: Intent) -> Result<Option<Refusal>> {
        self.gather.ask(intent, Arc::clone(&self.ask)).await
    }
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gate").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_claim_read_is_an_answer_for_a_moment_only() {
        let known = Known { standing: Standing::default(), asked: Instant::now() };
        assert!(known.is_fresh(known.asked + FRESH - Duration::from_millis(1)));
        assert!(!known.is_fresh(known.asked + FRESH), "whoever comes later asks anew");
    }
}
