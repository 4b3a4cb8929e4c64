//! Finding XML documents and SOAP envelopes in a text, whole or cut off.
//!
//! Unlike JSON they go whole: an element's name says too little about what its text holds.

use super::bodies::announced;
use super::spans::Span;

/// Points at XML documents and SOAP envelopes as a whole.
pub(super) fn xml(text: &str, spans: &mut Vec<Span>) {
    let mut from = 0;
    let mut unclosed = Unclosed::default();
    while let Some(at) = text[from..].find('<') {
        let start = from + at;
        from = start + 1;
        let rest = &text[start..];
        let declared = rest.starts_with("<?xml") || rest.starts_with("<!DOCTYPE html>") || rest.starts_with("<html");

        let envelope = [
            "<soap:Envelope",
            "<SOAP-ENV:Envelope",
            "<soapenv:Envelope",
            "<s:Envelope",
            "<env:Envelope",
            "<S:Envelope",
        ]
        .iter()
        .any(|head| rest.starts_with(head));
        if !(declared || envelope || announced(text, start) && is_document(text, start, &mut unclosed)) {
            continue;
        }
        let end = document_end(text, start);
        if !text[start..end].contains("[payload]") {
            spans.push(Span::new(start..end, "[payload]"));
        }
        from = end;
    }
}

/// The element that was last looked at in vain, and how far: a text of nothing but its opening tags is
/// then read once.
#[derive(Default)]
struct Unclosed {
    name: String,
    to: usize,
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
