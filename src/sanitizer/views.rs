//! Decoded views of a text: what it says once its escapes are read.
//!
//! Rules are written for plain text. A view undoes percent, backslash and entity escapes, drops
//! ANSI colours and zero-width characters, folds full-width forms and joins wrapped base64. Every
//! byte of a view knows the part of the original it came from, so a span found in a view is cut
//! out of the original and nothing else is rewritten. Only lines with something to decode get a
//! view; escapes inside escapes get a second one.

use std::ops::Range;

use super::escapes::{self, Step};
use super::spans::Span;

/// A decoded text with the way back.
pub(super) struct View {
    pub(super) text: String,
    /// For each byte of `text`, the part of the original that it stands for.
    origin: Vec<Range<usize>>,
}

impl View {
    /// The same span in the original text.
    pub(super) fn to_original(&self, span: Span) -> Span {
        let start = self.origin.get(span.range.start).map_or(0, |part| part.start);
        let last = span.range.end.saturating_sub(1);
        let end = self.origin.get(last).map_or(start, |part| part.end);
        Span::new(start..end.max(start), span.placeholder)
    }
}

/// All views that differ from the text.
pub(super) fn of(text: &str) -> Vec<View> {
    if !escapes::any(text.as_bytes()) {
        return Vec::new();
    }
    let mut views = Vec::new();
    for block in blocks(text) {
        let part = &text[block.clone()];
        let Some(first) = decode(part, |range| block.start + range.start..block.start + range.end) else {
            continue;
        };
        let second = decode(&first.text, |range| first.origin[range.start].start..first.origin[range.end - 1].end);
        views.push(first);
        views.extend(second);
    }
    views
}

/// Neighbouring lines of which each holds an escape (or is wrapped), as one block.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut previous_wraps = false;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let wraps = escapes::may_wrap(line) || line.ends_with("\\\n");
        if previous_wraps || wraps || escapes::any_in_line(line.as_bytes()) {
            match blocks.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => blocks.push(range),
            }
        }
        previous_wraps = wraps;
    }
    blocks
}

fn decode(text: &str, origin_of: impl Fn(Range<usize>) -> Range<usize>) -> Option<View> {
    let mut view = View { text: String::new(), origin: Vec::new() };
    let mut changed = false;
    let mut at = 0;
    while at < text.len() {
        let length = match escapes::step(text, at) {
            Step::Plain(length) => {
                view.text.push_str(&text[at..at + length]);
                view.origin.extend((at..at + length).map(|byte| origin_of(byte..byte + 1)));
                length
            }
            Step::Drop(length) => {
                changed = true;
                length
            }
            Step::Decoded(length, letter) => {
                changed = true;
                view.text.push(letter);
                for _ in 0..letter.len_utf8() {
                    view.origin.push(origin_of(at..at + length));
                }
                length
            }
        };
        at += length;
    }
    changed.then_some(view)
}
