//! What stands between a field name and its value.
//!
//! The tighter the joint, the surer the value: `password=x` is an assignment, `password: x` may be
//! a sentence, `the password is x` is one. Joints made of words stand in `sentences`; the judgement
//! itself is left to `harmless`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::phrases::is_joined_phrase;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::is_compound;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::words::about_words::is_about;
use crate::sanitizer::words::context::{self, Words, ahead, behind};
use crate::sanitizer::words::sentences;

/// How a name and its value are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
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

static VALUE_ATTRIBUTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^(?i)[\s,}]{0,12}\\*["']?(?:value|val|text|default)\\*["']?\s{0,3}[:=]\s{0,3}"#).ok()
});

/// The joint after the name, and where the value starts; only what is `strong`ly secret is looked for
/// some words away.
pub(crate) fn after(text: &str, name: &Range<usize>, strong: bool) -> Option<(Joint, usize)> {
    let bytes = text.as_bytes();
    let mut at = name.end;
    // `password\t=\t…` in an escaped text.
    let tabs = written_tabs(&bytes[at..]);
    if tabs > 0 && bytes[at + tabs..].iter().take(4).find(|b| **b != b' ').is_some_and(|b| b"=:".contains(b)) {
        at += tabs;
    }
    let closers = bytes[at..].iter().take(5).take_while(|b| b"\\\"'`])*".contains(b)).count();
    let quoted = bytes[at..at + closers].iter().any(|b| b"\"'`])".contains(b));
    at += closers;
    at += visibility(text, at, quoted);
    let spaces = bytes[at..].iter().take(24).take_while(|b| b" \t".contains(b)).count();
    let next = at + spaces;
    let before = name.start.checked_sub(1).map(|i| bytes[i]);
    // OData and filters: `displayName eq '…'`.
    if spaces > 0 && ["eq '", "ne '", "eq \""].iter().any(|sign| text[next..].starts_with(sign)) {
        return Some((Joint::Assign, next + 3));
    }
    // `<key>Password</key><string>…`, as property lists write it.
    if let Some(rest) = text[at..].strip_prefix("</key>").or_else(|| text[at..].strip_prefix("</name>")) {
        let element = rest.trim_start();
        if let Some(tag) = element.strip_prefix('<').filter(|tag| !tag.starts_with('/'))
            && let Some(end) = ahead(tag, 0, 40).find('>')
        {
            return Some((Joint::Element, text.len() - tag.len() + end + 1));
        }
    }
    // `{:otp, "…"}`: the name is an atom.
    let atom = before == Some(b':') && name.start >= 2 && bytes[name.start - 2] == b'{';
    let opened = if atom && ahead(text, next, 4).starts_with(", \"") { Some(b'{') } else { before };
    if let Some(joint) = tuple(text, opened, next) {
        return Some(joint);
    }
    match bytes.get(next) {
        // `s:8:"password";s:12:"…"`, as PHP writes it down.
        Some(b';') if quoted && serialized(&text[next..]) > 0 => {
            return Some((Joint::Assign, next + serialized(&text[next..])));
        }
        Some(b'=') => {
            let run = bytes[next..].iter().take(3).take_while(|b| b"=>~".contains(b)).count();
            return Some((Joint::Assign, next + run + written_tabs(&bytes[next + run..])));
        }
        Some(b':') => {
            return match bytes.get(next + 1) {
                Some(b'=') => Some((Joint::Assign, next + 2)),
                // `userPassword:: …`, as LDIF marks base64.
                Some(b':') if bytes.get(next + 2) == Some(&b' ') => Some((Joint::Assign, next + 2)),
                Some(b':') => None,
                Some(b'/') if bytes.get(next + 2) == Some(&b'/') => None,
                // A path of names such as `arn:…:secret:prod/db` assigns nothing.
                Some(b) if before == Some(b':') && !b.is_ascii_whitespace() => None,
                // `volume "db-token" : references …`, `Error (InvalidToken):` and a line of its own: no field and value.
                _ if quoted && goes_on_in_words(text, at, spaces, next + 1) => Some((Joint::Colon, next + 1)),
                _ if quoted => Some((Joint::Assign, next + 1)),
                _ => Some((Joint::Colon, next + 1 + written_tabs(&bytes[next + 1..]))),
            };
        }
        // `$token->attr_hash`: a member of a variable.
        Some(b'-')
            if bytes.get(next + 1) == Some(&b'>')
                && spaces == 0
                && !quoted
                && (before == Some(b'$') || text[name.clone()].starts_with('$')) =>
        {
            return None;
        }
        Some(b'-') if bytes.get(next + 1) == Some(&b'>') => return Some((Joint::Colon, next + 2)),
        // Between bars, unless the row is the head of a table.
        Some(b'|')
            if text[..name.start].trim_end_matches(' ').ends_with('|')
                && !is_head(text, next)
                && !lists_relations(text, next + 1) =>
        {
            return Some((Joint::Colon, next + 1));
        }
        // `password..........."x"`, as Hikari prints its settings.
        Some(b'.') if bytes[next..].starts_with(b"....") => {
            let dots = bytes[next..].iter().take(60).take_while(|b| **b == b'.').count();
            return Some((Joint::Assign, next + dots));
        }
        // `<entry key="password">…</entry>`
        Some(b'>') if quoted && spaces == 0 && before == Some(b'"') && is_named_element(text, name.start) => {
            return Some((Joint::Element, next + 1));
        }
        Some(b'>') if opens_element(bytes, name.start) => return Some((Joint::Element, next + 1)),
        _ => {}
    }
    if let Some(joint) = attribute_of_element(text, name, next) {
        return Some(joint);
    }
    if quoted || before == Some(b'"') || labelled(text, name.start) {
        if let Some(found) = VALUE_ATTRIBUTE.as_ref().and_then(|r| r.find(ahead(text, at, 40))) {
            return Some((Joint::Assign, at + found.end()));
        }
        // `"-field=password", "kv/ops"`: the name is itself what an option is given.
        if bytes.get(next) == Some(&b',') && before != Some(b'=') {
            let gap = bytes[next + 1..].iter().take(4).take_while(|b| **b == b' ').count();
            let value = next + 1 + gap;
            let opens = bytes.get(value).is_some_and(|b| b"\"'\\".contains(b));
            let listed = opens && is_listed_name(text, name, value);
            return (opens && !is_key(&text[value..]) && !listed).then_some((Joint::Assign, value));
        }
    }
    if before == Some(b'-') || text[name.clone()].starts_with('-') {
        let flag_start = text[..name.start].trim_end_matches(['-', '/']);
        let starts_word = flag_start.is_empty() || flag_start.ends_with([' ', '\t', '"', '\'', '[', '\n', ',']);
        // Behind a wider gap stands what a help text says about the flag.
        if starts_word && spaces == 1 && bytes.get(next) != Some(&b'-') {
            return Some((Joint::Flag, next));
        }
    }
    if let Some(start) = sentences::copula(text, at) {
        return Some((Joint::Copula, start));
    }
    if strong && let Some(start) = sentences::far(text, &(name.start..at)) {
        return Some((Joint::Distant, start));
    }
    let quote = text[next..].starts_with(['「', '『', '“', '„', '«']);
    (spaces > 0 || quote).then_some((Joint::Adjacent, next))
}

