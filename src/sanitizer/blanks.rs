//! Values that are no values: blanked out, templates, variables, addresses of a secret store.

use super::context::{Words, has_word};
use super::shapes;

/// Stars, dots, crosses, or something in brackets.
pub(super) fn is_blanked(value: &str) -> bool {
    let inner = value.trim_matches(['"', '\'', '\\']);
    let filler = |c: char| "*•·.xX#-_?●█…|>+".contains(c);
    inner.chars().all(filler)
        || inner.contains("secret]")
        || inner.contains("password]")
        || [('[', ']'), ('<', '>'), ('{', '}'), ('(', ')')].iter().any(|(open, close)| {
            inner.starts_with(*open)
                && inner.ends_with(*close)
                && inner.len() <= 48
                && !shapes::looks_random(inner, 20)
                // `credential=[Xq7…]`, as some loggers set off a value.
                && !(*open == '[' && is_told(inner))
        })
        || has_word(
            &inner.to_lowercase(),
            const {
                &Words::new(&[
                    "redacted",
                    "masked",
                    "hidden",
                    "filtered",
                    "removed",
                    "changeme",
                    "scrubbed",
                    "sanitized",
                    "omitted",
                ])
            },
        )
}

/// Whether what stands in brackets is a value, and no word about one.
fn is_told(bracketed: &str) -> bool {
    let inner = &bracketed[1..bracketed.len() - 1];
    inner.len() >= 6
        && inner.bytes().all(|b| b.is_ascii_graphic() && !b"[]{}<>(),:;='\"".contains(&b))
        && shapes::looks_chosen(inner)
        && !inner.ends_with("...")
}

/// Variables, templates, parameters, and addresses of a secret store.
pub(super) fn is_reference(value: &str) -> bool {
    let opens = |c: char| "${%<#@:?vofaesEp/".contains(c);
    if !value.starts_with(opens) {
        return false;
    }
    let starts = |prefixes: &[&str]| prefixes.iter().any(|p| value.starts_with(p));
    starts(&[
        "${",
        "$(",
        "{{",
        "%(",
        "<%",
        "#{",
        "@Microsoft.KeyVault",
        "vault:",
        "op://",
        "env:",
        "env.",
        "file:",
        "arn:",
        "ENC[",
        "process.env",
        "os.environ",
        "secrets.",
        "/run/secrets/",
        "/etc/",
        "<<",
        "/var/run/",
    ]) || matches!(value, "%s" | "%v" | "%d" | "?" | "{}" | "{:?}" | "%q" | "%r")
        || value.len() > 2 && value.starts_with('%') && value.ends_with('%')
        || value.strip_prefix('$').is_some_and(reads_variable)
        || value.strip_prefix(['$', '@', ':']).is_some_and(|name| {
            name.bytes().all(|b| b.is_ascii_digit())
                || name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit())
                || name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        })
}

/// `$request->input(…`, `$_POST[…`, `$env:DB`: a variable and what is read of it.
fn reads_variable(name: &str) -> bool {
    let word = name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let rest = &name[word..];
    word > 0
        && (rest.starts_with("->") || rest.starts_with("['") || rest.starts_with("[\"") || name.starts_with("env:"))
}
