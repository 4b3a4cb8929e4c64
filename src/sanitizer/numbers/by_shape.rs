//! Telephone numbers, accounts, cards and identity numbers in running text.
//!
//! Digits are everywhere in operational text, so form alone is seldom enough: cards and accounts
//! must pass their check digits, local telephone numbers need a word before them.

use super::check_digits;
use super::digit_groups::{BLANK, BRACKET, CAPITAL, DASH, DOT};
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::{Words, before, has_word};

const CALL_WORDS: &[&str] = &[
    "call",
    "reach me",
    "phone",
    "tel",
    "telephone",
    "mobile",
    "cell",
    "fax",
    "sms",
    "dial",
    "whatsapp",
    "viber",
    "hotline",
    "callback",
    "telefon",
    "telefonnummer",
    "tel.",
    "mobil",
    "handy",
    "rückruf",
    "ruf",
    "anruf",
    "telefono",
    "teléfono",
    "téléphone",
    "tél",
    "telefone",
    "celular",
    "телефон",
    "тел",
    "моб",
    "携帯",
    "전화",
    "móvil",
    "cellulare",
    "portable",
    "telefonszám",
    "telefoon",
    "mobiel",
    "telefonu",
    "numer",
    "puhelin",
    "gsm",
    "msisdn",
    "电话",
    "手机",
    "電話",
    "llamar",
    "llame",
    "llamada",
    "appeler",
    "joindre",
    "chiamare",
    "chiamata",
    "bellen",
    "ligar",
    "zadzwonić",
    "dzwonić",
    "anrufen",
    "erreichbar",
    "позвонить",
    "звонить",
    "подзвонити",
    "zavolat",
    "volat",
    "ringa",
];

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "international-phone",
        Class::Phone,
        &["+"],
        r"\+[1-9][0-9]{7,14}\b|\+[1-9][0-9]{0,3}(?:[ .\-/\u{a0}]?\(?[0-9]{1,5}\)?){2,7}",
        "[phone]",
    )
    .when(is_international)
    .reach(2, 40)
    .hides("call +36 30 123 4567 back")
    .keeps("at 2026-03-04T05:06:07+02:00 the count grew by +1200"),
    Rule::number(
        "north-american-phone",
        Class::Phone,
        r"(?:\b1[-. ])?(?:\([2-9][0-9]{2}\) ?|\b[2-9][0-9]{2}[-. ])[2-9][0-9]{2}[-. ][0-9]{4}\b",
        "[phone]",
    )
    .when(is_north_american)
    .with(DASH | DOT | BRACKET)
    .hides("reach me at (415) 555-2671 or 415-555-2671")
    .keeps("took 415.555 ms, version 415.555.2671, rows 415 555 2671"),
    Rule::number(
        "paired-phone",
        Class::Phone,
        r"\b0[1-9](?:(?: [0-9]{2}){4}|(?:\.[0-9]{2}){4}|(?:-[0-9]{2}){4})\b",
        "[phone]",
    )
    .when(|found| !found.text[..found.secret.start].ends_with(['.', '-', '/', ':']))
    .with(BLANK | DOT | DASH)
    .hides("joindre le 06 12 34 56 78 demain")
    .keeps("octets 06 12 34 56 lus"),
    Rule::number(
        "dialled-phone",
        Class::Phone,
        r"\b00[1-9][0-9]{0,2}[ /-](?:\(?[0-9]{1,5}\)?[ /-]?){2,6}[0-9]\b",
        "[phone]",
    )
    .when(|found| {
        let head = found.text[..found.secret.start].trim_end();
        (9..=15).contains(&digits(found)) && !head.ends_with(|c: char| c.is_ascii_digit())
    })
    .with(BLANK | DASH)
    .hides("dialled 0049 30 901820 12 twice")
    .keeps("dialled 00 30 twice"),
    Rule::number(
        "trunk-eight-phone",
        Class::Phone,
        r"\b8[ -]?(?:\([3-9][0-9]{2}\)|[3-9][0-9]{2})[ -]?[0-9]{3}-[0-9]{2}-[0-9]{2}\b",
        "[phone]",
    )
    .with(DASH)
    .hides("звонить 8 (916) 555-01-23 после шести")
    .keeps("rows 8 (916) 555-01 read"),
    Rule::text(
        "reached-at-phone",
        Class::Phone,
        &["unter 0", "unter (0", "al 0", "au 0", "allo 0", "op 0", "na 0", "numerem ", "at 0", "on 0"],
        r"(?i)\b(?:unter|al|au|allo|op|at|on|numerem)\s(?P<s>\(?0[1-9][0-9]{1,4}\)?[ /-][0-9]{3,8}(?:[ -][0-9]{2,5}){0,3})\b",
        "[phone]",
    )
    .when(|found| (8..=13).contains(&digits(found)))
    .reach(12, 40)
    .hides("Rückfragen unter 030 9018201 bis sechs")
    .keeps("unter 0100 200 Zeilen, at 09:30, at 0 of 17"),
    Rule::number("grouped-account", Class::Bank, r"\b[0-9]{8}-[0-9]{8}-[0-9]{8}\b", "[iban]")
        .with(DASH)
        .hides("account 11773016-11111018-00000000 refused")
        .keeps("account 11773016-11 refused"),
    Rule::text(
        "number-given-for-a-call",
        Class::Phone,
        &["to=", "from=", "phone number", "91-"],
        r"(?i)\b(?:to|from)\s?=\s?(?P<s>\+[1-9][0-9]{5,14})\b|\b(?P<t>91-[6-9][0-9]{9})\b",
        "[phone]",
    )
    .reach(4, 30)
    .hides("not a valid phone number code=21211 To=+4930901")
    .keeps("shifted from=+12 to=+3600"),
    Rule::number("mobile-shape", Class::Phone, r"\b0[789]0-[0-9]{4}-[0-9]{4}\b|\b010-[0-9]{4}-[0-9]{4}\b|\([1-9][0-9]\) ?9[0-9]{4}-[0-9]{4}\b|\b01[5-7][0-9][ /][0-9]{6,8}\b", "[phone]")
        .with(DASH | BLANK)
        .hides("sent to 080-4417-2903 and (11) 97412-5580")
        .keeps("part 080-4417-29 and 110-4417-2903"),
    Rule::text(
        "number-of-a-message",
        Class::Phone,
        &["whatsapp", "sms", "viber", "twilio", "voip", "sip"],
        r"(?i)\b(?:whatsapp|sms|viber|mms|twilio|voip|sip)\b[^\n]{0,100}?\b(?:to|from|dst|src|number|recipient|callee|caller)\s?[=:]\s?[\x22']?(?P<s>\+?[0-9]{9,15})\b",
        "[phone]",
    )
    .reach(2, 160)
    .hides("WhatsApp send failed code=131026 to=919845017263")
    .keeps("sms queue to=17 from=2026"),
    Rule::text(
        "number-of-a-recipient",
        Class::Phone,
        &["\"to\"", "'to'", "to\\\"", "recipient", "number", "msisdn", "phone", "wa_id", "waid", "whatsapp", "sms", "destination"],
        r#"(?i)(?:["']to\\*["']\s?:\s?\[?\\*["']|\b(?:recipients?|msisdns?|destination|(?:to|from|dest|destination|recipient|phone|mobile|whatsapp|sms|wa|caller|callee|contact|msisdn)[_-]?(?:numbers?|phone|msisdn|no)|(?:wa|whatsapp)[_-]?id|(?:sms|whatsapp)[_-]?to)\\*["']?\s?[:=]\s?\[?\\*["']?)(?:\[phone\]\\*["']?,\s?\\*["']?)*(?P<s>\+?[1-9][0-9]{9,14})\b"#,
        "[phone]",
    )
    .when(is_no_time)
    .reach(24, 160)
    .hides("{\"to\":\"5511974410263\",\"type\":\"text\"} recipient=447700900123")
    .keeps("{\"to\":\"20260304050607\"} recipient_id=12345678901 destination=1700000000123"),
    Rule::text(
        "track-data",
        Class::Bank,
        &[";2", ";3", ";4", ";5", ";6", "%b2", "%b3", "%b4", "%b5", "%b6"],
        r"(?:;|%[Bb])(?P<s>[0-9]{13,19})[=^]",
        "[card]",
    )
        .reach(0, 24)
        .hides("reader said ;5412821364959821=2809 and stopped")
        .keeps("took;1234=5"),
    Rule::number("recovery-groups", Class::Pair, r"\b[0-9]{6}(?:-[0-9]{6}){7}\b", "[key]")
        .with(DASH)
        .hides("unlock with 594066-200893-042691-395439-579337-111419-149809-283415")
        .keeps("ranges 594066-200893 and 042691-395439"),
    Rule::text(
        "local-phone",
        Class::Phone,
        CALL_WORDS,
        r"\(?\b0?0?[0-9]{1,5}\)?(?:[ ./-]{1,3}\(?[0-9]{1,8}\)?){0,6}\b",
        "[phone]",
    )
    .when(is_called)
    .reach(0, 60)
    .hides("call 030 901820 after six")
    .keeps("called 17 times in 2026-03-04, call 12, call: fra-2026-03-04T05:06"),
    Rule::number(
        "payment-card",
        Class::Bank,
        r"\b[2-6][0-9]{3}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{1,7}\b|\b3[0-9]{3}[ -]?[0-9]{6}[ -]?[0-9]{5}\b",
        "[card]",
    )
    .when(is_card)
    .hides("charge of 4111 1111 1111 1111 declined")
    .keeps("charge of 4111 1111 1111 1112 declined, offset 1700000000123456789"),
    Rule::number(
        "bank-account",
        Class::Bank,
        r"\b[A-Z]{2}[0-9]{2}(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,4})?\b",
        "[iban]",
    )
    .when(|found| {
        check_digits::iban(found.secret())
            || has_word(&before(found.text, found.secret.start, 16), const { &Words::new(&["iban"]) })
    })
    .with(CAPITAL)
    .hides("paid to DE89 3704 0044 0532 0130 00 today")
    .keeps("paid to DE88 3704 0044 0532 0130 00 today"),
];

