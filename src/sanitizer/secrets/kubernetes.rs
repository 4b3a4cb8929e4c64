//! Manifests of Kubernetes secrets: every value under `data` and `stringData` goes, whatever its key.
//!
//! The kind may stand before or behind the data, so the whole document is looked at: from one `---`
//! to the next in YAML, the whole text in JSON.

use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "kubernetes-secret",
    Class::Pair,
    "the values under data and stringData of a manifest whose kind is Secret",
    "[secret]",
    find,
)
.hides("kind: Secret\ndata:\n  username: YWRtaW4tdXNlcg==\ntype: Opaque")
.keeps("kind: ConfigMap\ndata:\n  level: info\ntype: Opaque")];

fn find(text: &str, spans: &mut Vec<Span>) {
    if !(text.contains("kind: Secret") || text.contains("\"Secret\"")) {
        return;
    }
    let mut start = 0;
    for document in text.split("\n---") {
        if document.lines().any(|line| line.trim() == "kind: Secret") {
            in_yaml(document, start, spans);
        } else if document.contains("\"kind\":\"Secret\"") || document.contains("\"kind\": \"Secret\"") {
            in_json(document, start, spans);
        }
        start += document.len() + "\n---".len();
    }
}

fn in_yaml(document: &str, start: usize, spans: &mut Vec<Span>) {
    let mut at = start;
    // The depth of `data:` while below it.
    let mut data: Option<usize> = None;
    for line in document.split_inclusive('\n') {
        let content = line.trim_end();
        let depth = content.len() - content.trim_start().len();
        if content.trim_start().starts_with("data:") || content.trim_start().starts_with("stringData:") {
            data = Some(depth);
        } else if data.is_some_and(|data| depth <= data) {
            data = None;
        } else if data.is_some()
            && let Some((_, value)) = content.split_once(": ")
        {
            push(at + content.len() - value.len(), value, spans);
        }
        at += line.len();
    }
}

fn in_json(document: &str, start: usize, spans: &mut Vec<Span>) {
    for name in ["\"data\"", "\"stringData\""] {
        let Some(open) = document.find(name) else { continue };
        let inside = &document[open + name.len()..];
        let inside = &inside[..inside.find('}').unwrap_or(inside.len())];
        let mut at = start + open + name.len();
        for part in inside.split_inclusive(',') {
            if let Some((_, value)) = part.split_once("\":") {
                let value = value.trim_end_matches([',', '\n', ' ']).trim_start();
                let value_start = at + part.find(value).unwrap_or(0);
                push(value_start, value, spans);
            }
            at += part.len();
        }
    }
}

fn push(start: usize, value: &str, spans: &mut Vec<Span>) {
    let inner = value.trim_matches(['"', '\'']);
    if inner.starts_with("{\"") {
        let at = start + (value.len() - value.trim_start_matches(['"', '\'']).len());
        return leaves(at, inner, spans);
    }
    // `{{ .Values.token }}` is filled in later.
    let template = inner.starts_with("{{") && inner.ends_with("}}");
    if inner.len() >= 3 && !template && !(inner.starts_with('[') && inner.ends_with(']')) {
        let start = start + (value.len() - value.trim_start_matches(['"', '\'']).len());
        spans.push(Span::new(start..start + inner.len(), "[secret]"));
    }
}

/// `'{"auths":{"hub.internal":{"password":"…"}}}'`: the values of an object written in a line; its names stay.
fn leaves(start: usize, object: &str, spans: &mut Vec<Span>) {
    let mut at = 0;
    while let Some(open) = object[at..].find('"') {
        let from = at + open + 1;
        let Some(length) = object[from..].find('"') else { return };
        at = from + length + 1;
        let named = object[at..].trim_start().starts_with(':');
        if !named && length >= 3 && !object[from..].starts_with('[') {
            spans.push(Span::new(start + from..start + from + length, "[secret]"));
        }
    }
}
