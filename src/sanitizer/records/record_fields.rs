//! The fields of an object, however it is written: JSON, proto text, Ruby, Elixir, Java or Rust output.

use std::ops::Range;

/// One key with its value.
pub(crate) struct Field {
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
    pub(crate) quoted: bool,
}

/// The last part of a key in lower case and without joints.
pub(crate) fn plain(key: &str) -> String {
    let last = key.rsplit(['.', '/', ':']).find(|part| !part.is_empty()).unwrap_or(key);
    last.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// All fields of an object, those of inner ones too, and where it ends.
pub(crate) fn fields(text: &str, start: usize) -> (Vec<Field>, usize) {
    let bytes = text.as_bytes();
    let mut fields = Vec::new();
    let mut key: Option<Range<usize>> = None;
    let mut depth = 0_usize;
    let mut at = start;
    // A bracket that ends its line opens a record of many lines; another is over with its line.
    let pretty = text[start + 1..].trim_start_matches(' ').starts_with(['\n', '\r']);
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' | b'(' => {
                // `mobile: [phone]`: our own mark is a value.
                let small = bytes[at + 1..].iter().take(12).take_while(|b| b.is_ascii_lowercase()).count();
                if bytes[at] == b'[' && small >= 2 && bytes.get(at + 1 + small) == Some(&b']') {
                    let length = small + 2;
                    fields.push(Field { key: key.clone().unwrap_or(at..at), value: at..at + length, quoted: false });
                    at += length;
                    continue;
                }
                depth += 1;
                at += 1;
            }
            b'}' | b']' | b')' => {
                depth = depth.saturating_sub(1);
                at += 1;
                if depth == 0 {
                    break;
                }
            }
            b'\'' if at > start && bytes[at - 1].is_ascii_alphanumeric() => at += 1,
            b'"' | b'\'' | b'\\' => {
                let slashes = bytes[at..].iter().take(8).take_while(|b| **b == b'\\').count();
                let Some(&quote @ (b'"' | b'\'')) = bytes.get(at + slashes) else {
                    at += slashes.max(1);
                    continue;
                };
                let inner = at + slashes + 1;
                let end = closing(bytes, inner, quote, slashes);
                // A string that closes with fewer backslashes than it opened with ends within this.
                at = text.ceil_char_boundary(end + slashes + 1);
                match joint(bytes, at) {
                    Some(after) => {
                        key = Some(inner..end);
                        at = after;
                    }
                    None => {
                        fields.push(Field { key: key.clone().unwrap_or(inner..inner), value: inner..end, quoted: true })
                    }
                }
            }
            b',' | b';' => {
                // Within a list the key goes on; a bare key follows otherwise.
                at += 1;
            }
            b'\n' if !pretty && at > start => {
                let before = text[start..at].trim_end().as_bytes().last().copied();
                let next = text[at..text.floor_char_boundary(at + 80)].trim_start().as_bytes().first().copied();
                if !(before.is_some_and(|b| b",{[(".contains(&b)) || next.is_some_and(|b| b"}])".contains(&b))) {
                    break;
                }
                at += 1;
            }
            byte if byte.is_ascii_whitespace() => at += 1,
            byte if byte.is_ascii_alphanumeric() || byte >= 0x80 || b"_@:%$<+-.".contains(&byte) => {
                let length = word(text, at);
                match joint(bytes, at + length).filter(|_| length > 0) {
                    Some(after) => {
                        key = Some(at..at + length);
                        at = after;
                        at += bytes[at..].iter().take_while(|b| **b == b' ').count();
                        let opens = bytes.get(at).is_none_or(|b| b"{[(\"'\\,;})]\n\r%".contains(b));
                        if !opens {
                            let end = bare(text, at);
                            fields.push(Field { key: key.clone().unwrap_or(at..at), value: at..end, quoted: false });
                            at = end.max(at + 1);
                        }
                    }
                    None => {
                        let end = if key.is_some() { bare(text, at) } else { at + length };
                        if end > at && key.is_some() {
                            fields.push(Field { key: key.clone().unwrap_or(at..at), value: at..end, quoted: false });
                        }
                        at = end.max(at + 1);
                    }
                }
                at = text.ceil_char_boundary(at);
            }
            _ => at += 1,
        }
    }
    (fields, at)
}

/// Length of the key or word at `at`.
fn word(text: &str, at: usize) -> usize {
    let rest = &text[at..text.floor_char_boundary(at.saturating_add(80))];
    let lead = rest.bytes().take_while(|b| b":@%$".contains(b)).count();
    let length =
        lead + rest[lead..].find(|c: char| !(c.is_alphanumeric() || "_-.@/".contains(c))).unwrap_or(rest.len() - lead);
    // `valid?: false`: Elixir and Ruby end the names of questions and of what changes its object so.
    let asked = length > lead && rest[length..].starts_with(['?', '!']) && rest[length + 1..].starts_with([':', '=']);
    length + usize::from(asked)
}

/// Where the value begins behind `:`, `=` or `=>`; `::` joins nothing.
fn joint(bytes: &[u8], at: usize) -> Option<usize> {
    let gap = bytes.get(at..)?.iter().take(8).take_while(|b| **b == b' ').count();
    match (bytes.get(at + gap)?, bytes.get(at + gap + 1)) {
        (b'=', Some(b'>')) => Some(at + gap + 2),
        (b'=', Some(b'=')) | (b':', Some(b':' | b'/')) => None,
        (b'=' | b':', _) => Some(at + gap + 1),
        _ => None,
    }
}

/// Where a value without quotes ends: at a bracket, a line end, or a comma or blank that another key follows.
fn bare(text: &str, at: usize) -> usize {
    let near = text.floor_char_boundary(at.saturating_add(400));
    let bytes = text.as_bytes();
    let mut end = at;
    while end < near {
        match bytes[end] {
            b'}' | b')' | b']' | b'\n' | b'\r' | b'"' | b'{' => break,
            b'[' => {
                // A mark of ours within the value.
                match text[end..].find(']').filter(|length| *length <= 12) {
                    Some(length) => end += length,
                    None => break,
                }
            }
            b',' | b';' | b' ' => {
                let gap = bytes[end + 1..].iter().take(8).take_while(|b| **b == b' ').count();
                let next = text.ceil_char_boundary(end + 1 + gap);
                let opens = bytes[end] == b',' && bytes.get(next).is_some_and(|b| b"\"'{[:%\\".contains(b));
                let length = word(text, next);
                // `id: 17 phone {`: an inner message of proto text.
                let inner = bytes[end] == b' ' && length > 0 && text[next + length..].starts_with(" {");
                if opens || inner || length > 0 && joint(bytes, next + length).is_some() {
                    break;
                }
            }
            _ => {}
        }
        end += 1;
    }
    text.floor_char_boundary(end)
}

/// Where the string ends: at its own quote, escaped as deep as the opening one.
fn closing(bytes: &[u8], start: usize, quote: u8, slashes: usize) -> usize {
    let mut run = 0;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'\\' => run += 1,
            b'\n' => return at,
            _ if *byte == quote && (run <= slashes && slashes > 0 || slashes == 0 && run % 2 == 0) => {
                return at - run.min(slashes);
            }
            _ => run = 0,
        }
    }
    bytes.len()
}
