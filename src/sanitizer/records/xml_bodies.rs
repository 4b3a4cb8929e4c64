//! Finding XML documents, SOAP envelopes and pages in a text, whole or cut off, and the free text in them.
//!
//! Elements and codes stay, because they say what was answered; what a person wrote between two tags or in an
//! attribute goes.

use std::ops::Range;

use super::bodies::{announced, is_code, is_diagnostic, is_free_text};
use super::error_sentences::is_of_stock;
use crate::sanitizer::fields::pairs;
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::organisations::is_of_things;

/// Points at the free text of XML documents and SOAP envelopes.
pub(crate) fn xml(text: &str, spans: &mut Vec<Span>) {
    let mut from = 0;
    let mut unclosed = Unclosed::default();
    while let Some(at) = text[from..].find('<') {
        let start = from + at;
        from = start + 1;
        let rest = &text[start..];
        let declared = rest.starts_with("<?xml") || rest.starts_with("<!DOCTYPE html>") || rest.starts_with("<html");
        let named = rest[1..].starts_with(|c: char| c.is_alphabetic());
        let document = || announced(text, start) || holds_elements(rest);
        if !(declared || named && is_document(text, start, &mut unclosed) && document()) {
            continue;
        }
        let end = document_end(text, start);
        // What a test runner reports is about code.
        if rest[..rest.floor_char_boundary(200)].contains("<testsuite") || rest.starts_with("<testcase") {
            from = end.max(from);
            continue;
        }
        // What a program says to people in one language after the other is about nobody.
        let catalogue = is_catalogue(rest);
        let known = spans.len();
        leaves(text, start..end, spans);
        if catalogue {
            let phrase = |value: &str| value.split(' ').count() >= 2 && !value.contains(|c: char| c.is_ascii_digit());
            let mut index = 0;
            spans.retain(|span| {
                index += 1;
                index <= known || span.placeholder != "[payload]" && !phrase(&text[span.range.clone()])
            });
        }
        from = end.max(from);
    }
}

/// Texts of a program with their keys, as Android, .NET, Qt and XLIFF keep them.
fn is_catalogue(rest: &str) -> bool {
    let near = &rest[..rest.floor_char_boundary(600)];
    near.contains("<resources") && (near.contains("<string name=") || near.contains("<plurals name="))
        || near.contains("<xliff ")
        || near.contains("<TS ") && near.contains("<context>")
        || near.contains("<resheader ")
        || near.starts_with("<data name=\"") && near.contains("xml:space=\"preserve\"")
}

/// The element that was last looked at in vain, and how far: a text of nothing but its opening tags is
/// then read once.
#[derive(Default)]
struct Unclosed {
    name: String,
    to: usize,
}

/// Whether another element opens directly within this one, as in a document and seldom in a sentence.
fn holds_elements(rest: &str) -> bool {
    let near = &rest[..rest.floor_char_boundary(400)];
    let Some(end) = near.find('>') else {
        return false;
    };
    let name = near[1..end].split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("");
    let tag = name.len() >= 2 && name.chars().all(|c| c.is_alphanumeric() || ":_-.".contains(c));
    let inner = near[end + 1..].trim_start();
    tag && !near[..end].ends_with('/') && inner.starts_with('<') && inner[1..].starts_with(|c: char| c.is_alphabetic())
}

/// An element with a closing tag of its own and something in it.
fn is_document(text: &str, start: usize, unclosed: &mut Unclosed) -> bool {
    let rest = &text[start + 1..];
    let name: String = rest.chars().take(60).take_while(|c| c.is_alphanumeric() || ":_-.".contains(*c)).collect();
    if !name.starts_with(|c: char| c.is_alphabetic()) {
        return false;
    }
    let closing = format!("</{name}>");
    let end = text.floor_char_boundary(start.saturating_add(8192));
    let known = if unclosed.name == name { unclosed.to.saturating_sub(closing.len()) } else { 0 };
    let from = text.floor_char_boundary(known.max(start + 1)).min(end);
    let found = text[from..end].contains(&closing);
    if !found {
        *unclosed = Unclosed { name, to: end };
    }
    found
}

