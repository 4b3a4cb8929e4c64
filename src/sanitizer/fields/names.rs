//! Field names in a text: where one begins and ends, and whether a word is really one.

use std::ops::Range;

use super::tails::{Tail, tail};

/// Names so short that they hide inside other words; they count only as words of their own.
const LONGEST_SHORT_NAME: usize = 5;

/// Words whose endings say in which case they stand; other names may not run on.
const STEMS: [&str; 31] = [
    "slaptaž",
    "kennwort",
    "passwort",
    "losung",
    "contraseñ",
    "contrasen",
    "senha",
    "palavra-passe",
    "wachtwoord",
    "hasł",
    "haśl",
    "lösenord",
    "losenord",
    "hesl",
    "parol",
    "şifre",
    "sifre",
    "jelsz",
    "salasan",
    "adgangskod",
    "kodeord",
    "passord",
    "лозинк",
    "парол",
    "гасл",
    "κωδικ",
    "zapork",
    "lozink",
    "gesl",
    "slaptažod",
    "سر",
];
const LONGEST_ENDING: usize = 5;
const LONGEST_TAIL: usize = 40;

/// Length of the ending of an inflected name.
fn ending(text: &str, hit: &Range<usize>) -> usize {
    let name = text[hit.clone()].to_lowercase();
    if !STEMS.contains(&name.as_str()) {
        return 0;
    }
    let letters = text[hit.end..].chars().take_while(|c| c.is_alphabetic());
    let (count, length) =
        letters.take(LONGEST_ENDING + 1).fold((0, 0), |(n, length), c| (n + 1, length + c.len_utf8()));
    if count <= LONGEST_ENDING { length } else { 0 }
}

/// All spellings of the names in a rule.
pub(crate) fn spellings(names: &str) -> Vec<String> {
    let mut spellings = Vec::new();
    for name in names.split_whitespace() {
        let joints = ["_", "-", " ", "", "."].map(|joint| name.replace('_', joint));
        // `one-time code`, `pre-shared key`: a dash first, then a blank.
        let mixed = name.replacen('_', "-", 1).replace('_', " ");
        for spelling in joints.into_iter().chain([mixed]) {
            // The search folds the case of ASCII letters only.
            let capital: String = spelling
                .chars()
                .enumerate()
                .flat_map(|(at, c)| if at == 0 { c.to_uppercase().collect::<Vec<_>>() } else { vec![c] })
                .collect();
            let loud = spelling.to_uppercase();
            let forms = if spelling.is_ascii() { vec![spelling] } else { vec![spelling, capital, loud] };
            for form in forms {
                if !spellings.contains(&form) {
                    spellings.push(form);
                }
            }
        }
    }
    spellings
}

/// The whole field around a name.
pub(crate) struct Field {
    pub(crate) range: Range<usize>,
    /// Whether the name is in the plural.
    pub(crate) plural: bool,
    /// Whether the name says what is done: `rotate_tokens`, `enablePassword`.
    pub(crate) does: bool,
    /// Whether a word that nobody knows stands behind the name: `token_initech`.
    pub(crate) foreign: bool,
}

/// Verbs before the name of a secret.
const VERBS: [&str; 32] = [
    "rotate",
    "enable",
    "disable",
    "require",
    "use",
    "allow",
    "hide",
    "show",
    "scan",
    "check",
    "validate",
    "verify",
    "expire",
    "revoke",
    "cache",
    "mask",
    "encrypt",
    "issue",
    "has",
    "is",
    "send",
    "skip",
    "no",
    "missing",
    "bad",
    "invalid",
    "unknown",
    "wrong",
    "expired",
    "undefined",
    "unset",
    "without",
];

/// The whole field around a name, unless the name is only part of another word.
pub(crate) fn field(text: &str, hit: &Range<usize>) -> Option<Field> {
    let bytes = text.as_bytes();
    let in_name = |b: u8| b.is_ascii_alphanumeric() || b"_-.$".contains(&b);
    let back = bytes[..hit.start].iter().rev().take(64).take_while(|b| in_name(**b)).count();
    let start = hit.start - back;
    let first = bytes[hit.start];
    let before = hit.start.checked_sub(1).map(|at| bytes[at]);
    let starts_word = match before {
        None => true,
        Some(b) if !b.is_ascii_alphanumeric() => b < 0x80 || first >= 0x80 || hit.len() > LONGEST_SHORT_NAME,
        Some(b) => {
            let camel = first.is_ascii_uppercase() && (b.is_ascii_lowercase() || b.is_ascii_digit());
            // `\npassword` in an escaped text: the `n` belongs to the backslash.
            let escaped = matches!(b, b'n' | b'r' | b't') && hit.start >= 2 && bytes[hit.start - 2] == b'\\';
            // `-Dpassword=…`, a property on the command line of Java.
            let property = b == b'D' && hit.start >= 2 && bytes[hit.start - 2] == b'-';
            camel || escaped || property || hit.len() > LONGEST_SHORT_NAME || !first.is_ascii()
        }
    };
    if !starts_word {
        return None;
    }
    let hit = &(hit.start..hit.end + ending(text, hit));
    let end = hit.end + tail_length(&text[hit.end..]);
    let rest = &text[hit.end..end];
    // Our own placeholders name nothing.
    if before == Some(b'[')
        && bytes.get(end) == Some(&b']')
        && !text[end + 1..].trim_start_matches(' ').starts_with('=')
    {
        return None;
    }
    // `cache key=…`, `partition key=…`: what finds a thing and opens none.
    let finds = ["cache ", "restore ", "partition ", "routing ", "object ", "dedup ", "hit ", "miss "];
    if text[hit.clone()].eq_ignore_ascii_case("key")
        && start == hit.start
        && text[end..].starts_with('=')
        && finds.iter().any(|word| text[..start].ends_with(word))
    {
        return None;
    }
    // `PublicKeyToken=…` names an assembly.
    let head = text[start..hit.start].trim_end_matches(['_', '-', '.', ' ']).as_bytes();
    // `existingSecret: hub-token`: what the secret is called.
    let public = ["publickey", "public_key", "existing"]
        .iter()
        .any(|end| head.len() >= end.len() && head[head.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes()));
    let kind = tail(rest);
    (!public && kind != Tail::Other).then(|| Field {
        range: start..end,
        plural: rest.eq_ignore_ascii_case("s") || is_plural(&text[hit.clone()]),
        does: does(&text[start..hit.start]),
        foreign: kind == Tail::Foreign,
    })
}

/// How far the field goes on behind the name. Scripts without gaps go on with the sentence, so that letters
/// beyond ASCII belong to the field behind a joint only.
fn tail_length(rest: &str) -> usize {
    let near = &rest[..rest.floor_char_boundary(LONGEST_TAIL)];
    let mut joined = false;
    for (at, letter) in near.char_indices() {
        let joint = "_-.".contains(letter);
        let next = near[at + letter.len_utf8()..].chars().next();
        let goes_on = letter.is_ascii_alphanumeric()
            || joined && letter.is_alphabetic()
            || joint
                && next.is_some_and(|c| if letter == '.' { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() });
        if !goes_on {
            return at;
        }
        joined = joint || joined && !letter.is_ascii();
    }
    near.len()
}

fn does(head: &str) -> bool {
    let first = head.bytes().take_while(u8::is_ascii_lowercase).count();
    VERBS.contains(&&head[..first])
}

fn is_plural(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["tokens", "passes", "passwords", "secrets", "credentials"].iter().any(|plural| name.ends_with(plural))
}
