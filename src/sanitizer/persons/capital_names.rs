//! People in running text: capital words that follow each other as the words of a name do.
//!
//! Three kinds of proof are weighed together: what stands before the run (`roles`), whether its words are known as
//! names (`known_names`), and whether one of them belongs to an organisation or a product instead.

use std::ops::Range;

use super::persons_in_scripts;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{ahead, before};
use crate::sanitizer::words::known_names::{is_family, is_given, may_be_given};
use crate::sanitizer::words::organisations::belongs_to_thing;
use crate::sanitizer::words::places::{is_place, opens_place};
use crate::sanitizer::words::roles::{self, Cue};
use crate::sanitizer::words::titles;

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "person",
    Class::Name,
    "two to four capital words of which one is a known name, or behind a word for a person or a deed",
    "[name]",
    find,
)
.hides("approved by Ottokar Prohaska, and Zsófia Nagy rebooted the host")
.keeps("approved by Change Advisory Board, user Backup Operators, Grant Access Request failed")];

/// Small words within a name.
const PARTICLES: [&str; 30] = [
    "van", "von", "de", "der", "den", "la", "da", "di", "del", "della", "dos", "das", "do", "du", "le", "ter", "ten",
    "bin", "bint", "al", "el", "zu", "af", "av", "y", "e", "ibn", "ben", "san", "vom",
];
const MOST_WORDS: usize = 8;

/// Points at names of people.
pub(crate) fn find(text: &str, spans: &mut Vec<Span>) {
    let mut at = 0;
    while let Some(start) = next_capital(text, at) {
        let words = run(text, start);
        let Some(last) = words.last() else {
            at = start + text[start..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        at = last.end;
        judge(text, &words, spans);
    }
}

/// The whole value when it is a name: two to four capital words, or one that is known.
pub(crate) fn is_whole_name(value: &str) -> bool {
    let value = value.trim();
    if persons_in_scripts::is_whole_name(value) {
        return true;
    }
    if value.contains(' ') && value.len() <= 60 && value.chars().all(|c| c.is_uppercase() || " -'’.".contains(c)) {
        return is_whole_name(&titled(value));
    }
    let words = run(value, 0);
    let named =
        words.first().is_some_and(|word| word.start == 0) && words.last().is_some_and(|word| word.end == value.len());
    let things = words.iter().any(|word| belongs_to_thing(&value[word.clone()]));
    named && !things && ((2..=4).contains(&words.len()) || words.len() == 1 && is_given(value))
}

/// `RENATE MUSTER` as people write it.
fn titled(value: &str) -> String {
    let mut after_letter = false;
    let case = |c: char| {
        let inner = after_letter;
        after_letter = c.is_alphabetic();
        if inner { c.to_lowercase().next().unwrap_or(c) } else { c }
    };
    value.chars().map(case).collect()
}

/// Where the next word with a capital letter begins.
fn next_capital(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_uppercase() || matches!(byte, 0xc3..=0xc5 | 0xc7 | 0xc8 | 0xce | 0xd0) {
            let apart = at == 0 || begins_word(bytes, at);
            if apart && text[at..].starts_with(char::is_uppercase) {
                return Some(at);
            }
            at += bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b >= 0x80).count().max(1);
        } else if byte.is_ascii_lowercase() {
            at += bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b >= 0x80).count();
        } else {
            at += 1;
        }
        at = text.ceil_char_boundary(at);
    }
    None
}

fn begins_word(bytes: &[u8], at: usize) -> bool {
    let before = bytes[at - 1];
    let escaped = at >= 2 && bytes[at - 2] == b'\\' && matches!(before, b'n' | b'r' | b't');
    escaped || !(before.is_ascii_alphanumeric() || b"_.-/@\\$#&%".contains(&before) || before >= 0xc0)
}

/// The capital words from `start` on, parted by one blank each; particles stand between them.
fn run(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut at = start;
    while words.len() < MOST_WORDS
        && let Some(end) = word(text, at)
    {
        words.push(at..end);
        let Some(next) = after_gap(text, end) else { break };
        at = next;
        for _ in 0..2 {
            let rest = &text[at..];
            let length = rest.bytes().take(8).take_while(u8::is_ascii_lowercase).count();
            if !(PARTICLES.contains(&&rest[..length]) && rest[length..].starts_with(' ')) {
                break;
            }
            at += length + 1;
        }
    }
    words
}

fn after_gap(text: &str, end: usize) -> Option<usize> {
    [" ", "\u{a0}"].iter().find_map(|gap| text[end..].starts_with(gap).then_some(end + gap.len()))
}

