//! Bodies of third-party requests and answers, and rows that a database quotes in its error.
//!
//! Nobody knows what a foreign body holds, so its free-text values go whole. What stays is what an
//! operator needs: the keys, numbers, and short code-like values such as `invalid_grant`.

use super::xml_bodies;
use super::{bodies, bound_columns};
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::vetoes::own_settings::is_aside_or_name;
use crate::sanitizer::words::context::behind;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "json-body",
        Class::Payload,
        "free-text values of a JSON object that follows a word such as body, payload, response",
        "[payload]",
        bodies::json,
    )
    .hides("graph answered 400: body={\"title\":\"Offer for Zsófia\",\"code\":\"invalid_grant\"}")
    .keeps("graph answered 400: body={\"code\":\"invalid_grant\",\"retry\":3}"),
    Rule::code(
        "xml-body",
        Class::Payload,
        "an XML document or SOAP envelope",
        "[payload]",
        xml_bodies::xml,
    )
    .hides("partner sent <?xml version=\"1.0\"?><order><to>Zsófia</to></order> twice")
    .keeps("partner sent <br> and Vec<String> twice"),
    Rule::text(
        "failing-row",
        Class::Payload,
        &["failing row contains", "row (", "parameters", "bind", "params", "executing with"],
        r#"(?i)(?:(?:failing row contains|\brow) \(|\b(?:(?:sql )?param(?:eter)?s|bind(?: (?:value|parameter))?s|executing with)\s*[:=]?\s*[\[(]|bind\s*[:=]\s*\[(?:\$1\s*=|["']))(?:(?:[0-9]{1,6}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}), ){0,2}(?:[a-z_]{0,24}id=[0-9]{1,12}, ){0,4}(?P<s>[^\n]*?)(?:,\s?(?:[a-z_]{1,32}=)?(?:null|NULL|None|true|false|[tf]|-?[0-9]{1,6}(?:\.[0-9]{1,3})?|1[0-9]{9}|20[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[ T][0-9:.+Z-]{5,24})?))*[\])]{1,2}(?:\.?\s|\.?$|,|;|\\n)"#,
        "[payload]",
    )
    .when(holds_words)
    .reach(24, 600)
    .hides("DETAIL: Failing row contains (17, Zsófia, null, 2026-01-01).")
    .keeps("with parameters: [17, 42] after 3 ms"),
    Rule::text(
        "key-value-detail",
        Class::Payload,
        &["key (", "for key", "duplicate entry", "duplicate key value is"],
        r"(?i)\bkey \([^)\n]{1,120}\)=\((?:[0-9]{1,6}, )*(?P<s>[^\n]{1,400}?)\)(?: already| is not| is still| conflicts|\.|$)|\bduplicate entry '(?P<t>[^'\n]{1,300})' for key|duplicate key value is \((?P<u>[^\n)]{1,300})\)",
        "[payload]",
    )
    .when(|found| bodies::is_free_text(found.secret()))
    .reach(24, 500)
    .hides("DETAIL: Key (title)=(Offer for Zsófia) already exists.")
    .keeps("DETAIL: Key (tenant_id, run_identity_hash)=(17, 42) already exists."),
    Rule::text(
        "sql-literal",
        Class::Payload,
        &["= '", "='", "like '", "in ('", "= n'"],
        r"(?i)[a-z0-9_.\x22\x60\]]\s*(?:=|<>|!=|\blike\b|\bin\s*\()\s*N?'(?P<s>[^'\n]{1,300})'",
        "[payload]",
    )
    .when(is_personal_literal)
    .reach(80, 320)
    .hides("SELECT id FROM users WHERE name = 'Zsófia Nagy' failed")
    .keeps("SELECT id FROM runs WHERE status = 'running' failed"),
    Rule::text(
        "numbered-parameter",
        Class::Payload,
        &["$1 =", "$2 =", "$3 =", "$4 =", "$5 =", "$6 =", "$7 =", "$8 =", "$9 =", "$1=", "$2=", "$3="],
        r"\$[0-9]{1,3}\s?=\s?'(?P<s>(?:[^'\n]|''){1,600})'",
        "[payload]",
    )
    .when(|found| bodies::is_free_text(found.secret()))
    .hides("parameters: $1 = 'Zsófia Nagy', $2 = '17'")
    .keeps("parameters: $1 = '17', $2 = 'restore.execute'"),
    Rule::text(
        "bound-value",
        Class::Payload,
        &["binding parameter", "==> parameters:", "extracted value"],
        r"(?i)binding parameter [\[(][^\])\n]{1,40}[\])](?: as [\[(][A-Z_]{2,24}[\])])?\s(?:-|<-)\s\[(?P<s>[^\]\[\n]{1,400})\]|==> parameters: (?P<t>[^\n]{1,300}?\((?:String|Character|Clob)\)[^\n]{0,300})",
        "[payload]",
    )
    .when(|found| {
        let word = found.secret().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b));
        (bodies::is_free_text(found.secret()) || is_bound_number(found))
            && !found.secret().contains("[payload]")
            && !(word && bound_columns::is_of_thing(found.text, found.secret.start))
    })
    .reach(2, 600)
    .hides("TRACE binding parameter (2:VARCHAR) <- [the house by the lake]")
    .keeps("TRACE binding parameter (1:BIGINT) <- [771204]"),
    Rule::text(
        "quoted-body",
        Class::Payload,
        &["body", "payload"],
        r#"(?i)\b(?:body|payload)["']?\s*[:=]\s*(?:Some\()?"(?P<s>[^"\n\\]{1,2000})""#,
        "[payload]",
    )
    .when(|found| {
        let secret = found.secret();
        let template = (secret.starts_with("{{") || secret.starts_with("${{")) && secret.ends_with("}}");
        secret.contains(' ') && !secret.starts_with('[') && !template
    })
    .hides("Response { status: 400, body: \"Zsófia's mailbox is full\" }")
    .keeps("Response { status: 400, body: \"\" }"),
    Rule::text(
        "quoted-input",
        Class::Payload,
        &["invalid input syntax", "incorrect", "out of range", "value too long", "truncated incorrect", "conversion failed"],
        r#"(?i)(?:value too long for [^:\n]{2,60}: ["'](?P<s>[^"'\n]{1,300})["']|invalid input syntax for (?:type )?[a-z ]{2,40}: "(?P<w>[^"\n]{1,300})"|truncated incorrect [a-z]+ value: '(?P<t>[^'\n]{1,300})'|incorrect [a-z]+ value: '(?P<u>[^'\n]{1,300})'|conversion failed when converting the [a-z]+ value '(?P<v>[^'\n]{1,300})')"#,
        "[payload]",
    )
    .when(|found| bodies::is_free_text(found.secret()))
    .hides("ERROR: invalid input syntax for type integer: \"Zsófia Nagy\"")
    .keeps("ERROR: invalid input syntax for type integer: \"12a\""),
];

