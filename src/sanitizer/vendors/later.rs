//! Tokens of services that came to be known late: of clusters, travel, chats and private networks.
//!
//! The prefix is proof enough: no entropy is asked for, and the whole run goes. Examples are put
//! together from pieces, so that scanners of git hosts do not mistake this file for a leak.

use super::token::{prefixed, token};
use crate::sanitizer::rule::Rule;

pub(crate) const RULES: &[Rule] = &[
    prefixed(
        "cluster-token",
        &["sha256~", "SWMTKN-", "SWMKEY-"],
        r"\b(?:sha256~[A-Za-z0-9_-]{40,}|SWM(?:TKN|KEY)-[0-9]-[A-Za-z0-9+/-]{30,})",
        concat!("used sha25", "6~", "EXAMPLEexample0123456789EXAMPLEexample01234"),
        "sha256~ is a prefix, SWMTKN-1 is the first kind",
    ),
    prefixed(
        "access-service-key",
        &["authress_", "scauth_", "sc_", "ext_"],
        r"\b(?:authress|scauth|sc|ext)_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][A-Za-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,}",
        concat!("used authre", "ss_EXAMPLE01.ex0m.acc-", "EXAMPLE0123456.EXAMPLEexample0123456789EXAMPLEexample"),
        "sc_reader, ext_auth.filter.acc-log is full",
    ),
    prefixed(
        "travel-service-token",
        &["duffel_live_", "duffel_test_"],
        r"\bduffel_(?:live|test)_[A-Za-z0-9_=-]{30,}",
        concat!("used duff", "el_live_", "EXAMPLEexample0123456789EXAMPLEexample01234"),
        "duffel_test_ prefix expected",
    ),
    prefixed(
        "ledger-service-token",
        &["sm_aat_", "sm_pat_", "sm_sat_"],
        r"\bsm_[aps]at_[A-Za-z0-9]{16,}",
        concat!("used sm", "_pat_", "EXAMPLEexample01"),
        "sm_pat_ prefix expected",
    ),
    prefixed(
        "private-network-key",
        &["dnkey-"],
        r"\bdnkey-[A-Z2-7]{20,30}-[A-Z2-7]{40,60}",
        concat!("used dn", "key-", "EXAMPLE234567EXAMPLE234567-EXAMPLE234567EXAMPLE234567EXAMPLE234567EXAMPLE234567"),
        "dnkey- prefix expected",
    ),
    prefixed(
        "server-forge-token",
        &["BBDC-"],
        r"\bBBDC-[A-Za-z0-9+/@_-]{40,50}",
        concat!("used BB", "DC-", "EXAMPLEexample0123456789EXAMPLEexample012345"),
        "BBDC- prefix expected",
    ),
    token(
        "network-app-token",
        &["|"],
        r"\b[0-9]{15,16}(?:\||%7C)[A-Za-z0-9_-]{27}\b",
        concat!("used 0123456789", "012345|", "EXAMPLEexample0123456789_Ex"),
        "0123456789012345|12|17",
    ),
    prefixed(
        "chat-bot-token",
        &["M", "N", "O"],
        r"\b[MNO][A-Za-z0-9]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}\b",
        concat!("used MTE", "xMjAyNTE2Nzc4MTI0OTk0.", "Yk3mQ2.", "EXAMPLEexample01234-56789EX"),
        "Metrics.Names.OfThings stay, Module.Nested.Operation",
    ),
];
