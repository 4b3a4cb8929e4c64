//! What programs were fed, as those write it down who watch them: the lines of a session that is replayed, the word
//! that a refused log-in quotes, what goes into a call that wraps keys, the seed that stands in a line of its own.
//!
//! None of these has a field name. The place says that something secret stood there, and the value must look drawn or
//! chosen besides.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes::{self, is_grouped};
use crate::sanitizer::looks::told_words::{is_compound, is_technical};
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::ahead;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "refused-with-quote",
        Class::Prose,
        &["failed for", "failed as", "rejected for", "refused for", "denied for", "failure for", "error for", "attempt for", "attempt as", "fehlgeschlagen für", "gescheitert für", "échoué pour", "fallido para", "fallita per"],
        r#"(?i)\b(?:bind|re-?bind|log[io]n|log-?in|auth\w*|sign-?in|connect\w*|mount|unlock|sudo|su|kinit|anmeldung|connexion|inicio de sesión|accesso)\s(?:failed|failure|rejected|refused|denied|error|attempt|fehlgeschlagen|gescheitert|échoué|fallido|fallita)\s(?:for|as|für|pour|para|per)\s[^\s"]{2,120}\s(?:with|using|mit|avec|con)\s["'`](?P<s>[^"'`\s]{6,64})["'`]"#,
        "[password]",
    )
    .when(|found| looks_fed(found.secret()))
    .reach(40, 240)
    .hides("bind failed for cn=app,ou=Dienste with \"kq~7Wasser^2p\" (rc=49)")
    .keeps("bind failed for cn=app with \"invalidCredentials\" (rc=49), login failed for app with \"AADSTS50126\""),
    Rule::text(
        "replayed-input",
        Class::Prose,
        &["sent:", "send:", "stdin:", "typed:", "entered:", "input:", "answered:", "answer:", "wrote:", "keyed:", "stdin <", "stdin="],
        r#"(?im)(?:^|[\s\]>"])(?:sent|send|stdin|typed|entered|input|answered|answer|wrote|keyed)\s?[:<=]\s{0,2}["'`]?(?P<s>[^\s"'`]{6,64})["'`]?\s*$"#,
        "[password]",
    )
    .when(|found| looks_fed(found.secret()) && speaks_of_prompt(found))
    .reach(12, 90)
    .hides("[expect] spawn ssh root@pdu\n[expect] sent: kQ7ef3$2gV.xR\n[expect] got: Permission denied")
    .keeps("[expect] spawn ssh root@pdu\n[expect] sent: enable-7\nstdin: /dev/null\nunlock: sent: node-17-eu"),
    Rule::text(
        "key-through-a-call",
        Class::PrivateKey,
        &["wrap", "seal", "encrypt", "decrypt", "derive", "expand", "kdf"],
        r"(?i)\b(?:un)?(?:wrap|seal|encrypt|decrypt|derive|expand|kdf|hkdf)[a-z_]{0,24}\([^)\n]{0,120}\)[^\n]{0,40}?\b(?:in|input|plain(?:text)?|key|dek|kek|raw|okm|ikm|secret)\s?[=:]\s?(?:0x)?(?P<s>[0-9a-f]{32,128})\b",
        "[key]",
    )
    .reach(4, 340)
    .hides("unwrap_kek(slot=4) out=ok in=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef took 4 ms")
    .keeps("encrypt(file=17) digest=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
    Rule::text(
        "seed-of-second-factor",
        Class::PrivateKey,
        &["second factor", "2fa", "mfa", "totp", "authenticator", "two-factor", "zwei-faktor", "zweiter faktor", "second facteur", "segundo factor", "secondo fattore", "hotp", "6 digits", "sha1,"],
        r"(?m)^[ \t>]{0,8}(?P<s>(?:[A-Z2-7]{16,64}|[A-Z2-7]{4}(?: [A-Z2-7]{4}){3,12}))=*[ \t]*$",
        "[key]",
    )
    .when(|found| {
        let secret = found.secret();
        secret.bytes().any(|b| b.is_ascii_digit()) && secret.bytes().any(|b| b.is_ascii_uppercase()) && shapes::switches(secret) >= 3
    })
    .reach(90, 240)
    .hides("second factor enrolled for console-2\nJ5AVLQ7QNONUJRZCYZYPRTFZ7ZON7UVQ\nSHA1, 6 digits")
    .keeps("second factor enrolled\nMAINTENANCEWINDOWOPENED\nSHA1, 6 digits"),
    Rule::text(
        "code-to-join",
        Class::Pair,
        &["join ", "invite ", "invitation ", "enrolment ", "enrollment ", "pairing ", "claim ", "setup ", "redeem ", "registration ", "onboarding ", "adoption ", "bootstrap ", "voucher ", "transfer ", "beitrittscode", "kopplungscode", "einladungscode", "koppelcode"],
        r"(?i:\b(?:(?:join|invit(?:e|ation)|enrol?lment|pairing|claim|setup|redeem|registration|onboarding|adoption|bootstrap|voucher|transfer)\s(?:code|key|pin)|beitrittscode|kopplungscode|einladungscode|koppelcode))(?:\s(?:is|was|ist|war)|\s?[:=])?\s[\x22'(]?(?P<s>(?:[A-Z0-9]{3,8}-){1,7}[A-Z0-9]{3,8})\b",
        "[token]",
    )
    .when(|found| {
        let parts = || found.secret().split('-');
        let mixed = |part: &str| part.bytes().any(|b| b.is_ascii_digit()) && part.bytes().any(|b| b.is_ascii_uppercase());
        let first = parts().next().map_or(0, str::len);
        parts().any(mixed) && (parts().count() >= 3 || parts().all(|part| part.len() == first))
    })
    .reach(2, 110)
    .hides("join code QWLIB-JM7Z5-D6UIA already consumed")
    .keeps("join code EXPIRED-TWICE refused, setup key SECTION-2 missing, claim code E1234-FAIL, transfer code 2024-11-08"),
];

/// Drawn, or chosen with signs, and no name of a technique or a thing.
fn looks_fed(value: &str) -> bool {
    let odd = value.contains(|c: char| "!#$%^&*+~?@=".contains(c));
    let drawn =
        is_grouped(value) || shapes::looks_drawn(value) || odd && (shapes::looks_typed(value) || is_compound(value));
    !value.starts_with(['[', '<', '{', '$', '/', '-'])
        && !is_technical(value)
        && drawn
        && !is_wordy(value)
        && !value.contains(['(', '{', '/'])
}

/// Whether a password was asked for, a lock opened, a session begun.
fn speaks_of_prompt(found: &Found<'_>) -> bool {
    const ASKED: [&str; 16] = [
        "password",
        "passphrase",
        "passwort",
        "kennwort",
        "expect",
        "spawn",
        "permission denied",
        "luks",
        "unlock",
        "sudo",
        "login",
        "authenticat",
        "pinentry",
        "askpass",
        "no key available",
        "prompt",
    ];
    let start = found.text.ceil_char_boundary(found.secret.start.saturating_sub(240));
    let near = format!("{} {}", &found.text[start..found.secret.start], ahead(found.text, found.secret.end, 160));
    let near = near.to_lowercase();
    not_blank(found) && ASKED.iter().any(|word| near.contains(word))
}
