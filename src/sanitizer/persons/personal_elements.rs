//! Texts about a person in elements and keys without a word for a person: remarks, faiths, diagnoses, the handles under
//! which somebody is reached.
//!
//! Any program has remarks and comments; here the record around one must hold a name or another mark of a person.

use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::ahead;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "remark-about-person",
        Class::Payload,
        &["bemerkung>", "konfession>", "notiz>", "kommentar>", "remark>", "remarks>", "note>", "notes>", "comment>", "comments>", "religion>", "observaciones>", "remarque>", "remarques>", "opmerking>", "uwagi>", "poznámka>", "diagnose>", "diagnosis>", "familienstand>", "maritalstatus>", "osservazioni>", "note>", "beruf>", "occupation>", "nationality>", "staatsangehörigkeit>", "allergies>", "anamnese>", "reason>", "freitext>", "freetext>", "description>", "text>"],
        r"(?i)<(?:[a-z0-9]{1,12}:)?(?:bemerkung(?:en)?|konfession|notiz|kommentar|remarks?|notes?|comments?|religion|observaciones|remarques?|opmerking(?:en)?|uwagi|poznámka|diagnos(?:e|is)|familienstand|marital_?status|osservazioni|beruf|occupation|nationality|staatsangehörigkeit|allergies|anamnese|reason|freitext|free_?text|description|text)(?:\s[^<>]{0,80})?>(?P<s>[^<\[][^<]{1,600})</",
        "[payload]",
    )
    .when(|found| found.secret().chars().any(char::is_alphabetic) && is_of_person(found))
    .reach(90, 660)
    .hides("<Nachname>[name]</Nachname><Konfession>evangelisch</Konfession><Bemerkung>Pfändung läuft</Bemerkung>")
    .keeps("<job>17</job><Bemerkung>queue is full</Bemerkung>"),
    Rule::text(
        "pay-of-person",
        Class::Identity,
        &["compensation", "salary", "pay", "wage", "hourly", "gehalt", "lohn", "salaire", "salario", "sueldo", "stipendio", "salaris", "wynagrodzenie", "income"],
        r"(?i)<(?:[a-z0-9]{1,12}:)?(?:[a-z]{1,12}_?)?(?:compensation|salary|(?:base|gross|net|monthly|annual)_?pay|wages?|hourly_?rate|gehalt|lohn|salaire|salario|sueldo|stipendio|salaris|wynagrodzenie|income)(?:_?amount)?(?:\s[^<>]{0,80})?>(?P<s>[0-9][0-9.,' ]{2,16})</",
        "[personal]",
    )
    .when(is_of_person)
    .reach(24, 140)
    .hides("<ns:Name>[name]</ns:Name><ns:Base_Salary currency=\"EUR\">51200.00</ns:Base_Salary>")
    .keeps("<plan>basic</plan><Compensation>51200</Compensation> of the queue"),
    Rule::text(
        "handle-of-person",
        Class::Name,
        &["handle", "nick", "screen_name", "screenname", "skype", "gamertag", "twitter", "instagram", "telegram", "discord", "icq", "xmpp", "gtalk", "jabber", "whatsapp", "threema", "signal\"", "msn", "\"aim\"", "\"qq\""],
        r#"(?i)["']?\b(?:handle|nick(?:_?name)?|screen_?name|skype(?:_?id)?|telegram|discord|gamertag|twitter|instagram|github)["']?\s?(?:=>|[:=])\s?["']@?(?P<s>[\p{L}][\p{L}0-9_.-]{2,40})["']|["']value["']\s?(?:=>|:)\s?["'](?P<t>[^"'\n\[]{3,80})["']\s?,\s?["']type["']\s?(?:=>|:)\s?["'](?:skype|aim|icq|xmpp|gtalk|msn|qq|yahoo|jabber|telegram|whatsapp|signal|threema)["']"#,
        "[name]",
    )
    .when(|found| is_of_person(found) || found.text[found.secret.end..].contains("\"type\"") && !found.secret().contains(['/', ':']))
    .reach(120, 130)
    .hides("%Contact{name: \"[name]\", pin: \"[password]\", handle: \"zsofi_n77\"}")
    .keeps("worker{queue: \"mail\", handle: \"drain_queue\"}"),
    Rule::text(
        "form-fields-by-number",
        Class::Payload,
        &["field1=", "field2=", "entry.1", "q1_", "input_1"],
        r"(?i)[?&\s](?:field|q|input_|entry\.)[0-9]{1,12}(?:_[a-z]{2,20})?=(?P<s>[^&\s=]{2,200})",
        "[payload]",
    )
    .when(|found| {
        if found.secret().bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_') {
            return false;
        }
        let near = ahead(found.text, found.text.floor_char_boundary(found.secret.start.saturating_sub(300)), 700).to_lowercase();
        ["first name", "family name", "last name", "surname", "home address", "vorname", "nachname", "prénom", "nombre", "submission", "wufoo", "typeform", "jotform", "voornaam", "achternaam"].iter().any(|word| near.contains(word)) && found.secret().chars().any(char::is_alphabetic) || found.secret().contains('+') && found.secret().starts_with(char::is_uppercase)
    })
    .reach(300, 300)
    .hides("replay of submission 30117 failed: Field1=Zsofia&Field2=Nagy&Field7=Malom+utca+9")
    .keeps("GET /list?field1=17&field2=2026 failed"),
    Rule::text(
        "answer-to-question",
        Class::Pair,
        &["question answer", "secret answer", "security answer", "answer to the question", "sicherheitsantwort", "antwort auf die", "réponse secrète", "respuesta secreta"],
        r#"(?i)\b(?:(?:secret |security )?question answer|(?:secret|security) answer|sicherheitsantwort|antwort auf die (?:geheim|sicherheits)frage|réponse secrète|respuesta secreta)\s?[:=]?\s["“„«](?P<s>[^"”“»\n]{2,200})["”“»]"#,
        "[secret]",
    )
    .when(|found| !found.secret().starts_with('['))
    .reach(2, 260)
    .hides("cannot save profile: secret question answer \"le chat s'appelle Mirette\" too short")
    .keeps("security answer is required, secret answer \"[secret]\" too short"),
];

/// Whether the record around holds a name, a mailbox or another mark of a person.
fn is_of_person(found: &Found<'_>) -> bool {
    let start = found.text.floor_char_boundary(found.secret.start.saturating_sub(500));
    let near = ahead(found.text, start, 1000 + found.secret.len());
    let small = near.to_lowercase();
    ["[name]", "[personal]", "[phone]", "[email]"].iter().any(|mark| near.contains(mark))
        || [
            "<vorname",
            "<nachname",
            "<lastname",
            "<firstname",
            "<last_name",
            "<first_name",
            "<surname",
            "<given",
            "<patient",
            "<geburt",
            "<birth",
            "<apellido",
            "<nombre",
            "<prenom",
            "<nom>",
            "<cognome",
            "<nazwisko",
            "<achternaam",
        ]
        .iter()
        .any(|tag| small.contains(tag))
}
