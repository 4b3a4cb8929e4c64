//! Records about a person: objects of which one field is personal, in JSON, proto text, Ruby, Elixir, Java or Rust output.
//!
//! Whoever is named in a record is what all of it is about, so its free text goes whatever its keys are called or in
//! which language; identifiers, codes, states, times and errors stay. A record of a log is about what happened, not
//! about whom it names: there only what people write goes.

use super::placed_persons::is_of_operations;
use crate::sanitizer::fields::person_fields::is_machine_account;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::records::bodies::{is_code, is_free_text};
use crate::sanitizer::records::error_sentences::is_of_stock;
use crate::sanitizer::records::record_fields::{Field, fields, plain};
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::scan;
use crate::sanitizer::spans::Span;
use crate::sanitizer::vetoes::declared::{is_kind, is_label_of};
use crate::sanitizer::words::context::Words;
use crate::sanitizer::words::identifying::is_prefixed_id;
use crate::sanitizer::words::organisations::is_of_things;
use crate::sanitizer::words::record_keys::{
    LOG_KEYS, PERSONAL_KEYS, PERSONAL_MARKS, PRIVATE_KEYS, TECHNICAL_KEYS, WRITTEN_KEYS,
};

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "personal-record",
    Class::Payload,
    "free text and private numbers of an object of which another field is a person's",
    "[payload]",
    find,
)
.hides("row {\"uid\":\"u_17\",\"full_name\":\"Zsófia Nagy\",\"memo\":\"moves to Pécs in May\"} skipped")
.keeps("skipped {\"uid\":\"u_17\",\"kind\":\"exporter\",\"memo\":\"queue is full\"}")];

/// Points at what goes in records about a person.
fn find(text: &str, spans: &mut Vec<Span>) {
    if PERSONAL_MARKS.iter().any(|mark| text.contains(mark)) {
        listings(text, spans);
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| matches!(b, b'{' | b'(')) {
        let start = at + next;
        at = start + 1;
        if !begins_pair(text, start + 1) || bytes[start] == b'(' && bytes[start + 1..].first() == Some(&b'{') {
            continue;
        }
        let (fields, end) = fields(text, start);
        at = end.max(at);
        judge(text, &fields, spans);
    }
}

/// Lines of `key: value` that follow each other, as YAML and object listings write a record.
fn listings(text: &str, spans: &mut Vec<Span>) {
    let mut block: Vec<Field> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        match listed(line, start) {
            Some(field) => block.push(field),
            None => close(text, &mut block, spans),
        }
        start += line.len();
    }
    close(text, &mut block, spans);
}

/// The field of a line that is nothing but one.
fn listed(line: &str, start: usize) -> Option<Field> {
    let (name, value) = line.split_once(':')?;
    let key = name.trim().trim_start_matches("- ").trim_matches(['"', '\'']);
    let told =
        !key.is_empty() && key.chars().count() <= 40 && key.chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c));
    let value = value.strip_prefix(' ').or_else(|| value.trim().is_empty().then_some(value))?;
    let at = start + line.len() - value.len();
    let from = start + name.find(key)?;
    told.then(|| Field { key: from..from + key.len(), value: at..at + value.trim_end().len(), quoted: false })
}

fn close(text: &str, block: &mut Vec<Field>, spans: &mut Vec<Span>) {
    let marked = |field: &Field| PERSONAL_MARKS.iter().any(|mark| text[field.value.clone()].trim() == *mark);
    if block.len() >= 3 && block.iter().any(marked) {
        for field in block.iter() {
            let key = plain(&text[field.key.clone()]);
            let value = text[field.value.clone()].trim();
            let written = WRITTEN_KEYS.has(&key)
                && is_free_text(value)
                && value.contains([' ', '\u{3000}'])
                && !(key == "subject" && is_of_operations(value));
            if !is_marked(value)
                && (written || PRIVATE_KEYS.has(&key) && is_private(value) && value.bytes().any(|b| b.is_ascii_digit()))
            {
                let from = field.value.start + text[field.value.clone()].find(value).unwrap_or(0);
                spans.push(Span::new(from..from + value.len(), "[payload]"));
            }
        }
    }
    block.clear();
}

