//! Values that source code and configuration put where a secret goes: calls, look-ups, tags, paths.

use super::context::{Words, has_word};
use super::shapes;

/// `password: !vault`: what YAML says of a value that stands elsewhere.
pub(super) fn is_tag(value: &str) -> bool {
    value.strip_prefix('!').is_some_and(|tag| {
        tag.len() >= 3
            && tag.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'.')
            && shapes::switches(tag) <= 3
    })
}

/// `pwd=/var/lib/app`: an absolute path of plain words, at least two deep.
pub(super) fn is_path(value: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
    };
    value.strip_prefix('/').is_some_and(|path| {
        let parts = path.trim_end_matches('/').split('/');
        parts.clone().count() >= 2 && parts.clone().all(plain) && !shapes::looks_random(path, 20)
    })
}

/// Calls and field accesses: `getPassword()`, `self.token`, `req.body.password`.
pub(super) fn is_code(value: &str) -> bool {
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
    let name = path.rsplit(['.', ':']).next().unwrap_or("").to_lowercase();
    let argument = value[path.len()..].trim_start_matches(['(', '"', '\'', '`']);
    let indexed = value[path.len()..].starts_with('[')
        && !path.is_empty()
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"._".contains(&b));
    let argument = argument.trim_start_matches('[').trim_start_matches(['"', '\'', '`']);
    value.len() > path.len()
        && (indexed
            || [
                "dig", "input", "get", "env", "read", "lookup", "fetch", "find", "load", "resolve", "require", "param",
                "config",
            ]
            .iter()
            .any(|verb| name.starts_with(verb)))
        && argument.bytes().all(|b| b.is_ascii_alphabetic() || b"_-./:\"')]".contains(&b))
}
