//! Reading one escape at a time: percent, backslash, entity, ANSI, full-width, line wrap.
//!
//! Everything that is no escape is passed on as it is; a broken escape is plain text. Who keeps
//! track of positions is `views`.

use crate::sanitizer::looks::randomness::run_of;
use crate::sanitizer::words::context::behind;

/// What stands at a position.
pub(crate) enum Step {
    /// So many bytes that mean themselves.
    Plain(usize),
    /// So many bytes that mean nothing.
    Drop(usize),
    /// So many bytes that mean this.
    Decoded(usize, char),
}

/// Bytes at which something other than plain text may begin.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        special[byte] = byte >= 0x80 || matches!(byte as u8, 0 | b'%' | b'\\' | b'&' | 0x1b | b'\n' | b'\r' | b'=');
        byte += 1;
    }
    special
};

/// Whether the text can hold an escape or a wrapped line at all.
pub(crate) fn any(bytes: &[u8]) -> bool {
    any_in_line(bytes) || bytes.contains(&b'\n')
}

/// Whether a line can hold an escape.
pub(crate) fn any_in_line(bytes: &[u8]) -> bool {
    let mut special = bytes.iter().enumerate().filter(|(_, byte)| SPECIAL[usize::from(**byte)]);
    special.any(|(at, byte)| match byte {
        b'%' => bytes.get(at + 1).is_some_and(u8::is_ascii_hexdigit),
        b'\\' => bytes.get(at + 1).is_some_and(|next| b"uUx/\n123".contains(next)),
        b'&' => bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'#'),
        0 | 0x1b => true,
        // Lead bytes of NBSP and soft hyphen, of zero-width and wide spaces, of full-width forms.
        0xc2 => bytes.get(at + 1).is_some_and(|next| matches!(next, 0xa0 | 0xad)),
        0xe2 => bytes.get(at + 1).is_some_and(|next| matches!(next, 0x80 | 0x81)),
        0xe3 => bytes.get(at + 1) == Some(&0x80),
        0xef => bytes.get(at + 1).is_some_and(|next| matches!(next, 0xbb..=0xbd)),
        _ => false,
    })
}

/// Whether the line ends in a long base64 run that the next line could continue.
pub(crate) fn may_wrap(line: &str) -> bool {
    let line = line.trim_end_matches(['\n', '\r']);
    if line.ends_with('=') && line.len() >= 40 {
        return true;
    }
    let (mut length, mut upper, mut lower, mut digit) = (0, false, false, false);
    for byte in line.bytes().rev().take(120).take_while(|b| in_run(*b)) {
        length += 1;
        upper |= byte.is_ascii_uppercase();
        lower |= byte.is_ascii_lowercase();
        digit |= byte.is_ascii_digit();
    }
    length >= 32 && upper && lower && digit
}

fn in_run(byte: u8) -> bool {
    const INSIDE: [bool; 256] = run_of(b"+/_-.=");
    INSIDE[usize::from(byte)]
}

/// Reads what stands at `at`, which lies on a character boundary before the end.
pub(crate) fn step(text: &str, at: usize) -> Step {
    let rest = &text[at..];
    let bytes = rest.as_bytes();
    match bytes[0] {
        b'%' => percent(bytes),
        b'\\' if continues(text, at) => Step::Drop(2),
        b'\\' => backslash(rest),
        b'&' => entity(rest),
        // Every other byte of UTF-16 read as bytes.
        0 => Step::Drop(1),
        0x1b => Step::Drop(ansi_length(rest)),
        b'\n' | b'\r' => wrap(text, at),
        byte if byte.is_ascii() => match bytes.iter().take_while(|b| !SPECIAL[usize::from(**b)]).count() {
            0 if pads(text, at) => Step::Plain(1),
            0 => soft_break(bytes),
            length => Step::Plain(length),
        },
        _ => wide(rest),
    }
}

/// A backslash before a line end continues the line, as shells write it; inside a run it is nothing.
fn continues(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    bytes.get(at + 1) == Some(&b'\n')
        && at.checked_sub(1).is_some_and(|before| in_run(bytes[before]) || bytes[before] == b':')
        && bytes.get(at + 2).is_some_and(|next| in_run(*next))
}

