//! Any bytes: redaction must not panic, must be idempotent, and must keep its length promise.
//!
//! Run with `cargo +nightly fuzz run redact`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use opsledger::sanitizer::{MESSAGE_LIMIT, SafeText, redact, scrub_json};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let once = redact(&text).into_owned();
    assert_eq!(redact(&once), once, "redaction is idempotent");
    let message = SafeText::message(&text);
    assert!(message.as_str().chars().count() <= MESSAGE_LIMIT);
    assert!(!message.as_str().chars().any(char::is_control));
    assert_eq!(SafeText::message(message.as_str()), message, "a stored message is stable");
    if let Ok(value) = serde_json::from_slice(bytes) {
        let scrubbed = scrub_json(&value);
        assert_eq!(scrub_json(&scrubbed), scrubbed, "scrubbing is idempotent");
    }
});
