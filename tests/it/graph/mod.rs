//! The directory provider over real HTTP: what it gives, and each way in which it can go wrong.

mod limits;
mod lists;
mod tokens;
mod trouble;

use opsledger::graph::{Answer, ProviderError};

use crate::support::provider::SECRET;

/// The error of a call that must fail, which never repeats a body, a token or a secret.
fn failed<T: std::fmt::Debug>(answer: Answer<T>) -> ProviderError {
    let error = answer.expect_err("the call must fail");
    let told = format!("{error} {error:?}");
    for word in ["canary", "token-", SECRET, "127.0.0.1"] {
        assert!(!told.contains(word), "{word} in {told}");
    }
    error
}
