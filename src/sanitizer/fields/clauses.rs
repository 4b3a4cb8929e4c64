//! The word in a clause that a secret's name is about, when nothing joins the two directly: "the password we set
//! for the scanner is now …", "… (that's the db password)".
//!
//! The further a word stands from the name, the more it must look like a secret by itself.

use std::ops::Range;

use crate::sanitizer::looks::bent::is_word_and_number;
use crate::sanitizer::looks::blanks;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::{
    is_compound, is_joined_words, is_known, is_numbered, is_technical, is_turning,
};
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::words::context::{Words, ahead, small};
use crate::sanitizer::words::identifying::is_prefixed_id;
use crate::sanitizer::words::joining_words::{ALSO_JOINING, joins};

const REACH: usize = 120;

/// Labels whose values identify something.
const IDENTIFYING: Words = Words::new(&[
    "id",
    "ids",
    "trace",
    "request",
    "order",
    "event",
    "ref",
    "reference",
    "commit",
    "hash",
    "digest",
    "serial",
    "code",
    "status",
    "error",
    "ticket",
    "job",
    "run",
    "build",
    "session",
    "correlation",
    "class",
    "property",
    "module",
    "package",
    "file",
    "line",
    "column",
    "table",
    "host",
    "pod",
    "container",
    "node",
    "namespace",
    "queue",
    "topic",
    "bucket",
    "image",
    "branch",
    "tag",
    "release",
    "chart",
    "service",
    "unit",
    "process",
    "pid",
    "region",
    "zone",
    "cluster",
    "instance",
    "device",
    "disk",
    "volume",
    "snapshot",
    "archive",
    "repo",
    "repository",
    "project",
    "tenant",
    "thread",
    "worker",
    "shard",
    "partition",
    "version",
]);

/// What follows a secret that is named after it: "… is the password", "… (her new password)", "… als Kennwort".
const LINKING: Words = Words::new(&[
    "is", "was", "are", "as", "for", "at", "that's", "thats", "this", "being", "when", "ist", "war", "als", "est",
    "comme", "es", "como", "é", "è", "come", "jest", "jako", "är", "som", "er", "on", "je", "az", "это", "как", "the",
    "my", "our", "her", "his", "their", "your", "new", "das", "mein", "le", "mon", "el", "la", "mi", "o", "a", "minha",
    "mia", "moje", "mitt", "mit", "into", "in", "to",
]);

/// The word after `start` that the name is about.
pub(crate) fn after(text: &str, name: &str, start: usize, password: bool) -> Option<Range<usize>> {
    let near = ahead(text, start, REACH);
    let cut = near.len() + 4 > REACH;
    let near = near.split(['\n', '\r']).next().unwrap_or("");
    let near = near.find(name).map_or(near, |again| &near[..again]);
    if !may_hold_secret(near) {
        return None;
    }
    // What the name itself runs on into is no word of the sentence.
    let mut at = near.find(parts)?;
    let (mut joined, mut faint, mut over, mut identified) = (false, false, false, false);
    let mut direct = false;
    for word in near[at..].split(parts) {
        let bare = word.trim_end_matches([',', ';', '.', ':', '?']);
        // A word that the reach cut in two could look like another.
        let whole = !cut || at + word.len() < near.len();
        let quoted = near[..at].ends_with(['"', '\'', '`', '“', '„', '«', '»', '「', '‘']);
        // `"insertId":"1x8k…"`: what another name of an object is given.
        let told = may_be_told(bare)
            && !is_of_another(&near[..at])
            && !(bare.contains('_') && is_prefixed_id(bare))
            && (is_about(bare, joined, quoted, over, password)
                || direct && password && !over && is_short_word_and_number(bare)
                || faint
                    && password
                    && !over
                    && (shapes::looks_typed(bare) && !is_numbered(bare) || is_compound(bare))
                    && !is_technical(bare));
        if whole && !bare.is_empty() && !identified && told {
            return Some(start + at..start + at + bare.len());
        }
        // In `"trace.id":"…"` the colon stands apart from the name.
        if !(word.is_empty() || bare.is_empty() && identified) {
            let small = small(bare);
            // `x-trace:` and `Request ID:` are fields of their own.
            let label = word.ends_with([':', '=']);
            identified = ["_id", ".id", "-id", "uuid", "guid", "_ref"].iter().any(|end| small.ends_with(end))
                || label && bare.ends_with("Id")
                || label && (IDENTIFYING.has(&small) || bare.contains(['-', '_']))
                || !label && matches!(&*small, "id" | "kid" | "keyid" | "jti" | "x5t" | "version" | "revision");
            direct = joins(&small);
            // "quedó en …": a small word between leaves them joined.
            joined = joins(&small)
                || joined && matches!(&*small, "en" | "em" | "auf" | "na" | "in" | "на" | "în" | "i")
                || label && !identified
                || matches!(word, "—" | "–" | "->" | "→" | "=>");
            faint = ALSO_JOINING.has(&small);
            over |= word.ends_with(['.', ';', '!', '?']) && word.len() > 2;
        }
        at += word.len();
        at += near[at..].chars().next().map_or(0, char::len_utf8);
    }
    None
}