/// `["password":protected]=>`: the length of what PHP says between the name and the bracket.
fn visibility(text: &str, at: usize, quoted: bool) -> usize {
    let near = ahead(text, at, 60);
    let end = near.find(']').unwrap_or(0);
    let told =
        quoted && (near.starts_with(":protected]") || near.starts_with(':') && near[..end].ends_with(":private"));
    if told { end + 1 } else { 0 }
}

/// Whether a sentence goes on behind the colon after a quote or a bracket.
fn goes_on_in_words(text: &str, at: usize, spaces: usize, value: usize) -> bool {
    let tail = ahead(text, value, 60);
    let word = tail.trim_start_matches([' ', '[']);
    let length = word.bytes().take_while(u8::is_ascii_lowercase).count();
    let next = word[length..].trim_start().split(' ').next().unwrap_or("");
    let plain = length >= 4
        && word[length..].starts_with(' ')
        && !matches!(next, "is" | "was" | "ist" | "est" | "es" | "war" | "now" | "(new)");
    // `near "password": syntax error`
    let near = ahead(text, text.floor_char_boundary(at.saturating_sub(48)), 48);
    // `exec: "docker-credential-pass": executable file not found`: what a sentence is about already stood behind a colon.
    let about = near.trim_end_matches(['"', '\'']).rsplit(['"', '\'']).nth(1).unwrap_or("");
    let spoken = near.ends_with('"') && about.ends_with(": ") && !about.contains(['{', ',']);
    let near = near.contains("near \"") || near.contains("near '") || spoken;
    (spaces > 0 || near) && tail.starts_with(' ') && plain
        || text[..at].ends_with(')') && tail.starts_with(['\n', '\r'])
}

