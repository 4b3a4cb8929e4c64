//! Long random runs without any mark: the last net.
//!
//! Everything that names an identifier is let through: UUIDs, digests, trace and request ids.
//! What is left must be long and change its letter kind often, as keys do and words do not.

use crate::sanitizer::words::about_words::SECRETS;
use std::ops::Range;

use crate::sanitizer::looks::code_values::is_file;
use crate::sanitizer::looks::randomness::{SHORTEST, random_parts, run_of};
use crate::sanitizer::looks::shapes::{is_identifier, is_uuid};
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::vetoes::public_runs::{follows_public, is_listed, is_of_id, is_trace, names_public_key};
use crate::sanitizer::words::context::{Words, before, behind, has_word};
use crate::sanitizer::words::identifying::{field_before, follows_thing, identifying_field, is_prefixed_id};

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "opaque-run",
    Class::Opaque,
    "32 or more of A-Z a-z 0-9 + / _ - that are no word, no path, no digest and no identifier",
    "[secret]",
    find,
)
.hides("handed over kJ8sQ2mZx7Lw0RtY5bNc3VfHg9PdUa6E to the worker")
.keeps("commit 9fceb02d0ae598e95dc970b74767f19372d61af8 sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")];

const IDENTIFIERS: Words = Words::new(&[
    "identifier",
    "blake2",
    "blake2b",
    "blake3",
    "xxh3",
    "sha3",
    "id",
    "ids",
    "trace",
    "span",
    "traceparent",
    "tracestate",
    "request",
    "correlation",
    "sha",
    "sha1",
    "sha256",
    "sha384",
    "sha512",
    "md5",
    "digest",
    "hash",
    "checksum",
    "commit",
    "revision",
    "rev",
    "etag",
    "fingerprint",
    "thumbprint",
    "image",
    "layer",
    "container",
    "object",
    "tree",
    "run_identity_hash",
    "identity",
    "trace_id",
    "request_id",
    "crc",
    "integrity",
    "run",
    "invocation",
    "pod",
    "host",
    "hostid",
    "uuid",
    "tag",
    "ref",
    "head",
    "sha-256",
    "sha-1",
    "traceid",
    "spanid",
    "requestid",
    "correlationid",
    "parentspanid",
    "operationid",
    "none match",
    "if match",
    "md5sum",
    "sha1sum",
    "sha256sum",
    "sha512sum",
    "b2sum",
    "cksum",
    "cursor",
    "serial",
    "corrélation",
    "correlación",
    "correlação",
    "correlazione",
    "korrelation",
    "correlatie",
    "korelacji",
    "identifiant",
    "identificador",
    "vorgang",
    "anfrage",
    "requête",
    "solicitud",
    "version",
    "cid",
    "hashes",
    "checksums",
    "digests",
    "operation",
    "uploadid",
    "account",
    "wid",
]);

/// What stands before a digest in base64.
const DIGEST_MARKS: [&str; 11] = [
    "h1:",
    "sha256:",
    "sha512:",
    "sha384:",
    "sha1:",
    "sha256-",
    "sha384-",
    "sha512-",
    "sha256=",
    "sha-256=:",
    "sha-512=:",
];

const INSIDE: [bool; 256] = run_of(b"+/_-");

fn find(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let inside = |byte: &&u8| INSIDE[usize::from(**byte)];
    let mut start = 0;
    while start < bytes.len() {
        let length = bytes[start..].iter().take_while(inside).count();
        if length >= SHORTEST {
            judge(text, start..start + length, spans);
        }
        start += length + 1;
    }
}

