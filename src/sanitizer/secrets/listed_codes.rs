//! Secrets that stand in lines of their own beneath the line that names them: recovery codes, accounts fed to a
//! command, what a shell did not know as a command.

use crate::sanitizer::looks::blanks;
use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::ahead;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "codes-below",
        Class::Pair,
        "lines of one code each, below a line that speaks of recovery, backup or one-time codes",
        "[secret]",
        codes,
    )
    .hides("recovery codes of console-admin:\n  42681-1bcfa\n  3559b-7987f\nsetup step done")
    .keeps("error codes seen:\n  E1042\n  E1043\nrecovery codes printed:\n  4 of 10\n  done"),
    Rule::text(
        "account-fed-to-command",
        Class::CommandLine,
        &["chpasswd", "newusers", ".pgpass", "pgpass.conf", "htpasswd", "*:*:*:"],
        r"(?m)(?:^|\n)[ \t>+]{0,4}(?:[^:\s\n]{1,80}:[^:\s\n]{1,6}:[^:\s\n]{1,64}:)?[A-Za-z_*][A-Za-z0-9_.-]{1,31}:(?P<s>[^\s:]{5,100})(?:\n|$)",
        "[password]",
    )
    .when(|found| not_blank(found) && (shapes::looks_chosen(found.secret()) || found.secret().contains('[')) && !found.secret().starts_with(['/', '[']))
    .reach(60, 400)
    .hides("chpasswd: line 2: user 'app' does not exist\ninput was\nagent:hKccmta2epJ\napp:cbvKAhCW60w\n")
    .keeps("chpasswd: line 2: missing new password\nchpasswd: line 3: user 'app' does not exist\n"),
    Rule::text(
        "typed-as-command",
        Class::CommandLine,
        &["not found"],
        r"(?m)\b(?:ba|z|k|da|a)?sh(?:\[[0-9]+\])?: (?:line [0-9]{1,5}: |[0-9]{1,5}: )?(?P<s>[^\s:/]{8,64}): (?:command )?not found",
        "[password]",
    )
    .when(is_typed_secret)
    .reach(100, 10)
    .hides("Password for user app: \npsql: error: FATAL:  password authentication failed\n$ Qm7wLrv2XcTbKd9n\nbash: Qm7wLrv2XcTbKd9n: command not found")
    .keeps("bash: kubectl-neat: command not found, sh: 1: node20: not found"),
    Rule::text(
        "typed-at-prompt",
        Class::CommandLine,
        &["not found"],
        r"(?m)^[^\s$#>]{0,60}[$#>] (?P<s>[^\s:/]{8,64})\n(?:ba|z|k|da|a)?sh",
        "[password]",
    )
    .when(|found| is_typed_secret(found) && ahead(found.text, found.secret.end, 160).contains("not found"))
    .reach(220, 12)
    .hides("Password for user app: \n$ Qm7wLrv2XcTbKd9n\nbash: [password]: command not found")
    .keeps("$ kubectl-neat2\nbash: kubectl-neat2: command not found"),
    Rule::text(
        "fed-by-word",
        Class::CommandLine,
        &["<<<"],
        r#"(?:passphrase-fd[ =][0-9]|password-stdin|pass-stdin|-pass(?:in|out)?[ :]stdin|\bpasswd\b|\bsudo -S|\bkinit\b|\bcryptsetup\b|\bgpg\b|--stdin|\bsmbpasswd\b|\bsu\b|\bsecrets?\s(?:put|set|create|add)\b|\bkeyring\sset\b|--pass(?:word|phrase)?\b|\bpass\sinsert\b|\bsecret-tool\sstore\b)[^\n<]{0,120}<<<\s?\$?["']?(?P<s>[^\s"'$]{5,128})"#,
        "[password]",
    )
    .when(not_blank)
    .reach(160, 140)
    .hides("gpg --batch --passphrase-fd 0 <<< Vk4yMvg0mjru6RsZ")
    .keeps("gpg --batch --passphrase-fd 0 <<< \"$PASS\"; base64 -d <<< aGVsbG8gd29ybGQ="),
    Rule::text(
        "printed-into-variable",
        Class::CommandLine,
        &["$(printf", "$(echo", "`echo", "`printf"],
        r#"(?i)\b[a-z_]{0,24}(?:pw|pass|passwd|password|passphrase|pwd|secret|token|kennwort)=["']?(?:\$\(|`)\s?(?:printf|echo)\s+(?:-[neE]+\s+|["']?%s(?:\\n)?["']?\s+)*["']?(?P<s>[^\s"'$|<>;`\\)]{5,200})"#,
        "[password]",
    )
    .when(not_blank)
    .reach(44, 220)
    .hides("pw=$(printf '%s' 'HKTqfehLpafW6' | sha256sum)")
    .keeps("pw=$(printf '%s' \"$RAW\" | sha256sum)"),
    Rule::text(
        "kerberos-key",
        Class::PrivateKey,
        &["aes256-cts", "aes128-cts", "arcfour-hmac", "rc4-hmac", "rc4_hmac", "des-cbc", "des3-cbc", "aes256_cts", "aes128_cts", "aes256-sha2", "aes128-sha2"],
        r"(?i)\b(?:aes(?:128|256)[-_]cts[-_a-z0-9]{0,24}|aes(?:128|256)-sha2|arcfour-hmac(?:-md5)?|rc4[-_]hmac(?:[-_]md5|[-_]nt)?|des3?-cbc-[a-z0-9-]{3,16})\)?\s{0,3}[:=(]{0,2}\s?\(?(?:0x)?(?P<s>[0-9a-f]{16,64})\b",
        "[key]",
    )
    .reach(0, 120)
    .hides("krbtgt:aes256-cts-hmac-sha1-96:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
    .keeps("enctype aes256-cts-hmac-sha1-96 is not supported, kvno 4"),
    Rule::text(
        "account-of-mount",
        Class::CommandLine,
        &["user=", "username="],
        r"(?:^|[\s(,])user(?:name)?=(?:[A-Za-z0-9_.-]{1,40}[/\\]{1,2})?[A-Za-z][A-Za-z0-9_.$-]{0,40}%(?P<s>[^\s,)]{4,128})",
        "[password]",
    )
    .when(|found| {
        let near = ahead(found.text, found.text.floor_char_boundary(found.secret.start.saturating_sub(160)), 260);
        not_blank(found) && ["cifs", "smb", "vers=", "sec=", "domain="].iter().any(|word| near.contains(word))
    })
    .reach(3, 200)
    .hides("//nas/exports on /mnt/exp type cifs (vers=3.1.1,user=bkp%G8x-UXlKcIIek,domain=CORP)")
    .keeps("GET /list?username=app%40corp&vers=3, mount (vers=3.1.1,user=bkp,domain=CORP)"),
];