/// What is said of names that are listed.
const LISTING: [&str; 30] = [
    "input",
    "valid",
    "allowed",
    "expected",
    "one of",
    "key",
    "field",
    "column",
    "permitted",
    "argument",
    "option",
    "choice",
    "attribute",
    "param",
    "header",
    "filter",
    "sensitive",
    "ignored",
    "index",
    "required",
    "supported",
    "properties",
    "scopes",
    "grant",
    "loc",
    "missing",
    "unknown",
    "unexpected",
    "indexed",
    "redact",
];

/// Names that stand beside those of secrets.
const FIELDS: Words = Words::new(&[
    "user",
    "username",
    "host",
    "port",
    "url",
    "path",
    "name",
    "id",
    "salt",
    "hash",
    "scope",
    "realm",
    "role",
    "region",
    "otp",
    "mfa",
    "email",
    "login",
    "tls",
    "database",
    "password",
    "secret",
    "token",
    "cookie",
    "auth",
    "authorization",
    "accept",
    "client_id",
    "client_secret",
    "api_key",
    "profile",
    "expires",
    "timeout",
    "pin",
    "bearer",
    "apikey",
]);

/// `['host', 'password', 'port']`: a name in a list of names, whose neighbours are plain words as well.
fn is_listed_name(text: &str, name: &Range<usize>, value: usize) -> bool {
    let plain = |word: &str| {
        (1..=40).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase() || b"_-.".contains(&b))
    };
    let rest = ahead(text, value, 80);
    let quote = rest.bytes().next().map_or('"', char::from);
    let next = rest[1..].split(quote).next().unwrap_or("");
    let camel = next.starts_with(|c: char| c.is_ascii_lowercase())
        && next.bytes().all(|b| b.is_ascii_alphabetic())
        && is_wordy(next);
    if quote == '\\' || rest.len() < next.len() + 2 || !(plain(next) || camel) {
        return false;
    }
    if lists_names(text, name.start) {
        return true;
    }
    let after = rest[next.len() + 2..].trim_start_matches(' ');
    let head = text[..name.start].trim_end_matches(['"', '\'']).trim_end_matches(' ');
    // A pair on its own is a name and its value, unless both are names.
    let alone = head.ends_with(['(', '{', '[']) && after.starts_with([')', '}', ']']);
    let follows = head.ends_with(',') && head.trim_end_matches(',').ends_with(['"', '\'']);
    let goes_on = after.strip_prefix(',').is_some_and(|rest| rest.trim_start().starts_with(['"', '\'']));
    let end = after.starts_with([')', '}', ']']);
    let named = is_about(next) || next.split(['_', '-', '.']).any(is_about);
    let flag = text[name.clone()].starts_with('-') || text[..name.start].ends_with('-');
    // `Map.of("user", "app", "password", …)`: names and values in turn.
    let near = behind(text, name.start, 160);
    let call = near.rfind(['(', '[', '{']).is_some_and(|at| {
        near[at..].starts_with('(')
            && !near[at..].contains(')')
            && near[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && !near[..at].ends_with("Index")
    });
    if flag || call || text[name.clone()].starts_with(char::is_uppercase) {
        return false;
    }
    // Plain words may be names and values in turn, unless the line says that names are listed.
    let line = (context::before(text, name.start, 160) + ahead(text, value, 160).split('\n').next().unwrap_or(""))
        .to_lowercase();
    let told = LISTING.iter().any(|word| line.contains(word)) || FIELDS.has(next);
    named && end || told && !alone && (follows || goes_on) && (end || goes_on)
}

/// `"cookie_names":["sid","csrf"]`: whether the list that the place stands in is one of names.
fn lists_names(text: &str, at: usize) -> bool {
    let near = behind(text, at, 200);
    // `fields=[('a', 'b'), (`: pairs are listed there.
    let Some(open) = near.rfind('[').filter(|open| !near[*open..].contains([']', '('])) else { return false };
    let key = near[..open].trim_end_matches([' ', ':', '=', '"', '\'', '(']);
    let length = key.bytes().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let key = key[key.len() - length..].to_ascii_lowercase();
    [
        "names",
        "fields",
        "keys",
        "columns",
        "headers",
        "attributes",
        "properties",
        "scopes",
        "claims",
        "params",
        "kinds",
        "methods",
        "factors",
        "grants",
        "modes",
        "flows",
        "schemes",
        "rules",
        "checks",
        "tags",
        "labels",
        "types",
    ]
    .iter()
    .any(|end| key.ends_with(end))
}