fn judge(text: &str, run: Range<usize>, spans: &mut Vec<Span>) {
    let value = &text[run.clone()];
    // Mangled symbols and store paths carry digests of code.
    // Public keys are public; their armour says which half they are.
    let symbol =
        ["_ZN", "_R", "sha256/", "sha512/", "AAAAC3NzaC1lZDI1NTE5", "AAAAB3NzaC1yc2E", "AAAAE2VjZHNhLXNoYTItbm"]
            .iter()
            .any(|mark| value.starts_with(mark));
    let digest = ["sha1-", "sha256-", "sha384-", "sha512-"].iter().any(|mark| value.starts_with(mark));
    if is_identifier(value) || symbol || digest || is_trace(value) || value.contains("nix/store/") {
        return;
    }
    // The public half of a key of age; the other half begins `AGE-SECRET-KEY-`.
    if value.len() == 62 && value.starts_with("age1") && !value.bytes().any(|b| b.is_ascii_uppercase()) {
        return;
    }
    // `manifests/0699….json`: an object in a store.
    let dotted = text[run.end..].bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'.').count();
    if value.contains('/')
        && is_file(text[run.start..run.end + dotted].trim_end_matches('.'))
        && !is_under_drawn_directory(text, &run)
    {
        return;
    }
    let head = &text[..run.start];
    if is_request_line(head, value) || is_page_of_commit(head, value) || is_version_in_vault(head, value) {
        return;
    }
    // `SHA256:xjz/+qRY…` is one digest, whatever stands between its slashes.
    let head = behind(text, run.start, 12);
    if run.len() <= 88 && DIGEST_MARKS.iter().any(|mark| mark.ends_with(':') && ends_with(head, mark)) {
        return;
    }
    // `containerd://7507…`, `0xDF02…`: what the number stands in.
    let inner = value.trim_start_matches('/');
    // `\u0022m32y…`: the escape before it is a quote.
    let inner = match inner.strip_prefix("u00").filter(|_| text[..run.start].ends_with('\\')) {
        Some(rest) if rest.as_bytes().iter().take(2).filter(|b| b.is_ascii_hexdigit()).count() == 2 => &rest[2..],
        _ => inner,
    };
    let inner = inner.strip_prefix("0x").unwrap_or(inner);
    // `4.2.1+9fce…`: a version and the commit that it was built from.
    let inner = inner
        .split_once('+')
        .filter(|(last, _)| text[..run.start].ends_with('.') && last.bytes().all(|b| b.is_ascii_digit()))
        .map_or(inner, |(_, build)| build);
    if inner.len() == 40 && inner.len() < value.len() && value.ends_with(&format!("+{inner}")) {
        return;
    }
    let run = run.end - inner.len()..run.end;
    let value = inner;
    let bytes = value.as_bytes();
    let padding = text[run.end..].bytes().take(2).take_while(|b| *b == b'=').count();
    if bytes.iter().all(u8::is_ascii_hexdigit) {
        if hides_hex(text, &run) {
            spans.push(Span::new(run, "[secret]"));
        }
        return;
    }
    for part in random_parts(value) {
        let start = run.start + part.start;
        let words = subject(without_placeholders(before(text, start, 40)));
        // `/rustc/<commit>/library`: a commit within a path.
        let commit = part.len() == 40 && value[part.clone()].bytes().all(|b| b.is_ascii_hexdigit());
        let says_secret = has_word(&words.replace(['_', '-'], " "), &SECRETS);
        let shortest = if says_secret { SHORTEST } else { 28 };
        let names_digest = DIGEST_MARKS.iter().any(|mark| words.ends_with(mark));
        // No identifier is longer than a digest in base64.
        let identifier = part.len() <= 88 && (names_identifier(&words) || identifying_field(text, start));
        let named = part.len() <= 88
            && (follows_thing(text, start) || follows_public(text, start) || is_of_id(text, start))
            || is_prefixed_id(&value[part.clone()])
            || part.len() <= 88 && named_by_suffix(&words);
        if part.len() < shortest || named || (commit || identifier) && !says_secret || names_digest {
            continue;
        }
        let end = if part.end == value.len() { tail(text, run.end + padding) } else { run.start + part.end };
        spans.push(Span::new(start..end, "[secret]"));
    }
}

/// `…/KeyVault/vaults/kv-1/secrets/mailer/4f09…`: the version of a secret, a key or a certificate.
fn is_version_in_vault(head: &str, value: &str) -> bool {
    let Some((path, version)) = value.rsplit_once('/') else { return false };
    let kind = path.rsplit('/').nth(1).unwrap_or("");
    let vault = || path.contains("/vaults/") || before(head, head.len(), 80).contains("vault.");
    version.len() == 32
        && version.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        && matches!(kind, "secrets" | "keys" | "certificates")
        && vault()
}

/// `https://…/dl/Xq8W…/export.csv`: in an address the drawn part in front of a file is what opens it.
fn is_under_drawn_directory(text: &str, run: &Range<usize>) -> bool {
    let start = text.ceil_char_boundary(run.start.saturating_sub(120));
    let head = text[start..run.start].rsplit(char::is_whitespace).next().unwrap_or("");
    let Some((directories, _)) = text[run.clone()].rsplit_once('/') else { return false };
    head.contains("://")
        && directories.split('/').any(|part| {
            let has = |kind: fn(&u8) -> bool| part.as_bytes().iter().any(kind);
            part.len() >= 28
                && has(u8::is_ascii_uppercase)
                && has(u8::is_ascii_lowercase)
                && has(u8::is_ascii_digit)
                && !random_parts(part).is_empty()
        })
}

