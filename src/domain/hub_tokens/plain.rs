//! The token itself, which only its holder has: 256 bits from the operating system, written as text.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::problem::{Problem, Result};
use crate::sanitizer::register_secret;

/// What every token begins with, so that it is known wherever it turns up: by the sanitizer, and by those who scan
/// repositories and logs for leaks.
pub const PREFIX: &str = "opsl_";

const BYTES: usize = 32;

/// A token as its holder presents it. It is not said in `Debug`, and has no `Display`: whoever shows it calls
/// [`Self::reveal`] and is found by that name.
#[derive(Clone, PartialEq, Eq)]
pub struct PlainToken(String);

impl PlainToken {
    /// A new one, which the sanitizer hides from now on in this process.
    ///
    /// # Errors
    /// `token.no_randomness` when the operating system gives none.
    pub fn generate() -> Result<Self> {
        let mut bytes = [0_u8; BYTES];
        getrandom::fill(&mut bytes).map_err(|error| {
            Problem::work("token.no_randomness", format!("the operating system gives no random bytes: {error}"))
        })?;
        let token = Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes)));
        register_secret(&token.0);
        Ok(token)
    }

    /// What somebody presented, if it has the form of a token.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        (bytes.len() == BYTES).then(|| Self(text.to_owned()))
    }

    /// The token as text: shown once, when it is made.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it: SHA-256 of the text in lower hex.
    #[must_use]
    pub fn hash(&self) -> String {
        Sha256::digest(self.0.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for PlainToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainToken([secret])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sanitizer::redact;

    #[test]
    fn a_token_is_long_random_and_known_again_by_its_form() {
        let (one, other) = (PlainToken::generate().unwrap(), PlainToken::generate().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.reveal().len(), PREFIX.len() + 43, "32 bytes in base64 without padding");
        assert_eq!(PlainToken::parse(one.reveal()), Some(one.clone()));
        for wrong in
            ["", PREFIX, "opsl_short", &one.reveal()[1..], &format!("{}A", one.reveal()), &format!(" {}", one.reveal())]
        {
            assert_eq!(PlainToken::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_hash_is_sha_256_of_the_text_in_lower_hex() {
        let token = PlainToken(format!("{PREFIX}{}", "A".repeat(43)));
        // printf 'opsl_AAAA…' | sha256sum
        assert_eq!(token.hash(), "24dd2f5a986a297d101e651edb23c3fd2e76e207ea4658f4544aa96df4e18a9d");
    }

    #[test]
    fn a_token_is_not_said_by_accident() {
        let token = PlainToken::generate().unwrap();
        assert!(!format!("{token:?}").contains(token.reveal()));
        let said = format!("GET /?t={} and {}", token.reveal(), &token.reveal()[PREFIX.len()..]);
        assert!(!redact(&said).contains(&token.reveal()[PREFIX.len()..]), "{}", redact(&said));
    }
}
