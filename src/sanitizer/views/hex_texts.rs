//! Texts written as hex digits in one run, `70773d4b…`: read as letters, they say what they hold.
//!
//! A digest decodes to bytes that are no letters; a run of which every byte is one was a text, and is shown to the rules
//! as such ([`super`]).

use std::ops::Range;

/// Shorter runs say too little.
const SHORTEST: usize = 20;
const LONGEST: usize = 8192;

/// Each run that was a text, and what it says.
pub(crate) fn find(text: &str) -> Vec<(Range<usize>, String)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|b| b.is_ascii_hexdigit()).count();
        let place = at..at + run;
        at += run + 1;
        if !(SHORTEST..=LONGEST).contains(&run) || !run.is_multiple_of(2) {
            continue;
        }
        let apart =
            place.start == 0 || !bytes[place.start - 1].is_ascii_alphanumeric() || bytes[place.start - 1] == b'x';
        let ends = bytes.get(place.end).is_none_or(|b| !b.is_ascii_alphanumeric());
        if apart
            && ends
            && let Some(plain) = letters(&text[place.clone()])
        {
            found.push((place, plain));
        }
    }
    found
}

/// The run as letters, when every pair of digits is one.
fn letters(run: &str) -> Option<String> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut plain = String::with_capacity(run.len() / 2);
    for pair in run.as_bytes().chunks(2) {
        let byte = digit(pair[0])? << 4 | digit(pair[1])?;
        if !(0x20..0x7f).contains(&byte) && !matches!(byte, b'\n' | b'\r' | b'\t') {
            return None;
        }
        plain.push(char::from(byte));
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use crate::sanitizer::redact;

    #[test]
    fn a_run_that_was_a_text_goes_when_a_rule_finds_something_in_it() {
        let hidden = redact("queue message undecodable: 70773d4b657373656c2d77617373657234377a (hex)");
        assert_eq!(hidden, "queue message undecodable: [password] (hex)");
        let kept = "queue message undecodable: 7374617475733d72756e6e696e670a20203137 (hex)";
        assert_eq!(redact(kept), kept);
    }
}
