//! Which values of a secret field may stay.
//!
//! Most lines that name a password hold none: it is missing, expired, a reference, a placeholder,
//! already redacted. Hiding those would cost the operator the very word that says what happened.

use super::phrases;
use super::separators::Joint;
use crate::sanitizer::looks::blanks::{is_blanked, is_reference};
use crate::sanitizer::looks::code_values::{
    is_cmdlet, is_code, is_locator, is_path, is_resource, is_tag, is_type, opens_call,
};
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::{is_compound, is_known, is_phrase};
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::rule::Weight;
use crate::sanitizer::words::about_words::{is_about, speaks};
use crate::sanitizer::words::context::{Words, has_word};

/// What a value stands in, as far as the judgement needs it.
pub(crate) struct Setting<'t> {
    pub(crate) value: &'t str,
    pub(crate) quoted: bool,
    pub(crate) joint: Joint,
    pub(crate) weight: Weight,
    /// The same line before the field name, in lower case.
    pub(crate) before: &'t str,
    /// What follows the value.
    pub(crate) after: &'t str,
    /// Whether the field name is in the plural (`tokens`), which makes a number a count.
    pub(crate) plural: bool,
    /// Whether the field name says what is done with secrets: `rotate_tokens`.
    pub(crate) does: bool,
    /// Whether nothing stands between the joint and the value.
    pub(crate) touching: bool,
    /// Whether the field is one for passwords, which are short and chosen by people.
    pub(crate) password: bool,
    /// Whether the name has parts, as names of settings have: `bind_password`.
    pub(crate) compound: bool,
    /// Whether the value stands at the colon itself, as maps are printed: `map[pin:2941 port:8080]`.
    pub(crate) tight: bool,
}

/// "check that user and password are correct": a word about the secret, unless other words run on behind it.
fn is_found_right(setting: &Setting<'_>, value: &str) -> bool {
    const JOINING: [&str; 12] = ["and", "or", "before", "for", "in", "on", "but", "then", "at", "when", "if", "with"];
    let right = setting.joint == Joint::Copula
        && !setting.quoted
        && matches!(value.trim_end_matches(['.', '!']), "correct" | "right" | "identical" | "equal" | "fine");
    right
        && setting
            .after
            .strip_prefix(' ')
            .is_none_or(|rest| JOINING.contains(&rest.split([' ', ',', '.']).next().unwrap_or("")))
}

