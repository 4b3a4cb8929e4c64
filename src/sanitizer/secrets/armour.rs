//! Keys in armour: PEM, OpenSSH, PGP, `PuTTY`, and one-line forms.
//!
//! Certificates and public keys are no secret and stay. A block without an end goes to the end of
//! the text: a log line that was cut in the middle of a key still holds half a key.

use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "armoured-key",
        Class::PrivateKey,
        "-----BEGIN … PRIVATE KEY----- up to its END line",
        "[key]",
        pem,
    )
    .hides(concat!("load -----BEGIN PRIVATE", " KEY-----\nTUlJRXZRSUJBREFO\n-----END PRIVATE", " KEY----- failed"))
    .keeps("no line -----BEGIN CERTIFICATE----- found in /etc/app/tls.pem"),
    Rule::text(
        "putty-key",
        Class::PrivateKey,
        &["private-lines:", "private-mac:"],
        r"(?i)\bprivate-(?:lines:\s*[0-9]{1,4}(?P<s>(?:\s{1,4}|\\n|\\r)[A-Za-z0-9+/=\s\\]{16,})|mac:\s*(?P<t>[0-9a-f]{40,64}))",
        "[key]",
    )
    .reach(0, 4096)
    .hides("Private-Lines: 2\nTUlJRXZRSUJBREFOQmdr\naGtpRzl3MEJBUUVG\nPrivate-")
    .keeps("Private-Lines: missing"),
        Rule::prefix(
        "openssh-key-body",
        Class::PrivateKey,
        &["b3BlbnNzaC1rZXk"],
        r"b3BlbnNzaC1rZXk[A-Za-z0-9+/]{8,}={0,2}",
        "[key]",
    )
    .hides(concat!("blob b3BlbnNzaC1", "rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ was read"))
    .keeps("blob b3BlbnNzaC1 was read"),
    Rule::text(
        "age-key",
        Class::PrivateKey,
        &["age-secret-key-"],
        r"(?i)\bAGE-SECRET-KEY-1[0-9A-Z]{20,80}",
        "[key]",
    )
    .hides("decrypt with AGE-SECRET-KEY-1EXAMPLEEXAMPLEEXAMPLEEXAMPLE failed")
    .keeps("decrypt with an AGE-SECRET-KEY- failed"),
];

fn pem(text: &str, spans: &mut Vec<Span>) {
    let mut from = 0;
    // What is not found once is not found behind it either; asking again would not be linear.
    let mut endless = false;
    while let Some(at) = text[from..].find("-BEGIN ").or_else(|| text[from..].find("- BEGIN ")) {
        let begin = from + at;
        from = begin + 7;
        let head = &text[begin..text.floor_char_boundary(begin + 80)];
        let label = head[7..].split("--").next().unwrap_or("");
        let secret = ["PRIVATE KEY", "PRIVATE", "PGP MESSAGE", "SSH2 ENCRYPTED", "OPENVPN STATIC"]
            .iter()
            .any(|word| label.contains(word));
        // The sentence "-----BEGIN PRIVATE KEY----- not found" holds no key.
        let body = text[begin + 7 + label.len()..].trim_start_matches('-');
        if !secret || !holds_body(body) {
            continue;
        }
        let start = begin - text[..begin].bytes().rev().take(8).take_while(|b| *b == b'-').count();
        let closed = if endless { None } else { body.find("-END ").or_else(|| body.find("- END ")) };
        endless = closed.is_none();
        let end = match closed {
            Some(end) => {
                let end = text.len() - body.len() + end + 5;
                let line = &text[end..text.floor_char_boundary(end + 80)];
                let close = line
                    .find("--")
                    .map_or(line.len().min(40), |at| at + line[at..].bytes().take_while(|b| *b == b'-').count());
                text.floor_char_boundary(end + close)
            }
            None => text.len() - body.len() + body_length(body),
        };
        spans.push(Span::new(start..end, "[key]"));
        from = end;
    }
}

/// How far the lines of a block go that was cut off: lines of base64, headers, and escaped line ends.
fn body_length(body: &str) -> usize {
    let mut length = 0;
    for line in body.split_inclusive('\n') {
        let bare = line.trim();
        let run = |c: char| c.is_ascii_alphanumeric() || "+/=-\\\"'…".contains(c);
        let header =
            bare.split_once(": ").is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-'));
        // The first line goes to its end, whatever it holds: it may be the whole block.
        if length > 0 && !bare.is_empty() && !header && (!bare.chars().all(run) || bare.len() < 4) {
            break;
        }
        length += line.len();
    }
    body[..length].trim_end().len()
}

/// Whether key material follows: a base64 run after line ends, blanks or escaped line ends.
fn holds_body(body: &str) -> bool {
    let head = &body[..body.floor_char_boundary(400)];
    head.split(|c: char| !c.is_ascii_alphanumeric() && !"+/=".contains(c)).any(|run| run.len() >= 12)
}
