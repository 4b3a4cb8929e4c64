//! National identity numbers in running text.
//!
//! Most countries give their number a check digit or a shape of its own; where a number is plain
//! digits, a word before it must say what it is.

use super::check_digits;
use super::digit_groups::{BLANK, CAPITAL, DASH};
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::before;

/// What people call the number of a person.
const ID_WORDS: &[&str] = &[
    "ssn",
    "social security",
    "national id",
    "passport",
    "passeport",
    "reisepass",
    "driver license",
    "driver's license",
    "driving licence",
    "licence number",
    "tax id",
    "steuer-id",
    "steuernummer",
    "personnummer",
    "cpf",
    "dni",
    "nie",
    "nif",
    "nino",
    "bsn",
    "pesel",
    "aadhaar",
    "pan card",
    "codice fiscale",
    "insee",
    "nir",
    "taj",
    "adóazonosító",
    "személyi",
    "oib",
    "egn",
    "cnp",
    "rodné číslo",
    "burgerservicenummer",
    "sozialversicherungsnummer",
    "insurance number",
    "nhs number",
    "medicare",
    "national insurance",
    "nin",
    "снилс",
    "kimlik",
    "sécurité sociale",
    "niss",
    "insz",
    "rijksregisternummer",
    "ahv",
    "avs",
    "ahv-nr",
    "avs-nr",
    "fødselsnummer",
    "fodselsnummer",
    "cpr",
    "cpr-nummer",
    "kennitala",
    "henkilötunnus",
    "hetu",
    "isikukood",
    "asmens kodas",
    "personas kods",
    "jmbg",
    "emšo",
    "amka",
    "curp",
    "rfc",
    "rut",
    "cuit",
    "cuil",
    "cédula",
    "cedula",
    "nric",
    "hkid",
    "ktp",
    "sin",
    "tfn",
    "ppsn",
    "pps",
    "utr",
    "emirates id",
    "iqama",
    "tc no",
    "tckn",
    "svnr",
    "sozialversicherung",
    "rentenversicherungsnummer",
    "krankenversichertennummer",
    "ausweisnummer",
    "personalausweis",
    "führerschein",
    "dowód",
    "dowód osobisty",
    "nip",
    "regon",
    "carte vitale",
    "permis de conduire",
    "паспорт",
    "инн",
    "护照",
    "身份证",
];

