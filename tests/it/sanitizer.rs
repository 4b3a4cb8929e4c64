//! The redactor against its own rule table, a corpus, and random text.
//!
//! The corpus lies in `sanitizer_corpus/`: texts of which something must go, and texts that must
//! stay byte for byte. All values are invented. `~+~` inside a value stands for nothing: it keeps
//! scanners of git hosts from taking the corpus for a leak.

mod growth;
mod json;
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use opsledger::sanitizer::{Class, MESSAGE_LIMIT, SafeText, redact, register_secret, rules};
use serde::Deserialize;

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
        // Line breaks that are read as blanks must not join names with values of other lines.
        let lines = SafeText::lines(&case.text);
        if lines.as_str() != case.text {
            counts[1] += 1;
            let _ = writeln!(wrong, "{} in lines: {} -> {lines}", case.id, case.text);
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
fn nothing_is_let_through_because_it_looks_like_an_example() {
    // Domains, address ranges, cards, accounts and numbers that documents use; they appear in production too.
    for (text, secret) in [
        ("mail to someone@example.com bounced", "someone@example.com"),
        ("mail to someone@example.org bounced", "someone@example.org"),
        ("mail to test@test.com bounced", "test@test.com"),
        ("mail to someone@localhost.localdomain bounced", "someone@localhost.localdomain"),
        ("mail to someone@contoso.onmicrosoft.com bounced", "someone@contoso.onmicrosoft.com"),
        ("sign-in from 192.0.2.17 refused", "192.0.2.17"),
        ("sign-in from 198.51.100.17 refused", "198.51.100.17"),
        ("sign-in from 203.0.113.17 refused", "203.0.113.17"),
        ("sign-in from 2001:db8::17:4 refused", "2001:db8::17:4"),
        ("card 4111 1111 1111 1111 declined", "4111 1111 1111 1111"),
        ("card 4242424242424242 declined", "4242424242424242"),
        ("card 5555555555554444 declined", "5555555555554444"),
        ("card 378282246310005 declined", "378282246310005"),
        ("card 6011111111111117 declined", "6011111111111117"),
        ("paid to GB29 NWBK 6016 1331 9268 19", "6016 1331"),
        ("paid to DE89370400440532013000", "370400440532013000"),
        ("number 078-05-1120 refused", "078-05-1120"),
        ("call (415) 555-0132", "555-0132"),
        ("password=example", "example"),
        ("password: Passw0rd!", "Passw0rd!"),
        ("postgres://user:password@db.example.com/app", ":password@"),
        ("postgres://postgres:postgres@db.example.com/app", ":postgres@"),
        (concat!("aws_secret_access_key=wJalrXUtnFEMI/K7MDENG", "/bPxRfiCYEXAMPLEKEY"), "MDENG"),
        (concat!("access key AKIA", "IOSFODNN7EXAMPLE refused"), "IOSFODNN7"),
    ] {
        let redacted = redact(text);
        assert!(!redacted.contains(secret), "{text} -> {redacted}");
    }
}
