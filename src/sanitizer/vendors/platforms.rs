//! Tokens of hosting platforms, networks, and stores of secrets.
//!
//! The prefix is proof enough: no entropy is asked for, and the whole run goes. Examples are put
//! together from pieces, so that scanners of git hosts do not mistake this file for a leak.

use super::token::{prefixed, token};
use crate::sanitizer::rule::Rule;

pub(crate) const RULES: &[Rule] = &[
    // Our own hub's.
    prefixed(
        "opsledger-token",
        &["opsl_"],
        r"\bopsl_[A-Za-z0-9_-]{40,}",
        concat!("used ops", "l_", "EXAMPLEexample0123456789EXAMPLE-example_012"),
        "opsl_ prefix expected",
    ),
    prefixed(
        "digitalocean-token",
        &["dop_v1_", "doo_v1_", "dor_v1_"],
        r"\bdo[opr]_v1_[0-9a-f]{40,}",
        concat!("used dop", "_v1_", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        "dop_v1_ prefix expected",
    ),
    prefixed(
        "heroku-token",
        &["HRKU-"],
        r"\bHRKU-[A-Za-z0-9_-]{30,}",
        concat!("used HR", "KU-", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexa"),
        "HRKU- prefix expected",
    ),
    prefixed(
        "fly-token",
        &["fm1", "fm2_", "fo1_"],
        r"\b(?:fm1[ar]_|fm2_|fo1_)[A-Za-z0-9+/=_-]{30,}",
        concat!("used fm", "2_", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEe"),
        "fm2_ macaroons are long",
    ),
    prefixed(
        "render-token",
        &["rnd_"],
        r"\brnd_[A-Za-z0-9]{24,}",
        concat!("used rn", "d_", "EXAMPLEexample0123456789EXAM"),
        "rnd_seed=42",
    ),
    prefixed(
        "netlify-token",
        &["nfp_", "nfc_", "nfo_", "nfu_"],
        r"\bnf[pcoub]_[A-Za-z0-9_]{30,}",
        concat!("used nf", "p_", "EXAMPLEexample0123456789EXAMPLEexamp"),
        "nfp_ prefix expected",
    ),
    prefixed(
        "vercel-token",
        &["vcp_", "vci_", "vca_", "vcr_", "vck_"],
        r"\bvc[piark]_[A-Za-z0-9]{24,}",
        concat!("used vc", "p_", "EXAMPLEexample0123456789EXAMPLEexample0123456789"),
        "vcp_ prefix expected",
    ),
    prefixed(
        "cloudflare-origin-key",
        &["v1.0-"],
        r"\bv1\.0-[0-9a-f]{24}-[0-9a-f]{100,}",
        concat!(
            "used v1",
            ".0-",
            "0123456789abcdef01234567-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef01"
        ),
        "release v1.0-rc1 is out",
    ),
    prefixed(
        "cloudflare-token",
        &["cfut_", "cfat_", "cfk_"],
        r"\bcf(?:ut|at|k)_[A-Za-z0-9_-]{30,}",
        concat!("used cf", "ut_", "EXAMPLEexample0123456789EXAMPLEexample0123456789"),
        "cfut_ prefix expected",
    ),
    prefixed(
        "tailscale-key",
        &["tskey-"],
        r"\btskey-[a-z]+-[A-Za-z0-9-]{12,}",
        concat!("used tskey", "-auth-", "EXAMPLEexample0123456789EXAMPLEexample01"),
        "tskey- prefix expected",
    ),
    prefixed(
        "neon-key",
        &["napi_"],
        r"\bnapi_[a-z0-9]{40,}",
        concat!("used na", "pi_", "example0123456789example0123456789example0123456789example012345"),
        "napi_status=0",
    ),
    prefixed(
        "planetscale-token",
        &["pscale_"],
        r"\bpscale_(?:tkn|pw|oauth|id)_[A-Za-z0-9_.=-]{20,}",
        concat!("used pscal", "e_pw_", "EXAMPLEexample0123456789EXAMPLEexample01234"),
        "pscale_cluster=main",
    ),
    prefixed(
        "supabase-key",
        &["sbp_", "sb_secret_"],
        r"\b(?:sbp_[0-9a-f]{32,}|sb_secret_[A-Za-z0-9_-]{20,})",
        concat!("used sb", "p_", "0123456789abcdef0123456789abcdef01234567"),
        "sbp_ prefix expected",
    ),
    prefixed(
        "databricks-token",
        &["dapi", "dkea", "dose"],
        r"\b(?:dapi|dkea|dose)[0-9a-fA-F]{32}(?:-[0-9])?\b",
        concat!("used da", "pi", "0123456789abcdef0123456789abcdef"),
        "dapi endpoint is slow",
    ),
    token(
        "terraform-token",
        &[".atlasv1."],
        r"\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{40,}",
        concat!(
            "used EXAMPLEexample.atlas",
            "v1.",
            "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample01234"
        ),
        "atlasv1. is a format",
    ),
    prefixed(
        "vault-token",
        &["hvs.", "hvb.", "hvr."],
        r"\bhv[sbr]\.[A-Za-z0-9_-]{20,}",
        concat!(
            "used hv",
            "s.",
            "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123"
        ),
        "hvs.example is no host",
    ),
    prefixed(
        "doppler-token",
        &["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."],
        r"\bdp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{36,}",
        concat!("used dp.", "pt.", "EXAMPLEexample0123456789EXAMPLEexample01234"),
        "dp.pt. is a prefix",
    ),
    prefixed(
        "pulumi-token",
        &["pul-"],
        r"\bpul-[0-9a-f]{40}\b",
        concat!("used pu", "l-", "0123456789abcdef0123456789abcdef01234567"),
        "pul-worker is down",
    ),
    prefixed(
        "launchdarkly-key",
        &["sdk-", "mob-", "api-"],
        r"\b(?:sdk|mob|api)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
        concat!("used sd", "k-", "01234567-89ab-cdef-0123-456789abcdef"),
        "sdk-version 4.2.1, api-gateway down",
    ),
    prefixed(
        "onepassword-token",
        &["ops_eyJ", "A3-"],
        r"\b(?:ops_eyJ[A-Za-z0-9+/=_-]{60,}|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3})",
        concat!("used A3-EXAMPL-EXAMPLE234", "5-", "EXAMP-LE234-EXAMP"),
        "paper size A3-landscape",
    ),
];
