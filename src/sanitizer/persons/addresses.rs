//! Finding network addresses, and telling those of people from those of services.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use crate::sanitizer::spans::Span;
use crate::sanitizer::words::callers::{speaks_of_caller, speaks_of_service};
use crate::sanitizer::words::context::{Words, ahead, before, has_word};
use crate::sanitizer::words::machines::is_of_machine;

/// Points at personal IPv4 addresses.
pub(crate) fn v4(text: &str, spans: &mut Vec<Span>) {
    runs(
        text,
        b'.',
        |b| b.is_ascii_digit() || b == b'.',
        |run| {
            let end = run.start + text[run.clone()].trim_end_matches('.').len();
            if (7..=15).contains(&(end - run.start)) && is_personal_v4(text, &(run.start..end)) {
                spans.push(Span::new(run.start..end, "[ip]"));
            }
        },
    );
}

/// Points at personal IPv6 addresses.
pub(crate) fn v6(text: &str, spans: &mut Vec<Span>) {
    runs(
        text,
        b':',
        |b| b.is_ascii_hexdigit() || b == b':' || b == b'.',
        |run| {
            let value = &text[run.clone()];
            let start = run.start + usize::from(value.starts_with(':') && !value.starts_with("::"));
            let end = start + text[start..run.end].trim_end_matches(['.', ':']).len();
            if (6..=45).contains(&(end - start)) && is_personal_v6(text, &(start..end)) {
                spans.push(Span::new(start..end, "[ip]"));
            }
        },
    );
}

/// Points at hardware addresses.
pub(crate) fn mac(text: &str, spans: &mut Vec<Span>) {
    for sign in [b':', b'-', b'.'] {
        runs(
            text,
            sign,
            |b| b.is_ascii_hexdigit() || b == sign,
            |run| {
                let value = text[run.clone()].trim_end_matches(char::from(sign));
                let (groups, length) = if sign == b'.' { (3, 4) } else { (6, 2) };
                // `cid=[01:3c:22:…]`: an identifier of a client is the kind of its hardware and the address.
                let client = sign != b'.' && value.len() == 20 && value.as_bytes()[..3] == [b'0', b'1', sign];
                if client
                    && value.split(char::from(sign)).all(|group| group.len() == 2)
                    && value[3..].bytes().any(|b| b != b'0' && b != sign)
                    && is_told_client(text, run.start)
                    && is_mac(text, &(run.start..run.start + value.len()))
                {
                    spans.push(Span::new(run.start + 3..run.start + value.len(), "[mac]"));
                    return;
                }
                let shaped = value.len() == groups * length + groups - 1
                    && value.split(char::from(sign)).all(|group| group.len() == length);
                let range = run.start..run.start + value.len();
                if shaped && is_mac(text, &range) {
                    spans.push(Span::new(range, "[mac]"));
                }
            },
        );
    }
}

