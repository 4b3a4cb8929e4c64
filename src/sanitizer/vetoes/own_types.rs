//! Values that are the type of what is declared: `[]byte`, `Option<SecretString>`, `*mut HANDLE`, `&sessions.State{`,
//! `windows_sys::core::PCWSTR`.
//!
//! A field for a secret is followed by its type wherever a compiler or a review quotes it.

use super::declared::is_kind;
use super::own_code::words_read;
use crate::sanitizer::looks::wordness::is_wordy;

/// Whether the value is a type, or an object of one that is built there.
pub(crate) fn is_type_of_field(value: &str, head: &str, tail: &str, placeholder: &str) -> bool {
    is_type_name(value.trim_end())
        || is_action(value)
        || is_path_of_code(value, placeholder == "[password]")
        || is_declared(value, tail)
        || !is_quoted(head, tail) && is_built(value)
        || matches!(placeholder, "[token]" | "[cookie]") && is_class(value, head)
}

/// `SessionsController#create`, `Auth::TokenJob#perform`: a method of a class, by what classes of programs end in.
fn is_action(value: &str) -> bool {
    const KINDS: [&str; 11] = [
        "Controller",
        "Job",
        "Mailer",
        "Service",
        "Worker",
        "Helper",
        "Handler",
        "Channel",
        "Command",
        "Serializer",
        "Middleware",
    ];
    value.split_once('#').is_some_and(|(class, method)| {
        KINDS.iter().any(|kind| class.len() > kind.len() && class.ends_with(kind))
            && class.starts_with(|c: char| c.is_ascii_uppercase())
            && class.bytes().all(|b| b.is_ascii_alphabetic() || b == b':')
            && (2..=40).contains(&method.len())
            && method.bytes().all(|b| b.is_ascii_lowercase() || b"_?!".contains(&b))
    })
}

/// `[]byte`, `String?`, `Option<SecretString>`, `timestamptz`: the type of a field.
fn is_type_name(value: &str) -> bool {
    // `password_hash citext,`: a column where a table is made.
    if value.ends_with([',', '!']) && is_kind(value) {
        return true;
    }
    let inner =
        value.trim_start_matches(['[', ']', '*', '&', '?']).trim_end_matches(['?', '!', '[', ']', ',', ';', ' ']);
    matches!(
        inner,
        "string"
            | "String"
            | "str"
            | "&str"
            | "byte"
            | "bytes"
            | "bytea"
            | "TEXT"
            | "text"
            | "UUID"
            | "uuid"
            | "Uuid"
            | "varchar"
            | "VARCHAR"
            | "char"
            | "CHAR"
            | "blob"
            | "BLOB"
            | "jsonb"
            | "JSONB"
            | "timestamptz"
            | "TIMESTAMPTZ"
            | "timestamp"
            | "TIMESTAMP"
            | "int"
            | "integer"
            | "INTEGER"
            | "bigint"
            | "BIGINT"
            | "bool"
            | "boolean"
            | "BOOLEAN"
            | "SecretStr"
            | "SecretString"
            | "SecureString"
            | "u8"
            | "Vec<u8>"
            | "any"
            | "object"
            | "'a"
            | "'static"
            | "NVARCHAR"
            | "nvarchar"
            | "interface{}"
            | "types.StringType"
            | "StringType"
            | "IntegerType"
    ) || inner.split_once('<').is_some_and(|(class, given)| {
        class.starts_with(|c: char| c.is_ascii_uppercase())
            && class.bytes().all(|b| b.is_ascii_alphabetic())
            && is_wordy(class)
            && given.ends_with('>')
            && given.bytes().all(|b| b.is_ascii_alphanumeric() || b"<>,:&' _[]".contains(&b))
            && given.bytes().filter(u8::is_ascii_digit).count() <= 2
    })
}

/// `windows_sys::core::PCWSTR`, `input.parse::<Token![pub`, `Keyword.Type`, `server_hello.session_id`: names joined.
fn is_path_of_code(value: &str, chosen: bool) -> bool {
    let signs = value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_:<>&*()[]!;,.'$- ".contains(&b));
    let joined = value.contains("::") && value.len() >= 6;
    let dotted = value.split_once('.').is_some_and(|(thing, part)| {
        let camel = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.len() >= 3
                && word.bytes().all(|b| b.is_ascii_alphabetic())
        };
        let snake = |word: &str| word.len() >= 2 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        !chosen && camel(thing) && camel(part) || snake(thing) && snake(part) && value.contains('_')
    });
    let constant = value.starts_with(|c: char| c.is_ascii_lowercase())
        && value.bytes().all(|b| b.is_ascii_alphabetic())
        && value.bytes().filter(u8::is_ascii_uppercase).count() >= 4;
    joined && signs && words_read(value) || (dotted || constant) && is_wordy(value)
}

