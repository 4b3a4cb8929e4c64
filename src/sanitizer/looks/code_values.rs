//! Values that source code and configuration put where a secret goes: calls, look-ups, tags, paths.

use super::shapes;
use super::wordness::is_wordy;
use crate::sanitizer::words::context::{Words, ahead, has_word};

/// `password: !vault`: what YAML says of a value that stands elsewhere.
pub(crate) fn is_tag(value: &str) -> bool {
    value.strip_prefix('!').is_some_and(|tag| {
        tag.len() >= 3
            && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.')
            && tag.bytes().filter(u8::is_ascii_digit).count() <= 2
            && shapes::switches(tag) <= 3
    })
}

/// `pwd=/var/lib/app`: an absolute path of plain words, at least two deep.
pub(crate) fn is_path(value: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
    };
    value.strip_prefix('/').is_some_and(|path| {
        let parts = path.trim_end_matches('/').split('/');
        parts.clone().count() >= 2 && parts.clone().all(plain) && !shapes::looks_random(path, 20)
    })
}

/// Calls and field accesses: `getPassword()`, `self.token`, `req.body.password`.
pub(crate) fn is_code(value: &str) -> bool {
    let path = value.split(['(', '[']).next().unwrap_or(value);
    let call = value.ends_with(')') && value.contains('(');
    let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    let access = path.contains(['.', ':']) && path.split(['.', ':']).filter(|w| !w.is_empty()).all(word);
    call && path.split(['.', ':']).filter(|w| !w.is_empty()).all(word)
        || asks_elsewhere(value, path)
        || access && path.contains("::")
        || access
            && has_word(
                &path.to_lowercase(),
                const {
                    &Words::new(&[
                        "self", "this", "config", "cfg", "settings", "req", "request", "body", "env", "args",
                        "options", "opts", "params", "password", "token", "secret", "ctx", "state",
                    ])
                },
            )
}

/// `os.Getenv("API_TOKEN`, cut at its inner quote: a call that looks the value up by a name.
fn asks_elsewhere(value: &str, path: &str) -> bool {
    let name = path.rsplit(['.', ':']).next().unwrap_or("");
    let argument = value[path.len()..].trim_start_matches(['(', '"', '\'', '`']);
    let indexed = value[path.len()..].starts_with('[')
        && !path.is_empty()
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"._".contains(&b));
    let argument = argument.trim_start_matches('[').trim_start_matches(['"', '\'', '`']);
    value.len() > path.len()
        && (indexed || asks(name))
        && argument.bytes().all(|b| b.is_ascii_alphabetic() || b"_-./:\"')]".contains(&b))
}

/// `getenv`, `config`, `lookup`: functions that are given the name of a value.
pub(crate) fn asks(function: &str) -> bool {
    const VERBS: [&str; 18] = [
        "dig", "input", "get", "env", "read", "lookup", "fetch", "find", "load", "resolve", "require", "param",
        "config", "file", "path", "open", "include", "from_",
    ];
    VERBS.iter().any(|verb| function.get(..verb.len()).is_some_and(|head| head.eq_ignore_ascii_case(verb)))
}

/// `client.issue(scope=scope,`, cut at its first blank: a call of a function whose name is a word, whose bracket
/// closes later in the line. What it is given are names and no literals.
pub(crate) fn opens_call(value: &str, after: &str) -> bool {
    // `Get-Secret -Name …`: a command of PowerShell.
    if is_cmdlet(value, after) {
        return true;
    }
    let value = value.trim_end_matches(['?', '!', ';']);
    let Some((path, given)) = value.split_once('(') else {
        return false;
    };
    let line = ahead(after, 0, 200).split('\n').next().unwrap_or("");
    let path = path.trim_start_matches(['&', '*', '$', '@', '(']);
    let named = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let last = path.rsplit(['.', ':', '>']).next().unwrap_or("");
    let names = given.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    path.split(['.', ':', '>', '-', '?', '!']).all(named)
        && last.starts_with(|c: char| c.is_ascii_alphabetic())
        && (is_wordy(last) || last.len() <= 4 && last.bytes().all(|b| b.is_ascii_lowercase()))
        && (value.ends_with(')') || line.contains(')'))
        && !given.contains(['"', '\'', '`'])
        && names.clone().all(|name| !shapes::looks_random(name, 12) && !shapes::looks_drawn(name))
}

/// `kv/ops/graph/eu`, `prod/db/creds`, `projects/ops/secrets/relay`: where something lies, told in words, numbers
/// and times.
pub(crate) fn is_resource(value: &str) -> bool {
    if is_file(value) {
        return true;
    }
    let path = value.trim_start_matches('/').trim_end_matches('/');
    let ulid = |part: &str| {
        part.len() == 26 && part.starts_with('0') && part.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    };
    let part = |part: &str| shapes::is_identifier(part) || ulid(part) || part.split(['-', '_', '.', ':']).all(is_piece);
    let words = path.split(['/', '-', '_', '.']).filter(|word| word.len() >= 3 && is_word(word)).count();
    path.contains('/')
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.:".contains(&b))
        && path.split('/').all(|piece| !piece.is_empty() && part(piece))
        && words * 2 + 1 >= path.split('/').count()
}

/// `tenants/7719/part-00017-….snappy.parquet`: an object in a store, which ends like a file of data.
pub(crate) fn is_file(value: &str) -> bool {
    const ENDS: [&str; 26] = [
        "parquet", "json", "ndjson", "jsonl", "csv", "tsv", "gz", "zst", "lz4", "bz2", "xz", "tar", "zip", "avro",
        "orc", "log", "txt", "xml", "yaml", "yml", "sql", "dump", "bak", "pack", "snap", "manifest",
    ];
    let (head, end) = value.rsplit_once('.').unwrap_or(("", ""));
    let lead = head.split('/').next().unwrap_or("");
    ENDS.contains(&end)
        && head.contains('/')
        && lead.len() >= 3
        && lead.bytes().all(|b| b.is_ascii_lowercase() || b"-_".contains(&b))
        && head.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.:=+".contains(&b))
}