/// Whether a key and a joint follow, or another object.
fn begins_pair(text: &str, at: usize) -> bool {
    let rest = &text[at..text.floor_char_boundary(at + 100)];
    let bytes = rest.as_bytes();
    let blanks = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let quotes = bytes[blanks..].iter().take(5).take_while(|b| b"\\\"':".contains(b)).count();
    let rest = &rest[blanks + quotes..];
    let word = rest.find(|c: char| !(c.is_alphanumeric() || "_-.@/ ".contains(c))).unwrap_or(rest.len());
    word > 0 && rest[word..].trim_start_matches(['\\', '"', '\'', ' ']).starts_with([':', '='])
}

pub(crate) fn is_personal(text: &str, fields: &[Field]) -> bool {
    fields.iter().any(|field| {
        let value = text[field.value.clone()].trim();
        let marked = PERSONAL_MARKS.iter().any(|mark| value == *mark || value.starts_with(mark) && value.len() < 40);
        let told = field.quoted || value.starts_with(char::is_uppercase);
        let key = plain(&text[field.key.clone()]);
        // `"firstName": "Vorname"`, `lastName: String`, and `"displayName": "rotation 2025-11"` of a key are no one's.
        let declared = is_kind(value)
            || is_label_of(value, |_| true)
            || is_of_things(value)
            || key == "displayname" && value.bytes().any(|b| b.is_ascii_digit());
        marked || value.len() >= 2 && told && PERSONAL_KEYS.has(&key) && !declared
    }) || ["fn", "ln"].iter().all(|half| fields.iter().any(|field| plain(&text[field.key.clone()]) == *half))
}

fn judge(text: &str, fields: &[Field], spans: &mut Vec<Span>) {
    if !is_personal(text, fields) || is_catalogue(text, fields) {
        return;
    }
    let keys: Vec<String> = fields.iter().map(|field| plain(&text[field.key.clone()])).collect();
    let log = keys.iter().any(|key| LOG_KEYS.has(key) || key == "event" || key == "row" || key == "lineno");
    let fault = is_fault(text, fields);
    for (field, key) in fields.iter().zip(&keys) {
        let value = text[field.value.clone()].trim();
        if value.is_empty()
            || is_marked(value)
            || is_prefixed_id(value)
            || is_id(key, value)
            || is_machine_account(value)
            || is_place(value)
            || is_room(key, value)
        {
            continue;
        }
        let written = WRITTEN_KEYS.has(key);
        let goes = if log {
            written && is_free_text(value) && value.contains([' ', '\u{3000}'])
                || PRIVATE_KEYS.has(key) && is_private(value)
        } else if TECHNICAL_KEYS.has(key) || fault && key == "message" || key.is_empty() {
            false
        } else {
            (PRIVATE_KEYS.has(key) || PERSONAL_KEYS.has(key)) && is_private(value)
                || (field.quoted || value.contains(' ') || !value.is_ascii())
                    && is_free_text(value)
                    && !is_code(key, value)
                    && !is_of_stock(key, value)
                || field.quoted && is_number_of_person(key, value)
        };
        if goes {
            let start = field.value.start + text[field.value.clone()].find(value).unwrap_or(0);
            spans.push(Span::new(start..start + value.len(), "[payload]"));
        }
    }
}

