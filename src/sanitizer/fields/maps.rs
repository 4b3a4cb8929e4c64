//! Maps that a plural name stands over, `"passwords": {"ops": "…", "db": "…"}`: each entry is judged by itself.

use super::separators::Joint;
use super::values::{self, Value};
use crate::sanitizer::looks::bent::is_word_and_number;
use crate::sanitizer::looks::blanks;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::is_technical;
use crate::sanitizer::rule::Rule;
use crate::sanitizer::spans::Span;

/// Entries of one map that are read.
const MOST_ENTRIES: usize = 64;

/// `"passwords": {"ops": "…", "db": "…"}`: hides what looks like a secret, entry by entry, from the first name on.
pub(crate) fn of_map(text: &str, first: usize, rule: &Rule, password: bool, spans: &mut Vec<Span>) {
    let Some(quote) = text[..first].chars().next_back().filter(|c| matches!(c, '"' | '\'')) else { return };
    let mut at = first;
    for _ in 0..MOST_ENTRIES {
        let near = &text[at..text.floor_char_boundary(at.saturating_add(120))];
        let Some(length) = near.find(quote) else { return };
        let name = &text[at..at + length];
        let rest = text[at + length + 1..].trim_start_matches(' ');
        let Some(rest) = rest.strip_prefix("=>").or_else(|| rest.strip_prefix(':')) else { return };
        let rest = rest.trim_start_matches(' ');
        let start = text.len() - rest.len();
        if !rest.starts_with(quote) {
            return;
        }
        let Some(Value { range, .. }) = values::read(text, start, Joint::Assign) else { return };
        if goes(name, &text[range.clone()], password) {
            spans.push(Span::new(range.clone(), rule.placeholder));
        }
        let next = text[range.end..].strip_prefix(quote).unwrap_or("").trim_start();
        let Some(next) = next.strip_prefix(',').map(str::trim_start).and_then(|next| next.strip_prefix(quote)) else {
            return;
        };
        at = text.len() - next.len();
    }
}

/// What the entry is called may say that its value names something.
fn goes(name: &str, value: &str, password: bool) -> bool {
    const NAMING: [&str; 14] = [
        "id",
        "name",
        "type",
        "kind",
        "path",
        "arn",
        "url",
        "uri",
        "version",
        "host",
        "ref",
        "date",
        "at",
        "description",
    ];
    let small = name.to_lowercase();
    let last = small.rsplit(['_', '-']).next().unwrap_or("");
    let naming = NAMING.contains(&last) || ["Id", "Name", "Path"].iter().any(|end| name.ends_with(end));
    let nothing = naming || blanks::is_blanked(value) || blanks::is_reference(value);
    !nothing
        && (password && is_word_and_number(value)
            || !is_technical(value)
                && (shapes::looks_typed(value)
                    || shapes::looks_random(value, 12)
                    || password && shapes::looks_chosen(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the values of a test stand.
    fn found<'t>(text: &'t str, first: &str) -> Vec<&'t str> {
        let mut spans = Vec::new();
        let rule = &crate::sanitizer::fields::RULES[1][0];
        of_map(text, text.find(first).expect("the name stands in the text"), rule, true, &mut spans);
        spans.into_iter().map(|span| &text[span.range]).collect()
    }

    #[test]
    fn each_entry_of_a_map_is_judged_by_itself() {
        let text =
            r#"{"passwords":{"ops":"Gr8Wasser7","path":"Gr8Wasser8", "db" : "kesselwasser471"},"x":"Gr8Wasser9"}"#;
        assert_eq!(found(text, "ops"), ["Gr8Wasser7", "kesselwasser471"]);
        assert!(found(r#"{"passwords":{"ops":{"id":"Gr8Wasser7"}}}"#, "ops").is_empty());
    }
}
