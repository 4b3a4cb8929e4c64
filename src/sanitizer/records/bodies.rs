//! Finding foreign bodies in a text, whole or cut off, and the free text in them.

use std::ops::Range;

use super::error_sentences::{is_complaint, is_of_stock};
use super::record_fields;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::persons::records_about;
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{Words, before, has_word};
use crate::sanitizer::words::known_names::is_given;

/// Words that announce a body.
const ANNOUNCE: [&str; 72] = [
    "body",
    "payload",
    "response",
    "responded",
    "request",
    "returned",
    "answered",
    "replied",
    "upstream",
    "received",
    "content",
    "reply",
    "answer",
    "sent",
    "posted",
    "post",
    "put",
    "patch",
    "dump",
    "document",
    "message",
    "webhook",
    "event",
    "raw",
    "graph",
    "said",
    "got",
    "with",
    "data",
    "input",
    "output",
    "antwort",
    "respuesta",
    "réponse",
    "partner",
    "provider",
    "error",
    "failed",
    "http",
    "rejected",
    "object",
    "resource",
    "api",
    "bad request",
    "status",
    "record",
    "parameters",
    "params",
    "arguments",
    "form",
    "fields",
    "values",
    "variables",
    "entity",
    "row",
    "item",
    "doc",
    "hit",
    "customer",
    "ticket",
    "lead",
    "order",
    "invoice",
    "submission",
    "notification",
    "callback",
    "reason",
    "details",
    "detail",
    "result",
    "sending",
    "receiving",
];

/// Keys whose short values say what happened rather than what was written.
const CODES: [&str; 43] = [
    "code",
    "status",
    "error",
    "error_code",
    "errorcode",
    "type",
    "reason",
    "kind",
    "level",
    "state",
    "outcome",
    "result",
    "category",
    "severity",
    "operation",
    "action",
    "method",
    "event",
    "id",
    "request_id",
    "requestid",
    "request-id",
    "correlation_id",
    "correlationid",
    "trace_id",
    "traceid",
    "run_id",
    "client-request-id",
    "hostid",
    "key",
    "resource",
    "innererror",
    "date",
    "timestamp",
    "ts",
    "time",
    "created_at",
    "updated_at",
    "version",
    "api_version",
    "@odata.type",
    "error_codes",
    "suberror",
];

/// Whom a body is about.
#[derive(Clone, Copy)]
enum Whose {
    Program,
    Person,
    /// A person's, and it tells of an error.
    FaultOfPerson,
}

impl Whose {
    /// Whether what the key holds may say what went wrong.
    fn may_say(self, key: &str) -> bool {
        match self {
            Whose::Program => true,
            Whose::Person => key.starts_with("error"),
            Whose::FaultOfPerson => key.starts_with("error") || key == "message",
        }
    }
}

/// Points at the free-text values of announced JSON objects.
pub(crate) fn json(text: &str, spans: &mut Vec<Span>) {
    let mut from = 0;
    while let Some(at) = text[from..].find(['{', '[']) {
        let start = from + at;
        from = start + 1;
        let quote = text[from..].trim_start_matches([' ', '\n', '\r', '\t', '{', '[']);
        let opens = quote.starts_with(['"', '\'']) || quote.starts_with("\\\"") || quote.starts_with("\\n");
        if !opens || !text[start..].starts_with('{') && !quote_is_nested(&text[from..]) {
            continue;
        }
        if !announced(text, start) {
            // Not a body: its inside is not one either.
            from = object_end(text, start);
            continue;
        }
        let end = object_end(text, start);
        let (fields, _) = record_fields::fields(text, start);
        let whose = match records_about::is_personal(text, &fields) {
            true if records_about::is_fault(text, &fields) => Whose::FaultOfPerson,
            true => Whose::Person,
            false => Whose::Program,
        };
        values(text, start..end, whose, spans);
        from = end;
    }
}

fn quote_is_nested(rest: &str) -> bool {
    rest.trim_start().starts_with('{')
}

pub(crate) fn announced(text: &str, start: usize) -> bool {
    let words = before(text, start, 96);
    // Ansible's own report is no one else's body.
    if beside_validation(&words) || words.ends_with("! => ") {
        return false;
    }
    // `b'{…` in Python, `payload (truncated): {…`.
    let near = words.strip_suffix("b'").or_else(|| words.strip_suffix("b\"")).unwrap_or(&words);
    let near = near.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let near = match near.strip_suffix(')').and_then(|inner| inner.rfind('(')) {
        Some(open) => &near[..open],
        None => near,
    };
    let near = near.trim_end_matches(|c: char| !c.is_alphanumeric());
    let near = [" was", " is", " were"].iter().find_map(|verb| near.strip_suffix(verb)).unwrap_or(near);
    // A parser that quotes what it could not read.
    let beside = &words[words.floor_char_boundary(words.len().saturating_sub(32))..];
    if has_word(beside, const { &Words::new(&["json", "position", "unparsable", "undecodable", "undeserializable"]) }) {
        return true;
    }
    near.rsplit(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(4)
        .any(|word| ANNOUNCE.contains(&word))
        || near.rsplit(|c: char| !c.is_alphanumeric()).next().is_some_and(|last| {
            matches!(last.len(), 3) && last.bytes().all(|b| b.is_ascii_digit()) && last.starts_with(['4', '5', '2'])
        })
}

fn beside_validation(words: &str) -> bool {
    words[words.floor_char_boundary(words.len().saturating_sub(32))..].contains("validation")
}

/// The end of the object, or of the text when it was cut off.
fn object_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    // `raw="{\"login\":…" attempt=2`: the quote that stands by itself ends the text that the object was cut off in.
    let within = text[start + 1..].trim_start().starts_with("\\\"");
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        if within && *byte == b'"' && !escaped {
            return at;
        }
        match byte {
            b'"' if !escaped => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        escaped = *byte == b'\\' && !escaped;
    }
    text.len()
}

