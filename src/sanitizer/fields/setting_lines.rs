//! Settings told by a line or a command: a value of a registry, `name value` in a file, `config set name value`,
//! `/name:value`, `name -> value`.

use std::ops::Range;

use super::structures::quoted;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::words::context::{Words, ahead, has_word, line_behind};

const LONGEST: usize = 600;

/// The rest of the line from the place on, without the blanks around it.
fn rest_of_line(text: &str, at: usize) -> Option<Range<usize>> {
    let line = ahead(text, at, LONGEST).split(['\n', '\r']).next()?;
    let start = at + line.len() - line.trim_start().len();
    let inner = line.trim();
    (!inner.is_empty()).then_some(start..start + inner.len())
}

/// `Password    REG_SZ    value`, as `reg query` prints it.
pub(super) fn registry(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = ahead(text, at, 80).trim_start_matches([' ', '\t']);
    let kind = ["REG_SZ", "REG_EXPAND_SZ", "REG_MULTI_SZ", "REG_BINARY", "REG_QWORD", "REG_DWORD", "REG_NONE"]
        .into_iter()
        .find(|kind| rest.strip_prefix(kind).is_some_and(|rest| rest.starts_with([' ', '\t'])))?;
    let gap = ahead(text, at, 80).len() - rest.len();
    let value = rest_of_line(text, at + gap + kind.len())?;
    // Four blanks part the columns of a listing, also where its lines were written into one.
    let end = text[value.clone()].find("    ").map_or(value.end, |end| value.start + end);
    Some(value.start..end)
}

/// `/password:value`, `/pin=4411`: an option as programs of Windows take it.
pub(super) fn slash_option(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let head = line_behind(text, name.start, 200);
    let before = head.strip_suffix('/')?;
    if !(before.is_empty() || before.ends_with([' ', '\t'])) {
        return None;
    }
    let start = at + 1;
    if let Some(value) = quoted(text, start) {
        return Some(value);
    }
    let line = ahead(text, start, LONGEST).split(['\n', '\r']).next()?;
    let word = line.find(' ').unwrap_or(line.len());
    // Plain words up to the next option are one passphrase.
    let all = line.find(" /").unwrap_or(word);
    let plain = line[..all].split(' ').all(|word| !word.is_empty() && word.chars().all(char::is_lowercase));
    let end = if plain && all > word && line[..all].split(' ').count() <= 8 { all } else { word };
    (!line.starts_with('/')).then_some(start..start + end)
}

/// `C:\build>set PASSWORD=value`: everything up to the end of the line.
pub(super) fn shell_of_windows(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let head = line_behind(text, name.start, 200).to_lowercase();
    let prompt = head.trim_end_matches('"').strip_suffix("set ")?.trim_end();
    if !prompt.ends_with('>') || !prompt.contains([':', '\\']) {
        return None;
    }
    let value = rest_of_line(text, at + 1)?;
    let told = &text[value.clone()];
    let end = ["&&", " & ", " | ", " C:\\", " D:\\", " E:\\"]
        .iter()
        .filter_map(|sign| told.find(sign))
        .min()
        .unwrap_or(told.len());
    let told = told[..end].trim_end().trim_end_matches('"');
    (!told.starts_with(['"', '%', '!'])).then_some(value.start..value.start + told.len())
}

/// Words of commands that keep settings and secrets.
const KEEPERS: Words = Words::new(&[
    "config",
    "configure",
    "secret",
    "secrets",
    "vars",
    "var",
    "variable",
    "variables",
    "env",
    "envs",
    "environment",
    "param",
    "params",
    "parameter",
    "parameters",
    "kv",
    "settings",
    "setting",
    "options",
    "option",
    "property",
    "properties",
    "preferences",
    "keyring",
    "credential",
    "credentials",
    "conf",
    "etcdctl",
    "consul",
    "snap",
    "occ",
    "wp",
    "pulumi",
    "cli",
]);

