//! Values that are source code: a variable of the same name, a call, a look-up, a macro, a type.
//!
//! `let password = old_password;`, `token = uuid.uuid4().hex`, `secret: keyring["2025-03"]` hand a secret on and hold
//! none. Every word of such a value must read like one, so that what was drawn goes wherever it stands.

use super::own_types::is_type_of_field;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{ahead, before};

/// Whether the value is an expression of a programming language.
pub(crate) fn is_expression(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let tail = ahead(text, span.range.end, 80);
    if value.len() > 160 || !value.is_ascii() {
        return false;
    }
    is_between_literals(text, span)
        || is_type_of_field(value, &text[..span.range.start], tail, span.placeholder)
        || is_chain(value)
        || is_format(value)
        || is_variable(text, span)
        || calls(value, tail)
        || is_resource(value)
        || ["self.", "&self.", "this.", "&this.", "$this->", "&mut self."].iter().any(|owner| {
            value
                .strip_prefix(owner)
                .is_some_and(|member| member.bytes().all(|b| b.is_ascii_alphabetic() || b"_.()>-".contains(&b)))
        })
        || is_joined_on(value)
        || is_camel_variable(value)
        || is_same_name(text, span)
        || is_keyword(value, tail)
        || is_alias(value, &text[..span.range.start])
        || is_macro(value)
}

/// `'password' => await store.get('relay')`: what stands between two literals.
fn is_between_literals(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let quotes = ['"', '\''];
    text[..span.range.start].ends_with(quotes)
        && text[span.range.end..].starts_with(quotes)
        && value.starts_with([' ', ')', ']', ',', ':'])
        && value.trim_end().ends_with(['(', '[', ',', '>', '='])
}

/// `)).toHaveAttribute(`: the rest of a call and the next one.
fn is_chain(value: &str) -> bool {
    value.starts_with(')')
        && value.contains(").")
        && value.bytes().all(|b| b.is_ascii_alphabetic() || b"()._".contains(&b))
}

/// `%s:%s`, `%q@%s`: a format of nothing but verbs.
fn is_format(value: &str) -> bool {
    value.contains('%')
        && value.split([':', '@', '/', ' ', '=', ';', '-', '.']).all(|part| {
            part.strip_prefix('%').is_some_and(|verb| verb.len() == 1 && verb.bytes().all(|b| b.is_ascii_lowercase()))
        })
}

/// `let password = old_password;`, `login(user, password=password)`, `self.token = token`: a variable whose name says
/// what it holds, where code stands.
fn is_variable(text: &str, span: &Span) -> bool {
    const HOLD: [&str; 14] = [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "key",
        "credential",
        "credentials",
        "creds",
        "cookie",
        "session",
        "pass",
        "pw",
        "secrets",
    ];
    let value = &text[span.range.clone()];
    let name = value.trim_start_matches(['&', '*', '$']);
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        && name.split('_').all(|part| part.len() <= 12)
        && name.split('_').any(|part| HOLD.contains(&part));
    if !plain {
        return false;
    }
    let tail = &text[span.range.end..];
    let head = before(text, span.range.start, 60);
    let closed = tail.starts_with([';', ')']) || tail.starts_with(", ") && head.contains('(');
    let marked = ["let ", "const ", "self.", "this.", ":=", "==", "var ", "val ", "def ", "fn ", "return "]
        .iter()
        .any(|mark| head.contains(mark));
    // `postgres://app:password@db;` and `password=password;` of a connection are no code.
    let connection = head.contains("://") || head.contains(';') && !head.contains(' ');
    (closed && (head.contains('(') || head.ends_with("= ")) || marked) && !connection
}

