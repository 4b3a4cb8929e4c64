//! Cookies by the names that portals, gateways and applications give them, and the parameters that sign an address.
//!
//! Many of these names go on with the number of a site or a realm, so they are searched by their beginning.

use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::rule::{Class, Found, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "session-of-a-portal",
        Class::Cookie,
        &[
            "wordpress_logged_in", "wordpress_sec", "wp-postpass", "wp_woocommerce_session", "ssess", "oamauthncookie", "obssocookie",
            "sap_sessionid", "shibsession", "mysapsso2", "zm_auth", "pmaauth", "nsc_", "incap_ses", "visid_incap", "prestashop-",
            "seraph.rememberme", "redmine_session", "iplanetdirectorypro", "smsession", "ltpatoken", "svpncookie", "webvpn",
            "oauth2_proxy", "cf_clearance", "keycloak_", "kc_", "auth_session_id", "msisauth", "estsauth", "fedauth", "rtfa=",
            "rememberme", "remember_me", "token_key", "sessauth", "phpmyadmin=", "ak_bmsc", "bm_sz", "_abck", "datadome=", "reese84",
            "authelia_session", "authentik_session", "openidc_session", "ci_session",   "_typo_user", "adminhtml=",
            "ocsessid", "zbx_session", "mmauthtoken", "mmcsrf", "rc_token", "li_at=", "dsid=",
        ],
        r#"\b(?i:(?:(?:wordpress_(?:logged_in|sec)|wp-postpass|wp_woocommerce_session|ssess|oamauthncookie|obssocookie|sap_sessionid|_?shibsession|mysapsso2|zm_auth|pmaauth|nsc_[a-z]{2,8}|incap_ses|visid_incap|prestashop|seraph\.rememberme|redmine_session)[_.-]?[A-Za-z0-9_.-]{0,64}|iplanetdirectorypro|smsession|ltpatoken2?|svpncookie|webvpn|_?oauth2_proxy(?:_[0-9])?|cf_clearance|keycloak_(?:identity|session|remember_me)(?:_legacy)?|kc_(?:restart|auth_state)|auth_session_id(?:_legacy)?|msisauth(?:enticated)?1?|estsauth(?:persistent|light)?|fedauth1?|rtfa|[a-z_]{0,24}remember_?me(?:_cookie)?|(?:crowd\.)?token_key|[a-z_]{0,16}sessauth|phpmyadmin|ak_bmsc|bm_sz|_abck|datadome|reese84|authelia_session|authentik_session|mod_auth_openidc_session|ci_session|(?:fe|be)_typo_user|adminhtml|ocsessid|zbx_session(?:id)?|mmauthtoken|mmcsrf|rc_token|li_at))=(?P<s>[!#-%(-+.-:=?-~-]{6,})|\bDSID=(?P<t>[0-9a-f]{12,64})"#,
        "[cookie]",
    )
    .when(is_drawn)
    .reach(24, 400)
    .hides("wordpress_logged_in_5f2c=mara%7C1767000000%7Cq9Lk2mXw7Tz4, FedAuth=77u_PD94b2xk, DSID=9f2c4e1ab7d39f2c")
    .keeps("phpMyAdmin=missing, sess=closed, remember_me=enabled, webvpn=disabled, token_key=tenant-17, wordpress_version=6.4.2"),
    Rule::text(
        "signing-parameter",
        Class::Url,
        &["q-ak=", "verify=", "?s=", "&s=", "?t=", "&t=", "hm=", "tempauth=", "upn=", "md5=", "?st=", "&st=", "txsecret=", "signature=", "signature_v", "hdnea=", "hdnts=", "?k=", "&k=", "vt=", "skey=", "?sk=", "&sk="],
        r"(?i)[?&;](?:q-ak|verify|s|t|hm|tempauth|upn|md5|st|txsecret|(?:url)?signature(?:_v[0-9])?|hdnea|hdnts|k|vt|skey|sk)=(?P<s>[A-Za-z0-9_%.~+/-]{10,})",
        "[token]",
    )
    .when(signs)
    .reach(2, 400)
    .hides("GET /v.mp4?verify=1767-Zk3Jq8Wm1Xr7Tb5Nv2Lc9Hd4 403, GET /a.png?w=40&s=0123456789abcdef0123456789abcdef")
    .keeps("GET /v.mp4?verify=required&t=1767000000 403, /search?s=backup-schedules-of-tenant&st=running"),
];

/// A value that a machine drew: no word, no number, no version.
fn is_drawn(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let digits = secret.bytes().filter(u8::is_ascii_digit).count();
    !secret.starts_with(['[', '$', '{', '<'])
        && digits > 0
        && secret.bytes().any(|b| b.is_ascii_alphabetic())
        && !shapes::is_number(secret)
        && (secret.len() >= 24 || !is_wordy(secret))
        && !secret.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_')
}

/// A parameter with a name of one letter needs a value that nothing but a machine makes.
fn signs(found: &Found<'_>) -> bool {
    let head = &found.text[..found.secret.start - 1];
    let name = head.rsplit(['?', '&', ';']).next().unwrap_or("").to_ascii_lowercase();
    let secret = found.secret();
    let hex = secret.len() >= 32 && secret.bytes().all(|b| b.is_ascii_hexdigit());
    let random = shapes::looks_random(secret, 16);
    match name.as_str() {
        "md5" => secret.len() == 22 && random,
        "s" | "t" | "k" | "st" | "vt" | "sk" => hex && secret.len() == 32 || random && secret.len() >= 20,
        "hm" => hex,
        _ => is_drawn(found),
    }
}