/// Whether a list of values holds more than numbers and nothings.
fn holds_words(found: &Found<'_>) -> bool {
    // `one row (secret by name …`: a remark.
    let first = found.secret().split(' ').take(3);
    if !found.secret().contains(',') && first.filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())).count() == 3 {
        return false;
    }
    // `x-goog-request-params:[parent=projects/ops-eu]`: what a call is routed by.
    let routed = found.secret().split('&').all(|pair| {
        pair.split_once('=').is_some_and(|(name, path)| {
            name.bytes().all(|b| b.is_ascii_lowercase() || b"_.".contains(&b))
                && path.contains(['/', '%'])
                && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_.%-".contains(&b))
                && path
                    .replace("%2F", "/")
                    .split('/')
                    .step_by(2)
                    .all(|kind| kind.bytes().all(|b| b.is_ascii_alphabetic()))
        })
    });
    if routed {
        return false;
    }
    // `params[:password]`: a look-up by a name.
    if found.secret().strip_prefix(':').is_some_and(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')) {
        return false;
    }
    if is_aside_or_name(found.secret(), &found.text[found.secret.end..]) {
        return false;
    }
    !found.secret().starts_with(['[', '@'])
        && found.secret().split(',').any(|part| {
            let part = part.trim_matches(|c: char| c.is_whitespace() || "\"'".contains(c)).to_lowercase();
            part.chars().any(char::is_alphabetic)
                && !matches!(part.as_str(), "null" | "true" | "false" | "none" | "nil" | "t" | "f")
                && bodies::is_value(&part)
        })
}

/// A literal in a statement that a person wrote: several words, or one that begins like a name.
fn is_personal_literal(found: &Found<'_>) -> bool {
    let head = &found.text[found.text.floor_char_boundary(found.secret.start.saturating_sub(400))..found.secret.start];
    let head = head.to_lowercase();
    let statement =
        ["select ", "update ", "delete ", "insert ", "where ", "merge "].iter().any(|verb| head.contains(verb));
    let secret = found.secret();
    // What a column of states holds says what happened; in others one capital word may be a name.
    let column = head.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
    let column = column.strip_suffix(" like").or_else(|| column.strip_suffix(" in")).unwrap_or(column).trim_end();
    let column = column.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    let states = ["status", "state", "type", "kind", "phase", "outcome", "result", "role", "level", "category", "mode"];
    if states.iter().any(|word| column.ends_with(word)) {
        return false;
    }
    let written = secret.contains(' ') || !secret.is_ascii() || secret.starts_with(|c: char| c.is_uppercase());
    statement && written && bodies::is_free_text(secret) && !secret.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
}

/// Nine digits and more in a column of characters: the number of a person or of a thing that people write down.
fn is_bound_number(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let head = behind(found.text, found.secret.start, 24);
    (9..=19).contains(&secret.len()) && secret.bytes().all(|b| b.is_ascii_digit()) && head.contains("CHAR")
}
