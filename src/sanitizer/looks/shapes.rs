//! What a value looks like: random, chosen by a person, or an identifier.
//!
//! These are judgements about one word without its surroundings.

use std::sync::LazyLock;

use regex::Regex;

use super::wordness::is_wordy;

static IDENTIFIER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix-u)^(?:
          [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:-[0-9]{1,3})?
         |[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T\x20][0-9:.]*(?:Z|[+-][0-9:]+)?)?
         |v?[0-9]+(?:\.[0-9]+)+(?:[-+][0-9a-z.-]+)?
         |[0-9.,:]+(?:ns|us|ms|s|m|h|d|kb|mb|gb|kib|mib|gib|b|%|x)?
         |(?:[0-9]+(?:h|m|s|ms|d))+
         |[0-9]{1,2}[-/][a-z]{3}[-/](?:[0-9]{2}|[0-9]{4})(?::[0-9:.]*)?
         |0x[0-9a-f]{1,16}
         |S-1-[0-9]{1,2}(?:-[0-9]+)+
         )$",
    )
    .ok()
});

/// UUIDs, times, versions, numbers with a unit.
pub(crate) fn is_identifier(value: &str) -> bool {
    if is_uuid(value.as_bytes()) {
        return true;
    }
    // Most words can be told by how they begin.
    let begins = |first: u8| {
        first.is_ascii_digit()
            || b".,:vVsS".contains(&first)
            || first.is_ascii_hexdigit() && value.as_bytes().get(8) == Some(&b'-')
    };
    value.len() <= 64
        && value.bytes().next().is_some_and(begins)
        && IDENTIFIER.as_ref().is_some_and(|pattern| pattern.is_match(value))
}

/// The identifier that most logs are full of, without the way through the pattern.
pub(crate) fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Digits and signs only.
pub(crate) fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit() || b".,+-".contains(&b))
}

/// A word no dictionary holds: letters mixed with digits, or signs in its middle.
pub(crate) fn looks_chosen(value: &str) -> bool {
    if value.chars().count() < 5 || is_identifier(value) {
        return false;
    }
    let digits = value.chars().any(|c| c.is_ascii_digit());
    let letters = value.chars().any(char::is_alphabetic);
    let signs = value.chars().any(|c| "!@#$%^&*+=~?".contains(c));
    let shouts = value.chars().skip(1).any(char::is_uppercase)
        && value.chars().any(char::is_lowercase)
        && switches(value) >= 3
        && !is_wordy(value);
    digits && letters || signs && (letters || digits) || shouts
}

/// Chosen beyond doubt: a sign within letters, or all three of capitals, small letters and digits.
pub(crate) fn looks_typed(value: &str) -> bool {
    let has = |test: fn(&char) -> bool| value.chars().any(|c| test(&c));
    let letters = has(|c| c.is_alphabetic());
    let signs = value.chars().any(|c| "!@#$%^&*+~?_".contains(c)) && has(char::is_ascii_digit);
    let mixed = has(|c| c.is_uppercase()) && has(|c| c.is_lowercase()) && has(char::is_ascii_digit);
    value.chars().count() >= 6
        && letters
        && (signs && !value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') || mixed)
        && !is_identifier(value)
        && !value.contains(['/', ':', '=', '<', '>'])
}

/// Long and irregular enough that nobody typed it.
pub(crate) fn looks_random(value: &str, shortest: usize) -> bool {
    let length = value.len();
    if length < shortest || is_identifier(value) || !value.is_ascii() || value.contains([':', '.']) && length < 40 {
        return false;
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    if digits == 0 || letters == 0 {
        return digits == 0 && length >= 20 && switches(value) * 10 >= length * 3 && !is_wordy(value);
    }
    switches(value) * 10 >= length * 3 - 5 && !is_wordy(value)
}

/// A long number written with small letters and digits, or with capitals and digits: fewer turns than in other keys,
/// but no words either.
pub(crate) fn is_numeral(value: &str) -> bool {
    let count = |test: fn(&u8) -> bool| value.as_bytes().iter().filter(|b| test(b)).count();
    let (upper, lower, digits) =
        (count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase), count(u8::is_ascii_digit));
    (20..=128).contains(&value.len())
        && upper + lower + digits == value.len()
        && (upper == 0 || lower == 0)
        && digits >= 3
        && upper + lower >= 8
        && switches(value) >= 6
        && !value.bytes().all(|b| b.is_ascii_hexdigit())
        && !is_identifier(value)
        && !is_wordy(value)
}

/// How often a value changes between lower case, upper case, digit and sign.
pub(crate) fn switches(value: &str) -> usize {
    value.as_bytes().windows(2).map(|pair| usize::from(kind(pair[0]) != kind(pair[1]))).sum()
}

/// Small letter (0), capital (1), digit (2) or sign (3).
pub(crate) fn kind(byte: u8) -> u8 {
    const KINDS: [u8; 256] = {
        let mut kinds = [3; 256];
        let mut byte = 0;
        while byte < 256 {
            match byte as u8 {
                b'a'..=b'z' => kinds[byte] = 0,
                b'A'..=b'Z' => kinds[byte] = 1,
                b'0'..=b'9' => kinds[byte] = 2,
                _ => {}
            }
            byte += 1;
        }
        kinds
    };
    KINDS[usize::from(byte)]
}

const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
/// Signs that policies ask for.
const SIGN: u8 = 8;
/// What no such word holds.
const BARRED: u8 = 16;

/// What a byte is to [`looks_drawn`], which is asked of most words of a text.
const LETTERS: [u8; 256] = {
    let mut letters = [BARRED; 256];
    let mut byte = 0;
    while byte < 256 {
        letters[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'!' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'?' | b'~' | b'+' => SIGN,
            b'-' | b'_' | b'.' => 0,
            _ => BARRED,
        };
        byte += 1;
    }
    letters
};

/// Drawn by a machine or bent by a policy beyond doubt, in whatever sentence it stands: letters and digits
/// with a sign among them, or capitals, small letters and digits in turn. No name of a thing looks so.
pub(crate) fn looks_drawn(value: &str) -> bool {
    let bytes = value.as_bytes();
    // Most words end the question here.
    if !(8..=64).contains(&bytes.len()) {
        return false;
    }
    let seen = bytes.iter().fold(0, |seen, byte| seen | LETTERS[usize::from(*byte)]);
    let has = |letters: u8| seen & letters != 0;
    if has(BARRED) || !has(DIGIT | SIGN) {
        return false;
    }
    let (upper, lower, digit) = (has(UPPER), has(LOWER), has(DIGIT));
    let sign = has(SIGN)
        && bytes.windows(2).any(|pair| pair[0].is_ascii_alphanumeric() && LETTERS[usize::from(pair[1])] == SIGN);
    let turns = switches(value);
    !is_identifier(value)
        && (digit && (upper || lower) || sign && upper && lower && turns >= 5)
        && (sign && turns >= 2
            || upper && lower && turns >= 5 && (turns * 2 >= bytes.len() || !value.contains(['-', '_', '.'])))
        && (sign || !is_wordy(value))
}

/// `tovjes-kYwud4-hembqi`: three or more groups of six letters and digits, as password managers draw them.
pub(crate) fn is_grouped(value: &str) -> bool {
    let groups = value.split('-');
    groups.clone().count() >= 3
        && groups.clone().all(|group| group.len() == 6 && group.bytes().all(|b| b.is_ascii_alphanumeric()))
        && !value.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        && !value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
        && !groups.clone().any(|group| group.len() == 6 && is_wordy(group))
}
