//! Secrets that a line tells by what became of them: changed from one to another, tried against an account, fed to a
//! command, recommended for the next attempt.
//!
//! No field name stands before these values. The line says what was done with them, and each must look drawn or chosen.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::{is_joined_words, is_technical};
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::{ahead, before};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "number-changed-from",
        Class::Prose,
        &["from ", "von ", "de ", "da "],
        r"(?i)\b(?:pin|puk|passcode|door code|access code|unlock code|türcode|zugangscode|code d['’]accès|código de acceso|codice di accesso)s?\b[^\n.;:0-9]{0,70}?\s(?:from|von|de|da)\s(?P<s>[0-9]{4,10})\s(?:to|auf|zu|à|en|a|para)\s[0-9]{4,10}\b",
        "[password]",
    )
    .reach(110, 40)
    .hides("the PIN of the smart card was changed from 118203 to 559021 today")
    .keeps("the pin count went from 17 to 44, rows from 118203 to 559021"),
    Rule::text(
        "number-changed-to",
        Class::Prose,
        &["to ", "auf ", "zu ", "à ", "en ", "a ", "para "],
        r"(?i)\b(?:pin|puk|passcode|door code|access code|unlock code|türcode|zugangscode|code d['’]accès|código de acceso|codice di accesso)s?\b[^\n.;:0-9]{0,70}?\s(?:from|von|de|da)\s(?:[0-9]{4,10}|\[[a-z]+\])\s(?:to|auf|zu|à|en|a|para)\s(?P<s>[0-9]{4,10})\b",
        "[password]",
    )
    .needs(&["from ", "von ", "de ", "da ", "From ", "Von "])
    .reach(130, 14)
    .hides("the PIN of the smart card was changed from [password] to 559021 today")
    .keeps("pin: rows grew from 118203 to 559021"),
    Rule::text(
        "rotated-from",
        Class::Prose,
        &["old ", "previous ", "alt ", "ancien "],
        r"(?i:\b(?:old|previous|alt|ancien))\s(?P<s>[A-Za-z0-9_~.-]{16,128})\s(?:→\s|->\s|,\s)?(?i:new|neu|nouveau|current)\s",
        "[secret]",
    )
    .when(is_rotated)
    .reach(2, 280)
    .hides("old kQ7xZ2mVb9RtLw4cHs8N new pT3yWd6KfJ1uGe5aXz0B rotation of mailer finished")
    .keeps("old kQ7xZ2mVb9RtLw4cHs8N new pT3yWd6KfJ1uGe5aXz0B digest of the file"),
    Rule::text(
        "rotated-to",
        Class::Prose,
        &["new ", "neu ", "nouveau ", "current "],
        r"(?i:\b(?:old|previous|alt|ancien))\s(?:[A-Za-z0-9_~.-]{16,128}|\[[a-z]+\])\s(?:→\s|->\s|,\s)?(?i:new|neu|nouveau|current)\s(?P<s>[A-Za-z0-9_~.-]{16,128})(?:\s|$)",
        "[secret]",
    )
    .when(is_rotated)
    .reach(140, 240)
    .hides("old [secret] new pT3yWd6KfJ1uGe5aXz0B rotation of mailer finished")
    .keeps("old 0123456789abcdef0123 new 89abcdef012345670123 rotation of the log"),
    Rule::text(
        "account-slash-outcome",
        Class::Prose,
        &[" / "],
        r"(?m)(?:^|[\s\x22'(\[>])[a-z][a-z0-9._@-]{1,40} / (?P<s>[^\s/|,;]{8,64})\s{1,3}(?:→|->|=>|—|–|-|:|\()\s{0,3}[^\n]{0,40}?(?i:\b(?:bind|auth\w*|log[io]n|logged|logon|denied|rejected|accepted|refused|ok|invalid|success\w*|fail\w*|locked)\b)",
        "[password]",
    )
    .when(is_tried)
    .reach(44, 140)
    .hides("svc-fax / Kessel-4471-Dach!q7  ->  535 authentication failed")
    .keeps("eu-west / node-17 -> ok, ubuntu / jammy-22-04 -> failed"),
    Rule::text(
        "fed-by-here-string",
        Class::CommandLine,
        &["<<<"],
        r#"(?i)(?:\bunlock\b|passwd\b|\bcryptsetup\b|\bluksopen\b|\bsudo\s+-S\b|-stdin\b|\bkinit\b|\bpassphrase-fd\b|\bsu\s|\bkeyctl\b|\bsecret\b|\blogin\b)[^\n;<]{0,100}?<<<\s?\$?["']?(?P<s>[^\s"'&|;<>$(`]{6,128})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && !is_technical(found.secret()) && !found.secret().contains(['/', '=']))
    .reach(130, 140)
    .hides("cryptsetup open /dev/sdb1 data <<< Amsel,Granit,513 && mount /mnt")
    .keeps("vault login - <<< $TOKEN; wc -c <<< Amsel,Granit,513"),
    Rule::text(
        "quoted-by-shell",
        Class::CommandLine,
        &["$'"],
        r"(?:\s(?:-w|-p|-P|--(?:pass|bind-?pass|auth|secret|token)[a-z-]*)[ =]?|(?:PASS(?:WORD|PHRASE|WD)?|PWD|PW|SECRET|TOKEN|password|passphrase|secret|token)=)\$'(?P<s>(?:[^'\\\n]|\\[^\n]){6,200})'",
        "[password]",
    )
    .when(|found| not_blank(found) && !found.secret().ends_with("\\n") && (shapes::looks_chosen(found.secret()) || found.secret().contains("\\x")) && !found.secret().contains('/'))
    .reach(40, 210)
    .hides("+ ldapwhoami -D cn=fax -w $'Dr\\x61chen\\x21fels77' -x")
    .keeps("sort -t $'\\t' rows; read -p $'Continue?\\n'"),
    Rule::text(
        "network-needs",
        Class::Prose,
        &["wifi", "wi-fi", "wlan", "ssid"],
        r"(?i)\b(?:wi-?fi|wlan|ssid)\b[^\n.;:]{0,40}?\s(?:needs|wants|takes|expects|asks for|braucht|will|demande|pide|vuole)\s[\x22'`]?(?P<s>[^\s\x22'`,;]{10,64})",
        "[password]",
    )
    .when(|found| {
        let secret = trimmed(found);
        !is_technical(secret) && secret.bytes().any(|b| b.is_ascii_digit()) && (shapes::looks_typed(secret) || is_joined_words(secret) || shapes::looks_drawn(secret))
            && !secret.to_ascii_lowercase().starts_with("wpa")
    })
    .reach(4, 140)
    .hides("the wifi of the annex needs cellar-Plum-31-wool now")
    .keeps("the wifi needs firmware-7.1.2, the wlan expects WPA3-Enterprise-192"),
    Rule::text(
        "recommended-for-next-try",
        Class::Prose,
        &["this one:", "with this:", "this instead:", "this now:", "diesem:", "mit dem hier:", "avec celui-ci:", "con este:", "con questo:"],
        r"(?i)(?:this one|with this|this instead|this now|diesem|mit dem hier|avec celui-ci|con este|con questo):[ \t]*\n?[ \t]*[\x22'`]?(?P<s>[^\s\x22'`]{10,100})[\x22'`]?[ \t]*(?:\n|$)",
        "[secret]",
    )
    .when(|found| is_fed(found.secret()))
    .reach(4, 140)
    .hides("please retry with this one:\nkQ7x9-R4VeqM-2vawVz-PDK8Xb\nthanks")
    .keeps("please retry with this one:\nbackup-2026-03-04.tar.gz\nthanks"),
    Rule::text(
        "line-that-uses",
        Class::Prose,
        &["using "],
        r"(?m)^[ \t>]*using (?P<s>[!-~]{12,64})[ \t]*$",
        "[secret]",
    )
    .when(|found| found.secret().contains(|c: char| "!#%^&*+~?".contains(c)) && is_fed(found.secret()))
    .reach(8, 80)
    .hides("agent started\nusing tKq7Mzx2sqLk09!Wdd4R\nconnected")
    .keeps("agent started\nusing TLS_AES_256_GCM_SHA384\nusing /etc/app!/config.yml"),
];

