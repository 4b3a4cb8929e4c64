//! Access data in pairs of its own form: user and password side by side, hashes of passwords,
//! lines of password files.

use crate::sanitizer::looks::blanks;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};

/// "credentials file /etc/app2/key": a blank before the first slash and none behind it.
fn is_path_beside(found: &Found<'_>) -> bool {
    let head = found.text[..found.secret.start].strip_suffix('/').unwrap_or("");
    head.ends_with(' ') && found.secret().contains('/')
}

/// `$6$…`, and not `RelayKt$send$1$1.invoke(`: a class within a class has letters before the sign.
fn is_no_class(found: &Found<'_>) -> bool {
    let head = &found.text.as_bytes()[..found.secret.start];
    let escaped = head.len() >= 2 && head[head.len() - 2] == b'\\';
    escaped
        || !head.last().is_some_and(u8::is_ascii_alphanumeric)
        || !found.secret().starts_with('$')
        || !found.secret().contains('.')
        || !found.text[found.secret.end..].starts_with(':') && !found.secret().contains('(')
}

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "password-hash",
        Class::Pair,
        &["$2", "$apr1$", "$argon2", "$6$", "$5$", "$1$", "$y$", "pbkdf2", "scram-sha-", "{ssha", "{sha}", "$pbkdf2", "scrypt:", "$7$"],
        r"\$2[abxy]?\$[0-9]{2}\$[./A-Za-z0-9]{40,60}|\$apr1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{20,24}|\$argon2(?:id|i|d)\$[^\s\x22']{20,300}|\$(?:1|5|6|7|y)\$[^\s:\x22']{12,200}|\$?(?i:pbkdf2)[_$:-][^\s\x22',]{24,300}|SCRAM-SHA-(?:1|256)\$[^\s\x22']{20,300}|\{S?SHA(?:256|512)?\}[A-Za-z0-9+/=]{20,}",
        "[password]",
    )
    .when(is_no_class)
    .hides("row holds $2b$12$EXAMPLEexampleEXAMPLEexampleEXAMPLEexampleEXAMPLE23456")
    .keeps("hash $2b$ is too cheap, use pbkdf2 or scram-sha-256"),
    Rule::text(
        "user-and-password",
        Class::Prose,
        &["credentials", "creds", "login", "logging in", "signed in", "log in", "logged in", "username", "user/pass", "zugangsdaten", "user:", "as "],
        r#"(?i)\b(?:credentials|creds|log(?:ged|ging)?[ -]?in|login|zugangsdaten|user/pass(?:word)?)(?:\s(?:for|of|to|für|zu|pour|para|do)(?:\s[^\s:]{1,40}){1,3})?\s*(?:are|is|were|with|as|using|:|=|,|\s)\s*(?:are|is|were|with|as|using|:|=|,|\s)*["'`(]?[a-z0-9_.@-]{2,64}\s?[/:]\s?(?P<s>[^\s"'`,;)]{5,64})"#,
        "[password]",
    )
    .when(|found: &Found<'_>| {
        let secret = found.secret().trim_end_matches('.');
        // `login failed: password=…`: a field of its own, whose name stays.
        let field = secret
            .split_once('=')
            .is_some_and(|(name, _)| name.len() >= 3 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
        shapes::looks_chosen(secret) && !field && !is_path_beside(found) && !blanks::is_blanked(secret) && !secret.contains("://") && !secret.starts_with('/')
    })
    .hides("logged in as app / Gr8Wasser!")
    .keeps("login at 10:15:30, credentials expired, login: user/17"),
    Rule::text(
        "netrc-line",
        Class::CommandLine,
        &["machine "],
        r"\bmachine \S+\s+login \S+\s+password (?P<s>\S+)",
        "[password]",
    )
    .hides("machine git.internal login app password Gr8Wasser")
    .keeps("machine git.internal is down"),
    Rule::text(
        "pgpass-line",
        Class::Pair,
        &[":5432:", ":*:", ":5433:", ":3306:", ":6432:"],
        r"\b[a-z0-9.-]+:(?:[0-9]{4,5}|\*):[A-Za-z0-9_*-]+:[A-Za-z0-9_-]+:(?P<s>[^\s:]{4,100})",
        "[password]",
    )
    .hides("line 3: db.internal:5432:app:app:Gr8Wasser")
    .keeps("line 3: db.internal:5432 refused"),
    Rule::text(
        "kubernetes-bootstrap",
        Class::Pair,
        &["kubeadm", "--token"],
        r"(?:kubeadm|--token)[^\n]{0,120}?\b(?P<s>[a-z0-9]{6}\.[a-z0-9]{16})\b",
        "[token]",
    )
    .hides("kubeadm join --token abcdef.0123456789abcdef 10.0.0.1:6443")
    .keeps("kubeadm join timed out"),
        Rule::text(
        "recovery-codes",
        Class::Prose,
        &["recovery code", "backup code", "scratch code", "recovery_code", "backup_code"],
        r"(?i)\b(?:recovery|backup|scratch)[ _]codes?\b(?:[^a-z0-9\n]{1,4}|[^:\n]{1,60}:\s)(?P<s>[a-z]{0,8}[0-9][a-z0-9]{3,}(?:-[a-z0-9]{3,}){0,3}(?:[, ]{1,2}[a-z]{0,8}[0-9][a-z0-9]{3,}(?:-[a-z0-9]{3,}){0,3}){0,15})",
        "[secret]",
    )
    .when(|found| found.secret().bytes().any(|b| b.is_ascii_digit()))
    .hides("recovery codes: 8f3a-22bc, 91ad-77fe were shown")
    .keeps("recovery codes: none left"),
    Rule::text(
        "recovery-words",
        Class::Prose,
        &["mnemonic", "seed", "recovery", "phrase"],
        r#"(?i)\b(?:mnemonic|(?:seed|recovery|backup|wallet)[ _-]?(?:phrase|words))\b[^a-z\n]{0,6}(?:(?:is|was|are)\b[^a-z\n]{0,4})?(?P<s>(?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})\b"#,
        "[secret]",
    )
    .hides("seed phrase: lamp oak tiger moon river glass stone apple train cloud paper wheel")
    .keeps("seed phrase: must have twelve words"),
];
