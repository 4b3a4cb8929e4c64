//! Random runs that may be read: digests in a list, traces, identifiers, and the public halves of keys.
//!
//! What stands beside a run says so: the file it is the digest of, the word it numbers, the armour it stands in.

use std::ops::Range;

use super::code_lines::is_of_code;
use super::columns::stands_under_heading;
use super::declared::is_declared;
use super::numbered::is_numbered;
use super::own_code::is_expression;
use super::own_labels::is_label;
use super::own_names::names_secret;
use super::own_settings::is_setting;
use super::own_states::tells_state;
use super::own_traces::is_of_trace;
use super::own_words::is_programs_own;
use super::templates::is_template;
use crate::sanitizer::looks::shapes::looks_random;
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::about_words::SECRETS;
use crate::sanitizer::words::context::{Words, before, behind, has_word};
use crate::sanitizer::words::identifying::field_before;

/// `7a5c…  part-17.pack`, as the tools list digests; `Got   74fe…` below the digest that was expected; `endpoint db
/// (c743…)`, what stands before the bracket; `pack fc83…` and the like, unless the line is about a secret.
pub(crate) fn is_listed(text: &str, run: &Range<usize>) -> bool {
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
    // `<4bf9…> [auth] …` at the front of a line; `DS 41122 13 2 1AB6…`, as zones of names hold digests.
    let fronted = run.len() == 32 && line == "<" && tail.starts_with("> ");
    let zoned = line.contains(" in ") && [" ds ", " cds ", " tlsa ", " sshfp "].iter().any(|kind| line.contains(kind));
    if line.contains("checksum/") || is_trace_in_list(text, run) || fronted || zoned {
        return true;
    }
    if !matches!(run.len(), 32 | 40 | 64 | 96 | 128) || has_word(&line.replace(['_', '-'], " "), &SECRETS) {
        return false;
    }
    let words = line.trim_end_matches([' ', '"', '\'', ':', '=', '`']);
    let last = words.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    if matches!(
        last,
        "pack"
            | "blob"
            | "chunk"
            | "object"
            | "file"
            | "tree"
            | "boot"
            | "dedup"
            | "dedupe"
            | "deduplication"
            | "parent"
            | "manifest"
            | "snapshot"
            | "archive"
            | "segment"
    ) && words.len() < line.len()
    {
        return true;
    }
    let above = || behind(text, run.start, 240).to_lowercase();
    if matches!(last, "got" | "expected" | "want" | "wanted" | "actual" | "computed" | "have" | "found") {
        return has_word(&above(), &DIGESTS);
    }
    // "stored …" and "local …" say as much of a key, unless what is compared are digests and nothing else.
    if matches!(
        last,
        "stored" | "remote" | "local" | "before" | "after" | "recorded" | "was" | "declared" | "calculated"
    ) || words.is_empty() && line.trim_start().starts_with(['-', '+'])
        || matches!(line.trim(), "-" | "+" | "<" | ">")
    {
        let above = above();
        return has_word(&above, &DIGESTS) && !has_word(&above.replace(['_', '-'], " "), &SECRETS);
    }
    // `WARN (4bf9…) com.acme.Filter - …`: the trace before the logger's name.
    let logger = tail.strip_prefix(") ").map_or("", |rest| rest.split(' ').next().unwrap_or(""));
    let traced = run.len() == 32
        && logger.matches('.').count() >= 2
        && logger.bytes().all(|b| b.is_ascii_alphanumeric() || b"._$".contains(&b));
    line.ends_with(" (") && (tail.starts_with(')') && run.len() == 64 || traced)
}

/// What is compared when two digests stand below each other.
const DIGESTS: Words = Words::new(&[
    "sha256",
    "sha1",
    "md5",
    "sha512",
    "hash",
    "hashes",
    "digest",
    "digests",
    "checksum",
    "checksums",
    "integrity",
    "sha256sum",
    "sha512sum",
    "sha1sum",
    "md5sum",
    "b2sum",
    "b3sum",
    "shasum",
    "blake2b",
    "blake2s",
    "blake3",
    "sha3",
    "sha384",
]);

