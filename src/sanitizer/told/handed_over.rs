//! Secrets that are handed over: typed at a prompt, named by the answer that refuses them, told as a pair.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::is_joined_words;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::about_words::is_other_pass;
use crate::sanitizer::words::context::behind;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "answered-prompt",
        Class::CommandLine,
        &["send", "sending"],
        r#"(?i)ssword[^\n]{0,24}?\?\s(?:yes|no)?\s*send: sending "(?P<t>[^"\n\\]{3,128})|ssword[^\n]{0,24}?\bsend(?:line|_user|ln)?[ (]\s*(?:--\s+)?["'{](?P<s>[^"'}\n\\]{3,128})(?:\\[rn])*["'}]"#,
        "[password]",
    )
    .when(not_blank)
    .reach(36, 170)
    .hides("expect \"assword:\"; send \"Gr8Wasser\\r\"")
    .keeps("expect \"assword:\"; send \"$env(DB)\\r\""),
    Rule::text(
        "given-as-password",
        Class::Prose,
        &["gave ", "handed ", "sent ", "told ", "texted ", "dictated ", "lent "],
        r"(?i)\b(?:gave|handed|sent|told|texted|dictated|lent) (?:me|us|him|her|them|ops|support) (?P<s>[^\s,;]{6,64}) (?:as|for) (?:his|her|their|the|my|our|a) (?:[a-z-]{2,12} ){0,2}(?:sign-?in|log-?in|password|pass(?:phrase|code)?|pin|credentials?)\b",
        "[password]",
    )
    .when(|found| not_blank(found) && shapes::looks_typed(found.secret()))
    .reach(2, 130)
    .hides("He gave me Nebel7horn! as his sign-in for the portal")
    .keeps("she sent us instructions for the login page, he told me RUN-61120 for the pin change was stuck"),
    Rule::text(
        "echoed-password",
        Class::CommandLine,
        &["password-command", "passphrase-command", "passcommand", "password_command", "password_cmd", "password-cmd", "askpass"],
        r#"(?i)(?:pass(?:word|phrase)?[-_]?(?:command|cmd)|askpass)["']?[ =:]+["']?(?:echo|printf)\s+(?:-n\s+|'?%s'?\s+)?["']?(?P<s>[^\s"']{3,128})"#,
        "[password]",
    )
    .when(not_blank)
    .reach(2, 200)
    .hides("restic --password-command 'echo Gr8Wasser' snapshots")
    .keeps("restic --password-command 'cat /run/secrets/restic' snapshots"),
    Rule::text(
        "node-cookie",
        Class::CommandLine,
        &["erlang cookie", "erlang_cookie", "-setcookie", ".erlang.cookie"],
        r#"(?i)(?:-setcookie\s+["']?(?P<s>[^\s"']{6,100})|erlang[ _.]cookie[^\n]{0,40}?[\s:='"](?P<t>[A-Z0-9]{16,64})\b)"#,
        "[cookie]",
    )
    .when(|found| not_blank(found) && !found.secret().bytes().all(|b| b.is_ascii_lowercase()))
    .hides("erl -sname app -setcookie KQZVWXYJHGFDSAPOIUYT")
    .keeps("erlang cookie file /var/lib/app/.erlang.cookie is not readable"),
    Rule::text(
        "refused-token",
        Class::Prose,
        &[" token", " secret", " credential", " api key", " session"],
        r#"(?i)\b(?P<s>[a-z0-9_.~-]{16,200})["'`]? (?:is|was) (?:not\s)?(?:an?\s|the\s)?(?:valid\s|invalid\s|known\s|unknown\s|expired\s|revoked\s)?(?:acl\s|api\s|access\s|bearer\s|refresh\s|session\s)?(?:token|secret|credential|api key)\b"#,
        "[token]",
    )
    .when(|found| is_uuid(found.secret()) || shapes::looks_random(found.secret(), 16))
    .reach(260, 16)
    .needs(&[" is ", " was "])
    .hides("0f8fad5b-d9cb-469f-a165-70867728950e is not a valid ACL token")
    .keeps("restore.execute is not a known token, service-account-17 is the token owner"),
    Rule::text(
        "joined-password-field",
        Class::Pair,
        &["pw=", "pw:", "pw =", "pwd=", "pwd:", "pwd =", "pass=", "pass:", "pass =", "psw=", "psw:"],
        r#"(?i)\b[a-z0-9]{1,16}(?:pw|pwd|pass|psw)["']?\s?[=:]\s?["']?(?P<s>[^\s"',;&<>]{4,128})"#,
        "[password]",
    )
    .when(|found| {
        not_blank(found)
            && shapes::looks_chosen(found.secret())
            && !found.secret().contains(['/', '('])
            && !is_other_pass(&found.text[..found.secret.start])
    })
    .reach(20, 140)
    .hides("ldap bind cn=app bindpw=Gr8Wasser failed, adminpw: Gr8Wasser")
    .keeps("compass: north-2 bypass=true5, firstpass: 12ms"),
    Rule::text(
        "entered-as",
        Class::Prose,
        &["log in", "login", "log on", "logon", "sign in", "sign-in", "ssh in", "anmelden", "einloggen", "connectez", "inicia", "zaloguj", "accedi", "inloggen"],
        r#"(?i)\b(?:log[ -]?(?:in|on)|sign[ -]?in|ssh in|(?:an|ein)melden|einloggen|connectez-vous|inicia sesión|zaloguj się|accedi|inloggen)\b[^\n.;:=]{0,24}?\s(?:as|with|using|als|avec|en tant que|como|con|jako|come|met)\s["'`]?[\w.@-]{2,64}["'`]?\s(?:with|using|and|/|mit|und|et|avec|y|con|e|z|en|met|:)\s["'`]?(?P<s>[^\s"'`,;()]{6,100})"#,
        "[password]",
    )
    .when(|found| {
        let secret = found.secret().trim_end_matches(['.', '!', '?']);
        shapes::looks_chosen(secret) && !shapes::is_identifier(secret) && !secret.contains(['/', '=', '<'])
            || secret.matches('-').count() >= 2 && secret.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
    })
    .reach(4, 220)
    .hides("Log in as root with lamp-post-river-09 if the panel asks")
    .keeps("log in as root with sudo, sign in with Entra and approve"),
    Rule::text(
        "labelled-slash-password",
        Class::Prose,
        &[" / "],
        r"(?i)(?P<label>[a-z][a-z0-9 _#-]{2,40}):\s{1,2}[a-z][a-z0-9._@-]{1,40} / (?P<s>[^\s/|,;]{8,64})(?:\s|$|[,;])",
        "[password]",
    )
    .when(|found| {
        let secret = found.secret().trim_end_matches(['.', ')']);
        shapes::looks_drawn(secret) && !secret.contains('.') || labelled(found) && (shapes::looks_typed(secret) || is_joined_words(secret) || shapes::is_grouped(secret))
    })
    .reach(90, 80)
    .hides("console login: fax / 31Pflaume*mus failed; emergency access: hallway / otter-basil-7740")
    .keeps("image: ubuntu / jammy-22-04, build: linux / Release_v2, owner: team / platform-eu-2"),
    Rule::text(
        "account-slash-password",
        Class::Prose,
        &["zugangsdaten", "identifiants", "credenziali", "credenciales", "inloggegevens", "logowania", "use ", "using ", "try ", "account ", "login ", "user ", "creds ", "credentials ", "konto ", "compte ", "cuenta ", "benutzer "],
        r"(?i)\b(?:use|using|try|account|login|user|creds|credentials|konto|compte|cuenta|benutzer|zugangsdaten|identifiants|credenziali|credenciales|inloggegevens|dane logowania)[\s:]{1,3}[a-z0-9._@-]{2,40}(?:\s?/\s?|\s\|\s|\s:\s)(?P<s>[^\s/|]{8,64})",
        "[password]",
    )
    .when(is_of_pair)
    .reach(2, 140)
    .hides("use svc_report / rq6oL$rdJ4w*NB for the replica")
    .keeps("use tenants/17 or user app / team-a2"),
];

