//! The word in a clause that a secret's name is about, when nothing joins the two directly: "the password we set
//! for the scanner is now …", "… (that's the db password)".
//!
//! The further a word stands from the name, the more it must look like a secret by itself.

use std::ops::Range;

use super::context::{Words, ahead};
use super::wordness::is_wordy;
use super::{blanks, shapes};

const REACH: usize = 120;

/// Words and signs that join a name with what it is, or what it became.
const JOINING: Words = Words::new(&[
    "is",
    "was",
    "are",
    "be",
    "to",
    "as",
    "with",
    "using",
    "now",
    "by",
    "has",
    "ist",
    "lautet",
    "war",
    "wird",
    "auf",
    "in",
    "zu",
    "mit",
    "durch",
    "als",
    "sei",
    "nun",
    "jetzt",
    "est",
    "sera",
    "était",
    "par",
    "à",
    "en",
    "avec",
    "comme",
    "désormais",
    "maintenant",
    "es",
    "era",
    "será",
    "ahora",
    "a",
    "por",
    "con",
    "como",
    "é",
    "foi",
    "para",
    "com",
    "agora",
    "è",
    "ora",
    "su",
    "come",
    "jest",
    "to",
    "brzmi",
    "na",
    "jako",
    "teraz",
    "met",
    "naar",
    "werd",
    "är",
    "blev",
    "till",
    "som",
    "med",
    "er",
    "ble",
    "til",
    "on",
    "oli",
    "je",
    "byl",
    "bylo",
    "az",
    "lett",
    "este",
    "cu",
    "в",
    "на",
    "это",
    "есть",
    "был",
    "теперь",
    "тепер",
    "це",
    "είναι",
    "σε",
    "adalah",
    "ialah",
    "olarak",
    "هي",
    "هو",
    "היא",
    "là",
    "typed",
    "type",
    "enter",
    "entered",
    "use",
    "used",
    "try",
    "tried",
    "value",
    "wert",
    "valor",
    "valeur",
    "valore",
    "old",
    "new",
    "neu",
    "alt",
    "nowe",
    "stare",
    "nuevo",
    "nueva",
    "nouveau",
    "nouvelle",
    "novo",
    "nova",
    "nuovo",
    "nuova",
]);

/// What follows a secret that is named after it: "… is the password", "… (her new password)", "… als Kennwort".
const LINKING: Words = Words::new(&[
    "is", "was", "are", "as", "for", "at", "that's", "thats", "this", "being", "when", "ist", "war", "als", "est",
    "comme", "es", "como", "é", "è", "come", "jest", "jako", "är", "som", "er", "on", "je", "az", "это", "как", "the",
    "my", "our", "her", "his", "their", "your", "new", "das", "mein", "le", "mon", "el", "la", "mi", "o", "a", "minha",
    "mia", "moje", "mitt", "mit", "into", "in", "to",
]);

/// The word after `start` that the name is about.
pub(super) fn after(text: &str, name: &str, start: usize, password: bool) -> Option<Range<usize>> {
    let near = ahead(text, start, REACH);
    let cut = near.len() + 4 > REACH;
    let near = near.split(['\n', '\r']).next().unwrap_or("");
    let near = near.find(name).map_or(near, |again| &near[..again]);
    // What the name itself runs on into is no word of the sentence.
    let mut at = near.find(parts)?;
    let (mut joined, mut over) = (false, false);
    for word in near[at..].split(parts) {
        let bare = word.trim_end_matches([',', ';', '.', ':', '?']);
        // A word that the reach cut in two could look like another.
        let whole = !cut || at + word.len() < near.len();
        let quoted = near[..at].ends_with(['"', '\'', '`', '“', '„', '«', '»', '「', '‘']);
        if whole && !bare.is_empty() && is_about(bare, joined, quoted, over, password) {
            return Some(start + at..start + at + bare.len());
        }
        if !word.is_empty() {
            joined = JOINING.has(&bare.to_lowercase())
                || word.ends_with([':', '='])
                || matches!(word, "—" | "–" | "->" | "→" | "=>");
            over |= word.ends_with(['.', ';', '!', '?']) && word.len() > 2;
        }
        at += word.len();
        at += near[at..].chars().next().map_or(0, char::len_utf8);
    }
    None
}

fn parts(letter: char) -> bool {
    letter.is_whitespace() || "\"'`“”„«»「」‘’()[]{}，。、：".contains(letter)
}

