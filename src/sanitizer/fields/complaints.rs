//! Values quoted by the error that refuses them: `"pin" with value "…" fails`, `invalid value '…' for '--pin <VALUE>'`.

use std::ops::Range;

use super::structures::quoted;
use crate::sanitizer::words::context::{ahead, line_behind};

/// `"password" with value "…"`, `'pin' received '…'`: what stands between a quoted name and the value it was given.
pub(super) fn value_after(text: &str, at: usize, named_in_quotes: bool) -> Option<Range<usize>> {
    const TOLD: [&str; 16] = [
        "with value ",
        "with the value ",
        "(value ",
        "(value: ",
        "has value ",
        "had value ",
        "value ",
        "received ",
        "got ",
        "was given ",
        "given ",
        "with invalid value ",
        "has invalid value ",
        "has the value ",
        "mit dem Wert ",
        "avec la valeur ",
    ];
    let rest = ahead(text, at, 60).strip_prefix(' ').filter(|_| named_in_quotes)?;
    let words = TOLD.into_iter().find(|words| rest.starts_with(words))?;
    quoted(text, at + 1 + words.len())
}

/// `invalid value '…' for '--password <VALUE>'`: the value before its name.
pub(super) fn value_before(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    // Hardly any name is one that a complaint is about, and most lines need not be read for it.
    ends_complaint(line_behind(text, name.start, 80))?;
    let line = line_behind(text, name.start, 400);
    let (inner, quote) = ends_complaint(line)?;
    let slash = inner.ends_with('\\');
    let inner = inner.trim_end_matches('\\');
    // What opens the value is the first such quote behind the word that announces it.
    let announced = ANNOUNCE.iter().filter_map(|word| {
        let at = inner.find(word)? + word.len();
        let opens = inner[at..].trim_start_matches([' ', ':']).trim_start_matches(if slash { "\\" } else { "" });
        opens.starts_with(quote).then(|| inner.len() - opens.len() + 1)
    });
    let start = announced.min()?;
    let begin = name.start - line.len() + start;
    (start < inner.len()).then_some(begin..begin + inner.len() - start)
}

/// What stands before ` … 'value' for the option` at the end of a line, up to the quote that closes the value.
fn ends_complaint(line: &str) -> Option<(&str, char)> {
    const NOUNS: [&str; 14] = [
        "flag",
        "option",
        "key",
        "field",
        "parameter",
        "property",
        "setting",
        "argument",
        "variable",
        "attribute",
        "environment variable",
        "the",
        "config",
        "column",
    ];
    let mut head = line.trim_end_matches(['-', '"', '\'', '`', '<', '$', '/', '\\']);
    for _ in 0..2 {
        let trimmed = head.trim_end_matches([' ', ':']);
        head = NOUNS.iter().find_map(|noun| trimmed.strip_suffix(noun)).unwrap_or(head);
    }
    let head = [" for", " of", " für", " pour", " para"].iter().find_map(|word| head.trim_end().strip_suffix(word))?;
    let quote = head.chars().next_back().filter(|c| "\"'`".contains(*c))?;
    Some((&head[..head.len() - 1], quote))
}

/// Words right before the value.
const ANNOUNCE: [&str; 14] = [
    "value",
    "argument",
    "input",
    "parse",
    "parsing",
    "convert",
    "converting",
    "invalid",
    "illegal",
    "Wert",
    "valeur",
    "valor",
    "string",
    "literal",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn told<'t>(text: &'t str, name: &str) -> Option<&'t str> {
        let at = text.find(name).expect("the name is there");
        let end = at + name.len();
        value_before(text, &(at..end))
            .or_else(|| value_after(text, (end + 1).min(text.len()), true))
            .map(|range| &text[range])
    }

    #[test]
    fn errors_quote_the_value_before_and_behind_its_name() {
        assert_eq!(told("invalid value 'it's 4' for '--pin <VALUE>': no", "pin"), Some("it's 4"));
        assert_eq!(told("cannot parse \"kite\" for key \"pin\"", "pin"), Some("kite"));
        assert_eq!(told("[\"pin\" with value \"kite 4\" fails]", "pin"), Some("kite 4"));
        assert_eq!(told("no entry 'kite' for pin", "pin"), None);
        assert_eq!(told("invalid value for \"pin\" in \"kite\"", "pin"), None);
    }
}
