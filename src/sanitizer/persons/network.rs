//! Network addresses of people and their devices.
//!
//! Loopback, wildcard and link-local addresses name no one. A private address is a service more
//! often than a person, so it goes only where the words before it speak of a caller.

use super::addresses;
use crate::sanitizer::rule::{Class, Rule, Weight};

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "ipv4-address",
        Class::Network,
        "four decimal bytes that are no loopback, wildcard, version or service",
        "[ip]",
        addresses::v4,
    )
    .hides("sign-in from 203.0.113.45 refused, connection received: host=203.0.113.7 port=51990, (ADDRESS=(PROTOCOL=tcp)(HOST=203.0.113.8)(PORT=49722))")
    .keeps("listening on 0.0.0.0:8080, cannot reach host=203.0.113.9 port=5432, version 1.2.3.4, proxy 127.0.0.1, upstream 10.4.0.12:5432, client: 10.42.0.1"),
    Rule::code(
        "ipv6-address",
        Class::Network,
        "an IPv6 address that is no loopback or wildcard",
        "[ip]",
        addresses::v6,
    )
    .hides("sign-in from 2001:db8:85a3::8a2e:370:7334 refused")
    .keeps("listening on [::1]:8080 at 12:34:56, std::io::Error"),
    Rule::code(
        "mac-address",
        Class::Network,
        "six hexadecimal bytes joined by colons, dashes or dots",
        "[mac]",
        addresses::mac,
    )
    .hides("device 3c:22:fb:9a:01:7e joined, cid=[01:3c:22:fb:9a:01:7f]")
    .keeps("at 12:34:56, broadcast ff:ff:ff:ff:ff:ff, certificate serial 4c:1e:90:aa:07:3d"),
    Rule::key(
        "address-field",
        Class::Network,
        Weight::Personal,
        "client_ip remote_ip user_ip source_ip ip_address x_forwarded_for x_real_ip remote_addr \
         client_address peer_ip cf_connecting_ip true_client_ip",
        "[ip]",
    )
    .hides("client_ip=10.20.30.40")
    .keeps("client_ip=unknown client_ip=127.0.0.1 client_ip=192.168.4.1"),
    Rule::key(
        "hardware-field",
        Class::Network,
        Weight::Personal,
        "mac_address client_mac device_mac mac_addr wifi_mac",
        "[mac]",
    )
    .hides("client_mac=3c22fb9a017e")
    .keeps("client_mac=unknown"),
];
