//! Places whose structure alone says that what stands there is the value of the name: an entry of a printed map, a line
//! of a registry, a part of a form, the argument of a setter.
//!
//! Prose is weighed word by word (`harmless`); here the value has edges of its own and is judged as one in quotes is.
//! What is read from a line as a whole stands in `setting_lines`, what is told by errors in `complaints`.

use std::ops::Range;

use super::separators::Joint;
use super::values;
use super::{complaints, setting_lines};
use crate::sanitizer::words::context::{ahead, line_behind};

const LONGEST: usize = 1200;
/// The same of an entry without quotes.
const LONGEST_ENTRY: usize = 400;
/// How far back the bracket that a pair stands in may open, in bytes.
const REACH: usize = 600;

/// The value of the name, where a structure holds it.
pub(crate) fn value(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let closers = text.as_bytes()[name.end..].iter().take(3).take_while(|b| b"\\\"'`".contains(b)).count();
    let at = name.end + closers;
    let rest = ahead(text, at, LONGEST);
    let found = match rest.bytes().next() {
        Some(b':') => wrapped(text, at)
            .or_else(|| header(text, name, at))
            .or_else(|| entry(text, name, at))
            .or_else(|| setting_lines::slash_option(text, name, at))
            .or_else(|| setting_lines::under_command(text, name, at)),
        Some(b'=') => wrapped(text, at)
            .or_else(|| setting_lines::slash_option(text, name, at))
            .or_else(|| setting_lines::shell_of_windows(text, name, at)),
        Some(b'(') => setter(text, name, at),
        Some(b']') => dumped(text, at),
        Some(b',') => bracketed(text, name, at),
        Some(b' ' | b'\t') => setting_lines::registry(text, at)
            .or_else(|| wrapped(text, at))
            .or_else(|| complaints::value_after(text, at, closers > 0))
            .or_else(|| setting_lines::arrow(text, name, at))
            .or_else(|| setting_lines::directive(text, name, at))
            .or_else(|| setting_lines::under_command(text, name, at))
            .or_else(|| setting_lines::line(text, name, at)),
        _ => part_of_form(text, name, at),
    };
    found
        .or_else(|| if closers > 0 { part_of_form(text, name, at) } else { None })
        .or_else(|| complaints::value_before(text, name))
        .filter(|value| !value.is_empty() && !is_cut(&text[value.clone()]))
}

/// `[password] and more`: what was hidden before.
fn is_cut(value: &str) -> bool {
    value.strip_prefix('[').is_some_and(|rest| {
        let word = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        word >= 2 && rest[word..].starts_with(']')
    })
}

/// What stands in quotes at the place.
pub(super) fn quoted(text: &str, at: usize) -> Option<Range<usize>> {
    text[at..].trim_start_matches('\\').starts_with(['"', '\'', '`']).then_some(())?;
    values::read(text, at, Joint::Assign).filter(|value| value.quoted).map(|value| value.range)
}

/// `key: Some(` and the value in the line below, as pretty printers write it.
fn wrapped(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = ahead(text, at, 200);
    let joint = rest.trim_start_matches(' ').strip_prefix([':', '='])?.trim_start_matches(['>', ' ']);
    let word = joint.bytes().take(40).take_while(|b| b.is_ascii_alphanumeric() || b"_:<>".contains(b)).count();
    let inner = joint[word..].strip_prefix('(').filter(|_| word > 0)?;
    let value = inner.trim_start_matches([' ', '\t', '\r', '\n']);
    if value.len() == inner.len() || !inner[..inner.len() - value.len()].contains('\n') {
        return None;
    }
    quoted(text, at + rest.len() - value.len())
}