fn is_international(found: &Found<'_>) -> bool {
    let digits = found.secret().bytes().filter(u8::is_ascii_digit).count();
    let joined = found.text[..found.secret.start].ends_with(|c: char| c.is_alphanumeric() || c == '.');
    (8..=15).contains(&digits) && !joined
}

/// `20260304050607`, `1700000000`, `1700000000123`: moments, as programs write them.
fn is_no_time(found: &Found<'_>) -> bool {
    let value = found.secret();
    let written = matches!(value.len(), 10 | 12 | 14) && (value.starts_with("20") || value.starts_with("19"));
    let counted = matches!(value.len(), 10 | 13) && value.starts_with('1');
    !written && !counted
}

fn is_card(found: &Found<'_>) -> bool {
    let text = found.text;
    let joined =
        text[..found.secret.start].ends_with(['.', '-', '_', '/']) || text[found.secret.end..].starts_with(['-', '_']);
    !joined && check_digits::card(found.secret())
}

fn digits(found: &Found<'_>) -> usize {
    found.secret().bytes().filter(u8::is_ascii_digit).count()
}

fn is_north_american(found: &Found<'_>) -> bool {
    let (secret, range) = (found.secret(), &found.secret);
    let joined = found.text[..range.start].ends_with(['.', '-', '_', '/', '=', ':'])
        || found.text[range.end..].starts_with(['-', '_', '/']);
    let dotted = secret.contains('.') || !secret.contains(['-', '(']);
    !joined && (!dotted || speaks_of_call(found))
}