fn percent(bytes: &[u8]) -> Step {
    let mut decoded = Vec::with_capacity(4);
    while let [b'%', high, low, ..] = bytes[decoded.len() * 3..] {
        match (hex(high), hex(low)) {
            (Some(high), Some(low)) => decoded.push(high << 4 | low),
            _ => break,
        }
        // One character at a time, so that a span can end between two of them.
        if let Ok(text) = std::str::from_utf8(&decoded) {
            return text.chars().next().map_or(Step::Plain(1), |letter| Step::Decoded(decoded.len() * 3, letter));
        }
        if decoded.len() == 4 {
            break;
        }
    }
    Step::Plain(1)
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn backslash(rest: &str) -> Step {
    let bytes = rest.as_bytes();
    let number = |from: usize, length: usize| {
        rest.get(from..from + length)
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
    };
    let letter = |length: usize, code: Option<u32>| match code.and_then(char::from_u32) {
        Some(letter) => Step::Decoded(length, letter),
        None => Step::Plain(1),
    };
    match bytes.get(1) {
        Some(b'/') => Step::Decoded(2, '/'),
        Some(b'0'..=b'7') => octal(rest),
        Some(b'x') => letter(4, number(2, 2)),
        Some(b'U') => letter(10, number(2, 8)),
        Some(b'u') if bytes.get(2) == Some(&b'{') => match rest[3..].bytes().take(7).position(|b| b == b'}') {
            Some(length) if length > 0 => letter(length + 4, number(3, length)),
            _ => Step::Plain(1),
        },
        Some(b'u') => match number(2, 4) {
            Some(high @ 0xd800..=0xdbff) if rest.get(6..8) == Some("\\u") => {
                let low = number(8, 4).filter(|low| (0xdc00..=0xdfff).contains(low));
                letter(12, low.map(|low| 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)))
            }
            code => letter(6, code),
        },
        _ => Step::Plain(1),
    }
}

/// `\303\274`, as C, `git` and `strace` write bytes: read only where several stand in a row, because `\1` alone is a
/// group of a pattern and `\0` an end.
fn octal(rest: &str) -> Step {
    let bytes = rest.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
    let mut decoded = Vec::with_capacity(4);
    let mut at = 0;
    while decoded.len() < 4 && bytes.get(at) == Some(&b'\\') {
        let length = digits(at + 1);
        let code = rest.get(at + 1..at + 1 + length).and_then(|code| u16::from_str_radix(code, 8).ok());
        let Some(byte) = code.and_then(|code| u8::try_from(code).ok()).filter(|byte| length >= 2 && *byte >= 0x20)
        else {
            break;
        };
        decoded.push(byte);
        at += 1 + length;
        if let Ok(text) = std::str::from_utf8(&decoded) {
            return text.chars().next().map_or(Step::Plain(1), |letter| Step::Decoded(at, letter));
        }
    }
    Step::Plain(1)
}

fn entity(rest: &str) -> Step {
    let Some(end) = rest.bytes().take(10).position(|b| b == b';') else {
        return Step::Plain(1);
    };
    let decoded = match &rest[1..end] {
        "quot" | "QUOT" => Some('"'),
        "apos" => Some('\''),
        "amp" | "AMP" => Some('&'),
        "lt" | "LT" => Some('<'),
        "gt" | "GT" => Some('>'),
        "nbsp" => Some(' '),
        "colon" => Some(':'),
        "equals" => Some('='),
        "commat" => Some('@'),
        "sol" => Some('/'),
        "period" => Some('.'),
        "lowbar" => Some('_'),
        "hyphen" => Some('-'),
        name if !name.starts_with('#') => named_letter(name),
        number => match number.strip_prefix('#') {
            Some(code) => match code.strip_prefix(['x', 'X']) {
                Some(code) => u32::from_str_radix(code, 16).ok().and_then(char::from_u32),
                None => code.parse().ok().and_then(char::from_u32),
            },
            None => None,
        },
    };
    match decoded {
        Some(letter) => Step::Decoded(end + 1, letter),
        None => Step::Plain(1),
    }
}

