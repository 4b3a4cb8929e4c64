//! Passphrases: several plain words that are a value, and no sentence about one.
//!
//! A sentence has small words that join the others; a phrase that was drawn from a list has none. Where the value
//! is not quoted it ends with the last such word, before the next field, option, delimiter or the end of the line.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::separators::Joint;
use crate::sanitizer::words::about_words::is_about;
use crate::sanitizer::words::context::ahead;

/// Words that join others to a sentence, or ask somebody to do something.
const JOINING: &str = " the an and for with from into onto over under about after before again against but not nor \
 are was were been being have has had having does did doing will would can could should shall may might must its this that \
 these those you your yours our ours their theirs they them his her him she who whom whose what which when where why how \
 all any both each few more most other some such only own same than too very just now then here there once per via \
 until while because between through during without within please enter type choose pick try use see set get got put \
 let make made take look check login log sign call contact ask tell note found told every less least either neither else \
 also still even files compat systemd winbind ldap ever never always often usually instead since \
 der die das den dem des ein eine einen einem einer und oder aber nicht ist sind war waren wird wurde werden worden zum zur \
 mit von vom für auf bei nach vor als auch bitte kein keine muss müssen soll kann darf sie ihr ihre wenn dann noch nur \
 les une des est sont pas par avec sur dans votre vos vous elle cette veuillez doit pour que qui aux leur \
 los las una uno son para por con sin del debe favor este esta sus como más \
 não com sem uma dos das pelo pela seu sua deve gli dei delle per non sono che dal nel alla deve questa \
 het een van niet zijn met voor naar door wordt werd moet ook nie jest się dla lub oraz przez proszę musi \
 och eller inte det ett till med för som och ikke til skal kan ska måste til fra ved \
 для или не на что это как вы ваш ваша при без ";

fn joins(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| JOINING.split_whitespace().collect());
    WORDS.contains(word)
}

const SHORTEST_WORD: usize = 3;
const LONGEST_WORD: usize = 14;
const FEWEST: usize = 3;
const MOST: usize = 10;
const REACH: usize = 160;

fn is_plain(word: &str) -> bool {
    let letters = word.chars().count();
    (SHORTEST_WORD..=LONGEST_WORD).contains(&letters)
        && word.chars().all(char::is_lowercase)
        && !joins(word)
        && !is_about(word)
}

/// Whether the whole value is such a phrase.
pub(crate) fn is_phrase(value: &str) -> bool {
    let words = value.split(' ');
    (FEWEST..=MOST).contains(&words.clone().count()) && words.clone().all(is_plain) || is_numbered_phrase(value)
}

/// `wander-kettle-moss`: three words or more, joined as generators join them.
pub(crate) fn is_joined_phrase(value: &str) -> bool {
    ['-', '_', '.'].iter().any(|joint| {
        let words = value.split(*joint);
        (FEWEST..=MOST).contains(&words.clone().count()) && words.clone().all(is_plain)
    })
}

/// `Kettle 41 moss!`: words around a number, and a sign at the end.
fn is_numbered_phrase(value: &str) -> bool {
    let mut words = value.split(' ');
    let (Some(first), Some(number), Some(last), None) = (words.next(), words.next(), words.next(), words.next()) else {
        return false;
    };
    let end = last.strip_suffix(['!', '?', '.']);
    first.starts_with(char::is_uppercase)
        && is_plain(&first.to_lowercase())
        && (1..=4).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
        && end.is_some_and(is_plain)
}

/// How long the phrase is that begins with a bare value at `start`; none when what stands there is one word, or a sentence.
///
/// Behind a colon three words may still be a sentence's, unless the name is that of a `setting`.
pub(crate) fn bare(text: &str, start: usize, joint: Joint, setting: bool) -> Option<usize> {
    let near = ahead(text, start, REACH);
    let line = near.split(['\n', '\r', ',', ';', '"', '\'', '`', '}', ')', ']', '|', '<', '\\', '&']).next()?;
    let whole = line.trim_end();
    let cut = near.len() >= REACH && line.len() == near.len();
    if !cut && is_numbered_phrase(whole) {
        return Some(whole.len());
    }
    let (mut end, mut count) = (0, 0);
    let mut sentence = false;
    for word in line.split(' ') {
        if !is_plain(word) {
            // `… port:88`, `… /silent`, `… --quiet`, `… from /run/env`: what follows the phrase.
            let next = word.starts_with(['/', '-', '$', '#', '(']) || word.contains([':', '=']) || word.is_empty();
            sentence = !(next || joint == Joint::Assign && word == "from");
            break;
        }
        end += word.len() + usize::from(count > 0);
        count += 1;
    }
    let tight = joint == Joint::Assign;
    ((FEWEST..=MOST).contains(&count)
        && !cut
        && !sentence
        && (tight || count > FEWEST || setting && line.trim_end().len() == end))
        .then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_small_words_between_are_a_phrase() {
        assert!(is_phrase("kettle moss lantern harbour"));
        assert!(is_phrase("Kettle 41 moss!"));
        assert!(is_joined_phrase("kettle-moss-lantern"));
        assert_eq!(bare("kettle moss lantern harbour\nport", 0, Joint::Colon, false), Some(27));
        assert_eq!(bare("kettle moss lantern port:88]", 0, Joint::Assign, false), Some(19));
    }

    #[test]
    fn a_sentence_is_no_phrase() {
        assert!(!is_phrase("enter the old one"));
        assert!(!is_joined_phrase("not-set-yet"));
        assert_eq!(bare("does not match the policy", 0, Joint::Colon, true), None);
        assert_eq!(bare("kettle moss lantern is broken", 0, Joint::Colon, true), None);
    }
}
