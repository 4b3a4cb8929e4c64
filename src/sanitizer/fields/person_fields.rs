//! Personal fields: names, telephone numbers and addresses that a field declares as such.
//!
//! A name may be several words long, so the value is read differently from a secret: words are
//! taken while they go on like a name does. What the value must look like depends on the field.

use std::net::IpAddr;
use std::ops::Range;

use super::harmless::{self, Setting};
use super::separators::Joint;
use super::values;
use crate::sanitizer::persons::addresses::is_gateway;
use crate::sanitizer::persons::capital_names::is_whole_name;
use crate::sanitizer::persons::personal::{ADDRESS_FIELD, PERSON_FIELD};
use crate::sanitizer::rule::{Class, Rule, Weight};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{Words, ahead};
use crate::sanitizer::words::known_names::{is_family, is_given};
use crate::sanitizer::words::machines::is_service;
use crate::sanitizer::words::organisations::{ACCOUNTS, belongs_to_thing};

/// Hides the value of a personal field.
pub(crate) fn find(
    text: &str,
    name: &Range<usize>,
    joint: Joint,
    start: usize,
    rule: &Rule,
    spans: &mut Vec<Span>,
) -> Option<usize> {
    // In running text a name behind such a word is found by its capitals (`persons`).
    if rule.name == PERSON_FIELD && matches!(joint, Joint::Copula | Joint::Adjacent | Joint::Flag | Joint::Distant) {
        return None;
    }
    let bare_name =
        rule.class == Class::Name && matches!(joint, Joint::Copula | Joint::Adjacent | Joint::Flag | Joint::Distant);
    if joint == Joint::Distant
        || joint == Joint::Adjacent && !matches!(rule.class, Class::Phone | Class::Identity | Class::Bank)
        || name.is_empty()
    {
        return None;
    }
    if joint == Joint::Adjacent
        && matches!(rule.class, Class::Phone | Class::Identity | Class::Bank)
        && let Some(range) = quoted_nearby(text, start, rule)
    {
        spans.push(Span::new(range, rule.placeholder));
        return None;
    }
    let mut value = values::read(text, start, joint)?;
    let end = value.range.end;
    if !value.quoted {
        value.range.end = widen(text, value.range.clone(), rule);
        // `LastName = Nagy, Port = 3306`: what follows the comma is the name of a field.
        let told = &text[value.range.clone()];
        if let Some(comma) = told.find(',')
            && text[value.range.end..].trim_start_matches(' ').starts_with('=')
            && told[comma..].trim_start_matches([',', ' ']).bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        {
            value.range.end = value.range.start + comma;
        }
    }
    // `$fullName := include "relay.name" .`: an expression follows, a literal would stand in quotes.
    if !value.quoted && text[..value.range.start].trim_end_matches(' ').ends_with(":=") {
        return None;
    }
    let word = &text[value.range.clone()];
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let starts_number = word.trim_start_matches(['+', '(', '[']).starts_with(|c: char| c.is_ascii_digit());
    if joint == Joint::Adjacent && (digits < 3 || !starts_number) {
        return None;
    }
    if bare_name && !word.starts_with(char::is_uppercase) {
        return None;
    }
    let setting = Setting {
        value: word,
        quoted: value.quoted,
        joint,
        weight: Weight::Personal,
        before: "",
        after: &text[value.range.end..],
        plural: false,
        does: false,
        touching: false,
        password: false,
        compound: false,
        tight: false,
    };
    if fits(rule, word) && !harmless::may_stay(&setting) {
        spans.push(Span::new(value.range, rule.placeholder));
    }
    Some(end)
}

/// `Field 'phone' has invalid format "…"`: what a complaint about the field quotes.
fn quoted_nearby(text: &str, start: usize, rule: &Rule) -> Option<Range<usize>> {
    let near = ahead(text, start, 60);
    let near = near.split(['\n', ';']).next().unwrap_or("");
    let open = near.find('"')?;
    let length = ahead(text, start + open + 1, 60).find('"')?;
    let range = start + open + 1..start + open + 1 + length;
    let value = &text[range.clone()];
    // `… too long <Order no="SO-17102">`: the attribute of an element that follows; and no code is a telephone number.
    let other = near[..open].contains('<') || rule.class == Class::Phone && begins_code(value);
    (!other && fits(rule, value) && !value.contains([':', '=', '\n'])).then_some(range)
}

