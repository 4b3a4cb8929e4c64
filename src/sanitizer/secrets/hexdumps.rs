//! Dumps of bytes: the columns of a hex dump, and lists of numbers that are bytes.
//!
//! A dump shows the same bytes twice, as numbers and as letters, and breaks them into lines. The lines are put
//! together, read as text, and what a rule finds there is cut out of both columns.

use std::cell::Cell;
use std::ops::Range;

use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::scan;
use crate::sanitizer::spans::Span;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "hex-dump",
        Class::Payload,
        "both columns of the lines of a hex dump that hold a secret when they are read together",
        "[password]",
        find,
    )
    .hides("00000000: 7077 3d47 7238 5761 7373 6572 2d37 3b0a  pw=Gr8Wasser-7;.")
    .keeps("00000000: 7374 6174 7573 3d72 756e 6e69 6e67 0a0a  status=running.."),
    Rule::text(
        "byte-list",
        Class::PrivateKey,
        &["key", "secret", "share", "seed", "token", "pass", "blob", "bytes", "buf", "salt", "nonce", "cipher", "plain", "priv", "psk", "cookie", "cred", "body", "payload", "raw", "<<"],
        r#"(?i)(?:(?:key|secret|share|seed|token|pass\w{0,8}|blob|bytes?|buf(?:fer)?|salt|nonce|cipher\w{0,8}|plain\w{0,8}|priv\w{0,8}|psk|cookie|cred\w{0,8}|body|payload|raw)[a-z0-9_]{0,16}["']?(?:\[\w{0,16}\])?\s?(?:=>|[:=])?\s?(?:Some\()?(?:\[\]byte|bytes|\[u8; [0-9]{1,4}\]|new byte\[\]\s?|vec!)?[\[({]|<<)(?P<s>\s?(?:0x[0-9a-f]{1,2}|[0-9]{1,3})(?:[,\s]{1,2}\s?(?:0x[0-9a-f]{1,2}|[0-9]{1,3}))+)\s?(?:[\])}]|>>)"#,
        "[key]",
    )
    .when(|found| are_bytes(found.secret()))
    .needs(&["[", "{", "(", "<<"])
    .reach(40, 2000)
    .hides("const u8 aes_key[13] = {201, 7, 188, 93, 45, 240, 17, 66, 131, 99, 250, 12, 77}; wrong wrapping key=[201 7 188 93 45 240 17 66 131 99 250 12 77 180 3 222]")
    .keeps("bytes read per second [1 2 3 4 5 6 7 8 9 10 11 12 13], buffers=[900 901 902 903 904 905 906 907 908 909 910 911]"),
];

/// Numbers up to 255 in no order.
fn are_bytes(list: &str) -> bool {
    let number = |part: &str| match part.strip_prefix("0x") {
        Some(hex) => u16::from_str_radix(hex, 16).ok(),
        None => part.parse::<u16>().ok(),
    };
    let numbers: Vec<u16> =
        list.split([',', ' ', '\n', '\t']).filter(|part| !part.is_empty()).filter_map(number).collect();
    let rises = numbers.windows(2).filter(|pair| pair[0] <= pair[1]).count();
    let large = numbers.iter().filter(|number| **number >= 32).count();
    numbers.len() >= 12
        && numbers.iter().all(|number| *number <= 255)
        && rises * 8 < numbers.len() * 7
        && large * 2 > numbers.len()
}

/// One line of a dump.
struct Line {
    /// Where each byte stands as a number.
    numbers: Vec<Range<usize>>,
    bytes: Vec<u8>,
    /// Where the column of letters begins, when there is one: a letter for each byte.
    letters: Option<usize>,
}

thread_local! {
    /// Set while the bytes of a dump are read: a dump within a dump is not.
    static WITHIN: Cell<bool> = const { Cell::new(false) };
}

fn find(text: &str, spans: &mut Vec<Span>) {
    if WITHIN.get() || !text.contains("0 ") && !text.contains("0: ") && !text.contains("0:\t") {
        return;
    }
    let mut block: Vec<Line> = Vec::new();
    let mut start = 0;
    // In a message of one line its breaks are blanks, and the lines begin with their offsets.
    for line in text.split_inclusive('\n') {
        match read(line, start) {
            Some(found) => block.push(found),
            None => close(&mut block, spans),
        }
        start += line.len();
    }
    close(&mut block, spans);
}

