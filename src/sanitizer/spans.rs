//! Parts of a text to be hidden, and the cutting itself.
//!
//! Rules only point; they never edit. All spans of a pass are united here and cut in one sweep, so
//! the order in which rules run cannot matter and a secret found twice is hidden once.

use std::ops::Range;

/// A part of a text that must go, and what is written in its place.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) range: Range<usize>,
    pub(super) placeholder: &'static str,
}

impl Span {
    pub(super) fn new(range: Range<usize>, placeholder: &'static str) -> Span {
        Span { range, placeholder }
    }

    /// Where the value stands first in the text.
    #[cfg(test)]
    pub(super) fn of(text: &str, value: &str, placeholder: &'static str) -> Span {
        let start = text.find(value).expect("the value stands in the text");
        Span::new(start..start + value.len(), placeholder)
    }
}

/// Joins overlapping spans; the placeholder of the longest part names the whole.
pub(super) fn unite(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| span.range.start < span.range.end);
    spans.sort_by_key(|span| (span.range.start, usize::MAX - span.range.end));
    let mut united: Vec<(Span, usize)> = Vec::with_capacity(spans.len());
    for span in spans {
        let length = span.range.len();
        match united.last_mut() {
            Some((last, longest)) if span.range.start < last.range.end => {
                if length > *longest {
                    *longest = length;
                    last.placeholder = span.placeholder;
                }
                last.range.end = last.range.end.max(span.range.end);
            }
            _ => united.push((span, length)),
        }
    }
    united.into_iter().map(|(span, _)| span).collect()
}

/// Writes the text with each span replaced. Spans are united and lie on character boundaries.
pub(super) fn cut(text: &str, spans: &[Span]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut kept_to = 0;
    for span in spans {
        result.push_str(&text[kept_to..span.range.start]);
        result.push_str(span.placeholder);
        kept_to = span.range.end;
    }
    result.push_str(&text[kept_to..]);
    result
}