/// `SO-17102`: capitals and a dash before the digits.
fn begins_code(value: &str) -> bool {
    let capitals = value.bytes().take_while(u8::is_ascii_uppercase).count();
    capitals >= 1 && value[capitals..].starts_with(['-', '_', '#'])
}

const MOST_READ: usize = 512;

/// Whether the value can be what the field promises.
pub(crate) fn fits(rule: &Rule, value: &str) -> bool {
    // No name and no telephone number is as long; what else is, is not read to its end.
    if value.len() > MOST_READ {
        return !matches!(rule.class, Class::Name | Class::Phone);
    }
    let digits = value.chars().filter(char::is_ascii_digit).count();
    match rule.class {
        Class::Name if rule.name == PERSON_FIELD => {
            is_whole_name(&value.replacen(", ", " ", 1)) || is_shouted_name(value) || is_small_name(value)
        }
        Class::Name => {
            value.chars().any(char::is_alphabetic)
                && digits == 0
                && value.chars().count() <= 80
                && !is_machine_account(value)
                && !is_of_things(value)
                && !says_name(value)
                && !value.contains(['/', '=', '{', '_', '@', '[', ':'])
        }
        Class::Phone => (5..=17).contains(&digits),
        Class::Network => {
            let names_none = value.parse::<IpAddr>().is_ok_and(|ip| {
                ip.is_loopback() || ip.is_unspecified() || matches!(ip, IpAddr::V4(v4) if is_gateway(v4))
            });
            digits >= 2 && !names_none && (value.len() >= 12 || value.contains(['.', ':', '-']))
        }
        Class::Bank => digits >= 3,
        Class::Identity => digits >= 1 && value.chars().count() >= 4,
        _ => true,
    }
}

/// `Ops Service Account`: most of its words belong to teams, programs and services.
fn is_of_things(value: &str) -> bool {
    let words = value.split_whitespace();
    let things = words.clone().filter(|word| belongs_to_thing(word)).count();
    // `startswith(displayName,'Mail')`: a single one counts, unless somebody has that name.
    let count = words.count();
    things >= 2 && things * 2 > count || count == 1 && things == 1 && !is_given(value) && !is_family(value)
}

/// `Cluster Name`, `Segundo nombre`: what stands under "display name" in a catalogue of labels.
fn says_name(value: &str) -> bool {
    const NAMES: Words = Words::new(&[
        "name",
        "names",
        "nombre",
        "nom",
        "nome",
        "naam",
        "navn",
        "namn",
        "etternavn",
        "nachname",
        "vorname",
        "apellido",
        "nazwisko",
        "nazwa",
        "имя",
        "отчество",
        "фамилия",
        "username",
        "cognome",
        "sobrenome",
        "prénom",
        "jméno",
        "příjmení",
        "nume",
        "název",
        "ім'я",
        "ad",
        "soyad",
        "नाम",
        "பெயர்",
        "שם",
        "isim",
    ]);
    value.contains(' ') && value.split_whitespace().any(|word| NAMES.has(&word.to_lowercase()))
        || matches!(value, "Отчество" | "Nazwisko" | "Etternavn" | "Nachname" | "Vorname")
}

/// `иван петренко`: two or three words in small Cyrillic letters, of which one ends like a family name.
fn is_small_name(value: &str) -> bool {
    const ENDS: [&str; 22] = [
        "ов",
        "ова",
        "ев",
        "ева",
        "ёв",
        "ин",
        "ина",
        "ский",
        "ская",
        "ской",
        "ко",
        "ук",
        "юк",
        "ич",
        "ян",
        "дзе",
        "швили",
        "ый",
        "ий",
        "ская",
        "як",
        "ець",
    ];
    let words = value.split(' ');
    (2..=3).contains(&words.clone().count())
        && words.clone().all(|word| {
            word.chars().count() >= 3 && word.chars().all(|c| ('а'..='я').contains(&c) || "ёіїєґ-".contains(c))
        })
        && words.into_iter().any(|word| word.chars().count() >= 5 && ENDS.iter().any(|end| word.ends_with(end)))
}