fn trimmed<'t>(found: &Found<'t>) -> &'t str {
    found.secret().trim_end_matches(['.', ',', ';', '!', '?', ':', ')'])
}

/// Drawn, and neither an identifier nor a name.
fn is_fed(value: &str) -> bool {
    !shapes::is_identifier(value)
        && !is_technical(value)
        && !is_wordy(value)
        && !value.contains(['/', '=', '(', '{', '<', '['])
        && !value.contains("::")
        && (shapes::looks_drawn(value) || shapes::looks_typed(value) || shapes::is_grouped(value))
}

/// Capitals, small letters and digits in turn, in a line about a rotation.
fn is_rotated(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let has = |kind: fn(&u8) -> bool| secret.as_bytes().iter().any(kind);
    let line = before(found.text, found.secret.start, 160) + &ahead(found.text, found.secret.end, 200).to_lowercase();
    has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && shapes::looks_random(secret, 16)
        && ["rotat", "rotier", "secret", "credential", "renouvel"].iter().any(|word| line.contains(word))
}

/// `name / word -> failed`: a word that was drawn, or that somebody typed with a sign.
fn is_tried(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let signed = secret.contains(|c: char| "!#$%^&*+~?@".contains(c)) && secret.bytes().any(|b| b.is_ascii_digit());
    not_blank(found)
        && !is_technical(secret)
        && !shapes::is_identifier(secret)
        && !secret.contains(['(', '{', '='])
        && (signed && shapes::looks_typed(secret) || shapes::looks_drawn(secret) && !secret.contains('.'))
}
