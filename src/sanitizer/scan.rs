//! How the rule table is run over a text in linear time.
//!
//! One Aho-Corasick pass looks for every trigger literal and every field name at once. A rule's
//! regular expression then runs only in windows around its own triggers; windows of one rule are
//! joined before they are searched, so a rule never reads a byte twice, whatever the text. Rules
//! written as code read the whole text once each. A large text is shared by several threads, rule by rule.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::{CaptureLocations, Regex, RegexBuilder};

use super::blanks::is_blanked;
use super::identifying::is_request_id;
use super::rule::{Class, Finder, Found, Rule, Weight};
use super::sharing::{take, together};
use super::spans::Span;
use super::table::rules;
use super::{digit_groups, fields, pairs, sharing};

/// A compiled rule.
pub(super) struct Pattern {
    regex: Regex,
    /// The groups of which one holds the secret; none when all of the match does.
    groups: Vec<usize>,
}

struct Machine {
    triggers: AhoCorasick,
    /// For each trigger, the rules it wakes.
    wakes: Vec<Vec<usize>>,
    patterns: Vec<OnceLock<Option<Pattern>>>,
}

fn machine() -> &'static Machine {
    static MACHINE: OnceLock<Machine> = OnceLock::new();
    MACHINE.get_or_init(|| {
        let mut literals: Vec<String> = Vec::new();
        let mut wakes: Vec<Vec<usize>> = Vec::new();
        for (index, rule) in rules().iter().enumerate() {
            for literal in literals_of(rule) {
                let at = literals.iter().position(|l| *l == literal).unwrap_or_else(|| {
                    literals.push(literal);
                    wakes.push(Vec::new());
                    literals.len() - 1
                });
                if !wakes[at].contains(&index) {
                    wakes[at].push(index);
                }
            }
        }
        let triggers = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(&literals)
            .expect("the literals of the rule table form an automaton");
        let patterns = rules().iter().map(|_| OnceLock::new()).collect();
        Machine { triggers, wakes, patterns }
    })
}

fn literals_of(rule: &Rule) -> Vec<String> {
    match rule.finder {
        // The search folds the case of ASCII letters only: others stand in the list as they are written.
        Finder::Text { .. } | Finder::Prefix => {
            let folded = |t: &&'static str| if t.is_ascii() { t.to_lowercase() } else { (*t).to_owned() };
            rule.triggers.iter().map(folded).collect()
        }
        Finder::Key(_) => fields::spellings(rule.pattern),
        Finder::Code(_) | Finder::Number { .. } => Vec::new(),
    }
}

/// Points at everything in the text that some rule hides.
pub(super) fn scan(text: &str, spans: &mut Vec<Span>) {
    scan_with(sharing::helpers(text.len()), text, spans);
}

fn scan_with(helpers: usize, text: &str, spans: &mut Vec<Span>) {
    let (codes, patterns) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let run_codes = || {
        take(&codes, |_, rule, found| {
            if let Finder::Code(find) = rule.finder {
                find(text, found);
            }
        })
    };
    let ((windows, groups), mut found) = together(helpers, &run_codes, || {
        let windows = windows(text, spans);
        (windows, digit_groups::find(text))
    });
    let run_patterns = || {
        take(&patterns, |index, rule, found| match rule.finder {
            Finder::Text { check, .. } => places(text, index, &windows[index], check, found),
            Finder::Prefix => places(text, index, &windows[index], None, found),
            Finder::Number { check, signs } => {
                let fitting = groups.iter().filter(|group| signs == u8::MAX || group.signs & signs != 0);
                let numbers: Vec<_> = fitting.map(|group| group.range.clone()).collect();
                places(text, index, &numbers, check, found);
            }
            Finder::Code(_) | Finder::Key(_) => {}
        })
    };
    found.extend(together(helpers, &run_patterns, || ()).1);
    // In the order of the table, whoever found what first: of two spans at one place the earlier names it.
    found.sort_by_key(|(index, _)| *index);
    spans.extend(found.into_iter().flat_map(|(_, found)| found));
}

/// Where each rule is to be tried. Field names are read on the way.
fn windows(text: &str, spans: &mut Vec<Span>) -> Vec<Vec<Range<usize>>> {
    let machine = machine();
    let mut windows: Vec<Vec<Range<usize>>> = vec![Vec::new(); rules().len()];
    let mut names = pairs::Finds::default();
    for hit in machine.triggers.find_overlapping_iter(text) {
        for &index in &machine.wakes[hit.pattern().as_usize()] {
            let rule = &rules()[index];
            match rule.finder {
                Finder::Text { before, after, .. } => {
                    let start = text.floor_char_boundary(hit.start().saturating_sub(before));
                    let end = text.ceil_char_boundary(hit.end().saturating_add(after));
                    add_window(&mut windows[index], start..end.min(text.len()));
                }
                Finder::Prefix => {
                    if begins_token(text, hit.start(), rule) {
                        let end = text.ceil_char_boundary(hit.start() + PREFIX_REACH);
                        add_window(&mut windows[index], hit.start()..end.min(text.len()));
                    }
                }
                Finder::Key(weight) => {
                    names.find(text, hit.start()..hit.end(), rule, weight, spans);
                }
                Finder::Code(_) | Finder::Number { .. } => {}
            }
        }
    }
    windows
}

