//! Keys and tokens of the big clouds.
//!
//! The prefix is proof enough: no entropy is asked for, and the whole run goes. Examples are put
//! together from pieces, so that scanners of git hosts do not mistake this file for a leak.

use super::token::{prefixed, token};
use crate::sanitizer::rule::Rule;

pub(crate) const RULES: &[Rule] = &[
    prefixed(
        "aws-access-key",
        &["AKIA", "ASIA", "ABIA", "ACCA"],
        r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b",
        concat!("used AK", "IA", "EXAMPLE234567EXA"),
        "ASIA region is not supported, AKIA is a prefix",
    ),
    prefixed(
        "aws-bedrock-key",
        &["ABSK"],
        r"\bABSK[A-Za-z0-9+/]{60,}={0,2}",
        concat!(
            "used AB",
            "SK",
            "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexampl"
        ),
        "ABSK keys are short-lived",
    ),
    prefixed(
        "google-api-key",
        &["AIza"],
        r"\bAIza[A-Za-z0-9_-]{30,}",
        concat!("used AI", "za", "EXAMPLEexample0123456789EXAMPLEexam"),
        "a key starts with AIza",
    ),
    prefixed(
        "google-oauth-token",
        &["ya29."],
        r"\bya29\.[A-Za-z0-9_.-]{20,}",
        concat!("used ya", "29.", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexamp"),
        "ya29. is a prefix",
    ),
    prefixed(
        "google-refresh-token",
        &["1//0"],
        r"\b1//0[A-Za-z0-9_-]{30,}",
        concat!("used 1/", "/0", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexamp"),
        "see step 1//0 of the plan",
    ),
    prefixed(
        "google-client-secret",
        &["GOCSPX-"],
        r"\bGOCSPX-[A-Za-z0-9_-]{20,}",
        concat!("used GOC", "SPX-", "EXAMPLEexample0123456789EXAM"),
        "GOCSPX- prefix expected",
    ),
    token(
        "entra-client-secret",
        &["q~"],
        r"(?:\b|[_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{28,40}",
        concat!("used abc", "8Q~", "EXAMPLEexample0123456789EXAMPLEexa"),
        "value has no Q~ in place six",
    ),
    prefixed(
        "entra-refresh-token",
        &["0.A", "1.A"],
        r"\b[01]\.A[A-Za-z0-9_-]{20,}(?:\.[A-Za-z0-9_-]+)*",
        concat!("used 0", ".A", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEe"),
        "step 1.a and step 0.a of the plan",
    ),
    token(
        "azure-devops-token",
        &["azdo"],
        r"\b[A-Za-z0-9]{60,}AZDO[A-Za-z0-9]{4}\b",
        concat!("used EXAMPLEexample012345", "6789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMAZDO", "0123"),
        "AZDO pipelines are paused",
    ),
    prefixed(
        "alibaba-key",
        &["LTAI"],
        r"\bLTAI[A-Za-z0-9]{12,30}\b",
        concat!("used LT", "AI", "EXAMPLEexample012345"),
        "LTAI is a prefix",
    ),
    prefixed(
        "tencent-key",
        &["AKID"],
        r"\bAKID[A-Za-z0-9]{13,40}\b",
        concat!("used AK", "ID", "EXAMPLEexample0123456789EXAMPLEe"),
        "AKID is a prefix",
    ),
    prefixed(
        "scaleway-key",
        &["SCW"],
        r"\bSCW[A-Z0-9]{17}\b",
        concat!("used S", "CW", "EXAMPLE234567EXAM"),
        "SCW zone is down",
    ),
    prefixed(
        "yandex-key",
        &["AQVN", "YCA", "YCP", "t1.9"],
        r"\b(?:AQVN[A-Za-z0-9_-]{30,}|YC[AP][A-Za-z0-9_-]{30,}|t1\.9[A-Za-z0-9_.-]{40,})",
        concat!("used AQ", "VN", "EXAMPLEexample0123456789EXAMPLEexample"),
        "AQVN is a prefix",
    ),
];
