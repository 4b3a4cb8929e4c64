//! Values in lines of source code: a variable, a member or a call where no quote stands.
//!
//! `opt.Pass = testPass`, `AccessKeyID: cfg.KeyID,`, `for _, secret := range secrets {`: what follows the name is code
//! when the lines around are code, a blank parts it from the joint, and all of it reads like words. What was drawn or
//! chosen reads otherwise, and a literal stands in quotes.

use super::own_code::words_read;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::spans::Span;

/// Marks of which any says that these are lines of a program.
const SURE: [&str; 20] = [
    " := ",
    "func ",
    "!= nil",
    "err = ",
    "[]byte",
    "[]string",
    "map[string]",
    "struct {",
    "();",
    "() =>",
    "assert",
    "const ",
    "public ",
    "->",
    "{{- ",
    "#include",
    "fn ",
    "def ",
    "&& ",
    " == ",
];

/// Marks that other texts have as well; with a sure one they make two.
const LIKELY: [&str; 12] =
    ["return ", ") {", "\n\t", ",\n", "{\n", "self.", "let ", "var ", "import ", "if ", "});", "nil"];

const REACH: usize = 240;

/// Words of a language before an expression.
const KEYWORDS: [&str; 14] = [
    "range", "include", "append", "list", "join", "required", "function", "return", "make", "default", "printf",
    "dict", "index", "lookup",
];

/// Whether the value is code without quotes, in lines of code.
pub(crate) fn is_of_code(text: &str, span: &Span) -> bool {
    let value = text[span.range.clone()].trim_end();
    let (head, tail) = (&text[..span.range.start], &text[span.range.end..]);
    // `session := &SessionState{`: cut behind the colon.
    let value = match value.strip_prefix("= ") {
        Some(rest) if head.ends_with(':') => rest,
        _ => value,
    };
    if value.is_empty() || value.len() > 120 || !value.is_ascii() || value.contains(['"', '\'', '`', '\n', '@', '#']) {
        return false;
    }
    let quotes = ['"', '\'', '`'];
    let parted = head.ends_with([' ', '\t', ':']) && head.trim_end().ends_with(['=', ':', ',', '(', '{', '\n']);
    if KEYWORDS.contains(&value) && tail.starts_with([' ', '[', '(']) && is_code(text, span) {
        return true;
    }
    if !parted || head.ends_with(quotes) || tail.starts_with(quotes) {
        return false;
    }
    let name = value.trim_start_matches(['&', '*', '!', '$', '.', '[', ']', '(']);
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let signs = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.&*!$[](){}+:,> -".contains(&b));
    let member = name.len() < value.len() || value.contains(['.', '(', '{', '[']);
    let hump = value.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let ends = tail.is_empty() || tail.starts_with([',', ')', ';', '\n', ' ', '(', '{', '}', ']']);
    begins
        && signs
        && ends
        && (member || hump || tail.starts_with([',', ')', ';', '\n']))
        && reads(value)
        && !shapes::looks_typed(name)
        && is_code(text, span)
}

/// Whether each part reads like a word or is a short one, such as `cfg` and `KeyID`.
fn reads(value: &str) -> bool {
    value
        .split(|c: char| !c.is_ascii_alphanumeric())
        .all(|word| word.len() <= 6 && word.bytes().all(|b| b.is_ascii_alphabetic()) || words_read(word))
}

/// Whether the lines around are those of a program.
fn is_code(text: &str, span: &Span) -> bool {
    let from = text.ceil_char_boundary(span.range.start.saturating_sub(REACH));
    let to = text.floor_char_boundary((span.range.end + REACH).min(text.len()));
    let (head, tail) = (&text[from..span.range.start], &text[span.range.end..to]);
    let count = |marks: &[&str]| marks.iter().filter(|mark| head.contains(**mark) || tail.contains(**mark)).count();
    let sure = count(&SURE);
    sure >= 2 || sure == 1 && count(&LIKELY) >= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_without_quotes_stays() {
        for (text, value) in [
            ("func setup(t *testing.T) {\n\topt := relay.Opt\n\topt.Pass = testPass\n}", "testPass"),
            ("if err != nil {\n\treturn relay.Keys{\n\t\tAccessKey: cfg.KeyID,\n\t}", "cfg.KeyID"),
            ("for _, secret := range secrets {\n\tif secret.Kind != nil {", "range"),
            ("func Test(t *testing.T) {\n\tsession := &RelayState{\n\t\tUser: \"x\",", "&RelayState{"),
        ] {
            assert!(is_of_code(text, &Span::of(text, value, "[password]")), "{text}");
        }
    }

    #[test]
    fn literals_and_settings_go() {
        for (text, value) in [
            ("func setup() {\n\topt.Pass := \"testPass\"\n}", "testPass"),
            ("password: sommerwiese\nhost: db", "sommerwiese"),
            ("if err != nil {\n\treturn relay.Keys{\n\t\tPassword: Gr8wasser7,\n\t}", "Gr8wasser7"),
            ("connect failed: password=regenjacke (err = refused)\nreturn code 1", "regenjacke"),
        ] {
            assert!(!is_of_code(text, &Span::of(text, value, "[password]")), "{text}");
        }
    }
}
