//! Random runs that may be read: digests in a list, traces, identifiers, and the public halves of keys.
//!
//! What stands beside a run says so: the file it is the digest of, the word it numbers, the armour it stands in.

use std::ops::Range;

use super::context::{Words, before, has_word};
use super::identifying::field_before;
use super::opaque::SECRETS;

/// `7a5c…  part-17.pack`, as the tools list digests; `Got   74fe…` below the digest that was expected; `endpoint db
/// (c743…)`, what stands before the bracket; `pack fc83…` and the like, unless the line is about a secret.
pub(super) fn is_listed(text: &str, run: &Range<usize>) -> bool {
    let tail = &text[run.end..];
    let file = tail.strip_prefix("  ").or_else(|| tail.strip_prefix(" *"));
    let named = |name: &str| {
        let name = name.split_whitespace().next().unwrap_or("");
        name.contains(['.', '/']) && name.starts_with(|c: char| c.is_ascii_alphanumeric() || "./_".contains(c))
    };
    if matches!(run.len(), 32 | 40 | 64 | 96 | 128)
        && (text[..run.start].ends_with(['\n', ' ']) || run.start == 0)
        && file.is_some_and(named)
    {
        return true;
    }
    let line = before(text, run.start, 80);
    if line.contains("checksum/") {
        return true;
    }
    if !matches!(run.len(), 32 | 40 | 64 | 96 | 128) || has_word(&line.replace(['_', '-'], " "), &SECRETS) {
        return false;
    }
    let words = line.trim_end_matches([' ', '"', '\'', ':', '=', '`']);
    let last = words.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    if matches!(last, "pack" | "blob" | "chunk" | "object" | "file" | "tree") && words.len() < line.len() {
        return true;
    }
    if matches!(last, "got" | "expected" | "want" | "wanted" | "actual" | "computed" | "have" | "found") {
        let above = &text[text.ceil_char_boundary(run.start.saturating_sub(240))..run.start];
        return has_word(
            &above.to_lowercase(),
            const { &Words::new(&["sha256", "sha1", "md5", "sha512", "hash", "digest", "checksum"]) },
        );
    }
    line.ends_with(" (") && tail.starts_with(')') && run.len() == 64
}

/// `00-4bf9…-00f0…-01`, `4bf9…-00f0…-1-05e3…`, `9e10…-12`: the hexadecimal parts of a trace or of a digest with a count.
pub(super) fn is_trace(value: &str) -> bool {
    let mut parts = value.split('-');
    parts.clone().count() >= 2
        && parts.clone().all(|part| part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
        && parts.clone().any(|part| part.len() == 32)
        && parts.all(|part| matches!(part.len(), 1..=5 | 16 | 32))
}

/// `errorId: …`: an identifier whose own name says nothing of a secret, whatever the sentence is about.
pub(super) fn is_of_id(text: &str, at: usize) -> bool {
    field_before(text, at).is_some_and(|name| {
        let small = name.to_lowercase();
        (name.ends_with("Id") || name.ends_with("ID"))
            && !["session", "token", "secret", "key", "auth"].iter().any(|word| small.contains(word))
    })
}

/// `public key: …`, `peer: …`, `ENC[AES256_GCM,data:…`: halves and ciphers that may be read.
pub(super) fn follows_public(text: &str, at: usize) -> bool {
    let head = before(text, at, 160);
    let name = head.trim_end_matches([' ', '"', '\'', ':', '=']);
    let public =
        ["public key", "public_key", "publickey", "public-key", "pubkey"].iter().any(|end| name.ends_with(end))
            || head.trim_start() == "peer: ";
    public || head.rsplit_once("enc[aes256_gcm,").is_some_and(|(_, inside)| !inside.contains(']'))
}

/// "using RSA key …": the fingerprint of a key that signed.
pub(super) fn names_public_key(words: &str) -> bool {
    ["rsa key ", "dsa key ", "eddsa key ", "ecdsa key ", "ed25519 key ", "public key ", "primary key ", "signing key "]
        .iter()
        .any(|end| words.ends_with(end))
}
