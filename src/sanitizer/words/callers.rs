//! Whose network address it is: the words before it name a caller or a machine.

use super::context::{Words, has_word};

/// Whether one of the last words before a public address calls it a machine of ours or of a
/// provider, and none calls it somebody's.
pub(crate) fn speaks_of_service(words: &str) -> bool {
    const SERVICES: [&str; 24] = [
        "upstream",
        "server",
        "host",
        "endpoint",
        "peer",
        "service",
        "backend",
        "gateway",
        "nameserver",
        "resolver",
        "dns",
        "broker",
        "replica",
        "primary",
        "standby",
        "node",
        "cluster",
        "registry",
        "listening",
        "bind",
        "bound",
        "to",
        "mirror",
        "load",
    ];
    const CALLERS: [&str; 22] = [
        "client",
        "user",
        "from",
        "remote",
        "caller",
        "visitor",
        "login",
        "logged",
        "device",
        "forwarded",
        "source",
        "src",
        "requester",
        "browser",
        "session",
        "by",
        "guest",
        "vpn",
        "invalid",
        "blocked",
        "banned",
        "customer",
    ];
    let near: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let near = &near[near.len().saturating_sub(4)..];
    // `endpoint: …` beneath `peer: …`, as WireGuard lists who is connected.
    if words.ends_with("  endpoint: ") {
        return false;
    }
    // "502 from upstream …": that word alone says what answered.
    if near.last().is_some_and(|word| ["upstream", "server", "endpoint", "backend", "gateway"].contains(word)) {
        return true;
    }
    // "sent to" may be a person's address as well; a connection goes to a service.
    let connects =
        near.windows(2).any(|pair| pair[1] == "to" && (pair[0].starts_with("connect") || pair[0] == "route"));
    near.iter().rev().take(3).any(|word| SERVICES.contains(word) && (*word != "to" || connects))
        && !near.iter().any(|word| CALLERS.contains(word))
}

/// What tables of routes and of packet filters say of machines: `proto dhcp src …`, `10.0.0.0/8 via …`,
/// `--to-source …`, `DROP all -- …`.
fn routes(words: &str, after: &str) -> bool {
    let last = words.trim_end();
    [" dev ", " proto ", " metric ", " scope "].iter().any(|word| words.contains(word) || after.contains(word))
        && [" src", " via", "/8", "/12", "/16", "/24"].iter().any(|word| last.ends_with(word))
        || last.ends_with(" via") && (after.starts_with(" dev ") || last.contains('/'))
        || ["--to-source", "--to-destination", "neighbor", "arp request for"].iter().any(|word| last.ends_with(word))
        || last.contains("arp request for")
        || last.contains("all -- ")
        || last.ends_with("all --")
}

/// Whether the words around a private address call it somebody's. "From" and "remote" alone may be about a machine:
/// then the line says what machines do to each other.
pub(crate) fn speaks_of_caller(words: &str, after: &str) -> bool {
    const MACHINES: Words = Words::new(&[
        "pod",
        "node",
        "upstream",
        "endpoint",
        "service",
        "cluster",
        "gateway",
        "dns",
        "broker",
        "replica",
        "primary",
        "server",
        "listening",
        "bind",
        "bound",
    ]);
    const PEOPLE: Words = Words::new(&[
        "client",
        "user",
        "caller",
        "visitor",
        "sign-in",
        "signin",
        "signed",
        "login",
        "logged",
        "device",
        "laptop",
        "workstation",
        "forwarded",
        "requester",
        "browser",
        "session",
        "client_ip",
        "remote_addr",
        "phone",
        "guest",
        "vpn",
        "dhcpack",
        "dhcpoffer",
        "dhcprequest",
    ]);
    const EITHER: Words = Words::new(&["from", "remote", "peer", "ip", "src", "source", "by"]);
    const TRAFFIC: Words = Words::new(&[
        "dst",
        "workload",
        "arping",
        "advertisement",
        "vrrp",
        "timeout",
        "timed out",
        "reset",
        "unreachable",
        "route",
        "health",
        "healthcheck",
        "probe",
        "heartbeat",
        "relay",
        "tcp",
        "udp",
        "dial",
        "read",
        "stale",
        "mount",
        "nfs",
        "scrape",
        "response",
        "reply",
        "error",
        "eof",
        "replication",
        "handshake",
        "retrying",
        "packet",
        "syn",
        "replay",
        "fd",
        "accept",
        "bind",
    ]);
    if has_word(words, &MACHINES) || routes(words, after) {
        return false;
    }
    let person = has_word(words, &PEOPLE);
    person
        || has_word(words, &EITHER) && !(has_word(words, &TRAFFIC) || has_word(after, &TRAFFIC))
        || has_word(words, &EITHER) && has_word(after, &PEOPLE) && !words.contains("handshake")
}
