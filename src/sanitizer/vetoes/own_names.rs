//! Values that say what a secret is called or where it is looked up: `SMTP_PASSWORD`, `webhook-signing-key`,
//! `kv/ops/graph#token`, `Path(os.environ.get("TOKEN_FILE"))`, `X-Ledger-Token-Id`.
//!
//! Configuration, tables and reviews name secrets all day and hold none of them.

use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{ahead, before};

/// Whether the value is the name of a secret, or a look-up of one.
pub(crate) fn names_secret(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let (head, tail) = (&text[..span.range.start], &text[span.range.end..]);
    is_variable(value)
        || is_setting(value)
        || is_header(value)
        || is_field_of_store(value)
        || looks_up(value)
        || is_cut_short(value, tail) && span.placeholder != "[password]"
        || is_remark(value, head, tail)
        || is_scope(value, head)
        || is_renamed(value, head)
        || span.placeholder != "[password]"
            && (is_label(value) && !ends_scheme(head)
                || is_metric_label(value, head, ahead(tail, 0, 160))
                || is_entry_of_log(value, head, tail))
}

const SECRETS: [&str; 18] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "secrets",
    "token",
    "tokens",
    "key",
    "keys",
    "credential",
    "credentials",
    "creds",
    "cookie",
    "cert",
    "apikey",
    "webhook",
    "pass",
    "pw",
];

/// "`auth.secret` -> `auth.session_key_file`": what a key is called now, a path of its own within the settings.
fn is_renamed(value: &str, head: &str) -> bool {
    let head = head.trim_end_matches(['`', '"', '\'']).trim_end_matches(' ');
    let plain = |part: &str| !part.is_empty() && part.split('_').all(|word| is_wordy(word) && word.is_ascii());
    ["->", "=>", "→"].iter().any(|sign| head.ends_with(sign))
        && value.contains('.')
        && value.bytes().all(|b| b.is_ascii_lowercase() || b"._".contains(&b))
        && value.split('.').all(plain)
}

/// `secrets:rotate`, `tokens:read`: what a role may do, with no blank behind the colon.
fn is_scope(value: &str, head: &str) -> bool {
    const DEEDS: [&str; 24] = [
        "read",
        "write",
        "rotate",
        "reveal",
        "list",
        "create",
        "delete",
        "revoke",
        "issue",
        "admin",
        "manage",
        "all",
        "use",
        "view",
        "edit",
        "get",
        "update",
        "import",
        "export",
        "sign",
        "verify",
        "encrypt",
        "decrypt",
        "readwrite",
    ];
    DEEDS.contains(&value)
        && [
            "secrets:",
            "secret:",
            "tokens:",
            "token:",
            "keys:",
            "key:",
            "passwords:",
            "password:",
            "sessions:",
            "session:",
        ]
        .iter()
        .any(|kind| head.ends_with(kind))
}

/// `age_seconds{secret="relay",result="ok"} 9`: the label of a metric.
fn is_metric_label(value: &str, head: &str, tail: &str) -> bool {
    let line = before(head, head.len(), 160);
    let Some((name, labels)) = line.rsplit_once('{') else { return false };
    let metric = name.rsplit(' ').next().unwrap_or("");
    let named = metric.contains('_') && metric.bytes().all(|b| b.is_ascii_alphanumeric() || b"_:".contains(&b));
    let rest = tail.split('\n').next().unwrap_or("").split_once("} ").map_or("", |(_, rest)| rest);
    named
        && labels.ends_with("=\"")
        && tail.starts_with('"')
        && rest.starts_with(|c: char| c.is_ascii_digit() || "-+NI=<>".contains(c))
        && value.bytes().all(|b| b.is_ascii_lowercase() || b"-_./".contains(&b))
}

/// `Authorization: Bearer …`: behind a scheme stands a value and no name.
fn ends_scheme(head: &str) -> bool {
    let near = before(head, head.len(), 10);
    ["bearer ", "basic ", "token "].iter().any(|scheme| near.ends_with(scheme))
}