/// `cid=[`, `client-id `: what leases call the identifier of a client.
fn is_told_client(text: &str, at: usize) -> bool {
    let words = before(text, at, 24);
    let name = words.trim_end_matches(['[', '"', '\'', ' ', '=', ':', '(']);
    ["cid", "client-id", "client_id", "clientid", "client id", "client identifier", "client-identifier", "uid"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Longest runs of the given bytes that hold the sign.
fn runs(text: &str, sign: u8, part: impl Fn(u8) -> bool, mut look: impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| *b == sign) {
        let start = at + next - bytes[at..at + next].iter().rev().take_while(|b| part(**b)).count();
        let end = at + next + bytes[at + next..].iter().take_while(|b| part(**b)).count();
        if end - start >= 6 {
            look(start..end);
        }
        at = end;
    }
}

fn joined(text: &str, start: usize, end: usize, signs: &str) -> bool {
    let before = text[..start].chars().next_back();
    let mut after = text[end..].chars();
    let next = after.next();
    before.is_some_and(|c| signs.contains(c) || c.is_alphanumeric())
        || next.is_some_and(|c| {
            c.is_alphanumeric() || signs.contains(c) && after.next().is_some_and(char::is_alphanumeric)
        })
}

fn is_personal_v4(text: &str, range: &Range<usize>) -> bool {
    if joined(text, range.start, range.end, ".-_") {
        return false;
    }
    text[range.clone()].parse().is_ok_and(|address| is_of_person(text, range, address))
}

fn is_of_person(text: &str, range: &Range<usize>, address: Ipv4Addr) -> bool {
    let words = before(text, range.start, 40);
    // `( 2.5.4.20 NAME …`, `2.5.29.17=#…`: an object of a directory or a certificate.
    let tail = &text[range.end..];
    let object = matches!(address.octets(), [2, 5, 4 | 29, _]) || matches!(address.octets(), [1, 3, 6, 1]);
    if [" NAME ", " DESC ", " SUP ", "=#"].iter().any(|next| tail.starts_with(next))
        || object && (words.contains("attribute") || words.contains("extension") || tail.trim_start().starts_with('='))
    {
        return false;
    }
    if address.is_loopback()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_link_local()
        || address.octets()[0] == 0
        // A network, or the fourth part of a version.
        || address.octets()[3] == 0
    {
        return false;
    }
    if has_word(
        &words,
        const { &Words::new(&["version", "v", "release", "ver", "build", "upgrade", "upgraded", "section", "oid"]) },
    ) {
        return false;
    }
    if matches!(address.octets(), [10, ..] | [192, 168, ..] | [172, 16..=31, ..] | [100, 64..=127, ..]) {
        if is_gateway(address) {
            return false;
        }
        // `'app'@'10.0.0.4'` is how a database names an account.
        if words.ends_with("'@'") || words.ends_with("://") || is_own_end(&words) {
            return false;
        }
        // Read from the whole text: a network such as 10.0.0.0/8 is no one's address.
        let tail = &text[range.end..];
        let line = ahead(tail, 0, 80).split('\n').next().unwrap_or("");
        // `session-store   ClusterIP   10.96.217.175`
        // What a client of SSH says of the server that hung up.
        let left_by_server = line.starts_with(" port 22") && words.ends_with("closed by ");
        let kinds = ["clusterip", "nodeport", "loadbalancer"];
        return !tail.starts_with('/')
            && !kinds.iter().any(|kind| words.trim_end().ends_with(kind))
            && !is_served(tail)
            && !follows_machine(&words)
            && !is_told_of_machine(text, range)
            && !left_by_server
            && speaks_of_caller(&words, &line.to_lowercase());
    }
    is_refused_host(&words, tail) || is_client_port(tail) || is_tunnel_peer(&words) || !speaks_of_service(&words)
}

/// `no pg_hba.conf entry for host "203.0.113.7"`, `Host '203.0.113.7' is not allowed to connect`: the host that a
/// database complains about is the one that asked.
fn is_refused_host(words: &str, tail: &str) -> bool {
    const REFUSALS: [&str; 5] =
        [" is not allowed to connect", " is blocked", " is not privileged", " is not permitted", " rejected"];
    // Whatever the language of the rest: the file of rules is asked about the client.
    if words.contains("pg_hba.conf") || words.ends_with("connection received: host=") {
        return true;
    }
    let Some(head) = words.trim_end_matches([' ', '"', '\'', '`', '«']).strip_suffix("host") else { return false };
    let tail = tail.trim_start_matches(['"', '\'', '`', '»']);
    ["entry for ", "from ", "entry matches ", "denied for ", "rejects connection for ", "refused for "]
        .iter()
        .any(|end| head.ends_with(end))
        || REFUSALS.iter().any(|refusal| tail.starts_with(refusal))
}

/// `handshake for peer 14 (203.0.113.7:51820)`: the other end of a tunnel, which is numbered.
fn is_tunnel_peer(words: &str) -> bool {
    let Some(head) = words.strip_suffix(" (") else { return false };
    let number = head.bytes().rev().take_while(u8::is_ascii_digit).count();
    number > 0 && head[..head.len() - number].ends_with(" peer ")
}

/// `host=203.0.113.7 port=51990`, `(HOST=203.0.113.7)(PORT=49722)`: a port that only clients have.
fn is_client_port(tail: &str) -> bool {
    let next = ahead(tail, 0, 40).to_lowercase();
    let next = next.trim_start_matches(['"', '\'', ')']);
    let port = [" port=", ", port=", "(port=", " port "].iter().find_map(|name| next.strip_prefix(name)).unwrap_or("");
    let port = &port[..port.bytes().take(6).take_while(u8::is_ascii_digit).count()];
    port.parse().is_ok_and(|port: u32| (32_768..65_536).contains(&port))
}

/// The first host of a private network: what hands on the calls of others, and nobody's own device.
pub(crate) fn is_gateway(address: Ipv4Addr) -> bool {
    address.is_private() && address.octets()[3] == 1
}

/// `rip=203.0.113.7, lip=10.5.0.9`: the end of a connection that is the server's own.
fn is_own_end(words: &str) -> bool {
    const OWN: [&str; 8] = ["lip", "laddr", "local", "local_ip", "local_addr", "localip", "server_addr", "dst"];
    let name = words.trim_end_matches(['"', '\'', ' ']).strip_suffix(['=', ':']).unwrap_or("");
    OWN.contains(&name.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or(""))
}

/// "Accepted publickey for borg from …", "authenticating user root …": where a machine's account came from.
fn follows_machine(words: &str) -> bool {
    let words = words.trim_end_matches([' ', '[', '(']);
    let words = words.strip_suffix(" from").unwrap_or(words).trim_end_matches(']').replace('[', "");
    words.rsplit_once(' ').is_some_and(|(before, name)| {
        (before.ends_with(" for") || before.ends_with(" user"))
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && is_of_machine(name)
    })
}

/// `user: 'backup_ro' host: '10.0.7.9'`, `"client":"10.0.7.9:41152",…,"user":"svc-index"`: the account in the same line
/// is a machine's; `"client_token":"hmac-…"`, as Vault writes down who asks, is a program's as well.
fn is_told_of_machine(text: &str, range: &Range<usize>) -> bool {
    let around = before(text, range.start, 120) + "\n" + ahead(text, range.end, 160).split('\n').next().unwrap_or("");
    let mut accounts = around
        .match_indices("user")
        .filter_map(|(at, word)| {
            let rest = around[at + word.len()..].strip_prefix("name").unwrap_or(&around[at + word.len()..]);
            let name = rest.trim_start_matches(['"', '\'', '=', ':', ' ', '\\']);
            let length = name.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)).count();
            (rest[..rest.len() - name.len()].contains([':', '=']) && length > 0).then(|| &name[..length])
        })
        .peekable();
    accounts.peek().is_some() && accounts.all(is_of_machine)
}

