//! What a program writes on its pages: sentences and labels under their own words, as catalogues of translations hold
//! them.
//!
//! `"Reset password": "Passwort zurücksetzen"`: the name is a phrase that says what is done, and the value is words
//! with nothing but letters. A name that only says what it is (`"Old password"`) needs such a phrase beside it.

use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{Words, has_word};

/// What phrases on buttons and messages have, and names of fields do not.
const SPEAKS: Words = Words::new(&[
    "failed",
    "enter",
    "reset",
    "resetting",
    "repeat",
    "incorrect",
    "remember",
    "confirm",
    "forgot",
    "forgotten",
    "revoke",
    "resend",
    "extended",
    "display",
    "there",
    "this",
    "must",
    "cannot",
    "invalid",
    "required",
    "please",
    "your",
    "when",
    "wrong",
    "show",
    "hide",
    "generate",
    "remove",
    "choose",
    "sign",
    "expired",
    "do",
    "does",
    "not",
    "is",
    "are",
    "was",
    "has",
    "have",
    "been",
    "information",
    "settings",
    "click",
    "log",
    "out",
    "retry",
    "you",
    "add",
    "delete",
    "edit",
    "save",
    "cancel",
    "configured",
    "configuration",
    "description",
    "verification",
    "found",
]);

const REACH: usize = 320;

/// Whether the value is a label in another language.
pub(crate) fn is_label(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let (head, tail) = (&text[..span.range.start], &text[span.range.end..]);
    if value.len() > 320 || !tail.starts_with(['"', '\'']) || !is_words(value) {
        return false;
    }
    is_sentence(value)
        || name_before(head).is_some_and(|name| {
            let several = value.trim().contains(' ') || !value.is_ascii();
            several && name.contains(' ') && (speaks(name) || stands_among_labels(head, tail))
        })
}

/// Letters, blanks and the signs of sentences.
fn is_words(value: &str) -> bool {
    // Marks of Indic and Arabic writing are no letters of their own.
    let plain = |c: char| c.is_alphabetic() || " .,:;?'’-()。、！…{}".contains(c) || !c.is_ascii() && !c.is_numeric();
    value.chars().all(plain) && value.chars().any(char::is_alphabetic)
}

/// `Der Schlüssel ist ungültig oder abgelaufen.`
fn is_sentence(value: &str) -> bool {
    let ends = value.ends_with(['.', '。', '।']);
    let words = value.split_whitespace().count();
    let first = value.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
    ends && first && (words >= 4 || !value.is_ascii() && words >= 2 || value.ends_with('。'))
}

fn speaks(name: &str) -> bool {
    has_word(&name.to_lowercase(), &SPEAKS)
}

/// The name in `"…": "` that ends the head.
fn name_before(head: &str) -> Option<&str> {
    let head = head.strip_suffix(['"', '\''])?.trim_end_matches(' ');
    let head = head.strip_suffix(':').or_else(|| head.strip_suffix("=>"))?.trim_end_matches(' ');
    let head = head.strip_suffix(['"', '\''])?;
    let from = head.floor_char_boundary(head.len().saturating_sub(160));
    head[from..].rsplit(['"', '\'']).next().filter(|name| name.len() < head.len() - from)
}

/// Whether the entries beside have phrases for names, too.
fn stands_among_labels(head: &str, tail: &str) -> bool {
    let from = head.ceil_char_boundary(head.len().saturating_sub(REACH));
    let to = tail.floor_char_boundary(REACH.min(tail.len()));
    let lines = head[from..].lines().rev().skip(1).take(3).chain(tail[..to].lines().skip(1).take(3));
    lines
        .filter(|line| {
            let line = line.trim();
            let name = line.strip_prefix(['"', '\'']).and_then(|line| line.split_once(['"', '\''])).map_or("", |e| e.0);
            name.contains(' ') && name.starts_with(char::is_uppercase) && speaks(name)
        })
        .count()
        >= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translations_stay() {
        for (text, value) in [
            ("\"Reset password\": \"Passwort zurücksetzen\",", "Passwort zurücksetzen"),
            ("\"Incorrect password\": \"密码不对\",", "密码不对"),
            ("'token' => 'Der Link ist leider schon abgelaufen.',", "Der Link ist leider schon abgelaufen."),
            ("\"Not found\": \"Tidak ada\",\n\"Old Password\": \"Kata Sandi Lama\",", "Kata Sandi Lama"),
        ] {
            assert!(is_label(text, &Span::of(text, value, "[password]")), "{text}");
        }
    }

    #[test]
    fn values_of_fields_go() {
        for (text, value) in [
            ("\"Wifi password\": \"correct horse battery\",", "correct horse battery"),
            ("\"Reset password\": \"Sommer2024\",", "Sommer2024"),
            ("'password' => 'regenjacke',", "regenjacke"),
        ] {
            assert!(!is_label(text, &Span::of(text, value, "[password]")), "{text}");
        }
    }
}
