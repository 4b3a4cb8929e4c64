//! Values that are a program's own words: names of its methods, references to its variables, measures, commands
//! between back-ticks, attributes of a cookie, and words of the sentence that goes on.
//!
//! A rule that looks for what stands behind "password" finds these as well. Each is told by its shape together with
//! what stands on both sides, so that a secret of the same letters elsewhere still goes.

use crate::sanitizer::looks::blanks::is_blanked;
use crate::sanitizer::looks::code_values::{is_cmdlet, is_file};
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::is_known;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{ahead, before};

/// Whether the value is no value but a word that a program or a sentence says by itself.
pub(crate) fn is_programs_own(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let (head, tail) = (&text[..span.range.start], &text[span.range.end..]);
    let person_chooses = span.placeholder == "[password]";
    is_lone_sign(value)
        || is_measure(value, tail)
        || is_method(value, head, tail)
        || is_argument(value, tail)
        || is_source_file(value)
        || is_clock(value)
        || is_option(value, head)
        || is_cmdlet(value.trim_start_matches('('), tail)
        || value == "RANDOM" && tail.starts_with(" PASSWORD")
        || is_command(value, head, tail)
        || is_stored_object(text, span)
        || is_attributes(value, span.placeholder == "[cookie]")
        || !person_chooses && (is_symbol(value) || is_migration(value) || begins_clause(value, head, tail))
        || span.placeholder == "[key]" && is_dated_name(value)
}

/// `{` of `password = { from = "vault" }`: a sign alone opens something.
fn is_lone_sign(value: &str) -> bool {
    value.len() <= 3 && value.bytes().all(|b| b.is_ascii_punctuation())
        || matches!(value, "{" | "[" | "(" | "{{" | "[[" | "&" | "->" | "=>" | "::")
}

/// `2.592e+06`: a number that a program wrote with its power of ten; also one behind the labels of a metric.
fn is_measure(value: &str, tail: &str) -> bool {
    let ends = tail.is_empty() || tail.starts_with([' ', '\n', '\r', ',', ';', ')', '\\', '"']);
    let (factor, power) = value.split_once(['e', 'E']).unwrap_or(("", ""));
    let power = power.strip_prefix(['+', '-']).unwrap_or("");
    ends && !factor.is_empty()
        && factor.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && (2..=3).contains(&power.len())
        && power.bytes().all(|b| b.is_ascii_digit())
}

/// `TokenCache#fetch`, `keyvault.BaseClient#GetSecret`: a class and its method, in a trace or before a colon.
fn is_method(value: &str, head: &str, tail: &str) -> bool {
    let Some((class, method)) = value.split_once('#') else { return false };
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
    };
    let method = method.trim_end_matches(['?', '!', '=']);
    let last = class.rsplit([':', '.']).next().unwrap_or("");
    let humps = last.bytes().filter(u8::is_ascii_uppercase).count();
    let traced = || {
        let line = before(head, head.len(), 160);
        [" in '", " in `", "block in ", "rescue in ", ".rb:", ".kt:"].iter().any(|mark| line.contains(mark))
    };
    word(method)
        && class.split([':', '.']).all(|part| part.is_empty() || word(part))
        && last.starts_with(|c: char| c.is_ascii_uppercase())
        && (class.len() > last.len() || humps >= 2)
        && is_wordy(class)
        && (tail.starts_with([':', '(']) || traced())
}

/// `&stored_hash)`, `*password,`: a reference to a variable that a call is given; `&Secret<str>`: to a type.
fn is_argument(value: &str, tail: &str) -> bool {
    let name = value.trim_start_matches(['&', '*']).trim_start_matches("mut ");
    let plain = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b"_.".contains(&b));
    let class = name.split_once('<').is_some_and(|(class, inner)| {
        class.starts_with(|c: char| c.is_ascii_uppercase())
            && class.bytes().all(|b| b.is_ascii_alphabetic())
            && inner.ends_with('>')
            && inner.bytes().all(|b| b.is_ascii_alphabetic() || b"<>,&'[]:_ ".contains(&b))
    });
    name.len() < value.len()
        && (class || plain(name) && (tail.starts_with([')', ',', ';']) || name == "token" || name == "password"))
}