/// `uuml`, `Eacute`, `szlig`: letters by their names.
fn named_letter(name: &str) -> Option<char> {
    let whole = match name {
        "szlig" => Some('ß'),
        "aelig" => Some('æ'),
        "AElig" => Some('Æ'),
        "oelig" => Some('œ'),
        "OElig" => Some('Œ'),
        "eth" => Some('ð'),
        "thorn" => Some('þ'),
        "inodot" => Some('ı'),
        "rsquo" => Some('’'),
        "ndash" => Some('–'),
        _ => None,
    };
    // The marks that a letter may carry, and the letters that carry each.
    const MARKS: [(&str, &str, &str); 13] = [
        ("uml", "aouieyAOUIEY", "äöüïëÿÄÖÜÏËŸ"),
        ("acute", "aeiouyAEIOUYcnszCNSZ", "áéíóúýÁÉÍÓÚÝćńśźĆŃŚŹ"),
        ("grave", "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
        ("circ", "aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
        ("tilde", "anoANO", "ãñõÃÑÕ"),
        ("cedil", "csCS", "çşÇŞ"),
        ("ring", "auAU", "åůÅŮ"),
        ("slash", "oO", "øØ"),
        ("caron", "cdenrstzCDENRSTZ", "čďěňřšťžČĎĚŇŘŠŤŽ"),
        ("ogon", "aeAE", "ąęĄĘ"),
        ("strok", "ldLD", "łđŁĐ"),
        ("dblac", "ouOU", "őűŐŰ"),
        ("breve", "agAG", "ăğĂĞ"),
    ];
    whole.or_else(|| {
        let letter = name.chars().next()?;
        let (_, bare, marked) = MARKS.iter().find(|(mark, _, _)| name.get(1..).is_some_and(|rest| rest == *mark))?;
        bare.chars().position(|c| c == letter).and_then(|at| marked.chars().nth(at))
    })
}

/// Where a span begins when it may not begin within a colour.
pub(crate) fn after_colour(text: &str, span: &std::ops::Range<usize>) -> usize {
    let head = behind(text, span.start, 16);
    let Some(at) = head.rfind('\u{1b}') else { return span.start };
    let escape = span.start - head.len() + at;
    (escape + ansi_length(&text[escape..])).clamp(span.start, span.end)
}

/// A line end inside a wrapped base64 text is nothing; any other is itself.
fn wrap(text: &str, at: usize) -> Step {
    let rest = &text[at..];
    let length = rest.bytes().take(40).take_while(u8::is_ascii_whitespace).count();
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let follows = rest.as_bytes()[length..].iter().take(16).take_while(|b| in_run(**b)).count();
    let lines = rest[..length].bytes().filter(|b| *b == b'\n').count();
    if lines == 1
        && !(text[..at].ends_with('=') && pads(text, at - 1))
        && follows >= 4
        && goes_on(&rest[length..])
        && !is_line_of_its_own(&text[line_start..at], &rest[length..])
        && at - line_start <= 4096
        && may_wrap(&text[line_start..at])
    {
        Step::Drop(length)
    } else {
        Step::Plain(1)
    }
}

/// `aws_secret_access_key`, `AWS4-HMAC-SHA256`: a name, or a run in another alphabet than the one above it.
fn is_line_of_its_own(above: &str, line: &str) -> bool {
    let run = &line[..line.bytes().take(160).take_while(|b| in_run(*b)).count()];
    let whole = line[run.len()..].is_empty() || line[run.len()..].starts_with(['\n', '\r']);
    let last = &above[above.len() - above.bytes().rev().take(160).take_while(|b| in_run(*b)).count()..];
    let (slashes, dashes) = (['+', '/'], ['_', '-']);
    let other = last.contains(slashes) && run.contains(dashes) && !run.contains(slashes) && !last.contains(dashes)
        || last.contains(dashes) && run.contains(slashes) && !run.contains(dashes) && !last.contains(slashes);
    let snake = run.contains('_') && run.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let loud = run.contains(dashes)
        && run.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_-".contains(&b))
        && run.split(dashes).all(|part| part.len() <= 12);
    whole && (other || snake || loud)
}

/// Whether a line is the next piece of a run: one piece up to its end or a closing sign, or as random
/// as a run is. A setting such as `LOG_LEVEL=debug` or `region: eu` is a line of its own.
fn goes_on(line: &str) -> bool {
    let bytes = line.as_bytes();
    let length = bytes.iter().take(160).take_while(|b| in_run(**b)).count();
    let run = &line[..length];
    if let Some((_, value)) = run.split_once('=') {
        return value.bytes().all(|b| b == b'=')
            && !(value.is_empty() && bytes.get(length).is_some_and(|b| b"\"'$".contains(b)));
    }
    let has = |kind: fn(&u8) -> bool| run.as_bytes().iter().any(kind);
    let random = length >= 16 && has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    random || bytes.get(length).is_none_or(|b| b"\n\r\"'`,;)}]<\\".contains(b))
}

/// `LEVEL=debug` after a padded secret is a line of its own, not the rest of a quoted-printable one.
fn is_setting(line: &[u8]) -> bool {
    let name = line.iter().take(40).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let hex = |at: usize| line.get(name + at).is_some_and(u8::is_ascii_hexdigit);
    name >= 2 && line.get(name) == Some(&b'=') && !(hex(1) && hex(2))
}

/// Whether a line is written as mail writes it: `=3D` for an equals sign, `=C3=A9` for a letter.
pub(crate) fn is_quoted_printable(line: &str) -> bool {
    line.bytes().zip(line.bytes().skip(1)).zip(line.bytes().skip(2)).any(|((sign, high), low)| {
        let hex = |b: u8| b.is_ascii_digit() || (b'A'..=b'F').contains(&b);
        sign == b'=' && hex(high) && hex(low) && (high == b'3' && low == b'D' || (b'C'..=b'E').contains(&high))
    })
}

/// Whether the `=` at `at` fills up a base64 run and so ends it: no mail wraps there, unless the line is written
/// as mail writes it.
fn pads(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let run = bytes[..at].iter().rev().take(4096);
    let length = run.take_while(|b| b.is_ascii_alphanumeric() || b"+/_-".contains(b)).count();
    let before = bytes[..at].ends_with(b"=");
    let filled = before || length >= 12 && (length + 1) % 4 == 0;
    let from = text.ceil_char_boundary(at.saturating_sub(200));
    let line = text[from..at].rfind('\n').map_or(from, |end| from + end + 1);
    filled && !is_quoted_printable(&text[line..at])
}

/// `=` before a line end is how quoted-printable wraps.
fn soft_break(bytes: &[u8]) -> Step {
    match bytes {
        [b'=', b'\r', b'\n', next @ ..] if next.first().is_some_and(|b| in_run(*b)) && !is_setting(next) => {
            Step::Drop(3)
        }
        // `password=` and ` is …` below: the blank belongs to the next line.
        [b'=', b'\n', b' ', next @ ..] if next.first().is_some_and(u8::is_ascii_lowercase) && !is_setting(next) => {
            Step::Drop(2)
        }
        [b'=', b'\n', next @ ..] if next.first().is_some_and(|b| in_run(*b)) && !is_setting(next) => Step::Drop(2),
        _ => Step::Plain(1),
    }
}

fn wide(rest: &str) -> Step {
    let Some(letter) = rest.chars().next() else {
        return Step::Plain(1);
    };
    let length = letter.len_utf8();
    match letter {
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => Step::Drop(length),
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}' => Step::Decoded(length, ' '),
        '\u{ff01}'..='\u{ff5e}' => {
            let plain = char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter);
            Step::Decoded(length, plain)
        }
        _ => Step::Plain(length),
    }
}

/// Length in bytes of the ANSI sequence at the start of the text (at least the escape itself).
pub(crate) fn ansi_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    match bytes.get(1) {
        Some(b'[') => {
            let body = bytes[2..].iter().take(32).position(|b| (0x40..=0x7e).contains(b));
            body.map_or(2, |length| 3 + length)
        }
        Some(b']') => {
            let body = bytes[2..].iter().take(512).position(|&b| b == 0x07 || b == 0x1b);
            body.map_or(2, |length| 3 + length)
        }
        _ => 1,
    }
}
