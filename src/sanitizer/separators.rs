//! What stands between a field name and its value.
//!
//! The tighter the joint, the surer the value: `password=x` is an assignment, `password: x` may be
//! a sentence, `the password is x` is one. The judgement itself is left to `harmless`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

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
               (?:\s(?:now|still|currently|simply|just|set\ to|changed\ to|reset\ to|set\ as))?
          |\s(?:set|changed|reset|updated|rotated)\ (?:to|as)
          |\s(?:ist(?:\ jetzt)?|lautet(?:\ jetzt)?|war|wurde\ auf|es(?:\ ahora)?|era|est(?:\ maintenant)?|était|è|é
              |jest|to|är|er|on|je|az|nu|это|теперь|este|dir)
          |是|为|為|は|가|이|은|는|—|–
        )\s*[:=：]?\s*"#,
    )
    .ok()
});

static VALUE_ATTRIBUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^(?i)[\s,}]{0,4}\\*["']?(?:value|val|text|default)\\*["']?\s{0,3}[:=]\s{0,3}"#).ok()
});

/// The joint after the name, and where the value starts.
pub(super) fn after(text: &str, name: &Range<usize>) -> Option<(Joint, usize)> {
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
    if before == Some(b'-') || before == Some(b'/') && spaces > 0 {
        let flag_start = text[..name.start].trim_end_matches(['-', '/']);
        let starts_word = flag_start.is_empty() || flag_start.ends_with([' ', '\t', '"', '\'', '[', '\n', ',']);
        if starts_word && spaces > 0 && bytes.get(next) != Some(&b'-') {
            return Some((Joint::Flag, next));
        }
    }
    if let Some(found) = COPULA.as_ref().and_then(|r| r.find(window(text, at, 160))) {
        return Some((Joint::Copula, at + found.end()));
    }
    (spaces > 0).then_some((Joint::Adjacent, next))
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