fn values(text: &str, object: Range<usize>, whose: Whose, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut key = String::new();
    let mut at = object.start;
    while at < object.end {
        if !(bytes[at] == b'"'
            || bytes[at] == b'\'' && bytes[at - 1] != b'\\' && !bytes[at - 1].is_ascii_alphanumeric())
        {
            at += 1;
            continue;
        }
        let quote = bytes[at];
        let slashes = bytes[..at].iter().rev().take(4).take_while(|b| **b == b'\\').count();
        let start = at + 1;
        let mut end = start;
        let mut run = 0;
        while end < object.end && !(bytes[end] == quote && run <= slashes) {
            run = if bytes[end] == b'\\' { run + 1 } else { 0 };
            end += 1;
        }
        let inner = end - run.min(slashes).min(end - start);
        // `abc…[truncated, 4096 of 9120 bytes]`: a log that cut the body off says so.
        let inner = if end == object.end {
            let marks =
                ["…[truncated", "...[truncated", "…(truncated", "...(truncated", "… [truncated", "... [truncated"];
            marks.iter().find_map(|mark| text[start..inner].find(mark)).map_or(inner, |cut| start + cut)
        } else {
            inner
        };
        let rest = text[(end + 1).min(object.end)..object.end].trim_start();
        if end < object.end && (rest.starts_with(':') || rest.starts_with("=>")) {
            key = text[start..inner].to_lowercase();
        } else if is_free_text(&text[start..inner])
            && !is_code(&key, &text[start..inner])
            && !is_of_schema(&key, text, start..inner)
            && !is_number_of_error(&key, &text[start..inner])
            && !is_of_stock(&key, &text[start..inner])
            && !is_complaint(&text[start..inner])
            && (!whose.may_say(&key) || !is_diagnostic(&key, &text[start..inner]))
        {
            spans.push(Span::new(start..inner, "[payload]"));
        }
        at = end + 1;
    }
}

/// `"type": "string", "title": "The account to use"`: what a schema says of a field.
fn is_of_schema(key: &str, text: &str, value: Range<usize>) -> bool {
    if !matches!(key, "title" | "description") {
        return false;
    }
    const KINDS: [&str; 6] = ["string", "object", "array", "integer", "boolean", "number"];
    let near = &text[text.ceil_char_boundary(value.start.saturating_sub(160))
        ..text.floor_char_boundary((value.end + 120).min(text.len()))];
    near.match_indices("\"type\"").any(|(at, found)| {
        let kind = near[at + found.len()..].trim_start_matches([' ', ':']).strip_prefix('"').unwrap_or("");
        KINDS.iter().any(|word| kind.strip_prefix(word).is_some_and(|rest| rest.starts_with('"')))
    })
}