/// A word, a short name, a number, or the part of a time.
fn is_piece(piece: &str) -> bool {
    let digits = piece.bytes().filter(u8::is_ascii_digit).count();
    let small = piece.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let time = piece.len() >= 3
        && digits >= 2
        && digits + 2 >= piece.len()
        && piece.bytes().all(|b| b.is_ascii_digit() || b"TZ".contains(&b));
    digits == piece.len() || is_word(piece) || small && piece.len() <= 4 && digits <= 2 || time
}

/// Small letters that read like a word, or several such with a capital each.
fn is_word(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    let hump = |at: usize| bytes[at + 1..].iter().take(3).filter(|b| b.is_ascii_lowercase()).count() == 3;
    bytes.iter().all(u8::is_ascii_alphabetic)
        && (0..bytes.len()).filter(|at| bytes[*at].is_ascii_uppercase()).all(hump)
        && is_wordy(piece)
}

/// `aws-sm://eu/ops/graph-client`: an address whose path is told in words. What is secret in others has rules of its own.
pub(crate) fn is_locator(value: &str) -> bool {
    value.split_once("://").is_some_and(|(scheme, path)| {
        scheme.len() >= 2
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
            && is_resource(path)
    })
}

/// `SecretString`, `Option<Token>`: the name of a type, put together of words.
pub(crate) fn is_type(value: &str) -> bool {
    let value = value.trim_end_matches(['!', '?']);
    const ENDS: [&str; 34] = [
        "Ref",
        "Array",
        "Hash",
        "Handle",
        "Factory",
        "Builder",
        "Reader",
        "Writer",
        "Supplier",
        "Id",
        "String",
        "Str",
        "Token",
        "Key",
        "Secret",
        "Password",
        "Bytes",
        "Type",
        "Source",
        "Provider",
        "Credential",
        "Buf",
        "Service",
        "Store",
        "Client",
        "Manager",
        "Cache",
        "Handler",
        "Config",
        "Options",
        "Input",
        "Request",
        "Response",
        "Result",
    ];
    const BUILT_IN: [&str; 14] = [
        "string",
        "str",
        "bytes",
        "bool",
        "boolean",
        "number",
        "char",
        "varchar",
        "bytea",
        "integer",
        "unknown",
        "object",
        "never",
        "undefined",
    ];
    let generic = value.split_once('<').is_some_and(|(name, rest)| {
        let word = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(|b| b.is_ascii_alphabetic())
        };
        word(name) && rest.ends_with('>') && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"<>,&:_".contains(&b))
    });
    if generic || BUILT_IN.contains(&value) {
        return true;
    }
    let inner = value.trim_end_matches('>');
    let inner = inner.rsplit(['<', ':', '.']).next().unwrap_or(inner);
    let humps = inner.bytes().filter(u8::is_ascii_uppercase).count();
    inner.starts_with(|c: char| c.is_ascii_uppercase())
        && inner.bytes().all(|b| b.is_ascii_alphabetic())
        && (humps >= 2 && is_wordy(inner) || inner.len() < value.len() || inner == "String")
        && ENDS.iter().any(|end| inner.ends_with(end))
}

/// `Get-Secret -Name …`: a verb and a noun, and what they are given.
pub(crate) fn is_cmdlet(name: &str, given: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().all(|b| b.is_ascii_alphabetic())
    };
    given.trim_start().starts_with(['-', '$'])
        && name.split_once('-').is_some_and(|(verb, noun)| word(verb) && word(noun) && is_wordy(noun))
}

#[cfg(test)]
mod tests {
    use super::{is_locator, is_resource, is_type, opens_call};

    #[test]
    fn places_of_secrets_are_told_in_words_and_drawn_runs_are_no_places() {
        for place in [
            "kv/ops/graph/eu",
            "prod/db/creds",
            "projects/ops/secrets/mail-relay/versions/latest",
            "tenants/acme/policies/2026-11-20T02:00:00Z.json.zst",
        ] {
            assert!(is_resource(place), "{place}");
        }
        for drawn in ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ3", "x7/k2/p9", "Zk3Jq8Wm/Xr7Tb5Nv", "kv/", "a/b"] {
            assert!(!is_resource(drawn), "{drawn}");
        }
        assert!(is_locator("aws-sm://eu-central-1/ops/graph-client"));
        assert!(!is_locator("otpauth://totp/Zk3Jq8Wm1Xr7Tb5Nv"));
    }

    #[test]
    fn calls_are_given_names_and_close_in_their_line() {
        assert!(opens_call("client.issue(scope=scope", ", ttl=ttl)"));
        assert!(opens_call("store.open(&name)?", ";"));
        assert!(opens_call("Get-Secret", " -Name Graph"));
        assert!(!opens_call("issue(scope", ", and so on"));
        assert!(!opens_call("Gr8(Wasser", " x)"));
        assert!(!opens_call("issue(\"Gr8Wasser\"", ", ttl)"));
    }

    #[test]
    fn types_are_words_that_end_like_types() {
        for name in ["SecretString", "string", "Zeroizing<Vec<u8>>", "Option<Token>", "CreateTokenInput!"] {
            assert!(is_type(name), "{name}");
        }
        for word in ["hunter", "SummerHouse", "Xk9vQ2rLKey", "hunterString2"] {
            assert!(!is_type(word), "{word}");
        }
    }
}
