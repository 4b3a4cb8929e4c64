//! What can go wrong between us and the provider.
//!
//! An error says what was being done, under which reason code it is filed, and whether trying again can help. It
//! never quotes the other side: an answer's body may hold a customer's data, and an address may hold a token.

use std::fmt;
use std::time::Duration;

/// Why a call to the provider failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// 429, or 503 with a time: it asks for patience.
    Throttled,
    /// No connection, no answer in time, an answer that broke off, or one of the 5xx.
    Unreachable,
    /// An answer that could not be read, such as half a document; another one may be whole.
    Garbled,
    /// An answer that is refused and would be refused again: too large, a circle of pages, a foreign address.
    Unacceptable,
    /// 401, or the token endpoint refused the client.
    AuthenticationFailed,
    /// 403: the client is known and may not.
    PermissionDenied,
    /// 404: there is no such record (any more).
    NotFound,
    /// Any other 4xx: the provider does not accept what was asked.
    Refused,
    /// Nobody knows how this kind of policy is asked for.
    Unsupported,
}

/// A call to the provider that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderError {
    /// Why.
    pub cause: Cause,
    /// What was being done, such as `reading the assignments of a policy`.
    pub doing: &'static str,
    /// What was wrong, in our own words.
    pub detail: &'static str,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// When the provider wants to hear of us again, counted from now.
    pub retry_after: Option<Duration>,
}

impl Cause {
    /// The stable code, as it stands in `reason_code` of a failure.
    #[must_use]
    pub fn reason_code(self) -> &'static str {
        match self {
            Self::Throttled => "provider.throttled",
            Self::Unreachable => "provider.unreachable",
            Self::Garbled | Self::Unacceptable => "provider.invalid_response",
            Self::AuthenticationFailed => "provider.authentication_failed",
            Self::PermissionDenied => "provider.permission_denied",
            Self::NotFound => "provider.not_found",
            Self::Refused => "provider.request_refused",
            Self::Unsupported => "provider.not_supported",
        }
    }

    /// Whether the cause may be gone when the same is asked again.
    #[must_use]
    pub fn is_passing(self) -> bool {
        match self {
            Self::Throttled | Self::Unreachable | Self::Garbled => true,
            Self::Unacceptable
            | Self::AuthenticationFailed
            | Self::PermissionDenied
            | Self::NotFound
            | Self::Refused
            | Self::Unsupported => false,
        }
    }
}

impl ProviderError {
    /// An error without an answer.
    #[must_use]
    pub fn new(cause: Cause, doing: &'static str, detail: &'static str) -> Self {
        Self { cause, doing, detail, status: None, retry_after: None }
    }

    /// The stable code, as it stands in `reason_code` of a failure.
    #[must_use]
    pub fn reason_code(&self) -> &'static str {
        self.cause.reason_code()
    }

    /// Whether the cause may be gone when the same is asked again.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        self.cause.is_passing()
    }
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed: {}", self.doing, self.detail)?;
        match self.status {
            Some(status) => write!(f, " (status {status})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ProviderError {}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Cause; 9] = [
        Cause::Throttled,
        Cause::Unreachable,
        Cause::Garbled,
        Cause::Unacceptable,
        Cause::AuthenticationFailed,
        Cause::PermissionDenied,
        Cause::NotFound,
        Cause::Refused,
        Cause::Unsupported,
    ];

    #[test]
    fn what_is_about_identity_and_rights_is_never_tried_again() {
        let passing: Vec<&str> =
            ALL.iter().filter(|cause| cause.is_passing()).map(|cause| cause.reason_code()).collect();
        assert_eq!(passing, ["provider.throttled", "provider.unreachable", "provider.invalid_response"]);
    }

    #[test]
    fn an_error_reads_as_one_sentence_with_its_status() {
        let mut error = ProviderError::new(Cause::PermissionDenied, "reading the roles", "the provider said no");
        assert_eq!(error.to_string(), "reading the roles failed: the provider said no");
        error.status = Some(403);
        assert_eq!(error.to_string(), "reading the roles failed: the provider said no (status 403)");
    }
}
