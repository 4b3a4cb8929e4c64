//! Identity numbers of further countries that nothing else looks like, and numbers whose check digits hold behind
//! what they are called, however far the name is bent.

use super::check_digits;
use super::digit_groups::{BRACKET, CAPITAL, DASH, DOT};
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::before;

pub(crate) const RULES: &[Rule] = &[
    shaped(
        "dashed-identity",
        r"\b784-(?:19|20)[0-9]{2}-[0-9]{7}-[0-9]\b|\b[1-7][0-9]{4}-[0-9]{7}-[0-9]\b|\b[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])-(?:[0-5][0-9]|8[2-9])-[0-9]{4}\b|\b9[0-9]{2}-(?:5[0-9]|6[0-5]|[78][0-9]|9[0-24-9])-[0-9]{4}\b",
    )
    .when(apart)
    .with(DASH)
    .hides("holder 784-1987-2345671-3, applicant 61101-2345678-5, pekerja 870412-14-5233, filer 912-71-4421")
    .keeps("holder 785-1987-2345671-3, build 871412-14-5233, part 912-31-4421"),
    shaped(
        "lettered-identity",
        r"\bGHA-[0-9]{9}-[0-9]\b|\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9]-[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9]-[AC-HJKMNP-RT-Y]{2}[0-9]{2}\b",
    )
    .when(apart)
    .with(DASH)
    .hides("card GHA-712345678-9 expired, beneficiary 1EG4-TE5-MK73")
    .keeps("card GHB-712345678-9, serial 0EG4-TE5-MK73"),
    shaped("dotted-identity", r"\b[0-9]{2}\.[0-9]{3}\.[0-9]{3}\.[0-9]-[0-9]{3}\.[0-9]{3}\b|\b[0-9]{3}\.[0-9]{5}\.[0-9]{2}-[0-9]\b")
        .when(apart)
        .with(DOT)
        .hides("wajib pajak 08.254.294.3-407.000 ditolak, trabalhador 120.55531.88-2")
        .keeps("release 08.254.294-407.000, 120.55531.88.2"),
    shaped("hongkong-identity", r"\b[A-Z]{1,2}[0-9]{6}\([0-9A]\)")
        .when(|found| check_digits::hongkong(found.secret()))
        .with(BRACKET)
        .hides("staff G123456(A) not found")
        .keeps("staff G123456(7) not found"),
    shaped("singapore-identity", r"\b[STFG][0-9]{7}[A-Z]\b")
        .when(|found| apart(found) && check_digits::singapore(found.secret()))
        .with(CAPITAL)
        .hides("member S8765432Z refused")
        .keeps("member S8765432B refused"),
    shaped("health-service-number", r"\b[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\b")
        .when(|found| says(found, &["nhs"]) && check_digits::health_service(found.secret()))
        .hides("identifier https://fhir.nhs.uk/Id/nhs-number already exists, value=\"9434765919\"")
        .keeps("identifier https://fhir.nhs.uk/Id/nhs-number already exists, offset=9434765918"),
    shaped("brazil-cpf-in-a-field", r"\b[0-9]{11}\b")
        .when(|found| says(found, &["cpf"]) && check_digits::cpf(found.secret()))
        .hides("retorno cpfTitular=52998224725 status=401")
        .keeps("retorno cpfTitular ausente, protocolo=52998224726"),
    shaped("chile-run", r"\b[0-9]{7,8}-[0-9Kk]\b")
        .when(|found| ["rut", "run=", "run:", "run\""].iter().any(|name| before(found.text, found.secret.start, 8).contains(name)) && check_digits::chile(found.secret()))
        .with(DASH)
        .hides("trabajador run=12925763-6 rechazado")
        .keeps("trabajador run=12925763-5 rechazado, run 12925763-6"),
    Rule::text(
        "identifier-of-a-system",
        Class::Identity,
        &["\"system\"", "system=", "identifier", "namespace"],
        r#"(?i)\b(?:system|namespace|naming|assigner|type|scheme)\b[^\n]{0,100}?(?:nhs|ssn|national|passport|insurance|versicher|kvid|bsn|pesel|cpf|nir\b|ins-n|mrn|tax|steuer|personnummer|svnr|ssin|dni\b|curp|cedula|iqama|aadhaar|abha|hpid|medicare|driver)[^\n]{0,80}?\bvalue\\?"?\s?[:=]\s?\\?"?(?P<s>[0-9A-Z][0-9A-Z .-]{5,18}[0-9A-Z])\b"#,
        "[personal]",
    )
    .when(|found| found.secret().bytes().filter(u8::is_ascii_digit).count() >= 5)
    .reach(8, 280)
    .hides("{\"system\":\"http://fhir.example/sid/gkv/kvid-10\",\"value\":\"B604118823\"}")
    .keeps("{\"system\":\"http://fhir.example/sid/order-number\",\"value\":\"B604118823\"}"),
];

const fn shaped(name: &'static str, pattern: &'static str) -> Rule {
    Rule::number(name, Class::Identity, pattern, "[personal]")
}

fn apart(found: &Found<'_>) -> bool {
    let (head, tail) = (&found.text[..found.secret.start], &found.text[found.secret.end..]);
    !head.ends_with(['-', '.', '_', '/', '+']) && !tail.starts_with(['-', '_', '/'])
}

/// Whether the line says so a little before.
fn says(found: &Found<'_>, names: &[&str]) -> bool {
    let words = before(found.text, found.secret.start, 72);
    names.iter().any(|name| words.contains(name))
}