fn document_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let mut at = 0;
    // Skip the declaration, the comments and the doctype before the root element.
    loop {
        let tail = rest[at..].trim_start();
        at = rest.len() - tail.len();
        if !(tail.starts_with("<?") || tail.starts_with("<!")) {
            break;
        }
        match tail.find('>') {
            Some(end) => at += end + 1,
            None => return text.len(),
        }
    }
    let root = &rest[at..];
    if !root.starts_with('<') {
        return start + at;
    }
    let name: String = root[1..].chars().take(80).take_while(|c| !c.is_whitespace() && !"/>".contains(*c)).collect();
    match root.find(&format!("</{name}>")) {
        Some(end) => start + at + end + name.len() + 3,
        None => text.len(),
    }
}

/// Points at the free text between tags and in attributes.
fn leaves(text: &str, document: Range<usize>, spans: &mut Vec<Span>) {
    let mut name = String::new();
    let mut value_name = String::new();
    let mut at = document.start;
    let whole = &text[document.clone()];
    let personal = ["[name]", "[email]", "[phone]", "[personal]", "[address]"].iter().any(|mark| whole.contains(mark));
    while at < document.end {
        let rest = &text[at..document.end];
        if let Some(literal) = rest.strip_prefix("<![CDATA[") {
            let length = literal.find("]]>").unwrap_or(literal.len());
            let start = at + rest.len() - literal.len();
            offer(text, start..start + length, &name, personal, spans);
            at = start + length;
        } else if rest.starts_with('<') {
            let length = rest.find('>').map_or(rest.len(), |end| end + 1);
            let tag = &rest[1..length];
            if !tag.starts_with(['?', '!', '/']) {
                name =
                    tag.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or("").to_lowercase();
                attributes(text, at..at + length, spans);
                // `<field name="mobile"><data>…`: the name of the value is an attribute.
                if let Some(named) = attribute(tag, "name=\"") {
                    value_name = named.to_owned();
                }
            }
            at += length;
        } else {
            let length = rest.find('<').unwrap_or(rest.len());
            let value = text[at..at + length].trim();
            let named = if value.is_empty() { None } else { pairs::placeholder_for(&value_name, value) };
            match named {
                Some(placeholder) => {
                    let from = at + text[at..at + length].find(value).unwrap_or(0);
                    spans.push(Span::new(from..from + value.len(), placeholder));
                }
                None => offer(text, at..at + length, &name, personal, spans),
            }
            at += length;
        }
    }
}

fn attributes(text: &str, tag: Range<usize>, spans: &mut Vec<Span>) {
    let mut at = tag.start;
    while let Some(sign) = text[at..tag.end].find("=\"") {
        let start = at + sign + 2;
        let name = text[at..at + sign].rsplit(|c: char| c.is_whitespace()).next().unwrap_or("").to_lowercase();
        let end = text[start..tag.end].find('"').map_or(tag.end, |length| start + length);
        // Most attributes are names and settings; people write sentences, or in letters of their own.
        let value = &text[start..end];
        let written = value.contains(' ') && !value.contains('=') || !value.is_ascii();
        if written && !name.starts_with("xmlns") && !name.starts_with("xsi:") {
            offer(text, start..end, &name, true, spans);
        }
        at = (end + 1).min(tag.end);
    }
}

fn offer(text: &str, range: Range<usize>, name: &str, personal: bool, spans: &mut Vec<Span>) {
    let whole = &text[range.clone()];
    let value = whole.trim();
    let key = name.rsplit(':').next().unwrap_or("");
    // `<role-name>operator</role-name>`: what a descriptor calls a thing.
    let called = [
        "role-name",
        "servlet-name",
        "filter-name",
        "realm-name",
        "auth-method",
        "queue-name",
        "job-name",
        "step-name",
        "res-auth",
        "res-type",
        "transport-guarantee",
    ]
    .contains(&key)
        && value.len() <= 40
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
        || [
            "resource-name",
            "bean-name",
            "context-name",
            "service-name",
            "module-name",
            "component-name",
            "class-name",
        ]
        .iter()
        .any(|end| key.ends_with(end))
            && value.len() <= 48
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || b" _-.".contains(&b))
            && !personal;
    if is_free_text(value)
        && !called
        && !is_of_things(value)
        && !is_code(key, value)
        && !is_of_stock(key, value)
        && (personal || !is_diagnostic(key, value))
    {
        let start = range.start + (whole.len() - whole.trim_start().len());
        spans.push(Span::new(start..start + value.len(), "[payload]"));
    }
}

/// The value of an attribute of the tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let rest = tag.split_once(name)?.1;
    rest.split('"').next()
}