/// A word directly before says that this number can be called.
fn is_called(found: &Found<'_>) -> bool {
    let secret = found.secret();
    (6..=15).contains(&digits(found))
        && !is_grouped_count(secret)
        && !is_filed(secret)
        && !shapes::is_identifier(secret)
        && !begins_date(secret, &found.text[found.secret.end..])
        && !is_rest_of_date(&found.text[..found.secret.start])
        && speaks_of_call(found)
}

/// `2026-` before `03-04 06`: the year of a date that the match cut off.
fn is_rest_of_date(head: &str) -> bool {
    head.strip_suffix('-').is_some_and(|head| {
        let bytes = head.as_bytes();
        bytes.len() >= 4 && bytes[bytes.len() - 4..].iter().all(u8::is_ascii_digit)
    })
}

fn speaks_of_call(found: &Found<'_>) -> bool {
    let words = before(found.text, found.secret.start, 44);
    let words = words.rsplit(|c: char| ",;|".contains(c)).next().unwrap_or("");
    // `tel_exporter_up`: what begins the name of a metric calls nobody, unless the name goes on so.
    let joined = |word: &str| word.contains('_') && !PARTS.iter().any(|part| word.ends_with(part));
    let spoken: Vec<&str> =
        words.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !joined(word)).collect();
    has_word(
        if words.contains('_') { spoken.join(" ") } else { words.to_owned() }.as_str(),
        const { &Words::new(CALL_WORDS) },
    ) || words.contains("电话")
        || words.contains("手机")
        || words.contains("電話")
}

/// `2026-03` of `2026-03-04T05:06`: a day that goes on with its hour.
fn begins_date(value: &str, tail: &str) -> bool {
    let month = |sign| {
        value.split_once(sign).is_some_and(|(year, month)| {
            year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) && month.len() == 2
        })
    };
    let goes_on = |sign| tail.strip_prefix(sign).is_some_and(|day| day.starts_with(|c: char| c.is_ascii_digit()));
    month('-') && goes_on('-') || month('.') && goes_on('.') || month('/') && goes_on('/')
}
/// How the name of a field for a number ends.
const PARTS: [&str; 12] =
    ["phone", "tel", "mobile", "cell", "fax", "sms", "number", "no", "nr", "msisdn", "telefon", "nummer"];

/// `8812/2026`: the number of a file and its year.
fn is_filed(value: &str) -> bool {
    value.split_once('/').is_some_and(|(_, year)| year.len() == 4 && year.starts_with("20"))
}

/// `12 000 000`: thousands, as many languages group them.
fn is_grouped_count(value: &str) -> bool {
    let mut groups = value.split(' ');
    let first = groups.next().unwrap_or("");
    !first.starts_with('0')
        && (1..=3).contains(&first.len())
        && groups.clone().count() >= 1
        && groups.all(|group| group == "000" || group.len() == 3 && value.len() > 8 && value.ends_with("000"))
}
