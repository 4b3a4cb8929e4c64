//! Random texts: no panic, once is enough, and a planted secret is gone whatever stands around it.

use opsledger::sanitizer::{SafeText, redact, rules};
use proptest::prelude::*;

/// Core secrets that no surroundings may save.
fn planted() -> impl Strategy<Value = (String, String)> {
    let word = "[A-Za-z]{4,8}[0-9]{2}[a-z]{2}";
    prop_oneof![
        word.prop_map(|s| (format!("password={s}"), s)),
        word.prop_map(|s| (format!("\"client_secret\": \"{s}\""), s)),
        word.prop_map(|s| (format!("postgres://app:{s}@db.internal/app"), s)),
        "[a-z]{3,8}\\.[a-z]{3,8}@[a-z]{3,8}\\.(com|org|hu)".prop_map(|s| (s.clone(), s)),
        "[A-Za-z0-9]{36}".prop_map(|s| (format!("{}{s}", concat!("gh", "p_")), s)),
        "[A-Za-z0-9_-]{20,40}".prop_map(|s| { (format!("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.{s}"), s) }),
        "[a-zA-Z]{6}[0-9]{4}[a-zA-Z]{6}".prop_map(|s| (format!("Authorization: Bearer {s}"), s)),
        "[2-9][0-9]{2} [0-9]{4}".prop_map(|s| (format!("+36 30 {s}"), s)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn any_text_is_redacted_without_panic_and_once_is_enough(text in any::<String>()) {
        let once = redact(&text).into_owned();
        prop_assert_eq!(redact(&once).into_owned(), once);
    }

    #[test]
    fn texts_made_of_telling_pieces_are_stable(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "password", "token", "=", ":", " ", "\"", "'", "{", "}", "[", "]", "(", ")", "is", "\\", "\n", "%41", "&amp;",
            "eyJ", ".", "@", "a.b", "://", "x", "17", "[password]", "[email]", "Bearer", "-----BEGIN PRIVATE KEY-----", "body",
            "<a>", "</a>", "+36", "203.0.113.7", ",", ";", "&", "key", "name", "phone", "Anna", "\u{1b}[0m", "：", "ä", "hunter2",
        ]), 0..24)
    ) {
        let text = pieces.concat();
        let once = redact(&text).into_owned();
        prop_assert_eq!(redact(&once).into_owned(), once);
        let safe = SafeText::message(&text);
        prop_assert_eq!(SafeText::message(safe.as_str()), safe);
    }

    #[test]
    fn a_planted_secret_is_gone_whatever_stands_around_it(
        before in "[ -~]{0,40}", (text, secret) in planted(), after in "[ -~]{0,40}"
    ) {
        let whole = format!("{before} {text} {after}");
        prop_assert!(!redact(&whole).contains(&secret), "{} -> {}", whole, redact(&whole));
    }

    #[test]
    fn a_planted_secret_is_gone_at_every_cut(
        (text, secret) in planted(), limit in 0_usize..80, before in "[a-z ]{0,30}"
    ) {
        let safe = SafeText::limited(&format!("{before} {text} and more words after it"), limit);
        prop_assert!(safe.as_str().chars().count() <= limit);
        prop_assert!(!safe.as_str().contains(&secret[..secret.len().min(6)]), "{}", safe);
    }
}

/// Rules cut texts at bytes; a letter of two or three that stands where they look for one must not be cut in two.
#[test]
fn a_letter_of_many_bytes_within_any_example_breaks_nothing() {
    const LETTERS: [char; 5] = ['ß', '\u{a0}', 'İ', 'ﬁ', '：'];
    for (index, rule) in rules().iter().enumerate() {
        for (count, (at, _)) in rule.hides.char_indices().enumerate() {
            let letter = LETTERS[(index + count) % LETTERS.len()];
            let text = format!("{}{letter}{}", &rule.hides[..at], &rule.hides[at..]);
            assert!(!redact(&text).is_empty(), "{text}");
        }
    }
}

/// Each was found by `cargo fuzz run redact`.
#[test]
fn what_the_fuzzer_broke_once_stays_whole() {
    // A string that closes with fewer backslashes than it opened with, before a letter of three bytes.
    let texts = [r#"{"event":"failed body {\"comment\":\"plant the salad"…"#, r#"{\"name\":\"Abk"…,"id":3}"#];
    for text in texts {
        let once = redact(text).into_owned();
        assert_eq!(redact(&once), once);
    }
}