fn is_uuid(value: &str) -> bool {
    value.len() == 36 && shapes::is_identifier(value)
}

/// Whether the label before the account speaks of a way in.
fn labelled(found: &Found<'_>) -> bool {
    let head = behind(found.text, found.secret.start, 100);
    let line = head.rsplit('\n').next().unwrap_or("").to_lowercase();
    [
        "login",
        "log-in",
        "logon",
        "attempt",
        "access",
        "break-glass",
        "breakglass",
        "break glass",
        "emergency",
        "notfall",
        "console",
        "root",
        "vpn",
        "portal",
        "panel",
        "ilo",
        "idrac",
        "ipmi",
        "bmc",
        "creds",
        "credential",
        "account",
        "zugang",
        "konto",
        "signin",
        "sign-in",
    ]
    .iter()
    .any(|word| line.split([':', ';', '.']).any(|part| part.contains(word)))
}

/// Beside "use app / …" the value must speak for itself; behind "credentials" it only has to look chosen.
fn is_of_pair(found: &Found<'_>) -> bool {
    let secret = found.secret().trim_end_matches([',', '.', ';', ')']);
    let head = &found.text[found.text.floor_char_boundary(found.secret.start.saturating_sub(64))..found.secret.start];
    let head = head.to_lowercase();
    let told =
        ["cred", "zugangsdaten", "identifiants", "inloggegevens", "logowania"].iter().any(|word| head.contains(word));
    shapes::looks_drawn(secret) || told && shapes::looks_typed(secret)
}