/// `map[region:eu key:value]`, `{Tenant:t Key:value}`, `Settings { key: "value" }`, `{host: db, key: several words}`.
fn entry(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let head = line_behind(text, name.start, REACH);
    let open = opening(head)?;
    let inside = &head[open + 1..];
    let bracket = head.as_bytes()[open];
    let close = match bracket {
        b'{' => '}',
        b'[' => ']',
        _ => ')',
    };
    let rest = ahead(text, at + 1, LONGEST_ENTRY);
    let rest = &rest[..rest.bytes().position(|b| b == b'\n' || b == b'\r').unwrap_or(rest.len())];
    if !rest.starts_with(' ') {
        // Go prints maps and structures with blanks between their entries.
        let map = bracket == b'[' && head[..open].ends_with("map");
        let apart = inside.is_empty() || inside.ends_with(' ') && inside.contains(':') && !inside.contains(": ");
        if !(bracket == b'{' || map) || !apart || rest.starts_with(['"', '\'', '`', '[', '{', '&', '\\', '/']) {
            return None;
        }
        let (end, next) = end_of_entry(rest, " ", close)?;
        return (next || inside.contains(':')).then_some(at + 1..at + 1 + end);
    }
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let start = at + 1 + blanks;
    if bracket == b'[' && inside.is_empty() {
        // `[pin: 4411] [tenant: t7]`: fields that a logger sets before its line.
        let end = rest.match_indices(']').map(|(end, _)| end).find(|end| {
            let after = &rest[end + 1..];
            after.is_empty() || after.starts_with([' ', ']', ',', ';', '['])
        })?;
        let beside = rest[end + 1..].trim_start().starts_with('[') || head[..open].trim_end().ends_with(']');
        let bare = &rest[blanks..end.max(blanks)];
        let fits = beside || !bare.contains(' ');
        return (fits && !bare.starts_with(['"', '\'', '[', '{', '<'])).then_some(start..start + bare.len());
    }
    if !(inside.is_empty() || inside == " " || inside.ends_with([',', ' ']) && inside.trim_end().ends_with(','))
        || bracket == b'['
    {
        return None;
    }
    let told = rest[blanks..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start_matches('(');
    if told.starts_with(['"', '\'']) {
        return values::read(text, start, Joint::Assign).filter(|value| value.quoted).map(|value| value.range);
    }
    if bracket != b'{' {
        return None;
    }
    // Without quotes a value of several words has an entry before it and one behind.
    let (end, next) = end_of_entry(&rest[blanks..], ", ", close)?;
    let flow = next || inside.contains(": ");
    let bare = rest[blanks..blanks + end].trim_end();
    let end = bare.len();
    // `Some(Secret(..))`: a wrapper without a literal.
    let word = bare.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"_:.".contains(b)).count();
    let wrapper = word > 0 && bare[word..].starts_with('(') && bare.ends_with(')');
    (flow && !wrapper && !bare.is_empty() && !bare.starts_with(['{', '[', '<', '&', '*', '$', '!']))
        .then_some(start..start + end)
}

/// `curl -H 'X-Pin: 4411'`: a header in quotes of its own.
fn header(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let head = line_behind(text, name.start, 40);
    let quote = head.chars().next_back().filter(|c| "\"'".contains(*c))?;
    let option = head[..head.len() - 1].trim_end_matches([' ', '=', '\\']);
    let value = ahead(text, at, LONGEST).strip_prefix(": ")?.split(['\n', '\r']).next()?;
    let end = value.find(quote)?;
    let end = end - usize::from(value[..end].ends_with('\\'));
    (option.ends_with("-H") || option.ends_with("--header")).then_some(at + 2..at + 2 + end)
}

/// `["pin"]=>` and `string(4) "4411"` in the line below, as PHP dumps an array.
fn dumped(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = ahead(text, at, 160);
    let below = rest.strip_prefix("]=>")?.trim_start_matches([' ', '\t', '\r', '\n']);
    let sized = below.strip_prefix("string(")?;
    let digits = sized.bytes().take(6).take_while(u8::is_ascii_digit).count();
    let value = sized[digits..].strip_prefix(") ")?;
    let start = at + rest.len() - value.len();
    // The length that is told is the one to go by: nothing is escaped there.
    let length: usize = sized[..digits].parse().ok()?;
    let end = start + 1 + length;
    let told = text.get(start + 1..end).filter(|_| text[end..].starts_with('"') && text[start..].starts_with('"'));
    told.map(|_| start + 1..end).or_else(|| quoted(text, start))
}

