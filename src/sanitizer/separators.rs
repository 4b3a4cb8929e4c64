//! What stands between a field name and its value.
//!
//! The tighter the joint, the surer the value: `password=x` is an assignment, `password: x` may be
//! a sentence, `the password is x` is one. The judgement itself is left to `harmless`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::context::has_word;

/// How a name and its value are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// `=`, `=>`, `:=`, or a colon after a quoted name.
    Assign,
    /// A colon after a bare word.
    Colon,
    /// White space after a command-line flag.
    Flag,
    /// The content of an XML or HTML element.
    Element,
    /// "is", "was", "set to", "lautet" …
    Copula,
    /// A copula or a colon some words later: "password of the service account: …".
    Distant,
    /// Nothing but white space, or a quote.
    Adjacent,
}

static COPULA: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)^
        (?:\s+(?:for|of|to|on|von|vom|für|fuer|de|del|du|para|pour|di|do|da|per|van|voor|для|dla|för)
           \s+[^\s,;:=]{1,60}(?:\s[^\s,;:=]{1,30}){0,2}?)?
        \s*(?:
           \s(?:is|was|has\ been|currently|now|should\ be|will\ be|must\ be|used|gets?|are|equals|became)
               (?:\s(?:now|still|currently|simply|just|set\ to|changed\ to|reset\ to|set\ as))?\b
          |\s(?:set|changed|reset|updated|rotated)\ (?:to|as)\b

          |\s(?:ist(?:\ jetzt)?|lautet(?:\ jetzt)?|war|wurde\ auf|es(?:\ ahora)?|era|est(?:\ maintenant)?|était|è|é
              |jest|to|är|er|on|je|az|nu|это|теперь|este|dir)\b
          |是|为|為|は|가|이|은|는|—|–
        )\s*[:=：]?\s*"#,
    )
    .ok()
});

static DISTANT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)^(?:\s*\([^()\n]{1,30}\)|(?:\s[\p{L}.@_'-]{1,40}){1,4}?)
        (?:\s*[:=]|\s(?:is|was|ist|lautet|es|est|è|é|jest|to|är|er|on|je|az|este|—|–|-)\s)\s*"#,
    )
    .ok()
});

/// Words that make another thing of a password: its policy, its check.
const OTHER_THINGS: [&str; 22] = [
    "policy",
    "check",
    "hash",
    "length",
    "file",
    "field",
    "reset",
    "change",
    "error",
    "failed",
    "expired",
    "protected",
    "protection",
    "manager",
    "store",
    "grant",
    "type",
    "authentication",
    "rotation",
    "expiry",
    "rule",
    "attempt",
];

static VALUE_ATTRIBUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^(?i)[\s,}]{0,4}\\*["']?(?:value|val|text|default)\\*["']?\s{0,3}[:=]\s{0,3}"#).ok()
});

