//! Declarations: what a table, a schema or a model says of the kind of a field, and what a translation calls it.
//!
//! `display_name | text`, `firstName: String`, `"phone": "Telefonnummer"` name fields for people and for secrets, and
//! hold a value of none.

use crate::sanitizer::rule::Class;
use crate::sanitizer::scan;
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{Words, ahead, behind};

/// Whether the value is the kind of a field or its name in another language.
pub(crate) fn is_declared(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    if value.len() > 60 {
        return false;
    }
    match span.placeholder {
        "[name]" | "[payload]" | "[personal]" | "[phone]" | "[address]" | "[card]" => {
            is_kind(value)
                || is_label_of(value, |placeholder| placeholder == span.placeholder)
                || is_listed_field(text, span)
                || LABELS.has(value) && !text[..span.range.start].ends_with("[name] ")
        }
        "[password]" => is_translated(text, span),
        _ => false,
    }
}

/// What forms call the halves of a name, in the languages in which the words name no field.
const LABELS: Words = Words::new(&[
    "First name",
    "Last name",
    "Full name",
    "Given name",
    "Family name",
    "Surname",
    "Vorname",
    "Nachname",
    "Prénom",
    "Nom de famille",
    "Nom complet",
    "Nombre",
    "Apellidos",
    "Apellido",
    "Nombre completo",
    "Nome",
    "Cognome",
    "Sobrenome",
    "Apelido",
    "Nome completo",
    "Voornaam",
    "Achternaam",
    "Imię",
    "Nazwisko",
    "Jméno",
    "Příjmení",
    "Meno",
    "Priezvisko",
    "Ime",
    "Prezime",
    "Priimek",
    "Prenume",
    "Nume de familie",
    "Förnamn",
    "Efternamn",
    "Fornavn",
    "Etternavn",
    "Efternavn",
    "Etunimi",
    "Sukunimi",
    "Keresztnév",
    "Vezetéknév",
    "Soyadı",
    "Имя",
    "Фамилия",
    "Отчество",
    "Ім'я",
    "Прізвище",
    "Όνομα",
    "Επώνυμο",
    "名前",
    "氏名",
    "姓名",
    "이름",
    "성명",
]);

/// `text`, `varchar(80)`, `String!`, `character varying`: what databases and languages call kinds of values.
pub(crate) fn is_kind(value: &str) -> bool {
    const KINDS: Words = Words::new(&[
        "text",
        "string",
        "str",
        "varchar",
        "varchar2",
        "nvarchar",
        "nvarchar2",
        "char",
        "nchar",
        "character",
        "character varying",
        "citext",
        "bytea",
        "bytes",
        "binary",
        "varbinary",
        "blob",
        "clob",
        "uuid",
        "int",
        "int4",
        "int8",
        "integer",
        "bigint",
        "smallint",
        "tinyint",
        "serial",
        "bigserial",
        "number",
        "numeric",
        "decimal",
        "float",
        "double",
        "double precision",
        "real",
        "boolean",
        "bool",
        "date",
        "datetime",
        "datetime2",
        "timestamp",
        "timestamptz",
        "timestamp with time zone",
        "timestamp without time zone",
        "json",
        "jsonb",
        "inet",
        "enum",
        "longtext",
        "mediumtext",
        "tinytext",
        "emailstr",
        "secretstr",
        "charfield",
        "textfield",
        "emailfield",
        "stringfield",
        "not null",
        "nullable",
    ]);
    let value = value.trim_matches(['"', '\'', '`', ' ']).trim_end_matches(['!', '?', ',', ';', ']', '[']);
    let value = match value.split_once('(') {
        Some((kind, size)) if size.trim_end_matches(')').bytes().all(|b| b.is_ascii_digit() || b", ".contains(&b)) => {
            kind
        }
        Some(_) => return false,
        None => value,
    };
    KINDS.has(&value.trim_end().to_lowercase())
}

