//! Identity numbers of many countries behind what they are called there, some words between included.
//!
//! Every name promises a shape: so many digits, a letter at one end. A number of that shape behind the name goes; what
//! has a shape no other number has goes wherever it stands.

use super::digit_groups::{BLANK, CAPITAL, DASH, DOT};
use super::identity_promises::PROMISES;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::before;

const NAMES: &[&str] = &{
    const COUNT: usize = {
        let (mut at, mut sum) = (0, 0);
        while at < PROMISES.len() {
            sum += PROMISES[at].names.len();
            at += 1;
        }
        sum
    };
    let mut all = [""; COUNT];
    let (mut at, mut to) = (0, 0);
    while at < PROMISES.len() {
        let mut name = 0;
        while name < PROMISES[at].names.len() {
            all[to] = PROMISES[at].names[name];
            to += 1;
            name += 1;
        }
        at += 1;
    }
    all
};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "identity-told",
        Class::Identity,
        NAMES,
        r"(?P<s>(?:[A-Z]{1,6} ?)?[0-9](?:[ ./-]?[0-9A-Z]){3,20}(?:\([0-9A]\))?)(?:[^\p{L}0-9]|[^\x00-\x7f]|$)",
        "[personal]",
    )
    .when(is_promised)
    .reach(0, 84)
    .hides("EGN of the colleague in Varna 7523169263 was skipped, ЕГН row 88,7523169263, \"TaxFileNumber\":\"123 456 782\", SNILS 112-233-445 95")
    .keeps(
        "passport service took 120 ms on 2026-03-04, fin 12345678 lignes, EGN lookup of 12 rows, id of the job 77120",
    ),
    Rule::number(
        "shaped-identity",
        Class::Identity,
        r"\b[0-9]{3}-[0-9]{3}-[0-9]{3} [0-9]{2}\b|\b[0-9]{2}\.[01][0-9]\.[0-3][0-9]-[0-9]{3}\.[0-9]{2}\b|\b756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}\b|\b[1-8]-[0-9]{4}-[0-9]{5}-[0-9]{2}-[0-9]\b|\b(?:[03-9][0-9]|1[0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-[1-8][0-9]{6}\b",
        "[personal]",
    )
    .when(apart)
    .with(DASH | DOT)
    .hides("112-233-445 95, row 17,85.07.30-033.28,x, Person 756.9217.0769.85, 1-1017-00230-70-8, 900101-1234568")
    .keeps("range 112-233-445 rows, build 85.07.30-033, version 756.9217.0769, run 260304-1234567"),
    Rule::number(
        "mexico-curp",
        Class::Identity,
        r"\b[A-Z][AEIOUX][A-Z]{2}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[HMX][A-Z]{5}[A-Z0-9][0-9]\b",
        "[personal]",
    )
    .with(CAPITAL)
    .hides("trabajador GOMC850312MDFRRL09 no existe")
    .keeps("lote GOMC851312MDFRRL09"),
    Rule::number(
        "birth-number",
        Class::Identity,
        r"\b[0-9]{2}(?:[05][1-9]|[16][0-2]|[27][1-9]|[38][0-2])(?:0[1-9]|[12][0-9]|3[01])/[0-9]{4}\b",
        "[personal]",
    )
    .when(|found| apart(found) && is_divisible_by_eleven(found.secret()))
    .with(BLANK)
    .hides("záznam 736028/5163 přeskočen")
    .keeps("záznam 736028/5164, batch 010203/2026"),
];

fn apart(found: &Found<'_>) -> bool {
    let (head, tail) = (&found.text[..found.secret.start], &found.text[found.secret.end..]);
    let joined = head.ends_with(['-', '.', '_', '/', '+']) || tail.starts_with(['-', '_', '/']);
    let goes_on = tail.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    !joined && !goes_on
}

fn is_divisible_by_eleven(value: &str) -> bool {
    value.bytes().filter(u8::is_ascii_digit).fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 11) == 0
}

/// A name of a number stands close before, and this is what it promises.
fn is_promised(found: &Found<'_>) -> bool {
    let value = found.secret();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_uppercase).count();
    let date = value.len() >= 8 && (value.starts_with("20") || value.starts_with("19")) && value.as_bytes()[4] == b'-';
    if date
        || !apart(found)
        || found.text[found.secret.end..].starts_with([':', '%'])
        || found.text[..found.secret.start].ends_with(|c: char| c.is_ascii_alphanumeric())
    {
        return false;
    }
    let words = before(found.text, found.secret.start, 72);
    PROMISES
        .iter()
        .filter(|promise| {
            promise.digits.contains(&digits) && letters <= promise.letters && (letters > 0 || promise.letters < 6)
        })
        .any(|promise| {
            promise.names.iter().any(|name| {
                words.rfind(name).is_some_and(|at| {
                    let gap = without_row(&words[at + name.len()..]);
                    let begins = !words[..at].ends_with(char::is_alphanumeric)
                        || !name.is_ascii()
                        || is_hump(found.text, found.secret.start, &words[at..]);
                    // Other scripts and cases let a name run on.
                    let ends = name.len() > 4 || !name.is_ascii() || !gap.starts_with(char::is_alphabetic);
                    let count = gap.split_whitespace().count();
                    begins
                        && ends
                        && count <= 6
                        && !gap.contains(|c: char| c.is_ascii_digit() || ";|{}=&".contains(c))
                        && !gap.replace("no. ", " ").replace("nr. ", " ").contains(". ")
                        || begins && is_joint(gap)
                })
            })
        })
}

/// `EGN row 88,7523169263`: the number of the row in front of the value is none of what the name promises.
fn without_row(gap: &str) -> &str {
    let Some(head) = gap.trim_end_matches(['"', '\'', ' ']).strip_suffix([',', ';', '|', '\t']) else { return gap };
    let bare = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let row = (1..=6).contains(&(head.len() - bare.len())) && bare.ends_with([' ', '#', '\t', '"', '[', '(']);
    if row { bare } else { gap }
}

/// `nrDowodu=`: the name begins with a capital behind a small letter.
fn is_hump(text: &str, number: usize, tail: &str) -> bool {
    let at = number.checked_sub(tail.len()).filter(|_| tail.is_ascii());
    at.and_then(|at| text.as_bytes().get(at.saturating_sub(1)..at + 1))
        .is_some_and(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// `Number": "`, `_no=`: what stands between the name of a field and its value, the word "number" with it.
fn is_joint(gap: &str) -> bool {
    const WORDS: [&str; 10] = ["numero", "nummer", "number", "num", "szam", "code", "nr", "no", "id", "value"];
    let bare = gap.trim_start_matches(['_', '-', '.', ' ']);
    let bare = WORDS.iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
    bare.trim_matches(['"', '\'', ' ', ':', '=', '\\', '>', '.']).is_empty()
}
