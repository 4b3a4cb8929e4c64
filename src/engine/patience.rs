//! How long the engine waits for the ledger.

use std::time::Duration;

pub(super) use crate::db::patience::within;
use crate::ledger::Ledger;
use crate::problem::Result;

/// For work that may be long, such as the slot of very many workspaces.
pub(super) const LONG_PATIENCE: Duration = Duration::from_secs(300);

/// The answer, or `db.silent` when it does not come soon.
pub(super) async fn soon<T>(ledger: &Ledger, answer: impl Future<Output = Result<T>>) -> Result<T> {
    crate::db::patience::soon(ledger.db(), answer).await
}
