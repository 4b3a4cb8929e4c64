//! Where the value of a field begins and ends.
//!
//! Quoted values end at their own closing quote, however deep it is escaped. Bare values end at
//! white space, or at a delimiter that really delimits: `&` before another `name=`, `,` before a
//! space. A password may contain any of these in its middle.

use std::ops::Range;

use super::separators::Joint;
use crate::sanitizer::looks::code_values::asks;
use crate::sanitizer::looks::shapes;

/// A value as it stands in the text.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// The value itself, without its quotes.
    pub(crate) range: Range<usize>,
    /// Whether quotes stand around it.
    pub(crate) quoted: bool,
}

const LONGEST: usize = 16 << 10;
const PAIRS: [(char, char); 8] =
    [('“', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('「', '」'), ('‘', '’'), ('『', '』'), ('”', '”')];
const SCHEMES: [&str; 14] = [
    "bearer ",
    "basic ",
    "token ",
    "apikey ",
    "digest ",
    "negotiate ",
    "ntlm ",
    "key ",
    "sso-key ",
    "ssws ",
    "geniekey ",
    "hawk ",
    "aws4-hmac-sha256 ",
    "aws4-ecdsa-p256-sha256 ",
];

/// Reads the value that starts at or after `at`.
pub(crate) fn read(text: &str, at: usize, joint: Joint) -> Option<Value> {
    let bytes = text.as_bytes();
    let mut at = at + bytes[at..].iter().take(24).take_while(|b| b" \t".contains(b)).count();
    at += yaml_tag(&text[at..]);
    at += wrapper(&text[at..]);
    if joint == Joint::Element {
        let literal = "<![CDATA[";
        if text[at..].starts_with(literal) {
            at += literal.len();
        }
        at += nested_element(&text[at..]);
        let end = text[at..text.floor_char_boundary(at.saturating_add(LONGEST))].find('<').map_or(at, |l| at + l);
        // `A=<SECRET> B=<KEY>`: names in brackets, and nothing that is closed.
        if end > at && text[end..].starts_with('<') && !text[end + 1..].starts_with(['/', '!']) {
            return None;
        }
        return Some(Value { range: trim(text, at..end), quoted: true });
    }
    if let Some(block) = yaml_block(text, at) {
        return Some(Value { range: block, quoted: true });
    }
    let rest = &text[at..];
    if let Some(value) = quoted(rest, joint) {
        return Some(Value { range: at + value.start..at + value.end, quoted: true });
    }
    if let Some(length) = remark(rest) {
        return Some(Value { range: at..at + length, quoted: false });
    }
    for scheme in SCHEMES {
        if rest.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)) {
            at += scheme.len();
        }
    }
    let range = at..at + bare_length(&text[at..text.floor_char_boundary(at.saturating_add(LONGEST))]);
    let range = trim_end(text, range, joint);
    (range.start < range.end).then_some(Value { range, quoted: false })
}

/// `<not set>`, `[12 lines omitted]`: the length of plain words in brackets.
fn remark(rest: &str) -> Option<usize> {
    let close = match rest.as_bytes().first()? {
        b'<' => '>',
        b'[' => ']',
        _ => return None,
    };
    let end = rest[..rest.floor_char_boundary(72)].find(close)?;
    let words = &rest[1..end];
    let plain = words.contains(' ')
        && words.chars().all(|c| c.is_alphanumeric() || " -_.:,/|".contains(c))
        && words.split(' ').all(|word| !shapes::looks_chosen(word));
    plain.then_some(end + 1)
}

/// `<Password><Value>…`: the length of the element that holds the value.
fn nested_element(rest: &str) -> usize {
    let near = &rest[..rest.floor_char_boundary(60)];
    let opens = near.strip_prefix('<').is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    if opens { near.find('>').map_or(0, |end| end + 1) } else { 0 }
}

/// `!unsafe`, `!!binary`: what YAML says of a value.
fn yaml_tag(rest: &str) -> usize {
    // `!vault path/to#key`, `!env NAME`: the value stands elsewhere.
    const ELSEWHERE: [&str; 12] = [
        "!vault ",
        "!secret ",
        "!env ",
        "!sops ",
        "!include ",
        "!reference ",
        "!ref ",
        "!file ",
        "!lookup ",
        "!var ",
        "!import ",
        "!ssm ",
    ];
    let tag = rest.find(' ').map_or(rest, |end| &rest[..=end]);
    let place = rest[tag.len()..].split(['\n', '\r', ' ']).next().unwrap_or("");
    let variable = place.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let path = place.contains(['/', '.', '_', '#', '[', '$', '{'])
        && (place.bytes().all(|b| b.is_ascii_lowercase() || b"/._#-[]${}".contains(&b))
            || !shapes::looks_random(place, 12));
    if ELSEWHERE.contains(&tag) && (variable || path || place.starts_with('[')) && !place.starts_with('|') {
        return 0;
    }
    let bangs = rest.bytes().take(2).take_while(|b| *b == b'!').count();
    let word = rest.bytes().skip(bangs).take(16).take_while(u8::is_ascii_lowercase).count();
    if bangs > 0 && word > 0 && rest[bangs + word..].starts_with(' ') { bangs + word + 1 } else { 0 }
}

