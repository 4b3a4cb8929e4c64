//! Names of people in sentences, cards and objects that tell more about the same person.

use std::ops::Range;

use super::capital_names::is_whole_name;
use crate::sanitizer::looks::shapes::is_identifier;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::ahead;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "contact-card",
        Class::Name,
        "the lines of a vCard, but for its version, revision and identifier",
        "[personal]",
        cards,
    )
    .hides("BEGIN:VCARD\nVERSION:3.0\nFN:Zsófia Nagy\nEND:VCARD")
    .keeps("BEGIN:VCALENDAR END:VCALENDAR BEGIN:VCARD\nVERSION:3.0\n[personal]\nREV:20250310T101500Z\nEND:VCARD"),
    Rule::text(
        "japanese-person",
        Class::Name,
        &["様", "さん", "氏"],
        r"(?P<s>[一-鿿々]{2,3}(?:[ 　]?[一-鿿々ぁ-んァ-ヶー]{1,4})?)[ 　]?(?:様[ 　]?(?:か|に|の|は|が|へ|、|。|よ|$)|さん|氏)",
        "[name]",
    )
    .when(|found| !found.secret().ends_with(['仕', '同', '模', '多', '王', '神', '客', '皆']) )
    .reach(40, 12)
    .hides("山田太郎様からの問い合わせ")
    .keeps("仕様の変更、お客様の環境、新仕様は無効"),
    Rule::text(
        "salutation",
        Class::Name,
        &["hello ", "hi ", "dear ", "hallo ", "bonjour ", "hola ", "ciao ", "cześć ", "liebe", "geehrte"],
        r"\b(?i:hello|hi|dear|hallo|bonjour|hola|ciao|cześć|lieber?|sehr geehrter? (?:herr|frau))\s(?P<s>\p{Lu}\p{Ll}{1,24}(?:[ -]\p{Lu}\p{Ll}{1,24}){0,2})[,!]",
        "[name]",
    )
    .when(greets_person)
    .reach(16, 100)
    .hides("Hello Fatima, your backup failed")
    .keeps("Hello World, hello client, Dear Customer, hi Team!"),
    Rule::text(
        "named-among-personal",
        Class::Name,
        &["name\"", "name\\\"", "name'", "name:", "name=", "display=", "contact=", "who="],
        r#"(?i)(?:\b(?:full|user)?name\\{0,3}["']?\s?[:=]\s?\\{0,3}["'](?P<s>[^"'\\\n]{2,80})\\{0,3}["']|[\s?&](?:name|display|contact|who)=(?P<t>[\p{Lu}%][^&\s"']{1,80})&)"#,
        "[name]",
    )
    .when(siblings_are_personal)
    .reach(12, 120)
    .hides("skipped {\"name\":\"Zsófia Nagy\",\"dob\":\"[personal]\"}")
    .keeps("skipped {\"name\":\"Baseline Windows\",\"version\":3} {\"name\":\"ops.reconcile\",\"email\":null}"),
    Rule::text(
        "given-and-family",
        Class::Name,
        &["\"given\"", "\"family\"", "given=", "family="],
        r#"(?i)"?\b(?:given|family)"?\s*[:=]\s*\[?\s*"(?P<s>[^"\n]{1,60})""#,
        "[name]",
    )
    .when(|found| {
        let near = &found.text[found.text.floor_char_boundary(found.secret.start.saturating_sub(120))
            ..found.text.ceil_char_boundary((found.secret.end + 120).min(found.text.len()))];
        let near = near.to_lowercase();
        near.contains("given") && near.contains("family") && !found.secret().starts_with('[')
    })
    .reach(2, 100)
    .hides("{\"name\":{\"given\":\"Zsófia\",\"family\":\"Nagy\"}}")
    .keeps("{\"family\":\"debian\",\"release\":12}"),
];

fn greets_person(found: &Found<'_>) -> bool {
    const CROWDS: [&str; 12] = [
        "World",
        "Team",
        "All",
        "Everyone",
        "Customer",
        "User",
        "Admin",
        "There",
        "Friends",
        "Colleagues",
        "Sir",
        "Madam",
    ];
    !found.secret().split(' ').any(|word| CROWDS.contains(&word))
}

/// Longest card that is read, in bytes.
const LONGEST_CARD: usize = 8 << 10;

fn cards(text: &str, spans: &mut Vec<Span>) {
    let mut from = 0;
    while let Some(at) = text[from..].find("BEGIN:VCARD") {
        let start = from + at + "BEGIN:VCARD".len();
        let near = ahead(text, start, LONGEST_CARD);
        let end = near.find("END:VCARD").unwrap_or(near.len());
        // Read as one line, a card whose lines are hidden already tells no more.
        if !near[..end].contains('\n') && near[..end].contains("[personal]") {
            from = start + end;
            continue;
        }
        let (mut at, mut open): (usize, Option<Range<usize>>) = (start, None);
        for line in near[..end].split_inclusive('\n') {
            let bare = line.trim();
            let from = at + (line.len() - line.trim_start().len());
            at += line.len();
            if bare.is_empty() || bare.starts_with("[personal]") || tells_of_card(bare) {
                spans.extend(open.take().map(|range| Span::new(range, "[personal]")));
            } else {
                open = Some(open.map_or(from, |range| range.start)..from + bare.len());
            }
        }
        spans.extend(open.map(|range| Span::new(range, "[personal]")));
        from = start + end;
    }
}

/// `REV:20250310T101500Z`: what a line says of the card itself.
fn tells_of_card(line: &str) -> bool {
    let Some((name, value)) = line.split_once(':') else { return false };
    match name.to_ascii_uppercase().as_str() {
        "VERSION" | "KIND" => value.len() <= 16 && !value.contains([' ', '\\', '@']),
        "REV" => value.bytes().all(|b| b.is_ascii_digit() || b"TZ:-.+".contains(&b)),
        "UID" => is_identifier(value.strip_prefix("urn:uuid:").unwrap_or(value)),
        _ => false,
    }
}

/// A bare `name` is a person's when the same object tells a birthday, a mailbox or a telephone.
fn siblings_are_personal(found: &Found<'_>) -> bool {
    const SIBLINGS: [&str; 17] = [
        "tel",
        "telefon",
        "telephone",
        "mobil",
        "dob",
        "email",
        "mail",
        "birthdate",
        "birthday",
        "phone",
        "mobile",
        "surname",
        "ssn",
        "pesel",
        "userprincipalname",
        "givenname",
        "gender",
    ];
    let Range { start, end } = found.secret;
    let head = &found.text[found.text.floor_char_boundary(start.saturating_sub(240))..start];
    let tail = &found.text[end..found.text.floor_char_boundary(end.saturating_add(240))];
    let ends = ['{', '}', '\n'];
    let object = [&head[head.rfind(ends).unwrap_or(0)..], &tail[..tail.find(ends).unwrap_or(tail.len())]];
    let object = object.concat().replace(['\\', '"', '\'', ' '], "").to_lowercase();
    let tells = |key: &str| {
        object.match_indices(key).any(|(at, _)| {
            !object[..at].ends_with(char::is_alphanumeric) && object[at + key.len()..].starts_with([':', '='])
        })
    };
    let mailbox = tells("address") && (object.contains("address:[email]") || object.contains('@'));
    let named = found.secret().contains(' ') || found.secret().starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
    // `"address":{…`: an address of its own beside a name of two words.
    let housed = object.ends_with("address:") && is_whole_name(found.secret());
    named && !found.secret().starts_with('[') && (mailbox || housed || SIBLINGS.iter().any(|key| tells(key)))
}
