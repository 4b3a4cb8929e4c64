//! Tokens of the services a platform talks to: messages, documents, monitoring.
//!
//! The prefix is proof enough: no entropy is asked for, and the whole run goes. Examples are put
//! together from pieces, so that scanners of git hosts do not mistake this file for a leak.

use super::token::{prefixed, token};
use crate::sanitizer::rule::Rule;

pub(crate) const RULES: &[Rule] = &[
    prefixed(
        "slack-token",
        &["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe", "xoxo-", "xoxc-", "xoxd-", "xapp-"],
        r"\b(?:xox[abcdeoprs]-|xoxe\.xox[bp]-|xapp-)[A-Za-z%+/-]*[0-9][A-Za-z0-9%+/-]{8,}",
        concat!("used xo", "xb-", "000000000000-EXAMPLEexample0123456789"),
        "xoxb- prefix expected, see xoxa-nyc.github.io and 2018-xoxo-indieweb-1.jpg",
    ),
    prefixed(
        "resend-key",
        &["re_"],
        r"\bre_[A-Za-z0-9]{8,}_[A-Za-z0-9]{20,}",
        concat!("used r", "e_", "EXAMPLEe_EXAMPLEexample0123456789"),
        "re_run_failed_jobs=true",
    ),
    prefixed(
        "sendgrid-key",
        &["SG."],
        r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
        concat!("used S", "G.", "EXAMPLEexample01234567.EXAMPLEexample0123456789EXAMPLEexample01234"),
        "SG.example.internal is a host",
    ),
    prefixed(
        "mailgun-key",
        &["key-", "pubkey-"],
        r"\b(?:pub)?key-[0-9a-f]{32}\b",
        concat!("used ke", "y-", "0123456789abcdef0123456789abcdef"),
        "key-value store is down",
    ),
    token(
        "mailchimp-key",
        &["-us"],
        r"\b[0-9a-f]{32}-us[0-9]{1,2}\b",
        concat!("used 0123456789abcdef0123", "456789abcdef", "-us12"),
        "region eu-us12 is down",
    ),
    prefixed(
        "brevo-key",
        &["xkeysib-", "xsmtpsib-"],
        r"\bx(?:key|smtp)sib-[0-9a-f]{40,}-[A-Za-z0-9]{12,}",
        concat!(
            "used xkey",
            "sib-",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-EXAMPLEexample01"
        ),
        "xkeysib- prefix expected",
    ),
    prefixed(
        "twilio-key",
        &["SK"],
        r"\bSK[0-9a-f]{32}\b",
        concat!("used SK", "0123456789abcdef0123456789abcdef"),
        "account AC12, SKU 4711",
    ),
    token(
        "telegram-token",
        &[":aa", "bot"],
        r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{30,}",
        concat!("used 012345", "6789:AA", "EXAMPLEexample0123456789EXAMPLEex"),
        "ratio 12345678:AA",
    ),
    token(
        "discord-token",
        &["mfa.", "discord"],
        r"\bmfa\.[A-Za-z0-9_-]{60,}",
        concat!(
            "used mf",
            "a.",
            "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexamp"
        ),
        "mfa.required is true",
    ),
    prefixed(
        "linear-key",
        &["lin_api_", "lin_oauth_"],
        r"\blin_(?:api|oauth)_[A-Za-z0-9]{32,}",
        concat!("used lin_", "api_", "EXAMPLEexample0123456789EXAMPLEexample01"),
        "lin_api_ prefix expected",
    ),
    prefixed(
        "notion-token",
        &["ntn_", "secret_"],
        r"\b(?:ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43}\b)",
        concat!("used nt", "n_", "EXAMPLEexample0123456789EXAMPLEexample01234567"),
        "secret_rotation_enabled=true",
    ),
    prefixed(
        "figma-token",
        &["figd_", "figo_"],
        r"\bfig[dour]_[A-Za-z0-9_-]{30,}",
        concat!("used fi", "gd_", "EXAMPLEexample0123456789EXAMPLEexample01"),
        "figd_ prefix expected",
    ),
    prefixed(
        "airtable-token",
        &["pat"],
        r"\bpat[A-Za-z0-9]{14}\.[0-9a-f]{64}\b",
        concat!("used patEXAMPL", "Eexample.", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        "pat expired",
    ),
    prefixed(
        "hubspot-token",
        &["pat-"],
        r"\bpat-(?:na|eu|ap)[0-9]-[0-9a-f-]{36}",
        concat!("used pat-", "eu1-", "01234567-89ab-cdef-0123-456789abcdef"),
        "pat-eu1 is a region",
    ),
    prefixed(
        "harness-token",
        &["pat.", "sat."],
        r"\b[ps]at\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}",
        concat!("used pa", "t.", "EXAMPLEexample01234567.0123456789abcdef01234567.EXAMPLEexample012345"),
        "pat.expired is a code",
    ),
    prefixed(
        "asana-token",
        &["0/", "1/", "2/"],
        r"\b[012]/[0-9]{14,18}(?:/[0-9]{14,18})?:[0-9a-f]{32}\b",
        concat!("used 1/0123456", "789012345:", "0123456789abcdef0123456789abcdef"),
        "part 1/2 done",
    ),
    prefixed(
        "dropbox-token",
        &["sl."],
        r"\bsl\.[A-Za-z0-9_-]{60,}",
        concat!(
            "used s",
            "l.",
            "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample"
        ),
        "sl.example is a host",
    ),
    token(
        "newrelic-key",
        &["nrak-", "nrjs-", "nrii-", "nriq-", "nrra-", "nrbr-", "nral"],
        r"\b(?:NR(?:AK|JS|II|IQ|RA|BR)-[A-Za-z0-9_-]{16,}|[0-9a-f]{36}NRAL)\b",
        concat!("used NR", "AK-", "EXAMPLE234567EXAMPLE234567E"),
        "NRAK- prefix expected",
    ),
    prefixed(
        "grafana-token",
        &["glsa_", "glc_"],
        r"\b(?:glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}|glc_[A-Za-z0-9+/=]{32,})",
        concat!("used gl", "sa_", "EXAMPLEexample0123456789EXAMPLEe_01234567"),
        "glsa_ prefix expected",
    ),
    prefixed(
        "sentry-token",
        &["sntrys_", "sntryu_"],
        r"\bsntry[su]_[A-Za-z0-9+/=_-]{40,}",
        concat!("used snt", "ryu_", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        "sntrys_ prefix expected",
    ),
    prefixed(
        "dynatrace-token",
        &["dt0"],
        r"\bdt0[a-z][0-9]{2}\.[A-Z0-9]{8,24}\.[A-Z0-9]{40,}",
        concat!(
            "used dt0",
            "c01.",
            "EXAMPLE234567EXAMPLE2345.EXAMPLE234567EXAMPLE234567EXAMPLE234567EXAMPLE234567EXAMPLE23456"
        ),
        "dt0c01. is a prefix",
    ),
    prefixed(
        "postman-key",
        &["PMAK-", "PMAT-"],
        r"\bPMA[KT]-[A-Za-z0-9-]{20,}",
        concat!("used PM", "AK-", "0123456789abcdef01234567-0123456789abcdef0123456789abcdef01"),
        "PMAK- prefix expected",
    ),
    prefixed(
        "contentful-token",
        &["CFPAT-"],
        r"\bCFPAT-[A-Za-z0-9_-]{30,}",
        concat!("used CFP", "AT-", "EXAMPLEexample0123456789EXAMPLEexample01234"),
        "CFPAT- prefix expected",
    ),
    prefixed(
        "typeform-token",
        &["tfp_"],
        r"\btfp_[A-Za-z0-9_.=-]{30,}",
        concat!("used tf", "p_", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexam"),
        "tfp_ prefix expected",
    ),
    token(
        "okta-token",
        &["ssws", "okta"],
        r"(?i:\bSSWS\s+|okta[^\n]{0,30}?\b)(?P<s>00[A-Za-z0-9_-]{38,42})\b",
        concat!("used SSW", "S 00", "EXAMPLEexample0123456789EXAMPLEexample01"),
        "SSWS scheme is deprecated",
    ),
    prefixed(
        "octopus-key",
        &["API-"],
        r"\bAPI-[A-Z0-9]{26,}\b",
        concat!("used AP", "I-", "EXAMPLE234567EXAMPLE234567EX"),
        "API-GATEWAY-TIMEOUT",
    ),
    prefixed(
        "snyk-token",
        &["snyk_"],
        r"\bsnyk_(?:uat|sat)\.[0-9a-f]{8}\.[A-Za-z0-9_.-]{40,}",
        concat!("used snyk", "_uat.", "01234567.EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexamp"),
        "snyk_uat. is a prefix",
    ),
    prefixed(
        "prefect-key",
        &["pnu_", "pnb_"],
        r"\bpn[ub]_[A-Za-z0-9]{32,}",
        concat!("used pn", "u_", "EXAMPLEexample0123456789EXAMPLEexamp"),
        "pnu_ prefix expected",
    ),
    prefixed(
        "frameio-token",
        &["fio-u-"],
        r"\bfio-u-[A-Za-z0-9_=-]{40,}",
        concat!("used fio", "-u-", "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample01"),
        "fio-u- prefix expected",
    ),
    prefixed(
        "readme-key",
        &["rdme_"],
        r"\brdme_[a-z0-9]{60,}",
        concat!("used rd", "me_", "example0123456789example0123456789example0123456789example0123456789ex"),
        "rdme_ prefix expected",
    ),
    prefixed(
        "wakatime-key",
        &["waka_"],
        r"\bwaka_[0-9a-f-]{36}",
        concat!("used wa", "ka_", "01234567-89ab-cdef-0123-456789abcdef"),
        "waka_ prefix expected",
    ),
    prefixed(
        "mapbox-token",
        &["sk.eyJ", "pk.eyJ", "tk.eyJ"],
        r"\b[spt]k\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{16,}",
        concat!(
            "used sk.",
            "eyJ",
            "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexamp.EXAMPLEexample01234567"
        ),
        "sk.example is a host",
    ),
    prefixed(
        "adafruit-key",
        &["aio_"],
        r"\baio_[A-Za-z0-9]{26,}",
        concat!("used ai", "o_", "EXAMPLEexample0123456789EXAM"),
        "aio_read failed",
    ),
    prefixed(
        "infracost-key",
        &["ico-"],
        r"\bico-[A-Za-z0-9]{0,40}[G-Zg-z][A-Za-z0-9]{20,}",
        concat!("used ic", "o-", "EXAMPLEexample0123456789EXAMPLEe"),
        "ico-sprite missing",
    ),
    token(
        "maxmind-key",
        &["_mmk"],
        r"\b[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk\b",
        concat!("used EXAMPL_EXAMPLEexampl", "e0123456789EXAMP", "_mmk"),
        "suffix _mmk expected",
    ),
];