/// Whether the value may stay.
pub(crate) fn may_stay(setting: &Setting<'_>) -> bool {
    let value = setting.value.trim();
    if value.len() > 1024 {
        return false;
    }
    if value.is_empty() || is_blanked(value) || is_reference(value) {
        return true;
    }
    if !setting.quoted && (is_tag(value) || is_path(value) || opens_call(value, setting.after)) {
        return true;
    }
    if value.split_once(' ').is_some_and(|(name, given)| is_cmdlet(name, given)) {
        return true;
    }
    // `caching_sha2_password`: a way in which a database asks for one.
    let plugin = ["native_password", "sha2_password", "sha256_password", "clear_password", "old_password"];
    if plugin.iter().any(|end| value.ends_with(end))
        && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    {
        return true;
    }
    // `no_token: "Open the page by the link in the mail."`: what a program says to people.
    if setting.quoted && !setting.password && setting.weight != Weight::Personal && is_said(value) {
        return true;
    }
    // `session:gc:last`: parts of a name, with no blank between them.
    let parts = value.split([':', '_', '-', '.']);
    if setting.weight == Weight::Medium
        && setting.joint == Joint::Colon
        && setting.touching
        && value.bytes().all(|b| b.is_ascii_lowercase() || b":_-.".contains(&b))
        && parts.clone().all(|part| (2..=12).contains(&part.len()) && (part.len() < 4 || is_wordy(part)))
    {
        return true;
    }
    // `["secrets", "configmaps"]` lists kinds.
    if setting.plural && !setting.password && setting.quoted && value.bytes().all(|b| b.is_ascii_lowercase()) {
        return true;
    }
    // `session sftp-drop-12`: a thing and its number.
    let numbered = value.rsplit_once('-').is_some_and(|(name, number)| {
        (1..=3).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && name.contains('-')
            && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
    });
    if numbered && setting.weight == Weight::Medium && setting.joint == Joint::Adjacent && !setting.quoted {
        return true;
    }
    // What is hashed with a key of its own may be written down.
    if value.strip_prefix("hmac-sha256:").is_some_and(|digest| digest.bytes().all(|b| b.is_ascii_hexdigit())) {
        return true;
    }
    // `api_key: SecretString,` declares a field.
    if !setting.quoted && setting.joint != Joint::Assign && is_type(value) {
        return true;
    }
    // `cancellationToken: ct);` is an argument by name.
    if !setting.quoted && setting.after.starts_with(");") && value.bytes().all(|b| b.is_ascii_alphabetic()) {
        return true;
    }
    // People choose passwords; what machines drew is no list of words.
    if !setting.password && (is_resource(value) || is_locator(value)) {
        return true;
    }
    // `secret key: password`: what lies under which name.
    if !setting.password
        && setting.joint == Joint::Colon
        && ["password", "passwd", "username", "token"].contains(&value)
    {
        return true;
    }
    // `pw=0x0`: a pointer to nothing.
    if matches!(value, "0x0" | "/" | "|") {
        return true;
    }
    if setting.joint == Joint::Flag && !setting.quoted && is_metavariable(value, setting) {
        return true;
    }
    // `Authorization: AWS4-HMAC-SHA256 Credential=…`: a field of its own, which is judged by itself.
    if value.starts_with("Credential=") {
        return true;
    }
    if setting.weight == Weight::Personal {
        return speaks(value, setting.quoted);
    }
    if speaks(value, setting.quoted) || is_found_right(setting, value) {
        return true;
    }
    // A Windows security identifier calls itself `sid` too.
    if is_secret_name(setting, value) || value.starts_with("S-1-") {
        return true;
    }
    if shapes::is_number(value) && counts(setting, value) {
        return true;
    }
    // `clave 'cifrado.activo' vale false`: the name of a setting.
    if setting.quoted
        && setting.joint == Joint::Adjacent
        && value.contains('.')
        && value.bytes().all(|b| b.is_ascii_lowercase() || b == b'.')
        && setting.after.trim_start_matches(['"', '\'', '`', '»']).starts_with(' ')
    {
        return true;
    }
    // `is Base64 encoded`, `are argon2id now`.
    if !setting.quoted && !matches!(setting.joint, Joint::Assign | Joint::Flag) && is_known(&value.to_lowercase()) {
        return true;
    }
    // `signing keys: active=2026-06`: a pair of its own.
    if !setting.quoted && matches!(setting.joint, Joint::Colon | Joint::Copula | Joint::Adjacent) && is_pair(value) {
        return true;
    }
    // `rotate_tokens=weekly`: what is done with secrets, and when.
    if setting.does && value.bytes().all(|b| b.is_ascii_lowercase() || b"_-".contains(&b)) {
        return true;
    }
    if setting.weight == Weight::Weak {
        return match setting.joint {
            Joint::Assign | Joint::Element => {
                !(shapes::looks_random(value, 14) || is_long_hex(value) || shapes::is_numeral(value))
            }
            Joint::Colon => !(shapes::looks_random(value, 20) || shapes::is_numeral(value)),
            _ => !shapes::looks_drawn(value),
        };
    }
    match setting.joint {
        Joint::Assign | Joint::Element => !setting.quoted && is_code(value),
        Joint::Flag => false,
        Joint::Colon => {
            !(setting.quoted && !value.contains(' ') && !complains(setting.before)
                || shapes::is_uuid(value.as_bytes())
                || is_told_phrase(setting, value)
                || setting.tight && fits_tightly(setting, value)
                || closes(setting) && !is_code(value) && !value.contains(' ')
                || shapes::looks_chosen(value)
                || shapes::looks_random(value, 12)
                || is_code_number(setting, value)
                || is_enclosed(setting) && value.len() >= 16 && value.bytes().any(|b| b.is_ascii_digit())
                || !complains(setting.before) && rest_words(setting) >= 3
                || !complains(setting.before)
                    && (ends_there(setting.after) || is_enclosed(setting))
                    && (setting.quoted || !is_code(value)))
        }
        Joint::Copula => {
            let chosen = shapes::looks_chosen(value) || shapes::looks_random(value, 12);
            let code = shapes::is_number(value) && value.len() >= 4;
            // `client secret is set to '…'`: an identifier that is told as a secret is one.
            let uuid =
                setting.quoted && setting.weight == Weight::Strong && value.len() == 36 && shapes::is_identifier(value);
            let set = setting.compound && (setting.password && code || phrases::is_joined_phrase(value));
            let named = setting.weight == Weight::Strong && (code || !is_inflected(value));
            !(chosen
                || uuid
                || set && !complains(setting.before)
                || shapes::is_uuid(value.as_bytes())
                || is_told_phrase(setting, value) && setting.quoted
                || setting.password && (is_compound(value) || is_phrase(value))
                || setting.password && setting.quoted && !complains(setting.before) && !value.split(' ').any(is_about)
                || is_code_number(setting, value)
                || named && !value.contains(' ') && (setting.quoted || ends_there(setting.after)))
        }
        Joint::Distant => {
            complains(setting.before)
                || !(shapes::looks_typed(value) || setting.password && shapes::looks_chosen(value))
                || value.contains([' ', '/', '(', ':', '='])
        }
        Joint::Adjacent => {
            !(setting.password && setting.quoted && !complains(setting.before) && !value.split(' ').any(is_about)
                || !value.trim_end_matches('=').contains('=') && shapes::looks_random(value, 12)
                || setting.quoted
                    && setting.weight == Weight::Medium
                    && value.len() >= 24
                    && value.split(':').all(|part| shapes::looks_random(part, 14))
                || is_long_serial(value)
                || setting.quoted && setting.compound && shapes::is_uuid(value.as_bytes())
                || setting.weight == Weight::Strong
                    && shapes::looks_chosen(value)
                    && !value.contains(' ')
                    && !value.contains(['/', '(', ':', '=']))
        }
    }
}