/// `password: |-` and the lines below that are further in than the name's own: a block of YAML.
fn yaml_block(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let marks = rest.bytes().take(3).take_while(|b| b"|>+-".contains(b) || b.is_ascii_digit()).count();
    let tail = rest[marks..].trim_start_matches(' ');
    if !rest.starts_with(['|', '>']) || !tail.starts_with(['\n', '\r']) {
        return None;
    }
    let depth = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let outer = depth(&text[line_start..at]);
    let mut next = text.len() - tail.len() + tail.find('\n')? + 1;
    let (mut start, mut end) = (None, next);
    for line in text[next..].split_inclusive('\n').take(200) {
        let bare = line.trim();
        if !bare.is_empty() && depth(line) <= outer {
            break;
        }
        if !bare.is_empty() {
            let from = next + depth(line);
            start = start.or(Some(from));
            end = from + bare.len();
        }
        next += line.len();
    }
    start.map(|start| start..end)
}

/// `Some(`, `String(`, `[`, `b` and the like in front of a quote.
fn wrapper(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    // `~c"…"`, a sigil of Elixir.
    if bytes.first() == Some(&b'~') && matches!(bytes.get(1), Some(b'c' | b's' | b'S' | b'C' | b'B' | b'b')) {
        return if matches!(bytes.get(2), Some(b'"' | b'\'')) { 2 } else { 0 };
    }
    // `0x55d1c0e2 "…"`: where a text lies, as debuggers print before they print it.
    if let Some(place) = rest.strip_prefix("0x") {
        let digits = place.bytes().take(17).take_while(u8::is_ascii_hexdigit).count();
        return if digits >= 4 && place[digits..].starts_with(" \"") { digits + 3 } else { 0 };
    }
    for _ in 0..3 {
        let word = bytes[at..].iter().take(24).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        match bytes.get(at + word) {
            // `config["…"]` asks for a value by its name.
            Some(b'[') if word > 0 => return 0,
            // So does `config('…')`.
            Some(b'(') if word > 0 && asks(&rest[at..at + word]) => return 0,
            // `string(15) "…"`, as PHP dumps it.
            Some(b'(') if rest[at + word + 1..].starts_with(|c: char| c.is_ascii_digit()) => {
                let digits = bytes[at + word + 1..].iter().take(6).take_while(|b| b.is_ascii_digit()).count();
                let end = at + word + 1 + digits;
                return if rest[end..].starts_with(") \"") { end + 2 } else { 0 };
            }
            // `Some(` and the value in a line of its own, as Rust prints what it holds.
            Some(b'(') if &rest[at..at + word] == "Some" && rest[at + word + 1..].starts_with('\n') => {
                // A runner may write its own words at the front of each line.
                let line = &bytes[at + word + 2..];
                let gap = line.iter().take(90).position(|b| b"\"\n".contains(b));
                let Some(gap) = gap.filter(|gap| line[*gap] == b'"') else { return 0 };
                at += word + 2 + gap;
            }
            Some(b'(' | b'[' | b'{' | b'<') => at += word + 1,
            // A string prefix of Python, Rust or SQL, and no `O'Connor`.
            Some(b'"' | b'\'') if word == 1 && b"bBfFrRuUnNcE@".contains(&bytes[at]) => return at + 1,
            Some(b'"' | b'\'' | b'\\') if word == 0 => return at,
            _ => return 0,
        }
    }
    if matches!(bytes.get(at), Some(b'"' | b'\'' | b'\\')) { at } else { 0 }
}

fn quoted(rest: &str, joint: Joint) -> Option<Range<usize>> {
    let bytes = rest.as_bytes();
    let slashes = bytes.iter().take(8).take_while(|b| **b == b'\\').count();
    if let Some(range) = tripled(rest) {
        return Some(range);
    }
    match bytes.get(slashes) {
        Some(&quote @ (b'"' | b'\'' | b'`')) => {
            let start = slashes + 1;
            let end = closing(bytes, start, quote, slashes).unwrap_or_else(|| {
                let near = &rest[..rest.floor_char_boundary(start.saturating_add(LONGEST))];
                let end = line_end(near, start);
                // `abc…[truncated, 4096 of 9120 bytes]`: a log that cut the text off says so.
                ["…[truncated", "...[truncated", "… [truncated", "... [truncated", "…(truncated", "...(truncated"]
                    .iter()
                    .find_map(|mark| near[start..end].find(mark))
                    .filter(|cut| *cut > 0)
                    .map_or(end, |cut| start + cut)
            });
            return Some(start..end);
        }
        Some(b'(') if slashes == 0 && joint == Joint::Assign => {
            let near = bytes.iter().take(160);
            let end = near.take_while(|b| !b"\n\r".contains(b)).position(|b| *b == b')');
            return end.map(|end| 1..end);
        }
        _ => {}
    }
    let open = rest.chars().next()?;
    let close = PAIRS.iter().find(|(o, _)| *o == open)?.1;
    let start = open.len_utf8();
    let near = &rest[..rest.floor_char_boundary(start + 400)];
    let line = &near[start..line_end(near, start)];
    Some(start..start + line.find(close)?)
}

