//! What was hidden at one place is hidden wherever the text says it again.
//!
//! A place says what its value is; the same value a line further on may stand where nothing says so: the account of a
//! home directory in a list of files, a token in an error that quotes it, the family name of somebody who was named in
//! full. Only values that are no common words are looked for again.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::sanitizer::looks::shapes::{is_identifier, looks_chosen, looks_random};
use crate::sanitizer::looks::told_words::is_technical;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::spans::{self, Span};
use crate::sanitizer::words::known_names::is_given;
use crate::sanitizer::words::machines::is_of_machine;
use crate::sanitizer::words::organisations::belongs_to_thing;

/// So many different values of a text are looked for again, so many bytes together: a person reads no more, and a search
/// for few is quick to prepare.
const MOST: usize = 64;
const MOST_BYTES: usize = 2 << 10;
const SHORTEST: usize = 6;
const LONGEST: usize = 256;

/// Adds the places where what is hidden stands again. What is given must be united, and so is what is returned.
pub(super) fn with_repeats(text: &str, found: Vec<Span>) -> Vec<Span> {
    let mut told: Vec<(&str, &'static str)> = Vec::new();
    let (mut seen, mut bytes) = (BTreeSet::new(), 0);
    for span in &found {
        for (value, placeholder) in worth(&text[span.range.clone()], span.placeholder) {
            if seen.insert(value) {
                bytes += value.len();
                told.push((value, placeholder));
            }
        }
        if told.len() >= MOST || bytes >= MOST_BYTES {
            break;
        }
    }
    if told.is_empty() {
        return found;
    }
    let search =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(told.iter().map(|(value, _)| value));
    let Ok(search) = search else { return found };
    let covered = |at: usize| {
        let before = found.partition_point(|span| span.range.start <= at);
        before > 0 && at < found[before - 1].range.end
    };
    let again: Vec<Span> = search
        .find_iter(text)
        .filter(|hit| !covered(hit.start()) && is_whole(text, hit.start(), hit.end()))
        .map(|hit| Span::new(hit.range(), told[hit.pattern().as_usize()].1))
        .collect();
    if again.is_empty() { found } else { spans::unite(found.into_iter().chain(again).collect()) }
}

/// Whether neither side goes on with a letter or a digit.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    !text[..start].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric)
}

/// What of a hidden part tells the same at another place, and what is written there.
fn worth<'t>(hidden: &'t str, placeholder: &'static str) -> Vec<(&'t str, &'static str)> {
    let value = hidden.trim_matches(|c: char| c.is_whitespace() || "\"'`,;".contains(c));
    if value.contains(['[', ']', '\n']) || value.len() > LONGEST {
        return Vec::new();
    }
    match placeholder {
        "[password]" | "[token]" | "[secret]" | "[key]" | "[cookie]" => {
            let tells = value.len() >= SHORTEST
                && !value.contains(char::is_whitespace)
                && (looks_chosen(value) || looks_random(value, 12))
                && !is_technical(value)
                && !is_name_of_thing(value);
            tells.then_some((value, placeholder)).into_iter().collect()
        }
        "[email]" => {
            let mailbox = value.split('@').next().unwrap_or("");
            let persons = mailbox.len() >= SHORTEST && is_account(mailbox);
            persons.then_some((mailbox, "[name]")).into_iter().collect()
        }
        "[name]" => names_in(value),
        _ => Vec::new(),
    }
}

/// An account as a whole; of a name the whole and its family name.
fn names_in(value: &str) -> Vec<(&str, &'static str)> {
    let mut worth = Vec::new();
    if !value.contains(' ') {
        if value.len() >= SHORTEST && is_account(value) {
            worth.push((value, "[name]"));
        }
        return worth;
    }
    let words = value.split([' ', ',']).filter(|word| !word.is_empty());
    if words.clone().any(belongs_to_thing) || !words.clone().any(is_given) {
        return worth;
    }
    worth.push((value, "[name]"));
    let long = |word: &&str| word.chars().count() >= 5 && word.starts_with(char::is_uppercase);
    worth.extend(words.filter(long).map(|word| (word, "[name]")));
    worth
}

/// `tenant-0442-repo`: words and numbers. Of a secret that is one a single place must say so.
fn is_name_of_thing(value: &str) -> bool {
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let code = |part: &str| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    is_wordy(value) || value.split(['-', '_', '.', '/', ':']).all(|part| number(part) || code(part) || is_wordy(part))
}

/// What may be the account of a person: letters, joined by dots at most, and no service.
fn is_account(value: &str) -> bool {
    value.chars().all(|c| c.is_alphanumeric() || "._-".contains(c))
        && value.chars().filter(|c| c.is_alphabetic()).count() >= 4
        && !is_of_machine(value)
        && !is_identifier(value)
}

#[cfg(test)]
mod tests {
    use crate::sanitizer::redact;

    #[test]
    fn a_value_that_a_place_gives_away_goes_wherever_it_stands_again() {
        for (text, hidden) in [
            ("drwx------ 14 thorvaldsen staff 4096 /home/thorvaldsen", "drwx------ 14 [name] staff 4096 /home/[name]"),
            (
                "password=gr8Kessel!77 refused; retried with gr8Kessel!77 and gr8Kessel!778",
                "password=[password] refused; retried with [password] and gr8Kessel!778",
            ),
        ] {
            assert_eq!(redact(text), hidden);
        }
    }

    #[test]
    fn words_and_names_of_things_stay_where_nothing_gives_them_away() {
        for (text, hidden) in [
            ("password=kettle; the kettle is on", "password=[password]; the kettle is on"),
            ("mail to backup@acme.org: backup failed", "mail to [email]: backup failed"),
        ] {
            assert_eq!(redact(text), hidden);
        }
    }
}