/// The bracket that is open where the text ends.
fn opening(head: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in head.bytes().enumerate().rev() {
        match byte {
            b'}' | b']' | b')' => depth += 1,
            b'{' | b'[' | b'(' if depth == 0 => return Some(at),
            b'{' | b'[' | b'(' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where an entry ends, and whether another begins there.
fn end_of_entry(rest: &str, gap: &str, close: char) -> Option<(usize, bool)> {
    for (at, letter) in rest.char_indices() {
        if rest[at..].starts_with(gap) {
            let next = &rest[at + gap.len()..];
            let word = next.bytes().take(60).take_while(|b| b.is_ascii_alphanumeric() || b"_-.\"'".contains(b)).count();
            if word > 0 && next[word..].starts_with(':') {
                return Some((at, true));
            }
        }
        let after = &rest[at + letter.len_utf8()..];
        if letter == close && !after.starts_with(|c: char| c.is_alphanumeric() || "#$%&!?@^*_~+.".contains(c)) {
            return Some((at, false));
        }
    }
    None
}

/// `[Region, eu], [Password, several words]`: entries of a dictionary.
fn bracketed(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let head = line_behind(text, name.start, 200);
    let before = head.strip_suffix('[')?;
    let rest = ahead(text, at, LONGEST).split(['\n', '\r']).next()?.strip_prefix(", ")?;
    let end = rest.match_indices(']').map(|(end, _)| end).find(|end| {
        let after = &rest[end + 1..];
        after.is_empty() || after.starts_with([',', ' ', ';', '.', '"', ')', '}', ']'])
    })?;
    let listed = before.ends_with("], ") || before.ends_with("],") || rest[end + 1..].trim_start().starts_with(", [");
    let start = at + 2;
    (listed && !rest.starts_with(['"', '\'', '['])).then_some(start..start + end)
}

/// `builder.setPinCode("1381")`, `with_password('…')`: the only argument of a setter.
fn setter(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let called = text[name.clone()].rsplit('.').next().unwrap_or("");
    let sets = ["set", "with", "put", "using"].iter().any(|verb| {
        called.get(..verb.len()).is_some_and(|head| head.eq_ignore_ascii_case(verb))
            && called[verb.len()..].starts_with(|c: char| c == '_' || c.is_ascii_uppercase())
    });
    if !sets {
        return None;
    }
    let rest = ahead(text, at + 1, 40);
    let word = rest.bytes().take(16).take_while(|b| b.is_ascii_alphanumeric()).count();
    let inner = if word > 0 && rest[word..].starts_with('(') { word + 1 } else { 0 };
    let value = quoted(text, at + 1 + inner)?;
    let after = text[value.end..].trim_start_matches(['\\', '"', '\'', '`']);
    after.starts_with(')').then_some(value)
}

/// `Content-Disposition: form-data; name="pin"`, a line without anything, and the value up to the next boundary.
fn part_of_form(text: &str, name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let head = line_behind(text, name.start, 80);
    if !head.contains("form-data") || !head.trim_end_matches(['"', '\'', '\\']).ends_with("name=") {
        return None;
    }
    let rest = ahead(text, at, LONGEST * 4);
    let mut start = rest.find('\n')? + 1;
    // `Content-Type: …` may stand between.
    for _ in 0..4 {
        let line = rest[start..].split_inclusive('\n').next()?;
        start += line.len();
        if line.trim().is_empty() {
            let body = &rest[start..];
            let end = body.find("\n--").unwrap_or_else(|| body.find('\n').unwrap_or(body.len()));
            return Some(at + start..at + start + body[..end].trim_end().len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::sanitizer::redact;

    fn told<'t>(text: &'t str, name: &str) -> Option<&'t str> {
        let at = text.find(name).expect("the name is there");
        value(text, &(at..at + name.len())).map(|range| &text[range])
    }

    #[test]
    fn entries_of_printed_maps_end_where_the_next_begins() {
        assert_eq!(told("cfg=map[region:eu pass:blue kite four n:4]: no", "pass"), Some("blue kite four"));
        assert_eq!(told("cfg={Tenant:t7 Pin:4411 Port:80} err", "Pin"), Some("4411"));
        assert_eq!(told("Err(Bad { region: \"eu\", pin: \"4411\" })", "pin"), Some("4411"));
        assert_eq!(told("entry {host: db, pass: blue kite, port: 1} is", "pass"), Some("blue kite"));
        assert_eq!(told("[pin: blue kite] [tenant: t7] WARN", "pin"), Some("blue kite"));
        assert_eq!(told("[Region, eu], [Pin, 4411], [N, 4] - no", "Pin"), Some("4411"));
    }

    #[test]
    fn sentences_in_brackets_are_no_entries() {
        assert_eq!(told("failed (password: must be long enough) again", "password"), None);
        assert_eq!(told("see [pass, user]", "pass"), None);
        assert_eq!(told("{pass:{a:1} b:2}", "pass"), None);
    }

    #[test]
    fn arguments_parts_and_wrapped_values_are_read() {
        assert_eq!(told("b.setPinCode(\"1381\").x()", "setPinCode"), Some("1381"));
        assert_eq!(told("b.checkPinCode(\"1381\").x()", "checkPinCode"), None);
        assert_eq!(told("-H 'X-Pin: blue kite' -s", "X-Pin"), Some("blue kite"));
        assert_eq!(told("[\"pin\"]=>\n  string(5) \"44\"11\"\n", "pin"), Some("44\"11"));
        assert_eq!(told("pin: Some(\n    \"1381\",\n),", "pin"), Some("1381"));
        assert_eq!(told("form-data; name=\"pin\"\r\n\r\nblue kite\r\n--x", "pin"), Some("blue kite"));
        assert_eq!(told("form-data; name=\"pin\"\nContent-Type: text/plain\n\n77\n--x", "pin"), Some("77"));
    }

    #[test]
    fn a_layout_alone_joins_a_value_to_its_name() {
        let hidden = [
            ("<entry key=\"pin\">4411</entry>", "4411"),
            ("loglevel info\nbind_password Kettle41\nworkers 4", "Kettle41"),
            ("loglevel info\nbindPassword moss-kettle-lantern", "moss-kettle-lantern"),
            ("$ pulumi config set --secret hub:adminPassword kettle", "kettle"),
            ("Key              Value\n---              -----\nbind_password    kettlemoss\nport    88", "kettlemoss"),
            ("Password    REG_SZ    kettlemoss", "kettlemoss"),
            ("builder.setPassword(\"kettle moss\").build()", "kettle moss"),
        ];
        for (text, value) in hidden {
            assert_eq!(redact(text), text.replace(value, "[password]"));
        }
        let kept =
            ["access_token expired", "bind_password Kettle41 was refused", "the config set by the admin password"];
        for text in kept {
            assert_eq!(redact(text), text);
        }
    }
}
