//! A rule's pattern, compiled, and how it is tried in a part of a text.

use std::ops::Range;

use regex::{CaptureLocations, Regex, RegexBuilder};

use crate::sanitizer::looks::blanks::is_blanked;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::rule::{Class, Finder, Found, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::behind;
use crate::sanitizer::words::identifying::is_request_id;

/// A compiled rule.
pub(crate) struct Pattern {
    regex: Regex,
    /// The groups of which one holds the secret; none when all of the match does.
    groups: Vec<usize>,
}

impl Pattern {
    /// Byte-wise word boundaries keep the lazy DFA in play on text that is not ASCII.
    pub(crate) fn of(rule: &Rule) -> Option<Pattern> {
        let regex = RegexBuilder::new(&rule.pattern.replace(r"\b", r"(?-u:\b)"))
            .size_limit(4 << 20)
            .dfa_size_limit(4 << 20)
            .build()
            .ok()?;
        let names = regex.capture_names().enumerate();
        let secret = |name: Option<&str>| name.is_some_and(|name| ["s", "t", "u", "v", "w", "q"].contains(&name));
        let groups = names.filter(|(_, name)| secret(*name)).map(|(group, _)| group).collect();
        Some(Pattern { regex, groups })
    }

    /// The next match, and the secret within it. Where groups hold it is asked only when there are some.
    fn next(&self, slots: &mut CaptureLocations, text: &str, at: usize) -> Option<(Range<usize>, Range<usize>)> {
        if self.groups.is_empty() {
            let whole = self.regex.find_at(text, at)?.range();
            return Some((whole.clone(), whole));
        }
        let whole = self.regex.captures_read_at(slots, text, at)?.range();
        let secret = self.groups.iter().find_map(|group| slots.get(*group));
        Some((whole.clone(), secret.map_or(whole, |(start, end)| start..end)))
    }

    /// Points at what the pattern finds in these places and the check confirms.
    pub(crate) fn search(
        &self,
        text: &str,
        places: impl Iterator<Item = Range<usize>>,
        rule: &Rule,
        check: Option<fn(&Found<'_>) -> bool>,
        spans: &mut Vec<Span>,
    ) {
        let mut slots = self.regex.capture_locations();
        for window in places {
            let mut at = window.start;
            while at < window.end {
                let Some((mut whole, mut secret)) = self.next(&mut slots, &text[..window.end], at) else {
                    break;
                };
                if whole.end == window.end && window.end < text.len() {
                    // The window cut the match short; let it run on.
                    let reach = text.floor_char_boundary(window.end.saturating_add(MOST_BEYOND));
                    match self.next(&mut slots, &text[..reach], whole.start) {
                        Some(longer) if longer.0.start == whole.start => (whole, secret) = longer,
                        _ => {}
                    }
                }
                if rule.class == Class::CommandLine {
                    secret.end = end_of_quote(text, &secret);
                    whole.end = whole.end.max(secret.end);
                }
                let found = Found { text, secret: secret.clone() };
                let request = rule.class == Class::VendorToken
                    && (is_request_id(text, secret.start)
                        || is_blanked(&text[secret.clone()])
                        || is_name(&text[secret.clone()]));
                if !request && check.is_none_or(|judge| judge(&found)) {
                    spans.push(Span::new(secret, rule.placeholder));
                    at = whole.end.max(at + 1);
                } else {
                    // A refused match must not swallow a good one that starts inside it.
                    at = whole.start.max(at) + 1;
                    if let Finder::Number { .. } = rule.finder {
                        // Numbers begin where words begin.
                        let bytes = text.as_bytes();
                        at += bytes[at..window.end].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
                    }
                }
                at = text.ceil_char_boundary(at);
            }
        }
    }
}

/// So far beyond its window a match is followed, in bytes.
const MOST_BEYOND: usize = 8 << 10;

/// `hf_requiredTypesForDisplay`: words behind what looks like the mark of a vendor.
fn is_name(value: &str) -> bool {
    let last = value.rsplit(['_', '-']).next().unwrap_or("");
    let begins = last.len() >= 16 && last.starts_with(|c: char| c.is_ascii_lowercase());
    begins
        && value.len() <= 96
        && value.bytes().all(|b| b.is_ascii_alphabetic() || b"_-".contains(&b))
        && is_wordy(value)
}

/// A quoted argument is one value, its blanks included: `-u "app:two words"`.
fn end_of_quote(text: &str, secret: &Range<usize>) -> usize {
    let rest = &text[secret.end..text.floor_char_boundary(secret.end.saturating_add(128))];
    if !rest.starts_with(' ') {
        return secret.end;
    }
    let head = behind(text, secret.start, 80);
    let word = head.rsplit(char::is_whitespace).next().unwrap_or(head);
    let Some(quote) = ['"', '\''].into_iter().find(|quote| word.matches(*quote).count() % 2 == 1) else {
        return secret.end;
    };
    let line = rest.split('\n').next().unwrap_or("");
    let closes = line.find(quote).filter(|at| !line[at + 1..].starts_with(char::is_alphanumeric));
    closes.map_or(secret.end, |at| secret.end + at)
}
