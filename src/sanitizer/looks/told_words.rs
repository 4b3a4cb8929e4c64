//! What a word looks like that somebody tells in a sentence: put together, numbered, or the name of a technique.

use super::shapes;
use super::wordness::is_wordy;
use crate::sanitizer::words::about_words::is_about;

/// `Tortellino_in_brodo`, `Heidschnucke/Wilsede`: words joined by a sign, with a capital among them.
pub(crate) fn is_compound(value: &str) -> bool {
    let inner = value.trim_matches(|c: char| !c.is_alphanumeric());
    inner.chars().count() >= 6
        && inner.contains(['_', '.', '/', '&', '+', '!', '#', '@', '$', '%', '*', '~', '§', '^', '|'])
        && inner.chars().any(char::is_uppercase)
        && inner.chars().any(char::is_lowercase)
        && !inner.contains("://")
        && !inner.contains(['(', '<', '=', ':'])
        && inner.chars().all(|c| !c.is_whitespace())
}

/// `lamp-post-river-09`: words and a number, as generators join them.
pub(crate) fn is_joined_words(value: &str) -> bool {
    let parts = value.split(['-', '_']);
    parts.clone().count() >= 3
        && parts.clone().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
        && parts.clone().filter(|part| part.len() >= 3 && part.bytes().all(|b| b.is_ascii_alphabetic())).count() >= 2
        && parts.clone().any(|part| part.bytes().all(|b| b.is_ascii_digit()))
        && parts
            .clone()
            .all(|part| part.bytes().all(|b| b.is_ascii_digit()) || !part.bytes().any(|b| b.is_ascii_digit()))
        && !shapes::is_identifier(value)
}

/// `barn-lamp-otter`: three and more plain words, as generators of passphrases join them.
pub(crate) fn is_phrase(value: &str) -> bool {
    const ENDS: [&str; 9] = ["ed", "ing", "able", "less", "ive", "only", "ly", "based", "sensitive"];
    let words = value.split('-');
    words.clone().count() >= 3
        && words.clone().all(|word| {
            word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase()) && is_wordy(word) && !is_about(word)
        })
        && !words.clone().any(|word| ENDS.iter().any(|end| word.ends_with(end)))
}

/// `Admin1`, `Host_17`: a word with a number behind it.
pub(crate) fn is_numbered(value: &str) -> bool {
    let word = value.trim_end_matches(|c: char| c.is_ascii_digit());
    let word = word.trim_end_matches(['-', '_', '#']);
    word.len() < value.len() && word.chars().all(|c| c.is_alphabetic() || c == '_' || c == '-')
}

/// `8fj29dk20dks`: small letters and digits in turn.
pub(crate) fn is_turning(value: &str) -> bool {
    value.len() >= 10
        && shapes::switches(value) >= 4
        && value.bytes().filter(u8::is_ascii_digit).count() >= 3
        && !is_wordy(value)
}

/// Names of algorithms, versions, hosts, files and codes, whose digits mean nothing secret.
pub(crate) fn is_technical(value: &str) -> bool {
    let small = value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_./".contains(&b));
    let loud = value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-_./#".contains(&b));
    let turns = shapes::switches(value);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    shapes::is_identifier(value)
        || shapes::is_number(value)
        || value.contains("://")
        || value.contains("::")
        || value.starts_with(['/', '-', '\\', '$'])
        || value.split_once('=').is_some_and(|(name, _)| {
            name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                || name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
        })
        || is_known(&value.to_lowercase())
        || small
            && !(value.starts_with(|c: char| c.is_ascii_lowercase())
                && value.ends_with(|c: char| c.is_ascii_lowercase())
                && value.len() >= 9
                && digits > 0
                && digits < value.len()
                && value.bytes().all(|b| b.is_ascii_alphanumeric()))
            && !(turns >= 4 && digits >= 3 && !is_wordy(value))
            && !is_joined_words(value)
        || loud && turns < 5
        || value.contains('.') && value.is_ascii() && digits == 0 && is_wordy(value)
}

/// Algorithms and protocols with digits in their names.
pub(crate) fn is_known(value: &str) -> bool {
    [
        "argon2",
        "sha",
        "md5",
        "aes",
        "base64",
        "oauth",
        "x509",
        "ed25519",
        "pbkdf2",
        "utf8",
        "http",
        "ipv",
        "ntlm",
        "rsa",
        "ecdsa",
        "curve25519",
        "scram",
        "p256",
        "secp",
        "blake",
        "bcrypt",
        "s3",
        "ec2",
        "k8s",
    ]
    .iter()
    .any(|name| {
        value.strip_prefix(name).is_some_and(|rest| {
            rest.len() <= 6
                || rest.strip_prefix('-').is_some_and(|end| end.bytes().all(|b| b.is_ascii_lowercase()))
                || rest.starts_with("256/")
                || rest.starts_with("1/")
        })
    })
}
