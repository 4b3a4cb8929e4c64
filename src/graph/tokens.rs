//! Bearer tokens from client credentials: one for each directory, kept until shortly before it ends.
//!
//! Many calls for one directory ask for its token once: the others wait for the first. A token that the provider
//! refused is replaced once, by whoever comes first.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde::Deserialize;

use super::call::Call;
use super::error::{Cause, ProviderError};
use super::provider::{Answer, Directory};
use crate::clock::Instant;

/// So long before its end a token is no longer used: a call takes a while, and clocks differ.
const MARGIN: Duration = Duration::from_secs(60);

/// A token for a directory.
#[derive(Clone)]
pub(super) struct Token {
    value: Arc<str>,
    use_until: Instant,
}

/// A token, and whether it was fetched just now.
pub(super) struct Held {
    pub(super) token: Token,
    pub(super) is_new: bool,
}

/// The tokens of this process.
#[derive(Default)]
pub(super) struct Tokens {
    slots: std::sync::Mutex<HashMap<Directory, Slot>>,
}

type Slot = Arc<tokio::sync::Mutex<Option<Token>>>;

/// The answer of the token endpoint; what else it says does not matter.
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    /// Seconds. A number by the standard, a text by some providers.
    #[serde(default)]
    expires_in: serde_json::Value,
}

impl Tokens {
    /// The token of a directory: the one at hand, unless it is `refused` or about to end, else a new one.
    pub(super) async fn get(
        &self,
        directory: &Directory,
        refused: Option<&Token>,
        now: Instant,
        fetch: impl AsyncFnOnce() -> Answer<Token>,
    ) -> Answer<Held> {
        let slot = self.slot(directory);
        let mut held = slot.lock().await;
        let refused = refused.map(|token| &token.value);
        if let Some(token) = held.as_ref().filter(|token| token.use_until > now && Some(&token.value) != refused) {
            return Ok(Held { token: token.clone(), is_new: false });
        }
        *held = None;
        let token = fetch().await?;
        *held = Some(token.clone());
        Ok(Held { token, is_new: true })
    }

    fn slot(&self, directory: &Directory) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(directory.clone()).or_default())
    }
}

impl Token {
    /// From the body of a good answer that came at `now`.
    pub(super) fn read(body: &[u8], now: Instant) -> Result<Self, ProviderError> {
        let granted: Granted =
            serde_json::from_slice(body).map_err(|_| Call::Token.failed(Cause::Garbled, "the answer is no token"))?;
        let Granted { access_token, expires_in } = granted;
        let is_plain = access_token.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
        if access_token.is_empty() || !is_plain {
            return Err(Call::Token.failed(Cause::Unacceptable, "the token cannot be sent in a header"));
        }
        let seconds = expires_in.as_u64().or_else(|| expires_in.as_str()?.parse().ok()).unwrap_or(0);
        let life = Duration::from_secs(seconds.min(86_400));
        Ok(Self { value: access_token.into(), use_until: now + life.saturating_sub(MARGIN.min(life / 2)) })
    }

    /// For the header, and nothing else.
    pub(super) fn reveal(&self) -> &str {
        &self.value
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(…)")
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn now() -> Instant {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    fn seconds_of(body: &str) -> i64 {
        (Token::read(body.as_bytes(), now()).unwrap().use_until - now()).num_seconds()
    }

    #[test]
    fn a_token_is_used_until_shortly_before_its_end() {
        assert_eq!(seconds_of(r#"{"access_token":"t","expires_in":3600,"token_type":"Bearer"}"#), 3_540);
        assert_eq!(seconds_of(r#"{"access_token":"t","expires_in":"3600"}"#), 3_540);
        assert_eq!(seconds_of(r#"{"access_token":"t","expires_in":40}"#), 20);
        assert_eq!(seconds_of(r#"{"access_token":"t"}"#), 0, "of which nobody knows when it ends is used once");
        assert_eq!(seconds_of(r#"{"access_token":"t","expires_in":999999999999}"#), 86_340);
    }

    #[test]
    fn what_is_no_token_is_an_error_that_does_not_repeat_it() {
        for body in ["", "[]", "{}", r#"{"access_token":7}"#, r#"{"access_token":""}"#, r#"{"access_token":"a\nb"}"#] {
            let error = Token::read(body.as_bytes(), now()).err().unwrap();
            assert_eq!(error.reason_code(), "provider.invalid_response", "{body}");
        }
    }

    #[tokio::test]
    async fn a_token_is_kept_replaced_when_refused_and_fetched_anew_at_its_end() {
        let (tokens, directory) = (Tokens::default(), Directory::new("d").unwrap());
        let fetch = |name: &str| {
            let body = format!(r#"{{"access_token":"{name}","expires_in":3600}}"#);
            async move || Token::read(body.as_bytes(), now())
        };
        let first = tokens.get(&directory, None, now(), fetch("a")).await.unwrap();
        assert!(first.is_new);
        let again = tokens.get(&directory, None, now(), fetch("b")).await.unwrap();
        assert!(!again.is_new && again.token.reveal() == "a");
        let other = tokens.get(&directory, Some(&first.token), now(), fetch("c")).await.unwrap();
        assert!(other.is_new && other.token.reveal() == "c");
        let late = tokens.get(&directory, Some(&first.token), now(), fetch("d")).await.unwrap();
        assert!(!late.is_new && late.token.reveal() == "c", "another call had replaced it already");
        let later = now() + TimeDelta::minutes(59);
        assert!(tokens.get(&directory, None, later, fetch("e")).await.unwrap().is_new);
    }
}
