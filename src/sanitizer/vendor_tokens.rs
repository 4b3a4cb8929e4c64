//! Tokens that their vendor marks with a prefix, about eighty kinds.
//!
//! The prefix is proof enough: no entropy is asked for, and the whole run goes. Examples are put
//! together from pieces, so that scanners of git hosts do not mistake this file for a leak.

use super::rule::{Class, Rule};

const fn token(
    name: &'static str,
    triggers: &'static [&'static str],
    pattern: &'static str,
    hides: &'static str,
) -> Rule {
    Rule::text(name, Class::VendorToken, triggers, pattern, "[token]")
        .reach(4, 260)
        .hides(hides)
        .keeps("the token has no known prefix, see ghp_, AKIA, xoxb-, sk_live_ and glpat- in the manual")
}

pub(super) const RULES: &[Rule] = &[
    token(
        "github-token",
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
        r"\bgh[pousr]_[A-Za-z0-9]{20,255}",
        concat!("used gh", "p_EXAMPLEexampleEXAMPLEexample012345678"),
    ),
    token(
        "github-fine-token",
        &["github_pat_"],
        r"\bgithub_pat_[A-Za-z0-9_]{22,255}",
        concat!("used github", "_pat_EXAMPLEexampleEXAMPLE_example012345678"),
    ),
    token(
        "gitlab-token",
        &[
            "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "glagent-", "gloas-", "glimt-",
            "glffct-",
        ],
        r"\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas|imt|ffct)-[A-Za-z0-9_.-]{16,300}",
        concat!("used glp", "at-EXAMPLEexample01234567"),
    ),
    token(
        "aws-access-key",
        &["akia", "asia", "abia", "acca", "aroa", "aida"],
        r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b",
        concat!("used AKI", "AEXAMPLEEXAMPLE23"),
    ),
    token(
        "google-api-key",
        &["aiza"],
        r"\bAIza[A-Za-z0-9_-]{35}",
        concat!("used AI", "zaEXAMPLEexampleEXAMPLEexampleEXAMPLE0123"),
    ),
    token(
        "slack-token",
        &["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe", "xapp-"],
        r"\b(?:xox[abceoprs]-|xoxe\.xox[bp]-|xapp-)[A-Za-z0-9-]{10,250}",
        concat!("used xox", "b-000000000000-EXAMPLEexample"),
    ),
    token(
        "stripe-key",
        &["sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", "pk_live_"],
        r"\b(?:[srp]k_(?:live|test|prod)_|whsec_)[A-Za-z0-9+/=_]{10,250}",
        concat!("used sk_li", "ve_EXAMPLEexample0123456789"),
    ),
];