/// `Vorname`, `Telefonnummer`: a value that is the name of such a field itself, with a capital as labels have it.
pub(crate) fn is_label_of(value: &str, placeholder: impl Fn(&str) -> bool) -> bool {
    let value = value.trim_matches(['"', '\'', ' ', ':', '*']);
    (5..=40).contains(&value.len())
        && value.starts_with(char::is_uppercase)
        && value.chars().all(|c| c.is_alphabetic() || " -'’".contains(c))
        && scan::names_in(value)
            .into_iter()
            .any(|(hit, rule, _)| hit.start == 0 && hit.end == value.len() && placeholder(rule.placeholder))
}

/// `["firstName","password"]`: the name of a field for a secret, between quotes, where another name was looked for.
fn is_listed_field(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let quote = |side: Option<char>| matches!(side, Some('"' | '\'' | '`'));
    quote(text[..span.range.start].chars().next_back())
        && quote(text[span.range.end..].chars().next())
        && value.starts_with(|c: char| c.is_ascii_lowercase())
        && value.bytes().all(|b| b.is_ascii_alphabetic() || b"_-".contains(&b))
        && scan::names_in(value).into_iter().any(|(hit, rule, _)| {
            hit.start == 0 && hit.end == value.len() && !matches!(rule.class, Class::Name | Class::Identity)
        })
}

/// `"newPassword": "Neues Passwort"`: the words for a password in a catalogue of translations, in which other values are
/// labels and sentences too.
fn is_translated(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let words = value.split(' ');
    let plain = value.starts_with(char::is_uppercase) && value.chars().all(|c| c.is_alphabetic() || " -'’".contains(c));
    if !plain || words.count() > 6 || !text[..span.range.start].ends_with(['"', '\'', '>']) {
        return false;
    }
    let named = scan::names_in(value)
        .into_iter()
        .any(|(hit, rule, _)| rule.placeholder == "[password]" && (hit.start == 0 || hit.end == value.len()));
    named && (is_resource_of_app(text, span) || sentences_around(text, span) >= 2)
}

/// `<string name="err_password">…</string>` among other texts in `<resources>`: what an app says to people.
fn is_resource_of_app(text: &str, span: &Span) -> bool {
    let head = behind(text, span.range.start, 4000);
    let line = head.rsplit('\n').next().unwrap_or("").trim_start();
    line.starts_with("<string name=") && head.contains("<resources")
}

/// How many quoted values near the place are sentences of three words or more, without a digit.
fn sentences_around(text: &str, span: &Span) -> usize {
    let from = text.ceil_char_boundary(span.range.start.saturating_sub(500));
    let near = &text[from..span.range.end + ahead(text, span.range.end, 500).len()];
    near.split("\":")
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"'))
        .filter(|rest| {
            let value = rest.split('"').next().unwrap_or("");
            value.starts_with(char::is_uppercase)
                && value.split(' ').count() >= 3
                && !value.contains(|c: char| c.is_ascii_digit() || "{}[]@=".contains(c))
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stays(text: &str, value: &str, placeholder: &'static str) -> bool {
        is_declared(text, &Span::of(text, value, placeholder))
    }

    #[test]
    fn kinds_and_labels_stay() {
        assert!(stays(" display_name | text | not null", "text", "[name]"));
        assert!(stays("lastName: String!", "String", "[name]"));
        assert!(stays("full_name character varying(80)", "character varying(80)", "[name]"));
        assert!(stays("\"lastName\": \"Nachname\"", "Nachname", "[name]"));
        assert!(stays(
            "{\"a\": \"Melden Sie sich an.\", \"pw\": \"Neues Passwort\", \"b\": \"Es ist ein Fehler aufgetreten.\"}",
            "Neues Passwort",
            "[password]"
        ));
    }

    #[test]
    fn values_of_people_go() {
        assert!(!stays("lastName: Nagy", "Nagy", "[name]"));
        assert!(!stays("{\"user\": \"ops\", \"pw\": \"Neues Passwort\"}", "Neues Passwort", "[password]"));
        assert!(!stays("password: text", "text", "[password]"));
    }
}
