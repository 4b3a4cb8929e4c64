//! Secrets and people in running text, where no joint such as `=` or "is" stands beside them.
//!
//! People set a password off by commas, put its name in brackets behind it, or spell it out. Here
//! the value must look typed, because the sentence around it proves little.

use crate::sanitizer::looks::blanks;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::payload_texts;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "password-set-off",
        Class::Prose,
        &["password, ", "passphrase, ", "secret, ", "token, ", "key, ", "passwort, ", "kennwort, ", "contraseña, ", "mot de passe, ", "hasło, ", "wachtwoord, ", "senha, ", "password (", "passphrase (", "passwort (", "kennwort (", "secret (", "contraseña (", "senha (", "wachtwoord (", "hasło ("],
        r#"(?i)(?:password|passphrase|secret|token|key|passwort|kennwort|contraseña|mot de passe|hasło|wachtwoord|senha)(?:, |\s\()["'`]?(?P<s>[^\s"'`,;()]{6,100})["'`]?[,);]"#,
        "[password]",
    )
    .when(typed)
    .reach(16, 120)
    .hides("the root password, Gr8-Wasser, was posted in the channel")
    .keeps("the password, sha256-hashed, is stored; key, tenant-17, was skipped; the token (attempt-3) expired"),
    Rule::text(
        "bracketed-after-words",
        Class::Prose,
        &["password ", "passphrase ", "secret ", "token ", "key ", "passwort ", "kennwort "],
        r#"(?i)\b(?:password|passphrase|secret|token|key|passwort|kennwort)(?:\s[^\s().,;:=]+){1,6}\s\(["'`]?(?P<s>[^\s"'`,;:()]{6,200})["'`]?\)"#,
        "[secret]",
    )
    .when(|found| typed(found) || shapes::looks_random(found.secret(), 14))
    .reach(2, 320)
    .needs(&["("])
    .hides("the API key you sent (9f8a7b6c5d4e3f2a1b0c) is not known")
    .keeps("the key of the tenant (tenant-17) and the token for commit (9fceb02d) expired"),
    Rule::text(
        "value-then-its-name",
        Class::Prose,
        &["password)", "passphrase)", "passwort)", "kennwort)", "password).", "secret)", "contraseña)", "passe)", "senha)", "hasło)", "wachtwoord)", "is the password", "is the new password", "is my password", "is her password", "is his password", "is our password", "ist das passwort", "ist das kennwort", "was the password", "is the secret", "is the passphrase", "as password", "as the password", "as passphrase", "as my password", "password prompt", "for password", "as a password"],
        r#"(?i)["'`(]?(?P<s>[^\s"'`(),;]{6,100})["'`)]?\s+(?:\((?:\p{L}+['’]?\p{L}*\s){0,4}(?:password|passphrase|secret|passwort|kennwort|contraseña|passe|senha|hasło|wachtwoord)\)|(?:is|was|ist)\s(?:the|my|her|his|our|das)\s(?:new\s|neue\s)?(?:password|passphrase|secret|passwort|kennwort)\b|(?:(?:is|was|were)\s)?(?:not\s)?(?:accepted\s|rejected\s|refused\s|tried\s|used\s|given\s|set\s|entered\s)?(?:as|at|for)\s(?:the\s|a\s|my\s|his\s|her\s)?(?:new\s)?(?:password|passphrase)\b)"#,
        "[password]",
    )
    .when(typed)
    .reach(160, 24)
    .hides("reset to Gr8-Wasser (her new password) at noon; Gr8-Wasser is the password")
    .keeps("asked for it twice (the old password), sha256 is the password hash"),
    Rule::text(
        "spelled-out",
        Class::Prose,
        &["password", "passwort", "kennwort", "passphrase", "secret", "token", "contraseña", "hasło", "wachtwoord", "senha", "mot de passe", "pin"],
        r"(?i)\b(?:password|passwort|kennwort|passphrase|secret|token|contraseña|hasło|wachtwoord|senha|passe)\b[^\n]{0,32}?[\s:=](?P<s>(?:[^\s.,;:=|]{1} ){5,60}[^\s.,;:=|])(?:[\s.,;]|$)",
        "[password]",
    )
    .when(|found| found.secret().chars().filter(|c| c.is_alphanumeric()).count() >= 5)
    .reach(4, 200)
    .hides("the password is spelled G r 8 W a s s e r with a capital G")
    .keeps("password rules: a b c d are four classes"),
    Rule::text(
        "spaced-name",
        Class::Pair,
        &["p a s s", "s e c r e t", "t o k e n", "p a s s w o r t"],
        r"(?i)\b(?:p a s s w o r d|p a s s w d|p a s s|s e c r e t|t o k e n|p a s s w o r t)\s*[:=]\s*(?P<s>(?:\S ){3,60}\S(?:\s|$)|\S{3,100})",
        "[password]",
    )
    .when(|found| !blanks::is_blanked(found.secret()))
    .hides("P A S S W O R D = Gr8Wasser")
    .keeps("P A S S E D: 12"),
    Rule::text(
        "number-then-its-owner",
        Class::Phone,
        &[" is her ", " is his ", " is my ", " is their ", " is the ", " (mobile", " (cell", " (phone", " (tel", " (handy", " (mobil"],
        r"(?i)(?P<s>\+?\(?[0-9][0-9 ()./-]{6,20}[0-9])\s(?:is\s(?:her|his|my|their|the)\s(?:new\s|private\s|work\s)?|\()(?:mobile|cell|phone|telephone|number|tel|handy|mobil|telefon)\b",
        "[phone]",
    )
    .reach(40, 40)
    .hides("0171-5550123 is her mobile")
    .keeps("17 is the number of rows"),
    Rule::text(
        "spoken-body",
        Class::Payload,
        &["body:", "payload:", "body =", "payload =", "body=", "payload=", "body was", "payload was"],
        r#"(?i)\b(?:body|payload)(?:\swas)?\s?[:=]\s?(?P<s>[\p{L}][^\n{}<>|\[\]"=]{15,2000})"#,
        "[payload]",
    )
    .when(|found| payload_texts::is_told(found.secret()))
    .reach(4, 600)
    .hides("body: customer Zsófia Nagy complained about the invoice of May on the phone")
    .keeps("body: expected an object, found an array at line 1; payload: too large for the queue of this tenant"),
];

fn typed(found: &Found<'_>) -> bool {
    let value = found.secret().trim_end_matches(['.', ':', '!']);
    // "with … as the password": an identifier that serves as one.
    if value.len() == 36 && shapes::is_identifier(value) && found.text[found.secret.end..].starts_with(" as ") {
        return true;
    }
    shapes::looks_typed(value) && !blanks::is_blanked(value) && !blanks::is_reference(value)
}