/// `hashlib.sha256(data).hexdigest()`, `keyring["2025-03"`, `base64.b64decode` before its bracket: calls and look-ups.
fn calls(value: &str, tail: &str) -> bool {
    let bare = value.trim_start_matches(['&', '*', '(', '@', '[']);
    let bare = bare.strip_prefix("await ").or_else(|| bare.strip_prefix("new ")).unwrap_or(bare);
    let begins = bare.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let signs = bare.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.:()[]'\"?!,&*-".contains(&b));
    if !begins || !signs {
        return false;
    }
    let first = bare.split(['(', '[', '.', ':', '!', '?']).next().unwrap_or("");
    let called = bare.contains("().") || bare.contains(").") || bare.contains("()[") || bare.contains(")[");
    let indexed = bare[first.len()..].strip_prefix('[').is_some_and(|inner| {
        let inner = inner.trim_start_matches(['"', '\'', ':']).trim_end_matches([']', '"', '\'']);
        inner.len() <= 24
            && (inner.bytes().all(|b| b.is_ascii_digit() || b == b'-') && inner.len() <= 7
                || inner.bytes().all(|b| b.is_ascii_lowercase() || b"_-[]1".contains(&b)))
    });
    let path = first.len() < bare.len() && bare[first.len()..].starts_with(['.', ':']);
    let cut = path && tail.starts_with('(') && !bare.contains(['(', '[', '"', '\'']);
    let closes = ahead(tail, 0, 60).contains([')', ']']) || bare.contains(')') || bare.ends_with(']');
    // `_raw_input(prompt`, cut at its first blank.
    let opened = bare.split_once('(').is_some_and(|(function, given)| {
        function.contains(['_', '.'])
            && function.bytes().all(|b| b.is_ascii_lowercase() || b"_.".contains(&b))
            && given.trim_end_matches(',').bytes().all(|b| b.is_ascii_lowercase() || b"_.".contains(&b))
    });
    (called || indexed || cut || opened) && closes && first.len() >= 3 && words_read(bare)
}

/// `"Bearer "+accessToken`, `**kwargs`: what is added to a literal, or handed on.
fn is_joined_on(value: &str) -> bool {
    let name = value.trim_start_matches(['+', '*', ' ', '.']);
    let joint = value.len() - name.len();
    let plain = |name: &str| {
        name.len() >= 3 && name.bytes().all(|b| b.is_ascii_alphabetic() || b"._()".contains(&b)) && is_wordy(name)
    };
    (value.starts_with('+') && joint <= 3 && plain(name))
        || value
            .strip_prefix("**")
            .is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && is_wordy(name))
}

/// `authorizedAccessToken`, `!bearerTokenFallback`, `in.existingSession`: a variable that says in humps what it holds.
fn is_camel_variable(value: &str) -> bool {
    const HUMPS: [&str; 10] =
        ["Token", "Session", "Secret", "Password", "Passwd", "Key", "Cookie", "Credential", "Jwt", "JWT"];
    let name = value.trim_start_matches(['!', '&', '*', '$']);
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && (8..=48).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
        && name.bytes().filter(u8::is_ascii_digit).count() <= 2
        && !name.ends_with(|c: char| c.is_ascii_digit())
        && HUMPS.iter().any(|hump| name.contains(hump))
        && is_wordy(name)
}

/// `key_password=key_password,`: an argument of the same name.
fn is_same_name(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let name = text[..span.range.start].strip_suffix('=').unwrap_or("");
    value.contains('_')
        && name.ends_with(value)
        && !name[..name.len() - value.len()].ends_with(|c: char| c.is_alphanumeric() || c == '_')
        && value.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// `try keychain.read(…)`: a word of the language before a call.
fn is_keyword(value: &str, tail: &str) -> bool {
    const KEYWORDS: [&str; 16] = [
        "try", "try!", "try?", "await", "new", "yield", "throw", "match", "if", "case", "async", "maybe", "typeof",
        "lambda", "unless", "not",
    ];
    let next = tail.strip_prefix(' ').and_then(|rest| rest.split([' ', '\n']).next()).unwrap_or("");
    KEYWORDS.contains(&value)
        && next.starts_with(|c: char| c.is_ascii_alphabetic())
        && (next.contains(['(', '.']) || tail.contains(['(', '{']))
}

/// `{password: *relay}`: what YAML named before.
fn is_alias(value: &str, head: &str) -> bool {
    head.ends_with(": ")
        && value
            .strip_prefix('*')
            .is_some_and(|name| name.len() >= 3 && name.bytes().all(|b| b.is_ascii_lowercase() || b"_-".contains(&b)))
}

/// Whether each word of the value reads like one, with few digits.
pub(crate) fn words_read(value: &str) -> bool {
    value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        digits == word.len() && digits <= 4
            || word.len() <= 10 && word.bytes().all(|b| b.is_ascii_uppercase())
            || digits <= 3 && (is_wordy(word) || word.len() <= 4) && !shapes::looks_typed(word)
            || matches!(
                word,
                "sha256" | "sha512" | "sha1" | "md5" | "base64" | "b64decode" | "b64encode" | "uuid4" | "utf8"
            )
    })
}