fn is_about(word: &str, joined: bool, quoted: bool, over: bool, password: bool) -> bool {
    if shapes::looks_drawn(word) {
        return true;
    }
    if over || blanks::is_blanked(word) || blanks::is_reference(word) || is_technical(word) {
        return false;
    }
    match (password, joined || quoted) {
        (true, true) => shapes::looks_chosen(word) || is_compound(word) || is_joined_words(word),
        (true, false) => shapes::looks_typed(word) && !is_numbered(word),
        (false, true) => {
            shapes::looks_random(word, 12) || shapes::looks_typed(word) && !is_numbered(word) || is_turning(word)
        }
        (false, false) => false,
    }
}

/// The word before a name that says what it was: where it stands, when a linking word or a bracket follows it.
pub(super) fn before(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let from = text.ceil_char_boundary(name.start.saturating_sub(REACH));
    let head = &text[from..name.start];
    let head = head.rsplit(['\n', '\r']).next().unwrap_or("");
    let base = name.start - head.len();
    let mut end = head.len();
    let mut between = 0;
    let mut next = "";
    while between <= 6 {
        let trimmed = head[..end].trim_end_matches([' ', '"', '\'', '`', '(', '”', '“', '«', '»', ')', ',', '—', '–']);
        let sign = head[trimmed.len()..end].contains(['(', '—', '–']);
        let start = trimmed
            .rfind(|c: char| c.is_whitespace() || "\"'`(“„«»".contains(c))
            .map_or(0, |at| at + trimmed[at..].chars().next().map_or(1, char::len_utf8));
        let word = &trimmed[start..];
        if word.is_empty() || word.ends_with(['.', ';', '!', '?', ':']) && between > 0 && !shapes::looks_drawn(word) {
            return None;
        }
        let linked = sign || between > 0 && LINKING.has(&next.to_lowercase());
        let told = shapes::looks_drawn(word)
            || shapes::looks_typed(word) && !is_numbered(word) && !is_wordy(word) && !is_technical(word)
            || is_joined_words(word) && !is_technical(word);
        if linked && told && !blanks::is_blanked(word) && !blanks::is_reference(word) {
            return Some(base + start..base + trimmed.len());
        }
        next = word;
        between += 1;
        end = start;
        if start == 0 {
            return None;
        }
    }
    None
}

/// `Tortellino_in_brodo`, `Heidschnucke/Wilsede`: words joined by a sign, with a capital among them.
pub(super) fn is_compound(value: &str) -> bool {
    let inner = value.trim_matches(|c: char| !c.is_alphanumeric());
    inner.chars().count() >= 6
        && inner.contains(['_', '.', '/', '&', '+', '!', '#', '@', '$', '%', '*', '~', '§', '^', '|'])
        && inner.chars().any(char::is_uppercase)
        && inner.chars().any(char::is_lowercase)
        && !inner.contains("://")
        && !inner.contains(['(', '<', '=', ':'])
        && inner.chars().all(|c| !c.is_whitespace())
}

/// `lamp-post-river-09`: words and a number, as generators join them.
pub(super) fn is_joined_words(value: &str) -> bool {
    let parts = value.split(['-', '_', '.']);
    parts.clone().count() >= 3
        && parts.clone().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
        && parts.clone().filter(|part| part.len() >= 3 && part.bytes().all(|b| b.is_ascii_alphabetic())).count() >= 2
        && parts.clone().any(|part| part.bytes().all(|b| b.is_ascii_digit()))
        && parts
            .clone()
            .all(|part| part.bytes().all(|b| b.is_ascii_digit()) || !part.bytes().any(|b| b.is_ascii_digit()))
        && !shapes::is_identifier(value)
}

/// `Admin1`, `Host_17`: a word with a number behind it.
fn is_numbered(value: &str) -> bool {
    let word = value.trim_end_matches(|c: char| c.is_ascii_digit());
    let word = word.trim_end_matches(['-', '_', '#']);
    word.len() < value.len() && word.chars().all(|c| c.is_alphabetic() || c == '_' || c == '-')
}

/// `8fj29dk20dks`: small letters and digits in turn.
fn is_turning(value: &str) -> bool {
    value.len() >= 10
        && shapes::switches(value) >= 4
        && value.bytes().filter(u8::is_ascii_digit).count() >= 3
        && !is_wordy(value)
}

/// Names of algorithms, versions, hosts, files and codes, whose digits mean nothing secret.
pub(super) fn is_technical(value: &str) -> bool {
    let small = value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_./".contains(&b));
    let loud = value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-_./#".contains(&b));
    let turns = shapes::switches(value);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    shapes::is_identifier(value)
        || shapes::is_number(value)
        || value.contains("://")
        || value.contains("::")
        || value.starts_with(['/', '-', '\\', '$'])
        || value.contains('=')
        || small && !(turns >= 4 && digits >= 3 && !is_wordy(value)) && !is_joined_words(value)
        || loud && turns < 5
        || value.contains('.') && value.is_ascii() && digits == 0 && is_wordy(value)
}
