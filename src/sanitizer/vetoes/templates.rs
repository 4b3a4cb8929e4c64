//! Values that ask to be replaced: `__SET_ME__`, `REPLACE_WITH_32_BYTES`, `USER:PASSWORD@HOST`.
//!
//! Templates and examples hold them where a secret will stand once somebody has followed the instructions.

use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::before;

/// Whether the value stands for one that is still to be filled in.
pub(crate) fn is_template(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    // "net user svc: Password last set …": the name of a field again.
    let again = ["Password", "Passwort", "Kennwort", "Secret", "Token"].contains(&value)
        && text[span.range.end..]
            .strip_prefix(' ')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    again
        || is_label(text, span)
        || asks_to_replace(value)
        || is_loud_word(value)
        || is_filtered(value)
        || is_scheme(value)
        || is_example(text, span)
}

/// `label.password=Password`: what stands beside a field on the screen.
fn is_label(text: &str, span: &Span) -> bool {
    const SHOWN: [&str; 18] = [
        "Password",
        "Passwort",
        "Kennwort",
        "Contraseña",
        "Senha",
        "Wachtwoord",
        "Hasło",
        "Пароль",
        "パスワード",
        "密码",
        "Token",
        "Lösenord",
        "Adgangskode",
        "Salasana",
        "Heslo",
        "Jelszó",
        "Parola",
        "Şifre",
    ];
    let head = before(text, span.range.start, 40);
    let name = head.trim_end_matches(['"', ' ', '=', ':']).rsplit([' ', '"', '{']).next().unwrap_or("");
    SHOWN.contains(&&text[span.range.clone()])
        && (name.contains('.')
            || ["label", "hint", "title", "placeholder", "msgstr"].iter().any(|word| name.contains(word)))
}

/// `__SET_ME__`, `change-this-in-production`, `REPLACE_WITH_OUTPUT_OF_KEYGEN`, `insert-token-here`.
fn asks_to_replace(value: &str) -> bool {
    const VERBS: [&str; 14] = [
        "set", "change", "replace", "fill", "insert", "put", "enter", "add", "paste", "provide", "todo", "fixme",
        "your", "generate",
    ];
    const ENDS: [&str; 16] = [
        "me", "here", "this", "with", "in", "by", "it", "your", "before", "the", "please", "from", "token", "password",
        "secret", "key",
    ];
    let bare = value.trim_matches(|c: char| "_-<>[]{}$%@!*.# ".contains(c));
    let small = bare.to_ascii_lowercase();
    let words = || small.split(['_', '-', ' ', '.']);
    let plain = bare.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-. ".contains(&b))
        && words().all(|word| {
            word.bytes().all(|b| b.is_ascii_lowercase()) || word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit())
        });
    let first = words().next().unwrap_or("");
    // Loud words, or marks around them, say that nobody chose this.
    let marked = !bare.bytes().any(|b| b.is_ascii_lowercase())
        || bare.len() < value.len() && value.starts_with("__")
        || words().any(|word| matches!(word, "me" | "here" | "this" | "your" | "please"));
    // `some-strong-password`, `example-token`.
    let sample = ["some", "example", "sample", "dummy", "fake", "placeholder", "your"].contains(&first)
        && words().count() >= 2
        && words()
            .next_back()
            .is_some_and(|last| ["password", "secret", "token", "key", "passphrase", "value"].contains(&last));
    plain && sample || plain && marked && VERBS.contains(&first) && words().skip(1).any(|word| ENDS.contains(&word))
}

/// `PASSWORD` where a password stands: the name of what will stand there.
fn is_loud_word(value: &str) -> bool {
    let value = value.trim_matches(['[', ']', '<', '>', '{', '}', '%', '$']);
    matches!(
        value,
        "PASSWORD"
            | "PASSWD"
            | "PASSPHRASE"
            | "SECRET"
            | "TOKEN"
            | "APIKEY"
            | "API_KEY"
            | "ACCESS_TOKEN"
            | "CLIENT_SECRET"
            | "SECRET_KEY"
            | "ACCESS_KEY"
            | "CREDENTIALS"
            | "PASSWORT"
            | "KENNWORT"
            | "CONTRASEÑA"
            | "MOT_DE_PASSE"
            | "SENHA"
            | "DB_PASSWORD"
            | "NEW_PASSWORD"
            | "OLD_PASSWORD"
    )
}

/// `@vault.smtp@`, `@db.password@`: what a build puts in.
fn is_filtered(value: &str) -> bool {
    value
        .strip_prefix('@')
        .and_then(|rest| rest.strip_suffix('@'))
        .is_some_and(|name| name.len() >= 3 && name.bytes().all(|b| b.is_ascii_alphabetic() || b"._-".contains(&b)))
}

/// `secret:ops/db#password`, `vault:kv/ops/db`: a store and a path in it.
fn is_scheme(value: &str) -> bool {
    let inner = value.trim_start_matches('{').trim_end_matches('}');
    let Some((store, path)) = inner.split_once(':') else { return false };
    ["secret", "vault", "env", "file", "kv", "ref", "ssm", "akv", "gsm", "sm", "secrets", "cred"].contains(&store)
        && path.contains(['/', '#'])
        && path.bytes().all(|b| b.is_ascii_lowercase() || b"/#._-".contains(&b))
}

/// "For example, `-e POSTGRES_PASSWORD=password`": the field's own name as its value, in words that say so.
fn is_example(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let near = before(text, span.range.start, 80);
    matches!(value, "password" | "secret" | "token" | "passwd" | "mysecretpassword")
        && ["example", "e.g.", "z. b.", "par exemple", "por ejemplo", "usage:"].iter().any(|word| near.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_filled_in_stays() {
        for (text, value, placeholder) in [
            ("DB_PASSWORD=__SET_ME__", "__SET_ME__", "[password]"),
            ("KEY=REPLACE_WITH_32_RANDOM_BYTES", "REPLACE_WITH_32_RANDOM_BYTES", "[token]"),
            ("postgres://USER:PASSWORD@HOST/DB", "PASSWORD", "[password]"),
            ("mail.password=@vault.relay@", "@vault.relay@", "[password]"),
            ("Pwd={secret:ops/db#password}", "secret:ops/db#password", "[password]"),
            ("For example, run with DB_PASS=mysecretpassword here", "mysecretpassword", "[password]"),
        ] {
            assert!(is_template(text, &Span::of(text, value, placeholder)), "{text}");
        }
    }

    #[test]
    fn what_was_filled_in_goes() {
        for (text, value, placeholder) in [
            ("DB_PASSWORD=setter7Tango", "setter7Tango", "[password]"),
            ("password: change7Wasser", "change7Wasser", "[password]"),
            (
                "DB_PASS=mysecretpassword
",
                "mysecretpassword",
                "[password]",
            ),
            ("password: @Gr8Wasser@", "@Gr8Wasser@", "[password]"),
        ] {
            assert!(!is_template(text, &Span::of(text, value, placeholder)), "{text}");
        }
    }
}