/// `MARTA KOWALSKA`, as cards print it.
fn is_shouted_name(value: &str) -> bool {
    let words = value.split(' ');
    let shouted =
        |word: &str| word.chars().count() >= 2 && word.chars().all(|c| c.is_uppercase() || c == '-' || c == '\'');
    let small = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |first| first.to_string() + &letters.as_str().to_lowercase())
    };
    (2..=4).contains(&words.clone().count())
        && words.clone().all(shouted)
        && words.clone().map(small).any(|word| is_given(&word) || is_family(&word))
        && !words.map(small).any(|word| belongs_to_thing(&word))
}

/// `svc-backup`: an account of no person, where a directory keeps its name.
pub(crate) fn is_machine_account(value: &str) -> bool {
    // `sp-restore-prod`, `app-archive-stage`: what serves in which environment.
    const STAGES: [&str; 14] = [
        "prod",
        "production",
        "stage",
        "staging",
        "stg",
        "dev",
        "test",
        "qa",
        "uat",
        "preprod",
        "nonprod",
        "sandbox",
        "dr",
        "lab",
    ];
    let small = value.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let staged = || value.split('-').count() >= 2 && value.split('-').any(|part| STAGES.contains(&part));
    small && (ACCOUNTS.has(value) || value.contains('-') && (is_service(value) || value.starts_with("sp-") || staged()))
}

/// `, Dorothea` at the end of the line: the given name behind the family name, as lists of people write them.
fn given_behind_family(rest: &str) -> Option<usize> {
    let near = ahead(rest, 0, 60);
    let line = near.split(['\n', '\r']).next()?;
    let given = line.strip_prefix(", ").filter(|_| line.len() < near.len() || near.len() == rest.len())?;
    let mut words = given.split(' ');
    let plain =
        |word: &str| word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-');
    (words.clone().count() <= 2 && words.all(plain)).then_some(line.len())
}

fn widen(text: &str, range: Range<usize>, rule: &Rule) -> usize {
    let class = rule.class;
    let address = rule.name == ADDRESS_FIELD;
    let mut end = range.end;
    let titles = ["Dr", "Mr", "Mrs", "Ms", "Prof", "Ing", "Mag", "Sr", "Sra"];
    if titles.contains(&&text[range.clone()]) && text[end..].starts_with(". ") {
        end += 1;
    }
    if class == Class::Name
        && let Some(given) = given_behind_family(&text[end..])
    {
        return end + given;
    }
    for _ in 0..7 {
        let rest = &text[end..];
        // `Kovács, Anna`: the second name first.
        let turned = class == Class::Name
            && rest.starts_with(", ")
            && !text[range.start..end].contains([' ', ','])
            && rest[2..].starts_with(char::is_uppercase);
        let comma = (address || turned) && rest.starts_with(", ");
        let Some(next) = rest.strip_prefix(if comma { ", " } else { " " }) else {
            break;
        };
        let length = next.find(|c: char| c.is_whitespace() || ",;|&\"<>)]}".contains(c)).unwrap_or(next.len());
        let word = &next[..length];
        if word.is_empty() || word.contains(['=', ':', '[']) {
            break;
        }
        let goes_on = match class {
            Class::Name => {
                word.starts_with(char::is_uppercase)
                    || [
                        "de", "da", "del", "della", "der", "den", "di", "dos", "du", "la", "le", "van", "von", "zu",
                        "bin", "al", "el", "y", "ter",
                    ]
                    .contains(&word)
            }
            // A second number is another one.
            Class::Phone if text[range.start..end].bytes().filter(u8::is_ascii_digit).count() >= 10 => false,
            Class::Phone | Class::Bank => word.chars().all(|c| c.is_ascii_digit() || "()+-./".contains(c)),
            Class::Identity if address => word.starts_with(char::is_alphanumeric),
            Class::Identity => word.bytes().all(|b| b.is_ascii_digit() || b"-./".contains(&b)),
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += (if comma { 2 } else { 1 }) + length;
    }
    let value = text[range.start..end].trim_end_matches(['.', ',', ';']);
    range.start + value.len()
}