/// `password= (password from pgpass)`: a remark in brackets that says where it comes from.
fn is_remark(value: &str, head: &str, tail: &str) -> bool {
    const ABOUT: [&str; 16] = [
        "from", "see", "via", "in", "by", "not", "is", "was", "for", "omitted", "hidden", "comes", "of", "same",
        "like", "no",
    ];
    let words = value.split(' ');
    head.ends_with('(')
        && tail.starts_with(')')
        && (2..=8).contains(&words.clone().count())
        && words.clone().all(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b"-'./_".contains(&b)))
        && words.clone().any(|word| ABOUT.contains(&word))
}

/// `SMTP_PASSWORD`, `GRAPH_CLIENT_SECRET`: a variable of the environment.
fn is_variable(value: &str) -> bool {
    // `$REDIS_PASSWORD`, `&new_pw`: the same as a shell and as SQL*Plus write it.
    let substituted = value.strip_prefix('&').is_some_and(|name| {
        name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit())
            && ["pw", "pwd", "pass", "password", "secret", "token"]
                .iter()
                .any(|word| name.split('_').any(|part| part == *word))
    });
    if substituted {
        return true;
    }
    let value = value.strip_prefix('$').unwrap_or(value).trim_start_matches('{').trim_end_matches('}');
    let mut parts = value.split('_');
    value.len() >= 6
        && value.contains('_')
        && value.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit())
        && value.bytes().filter(u8::is_ascii_digit).count() <= 2
        && parts.any(|part| SECRETS.contains(&part.to_ascii_lowercase().as_str()) || part.starts_with("PASS"))
}

/// `smtp.password_from`, `auth.session_key_file`: the name of a setting, three words or more.
fn is_setting(value: &str) -> bool {
    let parts = value.split(['.', '_']);
    value.contains('.')
        && parts.clone().count() >= 3
        && parts.clone().all(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase()))
        && parts.clone().any(|part| SECRETS.contains(&part))
}

/// `webhook-signing-key`, "restic repository password": two to five words, of which one says that it is a secret.
fn is_label(value: &str) -> bool {
    // `ops:dbPassword`, `graphClientSecret`: the same in one piece, with a capital for each word.
    let spaced: String = value
        .chars()
        .flat_map(|c| if c.is_ascii_uppercase() { vec!['-', c.to_ascii_lowercase()] } else { vec![c] })
        .collect();
    let camel = value.starts_with(|c: char| c.is_ascii_lowercase())
        && value.bytes().filter(u8::is_ascii_uppercase).count() <= 4
        && value.bytes().all(|b| b.is_ascii_alphabetic() || b"_.:/".contains(&b))
        && is_wordy(value);
    let value = if camel { spaced.as_str() } else { value };
    let parts = value.split(['-', '_', ' ', '.', ':', '/']);
    (2..=6).contains(&parts.clone().count())
        && parts.clone().all(|part| (2..=14).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()))
        && parts.clone().any(|part| SECRETS.contains(&part))
}

/// `X-Ledger-Token-Id`: a header of HTTP.
fn is_header(value: &str) -> bool {
    value.strip_prefix("X-").is_some_and(|words| {
        words.split('-').all(|word| {
            word.len() >= 2
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.bytes().skip(1).all(|b| b.is_ascii_lowercase())
        })
    })
}

/// `kv/ops/graph#token`: a path in a store and the field there.
fn is_field_of_store(value: &str) -> bool {
    let value = value.trim_end_matches(['}', ']', ')', '"', '\'']);
    value.split_once('#').is_some_and(|(path, field)| {
        let word = |word: &str| word.len() >= 2 && word.bytes().all(|b| b.is_ascii_lowercase() || b"_-".contains(&b));
        path.contains('/') && path.split('/').all(word) && word(field)
    })
}

