//! Where numbers may stand: runs of digits, capitals and the signs that group them.
//!
//! Most digits in operational text belong to times and identifiers. Telling those apart once is
//! what keeps a dozen number rules affordable.

use std::ops::Range;

const FEWEST_DIGITS: usize = 6;
const LONGEST: usize = 64;

/// Signs of which a number rule needs one: a group without them is not searched for it.
pub(crate) const CAPITAL: u8 = 1;
pub(crate) const DASH: u8 = 2;
pub(crate) const DOT: u8 = 4;
pub(crate) const BLANK: u8 = 8;
pub(crate) const BRACKET: u8 = 16;

/// A run that number rules look at.
pub(crate) struct Group {
    pub(crate) range: Range<usize>,
    /// The signs in it.
    pub(crate) signs: u8,
}

fn sign(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => CAPITAL,
        b'-' | b'+' => DASH,
        b'.' => DOT,
        b' ' | b'/' => BLANK,
        b'(' | b')' => BRACKET,
        _ => 0,
    }
}

/// The runs that number rules look at.
pub(crate) fn find(text: &str) -> Vec<Group> {
    let bytes = text.as_bytes();
    let mut groups = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let opens = bytes[at] == b'(' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !opens && !bytes[at].is_ascii_digit() && !bytes[at].is_ascii_uppercase() {
            at += 1;
            continue;
        }
        let start = at;
        let mut digits = 0;
        let mut end = at;
        let mut broken = false;
        let mut signs = 0;
        while end < bytes.len() {
            let byte = bytes[end];
            if byte.is_ascii_digit() {
                digits += 1;
            } else if !byte.is_ascii_uppercase() {
                if end > start && !(joins(byte) && goes_on(bytes, end)) {
                    break;
                }
                broken = true;
            }
            signs |= sign(byte);
            end += 1;
        }
        let run = start..end;
        // A number has at most a few dozen digits in one piece.
        let number = broken || end - start <= LONGEST;
        if digits >= FEWEST_DIGITS && number && !is_time(&bytes[run.clone()]) && !in_hex(bytes, &run) {
            // One more character, so that a pattern sees where the number ends.
            let range = start..text.ceil_char_boundary((end + 1).min(text.len()));
            let signs = signs | bytes.get(end).copied().map_or(0, sign);
            groups.push(Group { range, signs });
        }
        // Numbers begin where words begin: the rest of a broken word is passed over.
        at = end.max(start + 1);
        at += bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    }
    groups
}

fn joins(byte: u8) -> bool {
    b" -./()".contains(&byte)
}

fn goes_on(bytes: &[u8], at: usize) -> bool {
    let next = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(b'\n');
    let counts = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    counts(next(1)) || joins(next(1)) && next(1) != bytes[at] && counts(next(2))
}

/// `2026-03-04T05`, the head of a time that a colon goes on with, or a date.
fn is_time(run: &[u8]) -> bool {
    (10..=25).contains(&run.len())
        && run[4] == b'-'
        && run[7] == b'-'
        && (run.len() == 10 || run[10] == b'T' || run[10] == b' ' && run.len() == 13)
        && (run.starts_with(b"20") || run.starts_with(b"19"))
}

/// A piece of a lower-case hexadecimal run, such as the middle of a UUID.
fn in_hex(bytes: &[u8], run: &Range<usize>) -> bool {
    let small = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|b| (b'a'..=b'f').contains(b));
    small(run.start.checked_sub(1)) && small(Some(run.end))
}
