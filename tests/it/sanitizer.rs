//! The redactor against its own rule table, a corpus, and random text.
//!
//! The corpus lies in `sanitizer_corpus/`: texts of which something must go, and texts that must
//! stay byte for byte. All values are invented. `~+~` inside a value stands for nothing: it keeps
//! scanners of git hosts from taking the corpus for a leak.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use opsledger::sanitizer::{Class, MESSAGE_LIMIT, SafeText, redact, register_secret, rules, scrub_json};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Case {
    id: String,
    class: String,
    text: String,
    #[serde(default)]
    secret: Vec<String>,
    #[serde(default)]
    kept: Vec<String>,
}

fn cases(lines: &str) -> Vec<Case> {
    let lines = lines.replace("~+~", "");
    lines.lines().map(|line| serde_json::from_str(line).expect("every corpus line is a case")).collect()
}

fn must_go() -> Vec<Case> {
    cases(include_str!("sanitizer_corpus/must_go.jsonl"))
}

fn must_stay() -> Vec<Case> {
    cases(include_str!("sanitizer_corpus/must_stay.jsonl"))
}

#[test]
fn every_rule_hides_its_example_and_keeps_its_counter_example() {
    let mut wrong = String::new();
    for rule in rules() {
        let hidden = redact(rule.hides);
        if hidden == rule.hides || !hidden.contains(rule.placeholder) {
            let _ = writeln!(wrong, "{} does not hide: {hidden}", rule.name);
        }
        if redact(&hidden) != hidden {
            let _ = writeln!(wrong, "{} is not stable: {hidden}", rule.name);
        }
        let kept = redact(rule.keeps);
        if kept != rule.keeps {
            let _ = writeln!(wrong, "{} does not keep: {kept}", rule.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn rule_names_are_unique_and_every_class_has_a_rule() {
    let names: BTreeSet<_> = rules().iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rules().len());
    let classes: BTreeSet<Class> = rules().iter().map(|rule| rule.class).collect();
    assert_eq!(classes.len(), 18, "{classes:?}");
    let vendors = rules().iter().filter(|rule| rule.class == Class::VendorToken);
    assert!(vendors.count() >= 80);
}

#[test]
fn corpus_secrets_are_gone_and_the_words_around_them_remain() {
    let mut report: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let mut wrong = String::new();
    for case in must_go() {
        let counts = report.entry(case.class.clone()).or_default();
        counts[0] += 1;
        let redacted = redact(&case.text);
        let leaks = case.secret.iter().any(|secret| redacted.contains(secret.as_str()));
        let torn = case.kept.iter().any(|word| !redacted.contains(word.as_str()));
        counts[1] += usize::from(!leaks);
        counts[2] += usize::from(torn);
        counts[3] += usize::from(redact(&redacted) != redacted);
        if leaks || torn {
            let _ = writeln!(wrong, "{}: {} -> {redacted}", case.id, case.text);
        }
    }
    let mut table = String::from("class: cases, hidden, torn, unstable\n");
    for (class, [cases, hidden, torn, unstable]) in &report {
        let _ = writeln!(table, "{class}: {cases}, {hidden}, {torn}, {unstable}");
    }
    // Shown with `--nocapture`, and with any failure.
    #[expect(clippy::print_stdout, reason = "the report per class is part of the test")]
    {
        println!("{table}");
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(report.values().all(|[_, _, _, unstable]| *unstable == 0));
}

#[test]
fn harmless_corpus_texts_stay_byte_for_byte() {
    let mut report: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut wrong = String::new();
    for case in must_stay() {
        let counts = report.entry(case.class.clone()).or_default();
        counts[0] += 1;
        let redacted = redact(&case.text);
        if redacted != case.text {
            counts[1] += 1;
            let _ = writeln!(wrong, "{}: {} -> {redacted}", case.id, case.text);
        }
    }
    #[expect(clippy::print_stdout, reason = "the report per class is part of the test")]
    for (class, [cases, changed]) in &report {
        println!("{class}: {cases} kept, {changed} changed");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_second_pass_through_the_door_changes_nothing() {
    for case in must_go().iter().chain(&must_stay()) {
        let once = SafeText::message(&case.text);
        assert_eq!(SafeText::message(once.as_str()), once, "{}", case.id);
        let whole = SafeText::new(&case.text);
        assert_eq!(SafeText::new(whole.as_str()), whole, "{}", case.id);
    }
}

#[test]
fn no_cut_leaves_half_a_secret_or_half_a_placeholder() {
    let text = "reconcile failed: password=Tr0ub4dor-and-3 for zsofia.nagy@example.com at db";
    for limit in 0..=text.len() + 4 {
        let safe = SafeText::limited(text, limit);
        let safe = safe.as_str();
        assert!(safe.chars().count() <= limit);
        assert!(!safe.contains("Tr0") && !safe.contains("zsof"), "{safe}");
        assert_eq!(safe.matches('[').count(), safe.matches(']').count(), "{safe}");
    }
}

#[test]
fn control_characters_and_colours_become_one_space() {
    let safe = SafeText::new("line one\r\n\tline two \u{1b}[31mred\u{1b}[0m\u{0}end");
    assert_eq!(safe.as_str(), "line one line two red end");
}

#[test]
fn a_message_has_at_most_two_hundred_characters_and_says_when_it_was_cut() {
    let safe = SafeText::message(&"árvíztűrő ".repeat(60));
    assert_eq!(safe.as_str().chars().count(), MESSAGE_LIMIT);
    assert!(safe.as_str().ends_with('…'));
}

#[test]
fn a_registered_secret_is_gone_in_every_escaped_form() {
    let secret = "only&known \"here\"/ö'x";
    register_secret(secret);
    let forms = [
        secret.to_owned(),
        "only%26known%20%22here%22%2F%C3%B6%27x".to_owned(),
        "only%26known+%22here%22%2F%C3%B6%27x".to_owned(),
        serde_json::to_string(secret).expect("a string is JSON"),
        "only&amp;known &quot;here&quot;/ö&#39;x".to_owned(),
        // The secret alone, and behind one byte, in base64.
        "b25seSZrbm93biAiaGVyZSIvw7YneA==".to_owned(),
        "YW9ubHkma25vd24gImhlcmUiL8O2J3g=".to_owned(),
    ];
    for form in forms {
        let redacted = redact(&format!("before {form} after")).into_owned();
        assert!(redacted.contains("[secret]"), "{form} -> {redacted}");
        assert!(!redacted.contains("known") && !redacted.contains("rbm93b"), "{redacted}");
        assert!(redacted.starts_with("before ") && redacted.ends_with(" after"), "{redacted}");
    }
}

#[test]
fn short_values_are_not_registered_because_they_would_tear_words() {
    register_secret(" run ");
    assert_eq!(redact("run 17 runs"), "run 17 runs");
}

#[test]
fn json_keys_decide_and_strings_are_redacted() {
    let value = json!({
        "user": "app",
        "password": "Tr0ub4dor",
        "retries": 3,
        "verified": true,
        "nested": {"api_key": "abc123def", "url": "postgres://app:kanarie4@db.internal/app"},
        "env": [{"name": "SMTP_PASSWORD", "value": "kanarie4"}, {"name": "LEVEL", "value": "info"}],
        "passwords": ["kanarie4", "kanarie5"],
        "token_count": 512,
        "note": "invited zsofia.nagy@example.com",
        "displayName": "Zsófia Nagy",
    });
    assert_eq!(
        scrub_json(&value),
        json!({
            "user": "app",
            "password": "[password]",
            "retries": 3,
            "verified": true,
            "nested": {"api_key": "[key]", "url": "postgres://app:[password]@db.internal/app"},
            "env": [{"name": "SMTP_PASSWORD", "value": "[password]"}, {"name": "LEVEL", "value": "info"}],
            "passwords": ["[password]", "[password]"],
            "token_count": 512,
            "note": "invited [email]",
            "displayName": "[name]",
        })
    );
}

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
