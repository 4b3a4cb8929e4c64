//! Decoded views of a text: what it says once its escapes are read.
//!
//! Rules are written for plain text. A view undoes percent, backslash and entity escapes, drops
//! ANSI colours and zero-width characters, folds full-width forms and joins wrapped base64. Every
//! byte of a view knows the part of the original it came from, so a span found in a view is cut
//! out of the original and nothing else is rewritten. Only lines with something to decode get a
//! view; escapes inside escapes get a second one. A text in hex digits is a view of its own, and so is a
//! command that is written as a list, and what lines say without the marks that a collector put before each.

pub(crate) mod argument_lists;
pub(crate) mod collected_lines;
pub(crate) mod argument_records;
pub(crate) mod escapes;
pub(crate) mod hex_texts;

use std::ops::Range;

use self::escapes::Step;
use crate::sanitizer::spans::Span;

/// A decoded text with the way back.
pub(crate) struct View {
    pub(crate) text: String,
    /// What the text is made of, in order.
    pieces: Vec<Piece>,
}

/// Plain text as it stands in the original, or one decoded character.
struct Piece {
    /// Where it begins in the view.
    at: usize,
    /// What it stands for in the original.
    origin: Range<usize>,
    plain: bool,
}

impl View {
    /// The same span in the original text.
    pub(crate) fn to_original(&self, span: Span) -> Span {
        let start = self.origin(span.range.start).start;
        let end = self.origin(span.range.end.saturating_sub(1)).end;
        Span::new(start..end.max(start), span.placeholder)
    }

    /// The part of the original that one byte of the view stands for.
    fn origin(&self, at: usize) -> Range<usize> {
        let after = self.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = after.checked_sub(1).map(|index| &self.pieces[index]) else {
            return 0..0;
        };
        match piece.plain {
            true => piece.origin.start + (at - piece.at)..piece.origin.start + (at - piece.at) + 1,
            false => piece.origin.clone(),
        }
    }

    fn push(&mut self, plain: bool, letters: &str, origin: Range<usize>) {
        match self.pieces.last_mut() {
            // Plain text that goes on where the last piece of it ended.
            Some(last) if plain && last.plain && last.origin.end == origin.start => last.origin.end = origin.end,
            _ => self.pieces.push(Piece { at: self.text.len(), origin, plain }),
        }
        self.text.push_str(letters);
    }
}

/// All views that differ from the text.
pub(crate) fn of(text: &str) -> Vec<View> {
    let mut views = escaped(text);
    views.extend(hex_texts::find(text).into_iter().map(|(origin, text)| {
        let whole = Piece { at: 0, origin, plain: false };
        View { text, pieces: vec![whole] }
    }));
    views.extend(argument_lists::find(text).iter().map(|items| line_of(text, items)));
    views.extend(collected_lines::find(text).iter().map(|lines| {
        let mut view = View { text: String::new(), pieces: Vec::new() };
        lines.iter().for_each(|line| view.push(true, &text[line.clone()], line.clone()));
        view
    }));
    views.extend(argument_records::find(text).iter().map(|items| line_of(text, items)));
    views
}

/// The items of a list as one line, with a blank between each two.
fn line_of(text: &str, items: &[Range<usize>]) -> View {
    let mut view = View { text: String::new(), pieces: Vec::new() };
    for (index, item) in items.iter().enumerate() {
        if let Some(before) = index.checked_sub(1).map(|index| &items[index]) {
            view.push(false, " ", before.end..item.start);
        }
        view.push(true, &text[item.clone()], item.clone());
    }
    view
}

fn escaped(text: &str) -> Vec<View> {
    if !escapes::any(text.as_bytes()) {
        return Vec::new();
    }
    let mut views = Vec::new();
    for block in blocks(text) {
        let part = &text[block.clone()];
        let Some(first) = decode(part, &Source::Original(block.start)) else {
            continue;
        };
        let more = escapes::any(first.text.as_bytes());
        let second = if more { decode(&first.text, &Source::View(&first)) } else { None };
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
        let bare = line.trim_end_matches(['\n', '\r']);
        let wraps = escapes::may_wrap(line)
            || line.ends_with("\\\n")
            || bare.ends_with('=') && escapes::is_quoted_printable(bare);
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

/// Where a text that is decoded comes from.
enum Source<'v> {
    /// Part of the original, from here on.
    Original(usize),
    /// A view, which knows.
    View(&'v View),
}

impl Source<'_> {
    fn origin(&self, range: &Range<usize>) -> Range<usize> {
        match self {
            Source::Original(start) => start + range.start..start + range.end,
            Source::View(view) => view.origin(range.start).start..view.origin(range.end - 1).end,
        }
    }
}

fn decode(text: &str, source: &Source<'_>) -> Option<View> {
    let mut view = View { text: String::new(), pieces: Vec::new() };
    let mut changed = false;
    let mut at = 0;
    while at < text.len() {
        let length = match escapes::step(text, at) {
            Step::Plain(length) => {
                plain(&mut view, text, at..at + length, source);
                length
            }
            Step::Drop(length) => {
                changed = true;
                length
            }
            Step::Decoded(length, letter) => {
                changed = true;
                view.push(false, letter.encode_utf8(&mut [0; 4]), source.origin(&(at..at + length)));
                length
            }
        };
        at += length;
    }
    changed.then_some(view)
}

/// Takes over plain text, in as many pieces as the text that it comes from has there.
fn plain(view: &mut View, text: &str, range: Range<usize>, source: &Source<'_>) {
    let Source::View(from) = source else {
        let origin = source.origin(&range);
        view.push(true, &text[range], origin);
        return;
    };
    let mut at = range.start;
    let mut index = from.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1);
    while at < range.end {
        let piece = &from.pieces[index];
        index += 1;
        let end = from.pieces.get(index).map_or(range.end, |next| next.at.min(range.end));
        let origin = match piece.plain {
            true => piece.origin.start + (at - piece.at)..piece.origin.start + (end - piece.at),
            false => piece.origin.clone(),
        };
        view.push(piece.plain, &text[at..end], origin);
        at = end;
    }
}
