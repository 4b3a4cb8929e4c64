//! Names of people beside the number that a state gave them: the attribute of an element that holds both, the halves of
//! a name told one behind the other in a message about somebody.

use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::about_words::is_about;
use crate::sanitizer::words::organisations::belongs_to_thing;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "name-in-element-of-person",
        Class::Name,
        &["nombre=\"", "nome=\"", "nom=\"", "name=\"", "nimi=\"", "navn=\"", "namn=\"", "naam=\"", "imie=\"", "nazwa=\""],
        r#"(?i)<[^<>]{0,200}?\b(?:curp|nss|numseguridadsocial|nif|dni|cpf|codicefiscale|codfiscale|bsn|pesel|cuil|ssn|fnr|fodselsnummer|personnummer|nir|niss|cnp|jmbg|oib|egn)="[^"<>]{4,24}"[^<>]{0,160}?\s(?:nombre|nome|nom|name|nimi|navn|namn|naam|imie|nazwa)="(?P<s>[^"<>\n]{3,80})"|(?i)<[^<>]{0,120}?\s(?:nombre|nome|nom|name|nimi|navn|namn|naam|imie|nazwa)="(?P<t>[^"<>\n]{3,80})"[^<>]{0,200}?\b(?:curp|nss|numseguridadsocial|nif|dni|cpf|codicefiscale|codfiscale|bsn|pesel|cuil|ssn|fnr|fodselsnummer|personnummer|nir|niss|cnp|jmbg|oib|egn)=""#,
        "[name]",
    )
    .when(|found| {
        let name = found.secret();
        name.starts_with(char::is_uppercase)
            && !name.contains(|c: char| c.is_ascii_digit() || "_/:=@".contains(c))
            && !name.split(' ').any(belongs_to_thing)
    })
    .reach(400, 320)
    .hides("<nom:Receptor Curp=\"[personal]\" NumEmpleado=\"17\" Nombre=\"Citlali Quendler Nagy\"/>")
    .keeps("<job id=\"17\" name=\"Nightly Export\"/>, <check cpf=\"17\" name=\"queue\"/>"),
    Rule::text(
        "halves-told",
        Class::Name,
        &["apellido paterno ", "apellido materno ", "primer apellido ", "segundo apellido ", "apellidos ", "nombres ", "cognome ", "sobrenome ", "achternaam ", "voornaam ", "nazwisko ", "imię ", "příjmení ", "jméno ", "priezvisko ", "prezime ", "efternamn ", "förnamn ", "etternavn ", "fornavn ", "efternavn ", "soyadı "],
        r"(?i:\b(?:apellidos?(?: paterno| materno)?|primer apellido|segundo apellido|nombres|cognome|sobrenome|achternaam|voornaam|nazwisko|imię|příjmení|jméno|priezvisko|prezime|efternamn|förnamn|etternavn|fornavn|efternavn|soyadı)) (?P<s>\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2})(?:[,;)]|\.?\s*$)",
        "[name]",
    )
    .when(stands_beside_number)
    .reach(4, 120)
    .hides("RUT trabajador [personal], apellido paterno Quendlermán, nombres Zsófia")
    .keeps("campo apellidos Obligatorio, nombres Duplicados, columna apellido paterno: vacía"),
];

/// Whether a number of a person stands close by: one half of a name alone may be the heading of a column.
fn stands_beside_number(found: &Found<'_>) -> bool {
    let text = found.text;
    let start = text.floor_char_boundary(found.secret.start.saturating_sub(140));
    let end = text.floor_char_boundary((found.secret.end + 100).min(text.len()));
    let near = &text[start..end];
    let number = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        (7..=13).contains(&digits)
            && !word.contains(':')
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-./,;".contains(&b))
    };
    (near.contains("[personal]") || near.split_whitespace().any(number))
        && !found.secret().split(' ').any(|word| belongs_to_thing(word) || is_about(&word.to_lowercase()))
}