/// Where the capital word at `at` ends, when it is one as names are: `Nagy`, `O'Neil`, `Jean-Luc`, `J.`.
fn word(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let mut letters = rest.char_indices().peekable();
    let first = letters.next().filter(|(_, c)| c.is_uppercase())?.1;
    let mut end = first.len_utf8();
    let mut small = false;
    let mut count = 1;
    while let Some(&(next, letter)) = letters.peek() {
        let joint = matches!(letter, '\'' | '’' | '-');
        if joint {
            let follows = rest[next + letter.len_utf8()..].chars().next();
            // A possessive is no part of the name.
            let tail = &rest[next + letter.len_utf8()..];
            let owns = letter != '-' && tail.starts_with('s') && !tail[1..].starts_with(char::is_alphabetic);
            if owns
                || !follows.is_some_and(char::is_alphabetic)
                || letter == '-' && !follows.is_some_and(char::is_uppercase)
            {
                break;
            }
            small = false;
        } else if letter.is_lowercase() {
            small = true;
        } else if letter.is_uppercase() {
            let prefix = &rest[..next];
            let joined = rest[..next].ends_with(['\'', '’', '-'])
                || ["Mc", "Mac", "De", "Di", "Le", "La", "Van", "Fitz"].contains(&prefix);
            if !joined {
                return None;
            }
        } else if letter == '.' && count == 1 {
            // An initial.
            return rest[next..].starts_with(". ").then_some(at + next + 1);
        } else {
            break;
        }
        count += 1;
        end = next + letter.len_utf8();
        letters.next();
        if end > 40 {
            return None;
        }
    }
    let mut tail = rest[end..].chars();
    let next = tail.next();
    let goes_on = next.is_some_and(|c| c.is_alphanumeric() || "_(/@".contains(c))
        || next.is_some_and(|c| ".:-".contains(c)) && tail.next().is_some_and(|c| c.is_alphanumeric() || c == ':');
    (small && count >= 2 && !goes_on).then_some(at + end)
}

/// Points at what in the run is a person's name.
fn judge(text: &str, words: &[Range<usize>], spans: &mut Vec<Span>) {
    let mut from = 0;
    while from < words.len() {
        let length = words[from..].iter().take_while(|word| !is_thing(&text[(*word).clone()])).count();
        let part = &words[from..from + length];
        let week = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "Di", "Mi", "Do", "So"];
        if part.len() >= 2 && part.iter().all(|word| week.contains(&&text[word.clone()])) {
            from += length + 1;
            continue;
        }
        let cut = from + length < words.len();
        let titled = words.get(from + length).is_some_and(|word| titles::is_after(&text[word.clone()]));
        if let Some(range) = name_in(text, part, cut, titled).filter(|range| !is_place(&text[range.clone()])) {
            spans.push(Span::new(range, "[name]"));
        }
        // `Saint Helena`: the word that a place is called after belongs to it.
        let place = words.get(from + length).is_some_and(|word| opens_place(&text[word.clone()]));
        from += length + 1 + usize::from(place);
    }
}

fn is_thing(word: &str) -> bool {
    belongs_to_thing(word) || opens_place(word) || titles::is_capital_title(word) || titles::is_after(word)
}

fn name_in(text: &str, words: &[Range<usize>], cut: bool, titled: bool) -> Option<Range<usize>> {
    let (first, last) = (words.first()?, words.last()?);
    if is_credit(text, first.start, last.end) {
        return None;
    }
    let at = |index: usize| &text[words[index].clone()];
    // `Chị Đặng …`, `Anh Lê …`: a title that begins the sentence is no part of the name.
    if words.len() >= 3
        && at(0).chars().count() > 1
        && !at(0).is_ascii()
        && titles::may_be_before(&at(0).to_lowercase())
        || words.len() >= 4 && at(0) == "Anh"
    {
        return name_in(text, &words[1..], cut, titled);
    }
    let mut cue = roles::cue(&text[..first.start]);
    if titled || titles::follows(&text[last.end..]) && cue != Cue::None {
        cue = Cue::Title;
    }
    if words.len() == 1 {
        let known = is_given(at(0)) && !cut && cue == Cue::Plain;
        return (known || cue == Cue::Title && (!cut || titled)).then(|| first.clone());
    }
    let cut = cut && !titled;
    // `D. Graciete …`: an initial begins a name.
    let initial = at(0).ends_with('.') && cue == Cue::Faint && words.len() >= 3;
    if cue == Cue::Title || cue == Cue::Initial || initial || beside_contact(text, first.start, last.end) {
        cue = Cue::Plain;
    }
    let foreign = words
        .iter()
        .all(|word| !text[word.clone()].is_ascii() && text[word.clone()].starts_with(|c: char| c >= '\u{370}'));
    let whole = first.start..last.end;
    if let Some(given) = (0..words.len()).find(|index| is_given(at(*index))) {
        // Family name first, or a given name that goes on.
        let start = if given + 1 == words.len() { given - 1 } else { given };
        let start = if cue == Cue::Plain && words.len() <= 4 { 0 } else { start };
        return Some(words[start].start..words[words.len().min(start + 4) - 1].end);
    }
    let family = (1..words.len()).find(|index| is_family(at(*index)));
    let may = (0..words.len() - 1).find(|index| may_be_given(at(*index)));
    if let Some(start) = may.filter(|start| family.is_some_and(|end| end > *start) || cue == Cue::Plain) {
        return Some(words[start].start..last.end);
    }
    if cue == Cue::Plain && words.len() <= 4 && !cut {
        return Some(whole);
    }
    if let Some(end) = family.filter(|_| cue == Cue::Faint || foreign) {
        return Some(words[end - 1].start..words[end].end.max(last.end));
    }
    if cue == Cue::Faint && words.len() <= 3 && is_eastern(words.iter().map(|word| &text[word.clone()])) {
        return Some(whole);
    }
    // Two capital words within a sentence of a script whose nouns are small.
    (foreign && words.len() <= 3 && !begins_sentence(text, first.start)).then_some(whole)
}

