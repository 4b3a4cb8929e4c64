//! Identity numbers that a database quotes when a key exists already: the name of the constraint says what they are.

use super::identity_promises::PROMISES;
use crate::sanitizer::rule::{Class, Found, Rule};

pub(crate) const RULES: &[Rule] = &[Rule::text(
    "number-under-constraint",
    Class::Identity,
    &["duplicate key value is (", "duplicate entry '", "valor de la clave duplicada es (", "valeur de clé dupliquée est ("],
    r"(?i)(?:duplicate key value is|valor de la clave duplicada es|valeur de clé dupliquée est) \((?P<s>[0-9A-Z][0-9A-Z ./-]{3,24})\)|\bduplicate entry '(?P<t>[0-9A-Z][0-9A-Z ./-]{3,24})' for key",
    "[personal]",
)
.when(is_constrained)
.reach(4, 80)
.hides("Violation of UNIQUE KEY constraint 'UQ_Klant_BSN'. Cannot insert duplicate key in object 'dbo.Klant'. The duplicate key value is (123456782).")
.keeps("Violation of UNIQUE KEY constraint 'UQ_Order_Number'. Cannot insert duplicate key in object 'dbo.Orders'. The duplicate key value is (123456782).")];

/// Whether a part of the name of the constraint promises a number such as this.
fn is_constrained(found: &Found<'_>) -> bool {
    let value = found.secret();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let start = found.text.floor_char_boundary(found.secret.start.saturating_sub(280));
    let end = found.text.floor_char_boundary((found.secret.end + 120).min(found.text.len()));
    let (head, tail) = (&found.text[start..found.secret.start], &found.text[found.secret.end..end]);
    let quoted = |words: &str| -> Vec<String> {
        let parts = words.split(['\'', '"', '`']).filter(|part| !part.contains(' ') && part.len() <= 80);
        parts.map(str::to_lowercase).collect()
    };
    let line = |words: &str| words.split('\n').next().unwrap_or("").to_owned();
    let names = [quoted(head), quoted(&line(tail))].concat();
    let parts = || names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    PROMISES
        .iter()
        .filter(|promise| promise.digits.contains(&digits) && letters <= promise.letters)
        .any(|promise| promise.names.iter().any(|name| parts().any(|part| part == *name)))
}