/// `Path(os.environ.get("TOKEN_FILE`: a call around a look-up in the environment, cut at its inner quote.
fn looks_up(value: &str) -> bool {
    const PLACES: [&str; 9] = [
        "os.environ",
        "getenv",
        "env::var",
        "process.env",
        "Environment.Get",
        "System.getenv",
        "ENV.fetch",
        "ENV[",
        "Deno.env",
    ];
    let Some(end) = PLACES.iter().find_map(|place| value.find(place).map(|at| at + place.len())) else { return false };
    let opened = value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value[..end].bytes().all(|b| b.is_ascii_alphanumeric() || b"._:(&*".contains(&b));
    opened
        && value[end..].bytes().filter(u8::is_ascii_digit).count() <= 2
        && value[end..].bytes().all(|b| b.is_ascii_alphanumeric() || b"_.:()[]\"'?!".contains(&b))
}

/// `token=ef34…`: so little of it that it opens nothing.
fn is_cut_short(value: &str, tail: &str) -> bool {
    value.len() <= 6
        && (tail.starts_with('…') || tail.starts_with("..."))
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// `action=rotate secret=relay result=ok`: an entry of a log that tells events in pairs, whose value is a plain word.
fn is_entry_of_log(value: &str, head: &str, tail: &str) -> bool {
    let Some(front) = ["secret=", "token=", "key=", "cookie="].iter().find_map(|name| head.strip_suffix(name)) else {
        return false;
    };
    let line = before(front, front.len(), 80);
    let before = line.strip_suffix(' ').and_then(|line| line.rsplit(' ').next()).unwrap_or("");
    let pair = |word: &str| {
        word.split_once('=').is_some_and(|(name, value)| {
            name.len() >= 2 && name.bytes().all(|b| b.is_ascii_lowercase() || b"_.".contains(&b)) && !value.is_empty()
        })
    };
    let next = tail.strip_prefix(' ').and_then(|rest| rest.split([' ', '\n']).next()).unwrap_or("");
    let plain = value.split(['-', '.']).all(|word| word.bytes().all(|b| b.is_ascii_lowercase()) && word.len() <= 12);
    // Events that are about secrets name them; a log-in may hold one.
    let about =
        ["rotat", "reveal", "revok", "renew", "list", "creat", "delet", "expir", "sync", "fetch", "updat", "access"]
            .iter()
            .any(|deed| ["=", ".", "\""].iter().any(|sign| line.contains(&format!("{sign}{deed}"))));
    plain && about && value.len() >= 3 && is_wordy(value) && pair(before) && pair(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_places_of_secrets_stay() {
        for (text, value, placeholder) in [
            ("deprecated: SMTP_PASSWORD, use a file", "SMTP_PASSWORD", "[password]"),
            ("| webhook-signing-key | kms |", "webhook-signing-key", "[secret]"),
            ("const H = \"X-Ledger-Token-Id\"", "X-Ledger-Token-Id", "[secret]"),
            ("token: kv/ops/graph#token", "kv/ops/graph#token", "[token]"),
            ("token = Path(os.environ.get(\"TOKEN_FILE\"))", "Path(os.environ.get(\"TOKEN_FILE", "[token]"),
            ("token=ef34…", "ef34", "[token]"),
            ("action=rotate secret=relay result=ok", "relay", "[secret]"),
            ("sslpassword= (password from pgpass)", "password from pgpass", "[password]"),
        ] {
            assert!(names_secret(text, &Span::of(text, value, placeholder)), "{text}");
        }
    }

    #[test]
    fn values_that_look_like_names_go() {
        for (text, value, placeholder) in [
            ("password: my-secret-password", "my-secret-password", "[password]"),
            ("Authorization: Bearer my_stone_token", "my_stone_token", "[token]"),
            ("action=login secret=relay result=ok", "relay", "[secret]"),
            ("password=ef34…", "ef34", "[password]"),
            ("password= (apple river stone lamp)", "apple river stone lamp", "[password]"),
        ] {
            assert!(!names_secret(text, &Span::of(text, value, placeholder)), "{text}");
        }
    }
}
