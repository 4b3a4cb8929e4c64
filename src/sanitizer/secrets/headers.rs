//! Credentials in headers and handshakes: authorization schemes, cookies, JSON web tokens.

use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "authorization-header",
        Class::Header,
        &["bearer", "basic", "negotiate", "ntlm", "digest", "authorization"],
        r#"(?i)\b(?:bearer|basic|negotiate|ntlm)[\s:]{1,3}["']?(?P<s>[A-Za-z0-9+/_.~-]{8,}=*)"#,
        "[token]",
    )
    .when(|found| {
        let secret = found.secret().trim_end_matches(['.', '=']);
        if found.text[found.secret.end..].starts_with(|c: char| c.is_ascii_alphanumeric()) && found.secret().ends_with('=') {
            return false;
        }
        shapes::looks_chosen(secret) || shapes::looks_random(secret, 16)
    })
    .hides("Authorization: Basic YXBwOmtSNHRWb2dlbA==")
    .keeps("basic authentication is disabled, bearer token missing"),
    Rule::text(
        "authorization-scheme",
        Class::Header,
        &["authorization"],
        r#"(?i)\bauthorization["']?\s*[:=]\s*["']?[a-z0-9-]{2,20}\s(?P<s>[A-Za-z0-9+/_.~=-]{8,})"#,
        "[token]",
    )
    .when(|found| !found.secret().starts_with("Credential=") && (shapes::is_identifier(found.secret()) || shapes::looks_random(found.secret(), 16)))
    .hides("Authorization: GenieKey 6f1c0b7e-7a2b-4c3d-8e9f-0123456789ab refused")
    .keeps("authorization: rule tenant-admin denied the request"),
    Rule::text(
        "digest-header",
        Class::Header,
        &["response=", "cnonce="],
        r#"(?i)\b(?:response|cnonce)=["']?(?P<s>[0-9a-f]{16,64})"#,
        "[token]",
    )
    .hides("Digest username=\"app\", response=\"6629fae49393a05397450978507c4ef1\"")
    .keeps("response=204 in 12ms"),
    Rule::text(
        "mail-login",
        Class::Header,
        &["auth plain", "auth login", "auth xoauth2", "auth cram", "334 "],
        r"(?i)(?:\bAUTH\s+(?:PLAIN|LOGIN|XOAUTH2|CRAM-MD5)|\b334\s+[A-Za-z0-9+/]{8,}=*)\s+(?P<s>[A-Za-z0-9+/]{8,}={0,2})",
        "[password]",
    )
    .when(|found| shapes::looks_chosen(found.secret()))
    .hides("smtp said 535 to AUTH PLAIN AGFwcABHcjhXYXNzZXI=")
    .keeps("250-AUTH PLAIN LOGIN XOAUTH2, 334 messages delivered"),
    Rule::text(
        "json-web-token",
        Class::Jwt,
        &["eyj"],
        r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,5}",
        "[token]",
    )
    .reach(0, 2048)
    .hides(concat!("sent eyJhbGciOiJub25lIn0", ".eyJzdWIiOiJFWEFNUExFIn0", ".RVhBTVBMRQ to graph"))
    .keeps("a JWT starts with eyJ and has three parts"),
];