/// `POST /v2/restores/2uIj…/chunks`: what a request is about, numbered behind the name of its kind. Kinds that are
/// themselves doors, such as `/resets/…`, are none.
fn is_request_line(head: &str, path: &str) -> bool {
    const DOORS: [&str; 13] = [
        "tokens",
        "secrets",
        "invites",
        "invitations",
        "hooks",
        "webhooks",
        "resets",
        "shares",
        "links",
        "keys",
        "credentials",
        "passwords",
        "sessions",
    ];
    let head = if path.starts_with('/') { head } else { head.strip_suffix('/').unwrap_or("") };
    let request = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "HEAD "].iter().any(|verb| head.ends_with(verb));
    let mut kind = "";
    request
        && path.trim_start_matches('/').split('/').all(|part| {
            let word = part.len() <= 20 && part.bytes().all(|b| b.is_ascii_lowercase() || b"-_".contains(&b));
            let version = part.len() <= 3 && part.starts_with('v');
            let number = kind.ends_with('s')
                && !DOORS.contains(&kind)
                && (16..=27).contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_alphanumeric());
            kind = part;
            word || version || number
        })
}

/// `https://hub.example.com/app/blob/<commit>/src/relay`: a page of a repository as it was.
fn is_page_of_commit(head: &str, path: &str) -> bool {
    // The repository stands in the path or, when its owner has a dot, before it.
    let near = behind(head, head.len(), 160);
    let url = near.rsplit(char::is_whitespace).next().unwrap_or("").contains("://");
    let mut parts = path.trim_matches('/').split('/');
    let commit = |part: &str| part.len() == 40 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let short = |part: &str| part.len() <= 24;
    url && parts.by_ref().take(5).any(|part| ["blob", "tree", "commit", "raw", "blame", "commits"].contains(&part))
        && parts.next().is_some_and(commit)
        && parts.all(short)
        && path.trim_matches('/').split('/').take(3).all(short)
}

fn ends_with(head: &str, mark: &str) -> bool {
    let at = head.len().saturating_sub(mark.len());
    head.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(mark))
}

/// Our own placeholders say nothing about what follows them.
fn without_placeholders(words: String) -> String {
    if !words.contains('[') {
        return words;
    }
    ["[secret]", "[token]", "[key]", "[password]", "[cookie]", "[payload]"]
        .iter()
        .fold(words, |words, placeholder| words.replace(placeholder, "[]"))
}

/// `cluster_uuid …`, `tenant-id …`: the word directly before says that it is an identifier.
fn named_by_suffix(words: &str) -> bool {
    let last = words.trim_end_matches([' ', ':', '=', '"', '\'']).rsplit(' ').next().unwrap_or("");
    ["_id", "-id", "_uuid", "-uuid", "_uid", "_ref"].iter().any(|end| last.ends_with(end))
}

/// A line of identifiers: one that is written without its dashes, behind two that have them.
fn is_among_uuids(text: &str, run: &Range<usize>) -> bool {
    let line = before(text, run.start, 200);
    let words = || line.split([' ', ',', ';', '|', '\t']).filter(|word| !word.is_empty());
    let uuid = |word: &str| {
        let bare = word.rsplit(':').next().unwrap_or(word).trim_matches(['{', '}', '(', ')', '"', '\'']);
        is_uuid(bare.as_bytes())
    };
    // What stands in front may be cut off in its middle.
    run.len() == 32 && text.as_bytes()[run.start + 12] == b'4' && words().count() >= 3 && words().skip(1).all(uuid)
}

