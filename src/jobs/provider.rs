//! From a provider's error to what a worker does about it.

use crate::engine::Setback;
use crate::graph::ProviderError;
use crate::ledger::Failure;

/// The failure under `code`, with the provider's reason as its cause.
#[must_use]
pub fn failure(code: &str, error: &ProviderError) -> Failure {
    Failure::new(code, &sentence(error)).because(error.reason_code())
}

/// A setback under `code`: tried again where that can help, not before the provider wants to hear of us again.
#[must_use]
pub fn setback(code: &str, error: &ProviderError) -> Setback {
    let failure = failure(code, error);
    if error.is_passing() { Setback::passing(failure, error.retry_after) } else { Setback::last(failure) }
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
