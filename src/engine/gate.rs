//! The gate before an attempt: may this work still be done?
//!
//! Runs that were claimed together come to it together, so they ask the database together, in one question.

use std::sync::Arc;

use crate::db::Db;
use crate::db::gather::{Gather, Send};
use crate::db::patience::soon;
use crate::domain::legitimacy::{Intent, Refusal, refusals};
use crate::problem::Result;

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
