//! Finding XML documents and SOAP envelopes in a text, whole or cut off.
//!
//! Unlike JSON they go whole: an element's name says too little about what its text holds.

use super::bodies::announced;
use super::spans::Span;

/// Points at XML documents and SOAP envelopes as a whole.
pub(super) fn xml(text: &str, spans: &mut Vec<Span>) {
    let mut from = 0;
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
        if !(declared || envelope || announced(text, start) && is_document(rest)) {
            continue;
        }
        let end = document_end(text, start);
        if !text[start..end].contains("[payload]") {
            spans.push(Span::new(start..end, "[payload]"));
        }
        from = end;
    }
}

/// An element with a closing tag of its own and something in it.
fn is_document(rest: &str) -> bool {
    let name: String = rest[1..].chars().take(60).take_while(|c| c.is_alphanumeric() || ":_-.".contains(*c)).collect();
    let starts = name.starts_with(|c: char| c.is_alphabetic());
    let near = &rest[..rest.floor_char_boundary(8192)];
    starts && near[1..].contains('<') && near.contains(&format!("</{name}>"))
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
