//! Values that a validator quotes when it complains about a field whose name says that it is secret.
//!
//! Every framework puts the two in an order of its own: the name before the value, behind it, in a line above it or in
//! a path below. The name is what counts; whether the value may stay is asked as of any field.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::is_compound;
use crate::sanitizer::rule::{Class, Found, Rule};

/// What a name of a secret ends with.
macro_rules! secret_name {
    () => {
        r"(?:pass(?:word|wd|phrase|code|wort)?|pwd|kennwort|secret|token|credentials?|(?:api|access|private|secret|account|auth)[_.-]?key|(?:\b|_)pin)"
    };
}

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "value-below-its-name",
        Class::Pair,
        &["property:", "key:", "name:", "setting:", "parameter:", "option:", "variable:", "attribute:", "eigenschaft:", "propriété :", "propiedad:"],
        concat!(
            r#"(?im)^[ \t>*-]{0,16}(?:property|key|name|setting|parameter|option|variable|attribute|eigenschaft|propriété ?|propiedad):[ \t]{1,8}["']?[A-Za-z0-9_.\[\]/-]{0,80}"#,
            secret_name!(),
            r#"["']?[ \t]*\r?\n[ \t>*-]{0,16}(?:value|wert|valeur|valor|valore|default):[ \t]{1,8}["']?(?P<s>[!#-&(-~]{4,200})"#
        ),
        "[password]",
    )
    .when(is_told)
    .reach(24, 300)
    .hides("    Property: mail.smtp.password\n    Value: \"Gr8.Wasser.7b\"\n    Origin: class path")
    .keeps("    Property: mail.smtp.port\n    Value: \"Gr8.Wasser.7b\"\n    Property: smtp.password\n    Value: null"),
    Rule::text(
        "input-of-a-check",
        Class::Pair,
        &["input_value=", "rejected value", "invalid value", "invalidvalue=", "failed validation", ": got ", "received:"],
        concat!(
            r#"(?i)(?:^|[^a-z0-9_.])[a-z0-9_.\[\]]{0,40}?"#,
            secret_name!(),
            r#"["'`\])]{0,3}(?:\r?\n[ \t]{1,8}[^\n]{1,120}?\binput_value=|(?:[^a-z0-9_\n-][^\n]{0,60}?)?(?:rejected value|invalid value|invalidvalue|failed validation\.? value|: got|received)[:=]?)[ \t]{0,2}["'\[(](?P<s>[^\s"'\[\]()]{4,200})["'\])]"#
        ),
        "[password]",
    )
    .when(is_told)
    .reach(200, 260)
    .hides("relay_secret\n  String should be longer [type=string_too_short, input_value='kessel-Wasser7', input_type=str]")
    .keeps("retry_limit\n  Input should be a number [type=int_parsing, input_value='kessel-Wasser7', input_type=str]"),
    Rule::text(
        "parameter-that-failed",
        Class::Pair,
        &["failed validation"],
        concat!(
            r"(?i)\b[a-z0-9_.-]{0,60}",
            secret_name!(),
            r#"\b["'`]? failed validation[^\n]{0,20}?\bvalue\s?[=:]\s?["']?(?P<s>[^\s"',;)]{4,200})"#
        ),
        "[password]",
    )
    .when(is_told)
    .reach(100, 260)
    .hides("parameter adminPassword failed validation: value=Gr8Wasser7")
    .keeps("parameter adminPassword failed validation: too short"),
    Rule::text(
        "value-before-its-name",
        Class::Pair,
        &["value '", "value \"", "value `", "from string \"", "found string \"", "type: string \"", "\"received\":", "\"received\" :", "' is too short", "' is too long", "' does not match", "' is not of type", "input: '", "input: \""],
        concat!(
            r#"(?i)(?:(?:\bvalue|from string|found string|type: string|"received"\s?:|\binput:)\s{0,2}["'`](?P<s>[!#-&(-_a-~]{4,200})["'`](?:[ -z]{0,160}?\b(?:for (?:the )?(?:key|property|field|option|setting|parameter)?|at(?: path)?|path"?:?|of|chain:|in|property|as)\s{0,2}|[ -z]{0,100}?\bpath"?\s?:\s?)["'`\[(]{0,2}[a-z0-9_.:$\["', -]{0,60}?"#,
            secret_name!(),
            r#"(?:["'`\])}.,\s]|$)|(?:^|[\s:])'(?P<t>[!-&(-~]{4,200})' (?:is too short|is too long|does not match|is not of type)[ -~]{0,80}\s{1,4}Failed validating '[a-zA-Z]{2,24}' in schema[ -~]{0,160}?\['[a-z0-9_.-]{0,40}"#,
            secret_name!(),
            r"'\])"
        ),
        "[password]",
    )
    .when(is_told)
    .reach(260, 420)
    .hides("cannot deserialize from String \"Gr8Wasser7\": no number (through reference chain: Login[\"password\"])")
    .keeps("cannot deserialize from String \"Gr8Wasser7\": no number (through reference chain: Login[\"title\"])"),
];

/// A value that somebody chose or drew, and no word about one.
fn is_told(found: &Found<'_>) -> bool {
    let secret = found.secret();
    not_blank(found)
        && !secret.starts_with(['[', '<', '{', '*'])
        && !secret.contains("://")
        && !shapes::is_number(secret)
        && (shapes::looks_chosen(secret) || is_compound(secret) || shapes::looks_random(secret, 10))
}