/// What a line calls the codes that stand below it.
const NAMES: [&str; 26] = [
    "recovery code",
    "backup code",
    "scratch code",
    "one-time code",
    "one time code",
    "emergency code",
    "recovery set",
    "recovery key",
    "backup key",
    "rescue code",
    "reset code",
    "bypass code",
    "wiederherstellungscode",
    "einmalcode",
    "notfallcode",
    "backup-code",
    "ersatzcode",
    "tan-liste",
    "tan list",
    "codes de secours",
    "codes de récupération",
    "códigos de recuperación",
    "códigos de respaldo",
    "codici di recupero",
    "herstelcode",
    "kody zapasowe",
];

/// How many lines below the name are looked at.
const MOST_CODES: usize = 24;

fn codes(text: &str, spans: &mut Vec<Span>) {
    // Most texts speak of no such code.
    const MARKS: [&str; 9] =
        ["code", "Code", "CODE", "ecovery ", "RECOVERY", "ackup key", "tan list", "ódigos de ", "kody zapasowe"];
    let speaks = |part: &str| MARKS.iter().any(|mark| part.contains(mark)) || part.contains("TAN-");
    if !speaks(text) {
        return;
    }
    let mut left = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let from = start;
        start += line.len();
        let small = if speaks(line) { line.to_lowercase() } else { String::new() };
        if NAMES.iter().any(|name| small.contains(name)) {
            left = MOST_CODES;
            continue;
        }
        if left == 0 || line.trim().is_empty() {
            continue;
        }
        let bare = line
            .trim()
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start_matches(['.', ')', ' ', '-', '*', '•', '[', ']', '|']);
        // `1. 5091-3bde` is a numbered line, `50917-3bdea` a code alone.
        let bare = if line.trim().split([' ', '\t']).count() == 1 {
            line.trim().trim_matches(['-', '*', '•', '"', ',', '|'])
        } else {
            bare
        };
        let words: Vec<&str> = bare.split([' ', '\t', ',']).filter(|word| !word.is_empty()).collect();
        if words.is_empty() || words.len() > 6 || !words.iter().all(|word| is_code(word)) {
            left = 0;
            continue;
        }
        left -= 1;
        for word in words {
            let at = from + line.find(word).unwrap_or(0);
            spans.push(Span::new(at..at + word.len(), "[secret]"));
        }
    }
}

/// `50917-3bdea`, `kqzot-7whd3`, `7F3K9Q2M`, `482 913`: short groups of letters and digits.
fn is_code(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'', '`', '[', ']', '|', '✓', '✗']);
    if (6..=10).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let groups = word.split('-');
    (6..=48).contains(&word.len())
        && digits >= 1
        && groups.clone().count() <= 8
        && groups
            .clone()
            .all(|group| (3..=16).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_alphanumeric()))
        && !shapes::is_identifier(word)
        && !blanks::is_blanked(word)
}

/// What stands where a command was expected, behind a prompt for a password.
fn is_typed_secret(found: &Found<'_>) -> bool {
    let start = found.text.ceil_char_boundary(found.secret.start.saturating_sub(400));
    let head = found.text[start..found.secret.start].to_lowercase();
    let asked = ["password for", "password:", "passphrase", "passwort", "kennwort", "mot de passe", "contraseña"]
        .iter()
        .any(|word| head.contains(word));
    asked && not_blank(found) && (shapes::looks_drawn(found.secret()) || shapes::looks_typed(found.secret()))
}
