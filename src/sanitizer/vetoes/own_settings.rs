//! Settings and references in configuration and documentation that carry a secret's name: permissions of a workflow,
//! actions that it uses, pages that are linked, options that a sentence is about.

use super::own_code::words_read;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{ahead, before, behind};

/// Whether the value is such a setting or reference.
pub(crate) fn is_setting(text: &str, span: &Span) -> bool {
    let value = &text[span.range.clone()];
    let head = &text[..span.range.start];
    is_permission(value, head)
        || is_action(text, span)
        || is_page(value)
        || is_bold(value, head)
        || is_option_noun(value, head)
        || is_loud_list(value, head)
        || is_known_group(value)
        || is_of_chart(value, head, &text[span.range.end..])
}

/// `id-token: write`, `secrets: inherit`, `update_password: always`.
fn is_permission(value: &str, head: &str) -> bool {
    if !matches!(value, "write" | "read" | "none" | "inherit" | "always" | "on_create" | "required") {
        return false;
    }
    let line = before(head, head.len(), 80);
    let name = line.trim_end_matches([' ', ':', '"', '\'']);
    let name = name.trim_start_matches([' ', '\t', '-', '"', '\'']);
    match value {
        "write" | "read" | "none" => name == "id-token",
        "inherit" => name == "secrets",
        _ => name == "update_password",
    }
}

/// `uses: docker/login-action@v4`: a step of a workflow and its version.
fn is_action(text: &str, span: &Span) -> bool {
    let line = before(text, span.range.start, 40);
    let used = line.trim_start_matches([' ', '-', '\t']).trim_end_matches(['"', '\'']) == "uses: ";
    let word = ahead(text, span.range.start, 200).split(char::is_whitespace).next().unwrap_or("");
    used && word.split_once('@').is_some_and(|(action, version)| {
        action.contains('/')
            && action.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b))
            && version.len() <= 42
    })
}

/// `JWT: https://…/rfc7519`, `.pgpass <https://…/libpq-pgpass.html>`: the address of a page, all of it words and small
/// numbers.
fn is_page(value: &str) -> bool {
    let value = value.trim_matches(['<', '>', '(', ')', ',']).trim_end_matches('.');
    let path = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    path.is_some_and(|path| {
        let numbered = |part: &str| part.strip_prefix("rfc").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        path.contains('/')
            && path.len() <= 120
            && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-#".contains(&b))
            && path
                .split(['/', '#'])
                .all(|part| part.is_empty() || numbered(part) || part.len() <= 40 && words_read(part))
    })
}

/// `**Secret rotation**`, `-  **RELAY\_CTL\_INSECURE**: …`: words in bold.
fn is_bold(value: &str, head: &str) -> bool {
    let end = value.trim_end_matches(':');
    if let Some(name) = end.strip_prefix("**").and_then(|name| name.strip_suffix("**")) {
        let loud = |b: u8| b.is_ascii_uppercase() || b == b'_' || b == b'\\';
        return name.contains('_') && name.bytes().all(loud);
    }
    let line = before(head, head.len(), 60);
    end.strip_suffix("**").is_some_and(|word| {
        line.matches("**").count() % 2 == 1 && word.bytes().all(|b| b.is_ascii_lowercase()) && is_wordy(word)
    })
}

/// "when using the --set-auth-token flag": what the option is.
fn is_option_noun(value: &str, head: &str) -> bool {
    let head = behind(head, head.len(), 80);
    matches!(value, "flag" | "flags" | "option" | "options" | "argument" | "parameter" | "setting" | "switch")
        && head.ends_with(' ')
        && head
            .trim_end_matches([' ', '`', '\'', '"'])
            .rsplit([' ', '`', '\'', '"', '('])
            .next()
            .is_some_and(|name| name.starts_with("--"))
}

/// `"ACCESS_TOKEN", "CERTIFICATE_CHAIN"`: a name in capitals behind another one.
fn is_loud_list(value: &str, head: &str) -> bool {
    let loud = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    let head = behind(head, head.len(), 160);
    let list = head.strip_suffix('"').map(str::trim_end).and_then(|head| head.strip_suffix(','));
    let other = list.and_then(|head| head.strip_suffix('"')).and_then(|head| head.rsplit('"').next());
    value.contains('_')
        && loud(value)
        && value.split('_').all(|word| word.len() <= 12 && is_word(word))
        && other.is_some_and(loud)
}