/// "rotate the password: `pipectl secret new relay --length 40`": a command between back-ticks, which has an option or
/// a path and nothing drawn. What is secret among its arguments has rules of its own.
fn is_command(value: &str, head: &str, tail: &str) -> bool {
    if !head.ends_with('`') || !tail.starts_with('`') || !value.contains(' ') {
        return false;
    }
    let mut words = value.split(' ');
    let program = words.next().unwrap_or("");
    let program = program.rsplit('/').next().unwrap_or("");
    let named = program.starts_with(|c: char| c.is_ascii_lowercase())
        && program.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b));
    let shaped = |word: &str| {
        word.strip_prefix('-').is_some_and(|option| {
            option.trim_start_matches('-').starts_with(|c: char| c.is_ascii_alphabetic()) && !option.contains('=')
        }) || word.starts_with(['/', '<', '|', '>'])
            || word.contains('/') && word.bytes().all(|b| b.is_ascii_lowercase() || b"/._-".contains(&b))
    };
    let drawn = |word: &str| shapes::looks_drawn(word) || shapes::looks_typed(word) || shapes::looks_random(word, 12);
    named && words.clone().any(shaped) && !words.any(drawn)
}

/// `"t/k9x2m4/snap/01JQ…/manifest.json"`: the key of an object, whose parts are short and which ends like a file.
fn is_stored_object(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let rest = ahead(text, span.range.end, 16);
    let ending = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'.').count();
    let whole = &text[span.range.start..span.range.end + ending];
    let whole = whole.trim_end_matches('.');
    let parts = value.split('/');
    parts.clone().count() >= 3
        && parts.clone().all(|part| (1..=36).contains(&part.len()))
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b))
        && parts.clone().filter(|part| part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')).count() >= 2
        && is_file(&format!("key/{whole}"))
}

/// `Secure; HttpOnly; SameSite=Lax`: what is said of a cookie, with no value of it or an empty one.
fn is_attributes(value: &str, cookie: bool) -> bool {
    let attribute = |part: &str| {
        let (name, given) = part.split_once('=').unwrap_or((part, ""));
        let known = matches!(
            name.to_ascii_lowercase().as_str(),
            "secure" | "httponly" | "samesite" | "path" | "max-age" | "domain" | "expires" | "partitioned" | "priority"
        );
        known
            || cookie
                && name.len() <= 32
                && !shapes::looks_random(name, 16)
                && part.contains('=')
                && (matches!(given, "" | "deleted" | "removed") || is_blanked(given))
                && !name.contains(' ')
    };
    let mut parts = value.split([';', '+']).map(str::trim).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(attribute)
}

/// `tests/auth/password_reset.test.ts`: a file of source code.
fn is_source_file(value: &str) -> bool {
    const ENDS: [&str; 32] = [
        "ts", "tsx", "js", "jsx", "mjs", "py", "rs", "go", "java", "kt", "rb", "php", "cs", "cc", "cpp", "hpp",
        "swift", "scala", "ex", "exs", "lua", "pl", "sh", "ps1", "md", "yml", "yaml", "toml", "feature", "tf", "sql",
        "html",
    ];
    value.rsplit_once('.').is_some_and(|(path, end)| {
        ENDS.contains(&end)
            && path.contains('/')
            && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b))
            && path.split('/').all(|part| part.len() <= 40 && !shapes::looks_random(part, 12))
            && is_wordy(path)
    })
}

/// `-passin env:OLD_PASS -aes256`: the next option of a command.
fn is_option(value: &str, head: &str) -> bool {
    // Also with what it is given: `--archive zip`.
    let option = value.split(' ').next().unwrap_or("");
    let plain = value[option.len()..].bytes().all(|b| b.is_ascii_lowercase() || b" <>_-./".contains(&b));
    let name = option.trim_start_matches('-');
    plain
        && (1..=2).contains(&(option.len() - name.len()))
        && head.ends_with([' ', '`', '\'', '"', '('])
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && (2..=24).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && (is_wordy(name) || is_known(name))
}

/// `02:00`, `02:00'de`, `06:12에`: a time of the day, with the ending of its case.
fn is_clock(value: &str) -> bool {
    let (hours, rest) = value.split_once(':').unwrap_or(("", ""));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let minutes = rest.get(..2).unwrap_or("");
    hours.len() <= 2
        && digits(hours)
        && digits(minutes)
        && rest[minutes.len()..].chars().count() <= 6
        && rest[minutes.len()..]
            .chars()
            .all(|c| c.is_lowercase() || !c.is_ascii() || "'’.,:hH-".contains(c) || c.is_ascii_digit())
}