/// `*mut HANDLE`, `&[u64; 7]`, `u32,`, `LPWSTR)`, `Token![=]`, `{string | Buffer}`: the type of what is declared.
fn is_declared(value: &str, tail: &str) -> bool {
    const NUMBERS: [&str; 14] =
        ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "isize", "f32", "f64", "void"];
    let inner = value.trim_start_matches(['&', '[', '*', '{', '(']).trim_end_matches(['>', ']', ')', '}', ';', ',']);
    let opened = inner.len() < value.len() && value.starts_with(['&', '[', '*', '{']);
    let class = inner.starts_with(|c: char| c.is_ascii_uppercase())
        && inner.len() >= 4
        && inner.bytes().all(|b| b.is_ascii_alphabetic() || b"_<>".contains(&b))
        && is_wordy(inner);
    let handle = inner.len() >= 4
        && inner.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
        && tail.starts_with([',', ')', ';'])
        && ["STR", "HANDLE", "LONG", "CHAR", "WORD", "CONTEXT", "STRING", "SESSION", "STATE", "PTR", "UINT"]
            .iter()
            .any(|end| inner.ends_with(end));
    // `0xC00D2793_u32`, `1i32`.
    let number = NUMBERS.iter().any(|kind| {
        inner.strip_suffix(kind).is_some_and(|digits| {
            let digits = digits.trim_end_matches('_');
            let digits = digits.strip_prefix("0x").unwrap_or(digits);
            digits.len() <= 8 && digits.bytes().all(|b| b.is_ascii_hexdigit())
        })
    });
    number
        || handle
        || opened
            && (class || matches!(inner, "string" | "mut" | "const" | "dyn" | "str" | "boolean" | "number" | "object"))
        || value.starts_with("Token![")
        || matches!(value, "*mut" | "*const" | "&mut" | "impl" | "dyn")
        || value.ends_with('<') && class
}

/// Whether the value is all that stands in its quotes, so that its bracket opens nothing.
fn is_quoted(head: &str, tail: &str) -> bool {
    ['"', '\''].iter().any(|quote| head.ends_with(*quote) && tail.starts_with(*quote))
}

/// `&sessions.SessionState{User:`, `idTokenClaims{`: an object that is built there.
fn is_built(value: &str) -> bool {
    value.trim_start_matches('&').split_once('{').is_some_and(|(class, inner)| {
        class.len() >= 4
            && class.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:".contains(&b))
            && class.bytes().filter(u8::is_ascii_digit).count() <= 2
            && class.bytes().any(|b| b.is_ascii_uppercase())
            && is_wordy(class)
            // `HarborLight82{` ends like a password.
            && !(inner.is_empty() && class.ends_with(|c: char| c.is_ascii_digit()))
            && inner.bytes().all(|b| b.is_ascii_alphabetic() || b"}:,_".contains(&b))
    })
}

/// `session: PipSession`: a class, where its field is declared.
fn is_class(value: &str, head: &str) -> bool {
    head.ends_with(": ")
        && value.starts_with(|c: char| c.is_ascii_uppercase())
        && value.bytes().all(|b| b.is_ascii_alphabetic())
        && (2..=5).contains(&value.bytes().filter(u8::is_ascii_uppercase).count())
        && is_wordy(value)
}

/// `aes256-gcm96`, `rsa4096-oaep-sha512`: two or more steps of a cipher with their lengths.
pub(crate) fn is_algorithm(value: &str) -> bool {
    const STEPS: [&str; 27] = [
        "aes", "gcm", "cbc", "ctr", "siv", "kw", "rsa", "oaep", "pss", "pkcs", "mgf", "ecdsa", "ecdh", "ecies", "p",
        "ed", "x", "chacha", "xchacha", "poly", "hmac", "sha", "kdf", "hkdf", "mlkem", "curve", "nistp",
    ];
    let name = |step: &str| step.to_ascii_lowercase().trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let mut steps = value.split(['-', '_', '/', '+']);
    // Numbers alone are a code that somebody dials.
    let named = steps.clone().map(name).any(|name| name.len() >= 3 && STEPS.contains(&name.as_str()));
    named
        && steps.clone().count() >= 2
        && value.bytes().any(|b| b.is_ascii_digit())
        && steps.all(|step| {
            let name = name(step);
            !step.is_empty() && step.len() <= name.len() + 5 && (name.is_empty() || STEPS.contains(&name.as_str()))
        })
}
