//! Codes that people read out to each other: one-time codes, pins, keys of products, listed bytes.

use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::behind;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "grouped-code",
        Class::Prose,
        &["passcode", "otp", "one-time", "verification", "security code", "login code", "2fa", "mfa", "confirmation code", "einmalcode", "bestätigungscode", "access code", "pin"],
        r"(?i)\b(?:(?:one-time|verification|security|login|2fa|mfa|confirmation|access)\s(?:pass)?code|passcode|otp|einmalcode|bestätigungscode|pin(?: code)?)\b(?:\s(?:is|ist|was)|\s?[:=])?\s(?P<s>[0-9]{3}[ -][0-9]{3})\b",
        "[token]",
    )
    .reach(2, 60)
    .hides("your one-time passcode: 118 204")
    .keeps("error code: 118 204, verification took 118 204 us"),
    Rule::text(
        "code-to-enter",
        Class::Prose,
        &["enter ", "use code", "code ", "pin ", "puk ", "otp ", "tan "],
        r"(?i:\b(?:enter|type|use) (?:the|this|your|following|code)(?: (?:one-time|verification|login|device))?(?: code)?(?: to [^:\n.]{1,40})?[: ]\s?(?P<s>[A-Z0-9]{4}-[A-Z0-9]{4}|[A-Z]{0,4}[0-9][A-Z0-9]{3,11}|[A-Z]{2,4}[0-9][A-Z0-9]{4,9}))\b|\b(?i:code) (?P<t>[0-9]{4,8}) (?i:was |is )?sent to|\b(?:PIN|TAN|OTP|(?i:puk))(?: code)? (?P<u>[0-9]{4,8})\b",
        "[token]",
    )
    .reach(40, 100)
    .hides("Enter this code to sign in: 774301; code 58291 sent to +420 601 234 567; PIN 4471 rejected")
    .keeps("exit code 58291, enter the room to see 4 tables, PIN length 4, pin 10245 pages"),
    Rule::text(
        "told-code",
        Class::Prose,
        &["pin", "tan ", "puk", "code", "código", "codice", "codigo", "kod", "kód", "код", "コード", "验证码", "驗證碼", "인증"],
        r"(?:\b(?:PIN|TAN|PUK|OTP)\b|[a-z]P(?:in|IN)\b|(?i:\b(?:one-time|verification|security|access|unlock|door|gate|alarm|login|sms|recovery|confirmation)\s(?:pass)?code\b|(?:einmal|bestätigungs|sicherheits|zugangs|tür|freischalt|verifizierungs|verificatie|toegangs|beveiligings|engångs|bekreftelses|pin)(?:code|kode|kod)\b|\bcode (?:secret|d['’]accès|de (?:vérification|sécurité|validation|confirmation)|pin)\b|\bcódigo (?:de (?:verificación|acceso|seguridad|verificação|segurança|confirmación)|secreto|pin)\b|\bcodice (?:di (?:verifica|accesso|sicurezza|conferma)|segreto|pin)\b|\bkod (?:weryfikacyjny|dostępu|pin|jednorazowy|sms|autoryzacyjny)\b|ověřovací kód|(?:doğrulama|onay) kodu(?:nuz)?|код (?:подтверждения|доступа|из смс|підтвердження)|проверочный код|(?:確認|認証|検証)コード|验证码|驗證碼|인증\s?(?:번호|코드)))(?:\s[^\s.,;:=]{1,24}){0,5}?\s*(?:\b(?:is|ist|lautet|est|es|jest|to|je|er|om|był|was)\s|\b[èé]\s|[:=：—–は是为는은]|\s)\s*(?P<s>[0-9]{4,8})\b",
        "[token]",
    )
    .when(is_told)
    .reach(24, 160)
    .hides("one-time code 310442 rejected; the PIN of slot 2 is 4471, Ihr Bestätigungscode lautet 299068 und gilt kurz")
    .keeps("PIN attempts of card 17: 2, error code is 40013, access code length is 2048 bits, security code expired"),
    Rule::text(
        "seed-words",
        Class::PrivateKey,
        &["seed", "mnemonic", "recovery", "phrase", "wallet"],
        r#"(?i:\b(?:seed|mnemonic|recovery|phrase|wallet)\b)[^\n:=]{0,40}?[:=]\s*\[?["']?(?P<s>[a-z]{3,8}(?:["']?[ ,]{1,2}["']?[a-z]{3,8}){11,23})\b"#,
        "[key]",
    )
    .when(is_word_list)
    .reach(8, 320)
    .hides("Recovery seed: ribbon lunar oxygen drastic pulp sentence mandate grape cradle vivid orphan timber")
    .keeps("recovery: the node was taken out and the other one has been asked for all that was lost"),
    Rule::text(
        "product-key",
        Class::Pair,
        &["license", "licence", "serial key", "product key", "activation", "lizenz", "licencja"],
        r"(?i:\b(?:licen[cs]e|serial|product|activation|lizenz|licencja)(?:[ -]?(?:key|code|schlüssel))?)(?:\s(?:is|was|no|nr))?[\s:=\x22']{1,4}(?P<s>(?:[A-Z0-9]{4,6}-){2,7}[A-Z0-9]{4,6})\b",
        "[key]",
    )
    .hides("license 7F3KQ-9S2MZ-X81LP-4WVNB-Q0AHD is in use")
    .keeps("license Apache-2.0, licence GPL-2.0-or-later, activation code expired"),
    Rule::text(
        "lock-combination",
        Class::Prose,
        &["combination", "kombination", "safe code", "lock code", "key safe", "keypad", "tresor"],
        r"(?i)\b(?:combination|kombination|safe code|lock code|key safe|keypad|tresor(?:code)?)\b[^\n.;]{0,40}?\s(?P<s>[0-9]{2}(?:[-– ][0-9]{2}){1,5}|[0-9]{4,8})\b",
        "[token]",
    )
    .hides("the combination is 58-07-31-92 until Friday")
    .keeps("the combination of 3 filters took 12 ms"),
    Rule::text(
        "listed-bytes",
        Class::Pair,
        &["key", "secret", "seed"],
        r"(?i)\b(?:key|secret|seed)(?: (?:bytes|material|data|hex))?\s?[:=]\s?\[?(?P<s>(?:(?:0x)?[0-9a-f]{2}[ ,:]{1,2}){15,300}(?:0x)?[0-9a-f]{2})\b",
        "[key]",
    )
    .reach(2, 900)
    .hides("key bytes: 6b 65 79 2d 31 32 33 34 35 36 37 38 39 30 61 62")
    .keeps("key identifier: 6b:65:79:2d:31:32:33:34:35:36:37:38:39:30:61:62"),
];

/// No measure and no number of a list: `length is 2048 bits`.
fn is_told(found: &Found<'_>) -> bool {
    let tail = found.text[found.secret.end..].trim_start();
    let unit = tail.split(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
    let head = found.text[..found.secret.start].to_lowercase();
    let near = behind(&head, head.len(), 48);
    !matches!(
        unit.as_str(),
        "bits"
            | "bytes"
            | "chars"
            | "characters"
            | "digits"
            | "times"
            | "ms"
            | "s"
            | "seconds"
            | "attempts"
            | "rows"
            | "pages"
    ) && !found.text[found.secret.end..].starts_with(['-', ':', '/'])
        && !["length", "expires", "valid", "attempt", "version", "error", "port"].iter().any(|word| near.contains(word))
}

/// Words of a mnemonic follow each other without any that joins a sentence.
fn is_word_list(found: &Found<'_>) -> bool {
    const JOINING: [&str; 16] = [
        "the", "and", "was", "were", "has", "have", "not", "for", "with", "from", "that", "are", "been", "will", "its",
        "all",
    ];
    !found.secret().split([' ', ',', '"', '\'']).any(|word| JOINING.contains(&word))
}
