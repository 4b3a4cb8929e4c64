//! Values that are no values: blanked out, templates, variables, addresses of a secret store.

use super::shapes;
use crate::sanitizer::rule::Found;
use crate::sanitizer::words::context::{Words, has_word};

/// Stars, dots, crosses, or something in brackets.
pub(crate) fn is_blanked(value: &str) -> bool {
    if value.contains('%') && value.len() <= 96 {
        let plain = decoded(value);
        if plain.len() < value.len() && is_blanked(&plain) {
            return true;
        }
    }
    let inner = value.trim_matches(['"', '\'', '\\']);
    // `******** # (40 bytes)`, as a comparison of releases shows how long the value is.
    let inner = inner.split_once(" # (").filter(|(_, size)| size.ends_with("bytes)")).map_or(inner, |(mask, _)| mask);
    // `token=<value>.` ends a sentence.
    let inner = if inner.starts_with(['<', '[', '{', '(']) {
        inner.trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\''])
    } else {
        inner
    };
    let filler = |c: char| "*•·.xX#-_?●█…|>+".contains(c);
    // `:****`, as an address has it.
    let inner = if inner.contains("***") { inner.trim_matches([':', '@', '/']) } else { inner };
    inner.chars().all(filler)
        || is_masked(inner)
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

/// `****4242`: stars, and so little beside them that it opens nothing.
fn is_masked(value: &str) -> bool {
    let stars = value.chars().filter(|c| "*•●█".contains(*c)).count();
    let seen = value.chars().filter(|c| c.is_alphanumeric()).count();
    // `sk_live_xxxxxxxx`: the mark of a vendor before crosses.
    let crosses = value.bytes().rev().take_while(|b| b"xX*".contains(b)).count();
    let mark = &value[..value.len() - crosses];
    if crosses >= 6 && mark.ends_with(['_', '-']) && mark.bytes().all(|b| b.is_ascii_lowercase() || b"_-".contains(&b))
    {
        return true;
    }
    // `AKIAXXXXXXXXXXXXXXXX`: the same of one in capitals.
    if crosses >= 8 && mark.len() <= 8 && mark.bytes().all(|b| b.is_ascii_uppercase() || b"_-".contains(&b)) {
        return true;
    }
    stars >= 4 && seen <= 4 && value.chars().all(|c| c.is_ascii_alphanumeric() || "*•●█-_ ".contains(c))
}

/// Percent escapes of ASCII, read once.
fn decoded(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('%') {
        plain.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(u8::is_ascii);
        plain.push(code.map_or('%', char::from));
        rest = &rest[at + if code.is_some() { 3 } else { 1 }..];
    }
    plain + rest
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
pub(crate) fn is_reference(value: &str) -> bool {
    let opens = |c: char| "${%<#@:?vofaesEprFDK/".contains(c);
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
        "%{\"",
        "FILE:/",
        "DIR:/",
        "KEYRING:",
        "KCM:",
    ]) || value.starts_with("ref+") && value.contains("://")
        || matches!(value, "?" | "{}" | "{:?}")
        || is_verb(value)
        || value.len() > 2 && value.starts_with('%') && value.ends_with('%')
        || value.strip_prefix('$').is_some_and(reads_variable)
        || value.strip_prefix(['$', '@', ':']).is_some_and(|name| {
            name.bytes().all(|b| b.is_ascii_digit())
                || name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit())
                || name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                || name.len() <= 4 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// `%s`, `%w`, `%-10.3f`: what `printf` puts a value in for.
fn is_verb(value: &str) -> bool {
    value.strip_prefix('%').is_some_and(|verb| {
        let verb = verb.trim_start_matches(|c: char| c.is_ascii_digit() || "+-#.*".contains(c));
        verb.len() == 1 && verb.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

/// `$request->input(…`, `$_POST[…`, `$env:DB`: a variable and what is read of it.
fn reads_variable(name: &str) -> bool {
    let word = name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let rest = &name[word..];
    word > 0
        && (rest.starts_with("->") || rest.starts_with("['") || rest.starts_with("[\"") || name.starts_with("env:"))
}

pub(crate) fn not_blank(found: &Found<'_>) -> bool {
    let secret = found.secret();
    !is_blanked(secret) && !secret.starts_with("${") && !secret.starts_with("{{") && !secret.starts_with('$')
}

#[cfg(test)]
mod tests {
    use super::is_blanked;

    #[test]
    fn masks_are_blank_in_every_spelling_and_values_are_not() {
        for mask in
            ["****", "xxxxx", "<hidden>", "[FILTERED]", "%5BREDACTED%5D", "%2A%2A%2A%2A", "<value>.", "****4242"]
        {
            assert!(is_blanked(mask), "{mask}");
        }
        for value in ["hafenlicht", "Gr8%2AWasser", "ab****cdefgh", "%41%42%43"] {
            assert!(!is_blanked(value), "{value}");
        }
    }
}
