//! Network addresses of people and their devices.
//!
//! Loopback, wildcard and link-local addresses name no one. A private address is a service more
//! often than a person, so it goes only where the words before it speak of a caller.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::context::{before, has_word};
use super::rule::{Class, Found, Rule, Weight};

pub(super) const RULES: &[Rule] = &[
    Rule::text(
        "ipv4-address",
        Class::Network,
        &["."],
        r"\b[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\b",
        "[ip]",
    )
    .when(is_personal_v4)
    .reach(4, 20)
    .hides("sign-in from 203.0.113.45 refused")
    .keeps("listening on 0.0.0.0:8080, version 1.2.3.4, proxy 127.0.0.1, upstream 10.4.0.12:5432"),
    Rule::text(
        "ipv6-address",
        Class::Network,
        &[":"],
        r"(?i)\b(?:[0-9a-f]{1,4}:){2,7}(?:[0-9a-f]{1,4}|:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?|(?:[0-9]{1,3}\.){3}[0-9]{1,3})|\b[0-9a-f]{1,4}::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?",
        "[ip]",
    )
    .when(is_personal_v6)
    .reach(8, 48)
    .hides("sign-in from 2001:db8:85a3::8a2e:370:7334 refused")
    .keeps("listening on [::1]:8080 at 12:34:56, std::io::Error"),
    Rule::text(
        "mac-address",
        Class::Network,
        &[":", "-", "."],
        r"(?i)\b(?:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})\b",
        "[mac]",
    )
    .when(is_mac)
    .reach(4, 20)
    .hides("device 3c:22:fb:9a:01:7e joined")
    .keeps("at 12:34:56, broadcast ff:ff:ff:ff:ff:ff"),
    Rule::key(
        "address-field",
        Class::Network,
        Weight::Personal,
        "client_ip remote_ip user_ip source_ip ip_address x_forwarded_for x_real_ip remote_addr \
         client_address peer_ip cf_connecting_ip true_client_ip",
        "[ip]",
    )
    .hides("client_ip=10.20.30.40")
    .keeps("client_ip=unknown"),
];

fn joined(text: &str, start: usize, end: usize, signs: &str) -> bool {
    let before = text[..start].chars().next_back();
    let mut after = text[end..].chars();
    let next = after.next();
    before.is_some_and(|c| signs.contains(c) || c.is_alphanumeric())
        || next.is_some_and(|c| {
            c.is_alphanumeric() || signs.contains(c) && after.next().is_some_and(char::is_alphanumeric)
        })
}

fn is_personal_v4(found: &Found<'_>) -> bool {
    let range = found.secret.clone();
    if joined(found.text, range.start, range.end, ".-_") {
        return false;
    }
    let Ok(address) = found.secret().parse::<Ipv4Addr>() else {
        return false;
    };
    let words = before(found.text, range.start, 40);
    if address.is_loopback()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_link_local()
        || address.octets()[0] == 0
    {
        return false;
    }
    if has_word(&words, &["version", "v", "release", "ver", "build", "upgrade", "upgraded", "section", "oid"]) {
        return false;
    }
    if matches!(address.octets(), [10, ..] | [192, 168, ..] | [172, 16..=31, ..] | [100, 64..=127, ..]) {
        // Read from the whole text: a network such as 10.0.0.0/8 is no one's address.
        return !found.text[range.end..].starts_with('/') && speaks_of_caller(&words);
    }
    true
}

fn speaks_of_caller(words: &str) -> bool {
    has_word(
        words,
        &[
            "client",
            "user",
            "from",
            "remote",
            "caller",
            "visitor",
            "peer",
            "sign-in",
            "signin",
            "login",
            "logged",
            "device",
            "laptop",
            "workstation",
            "forwarded",
            "ip",
            "src",
            "source",
            "requester",
            "browser",
            "session",
            "by",
            "client_ip",
            "remote_addr",
            "phone",
            "guest",
            "vpn",
        ],
    )
}

fn is_personal_v6(found: &Found<'_>) -> bool {
    let range = found.secret.clone();
    if joined(found.text, range.start, range.end, ":._") {
        return false;
    }
    let secret = found.secret();
    let Ok(address) = secret.parse::<Ipv6Addr>() else {
        return false;
    };
    let segments = address.segments();
    let distinct = secret.split(':').filter(|group| !group.is_empty()).count();
    let digits = secret.bytes().any(|b| b.is_ascii_digit());
    !(address.is_loopback() || address.is_unspecified() || segments[0] == 0xff02)
        && digits
        && (distinct >= 3 || secret.contains("::") && (0x2000..0x4000).contains(&segments[0]) || segments[0] >= 0xfc00)
}

fn is_mac(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let hex: String = secret.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
    let dashed_number = secret.contains('.') && !hex.bytes().any(|b| b.is_ascii_alphabetic());
    !joined(found.text, found.secret.start, found.secret.end, ":-.")
        && hex != "ffffffffffff"
        && hex != "000000000000"
        && !dashed_number
}