/// `00000010  41 55 …  |AU…|`, `00000010: 4155 … AU…`.
fn read(line: &str, start: usize) -> Option<Line> {
    let bytes = line.as_bytes();
    let mut at = bytes.iter().take(12).take_while(|b| b" \t".contains(b)).count();
    at += usize::from(bytes[at..].starts_with(b"0x")) * 2;
    let offset = bytes[at..].iter().take(17).take_while(|b| b.is_ascii_hexdigit()).count();
    at += offset;
    if !(4..=16).contains(&offset) || !matches!(bytes.get(at), Some(b' ' | b':' | b'\t')) {
        return None;
    }
    at += usize::from(bytes[at] == b':');
    let mut found = Line { numbers: Vec::new(), bytes: Vec::new(), letters: None };
    loop {
        let gap = bytes[at..].iter().take(60).take_while(|b| b" \t".contains(b)).count();
        let run = bytes[at + gap..].iter().take(9).take_while(|b| b.is_ascii_hexdigit()).count();
        let ends = bytes.get(at + gap + run).is_none_or(|b| b" \t\r\n".contains(b));
        if gap == 0
            || gap > 2 && !found.bytes.is_empty()
            || !matches!(run, 2 | 4 | 8)
            || !ends
            || found.bytes.len() >= 32
        {
            break;
        }
        at += gap;
        for pair in 0..run / 2 {
            let place = at + pair * 2..at + pair * 2 + 2;
            found.bytes.push(u8::from_str_radix(&line[place.clone()], 16).ok()?);
            found.numbers.push(start + place.start..start + place.end);
        }
        at += run;
    }
    if found.bytes.len() < 2 {
        return None;
    }
    let rest = &bytes[at..];
    let gap = rest.iter().take(80).take_while(|b| b" \t|".contains(b)).count();
    let letter = |b: u8| if (0x20..0x7f).contains(&b) { b } else { b'.' };
    // The letters may begin with a blank of their own.
    for from in (0..=gap).rev() {
        let column = &rest[from..];
        if column.len() >= found.bytes.len()
            && found.bytes.iter().zip(column).all(|(byte, shown)| letter(*byte) == *shown)
        {
            found.letters = Some(start + at + from);
            break;
        }
    }
    Some(found)
}

/// Reads the bytes of the block, and points at both columns of what is found.
fn close(block: &mut Vec<Line>, spans: &mut Vec<Span>) {
    if block.is_empty() {
        return;
    }
    let letter = |byte: u8| match byte {
        b'\n' | b'\t' | 0x20..0x7f => char::from(byte),
        _ => ' ',
    };
    let told: String = block.iter().flat_map(|line| line.bytes.iter().map(|byte| letter(*byte))).collect();
    let mut seen = Vec::new();
    WITHIN.set(true);
    scan::scan(&told, &mut seen);
    WITHIN.set(false);
    let bytes: Vec<u8> = block.iter().flat_map(|line| line.bytes.iter().copied()).collect();
    seen.extend(simple_bind(&bytes).map(|range| Span::new(range, "[password]")));
    for span in seen {
        let mut first = 0;
        for line in block.iter() {
            let from = span.range.start.max(first).saturating_sub(first);
            let to = span.range.end.min(first + line.bytes.len()).saturating_sub(first);
            if from < to {
                spans.push(Span::new(line.numbers[from].start..line.numbers[to - 1].end, span.placeholder));
                if let Some(letters) = line.letters {
                    spans.push(Span::new(letters + from..letters + to, span.placeholder));
                }
            }
            first += line.bytes.len();
        }
    }
    block.clear();
}

/// The password of an LDAP simple bind: behind the version and the name stands a string with the tag 0x80.
fn simple_bind(bytes: &[u8]) -> Option<Range<usize>> {
    let bind = bytes
        .windows(5)
        .position(|part| part[0] == 0x60 && part[1] < 0x80 && part[2..4] == [0x02, 0x01] && matches!(part[4], 2 | 3))?;
    let name = bind + 5;
    let length = usize::from(*bytes.get(name + 1)?);
    // A name holds no such byte.
    let tag = name + 2 + bytes.get(name + 2..)?.iter().take(length + 1).position(|b| *b == 0x80)?;
    let told = *bytes.get(name)? == 0x04;
    let from = tag + 2;
    let end = (from + usize::from(*bytes.get(tag + 1)?)).min(bytes.len());
    let inner = bytes.get(from..end)?;
    let shown = inner.iter().rposition(|b| *b > 0x20).map_or(0, |last| last + 1);
    (told && shown >= 3).then_some(from..from + shown)
}
