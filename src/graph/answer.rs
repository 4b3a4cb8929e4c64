//! From a response to its bytes, or to the reason why there are none. Nothing of a body is ever repeated.

use reqwest::{Error, Response, StatusCode};

use super::call::Call;
use super::error::{Cause, ProviderError};
use super::retry_after::retry_after;
use crate::clock::Instant;

/// The body of a good answer, of at most `limit` bytes.
pub(super) async fn body(
    call: Call,
    mut response: Response,
    limit: usize,
    now: Instant,
) -> Result<Vec<u8>, ProviderError> {
    let status = response.status();
    if !status.is_success() {
        let (cause, detail) = refusal(status, response.headers().contains_key("retry-after"));
        let mut error = call.answered(cause, detail, status.as_u16());
        if cause.is_passing() {
            error.retry_after = retry_after(response.headers(), now);
        }
        return Err(error);
    }
    let too_large = || call.answered(Cause::Unacceptable, "the answer is larger than is allowed", status.as_u16());
    if response.content_length().is_some_and(|bytes| bytes > limit as u64) {
        return Err(too_large());
    }
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => return Err(too_large()),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err(ProviderError { status: Some(status.as_u16()), ..unreachable(call, &error) }),
        }
    }
}

/// What a request that got no whole answer failed with. The library's own words name the address, so they stay out.
pub(super) fn unreachable(call: Call, error: &Error) -> ProviderError {
    let detail = if error.is_timeout() {
        "there was no whole answer in time"
    } else if error.is_connect() {
        "no connection could be made"
    } else {
        "the connection broke off"
    };
    call.failed(Cause::Unreachable, detail)
}

fn refusal(status: StatusCode, asks_for_patience: bool) -> (Cause, &'static str) {
    match status.as_u16() {
        401 => (Cause::AuthenticationFailed, "the provider does not accept our token"),
        403 => (Cause::PermissionDenied, "the provider says that we may not"),
        404 | 410 => (Cause::NotFound, "the provider has no such record"),
        408 => (Cause::Unreachable, "the provider gave up waiting"),
        429 => (Cause::Throttled, "the provider asks for fewer requests"),
        503 if asks_for_patience => (Cause::Throttled, "the provider asks for patience"),
        500..=599 => (Cause::Unreachable, "the provider is in trouble"),
        300..=399 => (Cause::Unacceptable, "the provider points elsewhere, where no token is sent"),
        400..=499 => (Cause::Refused, "the provider does not accept the request"),
        _ => (Cause::Unacceptable, "the provider answered in no known way"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_has_its_reason_and_only_trouble_passes() {
        let reason = |status: u16, patience: bool| {
            let (cause, _) = refusal(StatusCode::from_u16(status).unwrap(), patience);
            (cause.reason_code(), cause.is_passing())
        };
        assert_eq!(reason(401, true), ("provider.authentication_failed", false));
        assert_eq!(reason(403, true), ("provider.permission_denied", false));
        assert_eq!(reason(429, false), ("provider.throttled", true));
        assert_eq!(reason(503, true), ("provider.throttled", true));
        assert_eq!(reason(503, false), ("provider.unreachable", true));
        assert_eq!(reason(500, true), ("provider.unreachable", true));
        assert_eq!(reason(302, false), ("provider.invalid_response", false));
        assert_eq!(reason(404, false), ("provider.not_found", false));
        assert_eq!(reason(409, false), ("provider.request_refused", false));
        assert_eq!(reason(600, false), ("provider.invalid_response", false));
    }
}