/// `X509_check_private_key`, `fe_sendauth_password`: three or more words joined as functions are named.
fn is_symbol(value: &str) -> bool {
    // `ParsePKCS8PrivateKey`: the same with a capital for each word.
    let humps = value.bytes().filter(u8::is_ascii_uppercase).count();
    if value.bytes().all(|b| b.is_ascii_alphanumeric())
        && (3..=12).contains(&humps)
        && value.bytes().filter(u8::is_ascii_digit).count() <= 2
        && !value.ends_with(|c: char| c.is_ascii_digit())
        && is_wordy(value)
        && shapes::switches(value) <= 10
        && [
            "Key",
            "Token",
            "Secret",
            "Password",
            "Credential",
            "Credentials",
            "Cookie",
            "Session",
            "Cert",
            "Auth",
            "Crypt",
            "Hash",
            "Algorithm",
            "Provider",
            "Format",
        ]
        .iter()
        .any(|word| value.contains(word))
    {
        return true;
    }
    let parts = value.split('_');
    parts.clone().count() >= 3
        && value.bytes().filter(u8::is_ascii_digit).count() <= 3
        && parts.clone().skip(1).all(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase()))
        && is_wordy(value)
}

/// `0052_session_token_hash`, `20250211_drop_tokens`: a step of a schema, numbered in front.
fn is_migration(value: &str) -> bool {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    (3..=14).contains(&digits)
        && value[digits..].strip_prefix('_').is_some_and(|words| {
            words.contains('_') && words.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && is_wordy(words)
        })
}

/// `(ops/relay-token): operation error …`: a plain word behind a quote or a bracket that closed, and the sentence
/// goes on.
fn begins_clause(value: &str, head: &str, tail: &str) -> bool {
    let closed = ["\": ", "'): ", "): ", "': ", "`: ", "\"): "].iter().any(|end| head.ends_with(end));
    let next = tail.strip_prefix(' ').unwrap_or("");
    let length = next.bytes().take_while(u8::is_ascii_alphabetic).count();
    closed
        && value.len() >= 3
        && value.bytes().all(|b| b.is_ascii_lowercase())
        && length >= 2
        && next[length..].starts_with([' ', '-', ',', '.', ':', '\n'])
}

/// `snapshot-signing-2025-11`: words and a month, as keys are called that are changed by the calendar.
fn is_dated_name(value: &str) -> bool {
    let Some(at) = value.find("-20") else { return false };
    let (words, date) = (&value[..at], &value[at + 1..]);
    words.len() >= 2
        && words.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        && date.split('-').all(|part| matches!(part.len(), 2 | 4) && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_says_by_itself_stays() {
        for (text, value, placeholder) in [
            ("password = { from = \"env\" }", "{", "[password]"),
            ("age{secret=\"relay\"} 2.592e+06 1739", "2.592e+06", "[secret]"),
            ("app/cache.rb:44:in 'TokenCache#fetch'", "TokenCache#fetch", "[password]"),
            ("\"kv\"): vault.BaseClient#GetSecret: 403", "vault.BaseClient#GetSecret", "[secret]"),
            ("verify(password, &stored_hash)?;", "&stored_hash", "[password]"),
            (
                "the password: `ledger secret new relay --length 40`, then",
                "ledger secret new relay --length 40",
                "[password]",
            ),
            ("cookies are `Secure; HttpOnly; SameSite=Lax`", "Secure; HttpOnly; SameSite=Lax", "[cookie]"),
            (
                "Key \"t/k9x2m4qa1b/snap/01JQ0Z4M8B7T2N5K6V9X3C1D0E/index.json\"",
                "t/k9x2m4qa1b/snap/01JQ0Z4M8B7T2N5K6V9X3C1D0E/index",
                "[secret]",
            ),
            ("mismatch (X509_check_private_key)", "X509_check_private_key", "[secret]"),
            ("PASS tests/auth/password_reset.test.ts (4 s)", "tests/auth/password_reset.test.ts", "[password]"),
            ("Parola 02:00'de yenilendi", "02:00'de", "[password]"),
        ] {
            assert!(is_programs_own(text, &Span::of(text, value, placeholder)), "{text}");
        }
    }

    #[test]
    fn what_somebody_chose_or_drew_goes() {
        for (text, value, placeholder) in [
            ("password: Heidschnucke#wilsede", "Heidschnucke#wilsede", "[password]"),
            ("the password: `correct horse battery staple`", "correct horse battery staple", "[password]"),
            ("the password: `mysql -p Gr8!Wasser#7`", "mysql -p Gr8!Wasser#7", "[password]"),
            ("Cookie: sid=Xk9vQ2rL7mTz; Secure", "sid=Xk9vQ2rL7mTz; Secure", "[cookie]"),
            ("login(user, &Gr8wasser)", "&Gr8wasser", "[password]"),
            (
                "key: a/Xk9vQ2rL7mTz4Bk9vQ2rL7mTz4BXk9vQ2rL7mTz4B/x.json",
                "a/Xk9vQ2rL7mTz4Bk9vQ2rL7mTz4BXk9vQ2rL7mTz4B/x",
                "[secret]",
            ),
        ] {
            assert!(!is_programs_own(text, &Span::of(text, value, placeholder)), "{text}");
        }
    }
}