/// `kettle-moss-lantern`, `'kettle moss lantern harbour'`: a passphrase where a password is told.
fn is_told_phrase(setting: &Setting<'_>, value: &str) -> bool {
    setting.password
        && !complains(setting.before)
        && (phrases::is_joined_phrase(value) || setting.quoted && phrases::is_phrase(value))
}

/// Whether what stands at the colon itself is a value: no type, no code, and no scope such as `token:write`.
fn fits_tightly(setting: &Setting<'_>, value: &str) -> bool {
    let word = value.bytes().all(|b| b.is_ascii_lowercase() || b"|-".contains(&b));
    let named = setting.after.trim_start_matches(' ').starts_with(['=', ':']);
    value.len() >= 4 && !named && (setting.compound || !word) && !is_code(value) && !complains(setting.before)
}

/// `-H 'X-New-Password: Lanternmoss'`: the quote before the name ends with the value.
fn closes(setting: &Setting<'_>) -> bool {
    ['"', '\''].iter().any(|quote| setting.before.ends_with(*quote) && setting.after.starts_with(*quote))
}

/// A sentence of four words or more, without a digit, that ends as sentences do.
fn is_said(value: &str) -> bool {
    let word = |word: &str| {
        let word = word.trim_end_matches(['.', ',', '!', '?', ':', ';', '»', ')']).trim_start_matches(['«', '(']);
        word.chars().all(|c| c.is_alphabetic() || "'’-".contains(c))
    };
    value.starts_with(char::is_uppercase)
        && value.ends_with(['.', '!', '?'])
        && value.split(' ').count() >= 4
        && value.split(' ').all(word)
}

/// `string`, `stringArray`: the types of Go's flags.
fn is_kind(value: &str) -> bool {
    ["string", "bytes", "int", "uint", "duration", "file", "path", "text", "value", "name", "bool", "float"].iter().any(
        |kind| value.strip_prefix(kind).is_some_and(|rest| matches!(rest, "" | "s" | "Array" | "Slice" | "64" | "32")),
    )
}

/// `--password TEXT   Password for the keyring`, `[--token TOKEN]`: what a help text calls the value.
fn is_metavariable(value: &str, setting: &Setting<'_>) -> bool {
    let after = setting.after;
    const KINDS: Words = Words::new(&[
        "TEXT",
        "STRING",
        "STR",
        "FILE",
        "PATH",
        "VALUE",
        "NAME",
        "ARN",
        "NUMBER",
        "NUM",
        "INT",
        "URL",
        "URI",
        "PASS",
        "PASSWORD",
        "PWD",
        "TOKEN",
        "SECRET",
        "KEY",
        "ID",
        "UUID",
        "WERT",
        "VALEUR",
        "VALOR",
        "DATEI",
        "FICHIER",
        "ENV",
        "VAR",
        "DIR",
        "HEX",
        "BASE64",
        "PASSPHRASE",
        "PIN",
        "CODE",
        "CREDENTIALS",
        "REF",
        "SPEC",
    ]);
    let loud = value.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b == b'-');
    let gap = after.starts_with("  ") && after.trim_start_matches(' ').starts_with(char::is_alphabetic);
    // `  -s, --secret stringArray   secret to mount`: a line that begins with the flag and goes on with words.
    let lead = setting.before.trim_matches([' ', '\t', '-', ',']);
    let line = lead.len() <= 1 && gap && is_kind(value);
    line || loud
        && (KINDS.has(value)
            || gap && lead.len() <= 1
            || after.starts_with(']') && value.len() >= 3
            || value.split(['_', '-']).count() >= 2 && value.split(['_', '-']).any(|word| KINDS.has(word)))
}