/// The joint after the name, and where the value starts; only passwords are looked for some words
/// away.
pub(super) fn after(text: &str, name: &Range<usize>, password: bool) -> Option<(Joint, usize)> {
    let bytes = text.as_bytes();
    let mut at = name.end;
    let closers = bytes[at..].iter().take(5).take_while(|b| b"\\\"'`])*".contains(b)).count();
    let quoted = bytes[at..at + closers].iter().any(|b| b"\"'`])".contains(b));
    at += closers;
    let spaces = bytes[at..].iter().take(24).take_while(|b| b" \t".contains(b)).count();
    let next = at + spaces;
    let before = name.start.checked_sub(1).map(|i| bytes[i]);
    match bytes.get(next) {
        Some(b'=') => {
            let run = bytes[next..].iter().take(3).take_while(|b| b"=>~".contains(b)).count();
            return Some((Joint::Assign, next + run));
        }
        Some(b':') => {
            return match bytes.get(next + 1) {
                Some(b'=') => Some((Joint::Assign, next + 2)),
                Some(b':') => None,
                Some(b'/') if bytes.get(next + 2) == Some(&b'/') => None,
                // A path of names such as `arn:…:secret:prod/db` assigns nothing.
                Some(b) if before == Some(b':') && !b.is_ascii_whitespace() => None,
                _ if quoted => Some((Joint::Assign, next + 1)),
                _ => Some((Joint::Colon, next + 1)),
            };
        }
        Some(b'-') if bytes.get(next + 1) == Some(&b'>') => return Some((Joint::Colon, next + 2)),
        Some(b'|') if text[..name.start].trim_end_matches(' ').ends_with('|') => {
            return Some((Joint::Colon, next + 1));
        }
        Some(b'>') if opens_element(bytes, name.start) => return Some((Joint::Element, next + 1)),
        _ => {}
    }
    if let Some(joint) = attribute_of_element(text, name, next) {
        return Some(joint);
    }
    if quoted || before == Some(b'"') {
        if let Some(found) = VALUE_ATTRIBUTE.as_ref().and_then(|r| r.find(window(text, at, 40))) {
            return Some((Joint::Assign, at + found.end()));
        }
        if bytes.get(next) == Some(&b',') {
            let gap = bytes[next + 1..].iter().take(4).take_while(|b| **b == b' ').count();
            let value = next + 1 + gap;
            return bytes.get(value).is_some_and(|b| b"\"'\\".contains(b)).then_some((Joint::Assign, value));
        }
    }
    if before == Some(b'-') || text[name.clone()].starts_with('-') {
        let flag_start = text[..name.start].trim_end_matches(['-', '/']);
        let starts_word = flag_start.is_empty() || flag_start.ends_with([' ', '\t', '"', '\'', '[', '\n', ',']);
        if starts_word && spaces > 0 && bytes.get(next) != Some(&b'-') {
            return Some((Joint::Flag, next));
        }
    }
    if may_be_copula(&text[at..])
        && let Some(found) = COPULA.as_ref().and_then(|r| r.find(window(text, at, 160)))
    {
        return Some((Joint::Copula, at + found.end()));
    }
    if password
        && let Some(found) = DISTANT.as_ref().and_then(|r| r.find(window(text, at, 160)))
        && !has_word(&found.as_str().to_lowercase(), &OTHER_THINGS)
    {
        return Some((Joint::Distant, at + found.end()));
    }
    let quote = text[next..].starts_with(['「', '『', '“', '„', '«']);
    (spaces > 0 || quote).then_some((Joint::Adjacent, next))
}

/// A cheap look at the next word, which spares most texts the expression.
fn may_be_copula(rest: &str) -> bool {
    const FIRST: [&str; 42] = [
        "is",
        "was",
        "has",
        "currently",
        "now",
        "should",
        "will",
        "must",
        "used",
        "get",
        "gets",
        "are",
        "equals",
        "became",
        "set",
        "changed",
        "reset",
        "updated",
        "rotated",
        "ist",
        "lautet",
        "war",
        "wurde",
        "es",
        "era",
        "est",
        "to",
        "on",
        "je",
        "az",
        "nu",
        "este",
        "dir",
        "for",
        "of",
        "von",
        "vom",
        "jest",
        "de",
        "du",
        "del",
        "at",
    ];
    let word = rest.trim_start_matches(' ');
    let length = word.bytes().take(12).take_while(u8::is_ascii_alphabetic).count();
    let next = word.as_bytes().get(length).copied().unwrap_or(b' ');
    next >= 0x80
        || FIRST.iter().any(|first| word[..length].eq_ignore_ascii_case(first))
        || matches!(
            &word[..length],
            "fuer" | "para" | "pour" | "di" | "do" | "da" | "per" | "van" | "voor" | "dla" | "er"
        )
}

fn window(text: &str, at: usize, length: usize) -> &str {
    &text[at..text.floor_char_boundary(at.saturating_add(length))]
}

fn opens_element(bytes: &[u8], name_start: usize) -> bool {
    let back = bytes[..name_start].iter().rev().take(40);
    let namespace = back.take_while(|b| b.is_ascii_alphanumeric() || b"_-:.".contains(b)).count();
    name_start.checked_sub(namespace + 1).is_some_and(|at| bytes[at] == b'<')
}

/// `<password type="text">value</password>`.
fn attribute_of_element(text: &str, name: &Range<usize>, next: usize) -> Option<(Joint, usize)> {
    if !opens_element(text.as_bytes(), name.start) || next == name.end {
        return None;
    }
    let rest = window(text, next, 200);
    let end = rest.find('>')?;
    let attributes = &rest[..end];
    (!attributes.contains('<') && !attributes.ends_with('/')).then_some((Joint::Element, next + end + 1))
}
