//! Words bent by a policy, `Kessel_wasser47`: two plain words, a sign and a number, in a text that speaks of a way in.
//!
//! People who must invent a password join words so, and then tell them in any sentence: behind no fixed word, in the
//! next line of a chat, in brackets. The shape is rare in what programs write, so one word about access within reach is
//! enough; a word and a number without a sign needs somebody to say how it is written.

use crate::sanitizer::looks::bent::{is_bent, is_bent_beyond_doubt, is_word_and_number};
use std::ops::Range;

use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::is_technical;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::access_words::speaks_of_access;
use crate::sanitizer::words::context::{ahead, behind, small};
use crate::sanitizer::words::joining_words::joins;

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "bent-word",
    Class::Prose,
    "two words, a sign and a number in one, near a word about access or behind an account in a list; a word and a number of which is said how it is written",
    "[password]",
    find,
)
.hides("login locked: neither the old one (Kessel_wasser47) nor the new one (Hafen#suppe52) works")
.keeps("login of Release_notes12 refused by policy Default_access01, access to Users#index denied, password of backup_job47 expired")];

/// What a byte is to a word: each is looked at, so a table says it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Letter,
    Digit,
    /// A sign that people put between words.
    Sign,
    /// What stands around a word in a sentence, a list or a call.
    Edge,
}

const PARTS: [Part; 256] = {
    let mut parts = [Part::Letter; 256];
    let mut byte = 0;
    while byte < 256 {
        parts[byte] = match byte as u8 {
            b'0'..=b'9' => Part::Digit,
            b'_' | b'#' | b'+' | b'!' | b'*' | b'~' | b'%' | b'&' | b'^' => Part::Sign,
            b'"' | b'\'' | b'`' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>' | b',' | b';' | b'|'
            | b'\\' => Part::Edge,
            byte if byte.is_ascii_whitespace() => Part::Edge,
            _ => Part::Letter,
        };
        byte += 1;
    }
    parts
};

fn find(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (start, mut digits, mut signs) = (at, false, false);
        while at < bytes.len() {
            match PARTS[usize::from(bytes[at])] {
                Part::Edge => break,
                Part::Digit => digits = true,
                Part::Sign => signs = true,
                Part::Letter => {}
            }
            at += 1;
        }
        let edge = at;
        at += 1;
        if !digits || !(8..=48).contains(&(edge - start)) {
            continue;
        }
        let word = text[start..edge].trim_end_matches(['.', ':', '?', ',']);
        let range = start..start + word.len();
        let told = signs
            && is_bent(word)
            && (is_bent_beyond_doubt(word) || is_told(text, &range, word) || follows_account(text, start))
            || is_word_and_number(word) && says_how_written(text, range.end)
            || is_strange(word) && lets_in(text, start)
            || shapes::looks_drawn(word)
                && is_strange(word)
                && works(text, range.end)
                && speaks_of_access(&around(text, &range));
        if told {
            spans.push(Span::new(range, "[password]"));
        }
    }
}

/// Somebody speaks of a way in; a sign that joins names of things too, `Name_part12`, must stand where a value does.
fn is_told(text: &str, range: &Range<usize>, word: &str) -> bool {
    let near = behind(text, range.start, 80);
    let head = near.trim_end_matches([' ', '\n', '\t', '"', '\'', '`', '„', '“', '«']);
    let joins_names = word.contains(['_', '#', '+', '&', '%']);
    let placed = || {
        let last = head.rsplit(|c: char| c.is_whitespace() || "(,".contains(c)).next().unwrap_or("");
        let last = small(last.trim_end_matches(['’', '\'']));
        head.ends_with([',', '(', '/', '–', '—', '\u{ff1a}'])
            || head.ends_with(':') && !word.contains('_')
            || head.ends_with(|c: char| c >= '\u{e00}')
            || matches!(
                &*last,
                "one"
                    | "it's"
                    | "its"
                    | "that's"
                    | "c'est"
                    | "cu"
                    | "через"
                    | "przez"
                    | "přes"
                    | "sa"
                    | "med"
                    | "mit"
                    | "с"
                    | "con"
                    | "usa"
                    | "ni"
                    | "ay"
                    | "is"
                    | "και"
            )
            || joins(&last)
    };
    (!joins_names || placed()) && speaks_of_access(&around(text, range))
}