/// The length of `;s:12:` at the front.
fn serialized(rest: &str) -> usize {
    let Some(tail) = rest.strip_prefix(";s:") else { return 0 };
    let digits = tail.bytes().take(6).take_while(u8::is_ascii_digit).count();
    if digits > 0 && tail[digits..].starts_with(":\"") { 4 + digits } else { 0 }
}

/// `{password, "…"}`, `[Password, Gr8/Wasser]`: a pair within brackets.
fn tuple(text: &str, before: Option<u8>, next: usize) -> Option<(Joint, usize)> {
    let close = match before? {
        b'{' => '}',
        b'[' => ']',
        b'(' => ')',
        _ => return None,
    };
    let rest = ahead(text, next, 160).strip_prefix(',')?;
    let value = rest.trim_start();
    let start = next + 1 + (rest.len() - value.len());
    if value.starts_with(['"', '\'']) || value.starts_with("<<\"") {
        return (!is_key(value)).then_some((Joint::Assign, start));
    }
    let end = value.find(close)?;
    let value = &value[..end];
    // `[Region, eu], [BindPassword, moss]`: pairs in a row, none of which is a list of names.
    let in_row = || {
        let head = behind(text, next, 100);
        head.rfind('[').is_some_and(|open| head[..open].ends_with("], "))
            && !value.split(' ').any(|word| is_about(word) || FIELDS.has(word))
    };
    let told = shapes::looks_chosen(value)
        || close == ']' && in_row()
        || is_compound(value)
        || is_joined_phrase(value)
        || shapes::is_uuid(value.as_bytes())
        || value.len() >= 4 && value.bytes().all(|b| b.is_ascii_digit());
    (told && !value.contains(',') && (!value.contains(' ') || close == ']' && in_row()))
        .then_some((Joint::Assign, start))
}

/// Whether a line of dashes follows.
fn is_head(text: &str, at: usize) -> bool {
    let line = ahead(text, at, 400).split_once('\n').map_or("", |(_, rest)| rest.split('\n').next().unwrap_or(""));
    line.len() >= 3 && line.contains("--") && line.bytes().all(|b| b" -+|:".contains(&b))
}

/// ` public | api_key | table | …`: the kind of what is called so.
fn lists_relations(text: &str, at: usize) -> bool {
    let cell = ahead(text, at, 80).split(['|', '\n']).next().unwrap_or("").trim();
    let kind = cell.to_ascii_lowercase();
    [
        "table",
        "view",
        "index",
        "sequence",
        "materialized view",
        "foreign table",
        "partitioned table",
        "base table",
        "function",
        "procedure",
        "schema",
        "type",
        "trigger",
        "column",
        "collection",
        "topic",
        "queue",
        "stream",
    ]
    .contains(&&*kind)
}

/// Length of the blanks that are written out as `\t`.
fn written_tabs(bytes: &[u8]) -> usize {
    let tabs = bytes.chunks_exact(2).take(8).take_while(|pair| *pair == b"\\t").count();
    tabs * 2
}

/// Whether the name is itself the value of `name:` or `key:`, as in lists of variables.
pub(crate) fn labelled(text: &str, start: usize) -> bool {
    let head = text[..start].trim_end_matches(['"', '\'', ' ']);
    let Some(head) = head.strip_suffix([':', '=']) else {
        return false;
    };
    let label = head.trim_end_matches(['"', '\'', ' ']);
    let length = label.bytes().rev().take(10).take_while(u8::is_ascii_alphabetic).count();
    let word = &label[label.len() - length..];
    ["name", "key", "env", "variable", "field", "parameter", "header", "property", "setting", "option"]
        .iter()
        .any(|l| word.eq_ignore_ascii_case(l))
}

/// Whether a quoted string is the key of a pair: in `"a": "b", "c": 1` the `"c"` is no value of `b`.
fn is_key(rest: &str) -> bool {
    let inner = rest.trim_start_matches(['\\', '"', '\'']);
    let word = inner.bytes().take(64).take_while(|b| b.is_ascii_alphanumeric() || b"_-.@ ".contains(b)).count();
    inner[word..].trim_start_matches(['\\', '"', '\'', ' ']).starts_with(':')
        && inner[word..].starts_with(['\\', '"', '\''])
}

/// Whether the name is that of an element, such as `<entry key="…">`.
fn is_named_element(text: &str, start: usize) -> bool {
    let head = behind(text, start, 120);
    labelled(text, start) && head.rfind('<').is_some_and(|open| !head[open..].contains('>'))
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
    let rest = ahead(text, next, 200);
    let end = rest.find('>')?;
    let attributes = &rest[..end];
    (!attributes.contains('<') && !attributes.ends_with('/')).then_some((Joint::Element, next + end + 1))
}
