//! Passwords as keychains propose them: three groups of six letters joined by dashes, none of which is a word.

use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "keychain-password",
    Class::Opaque,
    "three groups of six letters and digits joined by dashes, of which at least two read like no word",
    "[password]",
    find,
)
.hides("gateway answers with mxrqty-oaplmi-weqdiw again")
.keeps("module-status-report, sha256-digest-values, backup-worker-second")];

const GROUP: usize = 6;

fn find(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut at = GROUP;
    while at + 2 * GROUP + 1 < bytes.len() {
        if bytes[at] != b'-' || bytes[at + GROUP + 1] != b'-' {
            at += 1;
            continue;
        }
        let (start, end) = (at - GROUP, at + 2 * GROUP + 2);
        let groups = [start..at, at + 1..at + 1 + GROUP, at + GROUP + 2..end];
        let joins = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || b"-_./".contains(b));
        let apart =
            !(start.checked_sub(1).is_some_and(joins) || joins(end) && bytes[end] != b'.' && bytes[end] != b'/');
        if apart && groups.iter().all(|group| bytes[group.clone()].iter().all(u8::is_ascii_alphanumeric)) {
            let digits = bytes[start..end].iter().filter(|b| b.is_ascii_digit()).count();
            let strange = groups.iter().filter(|group| !is_wordy(&text[(*group).clone()])).count();
            // `Idakho-Isukha-Tiriki`: names.
            let titled = groups.iter().all(|group| bytes[group.start].is_ascii_uppercase());
            if strange >= 2 && digits <= 3 && !titled && bytes[start..end].iter().any(u8::is_ascii_lowercase) {
                spans.push(Span::new(start..end, "[password]"));
            }
        }
        at += 1;
    }
}