/// `10.0.3.4:5432`: callers come from high ports, services listen on low ones.
fn is_served(tail: &str) -> bool {
    let port = tail
        .strip_prefix([':', '#'])
        .map_or("", |rest| &rest[..rest.bytes().take(6).take_while(u8::is_ascii_digit).count()]);
    port.parse().is_ok_and(|port: u32| (1..30_000).contains(&port))
}

fn is_personal_v6(text: &str, range: &Range<usize>) -> bool {
    if joined(text, range.start, range.end, ":._") || text[..range.start].ends_with('-') {
        return false;
    }
    let secret = &text[range.clone()];
    let Ok(address) = secret.parse::<Ipv6Addr>() else {
        return false;
    };
    // `::ffff:203.0.113.7`
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_of_person(text, range, mapped);
    }
    // `c0:36:21:…`, eight pairs of digits, is the serial of a certificate or the name of a port.
    if secret.split(':').count() == 8 && secret.split(':').all(|group| group.len() == 2) {
        return false;
    }
    let segments = address.segments();
    // Unique and link-local addresses are as private as 10.0.0.1.
    if (0xfc00..0xff00).contains(&segments[0]) {
        let tail = text[range.end..].trim_start_matches(']');
        let line = ahead(tail, 0, 80).split('\n').next().unwrap_or("");
        return !tail.starts_with('/')
            && !is_served(tail)
            && speaks_of_caller(&before(text, range.start, 40), &line.to_lowercase());
    }
    let distinct = secret.split(':').filter(|group| !group.is_empty()).count();
    let digits = secret.bytes().any(|b| b.is_ascii_digit());
    !(address.is_loopback() || address.is_unspecified() || segments[0] == 0xff02)
        && digits
        && (distinct >= 3 || secret.contains("::") && (0x2000..0x4000).contains(&segments[0]) || segments[0] >= 0xfc00)
}

fn is_mac(text: &str, range: &Range<usize>) -> bool {
    let secret = &text[range.clone()];
    let hex: String = secret.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
    let dashed_number = secret.contains('.') && !hex.bytes().any(|b| b.is_ascii_alphabetic());
    // `serial 4a:b6:…`: six bytes number a certificate or a key as well.
    let words = before(text, range.start, 32);
    let last = words.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("");
    let numbers = matches!(last, "serial" | "serialnumber" | "fingerprint" | "keyid" | "thumbprint")
        || words.trim_end_matches([' ', ':', '=']).ends_with("serial number");
    !numbers
        && !joined(text, range.start, range.end, ":-.")
        && hex != "ffffffffffff"
        && hex != "000000000000"
        && !dashed_number
}
