//! `user:password` in base64, wherever it stands: what a basic header carries without its header.
//!
//! Few texts decode to printable characters by chance, and fewer to two words around a colon, so the
//! form proves itself.

use crate::sanitizer::looks::randomness::run_of;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;

pub(crate) const RULES: &[Rule] =
    &[Rule::code("encoded-pair", Class::Header, "base64 of two printable words joined by a colon", "[password]", find)
        .hides("decoded creds from YXBwOkdyOC1XYXNzZXI= twice")
        .keeps("read IyEvYmluL3NoCmVjaG8gaGk= twice")];

const SHORTEST: usize = 12;
const LONGEST: usize = 256;
const INSIDE: [bool; 256] = run_of(b"+/");

fn find(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let inside = |byte: &&u8| INSIDE[usize::from(**byte)];
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(inside).count();
        let padding = bytes[at + length..].iter().take(2).take_while(|b| **b == b'=').count();
        if (SHORTEST..=LONGEST).contains(&length) && (length + padding) % 4 == 0 && is_pair(&bytes[at..at + length]) {
            spans.push(Span::new(at..at + length + padding, "[password]"));
        }
        at += length + 1;
    }
}

/// Decodes only as far as the text stays printable.
fn is_pair(run: &[u8]) -> bool {
    let (mut held, mut bits) = (0_u32, 0);
    let (mut before, mut after, mut colon) = (0, 0, false);
    for letter in run {
        held = held << 6 | value(*letter);
        bits += 6;
        if bits < 8 {
            continue;
        }
        bits -= 8;
        let byte = (held >> bits) as u8;
        held &= (1 << bits) - 1;
        match byte {
            b':' if !colon => colon = true,
            b'!'..=b'~' if colon => after += 1,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'.' | b'_' | b'-' | b'@' | b'+' | b'\\' => before += 1,
            _ => return false,
        }
    }
    colon && before >= 1 && after >= 4
}

fn value(letter: u8) -> u32 {
    u32::from(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    })
}
