//! Codes that people read out to each other: one-time codes, pins, keys of products, listed bytes.

use super::rule::{Class, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule::text(
        "grouped-code",
        Class::Prose,
        &["passcode", "otp", "one-time", "verification", "security code", "login code", "2fa", "mfa", "confirmation code", "einmalcode", "bestätigungscode", "access code", "pin"],
        r"(?i)\b(?:(?:one-time|verification|security|login|2fa|mfa|confirmation|access)\s(?:pass)?code|passcode|otp|einmalcode|bestätigungscode|pin)\b(?:\s(?:is|ist|was)|\s?[:=])?\s(?P<s>[0-9]{3}[ -][0-9]{3})\b",
        "[token]",
    )
    .reach(2, 60)
    .hides("your one-time passcode: 118 204")
    .keeps("error code: 118 204, verification took 118 204 us"),
    Rule::text(
        "code-to-enter",
        Class::Prose,
        &["enter ", "use code", "code ", "pin ", "puk "],
        r"(?i:\b(?:enter|type|use) (?:the|this|your|following|code)(?: (?:one-time|verification|login|device))?(?: code)?(?: to [^:\n.]{1,40})?[: ]\s?(?P<s>[A-Z0-9]{4}-[A-Z0-9]{4}|[A-Z]{0,4}[0-9][A-Z0-9]{3,11}|[A-Z]{2,4}[0-9][A-Z0-9]{4,9}))\b|\b(?i:code) (?P<t>[0-9]{4,8}) (?i:was |is )?sent to|\b(?:PIN|TAN|OTP|(?i:puk))(?: code)? (?P<u>[0-9]{4,8})\b",
        "[token]",
    )
    .reach(40, 100)
    .hides("Enter this code to sign in: 774301; code 58291 sent to +420 601 234 567; PIN 4471 rejected")
    .keeps("exit code 58291, enter the room to see 4 tables, PIN length 4, pin 10245 pages"),
    Rule::text(
        "product-key",
        Class::Pair,
        &["license", "licence", "serial key", "product key", "activation", "lizenz", "licencja"],
        r"(?i:\b(?:licen[cs]e|serial|product|activation|lizenz|licencja)(?:[ -]?(?:key|code|schlüssel))?)(?:\s(?:is|was|no|nr))?[\s:=]{1,3}(?P<s>(?:[A-Z0-9]{4,6}-){2,7}[A-Z0-9]{4,6})\b",
        "[key]",
    )
    .hides("license 7F3KQ-9S2MZ-X81LP-4WVNB-Q0AHD is in use")
    .keeps("license Apache-2.0, licence GPL-2.0-or-later, activation code expired"),
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
