//! What all work at the directory provider has in common: which directory it is about, and what a provider's error
//! means to a worker.

use serde_json::{Value as Json, json};

use crate::domain::provider_connections;
use crate::engine::{Attempt, Setback};
use crate::graph::{Directory, ProviderError};
use crate::ledger::{Ending, Failure, Failures};

/// A tenant's directory, and the connection over which it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connected {
    /// The directory.
    pub directory: Directory,
    connection_id: i64,
}

impl Connected {
    /// What a run remembers of it.
    #[must_use]
    pub fn context(&self) -> Json {
        json!({
            "provider_connection_id": self.connection_id,
            "target_scope": { "entra_tenant_id": self.directory.id() },
        })
    }
}

/// The directory of the run's tenant. That it may be used was asked before the attempt; that it has an id is known here.
///
/// # Errors
/// A final setback under `code` when there is none; a database problem.
pub async fn connected(attempt: &Attempt, code: &str) -> Result<Connected, Setback> {
    let invalid = |message: &str| Setback::last(Failure::new(code, message).because("provider_connection_invalid"));
    let tenant = attempt.claim.scope.tenant().ok_or_else(|| invalid("The operation is for no tenant"))?;
    let connection = provider_connections::of_tenant(attempt.ledger.db(), tenant).await?;
    let connection = connection
        .filter(provider_connections::ProviderConnection::is_connected)
        .ok_or_else(|| invalid("The tenant is not connected to the provider"))?;
    let directory = Directory::new(&connection.entra_tenant_id).map_err(|problem| invalid(&problem.message))?;
    Ok(Connected { directory, connection_id: connection.id })
}

/// The failure under `code`, with the provider's reason as its cause.
#[must_use]
pub fn failure(code: &str, error: &ProviderError) -> Failure {
    Failure::new(code, &sentence(error)).because(error.reason_code())
}

/// A setback under `code`: tried again where that can help, not before the provider wants to hear of us again.
#[must_use]
pub fn setback(code: &str, error: &ProviderError) -> Setback {
    set_back(Ending::failed(Failures::new([failure(code, error)])), error)
}

/// The same for a run that has more to say when no attempt is left.
#[must_use]
pub fn set_back(ending: Ending, error: &ProviderError) -> Setback {
    let ending = Box::new(ending);
    if error.is_passing() {
        Setback::Passing { ending, retry_after: error.retry_after }
    } else {
        Setback::Final(ending)
    }
}

/// Errors begin small, as parts of sentences; this is the whole of one.
fn sentence(error: &ProviderError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::graph::Cause;

    #[test]
    fn patience_is_handed_on_and_a_refusal_is_final() {
        let mut error = ProviderError::new(Cause::Throttled, "reading", "too many requests");
        error.retry_after = Some(Duration::from_secs(7));
        match setback("assignments.fetch_failed", &error) {
            Setback::Passing { ending, retry_after } => {
                assert_eq!(retry_after, Some(Duration::from_secs(7)));
                let item = serde_json::to_value(&ending.failures().items()[0]).unwrap();
                assert_eq!(item["code"], "assignments.fetch_failed");
                assert_eq!(item["reason_code"], "provider.throttled");
                assert_eq!(item["message"], "Reading failed: too many requests");
            }
            Setback::Final(_) => panic!("throttling passes"),
        }
        let denied = ProviderError::new(Cause::PermissionDenied, "reading", "it may not");
        assert!(matches!(setback("assignments.fetch_failed", &denied), Setback::Final(_)));
    }
}