/// `[relay,4bf9…,00f0…]`: what loggers of services put in brackets: the service, the trace, the span.
fn is_trace_in_list(text: &str, run: &Range<usize>) -> bool {
    let span = text[run.end..].strip_prefix(',').map_or("", |rest| {
        let length = rest.bytes().take(17).take_while(u8::is_ascii_hexdigit).count();
        &rest[..length]
    });
    let head = before(text, run.start, 80);
    let opens = head.rfind('[').is_some_and(|at| !head[at..].contains(['"', '\'', ' ', '=']));
    run.len() == 32 && span.len() == 16 && opens
}

/// `00-4bf9…-00f0…-01`, `4bf9…-00f0…-1-05e3…`, `9e10…-12`: the hexadecimal parts of a trace or of a digest with a count.
pub(crate) fn is_trace(value: &str) -> bool {
    is_trace_pair(value) || is_request_path(value) || hex_parts(value)
}

/// `4bf9…/00f0…`: a trace and the span in it.
fn is_trace_pair(value: &str) -> bool {
    let small = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    value.split_once('/').is_some_and(|(trace, span)| {
        trace.len() == 32 && matches!(span.len(), 1..=4 | 16) && small(trace) && small(span)
    })
}

/// `…/4CD0…/9FB8…`: the requests of a client, a gateway and a service behind each other, as Oracle's cloud writes them.
fn is_request_path(value: &str) -> bool {
    let loud = |part: &str| part.len() == 32 && part.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b));
    let mut parts = value.trim_matches('/').rsplit('/');
    parts.next().is_some_and(loud)
        && parts.next().is_some_and(loud)
        && parts.next().is_none_or(|first| first.len() <= 32)
        && parts.next().is_none()
}

fn hex_parts(value: &str) -> bool {
    let mut parts = value.split('-');
    parts.clone().count() >= 2
        && parts.clone().all(|part| part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
        && parts.clone().any(|part| part.len() == 32)
        && parts.all(|part| matches!(part.len(), 1..=5 | 16 | 32))
}

/// `errorId: …`: an identifier whose own name says nothing of a secret, whatever the sentence is about.
pub(crate) fn is_of_id(text: &str, at: usize) -> bool {
    field_before(text, at).is_some_and(|name| {
        let small = name.to_lowercase();
        (name.ends_with("Id") || name.ends_with("ID"))
            && !["session", "token", "secret", "key", "auth"].iter().any(|word| small.contains(word))
    })
}

/// `Authorization: Bearer …`: what stands there is sent, whatever it is called.
fn is_authorization(head: &str) -> bool {
    let near = before(head, head.len(), 40);
    near.ends_with("bearer ") && near.contains("authorization")
}

const LONGEST_OWN: usize = 1024;

/// Whether what a rule points at is an identifier by its own shape and place, or no value at all.
pub(crate) fn is_no_secret(text: &str, span: &Span) -> bool {
    // A logger hid it before us.
    let value = &text[span.range.clone()];
    if matches!(value, "redacted" | "hidden" | "masked" | "omitted" | "filtered" | "sensitive" | "removed" | "scrubbed")
    {
        return true;
    }
    if is_declared(text, span)
        || is_numbered(text, span)
        || span.placeholder == "[phone]" && is_of_dump(text, &span.range)
    {
        return true;
    }
    if !["[secret]", "[token]", "[key]", "[cookie]", "[password]"].contains(&span.placeholder) {
        return false;
    }
    if stands_under_heading(text, span) {
        return true;
    }
    let (head, tail) = (&text[..span.range.start], &text[span.range.end..]);
    // `ACCOUNT_SID=AC845c…` and the next variable below it, read as one line.
    if let Some((first, below)) = value.split_once('\n')
        && below.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty()
                && name.len() <= 64
                && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        })
        && is_identifier_at(first, head)
    {
        return true;
    }
    if span.placeholder == "[key]" && (follows_public(text, span.range.start) || is_entry_of_store(text, span)) {
        return true;
    }
    // No program's own words are so long, and none are drawn: what nothing below keeps need not be asked.
    if value.len() > LONGEST_OWN {
        return false;
    }
    // The parts of an object's path are shorter than that.
    let drawn = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=_-".contains(&b))
        && value.split('/').any(|part| part.len() > 28 && !part.contains('-'))
        && looks_random(value, 32);
    if drawn {
        return span.placeholder != "[password]" && is_identifier_at(value, head);
    }
    if is_authorization(head) {
        return is_template(text, span);
    }
    let quotes = ['"', '\'', '`', '«', '»', '“', '”', '„', '‘', '’'];
    // `--file`: an option that a command line complains about.
    let option = value.strip_prefix("--").is_some_and(|name| {
        name.len() >= 2 && name.split('-').all(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
    });
    // `'password' in secret 'pg-app'`: the words between two quoted ones.
    // In « … » the blanks are the quotes' own: a quote that ends a word has no blank before it.
    let ends_word = head.ends_with(['"', '\''])
        || head.char_indices().next_back().is_some_and(|(at, _)| head[..at].ends_with(char::is_alphanumeric));
    let gap = head.ends_with(quotes)
        && ends_word
        && tail.starts_with(quotes)
        && value.starts_with(' ')
        && value.ends_with(' ');
    // `ask("Password: ")`: what a program says when it asks.
    let prompt = value.trim_end().strip_suffix(':').is_some_and(|word| word.bytes().all(|b| b.is_ascii_alphabetic()));
    gap || prompt
        || option
        || is_programs_own(text, span)
        || is_template(text, span)
        || names_secret(text, span)
        || is_expression(text, span)
        || is_of_code(text, span)
        || is_label(text, span)
        || is_setting(text, span)
        || tells_state(text, span)
        || is_of_trace(text, span)
        || span.placeholder != "[password]" && is_identifier_at(value, head)
}