/// `"""…"""`, as TOML, Python and the settings of Grafana quote what may hold anything.
fn tripled(rest: &str) -> Option<Range<usize>> {
    let mark = ["\"\"\"", "'''"].into_iter().find(|mark| rest.starts_with(mark))?;
    let near = &rest[..rest.floor_char_boundary(LONGEST)];
    let inner = &near[3..];
    let start = 3 + inner.len() - inner.trim_start_matches(['\n', '\r']).len();
    let end = near[start..].find(mark)? + start;
    (end > start).then_some(start..end)
}

/// The closing quote carries as many backslashes as the opening one.
fn closing(bytes: &[u8], start: usize, quote: u8, slashes: usize) -> Option<usize> {
    let mut run = 0;
    let mut doubled = false;
    for (at, &byte) in bytes.iter().enumerate().skip(start).take(LONGEST) {
        match byte {
            b'\\' => run += 1,
            b'\n' => return folded(bytes, at, quote),
            // SQL, YAML and CSV write a quote inside a value twice.
            _ if byte == quote && doubled => doubled = false,
            b'\'' if byte == quote && at > start && slashes == 0 && bytes.get(at + 1) == Some(&quote) => {
                doubled = true;
            }
            _ if byte == quote => {
                if run == slashes || (slashes == 0 && run % 2 == 0) || run < slashes {
                    return Some(at - run.min(slashes));
                }
                run = 0;
            }
            _ => run = 0,
        }
    }
    None
}

/// A value that a log folded: its quote closes in the next line, before anything else begins there.
fn folded(bytes: &[u8], line: usize, quote: u8) -> Option<usize> {
    let next = &bytes[line + 1..];
    let end = next.iter().take(120).position(|b| *b == quote || b"=:\n{}<>;".contains(b))?;
    (next[end] == quote && next.first().is_some_and(u8::is_ascii_whitespace)).then_some(line + 1 + end)
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..].find(['\n', '\r']).map_or(text.len(), |length| from + length)
}

fn bare_length(rest: &str) -> usize {
    let mut depth = 0_i32;
    for (at, letter) in rest.char_indices() {
        let tail = &rest[at + letter.len_utf8()..];
        let ends = match letter {
            _ if letter.is_whitespace() || letter.is_control() => true,
            '，' | '。' | '；' | '、' | '」' | '』' | '”' | '»' | '…' => true,
            '"' | '\'' | '`' => !tail.starts_with(|c: char| c.is_ascii_alphanumeric()),
            '\\' => tail.starts_with(['n', 'r', 't', '"', '\'', '\\']),
            '<' => tail.starts_with('/') || tail.starts_with("br"),
            ',' | ';' | '|' => delimits(tail),
            '&' => next_parameter(tail) || tail.starts_with("amp;") || tail.is_empty(),
            '(' | '[' | '{' => {
                depth += 1;
                false
            }
            ')' | ']' | '}' => {
                depth -= 1;
                depth < 0 && !tail.starts_with(|c: char| c.is_alphanumeric())
            }
            _ => false,
        };
        if ends {
            return at;
        }
    }
    rest.len()
}

fn delimits(tail: &str) -> bool {
    let tail = tail.trim_start_matches(['"', '\'']);
    tail.is_empty() || tail.starts_with(|c: char| c.is_whitespace() || !c.is_ascii()) || next_parameter(tail)
}

/// Whether the text goes on with `name=` or `name:`, as a list of pairs does.
fn next_parameter(tail: &str) -> bool {
    let name = tail.bytes().take(40).take_while(|b| b.is_ascii_alphanumeric() || b"_-. %[]\"".contains(b)).count();
    name > 0 && matches!(tail.as_bytes().get(name), Some(b'=' | b':'))
}

fn trim_end(text: &str, range: Range<usize>, joint: Joint) -> Range<usize> {
    let value = &text[range.clone()];
    // `(unset)` keeps its bracket.
    let closing = if value.contains('(') { '.' } else { ')' };
    let trimmed = match joint {
        Joint::Assign | Joint::Flag | Joint::Element => value.trim_end_matches([',', ';', ':']),
        Joint::Colon | Joint::Copula | Joint::Adjacent | Joint::Distant => {
            value.trim_end_matches([',', ';', ':', '.', '?', closing])
        }
    };
    range.start..range.start + trimmed.len()
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let start = range.start + (value.len() - value.trim_start().len());
    start..start + value.trim().len()
}