/// `"errorId":"oae…"`, `"requestId":"…"`: what a service numbers its answers with.
fn is_number_of_error(key: &str, value: &str) -> bool {
    const NUMBERS: [&str; 10] = [
        "errorid",
        "error_id",
        "requestid",
        "request_id",
        "traceid",
        "trace_id",
        "correlationid",
        "correlation_id",
        "activityid",
        "operationid",
    ];
    NUMBERS.contains(&key)
        && value.len() <= 64
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

/// Keys under which programs say what went wrong.
const DIAGNOSTICS: Words = Words::new(&[
    "error_description",
    "message",
    "error",
    "detail",
    "msg",
    "errormessage",
    "error_message",
    "faultstring",
    "reason",
    "exception",
    "error_uri",
    "trace",
    "developermessage",
]);

/// Whether the value says what went wrong, and names nobody and nothing that a person called so.
pub(crate) fn is_diagnostic(key: &str, value: &str) -> bool {
    DIAGNOSTICS.has(key) && !value.split(|c: char| !c.is_alphanumeric()).any(is_given) && !quotes_title(value)
}

/// `'Kovacs Payroll'`: a quote of two capital words and more.
fn quotes_title(value: &str) -> bool {
    value.split(['\'', '"', '`', '“', '„', '”']).skip(1).step_by(2).any(|quoted| {
        let words = quoted.split(' ');
        words.clone().count() >= 2 && words.clone().all(|word| word.starts_with(char::is_uppercase))
    })
}

/// Whether a value may hold something that a person wrote.
pub(crate) fn is_free_text(value: &str) -> bool {
    let value = value.trim();
    let placeholder = value.starts_with('[') && value.ends_with(']') && value.len() < 20;
    let parts = value.split(", ");
    !(value.is_empty() || placeholder)
        && value.chars().any(char::is_alphabetic)
        && !parts.clone().all(|part| shapes::is_identifier(part) || part.len() < 4 || is_lower_code(part))
}

/// Paths, hosts, addresses and codes, and names put together as programs do. What is secret in an address has rules
/// of its own.
fn is_address(value: &str) -> bool {
    let plain = value.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>{}".contains(&b));
    let scheme =
        value.find("://").is_some_and(|at| value[..at].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+'));
    let path = value.starts_with('/') && !value.contains('@') && !shapes::looks_random(value, 16);
    let code = value.len() <= 24
        && value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_-".contains(&b))
        && value.bytes().any(|b| b.is_ascii_digit() || b == b'_');
    let joined = value.contains(['/', '.', ':', '_']) || value.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    plain
        && (scheme
            || path
            || code
            || joined
                && !value.contains('@')
                && !value.ends_with(|c: char| c.is_ascii_digit())
                && value.len() <= 200
                && is_wordy(value))
}

/// Whether one value of a list is neither an identifier nor a placeholder.
pub(crate) fn is_value(part: &str) -> bool {
    let placeholder = part.starts_with('[') && part.ends_with(']');
    !(placeholder || part.starts_with('$') || shapes::is_identifier(part))
}

fn is_lower_code(value: &str) -> bool {
    value.len() <= 64
        && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.-/".contains(&b))
        && (value.contains(['_', '.', '-', '/']) || value.len() >= 16 && value.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Whether the key, or the value itself, says what happened rather than what was written.
pub(crate) fn is_code(key: &str, value: &str) -> bool {
    let wordlike = |b: u8| b.is_ascii_alphanumeric() || b"_.-:#/".contains(&b);
    let personal =
        ["name", "user", "login", "nick", "city", "street", "note", "comment", "text", "title", "subject", "memo"];
    let state = value.len() <= 16
        && value.bytes().all(|b| b.is_ascii_lowercase())
        && !personal.iter().any(|word| key.contains(word));
    // `"commit"=>"Log in"`: what stands on the button of a form.
    let button = key == "commit"
        && value.len() <= 24
        && value.split(' ').count() <= 3
        && value.split(' ').skip(1).all(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
        && value.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ');
    // `nb-NO`, `key2`, `Connected`: a language, a numbered thing, how something stands.
    let bytes = value.as_bytes();
    let locale = bytes.len() == 5
        && (bytes[2] == b'-' || bytes[2] == b'_')
        && bytes[..2].iter().all(u8::is_ascii_lowercase)
        && bytes[3..].iter().all(u8::is_ascii_uppercase);
    let stands = (key.ends_with("status") || key.ends_with("state")) && value.bytes().all(|b| b.is_ascii_alphabetic());
    let identifies = [
        "client_id",
        "clientid",
        "transactionid",
        "transaction_id",
        "correlationid",
        "trace_id",
        "traceid",
        "request_id",
        "requestid",
        "icaluid",
        "keyname",
    ]
    .iter()
    .any(|end| key.ends_with(end))
        && value.len() <= 80
        && value.bytes().all(wordlike);
    // `Server=…;Database=…;Password=…`: what is secret in it has rules of its own.
    let connection = value.matches(';').count() >= 2
        && value.matches('=').count() >= 3
        && !value.contains(['{', '<'])
        && ["server=", "host=", "data source=", "accountname=", "endpoint="]
            .iter()
            .any(|name| value.to_ascii_lowercase().contains(name));
    // `"usage":"Verify"`, `"customKeyIdentifier":"9C41…"`: one word of a schema, and the digest of a certificate.
    let kinds =
        ["type", "usage", "kind", "state", "status", "category", "method", "severity", "level", "action", "result"];
    let kind = kinds.contains(&key)
        && value.len() <= 32
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
        && is_wordy(value);
    let digest = ["identifier", "thumbprint", "fingerprint", "digest", "etag"].iter().any(|end| key.ends_with(end))
        && value.len() <= 95
        && value.bytes().all(|b| b.is_ascii_hexdigit() || b == b':');
    // `"host":"tdprod1"`: a machine.
    let machine = ["host", "hostname", "server", "dbhost"].contains(&key)
        && value.len() <= 64
        && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b));
    locale
        || stands
        || identifies
        || connection
        || state
        || kind
        || digest
        || machine
        || button
        || key == "hostid" && !value.contains(' ')
        || is_address(value)
        || value.len() <= 64 && value.bytes().all(wordlike) && CODES.contains(&key)
        || matches!(value, "true" | "false" | "null" | "none" | "GET" | "POST" | "PUT" | "PATCH" | "DELETE")
}
