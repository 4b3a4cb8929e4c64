//! What the words before a place say about it.

use std::borrow::Cow;

/// At most `length` bytes before `at`. Nothing looks back without a limit: in a text without blanks that is all of it.
pub(crate) fn behind(text: &str, at: usize, length: usize) -> &str {
    &text[text.ceil_char_boundary(at.saturating_sub(length))..at]
}

/// At most `length` bytes of the line before `at`.
pub(crate) fn line_behind(text: &str, at: usize, length: usize) -> &str {
    let head = behind(text, at, length);
    head.rfind('\n').map_or(head, |end| &head[end + 1..])
}

/// At most `reach` bytes of the same line before `at`, in lower case.
pub(crate) fn before(text: &str, at: usize, reach: usize) -> String {
    line_behind(text, at, reach).to_lowercase()
}

/// At most `length` bytes from `at` on.
pub(crate) fn ahead(text: &str, at: usize, length: usize) -> &str {
    &text[at..text.floor_char_boundary(at.saturating_add(length))]
}

/// The word in lower case; most words are.
pub(crate) fn small(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.to_lowercase())
}

/// Entries that a list of words may have.
const MOST_WORDS: usize = 512;

/// A list of words to look for. What makes a look cheap is worked out when the program is compiled:
/// most words of a log begin like none of the list.
pub(crate) struct Words {
    list: &'static [&'static str],
    /// One bit for each ASCII letter that begins a word; the last for all others.
    firsts: u128,
    /// One bit for each entry that is more than one word.
    phrases: [u128; MOST_WORDS / 128],
}

impl Words {
    pub(crate) const fn new(list: &'static [&'static str]) -> Words {
        assert!(list.len() <= MOST_WORDS, "a longer list needs a room of its own");
        let (mut firsts, mut phrases, mut at) = (0, [0; MOST_WORDS / 128], 0);
        while at < list.len() {
            let word = list[at].as_bytes();
            firsts |= bit(word[0]);
            let mut letter = 0;
            while letter < word.len() {
                if word[letter].is_ascii() && !word[letter].is_ascii_alphanumeric() {
                    phrases[at / 128] |= 1 << (at % 128);
                }
                letter += 1;
            }
            at += 1;
        }
        Words { list, firsts, phrases }
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        let Some(first) = word.bytes().next() else {
            return false;
        };
        self.firsts & bit(first) != 0 && self.list.iter().any(|entry| entry.len() == word.len() && *entry == word)
    }
}

const fn bit(letter: u8) -> u128 {
    1 << (if letter.is_ascii() { letter } else { 127 })
}

/// Whether one of the words stands in the text as a word of its own.
pub(crate) fn has_word(text: &str, words: &Words) -> bool {
    if text.split(|c: char| !c.is_alphanumeric()).any(|word| words.has(word)) {
        return true;
    }
    words.phrases.iter().enumerate().any(|(block, phrases)| {
        let mut phrases = *phrases;
        while phrases != 0 {
            let phrase = words.list[block * 128 + phrases.trailing_zeros() as usize];
            phrases &= phrases - 1;
            if stands(text, phrase) {
                return true;
            }
        }
        false
    })
}

/// Whether the phrase is there with no letter or digit beside it.
fn stands(text: &str, phrase: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(phrase)
        .any(|(at, found)| edge(text[..at].chars().next_back()) && edge(text[at + found.len()..].chars().next()))
}
