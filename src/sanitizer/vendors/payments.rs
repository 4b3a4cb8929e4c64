//! Tokens of payment, shop and shipping services.
//!
//! The prefix is proof enough: no entropy is asked for, and the whole run goes. Examples are put
//! together from pieces, so that scanners of git hosts do not mistake this file for a leak.

use super::token::prefixed;
use crate::sanitizer::rule::Rule;

pub(crate) const RULES: &[Rule] = &[
    prefixed(
        "stripe-key",
        &["sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", "pk_live_"],
        r"\b(?:[srp]k_(?:live|test|prod)_|whsec_)[A-Za-z0-9+/=_]{10,}",
        concat!("used sk_l", "ive_", "EXAMPLEexample0123456789"),
        "sk_live_ prefix expected",
    ),
    prefixed(
        "shopify-token",
        &["shpat_", "shpss_", "shpca_", "shppa_"],
        r"\bshp(?:at|ss|ca|pa)_[A-Za-z0-9]{24,}",
        concat!("used shp", "at_", "0123456789abcdef0123456789abcdef"),
        "shpat_ prefix expected",
    ),
    prefixed(
        "square-token",
        &["sq0", "EAAA"],
        r"\b(?:sq0[a-z]{3}-[A-Za-z0-9_-]{20,}|EAAA[A-Za-z0-9_-]{56,})",
        concat!("used sq0", "atp-", "EXAMPLEexample01234567"),
        "sq0atp- prefix expected",
    ),
    prefixed(
        "facebook-token",
        &["EAA"],
        r"\bEAA[A-Za-z0-9]{60,}",
        concat!(
            "used E",
            "AA",
            "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAM"
        ),
        "EAA countries only",
    ),
    prefixed(
        "paypal-token",
        &["access_token$"],
        r"\baccess_token\$(?:production|sandbox|live)\$[a-z0-9]{10,20}\$[0-9a-f]{32}",
        concat!("used access_token$product", "ion$", "example012345678$0123456789abcdef0123456789abcdef"),
        "access_token$ is a prefix",
    ),
    prefixed(
        "plaid-token",
        &["access-"],
        r"\b(?:access|public|link)-(?:production|sandbox|development)-[0-9a-f-]{36}",
        concat!("used access-pr", "oduction-", "01234567-89ab-cdef-0123-456789abcdef"),
        "access-production-logs were rotated",
    ),
    prefixed(
        "razorpay-key",
        &["rzp_"],
        r"\brzp_(?:live|test)_[A-Za-z0-9]{10,}",
        concat!("used rzp_", "live_", "EXAMPLEexample"),
        "rzp_live_ prefix expected",
    ),
    prefixed(
        "flutterwave-key",
        &["FLWSEC"],
        r"\bFLWSECK(?:_TEST)?-[0-9a-zA-Z-]{12,}",
        concat!("used FLWS", "ECK-", "0123456789abcdef0123456789abcdef"),
        "FLWSECK- prefix expected",
    ),
    prefixed(
        "shippo-token",
        &["shippo_"],
        r"\bshippo_(?:live|test)_[0-9a-f]{40}\b",
        concat!("used shippo", "_live_", "0123456789abcdef0123456789abcdef01234567"),
        "shippo_live_ prefix expected",
    ),
    prefixed(
        "easypost-key",
        &["EZAK", "EZTK"],
        r"\bEZ[AT]K[A-Za-z0-9]{50,}",
        concat!("used EZ", "AK", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPL"),
        "EZAK is a prefix",
    ),
];
