//! Long random runs without any mark: the last net.
//!
//! Everything that names an identifier is let through: UUIDs, digests, trace and request ids.
//! What is left must be long and change its letter kind often, as keys do and words do not.

use std::ops::Range;

use super::context::{before, has_word};
use super::rule::{Class, Rule};
use super::shapes::{is_identifier, switches};
use super::spans::Span;

pub(super) const RULES: &[Rule] = &[Rule::code(
    "opaque-run",
    Class::Opaque,
    "32 or more of A-Z a-z 0-9 + / _ - that are no word, no path, no digest and no identifier",
    "[secret]",
    find,
)
.hides("handed over kJ8sQ2mZx7Lw0RtY5bNc3VfHg9PdUa6E to the worker")
.keeps("commit 9fceb02d0ae598e95dc970b74767f19372d61af8 sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")];

const SHORTEST: usize = 20;

const IDENTIFIERS: [&str; 52] = [
    "id",
    "ids",
    "trace",
    "span",
    "traceparent",
    "tracestate",
    "request",
    "correlation",
    "sha",
    "sha1",
    "sha256",
    "sha384",
    "sha512",
    "md5",
    "digest",
    "hash",
    "checksum",
    "commit",
    "revision",
    "rev",
    "etag",
    "fingerprint",
    "thumbprint",
    "image",
    "layer",
    "container",
    "blob",
    "object",
    "tree",
    "run_identity_hash",
    "identity",
    "trace_id",
    "request_id",
    "crc",
    "integrity",
    "run",
    "invocation",
    "pod",
    "host",
    "hostid",
    "uuid",
    "tag",
    "ref",
    "head",
    "sha-256",
    "sha-1",
    "if-none-match",
    "if-match",
    "cursor",
    "version",
    "cid",
    "operation",
];

const SECRETS: [&str; 18] = [
    "key",
    "secret",
    "token",
    "password",
    "credential",
    "credentials",
    "signature",
    "auth",
    "authorization",
    "bearer",
    "private",
    "access",
    "apikey",
    "api_key",
    "seed",
    "jwt",
    "cookie",
    "session",
];

fn find(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        if !in_run(bytes[start]) {
            start += 1;
            continue;
        }
        let length = bytes[start..].iter().take_while(|b| in_run(**b)).count();
        let end = start + length;
        if length >= SHORTEST {
            judge(text, start..end, spans);
        }
        start = end;
    }
}

fn in_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/_-".contains(&byte)
}

fn judge(text: &str, run: Range<usize>, spans: &mut Vec<Span>) {
    let value = &text[run.clone()];
    if is_identifier(value) {
        return;
    }
    let bytes = value.as_bytes();
    let padding = text[run.end..].bytes().take(2).take_while(|b| *b == b'=').count();
    if bytes.iter().all(u8::is_ascii_hexdigit) {
        if hides_hex(text, &run) {
            spans.push(Span::new(run, "[secret]"));
        }
        return;
    }
    let Some(part) = random_part(value) else {
        return;
    };
    let part = run.start + part.start..run.start + part.end;
    let words = before(text, part.start, 40);
    let says_identifier = names_identifier(&words);
    let says_secret = has_word(&words.replace(['_', '-'], " "), &SECRETS);
    let shortest = if says_secret { SHORTEST } else { 32 };
    if part.len() >= shortest && (!says_identifier || says_secret) {
        let end = if part.end == run.end { part.end + padding } else { part.end };
        spans.push(Span::new(part.start..end, "[secret]"));
    }
}

/// Bare runs of digest length are digests unless the words before speak of a secret.
fn hides_hex(text: &str, run: &Range<usize>) -> bool {
    let words = before(text, run.start, 40);
    let length = run.len();
    let value = text[run.clone()].as_bytes();
    if !value.iter().any(u8::is_ascii_alphabetic) || !value.iter().any(u8::is_ascii_digit) {
        return false;
    }
    if has_word(&words.replace(['_', '-'], " "), &SECRETS) && !names_identifier(&words) {
        return length >= 32;
    }
    !names_identifier(&words) && length >= 32 && length != 40
}

fn names_identifier(words: &str) -> bool {
    let tail: String = words.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    has_word(&tail.replace(['_', '-'], " "), &IDENTIFIERS) || tail.ends_with("@sha256:") || tail.ends_with("w/\"")
}

/// The random part of a run that may have a path or words around it.
fn random_part(value: &str) -> Option<Range<usize>> {
    if is_random(value) {
        return Some(0..value.len());
    }
    let mut start = 0;
    let mut best: Option<Range<usize>> = None;
    for part in value.split(['/', '.']) {
        let range = start..start + part.len();
        start = range.end + 1;
        if part.len() >= SHORTEST && is_random(part) && best.as_ref().is_none_or(|b| b.len() < range.len()) {
            best = Some(range);
        }
    }
    best
}

fn is_random(value: &str) -> bool {
    let bytes = value.as_bytes();
    let upper = bytes.iter().filter(|b| b.is_ascii_uppercase()).count();
    let lower = bytes.iter().filter(|b| b.is_ascii_lowercase()).count();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let signs = bytes.len() - upper - lower - digits;
    // Words joined by dashes are names of things: pods, branches, paths.
    if signs * 9 > bytes.len() {
        return false;
    }
    let mixed = switches(value) * 100 / bytes.len();
    if upper > 0 && lower > 0 && digits > 0 {
        return mixed >= 33;
    }
    let letters = upper + lower;
    digits * 8 >= bytes.len() && letters * 8 >= bytes.len() && mixed >= 30 && signs * 12 <= bytes.len()
}
