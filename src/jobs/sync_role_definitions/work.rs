//! The walk over the provider's list of roles: a page is read, written and forgotten before the next is asked for.
//!
//! A walk that breaks off has written true pages and marked nothing as missing; the next attempt walks from the
//! beginning and counts from nothing.

use std::sync::Arc;

use serde_json::json;

use super::store::{Page, Walk};
use crate::catalog::{self, Operation};
use crate::engine::{Attempt, Setback, Work};
use crate::graph::DirectoryProvider;
use crate::jobs::assignments::guard::lost;
use crate::jobs::provider::{connected, setback};
use crate::ledger::{Counts, Ending, Ensured, Failure, Initiator, Ledger, Request, Scope};
use crate::problem::Result;

/// The type.
const SYNC: &str = "directory_role_definitions.sync";
/// What a failed one is called.
const FAILED: &str = "directory_role_definitions.sync_failed";

/// The work of `directory_role_definitions.sync`.
#[derive(Debug)]
pub struct SyncRoleDefinitions {
    provider: Arc<dyn DirectoryProvider>,
}

impl SyncRoleDefinitions {
    /// Over this provider.
    #[must_use]
    pub fn new(provider: Arc<dyn DirectoryProvider>) -> Self {
        Self { provider }
    }
}

/// Queues a synchronisation for a tenant, or finds the one that is under way.
///
/// # Errors
/// As `Ledger::ensure`.
pub async fn dispatch(ledger: &Ledger, workspace: i64, tenant: i64, initiator: Initiator) -> Result<Ensured> {
    let scope = Scope::Tenant { workspace, tenant };
    ledger.dispatch(Request { initiator, ..Request::new(scope, catalog::find(SYNC)?, json!({})) }).await
}

#[async_trait::async_trait]
impl Work for SyncRoleDefinitions {
    fn operation(&self) -> &'static Operation {
        catalog::entry(SYNC)
    }

    fn speaks_to_provider(&self) -> bool {
        true
    }

    async fn attempt(&self, attempt: &Attempt) -> Result<Ending, Setback> {
        let connected = connected(attempt, FAILED).await?;
        let walk = Walk::of(attempt);
        let (mut total, mut updated) = (0, 0);
        let mut cursor = None;
        loop {
            let page = self.provider.role_definitions(&connected.directory, cursor).await;
            let page = page.map_err(|error| setback(FAILED, &error))?;
            let Page { met, changed } = walk.keep(page.items).await?.ok_or_else(lost)?;
            total += met;
            updated += changed;
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        if total == 0 {
            // Every directory has roles of the provider's own; none at all is a view that was taken from us.
            let failure = Failure::new(FAILED, "The provider lists no roles at all, so none is taken to be missing");
            return Err(Setback::last(failure.because("provider.invalid_response")));
        }
        updated += walk.mark_missing().await?.ok_or_else(lost)?;
        let counts = [("total", total), ("processed", total), ("succeeded", total), ("updated", updated)];
        Ok(Ending::succeeded().with_counts(&Counts::new(self.operation(), counts)).with_context(connected.context()))
    }
}
