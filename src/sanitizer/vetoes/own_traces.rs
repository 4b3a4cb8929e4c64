//! What traces, compilers and runners of tests say of code: the line of a file, a call in a frame, a term of a language,
//! the name of a test.
//!
//! A file that is called `TokenClient.php` or `tokens.rake` has a number behind it, and a test that passed has "PASS"
//! before its name: what follows is a place in a program.

use crate::sanitizer::spans::Span;
use crate::sanitizer::vetoes::own_code::words_read;

/// Endings of files of source code.
const ENDS: [&str; 34] = [
    "rb", "rake", "py", "php", "go", "rs", "js", "ts", "jsx", "tsx", "mjs", "vue", "java", "kt", "kts", "scala",
    "groovy", "cs", "c", "cc", "cpp", "h", "hpp", "ex", "exs", "erl", "pl", "pm", "swift", "sh", "tf", "sql", "yml",
    "yaml",
];

/// Whether the value is a place in a program, or a part of its code.
pub(crate) fn is_of_trace(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let (head, tail) = (&text[..span.range.start], &text[span.range.end..]);
    value.len() <= 160
        && (is_source_line(value)
            || is_line_number(value, head)
            || is_frame(value, tail)
            || is_term(value)
            || is_test(value, head)
            || is_argument_of_same_name(value, head)
            || is_written_sign(value, head)
            || is_permission(value, span.placeholder))
}

/// `accounts/views.py:210`, `src/api/deps.ts:54:9`: a file and a line.
fn is_source_line(value: &str) -> bool {
    let mut parts = value.split(':');
    let file = parts.next().unwrap_or("");
    let (path, end) = file.rsplit_once('.').unwrap_or(("", ""));
    let number = |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    ENDS.contains(&end)
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_.-".contains(&b))
        && words_read(path)
        && (1..=2).contains(&parts.clone().count())
        && parts.all(number)
}

/// `tokens.rake:14:in`: the number of the line behind the name of a file.
fn is_line_number(value: &str, head: &str) -> bool {
    let file = head.strip_suffix(':').or_else(|| head.strip_suffix('(')).unwrap_or("");
    let number = value.strip_suffix(":in").unwrap_or(value);
    ENDS.iter().any(|end| file.strip_suffix(end).is_some_and(|path| path.ends_with('.')))
        && (1..=11).contains(&number.len())
        && number.split(':').all(|part| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
}

/// `Acme\Client->request`, `Vault::open`, before the bracket of its arguments: a frame of PHP.
fn is_frame(value: &str, tail: &str) -> bool {
    let called = value.rsplit_once("->").or_else(|| value.rsplit_once("::"));
    tail.starts_with('(')
        && called.is_some_and(|(class, method)| {
            method.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
                && class.bytes().all(|b| b.is_ascii_alphanumeric() || b"\\_".contains(&b))
                && (words_read(value) || class.split('\\').count() >= 2 && class.split('\\').all(is_class))
        })
}

fn is_class(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_uppercase()) && part.bytes().filter(u8::is_ascii_digit).count() <= 1
}

/// `{error,{http_status,503}}`: a term of Erlang, of plain words and short numbers.
fn is_term(value: &str) -> bool {
    let atom = |part: &str| {
        part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') || part.len() <= 4 && part.parse::<u16>().is_ok()
    };
    value.starts_with('{')
        && value.ends_with('}')
        && value.contains(',')
        && value.bytes().filter(|b| *b == b'{').count() == value.bytes().filter(|b| *b == b'}').count()
        && value.split([',', '{', '}', '[', ']']).all(atom)
        && ["error", "exit", "badmatch", "noproc", "timeout", "badarg", "undef", "shutdown", "case_clause"]
            .iter()
            .any(|word| value.split([',', '{', '}']).any(|part| part == *word))
}

/// `--- PASS: TestTokenStore/json`: a test that Go ran.
fn is_test(value: &str, head: &str) -> bool {
    ["--- PASS: ", "--- FAIL: ", "--- SKIP: "].iter().any(|mark| head.ends_with(mark))
        && ["Test", "Benchmark", "Example", "Fuzz"].iter().any(|kind| value.starts_with(kind))
}

/// `requireNonNull(password, "password")`: a variable and what it is called.
fn is_argument_of_same_name(value: &str, head: &str) -> bool {
    let variable = head.strip_suffix(['"', '\'']).map(|head| head.trim_end_matches(' '));
    let variable = variable.and_then(|head| head.strip_suffix(',')).and_then(|head| head.strip_suffix(value));
    value.len() >= 3
        && value.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
        && variable.is_some_and(|call| call.ends_with('('))
}

/// `fill(password, '\0')`: the one sign that a secret is written over with.
fn is_written_sign(value: &str, head: &str) -> bool {
    head.ends_with(['"', '\''])
        && matches!(value.trim_start_matches('\\'), "0" | "x00" | "u0000" | "u{0}")
        && value.starts_with('\\')
}

/// `id-token: write`, `"secrets": "read"`: what a job may do with tokens and secrets.
fn is_permission(value: &str, placeholder: &str) -> bool {
    placeholder != "[password]" && matches!(value, "read" | "write" | "admin" | "read-all" | "write-all")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stays(text: &str, value: &str, placeholder: &'static str) -> bool {
        is_of_trace(text, &Span::of(text, value, placeholder))
    }

    #[test]
    fn places_in_programs_stay() {
        assert!(stays("audit.weak-password  shop/forms.py:88", "shop/forms.py:88", "[password]"));
        assert!(stays("from lib/secrets.rake:7:in 'block'", "7:in", "[secret]"));
        assert!(stays("KeyStore.php(59): Acme\\Http->send('x')", "Acme\\Http->send", "[key]"));
        assert!(stays("no match of {error,{timeout,30}} in token_pool", "{error,{timeout,30}}", "[token]"));
        assert!(stays("--- PASS: TestVault/plain_%v", "TestVault/plain_%v", "[password]"));
        assert!(is_argument_of_same_name("secret", "check(secret, \""));
        assert!(stays("fill(pin, '\\0')", "\\0", "[password]"));
        assert!(stays("id-token: write", "write", "[token]"));
    }

    #[test]
    fn what_only_looks_so_goes() {
        assert!(!stays("password: write", "write", "[password]"));
        assert!(!stays("password: Kx7/qP2m.py:88x", "Kx7/qP2m.py:88x", "[password]"));
        assert!(!stays("token: {kq7x,9}", "{kq7x,9}", "[token]"));
        assert!(!stays("pass: 4711", "4711", "[password]"));
        assert!(!stays("login(\"password\", \"password\")", "password", "[password]"));
    }
}