/// No word is told that has neither a digit nor a sign nor a capital; most of a sentence has none.
fn may_hold_secret(near: &str) -> bool {
    near.bytes().any(|b| b >= 0x80 || b.is_ascii_digit() || b.is_ascii_uppercase() || b"!@#$%^&*+~?_./|".contains(&b))
}

/// The same of one word, which may be joined of plain ones.
fn may_be_told(word: &str) -> bool {
    word.contains('-') || may_hold_secret(word)
}

fn parts(letter: char) -> bool {
    // Nearly every letter of nearly every text is one of ASCII.
    if letter.is_ascii() {
        return letter.is_ascii_whitespace() || b"\"'`()[]{}".contains(&(letter as u8));
    }
    letter.is_whitespace() || "“”„«»「」‘’，。、：".contains(letter)
}

/// Whether the head ends with a quoted name, a colon and a quote: the value that follows has that name.
fn is_of_another(head: &str) -> bool {
    let joints = ["\":\"", "\": \"", "':'", "': '", "\\\":\\\"", "\\\": \\\""];
    let head = joints.iter().find_map(|joint| head.strip_suffix(joint));
    let name = head.and_then(|head| head.rsplit_once(['"', '\'']));
    name.is_some_and(|(_, name)| {
        name.len() >= 2
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
            && ![
                "value", "val", "text", "content", "data", "body", "message", "msg", "note", "comment", "plain", "new",
                "old",
            ]
            .contains(&name)
    })
}

/// `stroopwafel43`: behind "is" or "became" the password itself, and no host.
fn is_short_word_and_number(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_lowercase).count();
    letters >= 7
        && (2..=4).contains(&(word.len() - letters))
        && word.bytes().skip(letters).all(|b| b.is_ascii_digit())
        && !is_known(word)
}

fn is_about(word: &str, joined: bool, quoted: bool, over: bool, password: bool) -> bool {
    if shapes::looks_drawn(word) {
        return true;
    }
    // `@typescript-eslint/no-unused-vars`: a package and a rule of it; `FAILED!`: a shout.
    let package = word
        .strip_prefix('@')
        .is_some_and(|name| name.contains('/') && name.bytes().all(|b| b.is_ascii_lowercase() || b"-/".contains(&b)));
    let shout = word.strip_suffix('!').is_some_and(|word| word.bytes().all(|b| b.is_ascii_uppercase()));
    if package || shout {
        return false;
    }
    // `*assword:`, the prompt that a script waits for.
    if word.contains("assword") {
        return false;
    }
    // "… är numera kesselwasser471": told directly.
    if password && joined && !over && is_word_and_number(word) {
        return true;
    }
    if over || blanks::is_blanked(word) || blanks::is_reference(word) || is_technical(word) {
        return false;
    }
    match (password, joined || quoted) {
        (true, true) => shapes::looks_chosen(word) || is_compound(word) || is_joined_words(word),
        (false, _) if word.contains([':', '/']) => false,
        (true, false) => shapes::looks_typed(word) && !is_numbered(word),
        (false, true) => {
            shapes::looks_random(word, 12) || shapes::looks_typed(word) && !is_numbered(word) || is_turning(word)
        }
        (false, false) => false,
    }
}

/// The word before a name that says what it was: where it stands, when a linking word or a bracket follows it.
pub(crate) fn before(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let from = text.ceil_char_boundary(name.start.saturating_sub(REACH));
    let head = &text[from..name.start];
    let head = head.rsplit(['\n', '\r']).next().unwrap_or("");
    if !may_hold_secret(head) {
        return None;
    }
    let base = name.start - head.len();
    let mut end = head.len();
    let mut between = 0;
    let mut next = "";
    while between <= 6 {
        let trimmed = head[..end].trim_end_matches([' ', '"', '\'', '`', '(', '”', '“', '«', '»', ')', ',', '—', '–']);
        let sign = head[trimmed.len()..end].contains(['(', '—', '–']);
        let start = trimmed
            .rfind(|c: char| c.is_whitespace() || "\"'`(“„«»".contains(c))
            .map_or(0, |at| at + trimmed[at..].chars().next().map_or(1, char::len_utf8));
        let word = &trimmed[start..];
        // The first word within reach may be half of one.
        if start == 0 && from > 0 && base == from {
            return None;
        }
        if word.is_empty() || word.ends_with(['.', ';', '!', '?', ':']) && between > 0 && !shapes::looks_drawn(word) {
            return None;
        }
        let linked = sign || between > 0 && LINKING.has(&small(next));
        let told = shapes::looks_drawn(word)
            || shapes::looks_typed(word) && !is_numbered(word) && !is_wordy(word) && !is_technical(word)
            || is_joined_words(word) && word.split(['-', '_']).count() >= 4;
        if linked && told && !blanks::is_blanked(word) && !blanks::is_reference(word) {
            return Some(base + start..base + trimmed.len());
        }
        next = word;
        between += 1;
        end = start;
        if start == 0 {
            return None;
        }
    }
    None
}