/// `… 10.5 by X Y and contributors`, `Copyright (C) 2019-2026 X Y`: who wrote a program, as it tells everybody.
fn is_credit(text: &str, start: usize, end: usize) -> bool {
    let tail = ahead(text, end, 24);
    let head = before(text, start, 48);
    let many = [" and others", " et al", " and the "].iter().any(|end| tail.starts_with(end));
    let rights = ["copyright", "(c)", "©"].iter().any(|mark| {
        head.rfind(mark).is_some_and(|at| {
            head[at + mark.len()..].split([' ', ',', '-', '–']).all(|word| {
                word.is_empty()
                    || word == "(c)"
                    || word == "by"
                    || word == "©"
                    || word.bytes().all(|b| b.is_ascii_digit())
            })
        })
    });
    // "2.31 by …", "version 4 by …": a program and its version.
    let version = head.strip_suffix(" by ").is_some_and(|program| {
        let number = program.rsplit(' ').next().unwrap_or("").trim_start_matches('v');
        number.contains('.') && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    rights || tail.starts_with(" and contributors") || many && version
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let head = text[..at].trim_end_matches([' ', '"', '«', '(']);
    head.is_empty() || head.ends_with(['.', '!', '?', '\n', ':', ']'])
}

/// Whether what is written in place of a telephone number, a mailbox or an identity stands beside the name.
fn beside_contact(text: &str, start: usize, end: usize) -> bool {
    const MARKS: [&str; 3] = ["[phone]", "[email]", "[personal]"];
    let tail = ahead(text, end, 48);
    let tail = tail.split('\n').next().unwrap_or("");
    let after = MARKS.iter().filter_map(|mark| tail.find(mark)).min().is_some_and(|at| {
        let gap = &tail[..at];
        let words = gap.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        gap.len() <= 24
            && !gap.contains(['"', '=', '.', ';', '|', '{'])
            && words.clone().count() <= 2
            && words.clone().all(|word| word.chars().count() <= 9 && !word.starts_with(|c: char| c.is_ascii_digit()))
            && gap.starts_with([' ', ',', '(', ':', '/'])
    });
    let head = text[..start].trim_end_matches([' ', ',', '(', '-', '–', '—']);
    after || head.len() < start && MARKS.iter().take(1).any(|mark| head.ends_with(mark))
}

/// Family name first, then one or two short words, as names of East Asia are written in Latin letters.
fn is_eastern<'t>(words: impl Iterator<Item = &'t str> + Clone) -> bool {
    const FAMILIES: &str = " Lim Tan Ng Chua Goh Ong Koh Teo Toh Sim Yeo Chia Ang Low Quek Wong Chan Cheung Leung Lau Lam Ho Ip Kwok Tsang Tang Fung Chow Yip Chen Wang Zhang Li Liu Yang \
     Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo Lin He Gao Luo Zheng Liang Xie Song Tang Feng Deng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen Yao Jiang Fan Tsai Hsu Hsieh \
     Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Shin Seo Kwon Hwang Ahn Nguyen Nguyễn Tran Trần Le Lê Pham Phạm Hoang Hoàng Huynh Huỳnh Phan Vu Vũ Vo Võ Dang Đặng Bui Bùi Do Đỗ Ngo Ngô Duong Dương Ly Lý Đinh Trịnh Mai Hồ ";
    let mut words = words;
    let Some(family) = words.next() else { return false };
    let mut count = 0;
    for word in words {
        count += 1;
        if word.chars().count() > 6 || word.contains(['.', '-']) {
            return false;
        }
    }
    (1..=3).contains(&count) && FAMILIES.split_whitespace().any(|name| name == family)
}