/// `pulumi config set app:dbPassword value`, `config put pin 4411`: a key and its value as arguments.
pub(super) fn under_command(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    if !text[at..].starts_with(' ') {
        return None;
    }
    let head = line_behind(text, name.start, 200);
    // `app:` and `kv/app/` before the key say whose it is.
    let path = head.bytes().rev().take(80).take_while(|b| b.is_ascii_alphanumeric() || b"-_./:".contains(b)).count();
    let mut words = head[..head.len() - path].split_whitespace().rev();
    // The options of the command may stand between what it does and the name.
    let verb = words.by_ref().take(5).find(|word| !word.starts_with('-'))?;
    let sets = matches!(verb.to_ascii_lowercase().as_str(), "set" | "put" | "add" | "write" | "store" | "create");
    if !sets || words.next().is_none() || !has_word(&head.to_lowercase(), &KEEPERS) {
        return None;
    }
    let start = at + text[at..].bytes().take(4).take_while(|b| *b == b' ').count();
    let value = quoted(text, start).or_else(|| {
        let word = ahead(text, start, LONGEST).split([' ', '\t', '\n', '\r']).next().unwrap_or("");
        let word = word.trim_end_matches('`');
        (!word.starts_with(['-', '"', '\'', '=', '<', '$', '{'])).then_some(start..start + word.len())
    })?;
    let after = ahead(text, value.end, 8).trim_start_matches(['"', '\'', '`']);
    let ends = after.is_empty() || after.starts_with(['\n', '\r']);
    (ends || [" -", " &&", " |", " ;", ";", " >", ")", " #"].iter().any(|sign| after.starts_with(sign)))
        .then_some(value)
}

/// `proxy_set_header X-Pin "4411";`: a header that a server is told to set.
pub(super) fn directive(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let head = line_behind(text, name.start, 80).trim_end_matches(['"', '\'', ' ']);
    let sets = [
        "_set_header",
        "add_header",
        "set_headers",
        "Header set",
        "Header add",
        "set-header",
        "add-header",
        "SetEnv",
        "fastcgi_param",
    ];
    if !sets.iter().any(|words| head.ends_with(words)) {
        return None;
    }
    let start = at + text[at..].bytes().take(4).take_while(|b| *b == b' ').count();
    let value = quoted(text, start).or_else(|| {
        let word = ahead(text, start, LONGEST).split([' ', '\t', '\n', '\r', ';']).next().unwrap_or("");
        Some(start..start + word.len())
    })?;
    // `$http_authorization`, `%{req.hdr(…)}`: what a request brings along.
    (!text[value.clone()].contains(['$', '%'])).then_some(value)
}

const CHANGES: Words = Words::new(&[
    "changed",
    "change",
    "changes",
    "updated",
    "update",
    "set",
    "setting",
    "settings",
    "override",
    "overrides",
    "overridden",
    "mapped",
    "mapping",
    "assigned",
    "new",
    "replaced",
    "geändert",
    "gesetzt",
]);

/// `setting changed: password -> value (rev 4)`: one word, after which the sentence ends or goes on in brackets.
pub(super) fn arrow(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let rest = ahead(text, at, LONGEST).trim_start_matches(' ');
    let tail = ["->", "=>", "→", "⇒", "~>"].into_iter().find_map(|sign| rest.strip_prefix(sign))?;
    let value = tail.trim_start_matches(' ');
    let gap = ahead(text, at, LONGEST).len() - value.len();
    if !has_word(&line_behind(text, name.start, 120).to_lowercase(), &CHANGES) {
        return None;
    }
    let word = value.split([' ', '\t', '\n', '\r']).next().unwrap_or("");
    let bare = word.trim_end_matches([',', ';']);
    let after = &value[bare.len()..];
    let ends = after.is_empty() || [" (", "\n", "\r", ",", ";"].iter().any(|sign| after.starts_with(sign));
    // `smtp.pass -> smtp.password_from`: what a key is called now.
    let named = bare.contains(['.', '_']) && bare.bytes().all(|b| b.is_ascii_lowercase() || b"._".contains(&b));
    (ends && !named && !bare.starts_with(['"', '\'', '`', '$', '<', '(', '{']))
        .then_some(at + gap..at + gap + bare.len())
}

