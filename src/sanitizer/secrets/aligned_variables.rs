//! Variables of an environment in two columns: `DB_PASS      …`, as a build server or `column -t` prints them.
//!
//! Nothing joins the name and its value but blanks, so the name must be one of the environment and the value all that is
//! left of the line; a password is believed where a second line of the same kind stands beside it.

use super::credentials::not_blank;
use crate::sanitizer::looks::code_values::is_path;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::about_words::speaks;
use crate::sanitizer::words::context::ahead;

pub(crate) const RULES: &[Rule] = &[Rule::text(
    "aligned-variable",
    Class::Pair,
    &["_token", "_key", "_secret", "_pass", "_pwd", "_pw ", "_passwd", "_passphrase"],
    r"(?m)^[ \t>*-]{0,12}[A-Z][A-Z0-9]{0,24}(?:_[A-Z0-9]{1,24}){0,5}_(?:TOKEN|KEY|SECRET|SECRET_ID|PASS|PASSWORD|PASSWD|PASSPHRASE|PWD|PW)(?:[ \t]{2,48}|\t|[ \t]{1,8}=[ \t]{1,8})(?P<s>[^\s]{6,200})[ \t]*\r?$",
    "[secret]",
)
.when(is_value)
.reach(120, 280)
.hides("BUILD_ID      17\nRELAY_TOKEN   01234567-89ab-4def-8123-456789abcdef\nSMTP_PASS     kesselwasser")
.keeps("BUILD_ID      17\nRELAY_TOKEN   required\nSMTP_PASS     /run/secrets/smtp\nPUBLIC_KEY    01234567-89ab-4def-8123-456789abcdef")];

fn is_value(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let start = found.text.ceil_char_boundary(found.secret.start.saturating_sub(240));
    let head = &found.text[start..found.secret.start];
    let (above, line) = head.rsplit_once('\n').unwrap_or(("", head));
    let name = line.trim_matches(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let other = ["PUBLIC_", "PRIMARY_", "FOREIGN_", "SORT_", "PARTITION_", "CACHE_", "IDEMPOTENCY_", "HOST_KEY"];
    if other.iter().any(|word| name.contains(word)) || !not_blank(found) || is_path(secret) || speaks(secret, false) {
        return false;
    }
    let uuid = secret.len() == 36 && shapes::is_identifier(secret);
    if uuid || shapes::looks_random(secret, 12) || shapes::looks_drawn(secret) {
        return true;
    }
    let password = ["PASS", "PASSWORD", "PASSWD", "PASSPHRASE", "PWD"].iter().any(|end| name.ends_with(end));
    let below = ahead(found.text, found.secret.end, 120).split('\n').nth(1).unwrap_or("");
    password
        && !secret.contains(['(', '<', '{', '$', '/'])
        && (is_variable(above.rsplit('\n').next().unwrap_or("")) || is_variable(below))
}

/// `BUILD_ID      17`: another variable of the list, and one value.
fn is_variable(line: &str) -> bool {
    let line = line.trim();
    let Some((name, value)) = line.split_once([' ', '\t']) else { return false };
    name.contains('_')
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && value.starts_with([' ', '\t', '='])
        && !value.trim_start_matches([' ', '\t', '=']).contains(' ')
}
