//! The name that a mailbox spells, where it stands a second time in words: `args=["Zsófia Nagy"]` beside
//! `zsofia.nagy@…`.
//!
//! Nothing else need say that the two words are a person: the mailbox does.

use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::behind;
use crate::sanitizer::words::organisations::belongs_to_thing;

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "name-of-a-mailbox",
    Class::Name,
    "two capital words near a mailbox whose local part is made of them",
    "[name]",
    find,
)
.hides("no such user <otmar.quendler@example.org> args=[\"Otmar Quendler\", 17]")
.keeps("no such unit <data.export@cluster> args=[\"Data Export\", 17]")];

/// How far from its mailbox the name may stand, in bytes.
const REACH: usize = 240;

fn find(text: &str, spans: &mut Vec<Span>) {
    // The last place looked at: a text of nothing but mailboxes is then read a few times at most.
    let mut known: Option<&str> = None;
    for (at, _) in text.match_indices('@') {
        let head = behind(text, at, 48);
        let local = head.rsplit(|c: char| !(c.is_alphanumeric() || "._-".contains(c))).next().unwrap_or("");
        let Some((first, last)) = local.split_once(['.', '_']) else { continue };
        let word = |part: &str| part.chars().count() >= 3 && part.chars().all(|c| c.is_alphabetic() || c == '-');
        if !word(first) || !word(last) || known == Some(local) || is_thing(first) || is_thing(last) {
            continue;
        }
        known = Some(local);
        let from = text.ceil_char_boundary(at.saturating_sub(REACH));
        let near = &text[from..text.floor_char_boundary(at + REACH)];
        for (place, _) in near.match_indices(' ') {
            let before = near[..place].rsplit(|c: char| !(c.is_alphabetic() || c == '-')).next().unwrap_or("");
            let (before, comma) = match near[..place].strip_suffix(',') {
                Some(rest) => (rest.rsplit(|c: char| !(c.is_alphabetic() || c == '-')).next().unwrap_or(""), 1),
                None => (before, 0),
            };
            let after = near[place + 1..].split(|c: char| !(c.is_alphabetic() || c == '-')).next().unwrap_or("");
            let capital = |word: &str| word.starts_with(char::is_uppercase);
            if capital(before)
                && capital(after)
                && (spells(before, first) && spells(after, last) || spells(before, last) && spells(after, first))
            {
                let start = from + place - comma - before.len();
                spans.push(Span::new(start..from + place + 1 + after.len(), "[name]"));
            }
        }
    }
}

fn is_thing(part: &str) -> bool {
    let mut letters = part.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    belongs_to_thing(&capital)
}

/// Whether the word is the part of a mailbox, written as people write it: `Müller` of `mueller`, `Zsófia` of `zsofia`.
fn spells(word: &str, part: &str) -> bool {
    let plain = |c: char, wide: bool| -> String {
        match c {
            'ä' | 'æ' if wide => "ae".to_owned(),
            'ö' | 'ø' | 'œ' if wide => "oe".to_owned(),
            'ü' if wide => "ue".to_owned(),
            'å' if wide => "aa".to_owned(),
            'ß' => "ss".to_owned(),
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a".to_owned(),
            'ç' | 'ć' | 'č' => "c".to_owned(),
            'ď' | 'đ' => "d".to_owned(),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e".to_owned(),
            'ğ' | 'ģ' => "g".to_owned(),
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i".to_owned(),
            'ł' | 'ľ' | 'ļ' => "l".to_owned(),
            'ñ' | 'ń' | 'ň' => "n".to_owned(),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ő' | 'ø' => "o".to_owned(),
            'ř' => "r".to_owned(),
            'ś' | 'š' | 'ş' | 'ș' => "s".to_owned(),
            'ť' | 'ţ' | 'ț' => "t".to_owned(),
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u".to_owned(),
            'ý' | 'ÿ' => "y".to_owned(),
            'ź' | 'ż' | 'ž' => "z".to_owned(),
            other => other.to_string(),
        }
    };
    let written = |wide: bool| word.to_lowercase().chars().map(|c| plain(c, wide)).collect::<String>();
    let part = part.to_lowercase();
    word.to_lowercase() == part || written(false) == part || !word.is_ascii() && written(true) == part
}

#[cfg(test)]
mod tests {
    use super::spells;

    #[test]
    fn a_mailbox_spells_letters_with_signs_without_them() {
        for (word, part) in [("Müller", "mueller"), ("Zsófia", "zsofia"), ("Kovač", "kovac"), ("Nagy", "nagy")] {
            assert!(spells(word, part), "{word}");
        }
        assert!(!spells("Miller", "mueller"));
    }
}