/// `dict "secret" $secretName "key"`, `{{ include "relay.key" . | b64enc }}`, `secretKey: dbHost` above `remoteRef:`:
/// variables, templates and the names of entries in charts and manifests.
fn is_of_chart(value: &str, head: &str, tail: &str) -> bool {
    let variable = value.strip_prefix('$').is_some_and(|name| {
        name.bytes().all(|b| b.is_ascii_alphabetic())
            && is_wordy(name)
            && head.ends_with("\" ")
            && tail.starts_with([' ', ')'])
    });
    let template = value.starts_with("{{")
        && value.trim_end().ends_with("}}")
        && ["include ", ".Values.", "lookup ", "{{ $", "{{- $"].iter().any(|call| value.contains(call));
    let line = before(head, head.len(), 24);
    let entry = line.trim_end_matches(['"', '\'']).trim_end_matches(' ').ends_with("secretkey:")
        && ahead(tail, 0, 80)
            .trim_start_matches(['"', '\'', ',', ' ', '\n', '\t', '#'])
            .to_ascii_lowercase()
            .starts_with("remoteref:");
    variable || template || entry || value == "required!" || value == "openAPIV3Schema" && tail.starts_with(':')
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.bytes().filter(u8::is_ascii_digit).count() <= 1 && (word.len() <= 4 || is_wordy(word))
}

/// `*S-1-1-0`: everybody, as Windows numbers groups.
fn is_known_group(value: &str) -> bool {
    value
        .trim_start_matches('*')
        .strip_prefix("S-1-")
        .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
}

/// `password (e.g. …)`, `params['id']`, `params[scope]`: an aside behind the word, or the name of one of them.
pub(crate) fn is_aside_or_name(value: &str, after: &str) -> bool {
    let aside = ["e.g.", "eg.", "i.e.", "such as ", "like ", "see ", "for example", "including ", "z. B.", "z.B."];
    let inner = value.trim_matches(['"', '\'', ':']);
    let name = (inner.len() < value.len() || inner.contains(['.', '_']) || ahead(after, 0, 1) == "]")
        && (2..=40).contains(&inner.len())
        && inner.starts_with(|c: char| c.is_ascii_lowercase())
        && inner.bytes().all(|b| b.is_ascii_alphabetic() || b"_.".contains(&b))
        && after.trim_start_matches(['"', '\'']).starts_with(']')
        && !after.trim_start_matches(['"', '\'']).starts_with("],");
    aside.iter().any(|word| value.starts_with(word)) || name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stays(text: &str, value: &str) -> bool {
        is_setting(text, &Span::of(text, value, "[password]"))
    }

    #[test]
    fn settings_and_references_stay() {
        assert!(stays("permissions:\n  id-token: write", "write"));
        assert!(stays("- name: Login\n  uses: relay/login-action@v4\n", "relay/login-action@v4"));
        assert!(stays(
            "see the `.relaypass <https://docs.example.com/static/relay-pass.html>`__",
            "<https://docs.example.com/static/relay-pass.html>"
        ));
        assert!(stays("- **Secret rotation** keeps both", "rotation**"));
        assert!(stays("names = \"ACCESS_TOKEN\", \"CERTIFICATE_CHAIN\"", "CERTIFICATE_CHAIN"));
        assert!(stays("(dict \"secret\" $secretName \"key\" \"tls\")", "$secretName"));
        assert!(stays("- secretKey: dbHost\n  remoteRef:\n    key: db", "dbHost"));
        assert!(stays("with the --set-auth-token flag set", "flag"));
    }

    #[test]
    fn secrets_go() {
        assert!(!stays("password: write", "write"));
        assert!(!stays("password: **Gr8Wasser**", "**Gr8Wasser**"));
        assert!(!stays(
            "token: https://hooks.example.com/x/aB3dE6gH9kL2mN5p",
            "https://hooks.example.com/x/aB3dE6gH9kL2mN5p"
        ));
        assert!(!stays("names = \"relay\", \"QX7_R2D_9KX2\"", "QX7_R2D_9KX2"));
    }
}