/// `aws_ssm_parameter.relay.value`: an attribute of a resource.
fn is_resource(value: &str) -> bool {
    let mut parts = value.split('.');
    let plain = |part: &str| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let last = value.rsplit('.').next().unwrap_or("");
    parts.clone().count() >= 3
        && parts.all(plain)
        && is_wordy(value)
        && (value.split('.').next().is_some_and(|first| first.contains('_'))
            || matches!(
                last,
                "value"
                    | "result"
                    | "id"
                    | "arn"
                    | "token"
                    | "access_token"
                    | "secret"
                    | "password"
                    | "key"
                    | "plaintext"
            ))
}

/// `include_str!("token.txt`, `format!("Bearer`: a macro, cut at a blank or its inner quote.
fn is_macro(value: &str) -> bool {
    // `fmt.Sprintf("Bearer`, `String.format("Basic`: a scheme that is put before a value.
    let call = ["(\"Bearer", "('Bearer", "(\"Basic", "('Basic", "(`Bearer", "(\"Token"]
        .iter()
        .find_map(|end| value.strip_suffix(end));
    if call.is_some_and(|call| call.bytes().all(|b| b.is_ascii_alphabetic() || b"._:!".contains(&b))) {
        return true;
    }
    ["format!(", "include_str!(", "include_bytes!(", "env!(", "option_env!(", "concat!(", "vec![", "[0u8"].iter().any(
        |name| {
            value.strip_prefix(name).is_some_and(|rest| {
                let inner = rest.trim_matches(|c: char| "\"')]};".contains(c));
                inner.len() <= 40 && inner.bytes().all(|b| b.is_ascii_alphabetic() || b"_-./{}:\"".contains(&b))
            })
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_stay() {
        for (text, value, placeholder) in [
            ("let password = old_password;", "old_password", "[password]"),
            ("let token = uuid.uuid4().hex;", "uuid.uuid4().hex", "[token]"),
            ("secret: keyring[\"2025-03\"],", "keyring[\"2025-03", "[secret]"),
            ("token: include_str!(\"token.txt\")", "include_str!(\"token.txt", "[token]"),
            ("password: []byte", "[]byte", "[password]"),
            ("Sprintf(\"%s:%s\", user, pass)", "%s:%s", "[password]"),
            ("password = aws_ssm_parameter.relay.value", "aws_ssm_parameter.relay.value", "[password]"),
        ] {
            assert!(is_expression(text, &Span::of(text, value, placeholder)), "{text}");
        }
    }

    #[test]
    fn literals_go() {
        for (text, value, placeholder) in [
            ("let password = \"Gr8wasser\";", "Gr8wasser", "[password]"),
            (
                "DB_PASSWORD=old_password
DB_HOST=db",
                "old_password",
                "[password]",
            ),
            ("password: Sommer(2024)", "Sommer(2024)", "[password]"),
            ("password: piano.tango", "piano.tango", "[password]"),
            ("token = kJ8sQ2mZx7[0]", "kJ8sQ2mZx7[0]", "[token]"),
        ] {
            assert!(!is_expression(text, &Span::of(text, value, placeholder)), "{text}");
        }
    }
}