pub(crate) const RULES: &[Rule] = &[
    shaped("chile-rut", r"\b[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}-[0-9Kk]\b")
        .when(apart)
        .with(DASH)
        .hides("RUT receptor 12.925.763-6 no coincide")
        .keeps("took 12.925.763 ms"),
    shaped("argentina-cuit", r"\b(?:20|23|24|27|30|33|34)-[0-9]{8}-[0-9]\b")
        .when(apart)
        .with(DASH)
        .hides("CUIT 20-05910016-6 rechazado")
        .keeps("lote 21-05910016-6"),
    shaped("us-social-security", r"\b[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}\b")
        .when(|found| {
            let secret = found.secret();
            apart(found)
                && !secret.starts_with("000")
                && !secret.starts_with("666")
                && &secret[4..6] != "00"
                && !secret.ends_with("0000")
        })
        .with(DASH)
        .hides("applicant 219-09-9999 was refused")
        .keeps("part 000-12-3456, range 10-20-30"),
    shaped("brazil-cpf", r"\b[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}\b")
        .when(|found| check_digits::cpf(found.secret()))
        .with(DASH)
        .hides("customer 529.982.247-25 was refused")
        .keeps("customer 529.982.247-26 was refused"),
    shaped("spain-dni", r"\b(?:[0-9]{8}|[XYZ][0-9]{7})-?[A-HJ-NP-TV-Z]\b")
        .when(|found| apart(found) && check_digits::dni(found.secret()))
        .with(CAPITAL)
        .hides("cliente 12345678Z rechazado")
        .keeps("pedido 12345678A rechazado"),
    shaped("italy-codice-fiscale", r"\b[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]\b")
        .with(CAPITAL)
        .hides("cliente RSSMRA85T10A562S rifiutato")
        .keeps("lotto RSSMRA85X10A562S rifiutato"),
    shaped(
        "france-nir",
        r"\b[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]|[2-9][0-9]) ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}\b",
    )
    .when(|found| apart(found) && check_digits::nir(found.secret()))
    .hides("assuré 1 85 05 78 006 084 91 refusé")
    .keeps("dossier 1 85 05 78 006 084 92 refusé"),
    shaped("nordic-number", r"\b(?:[0-9]{2})?[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[-+A][0-9]{3}[0-9A-Y]\b")
        .when(|found| {
            apart(found)
                && (check_digits::personnummer(found.secret()) && !is_recent_date(found.secret())
                    || says_identity(found))
        })
        .with(DASH | CAPITAL)
        .hides("kund 811218-9876 nekad")
        .keeps("fil 20240131-1235 nekad"),
    shaped("norway-birth-number", r"\b[0-7][0-9][01][0-9]{3} ?[0-9]{5}\b")
        .when(|found| apart(found) && check_digits::birth_number(found.secret()))
        .hides("ansatt 01019000083 finnes ikke")
        .keeps("ordre 01019000084 finnes ikke"),
    shaped("finland-hetu", r"\b(?:[0-2][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]\b")
        .when(|found| apart(found) && check_digits::hetu(found.secret()))
        .with(DASH | CAPITAL)
        .hides("asiakas 131052-308T estetty")
        .keeps("asiakas 131052-308U estetty"),
    shaped("uk-nino", r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b")
        .when(apart)
        .with(CAPITAL)
        .hides("claim of QQ 12 34 56 C refused, claim of AB 12 34 56 C refused")
        .keeps("claim of QQ 12 34 56 C refused"),
    shaped(
        "china-resident-id",
        r"\b[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9Xx]\b",
    )
    .when(|found| apart(found) && check_digits::resident_id(found.secret()))
    .hides("user 11010519491231002X refused")
    .keeps("user 110105194912310021 refused"),
    shaped("india-aadhaar", r"\b[2-9][0-9]{3}[ -][0-9]{4}[ -][0-9]{4}\b")
        .when(|found| {
            apart(found)
                && !found.text[found.secret.end..]
                    .trim_start_matches([' ', '-'])
                    .starts_with(|c: char| c.is_ascii_digit())
                && check_digits::verhoeff(found.secret())
        })
        .with(BLANK | DASH)
        .hides("resident 2345 6789 0107 refused")
        .keeps("resident 2345 6789 0108 refused"),
    Rule::text("number-with-word", Class::Identity, ID_WORDS, r"\b[0-9A-Z](?:[ ./-]?[0-9A-Z]){5,17}\b", "[personal]")
        .reach(0, 48)
        .when(|found| {
            let digits = found.secret().bytes().filter(u8::is_ascii_digit).count();
            let mixed =
                digits >= 3 && found.secret().len() >= 7 && found.secret().bytes().any(|b| b.is_ascii_uppercase());
            (digits >= 5 || mixed) && says_identity(found) && apart(found)
        })
        .hides("passport C01X00T47 was scanned")
        .keeps("passport scan 2026-03-04 failed"),
];

const fn shaped(name: &'static str, pattern: &'static str) -> Rule {
    Rule::number(name, Class::Identity, pattern, "[personal]")
}

/// `20240131-1234` is a file name or a run number more often than a small child.
fn is_recent_date(value: &str) -> bool {
    value.len() == 13 && &value[..4] > "2014"
}

fn apart(found: &Found<'_>) -> bool {
    let (before, after) = (&found.text[..found.secret.start], &found.text[found.secret.end..]);
    !before.ends_with(['-', '.', '_', '/', ':', '+', '=']) && !after.starts_with(['-', '_', ':', '/'])
        || before.ends_with([':', '=']) && !after.starts_with(['-', '_', ':', '/'])
}

/// A word directly before says that this is someone's number.
fn says_identity(found: &Found<'_>) -> bool {
    let words = before(found.text, found.secret.start, 34);
    let words = words.trim_end_matches(|c: char| !c.is_alphanumeric());
    let words =
        ["number", "no", "nr", "is", "id", "szám", "número", "numero", "num"].iter().fold(words, |words, ending| {
            words.strip_suffix(ending).map_or(words, |rest| if rest.ends_with(' ') { rest.trim_end() } else { words })
        });
    ID_WORDS
        .iter()
        .any(|word| words.ends_with(word) && !words[..words.len() - word.len()].ends_with(char::is_alphanumeric))
}
