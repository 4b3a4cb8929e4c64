//! The first half of a pair of keys, where a statement or a call gives both: `KEY_ID '…', SECRET '…'`.
//!
//! The half that names an account would stay as an identifier; beside the other one it opens the store.

use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::{ahead, before};

pub(crate) const RULES: &[Rule] = &[Rule::text(
    "key-id-of-pair",
    Class::Pair,
    &["key_id", "keyid", "key-id", "access_key", "accesskey", "access-key"],
    r#"(?i)\b(?:[a-z0-9]{1,12}[_.-]){0,3}(?:access[_-]?)?key(?:[_-]?id)?\\?["']?(?:\s{0,3}(?:[:=]|=>)\s{0,3}|\s{1,3}|\s?\(\s?)\\?["'](?P<s>[A-Za-z0-9]{16,64})\\?["']"#,
    "[key]",
)
.when(stands_beside_secret)
.reach(44, 120)
.hides("CREATE SECRET lake (TYPE S3, KEY_ID '4f2a9be1c07d36584f2a9be1c07d3658', SECRET '[secret]', REGION 'auto');")
.keeps("kms KEY_ID '4f2a9be1c07d36584f2a9be1c07d3658' of region 'auto' is disabled")];

fn stands_beside_secret(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let hex = secret.bytes().all(|b| b.is_ascii_hexdigit());
    let drawn = secret.bytes().any(|b| b.is_ascii_digit())
        && secret.bytes().any(|b| b.is_ascii_alphabetic())
        && (hex || shapes::looks_random(secret, 16) || !secret.bytes().any(|b| b.is_ascii_lowercase()));
    let near = [before(found.text, found.secret.start, 160), ahead(found.text, found.secret.end, 160).to_lowercase()];
    drawn
        && near.iter().any(|near| {
            ["[secret]", "[key]", "[token]", "[password]"].iter().any(|mark| {
                near.split(mark).any(|head| {
                    let name = head.trim_end_matches(|c: char| !c.is_alphanumeric());
                    head.len() < near.len()
                        && head.len() - name.len() <= 8
                        && ["secret", "secret_key", "secretkey", "secret-key", "secret_access_key", "secretaccesskey"]
                            .iter()
                            .any(|end| name.ends_with(end))
                })
            })
        })
}
