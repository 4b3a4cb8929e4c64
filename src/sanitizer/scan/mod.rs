//! How the rule table is run over a text in linear time.
//!
//! One Aho-Corasick pass looks for every trigger literal and every field name at once. A rule's
//! regular expression then runs only in windows around its own triggers; windows of one rule are
//! joined before they are searched, so a rule never reads a byte twice, whatever the text. Rules
//! written as code read the whole text once each. A large text is shared by several threads, rule by rule.

pub(crate) mod patterns;
pub(crate) mod sharing;

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input};

use self::patterns::Pattern;
use self::sharing::{stretches, take, take_stretches, together};
use crate::sanitizer::fields::names;
use crate::sanitizer::fields::pairs;
use crate::sanitizer::numbers::digit_groups;
use crate::sanitizer::rule::{Finder, Found, Rule, Weight};
use crate::sanitizer::spans::Span;
use crate::sanitizer::table::rules;

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
        Finder::Key(_) => names::spellings(rule.pattern),
        Finder::Code(_) | Finder::Number { .. } => Vec::new(),
    }
}

/// Points at everything in the text that some rule hides.
pub(crate) fn scan(text: &str, spans: &mut Vec<Span>) {
    scan_while(text, spans, || ());
}

/// The same, with work of the caller that helpers need not wait for.
pub(crate) fn scan_while<T>(text: &str, spans: &mut Vec<Span>, own: impl FnOnce() -> T) -> T {
    scan_with(sharing::helpers(text.len()), text, spans, own)
}

fn scan_with<T>(helpers: usize, text: &str, spans: &mut Vec<Span>, own: impl FnOnce() -> T) -> T {
    let (firsts, codes, patterns) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let stretches = stretches(text.len());
    let run_codes = || {
        let read = take_stretches(&firsts, &stretches, |stretch| triggered(text, stretch));
        let found = take(&codes, |_, rule, found| {
            if let Finder::Code(find) = rule.finder {
                find(text, found);
            }
        });
        (read, found)
    };
    let ((groups, own), came_to) = together(helpers, &run_codes, || (digit_groups::find(text), own()));
    let (read, found): (Vec<_>, Vec<_>) = came_to.into_iter().unzip();
    let (mut read, mut found) = (read.concat(), found.concat());
    read.sort_by_key(|(stretch, _)| *stretch);
    let mut windows: Vec<Vec<Range<usize>>> = vec![Vec::new(); rules().len()];
    for (_, Triggered { windows: more, spans: told }) in read {
        spans.extend(told);
        for (windows, more) in windows.iter_mut().zip(more) {
            more.into_iter().for_each(|window| add_window(windows, window));
        }
    }
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
    found.extend(together(helpers, &run_patterns, || ()).1.concat());
    // In the order of the table, whoever found what first: of two spans at one place the earlier names it.
    found.sort_by_key(|(index, _)| *index);
    spans.extend(found.into_iter().flat_map(|(_, found)| found));
    own
}

/// What the triggers and field names of a stretch come to.
#[derive(Clone)]
struct Triggered {
    /// Where each rule is to be tried.
    windows: Vec<Vec<Range<usize>>>,
    /// The values of fields.
    spans: Vec<Span>,
}

/// Looks for triggers that end in the stretch. Field names are read on the way.
fn triggered(text: &str, stretch: Range<usize>) -> Triggered {
    let machine = machine();
    let mut windows: Vec<Vec<Range<usize>>> = vec![Vec::new(); rules().len()];
    let mut spans = Vec::new();
    let mut names = pairs::Finds::default();
    let before = stretch.start.saturating_sub(machine.triggers.max_pattern_len());
    let whole = Input::new(text).span(before..stretch.end);
    for hit in machine.triggers.find_overlapping_iter(whole) {
        if hit.end() <= stretch.start {
            continue;
        }
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
                    names.find(text, hit.start()..hit.end(), rule, weight, &mut spans);
                }
                Finder::Code(_) | Finder::Number { .. } => {}
            }
        }
    }
    Triggered { windows, spans }
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
        && let Some(pattern) = machine().patterns[index].get_or_init(|| Pattern::of(rule))
    {
        let places = places.iter().filter(|place| holds(&text[(*place).clone()], rule.needs));
        pattern.search(text, places.cloned(), rule, check, spans);
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
pub(crate) fn names_in(key: &str) -> Vec<(Range<usize>, &'static Rule, Weight)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_threads_share_a_text_they_find_the_same_in_the_same_order() {
        let text: String = rules().iter().map(|rule| format!("{}\n{}\n", rule.hides, rule.keeps)).collect();
        let found = |helpers| {
            let mut spans = Vec::new();
            scan_with(helpers, &text, &mut spans, || ());
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
                    assert!(Pattern::of(rule).is_some(), "{}", rule.name);
                    assert!(!rule.triggers.is_empty(), "{} has no trigger", rule.name);
                }
                Finder::Number { .. } => assert!(Pattern::of(rule).is_some(), "{}", rule.name),
                Finder::Key(_) | Finder::Code(_) => {}
            }
        }
    }
}