/// `loglevel notice` / `bind_password value`: a line of a file that parts names from values by blanks, below or above
/// another such line.
pub(super) fn line(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let lead = line_behind(text, name.start, 80);
    let bullet = lead.trim_matches([' ', '\t']);
    if !(matches!(bullet, "" | "*" | "-" | "•" | "+") && (name.start == lead.len() || is_line_start(text, name, lead)))
    {
        return None;
    }
    let value = rest_of_line(text, at)?;
    let told = &text[value.clone()];
    if told.contains([' ', '\t']) || told.starts_with(['"', '\'', '=', ':', '|', '<', '[', '{', '(', '-']) {
        return None;
    }
    let gap = value.start - at;
    let called = &text[name.clone()];
    // `proxy_pass http://…`: where a server passes its requests on to.
    if told.contains("://") || ["proxy_pass", "fastcgi_pass", "uwsgi_pass", "grpc_pass", "scgi_pass"].contains(&called)
    {
        return None;
    }
    let identifier = called.contains(['_', '.', '-']) || called.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    let above = text[..name.start - lead.len()].trim_end_matches(['\n', '\r']);
    let above = line_behind(above, above.len(), 200);
    let below = text[value.end..].trim_start_matches([' ', '\t', '\r']).strip_prefix('\n').unwrap_or("");
    let below = ahead(below, 0, 200).split(['\n', '\r']).next().unwrap_or("");
    let sibling = |line: &str| {
        let Some(rest) = line.strip_prefix(lead) else { return false };
        let mut words = rest.split_whitespace();
        let key = words.next().unwrap_or("");
        let given = words.next().unwrap_or("");
        let named = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
        // A sentence of two words has neither signs nor numbers, and one blank between.
        let told = rest.contains("  ") || given.bytes().any(|b| b.is_ascii_digit()) || identifier;
        named && !given.is_empty() && words.next().is_none() && told
    };
    let drawn = gap > 1 || identifier || shapes::looks_chosen(told) || shapes::is_number(told);
    (drawn && (sibling(above) || sibling(below))).then_some(value)
}

fn is_line_start(text: &str, name: &Range<usize>, lead: &str) -> bool {
    text[..name.start - lead.len()].ends_with('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<'t>(
        text: &'t str,
        name: &str,
        read: fn(&str, &Range<usize>, usize) -> Option<Range<usize>>,
    ) -> Option<&'t str> {
        let at = text.find(name).expect("the name is there");
        read(text, &(at..at + name.len()), at + name.len()).map(|range| &text[range])
    }

    #[test]
    fn registries_and_options_of_windows_are_read_to_their_ends() {
        let read = |text: &'static str| registry(text, 3).map(|range| &text[range]);
        assert_eq!(read("pin    REG_SZ    blue kite\r\nx"), Some("blue kite"));
        assert_eq!(read("pin    REG_UNKNOWN    blue kite"), None);
        assert_eq!(told("a.exe /t:x /pin:4411 /silent", "pin", slash_option), Some("4411"));
        assert_eq!(told("GET /v1/pin:4411", "pin", slash_option), None);
        assert_eq!(told("C:\\b>set PASS=blue kite\r\nx", "PASS", shell_of_windows), Some("blue kite"));
    }

    #[test]
    fn commands_that_set_take_a_key_and_a_value() {
        assert_eq!(told("$ pulumi config set app:pin 4411\n", "pin", under_command), Some("4411"));
        assert_eq!(told("occ config add pass 'blue kite' --force", "pass", under_command), Some("blue kite"));
        assert_eq!(told("we set pin 4411", "pin", under_command), None);
        assert_eq!(told("secrets set pin is not allowed here", "pin", under_command), None);
    }

    #[test]
    fn lines_of_a_file_stand_beside_each_other() {
        assert_eq!(told("loglevel notice\nbind_pass kite\ntimeout 4", "bind_pass", line), Some("kite"));
        assert_eq!(told("  * region    eu\n  * pass    kite\n", "pass", line), Some("kite"));
        assert_eq!(told("bind_pass kite", "bind_pass", line), None);
        assert_eq!(told("token refresh\nlogin failed", "token", line), None);
    }

    #[test]
    fn servers_are_told_headers() {
        assert_eq!(told("proxy_set_header X-Pin \"4411\";", "X-Pin", directive), Some("4411"));
        assert_eq!(told("proxy_set_header X-Pin $http_pin;", "X-Pin", directive), None);
        assert_eq!(told("X-Pin \"4411\";", "X-Pin", directive), None);
    }

    #[test]
    fn arrows_tell_changes() {
        assert_eq!(told("setting changed: pass -> kite-4 (rev 7)", "pass", arrow), Some("kite-4"));
        assert_eq!(told("pass -> kite-4 (rev 7)", "pass", arrow), None);
        assert_eq!(told("keys changed: pass -> mail.pass_from, x", "pass", arrow), None);
    }
}
