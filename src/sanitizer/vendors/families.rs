//! Tokens too short or too plain for the net of random runs, each known by the form its vendor gives all of them.
//!
//! The form is proof enough: a prefix, a count of parts, an alphabet. Examples are put together from pieces, so that
//! scanners of git hosts do not mistake this file for a leak.

use super::token::{prefixed, token};
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::Rule;

pub(crate) const RULES: &[Rule] = &[
    prefixed(
        "old-installation-token",
        &["v1."],
        r"\bv1\.[0-9a-f]{40}\b",
        concat!("used v", "1.", "0123456789abcdef0123456789abcdef01234567"),
        "release v1.2 is out",
    ),
    prefixed(
        "watched-page-key",
        &["m", "u", "ur"],
        r"\b(?:m|ur?)[0-9]{6,10}-[0-9a-f]{24}\b",
        concat!("used u", "r1234567-", "0123456789abcdef01234567"),
        "m204 is down, ur-17",
    ),
    prefixed(
        "seller-key",
        &["amzn.mws.", "PRD-", "SBX-", "APP_USR-", "cfsk_", "sup_sk_", "xnd_"],
        r"\b(?:amzn\.mws\.[0-9a-f]{8}-[0-9a-f-]{27}|(?:PRD|SBX)-[0-9a-f]{12}-(?:[0-9a-f]{4}-){3}[0-9a-f]{4}|APP_USR-[0-9]{10,20}-[0-9]{6}-[0-9a-f]{32}-[0-9]{5,12}|cfsk_ma_(?:prod|test)_[0-9a-f]{32}_[0-9a-f]{8}|sup_sk_[A-Za-z0-9]{24,}|xnd_(?:production|development)_[A-Za-z0-9]{30,})",
        concat!("used amzn", ".mws.", "01234567-89ab-cdef-0123-456789abcdef"),
        "PRD-cluster is down, APP_USR-ID missing",
    ),
    prefixed(
        "database-service-password",
        &["npg_", "AVNS_", "CCDB1_", "xau_", "fnA"],
        r"\b(?:npg_[A-Za-z0-9]{10,}|AVNS_[A-Za-z0-9_-]{15,}|CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}|xau_[A-Za-z0-9]{20,}|fnA[A-Za-z0-9_-]{37,})",
        concat!("used np", "g_", "EXAMPLE01234"),
        "npg_read failed, AVNS_ prefix expected",
    ),
    prefixed(
        "dotted-service-token",
        &["st.", "sa.", "ser.", "api_", "1000.", "WPL_AP"],
        r"\b(?:st\.[0-9a-f]{8}-[0-9a-f-]{4,27}\.[0-9a-f]{32}(?:\.[0-9a-f]{32})?|sa\.[0-9a-f]{8}-[0-9a-f-]{27}\.[0-9a-f]{32,}|ser\.[A-Za-z0-9]{22}\b|api_[A-Za-z0-9]{22}\.[A-Za-z0-9]{22}|1000\.[0-9a-f]{32}\.[0-9a-f]{32}|WPL_AP[0-9]\.[A-Za-z0-9]{10,24}\.[A-Za-z0-9+/]{6,16}={0,2})",
        concat!("used se", "r.", "EXAMPLEexample01234567"),
        "st.example and sa.example are hosts, api_status=1",
    ),
    prefixed(
        "machine-account-token",
        &["0."],
        r"\b0\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.[A-Za-z0-9]{20,40}:[A-Za-z0-9+/]{20,}={0,2}",
        concat!(
            "used 0",
            ".01234567-89ab-cdef-0123-456789abcdef.EXAMPLEexample0123456789EXAMPL:EXAMPLEexample01234567=="
        ),
        "version 0.01234567",
    ),
    prefixed(
        "build-service-token",
        &[
            "depot_", "chpt_", "bkt_", "signkey-", "sktsec_", "papi-", "an-", "cal_", "expo_", "sgd_", "rpa_", "jsrp_",
            "jsrt_", "csa_",
        ],
        r"\b(?:depot_(?:user|project|org)_[0-9a-f]{40,}|chpt_[0-9a-f]{12,}|bkt_[A-Za-z0-9_-]{30,}|signkey-(?:prod|test|branch)-[0-9a-f]{32,}|sktsec_[A-Za-z0-9_-]{30,}|papi-[0-9a-f]{8}-[0-9a-f-]{27}|an-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|cal_(?:live_|test_)?[0-9a-f]{32}\b|expo_[A-Za-z0-9]{30,}|sgd_[A-Za-z0-9]{40,}|rpa_[A-Z0-9]{30,}[a-z0-9]{0,8}|jsr[pt]_[A-Za-z0-9]{24,}|csa_[A-Za-z0-9]{30,})",
        concat!("used chp", "t_", "0123456789abcde"),
        "depot_user_id=7, an-archive, bkt_count=3",
    ),
    prefixed(
        "social-token",
        &["pina_", "oauth:", "IGQV", "IGAA", "THAA", "act.", "rft."],
        r"\b(?:pina_[A-Za-z0-9]{40,}|oauth:[a-z0-9]{30}\b|(?:IGQV|IGAA|THAA)[A-Za-z0-9_-]{60,}|(?:act|rft)\.[A-Za-z0-9]{40,}(?:![0-9]{1,4})?)",
        concat!("used oau", "th:", "example0123456789example012345"),
        "oauth:required, act.run failed",
    ),
    prefixed(
        "push-server-key",
        &["AAAA"],
        r"\bAAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{80,}",
        concat!(
            "used AA",
            "AAExampl1:APA91b",
            "EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample0123456789EXAMPLEexample01"
        ),
        "rank AAAA, record AAAA",
    ),
    prefixed(
        "cluster-join-token",
        &["sha256~", "K10", "SWMTKN-"],
        r"\b(?:sha256~[A-Za-z0-9_-]{40,}|K10[0-9a-f]{64}::(?:[a-z]{1,12}:[0-9a-zA-Z]{16,}|[a-z0-9]{6}\.[a-z0-9]{16})|SWMTKN-1-[a-z0-9]{40,}-[a-z0-9]{20,})",
        concat!("used sha2", "56~", "EXAMPLEexample0123456789EXAMPLEexample01234"),
        "K10 is full, sha256~ prefix expected",
    ),
    prefixed(
        "age-plugin-identity",
        &["AGE-PLUGIN-"],
        r"\bAGE-PLUGIN-[A-Z0-9]{2,20}-1[A-Z0-9]{20,}",
        concat!("used AGE-PLU", "GIN-YUBIKEY-1", "EXAMPLE0123456789EXAMPLE"),
        "AGE-PLUGIN-YUBIKEY is not installed",
    ),
    prefixed(
        "note-service-token",
        &["S=s"],
        r"\bS=s[0-9]{1,3}:U=[0-9a-f]{1,8}:E=[0-9a-f]{8,14}:C=[0-9a-f]{8,14}:P=[0-9a-f]{2,5}:A=[a-z0-9-]{2,30}:V=2:H=[0-9a-f]{32}",
        concat!(
            "used S",
            "=s1:U=12345:E=0123456789a:C=0123456789b:P=1cd:A=en-devtoken:V=2:H=0123456789abcdef0123456789abcdef"
        ),
        "S=s1 of the plan",
    ),
    token(
        "short-model-key",
        &["sk-", "ak-", "as-", "ak_", "kk_"],
        r"\b(?P<s>sk-[A-Za-z0-9_]{20,31}|a[ks]-[A-Za-z0-9]{22}|[ak]k_[A-Za-z0-9]{20})\b",
        concat!("used sk", "-9kQm2xWr7TbVn5Lc3HdZ8f"),
        "queue sk-replication-worker-17, as-of-the-last-release",
    )
    .when(|found| shapes::looks_random(&found.secret()[3..], 18)),
    token(
        "app-and-secret",
        &["|"],
        r"\b[0-9]{14,17}\|(?P<s>[A-Za-z0-9_-]{27})\b",
        concat!("used 012345678", "901234|", "EXAMPLEexample0123456789_-a"),
        "1234567890123456|2|open",
    ),
];
