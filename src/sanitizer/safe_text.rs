//! `SafeText`: a text that has passed the redactor, as a type.
//!
//! Who asks for a `SafeText` need not check anything; who has a `String` cannot get one without
//! redaction. Order matters and is fixed here: redact, neutralise control characters, then cut.
//! Cutting first could leave half a secret that no rule recognises any more.

use crate::sanitizer::views::escapes::ansi_length;
use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::sanitizer::redact::{across_lines, redact};

/// Longest failure message of the ledger, in characters.
pub const MESSAGE_LIMIT: usize = 200;

/// A text without secrets and without control characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SafeText(String);

impl SafeText {
    /// Redacts and neutralises; the length is the caller's business.
    pub fn new(text: &str) -> SafeText {
        SafeText(clean(text, false))
    }

    /// As [`SafeText::new`], but line breaks (`\n`, `\r\n`) and tabs stay: for texts of many lines, such as stack
    /// traces. What only the joined lines give away is hidden too.
    pub fn lines(text: &str) -> SafeText {
        SafeText(clean(text, true))
    }

    /// Redacts, neutralises, then cuts to at most `max_chars` characters, ending in `…` when cut.
    pub fn limited(text: &str, max_chars: usize) -> SafeText {
        let mut safe = shorten(&clean(text, false), max_chars);
        if safe == text {
            return SafeText(safe);
        }
        // A cut can make a run look like something else; the stored text must be stable.
        for _ in 0..4 {
            let again = shorten(&clean(&safe, false), max_chars);
            if again == safe {
                break;
            }
            safe = again;
        }
        SafeText(safe)
    }

    /// A failure message of the ledger: at most [`MESSAGE_LIMIT`] characters.
    pub fn message(text: &str) -> SafeText {
        SafeText::limited(text, MESSAGE_LIMIT)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

fn clean(text: &str, keeps_lines: bool) -> String {
    let mut text = Cow::Borrowed(text);
    // Lines that are joined can form a pair that was none before. A text that comes back as it was is done: most
    // have nothing to hide, and once is then enough.
    for _ in 0..5 {
        let mut again = neutralise(&redact(&text), keeps_lines);
        if keeps_lines && let Some(cut) = across_lines(&again) {
            again = cut;
        }
        if again == text {
            break;
        }
        text = Cow::Owned(again);
    }
    text.into_owned()
}

/// Each run of control characters (with the ANSI sequence it starts) becomes one space; breaks of lines and tabs
/// may stay.
fn neutralise(text: &str, keeps_lines: bool) -> String {
    // A lone `\r` can write over the line before it, so it is no break.
    let stays = |at: usize| keeps_lines && (text[at..].starts_with(['\n', '\t']) || text[at..].starts_with("\r\n"));
    if !text.char_indices().any(|(at, letter)| is_control(letter) && !stays(at)) {
        return text.to_owned();
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text.char_indices().peekable();
    while let Some((at, letter)) = rest.next() {
        if !is_control(letter) || stays(at) {
            result.push(letter);
            continue;
        }
        let mut end = at + letter.len_utf8();
        if letter == '\u{1b}' {
            end = at + ansi_length(&text[at..]);
        }
        while rest.peek().is_some_and(|&(next, c)| next < end || is_control(c) && c != '\u{1b}' && !stays(next)) {
            rest.next();
        }
        if !result.ends_with(' ') || result.is_empty() {
            result.push(' ');
        }
    }
    result
}

/// Control characters, and the invisible ones that reorder or hide text on a page.
fn is_control(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn shorten(text: &str, max_chars: usize) -> String {
    if text.chars().count() <= max_chars {
        return text.to_owned();
    }
    if max_chars == 0 {
        return String::new();
    }
    let cut = text.char_indices().nth(max_chars - 1).map_or(text.len(), |(at, _)| at);
    let head = &text[..cut];
    let mut short = without_half_placeholder(head, &text[cut..]).to_owned();
    short.push('…');
    short
}

/// Drops a placeholder that the cut would leave open: `[passw` says less than nothing.
fn without_half_placeholder<'t>(head: &'t str, tail: &str) -> &'t str {
    let Some(open) = head.rfind('[') else {
        return head;
    };
    let begun = &head[open + 1..];
    let is_word = |s: &str| s.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if begun.len() > 12 || !is_word(begun) {
        return head;
    }
    match tail.find(']') {
        Some(close) if close <= 12 && is_word(&tail[..close]) => &head[..open],
        _ => head,
    }
}

impl AsRef<str> for SafeText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for SafeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::SafeText;

    #[test]
    fn lines_keep_a_stack_trace_byte_for_byte() {
        let trace = "panic: index out of range [5] with length 3\n\ngoroutine 1 [running]:\r\n\tmain.main()\r\n\t\t/app/main.go:17 +0x1d\n";
        assert_eq!(SafeText::lines(trace).as_str(), trace);
        assert_eq!(
            SafeText::new("a\r\n\tb\nc").as_str(),
            "a b c",
            "a message of the ledger is one line, whatever its text was"
        );
    }

    #[test]
    fn lines_hide_secrets_and_every_other_control_character_and_are_stable() {
        for (text, safe) in [
            ("one\n\tpassword=Gr8Wasser\r\ntwo", "one\n\tpassword=[password]\r\ntwo"),
            ("Enter password:\nQuartz-Ferry-3316\nError: 5", "Enter password:\n[password]\nError: 5"),
            ("a\u{7}b\rc\u{1b}[31md\n\u{202e}e\tf", "a b c d\n e\tf"),
        ] {
            let once = SafeText::lines(text);
            assert_eq!(once.as_str(), safe);
            assert_eq!(SafeText::lines(once.as_str()), once);
        }
    }
}
