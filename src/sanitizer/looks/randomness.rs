//! Telling random runs from words, names of things and paths.

use std::ops::Range;

use super::shapes::{is_identifier, kind, switches};
use super::wordness::is_wordy;

/// A shorter part is too likely an abbreviation.
pub(crate) const SHORTEST: usize = 20;

/// No name of a thing is longer.
const LONGEST_NAME: usize = 200;

/// Which bytes belong to a run: letters, digits and these signs.
pub(crate) const fn run_of(signs: &[u8]) -> [bool; 256] {
    let mut inside = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        inside[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < signs.len() {
        inside[signs[at] as usize] = true;
        at += 1;
    }
    inside
}

/// The random parts of a run that may have a path or words around them.
pub(crate) fn random_parts(value: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    if value.len() <= LONGEST_NAME && is_name_of_parts(value) {
        return parts;
    }
    let plain = |b: u8| b.is_ascii_alphabetic() || b"-_".contains(&b);
    let readable = |part: &&str| {
        part.len() >= 4 && part.bytes().all(plain) && switches(part) * 4 <= part.len()
            || part.len() >= 8 && is_identifier(part)
    };
    // Base64 has slashes too, and now and then four letters in a row between two of them.
    let words: usize = value.split('/').filter(readable).map(str::len).sum();
    if words * 3 < value.len() {
        // `com/services/…`: what a path begins with.
        let word = |part: &str| part.len() >= 3 && part.bytes().all(|b| b.is_ascii_lowercase());
        let leads = |part: &&str| part.ends_with('/') && word(&part[..part.len() - 1]);
        let lead: usize = value
            .split_inclusive('/')
            .take_while(|part| readable(&part.trim_end_matches('/')) || leads(part))
            .map(str::len)
            .sum();
        if is_random(&value[lead..]) {
            // `…/sendMessage`: what an address goes on with behind a token.
            let method = value.rfind('/').filter(|at| *at >= lead + SHORTEST).map(|at| &value[at + 1..]);
            let method =
                method.filter(|word| word.len() >= 6 && (readable(word) && is_wordy(word) || is_numbered_file(word)));
            parts.push(lead..value.len() - method.map_or(0, |word| word.len() + 1));
            return parts;
        }
    }
    let mut start = 0;
    for part in value.split('/') {
        if part.len() >= SHORTEST && is_random(part) {
            parts.push(start..start + part.len());
        }
        start += part.len() + 1;
    }
    parts
}

/// `report-0826`, `Invoice_2026_17`: what a file is called behind a token; no alphabet of 64 signs has `/` and `-`.
fn is_numbered_file(name: &str) -> bool {
    let word = |part: &str| {
        let rest = part.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(part);
        rest.len() >= 2 && rest.bytes().all(|b| b.is_ascii_lowercase())
    };
    let number = |part: &str| part.len() <= 8 && part.bytes().all(|b| b.is_ascii_digit());
    let parts = name.split(['-', '_']);
    parts.clone().count() >= 2
        && parts.clone().all(|part| !part.is_empty() && (word(part) || number(part)))
        && parts.clone().any(|part| word(part) && part.len() >= 4)
}

/// `aks-pool4-31904417-vmss00000B`, `operation-1772701200123-63f1a2b4c8d90`: words, numbers and hashes in small
/// letters, joined by dashes.
fn is_name_of_parts(value: &str) -> bool {
    let part = |part: &str| {
        let count = |kind: fn(&u8) -> bool| part.as_bytes().iter().filter(|b| kind(b)).count();
        let (upper, lower, digits) =
            (count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase), count(u8::is_ascii_digit));
        upper + lower + digits == part.len()
            && (upper <= 1 || lower == 0)
            && (part.len() <= 14 || lower + upper == 0 || is_wordy(part))
            || !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let mut parts = value.split(['-', '_', '/']);
    parts.clone().count() >= 3 && parts.clone().all(part) && parts.any(|part| part.len() >= 3 && is_wordy(part))
}

fn is_random(value: &str) -> bool {
    // The head of a long run speaks for all of it.
    let value = &value[..value.floor_char_boundary(512)];
    let bytes = value.as_bytes();
    let mut counts = [0; 4];
    for byte in bytes {
        counts[usize::from(kind(*byte))] += 1;
    }
    let [lower, upper, digits, signs] = counts;
    // Words joined by dashes are names of things: pods, branches, paths.
    if bytes.is_empty() || signs * 9 > bytes.len() {
        return false;
    }
    let mixed = switches(&value[..bytes.len()]) * 100 / bytes.len();
    if upper > 0 && lower > 0 && digits > 0 {
        return mixed >= 33 && !is_wordy(value);
    }
    let letters = upper + lower;
    // Small letters and digits in one long piece, as base 32 and base 36 write it.
    if upper == 0 && signs <= 1 && bytes.len() >= 36 && digits >= 4 && letters >= 4 && !is_wordy(value) {
        return true;
    }
    if digits == 0 && upper > 0 && lower > 0 && signs == 0 {
        return mixed >= 33 && bytes.len() >= 24 && !is_wordy(value);
    }
    digits * 8 >= bytes.len() && letters * 8 >= bytes.len() && mixed >= 30 && signs * 12 <= bytes.len()
}