/// `02 01 01 60 25` in a line that begins with its offset: bytes of a dump, of which some are no letters.
fn is_of_dump(text: &str, range: &Range<usize>) -> bool {
    let value = &text[range.clone()];
    let pairs = || value.split_whitespace();
    let head = before(text, range.start, 80);
    let head = head.trim_start_matches([' ', '\t']);
    let offset = head.bytes().take(17).take_while(u8::is_ascii_hexdigit).count();
    (4..=16).contains(&offset)
        && head[offset..].starts_with([' ', ':', '\t'])
        && pairs().count() >= 3
        && pairs().all(|pair| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit()))
        && pairs().any(|pair| pair < "20")
}

fn is_identifier_at(value: &str, head: &str) -> bool {
    const IDS: [&str; 10] = [
        "errorid",
        "requestid",
        "correlationid",
        "traceid",
        "spanid",
        "runid",
        "jobid",
        "eventid",
        "messageid",
        "operationid",
    ];
    let hex = value.bytes().all(|b| b.is_ascii_hexdigit());
    let quoteless = head.trim_end_matches(['"', '\'', '\\']);
    // `ObjectId('…')`, as documents are numbered.
    if value.len() == 24 && hex && quoteless.ends_with("ObjectId(") {
        return true;
    }
    // `kids [yzD-4c…, CdElZ…]`: what keys are called.
    let list = before(head, head.len(), 120);
    if list
        .rsplit_once("kids")
        .is_some_and(|(_, list)| list.trim_start_matches([' ', ':', '=']).starts_with('[') && !list.contains(']'))
    {
        return true;
    }
    // `AC845c…`: two capitals and a number in hex digits, as telephone services call accounts, calls and messages;
    // `SK` begins what they call a key.
    let (kind, number) = value.as_bytes().split_at(2.min(value.len()));
    if value.len() == 34
        && kind != b"SK"
        && kind.iter().all(u8::is_ascii_uppercase)
        && number.iter().all(u8::is_ascii_hexdigit)
    {
        return quoteless.trim_end_matches([' ', ':', '=', '"', '\'']).to_ascii_lowercase().ends_with("sid");
    }
    if value.len() == 40 && hex {
        let near = before(head, head.len(), 48);
        return near.contains("thumbprint") || near.contains("fingerprint");
    }
    let named =
        quoteless.trim_end_matches([' ', ':', '=', '"', '\'']).rsplit(|c: char| !c.is_ascii_alphanumeric()).next();
    is_ulid(value)
        || value.len() <= 40
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
            && named.is_some_and(|name| IDS.contains(&name.to_ascii_lowercase().as_str()))
}