/// Bare runs of digest length are digests unless the words before speak of a secret.
fn hides_hex(text: &str, run: &Range<usize>) -> bool {
    // `uses: relay/login-action@<commit>`: the version of a step.
    let step = run.len() == 40 && text[..run.start].ends_with('@') && before(text, run.start, 120).contains("uses: ");
    if step || follows_thing(text, run.start) || is_listed(text, run) || is_among_uuids(text, run) {
        return false;
    }
    let words = subject(without_placeholders(before(text, run.start, 40)));
    // A digest names its algorithm too, but no one calls it a signature.
    if words.ends_with("sha256=")
        && has_word(&words.replace(['_', '-'], " "), const { &Words::new(&["signature", "hmac", "sig"]) })
    {
        return true;
    }
    if has_word(
        &before(text, run.start, 100),
        const {
            &Words::new(&[
                "checksum",
                "digest",
                "md5",
                "sha1",
                "sha256",
                "hash",
                "mismatch",
                "etag",
                "getetag",
                "fingerprint",
                "thumbprint",
            ])
        },
    ) && !has_word(&words.replace(['_', '-'], " "), &SECRETS)
    {
        return false;
    }
    // `zh:…`, `blake3:…`: a digest behind the name of its scheme.
    let scheme = text[..run.start].strip_suffix(':').map_or(0, |head| {
        head.bytes().rev().take(9).take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit()).count()
    });
    let length = run.len();
    if (1..=8).contains(&scheme) && matches!(length, 32 | 40 | 64 | 96 | 128) && !has_word(&words, &SECRETS) {
        return false;
    }
    // `serial=…`, `"call":"CA…"`, a part of a path: a field of a name that is no secret's.
    if text[..run.start].ends_with('/') || field_before(text, run.start).is_some() {
        let name = field_before(text, run.start).unwrap_or(&words).to_lowercase().replace(['_', '-'], " ");
        // `Stripe-Signature: t=…,v1=…`
        let short = name.len() <= 3 && has_word(&words.replace(['_', '-'], " "), &SECRETS);
        // `[hmac] signature mismatch: expected=…`: with it the next request would pass.
        let compared = ["expected", "computed", "calculated", "want", "wanted", "actual", "got"].contains(&&*name)
            && has_word(&before(text, run.start, 80), const { &Words::new(&["hmac", "signature"]) });
        let secret = short
            || compared
            || has_word(&name, &SECRETS)
            || ["key", "token", "secret"].iter().any(|end| name.ends_with(end));
        // A short one may be called anything; a long one is a key unless its field says what it identifies.
        let unknown = length > 64 && !identifying_field(text, run.start) && !names_identifier(&words);
        return (secret || unknown) && length >= 32;
    }
    let value = text[run.clone()].as_bytes();
    if !value.iter().any(u8::is_ascii_alphabetic) || !value.iter().any(u8::is_ascii_digit) {
        return false;
    }
    if length == 40 && (is_signed_commit(&words) || names_public_key(&words)) {
        return false;
    }
    if has_word(&words.replace(['_', '-'], " "), &SECRETS) && !names_identifier(&words) {
        return length >= 32;
    }
    !names_identifier(&words) && length >= 32 && length != 40
}

/// "signature missing on …", "no signature for …": a commit that somebody did not sign.
fn is_signed_commit(words: &str) -> bool {
    let words = words.trim_end();
    let joined = [" on", " for", " of", " at", " in"].iter().any(|joint| words.ends_with(joint));
    joined && words.contains("signature") && !has_word(&words.replace("signature", " "), &SECRETS)
}

/// `….GlSS2t.9WcS…`, `…=-Vtql`: where a run ends that goes on behind a dot or its padding.
fn tail(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = end;
    for _ in 0..4 {
        if !matches!(bytes.get(end), Some(b'.' | b'-' | b'~')) {
            break;
        }
        let length = bytes
            .get(end + 1..)
            .map_or(0, |rest| rest.iter().take(400).take_while(|b| INSIDE[usize::from(**b)]).count());
        let next = &text[end..end + 1 + length];
        let mixed = next.bytes().any(|b| b.is_ascii_digit()) && next.bytes().any(|b| b.is_ascii_uppercase());
        if length < 4 || !mixed {
            break;
        }
        end += 1 + length;
    }
    end
}

/// What the words before are about: a field name directly before speaks for itself.
fn subject(words: String) -> String {
    let head = words.trim_end_matches(['"', '\'', '\\', ' ']);
    let Some(head) = head.strip_suffix(['=', ':']) else {
        return words;
    };
    let head = head.trim_end_matches(['"', '\'', '\\', ' ']);
    let start = head.trim_end_matches(|c: char| c.is_alphanumeric() || "_-.".contains(c)).len();
    // In "the key is: …" and "sha256: …" the word alone is not a field name of its own.
    let name = &head[start..];
    if name.contains(['_', '-']) || IDENTIFIERS.has(name) && !name.starts_with("sha") && words.ends_with(['=', '"']) {
        words[start..].to_owned()
    } else {
        words
    }
}

fn names_identifier(words: &str) -> bool {
    let tail: String = words.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    has_word(&tail.replace(['_', '-'], " "), &IDENTIFIERS) || tail.ends_with("@sha256:") || tail.ends_with("w/\"")
}
