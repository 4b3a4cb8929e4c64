//! The public half of a pair of access keys, right in front of its secret half: `S3('https://…', 'KEYID', 'secret')`,
//! `mc alias set host url KEYID secret`, `bucket:KEYID:secret`.
//!
//! Alone such an identifier could be the number of a request; beside forty drawn letters it is an account.

use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "key-id-beside-secret",
    Class::Pair,
    "a run of capitals and digits with a drawn run of 32 letters or more right behind it",
    "[key]",
    find,
)
.hides("s3fs line 1: cold:QX7ZMM9OHPEXAMPLE1MK:xMDTxeSxIOP4euieIumLO4TgDAanEiMNn8Wq3MYo")
.keeps("request QX7ZMM9OHPEXAMPLE1MK: version 4 of archive/2026/nightly-policies-of-all-tenants.xml")];

const SHORTEST: usize = 16;
const LONGEST: usize = 64;
/// Shortest secret half.
const SHORTEST_SECRET: usize = 32;

fn find(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let inside = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let mut at = 0;
    while at < bytes.len() {
        if !inside(&bytes[at]) {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|b| inside(b)).count();
        let apart = || at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || b"_-/+.".contains(&bytes[at - 1]));
        if (SHORTEST..=LONGEST).contains(&length)
            && apart()
            && is_key_id(&bytes[at..at + length])
            && meets(text, at + length)
        {
            spans.push(Span::new(at..at + length, "[key]"));
        }
        at += length;
    }
}

fn is_key_id(run: &[u8]) -> bool {
    let digits = run.iter().filter(|b| b.is_ascii_digit()).count();
    digits >= 2 && run.len() - digits >= 5
}

/// Whether the secret half follows behind a colon, a comma or a blank.
fn meets(text: &str, end: usize) -> bool {
    let joint = text.as_bytes()[end..].iter().take(5).take_while(|b| b":,; \t\"'\\".contains(b)).count();
    let rest = &text.as_bytes()[end + joint..];
    let length = rest.iter().take(129).take_while(|b| b.is_ascii_alphanumeric() || b"+/=_-".contains(b)).count();
    let secret = &text[end + joint..end + joint + length];
    let has = |kind: fn(&u8) -> bool| secret.as_bytes().iter().any(kind);
    joint > 0
        && (SHORTEST_SECRET..=128).contains(&length)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && shapes::looks_random(secret, SHORTEST_SECRET)
}