/// `{"phone": "Teléfono", "hint": "Pulse aquí."}`: what a program calls its fields in a language. One of its values is the
/// word for its own field, and none has a digit or is a mailbox.
fn is_catalogue(text: &str, fields: &[Field]) -> bool {
    let plain = |field: &Field| {
        let value = text[field.value.clone()].trim();
        field.quoted && !value.contains(|c: char| c.is_ascii_digit() || "@[".contains(c))
    };
    let called = |field: &Field| {
        let value = text[field.value.clone()].trim().trim_end_matches([':', '*']);
        let kinds = scan::names_in(&text[field.key.clone()]);
        value.len() <= 48
            && value.starts_with(char::is_uppercase)
            && scan::names_in(value).into_iter().any(|(hit, rule, _)| {
                hit.end == value.len()
                    && hit.len() >= 5
                    && kinds.iter().any(|(_, kind, _)| kind.placeholder == rule.placeholder)
            })
    };
    fields.len() >= 3 && fields.iter().all(plain) && fields.iter().any(called)
}

/// Whether the record tells of something that went wrong.
pub(crate) fn is_fault(text: &str, fields: &[Field]) -> bool {
    const FAULTS: Words = Words::new(&["error", "errors", "code", "errorcode", "exception", "statuscode"]);
    fields.iter().any(|field| FAULTS.has(&plain(&text[field.key.clone()])))
        || text[fields.first().map_or(0, |field| field.key.start)..fields.last().map_or(0, |field| field.value.end)]
            .contains("\"errors\"")
}

/// A value of one piece under a key that names an identifier.
fn is_id(key: &str, value: &str) -> bool {
    value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:/%+=".contains(&b))
        && (["id", "uuid", "guid", "ref", "etag", "hash"].iter().any(|end| key.ends_with(end))
            || value.starts_with("http"))
        && !PRIVATE_KEYS.has(key)
}

/// `ou=people,dc=example`, `relay.internal:587`: a place in a directory or a network that names nobody.
fn is_place(value: &str) -> bool {
    let unit = |part: &str| ["ou=", "dc=", "o=", "c="].iter().any(|kind| part.trim().to_lowercase().starts_with(kind));
    let port = |(host, port): (&str, &str)| {
        (2..=5).contains(&port.len())
            && port.bytes().all(|b| b.is_ascii_digit())
            && host.contains('.')
            && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b))
            && host.bytes().any(|b| b.is_ascii_lowercase())
    };
    value.contains('=') && value.split(',').all(unit) || value.rsplit_once(':').is_some_and(port)
}

/// `"officeLocation":"B2/017"`: the number of a room, in which nobody lives.
fn is_room(key: &str, value: &str) -> bool {
    [
        "officelocation",
        "office",
        "room",
        "roomnumber",
        "building",
        "desk",
        "seat",
        "floor",
        "physicaldeliveryofficename",
    ]
    .contains(&key)
        && value.len() <= 16
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-./_".contains(&b))
        && value.bytes().filter(u8::is_ascii_digit).count() < 7
}

fn is_marked(value: &str) -> bool {
    // `[email]… [truncated 212 bytes]`: what a log says of the rest.
    let head = ["…", "..."].iter().find_map(|cut| value.split_once(cut)).map_or(value, |(head, _)| head);
    head.starts_with('[') && head.ends_with(']') && head.len() <= 24
}

fn is_private(value: &str) -> bool {
    !matches!(value, "null" | "nil" | "None" | "true" | "false" | "undefined" | "unknown" | "0" | "\"\"")
        && !value.starts_with(['{', '['])
}

/// Seven digits and more under a key that names no identifier, count or time.
fn is_number_of_person(key: &str, value: &str) -> bool {
    const OTHERS: [&str; 26] = [
        "id", "no", "nr", "num", "number", "code", "ref", "ts", "time", "at", "date", "version", "count", "size",
        "amount", "total", "key", "order", "invoice", "ticket", "case", "batch", "seq", "offset", "port", "epoch",
    ];
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    digits >= 7
        && value.bytes().all(|b| b.is_ascii_digit() || b" +-()./".contains(&b))
        && !(shapes::is_identifier(value) && value.contains('.'))
        && !OTHERS.iter().any(|end| key.ends_with(end))
}