/// `otp: 839201 expired`: a code that the sentence goes on about, and no measure such as `2048 bits`.
fn is_code_number(setting: &Setting<'_>, value: &str) -> bool {
    let unit = setting.after.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let lengths = match setting.weight {
        Weight::Strong if setting.password && setting.joint == Joint::Copula => 5..=16,
        Weight::Strong => 5..=8,
        Weight::Medium if setting.joint == Joint::Copula => 6..=10,
        _ => return false,
    };
    lengths.contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_digit())
        && !complains(setting.before)
        && !matches!(unit, "bits" | "bytes" | "chars" | "characters" | "entries" | "rows" | "items" | "found" | "days")
}

/// Letters and digits in one long piece, too many digits for a word.
fn is_long_serial(value: &str) -> bool {
    value.len() >= 16
        && !shapes::is_identifier(value)
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
        && value.bytes().filter(u8::is_ascii_digit).count() >= 3
}

fn is_pair(value: &str) -> bool {
    let word = value.bytes().take_while(|b| b.is_ascii_lowercase() || *b == b'_').count();
    word >= 3
        && value[word..]
            .strip_prefix('=')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || "\"'".contains(c)))
}

fn is_long_hex(value: &str) -> bool {
    value.len() >= 32 && value.bytes().all(|b| b.is_ascii_hexdigit())
}

/// `db-credentials`: what the secret is called, not what it is.
fn is_secret_name(setting: &Setting<'_>, value: &str) -> bool {
    const STATES: [&str; 7] = [
        "not found",
        "already exists",
        "is forbidden",
        "does not exist",
        "in namespace",
        "could not be found",
        "not exist",
    ];
    let told = setting.after.trim_start_matches(['"', '\'', ' ', ':']);
    let told = told.strip_prefix("secret ").unwrap_or(told);
    if !setting.password && setting.quoted && STATES.iter().any(|state| told.starts_with(state)) {
        return true;
    }
    // `bk:graphClientSecret`, `hub_api_token`: several words, of which the last says what it is the name of.
    let letters = value.bytes().all(|b| b.is_ascii_alphabetic() || b"_:.-".contains(&b));
    let joints = value.bytes().skip(1).filter(|b| b.is_ascii_uppercase() || b"_:.-".contains(b)).count();
    let small = value.to_ascii_lowercase();
    let called =
        ["secret", "token", "key", "credential", "credentials", "creds"].iter().any(|end| small.ends_with(end));
    if !setting.password
        && letters
        && called
        && joints >= 1
        && (value.starts_with("X-") || !value.starts_with(char::is_uppercase) && is_wordy(value))
    {
        return true;
    }
    if !setting.password && is_generated_name(value) {
        return true;
    }
    let kebab = value.contains(['-', '/']) && value.bytes().all(|b| b.is_ascii_lowercase() || b"-/".contains(&b));
    // No machine draws words, and what opens a door to people has a field of its own.
    kebab
        && !setting.password
        && value.len() >= 6
        && value.split(['-', '/']).all(|word| word.len() <= 4 || is_wordy(word))
}

/// `mail-relay-7d9c5b8f6-x2lkq`, `kube-api-access-9fx7p`: words, and the ends that Kubernetes draws for a name, without
/// vowels.
fn is_generated_name(value: &str) -> bool {
    let drawn = |part: &str| part.bytes().all(|b| b"bcdfghjklmnpqrstvwxz2456789".contains(&b));
    let mut parts: Vec<&str> = value.split('-').collect();
    let ends = parts.pop().is_some_and(|end| end.len() == 5 && drawn(end));
    if ends && parts.last().is_some_and(|set| (8..=10).contains(&set.len()) && drawn(set)) {
        parts.pop();
    }
    ends && parts.len() >= 2
        && parts.iter().all(|word| {
            word.bytes().all(|b| b.is_ascii_lowercase()) && (word.len() <= 4 || is_wordy(word)) && !word.is_empty()
        })
}

