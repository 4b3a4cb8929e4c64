//! When a provider wants to hear of us again: the header `Retry-After`, as seconds or as a date.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};

use crate::clock::Instant;

/// Nobody is waited for any longer: a slip on the other side must not park work for a year.
const LONGEST: Duration = Duration::from_secs(3_600);

/// The pause that was asked for; a date that has passed asks for none. Anything else is no answer.
pub(super) fn retry_after(headers: &HeaderMap, now: Instant) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let pause = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().map_or(LONGEST, Duration::from_secs)
    } else {
        httpdate::parse_http_date(text).ok()?.duration_since(SystemTime::from(now)).unwrap_or_default()
    };
    Some(pause.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_in_every_form_of_the_standard_are_understood() {
        let now: Instant = "1994-11-06T08:49:00Z".parse().unwrap();
        let after = |text: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
            retry_after(&headers, now).map(|pause| pause.as_secs())
        };
        assert_eq!(after("0"), Some(0));
        assert_eq!(after(" 120 "), Some(120));
        assert_eq!(after("Sun, 06 Nov 1994 08:49:37 GMT"), Some(37));
        assert_eq!(after("Sunday, 06-Nov-94 08:49:37 GMT"), Some(37));
        assert_eq!(after("Sun Nov  6 08:49:37 1994"), Some(37));
        assert_eq!(after("Sun, 06 Nov 1994 08:48:00 GMT"), Some(0), "that was a minute ago");
        assert_eq!(after("99999999999999999999999"), Some(3_600));
        assert_eq!(after("Fri, 31 Dec 2100 00:00:00 GMT"), Some(3_600));
        for nothing in ["", "soon", "-1", "1.5", "6 Nov"] {
            assert_eq!(after(nothing), None, "{nothing}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
