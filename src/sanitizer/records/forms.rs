//! Bodies of forms, `a=b&c=d`: each field is judged by itself, so that what an operator needs of them stays.
//!
//! Fields under a secret name are found by that name; here go the texts that people typed into the others.

use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{Words, behind};

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "form-field",
    Class::Payload,
    "typed texts and private numbers in the fields of an urlencoded form",
    "[payload]",
    find,
)
.hides("partner refused body name=Zs%C3%B3fia+Nagy&note=call+later&limit=50")
.keeps("partner refused body limit=50&offset=100&redirect_uri=https%3A%2F%2Fapp.internal%2Fcb&scope=openid+profile")];

/// Fields of protocols, whose values are settings and addresses.
const PROTOCOL: Words = Words::new(&[
    "granttype",
    "redirecturi",
    "scope",
    "responsetype",
    "clientid",
    "audience",
    "resource",
    "returnurl",
    "callback",
    "next",
    "url",
    "uri",
    "sort",
    "order",
    "orderby",
    "fields",
    "filter",
    "expand",
    "select",
    "limit",
    "offset",
    "page",
    "format",
    "type",
    "action",
    "method",
    "locale",
    "lang",
    "date",
    "from",
    "to",
    "since",
    "until",
    "start",
    "end",
    "time",
    "timestamp",
    "tz",
    "timezone",
    "version",
    "status",
    "state",
    "event",
    "error",
    "errordescription",
    "code",
    "nonce",
    "prompt",
    "display",
    "tenant",
    "id",
    "responsemode",
    "codechallengemethod",
    "clientassertiontype",
    "subjecttokentype",
    "requestedtokenuse",
    "requestedtokentype",
    "utf8",
    "commit",
    "contenttype",
]);

/// Words before a body that say that it is one.
const ANNOUNCE: [&str; 10] =
    ["body", "payload", "form data", "form", "posted", "urlencoded", "sent", "request", "data", "post"];

fn find(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = text[from..].find('&') {
        let sign = from + at;
        let ends = |b: &u8| b.is_ascii_whitespace() || b"\"'`<>(){}?|,;".contains(b);
        let start = sign - bytes[from..sign].iter().rev().take_while(|b| !ends(b)).count();
        let end = sign + bytes[sign..].iter().position(ends).unwrap_or(bytes.len() - sign);
        from = end.max(sign + 1);
        // Behind `?` stands the query of an address, which is no body.
        if text[..start].ends_with('?') || !text[start..sign].contains('=') || !announced(text, start) {
            continue;
        }
        let mut at = start;
        for pair in text[start..end].split('&') {
            if let Some((name, value)) = pair.split_once('=')
                && is_typed(name, value)
            {
                let begin = at + name.len() + 1;
                spans.push(Span::new(begin..begin + value.len(), "[payload]"));
            }
            at += pair.len() + 1;
        }
    }
}

fn announced(text: &str, start: usize) -> bool {
    let head = behind(text, start, 120);
    let head = head.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').to_lowercase();
    let head = head.strip_suffix(')').map_or(head.as_str(), |inner| inner.rfind('(').map_or(inner, |at| &inner[..at]));
    let head = head.trim_end();
    ANNOUNCE.iter().any(|word| head.ends_with(word))
        || head.rsplit(' ').next().is_some_and(|last| last.parse::<u64>().is_ok()) && head.contains("content-length")
        || head.contains("x-www-form-urlencoded")
}

/// Whether a person typed the value: several words, letters beyond ASCII, a capital word, a mailbox, or a private number.
fn is_typed(name: &str, value: &str) -> bool {
    let key: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    if value.is_empty()
        || value.starts_with('[')
        || PROTOCOL.has(&key)
        || value.contains("://")
        || value.contains("%3A%2F%2F")
    {
        return false;
    }
    let small = value.to_lowercase();
    let beyond = ["%c3", "%c4", "%c5", "%d0", "%d1", "%e3", "%e4", "%e5", "%e6", "%e7", "%ec", "%ea"];
    let words = value.contains('+') || small.contains("%20");
    words && value.chars().any(char::is_alphabetic)
        || beyond.iter().any(|lead| small.contains(lead))
        || small.contains("%40")
        || !value.is_ascii()
        || value.starts_with(|c: char| c.is_ascii_uppercase())
            && value.len() >= 3
            && value.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
            && value.bytes().any(|b| b.is_ascii_lowercase())
            && !shapes::is_identifier(value)
}