/// `01HN…`: a sortable identifier of this century, in the alphabet without I, L, O and U.
fn is_ulid(value: &str) -> bool {
    // `op_01HN…`: with the kind of thing before it.
    let kind =
        value.split_once('_').filter(|(kind, _)| kind.len() <= 8 && kind.bytes().all(|b| b.is_ascii_lowercase()));
    let value = kind.map_or(value, |(_, number)| number);
    value.len() == 26
        && value.starts_with("01")
        && value.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() && !b"ILOU".contains(&b))
}

/// `secretKey: db-login` beside a `remoteRef`: under which name an operator keeps what it fetches.
fn is_entry_of_store(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let name = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let around = text.ceil_char_boundary(span.range.start.saturating_sub(400))
        ..text.floor_char_boundary(span.range.end.saturating_add(200));
    value.len() <= 64
        && value.bytes().all(name)
        && text[..span.range.start].ends_with("secretKey: ")
        && text[around].contains("remoteRef:")
        && !looks_random(value, 16)
}

/// `public key: …`, `peer: …`, `ENC[AES256_GCM,data:…`: halves and ciphers that may be read.
pub(crate) fn follows_public(text: &str, at: usize) -> bool {
    let head = before(text, at, 160);
    let name = head.trim_end_matches([' ', '"', '\'', ':', '=']);
    // A long cipher goes before its start and its tag.
    if ["data:", "iv:", "tag:"].iter().any(|part| head.ends_with(part)) {
        let from = text.ceil_char_boundary(at.saturating_sub(1024));
        let cipher = text[from..at].rsplit_once("ENC[AES256_GCM,");
        if cipher.is_some_and(|(_, inside)| !inside.contains(']')) {
            return true;
        }
    }
    let public =
        ["public key", "public_key", "publickey", "public-key", "pubkey"].iter().any(|end| name.ends_with(end))
            || head.ends_with("peer: ");
    public || head.rsplit_once("enc[aes256_gcm,").is_some_and(|(_, inside)| !inside.contains(']'))
}

/// "using RSA key …": the fingerprint of a key that signed.
pub(crate) fn names_public_key(words: &str) -> bool {
    ["rsa key ", "dsa key ", "eddsa key ", "ecdsa key ", "ed25519 key ", "public key ", "primary key ", "signing key "]
        .iter()
        .any(|end| words.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stays(text: &str, value: &str, placeholder: &'static str) -> bool {
        is_no_secret(text, &Span::of(text, value, placeholder))
    }

    #[test]
    fn identifiers_stay_by_their_shape_and_place() {
        assert!(stays("key 01J8ZQ4T5V6W7X8Y9ZABCDEFGH again", "01J8ZQ4T5V6W7X8Y9ZABCDEFGH", "[secret]"));
        assert!(stays("ObjectId('65a1b2c3d4e5f60718293a4b')", "65a1b2c3d4e5f60718293a4b", "[cookie]"));
        assert!(stays("\"errorId\":\"oaeQ7w9Lm2Xv\"", "oaeQ7w9Lm2Xv", "[token]"));
        assert!(stays("set 'password' in secret 'pg'", " in secret ", "[password]"));
        assert!(stays("ask(\"Password: \")", "Password: ", "[password]"));
    }

    #[test]
    fn what_has_the_shape_but_not_the_place_goes() {
        assert!(!stays("token=65a1b2c3d4e5f60718293a4b", "65a1b2c3d4e5f60718293a4b", "[token]"));
        assert!(!stays("\"secretId\":\"oaeQ7w9Lm2Xv\"", "oaeQ7w9Lm2Xv", "[secret]"));
        assert!(!stays("password=01J8ZQ4T5V6W7X8Y9ZABCDEFGH", "01J8ZQ4T5V6W7X8Y9ZABCDEFGH", "[password]"));
    }
}