fn counts(setting: &Setting<'_>, value: &str) -> bool {
    match setting.weight {
        Weight::Strong => {
            setting.plural
                // `pass=1204 fail=3`
                || ["fail", "skip", "error", "warn"].iter().any(|word| setting.after.trim_start_matches([' ', ',', ';']).starts_with(word) || setting.before.trim_end().ends_with(word))
                || matches!(setting.joint, Joint::Colon | Joint::Copula | Joint::Adjacent | Joint::Distant)
                    && value.len() < 4
                || setting.before.ends_with("passed=")
                || value.len() <= 2
        }
        // `| session | 18204 |`: so many rows.
        Weight::Medium => {
            setting.plural
                || value.len() <= 4
                || setting.joint == Joint::Adjacent
                || value.len() <= 9 && setting.before.ends_with("| ") && setting.after.trim_start().starts_with('|')
        }
        Weight::Weak | Weight::Personal => true,
    }
}

/// Whether the words before speak of an error, so that a word after the colon is its reason.
fn complains(before: &str) -> bool {
    const VERBS: Words = Words::new(&[
        "failed",
        "fail",
        "invalid",
        "error",
        "could",
        "cannot",
        "can't",
        "couldn't",
        "unable",
        "missing",
        "expired",
        "bad",
        "wrong",
        "parse",
        "parsing",
        "decode",
        "decoding",
        "refresh",
        "refreshing",
        "verify",
        "verifying",
        "validate",
        "validating",
        "unexpected",
        "malformed",
        "reading",
        "read",
        "fetch",
        "fetching",
        "get",
        "getting",
        "resolve",
        "resolving",
        "rejected",
        "refused",
        "unknown",
        "acquire",
        "acquiring",
        "obtain",
        "renew",
    ]);
    has_word(before, &VERBS)
}

/// `-H "apikey: …" https://…`: name and value in one pair of quotes.
fn is_enclosed(setting: &Setting<'_>) -> bool {
    ['"', '\''].iter().any(|quote| setting.before.ends_with(*quote) && setting.after.starts_with(*quote))
}

fn ends_there(after: &str) -> bool {
    let after = after.trim_start_matches(['"', '\'', '.', '!', '?', ')', '”', '`']);
    let after = if after.starts_with([' ']) && after[1..].starts_with([';', '|', '·', '—', '–']) {
        &after[1..]
    } else {
        after
    };
    after.is_empty() || after.starts_with(['\n', '\r', ',', ';', '|', '<', '\\', '}', ']', '&', '·', '—', '–'])
}

/// Adjectives and participles describe a password; they are none. Scripts that write no gap between words have
/// their whole sentence here, and it ends like one.
fn is_inflected(value: &str) -> bool {
    let word = value.to_lowercase();
    let sentence = ["다", "요", "음", "た", "す", "ん", "い", "る", "了", "期", "误", "誤", "确", "效", "空"];
    if !value.is_ascii() && value.chars().all(char::is_alphabetic) && sentence.iter().any(|end| word.ends_with(end)) {
        return true;
    }
    !value.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'')
        || [
            "ed", "ing", "able", "ible", "ent", "ful", "less", "ive", "ous", "ly", "ant", "id", "en", "-only", "ary",
            "ory", "al",
        ]
        .iter()
        .any(|ending| word.ends_with(ending))
        || word.chars().count() < 4
}

/// How much of what follows belongs to a passphrase: two to seven more plain words up to the end of
/// the line, none of which speaks about passwords.
pub(crate) fn passphrase_rest(setting: &Setting<'_>) -> usize {
    let near = &setting.after[..setting.after.floor_char_boundary(120)];
    if rest_words(setting) > 0 { near.split(['\n', '\r']).next().unwrap_or("").len() } else { 0 }
}

/// How many plain words follow up to the end of the line, if nothing else does.
fn rest_words(setting: &Setting<'_>) -> usize {
    let near = &setting.after[..setting.after.floor_char_boundary(120)];
    let line = near.split(['\n', '\r']).next().unwrap_or("");
    let plain = |word: &str| word.chars().all(|c| c.is_lowercase()) && !is_about(word);
    let words: Vec<&str> = line.split_whitespace().collect();
    let fits = setting.password
        && matches!(setting.joint, Joint::Assign | Joint::Colon | Joint::Copula)
        && line.starts_with(' ')
        && (2..=7).contains(&words.len())
        && plain(setting.value)
        && words.iter().all(|word| plain(word));
    if fits { words.len() } else { 0 }
}