/// The words before and behind, over the ends of lines, in lower case.
fn around(text: &str, range: &Range<usize>) -> String {
    let start = text.ceil_char_boundary(range.start.saturating_sub(180));
    format!("{} \n {}", &text[start..range.start], ahead(text, range.end, 70)).to_lowercase()
}

/// "… all lowercase", "… alles klein": what is only said of something that must be typed.
fn says_how_written(text: &str, end: usize) -> bool {
    const HOW: [&str; 26] = [
        "all lowercase",
        "all lower case",
        "lower case",
        "lowercase",
        "all small",
        "small letters",
        "no caps",
        "no capitals",
        "one word",
        "no spaces",
        "without spaces",
        "alles klein",
        "klein geschrieben",
        "kleingeschrieben",
        "zusammengeschrieben",
        "tout en minuscules",
        "en minuscules",
        "todo en minúsculas",
        "en minúsculas",
        "tutto minuscolo",
        "tudo minúsculo",
        "małymi literami",
        "malými písmeny",
        "маленькими",
        "alles kleine letters",
        "små bokstäver",
    ];
    let near = ahead(text, end, 40).split('\n').next().unwrap_or("").to_lowercase();
    let near = near.trim_start_matches(|c: char| !c.is_alphanumeric());
    HOW.iter().any(|how| near.starts_with(how))
}

/// "… works", "… geht": said of what was tried.
fn works(text: &str, end: usize) -> bool {
    const WORKS: [&str; 16] = [
        "works",
        "worked",
        "did it",
        "does it",
        "geht",
        "ging",
        "klappt",
        "funktioniert",
        "marche",
        "fonctionne",
        "funciona",
        "funziona",
        "działa",
        "werkt",
        "funguje",
        "работает",
    ];
    let near = ahead(text, end, 28).trim_start();
    WORKS.iter().any(|word| near.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Directly behind "lets you in with", "rein kommt man mit" and the like.
fn lets_in(text: &str, start: usize) -> bool {
    const IN: &[&str] = &[
        "in with",
        "in using",
        "unlocks with",
        "unlock with",
        "unlocks only with",
        "opens with",
        "open it with",
        "unlocked with",
        "rein mit",
        "hinein mit",
        "entsperrt mit",
        "auf mit",
        "geht mit",
        "entrer avec",
        "entre avec",
        "ouvre avec",
        "entra con",
        "entras con",
        "entrar con",
        "entrar com",
        "entra com",
        "si entra con",
        "wejść z",
        "binnen met",
        "in med",
        "входит с",
        "intră cu",
        "acum cu",
        "se usa",
        "i typed",
        "i entered",
        "typed in",
        "just typed",
        "habe getippt",
        "getippt habe",
        "ai tapé",
        "on tape",
        "escribí",
        "digitei",
        "ho digitato",
        "wpisałem",
        "wpisz",
        "zadej",
        "zadal jsem",
        "ввёл",
        "ввел",
        "введи",
        "yazdım",
        "skrev",
    ];
    let head = behind(text, start, 48);
    // A comment that goes on in the next line begins with its mark again.
    let head = small(head).replace(['\n', '\r', '/', '#', '*', '"', '\'', '`', '('], " ");
    let mut words = head.split_whitespace().rev();
    let (last, before, first) = (words.next().unwrap_or(""), words.next().unwrap_or(""), words.next().unwrap_or(""));
    let two = format!("{before} {last}");
    let three = format!("{first} {two}");
    IN.iter().any(|told| two == *told || three == *told || !told.contains(' ') && last == *told)
}

/// Letters and digits in turn, or a sign among them, that no word and no technique has.
fn is_strange(word: &str) -> bool {
    (shapes::looks_drawn(word) || is_bent(word) || is_word_and_number(word))
        && !is_technical(word)
        && !word.contains(['.', '_'])
        || is_bent(word)
}

/// `'backup', 'Kessel#wasser47'`: a quoted account stands before.
fn follows_account(text: &str, start: usize) -> bool {
    let head = behind(text, start, 64);
    let Some(quote) = head.chars().next_back().filter(|c| matches!(c, '"' | '\'')) else { return false };
    let head = head[..head.len() - 1].trim_end();
    let Some(head) = head.strip_suffix(',') else { return false };
    let Some(head) = head.trim_end().strip_suffix(quote) else { return false };
    let name = head.rsplit(quote).next().unwrap_or("");
    (2..=40).contains(&name.len())
        && name.len() < head.len()
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.@\\-[]".contains(&b))
}
