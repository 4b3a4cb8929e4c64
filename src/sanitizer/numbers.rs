//! Telephone numbers, accounts, cards and identity numbers in running text.
//!
//! Digits are everywhere in operational text, so form alone is seldom enough: cards and accounts
//! must pass their check digits, local telephone numbers need a word before them.

use super::check_digits;
use super::context::{before, has_word};
use super::rule::{Class, Found, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule::text(
        "international-phone",
        Class::Phone,
        &["+"],
        r"\+[1-9][0-9]{0,3}(?:[ .\-/\u{a0}]?\(?[0-9]{1,5}\)?){2,7}",
        "[phone]",
    )
    .when(is_international)
    .reach(2, 40)
    .hides("call +36 30 123 4567 back")
    .keeps("at 2026-03-04T05:06:07+02:00 the count grew by +1200"),
    Rule::text(
        "payment-card",
        Class::Bank,
        &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        r"\b[2-6][0-9]{3}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{1,7}\b|\b3[0-9]{3}[ -]?[0-9]{6}[ -]?[0-9]{5}\b",
        "[card]",
    )
    .when(is_card)
    .reach(20, 20)
    .hides("charge of 4111 1111 1111 1111 declined")
    .keeps("charge of 4111 1111 1111 1112 declined, offset 1700000000123456789"),
    Rule::text(
        "bank-account",
        Class::Bank,
        &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        r"\b[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b",
        "[iban]",
    )
    .when(|found| {
        check_digits::iban(found.secret()) || has_word(&before(found.text, found.secret.start, 16), &["iban"])
    })
    .reach(40, 40)
    .hides("paid to DE89 3704 0044 0532 0130 00 today")
    .keeps("paid to DE88 3704 0044 0532 0130 00 today"),
];

fn is_international(found: &Found<'_>) -> bool {
    let digits = found.secret().bytes().filter(u8::is_ascii_digit).count();
    let joined = found.text[..found.secret.start].ends_with(|c: char| c.is_alphanumeric() || c == '.');
    (8..=15).contains(&digits) && !joined
}

fn is_card(found: &Found<'_>) -> bool {
    let text = found.text;
    let joined =
        text[..found.secret.start].ends_with(['.', '-', '_', '/']) || text[found.secret.end..].starts_with(['-', '_']);
    !joined && check_digits::card(found.secret())
}