/// Tries the pattern of a rule in these places.
fn places(
    text: &str,
    index: usize,
    places: &[Range<usize>],
    check: Option<fn(&Found<'_>) -> bool>,
    spans: &mut Vec<Span>,
) {
    let rule = &rules()[index];
    if !places.is_empty()
        && let Some(pattern) = machine().patterns[index].get_or_init(|| compile(rule))
    {
        let mut slots = pattern.regex.capture_locations();
        for place in places.iter().filter(|place| holds(&text[(*place).clone()], rule.needs)) {
            search(text, place.clone(), (pattern, &mut slots), rule, check, spans);
        }
    }
}

/// Whether one of the needed literals is there.
fn holds(place: &str, needs: &[&str]) -> bool {
    needs.is_empty() || needs.iter().any(|literal| place.contains(literal))
}

/// Longest fixed part of a prefixed token; what is longer is followed to its end.
const PREFIX_REACH: usize = 320;

fn begins_token(text: &str, at: usize, rule: &Rule) -> bool {
    let bytes = text.as_bytes();
    let apart = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    // `\nghp_…` in an escaped text: the `n` belongs to the backslash.
    let escaped = at >= 2 && bytes[at - 2] == b'\\';
    (apart || escaped) && rule.triggers.iter().any(|trigger| text[at..].starts_with(trigger))
}

/// The field names in a key of a structured value.
pub(super) fn names_in(key: &str) -> Vec<(Range<usize>, &'static Rule, Weight)> {
    let machine = machine();
    let mut names = Vec::new();
    for hit in machine.triggers.find_overlapping_iter(key) {
        for &index in &machine.wakes[hit.pattern().as_usize()] {
            if let Finder::Key(weight) = rules()[index].finder {
                names.push((hit.start()..hit.end(), &rules()[index], weight));
            }
        }
    }
    names
}

fn add_window(windows: &mut Vec<Range<usize>>, mut window: Range<usize>) {
    // Hits arrive by their ends, so a longer reach back can touch more than the last window.
    while let Some(last) = windows.last() {
        if window.start > last.end {
            break;
        }
        window = window.start.min(last.start)..window.end.max(last.end);
        windows.pop();
    }
    windows.push(window);
}

/// Byte-wise word boundaries keep the lazy DFA in play on text that is not ASCII.
pub(super) fn compile(rule: &Rule) -> Option<Pattern> {
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

impl Pattern {
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
}

fn search(
    text: &str,
    window: Range<usize>,
    (pattern, slots): (&Pattern, &mut CaptureLocations),
    rule: &Rule,
    check: Option<fn(&Found<'_>) -> bool>,
    spans: &mut Vec<Span>,
) {
    let mut at = window.start;
    while at < window.end {
        let Some((mut whole, mut secret)) = pattern.next(slots, &text[..window.end], at) else {
            break;
        };
        if whole.end == window.end && window.end < text.len() {
            // The window cut the match short; let it run as far as it wants.
            match pattern.next(slots, text, whole.start) {
                Some(longer) => (whole, secret) = longer,
                None => break,
            }
        }
        if rule.class == Class::CommandLine {
            secret.end = end_of_quote(text, &secret);
            whole.end = whole.end.max(secret.end);
        }
        let found = Found { text, secret: secret.clone() };
        let request = rule.class == Class::VendorToken
            && (is_request_id(text, secret.start) || is_blanked(&text[secret.clone()]));
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

/// A quoted argument is one value, its blanks included: `-u "app:two words"`.
fn end_of_quote(text: &str, secret: &Range<usize>) -> usize {
    let rest = &text[secret.end..text.floor_char_boundary(secret.end.saturating_add(128))];
    if !rest.starts_with(' ') {
        return secret.end;
    }
    let head = &text[text.ceil_char_boundary(secret.start.saturating_sub(80))..secret.start];
    let word = &head[head.rfind(char::is_whitespace).map_or(0, |at| at + 1)..];
    let Some(quote) = ['"', '\''].into_iter().find(|quote| word.matches(*quote).count() % 2 == 1) else {
        return secret.end;
    };
    let line = rest.split('\n').next().unwrap_or("");
    let closes = line.find(quote).filter(|at| !line[at + 1..].starts_with(char::is_alphanumeric));
    closes.map_or(secret.end, |at| secret.end + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_threads_share_a_text_they_find_the_same_in_the_same_order() {
        let text: String = rules().iter().map(|rule| format!("{}\n{}\n", rule.hides, rule.keeps)).collect();
        let found = |helpers| {
            let mut spans = Vec::new();
            scan_with(helpers, &text, &mut spans);
            spans.into_iter().map(|span| (span.range, span.placeholder)).collect::<Vec<_>>()
        };
        let alone = found(0);
        assert!(alone.len() > rules().len() / 2, "{} spans", alone.len());
        for helpers in [1, 3] {
            assert_eq!(found(helpers), alone, "{helpers} helpers");
        }
    }

    #[test]
    fn every_pattern_of_the_table_compiles() {
        for rule in rules() {
            match rule.finder {
                Finder::Text { .. } | Finder::Prefix => {
                    assert!(compile(rule).is_some(), "{}", rule.name);
                    assert!(!rule.triggers.is_empty(), "{} has no trigger", rule.name);
                }
                Finder::Number { .. } => assert!(compile(rule).is_some(), "{}", rule.name),
                Finder::Key(_) | Finder::Code(_) => {}
            }
        }
    }
}
