//! What papers of people and their vehicles are numbered with: insurance, driving licences, tax, plates, and the
//! postcode of a few houses.
//!
//! A shape that no other number has goes wherever it stands; the others need their name before or behind them.

use super::check_digits;
use super::digit_groups::{BLANK, CAPITAL, DASH};
use crate::sanitizer::rule::{Class, Found, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::number(
        "germany-insurance",
        Class::Identity,
        r"\b[0-9]{2}(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}[A-Z][0-9]{3}\b",
        "[personal]",
    )
    .when(|found| apart(found) && check_digits::insurance(found.secret()))
    .with(CAPITAL)
    .hides("Eintrag 15070649C103 fehlt")
    .keeps("Eintrag 15070649C104 fehlt"),
    Rule::number(
        "britain-driver",
        Class::Identity,
        r"\b[A-Z]{2,5}9{0,3}[0-9](?:[05][1-9]|[16][0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9][A-Z9]{2}[0-9A-Z][A-Z]{2}\b",
        "[personal]",
    )
    .when(|found| apart(found) && found.secret().len() == 16)
    .with(CAPITAL)
    .hides("driver HARKE657054TM9IJ was refused")
    .keeps("driver HARKE677054TM9IJ was refused"),
    Rule::number(
        "us-taxpayer",
        Class::Identity,
        r"\b9[0-9]{2}-(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])-[0-9]{4}\b",
        "[personal]",
    )
    .when(|found| apart(found) && !found.secret().ends_with("0000"))
    .with(DASH)
    .hides("row 912-71-4082 was refused")
    .keeps("row 912-93-4082 was read, range 912-71-40"),
    Rule::number(
        "mobile-of-five-groups",
        Class::Phone,
        r"\b0(?: 5[0-9]{2} [0-9]{3} [0-9]{2} [0-9]{2}|-5[0-9]{2}-[0-9]{3}-[0-9]{2}-[0-9]{2})\b",
        "[phone]",
    )
    .when(apart)
    .with(BLANK | DASH)
    .hides("yedek 0-532-417-45-63")
    .keeps("took 0-532-417-45"),
    Rule::text(
        "canada-insurance",
        Class::Identity,
        &["nas ", "nas:", "sin ", "sin:", "assurance sociale"],
        r"(?i)\b(?:nas|sin|num[ée]ro d['’]assurance sociale)\s?:?\s(?:est\s|is\s)?(?P<s>[0-9]{3}[ -][0-9]{3}[ -][0-9]{3})\b",
        "[personal]",
    )
    .when(apart)
    .hides("mon NAS: 258 933 688")
    .keeps("NAS: 258 933 bytes, sin 12"),
    Rule::text(
        "number-that-is-mine",
        Class::Identity,
        &[" is my ", " es mi ", " ist mein", " är mitt ", " est mon ", " è il mio ", " é o meu ", " to mój ", " is mijn ", " on minun ", " er mit "],
        r"\b(?P<s>[0-9A-Za-z]{0,6}[0-9][0-9A-Z -]{4,17}[0-9A-Za-z])\s(?:is my|es mi|ist meine?|är mitt|est mon|è il mio|é o meu|to mój|is mijn|on minun|er mit)\s(?:\p{L}{1,14}\s){0,2}(?i:\p{L}{0,12}(?:passport|pasaporte|passeport|passaporto|paszport|reisepass|ausweis|hetu|personnummer|pnr|pesel|dni|nif|nie|cpf|ssn|nino|codice fiscale|steuer-?id|bsn|licen[cs]e|f[øo]dselsnummer|cpr|iban))",
        "[personal]",
    )
    .when(|found| apart(found) && found.secret().bytes().filter(u8::is_ascii_digit).count() >= 5)
    .reach(30, 70)
    .hides("XQA143257 es mi número de pasaporte")
    .keeps("20260304 is my start, 17 is my limit"),
    Rule::text(
        "number-plate",
        Class::Identity,
        &["plate", "kennzeichen", "nummernschild", "plaka", "immatricul", "matrícula", "matricula", "targa", "kenteken", "car reg", "vehicle reg", "registration number", "registreringsnummer", "rejestracyjn", "rendszám", "госномер"],
        r"(?i)\b(?:(?:licen[cs]e|number)[ -]?plates?|plates?(?:\snumber|\sno\.?|:)|(?:kfz-?|kraftfahrzeug)?kennzeichen|nummernschild|plaka(?:sı|nın|yı)?|immatricul(?:ation|ée)|matr[ií]cula|targa|kenteken|(?:car|vehicle) reg(?:istration)?|registration number|registreringsnummer|(?:nr|numer|tablica) rejestracyjn[yae]|rendszám|госномер)(?:\s(?:number|numarası|no\.?|nr\.?|num[ée]ro))?(?:\s(?:is|was|ist|lautet|est|es|è|är|to)\b)?\s?[:=#]?\s?(?-i:(?P<s>[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]?[1-9][0-9]{0,3}[EH]?|[0-9]{2}[ -]?[A-Z]{1,3}[ -]?[0-9]{2,4}|[A-Z]{2}[0-9]{2}[ -]?[A-Z]{3}|[A-Z]{2}[ -]?[0-9]{3}[ -]?[A-Z]{2}|[0-9]{4}[ -]?[A-Z]{3}|[A-Z]{3}[ -]?[0-9]{3,4}[A-Z]{0,2}|[A-Z]{2}[0-9]{1,2}[A-Z]{1,2}[0-9]{4}|[0-9][A-Z]{3}[0-9]{3}|[0-9]{2}-[A-Z]{2,3}-[0-9]{1,2}))\b",
        "[personal]",
    )
    .when(apart)
    .reach(16, 60)
    .hides("Kennzeichen: HH-KX 127; the plate number is ABJ-127XY")
    .keeps("plate 12 A 400 of the rack, Kennzeichen AB 12 der Zeile, registration number 20260304"),
    Rule::text(
        "told-postcode",
        Class::Identity,
        &["postcode", "post code", "postal code"],
        r"(?i)\bpost(?:al )?\s?code(?:\s(?:is|was))?\s?[:=]?\s(?-i:(?P<s>[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}))\b",
        "[address]",
    )
    .when(apart)
    .hides("send it to postcode EC2A 4NT please")
    .keeps("postcode E17 is unknown, postcode lookup failed"),
];

fn apart(found: &Found<'_>) -> bool {
    let (head, tail) = (&found.text[..found.secret.start], &found.text[found.secret.end..]);
    !head.ends_with(['-', '.', '_', '/', '+']) && !tail.starts_with(['-', '_', '/'])
}
