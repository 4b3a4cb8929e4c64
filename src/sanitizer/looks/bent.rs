//! Words bent by a policy: plain words, a sign and a number, as people make them when a form asks for each.

use super::shapes;
use super::told_words::is_known;
use super::wordness::is_wordy;

/// `Kessel_wasser47`, `hafen+suppe5`, `Hafen7#Suppe`: words that read as such, a sign between letters and a number.
pub(crate) fn is_bent(word: &str) -> bool {
    let bytes = word.as_bytes();
    if !word.is_ascii() || word.contains(['/', ':', '=', '\\', '.', '@', '$', '-']) || shapes::is_identifier(word) {
        return false;
    }
    // `a%20b`: an escape, no sign.
    let escaped = bytes.windows(3).any(|three| three[0] == b'%' && three[1..].iter().all(u8::is_ascii_hexdigit));
    let words = word.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| !part.is_empty());
    let plain = |part: &str| {
        part.len() >= 3
            && part.bytes().skip(1).all(|b| b.is_ascii_lowercase())
            && (part.len() == 3 || is_wordy(part) || can_be_spoken(&part.to_ascii_lowercase()))
    };
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let count = words.clone().count();
    let strong = word.contains(['#', '+', '!', '*', '~', '%', '&', '^']);
    let capital = bytes[0].is_ascii_uppercase();
    let number = bytes.iter().rev().skip_while(|b| **b == b'!').take_while(|b| b.is_ascii_digit()).count();
    let joint = word.trim_end_matches('!').len() > number
        && bytes[word.trim_end_matches('!').len() - number - 1].is_ascii_lowercase();
    !escaped
        && (2..=3).contains(&count)
        && words.clone().all(plain)
        && words.clone().any(|part| part.len() >= 4)
        && (1..=4).contains(&digits)
        && (strong && (digits >= 2 || !word.contains('#'))
            || word.contains('_') && count == 2 && capital && number >= 2 && joint)
        && bytes[0].is_ascii_alphanumeric()
}

/// `Kessel#wasser47`: a capital, a sign that joins no names and two digits at the end. Nothing but a password looks so.
pub(crate) fn is_bent_beyond_doubt(word: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = word.len() - letters.len();
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && digits >= 1
        && letters.ends_with(|c: char| c.is_ascii_lowercase())
        && letters.bytes().filter(|b| !b.is_ascii_alphabetic()).count() == 1
        && letters.contains(['!', '*', '~'])
        && letters.len() >= 9
}

/// `kesselwasser471`: small letters that read like words, and a number behind them.
pub(crate) fn is_word_and_number(word: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    (9..=24).contains(&letters.len())
        && (2..=4).contains(&(word.len() - letters.len()))
        && letters.bytes().all(|b| b.is_ascii_lowercase())
        && (is_wordy(letters) || can_be_spoken(letters))
        && !is_known(word)
        && ![
            "server", "host", "node", "user", "admin", "backup", "worker", "client", "service", "database", "replica",
            "switch", "router", "cluster", "storage", "account", "tenant", "system", "version", "release", "office",
            "windows", "station",
        ]
        .iter()
        .any(|thing| letters.contains(thing))
}

/// Vowels and consonants as any language mixes them, where the table of letters knows too little of it.
fn can_be_spoken(letters: &str) -> bool {
    let vowel = |b: &u8| b"aeiouy".contains(b);
    let vowels = letters.bytes().filter(vowel).count();
    let (mut run, mut longest) = (0, 0);
    for byte in letters.bytes() {
        run = if vowel(&byte) { 0 } else { run + 1 };
        longest = longest.max(run);
    }
    longest <= 3 && vowels * 10 >= letters.len() * 3 && vowels * 10 <= letters.len() * 6
}

#[cfg(test)]
mod tests {
    use super::{is_bent, is_word_and_number};

    #[test]
    fn joined_words_with_a_sign_and_a_number_are_bent_and_names_of_things_are_not() {
        for word in ["Kessel_wasser47", "Hafen#suppe52", "hafen+suppe5", "Hafen*Suppe!31"] {
            assert!(is_bent(word), "{word}");
        }
        for word in ["backup_job47", "Release_v2", "Users#index", "ops.worker_12", "a%20value3", "Outer$Inner12"] {
            assert!(!is_bent(word), "{word}");
        }
        assert!(is_word_and_number("kesselwasser471"));
        assert!(!is_word_and_number("backupserver12"));
    }
}
