//! Links that are good until a time: beside the time stands what proves it, under a name of one letter or two.
//!
//! Where a query says when it ends, a long drawn value under a short name is the proof; the longer names have rules of
//! their own.

use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};

pub(crate) const RULES: &[Rule] = &[Rule::text(
    "proof-of-expiring-link",
    Class::Url,
    &[
        "?s=", "&s=", "?h=", "&h=", "?k=", "&k=", "?t=", "&t=", "?v=", "&v=", "?x=", "&x=", "?p=", "&p=", "?m=", "&m=",
        "?d=", "&d=", "?c=", "&c=", "?q=", "&q=", "?st=", "&st=", "?md5=", "&md5=", "?hash=", "&hash=", "?hm=", "&hm=",
        "?mac=", "&mac=", "?sg=", "&sg=", "?sign=", "&sign=", "?digest=", "&digest=", "?check=", "&check=", "?verify=",
        "&verify=", "?hs=", "&hs=", "?tk=", "&tk=",
    ],
    r#"(?i)[?&](?:[shktvxpmdcq]|st|md5|hash|hm|hs|mac|sg|sign|tk|digest|check|verify)=(?P<s>[A-Za-z0-9_~%+/.-]{16,256}={0,2})"#,
    "[token]",
)
.when(proves)
.reach(4, 280)
.hides("https://dl.example.org/f/report.zip?until=1790000000&h=9fceb02d0ae598e95dc970b74767f19372d61af8")
.keeps("GET /assets/app.js?v=9fceb02d0ae598e95dc970b74767f19372d61af8 200, /a?e=1790000000&h=landing-page-of-may")];

/// Whether the value is drawn, and the same query holds a time under a name for its end.
fn proves(found: &Found<'_>) -> bool {
    const ENDS: [&str; 20] = [
        "e",
        "exp",
        "expires",
        "expire",
        "expiry",
        "expiration",
        "until",
        "ttl",
        "valid",
        "validuntil",
        "valid_until",
        "deadline",
        "ex",
        "ts",
        "time",
        "timestamp",
        "et",
        "end",
        "expires_at",
        "expiresat",
    ];
    let secret = found.secret();
    let hex = secret.len() >= 16
        && secret.bytes().all(|b| b.is_ascii_hexdigit())
        && secret.bytes().any(|b| b.is_ascii_alphabetic())
        && secret.bytes().any(|b| b.is_ascii_digit());
    if !(hex || shapes::looks_random(secret, 16)) {
        return false;
    }
    let start = found.text.ceil_char_boundary(found.secret.start.saturating_sub(400));
    let head = &found.text[start..found.secret.start];
    let head = head.rsplit(|c: char| c.is_whitespace() || c == '"').next().unwrap_or("");
    let tail = crate::sanitizer::words::context::ahead(found.text, found.secret.end, 200);
    let tail = tail.split(|c: char| c.is_whitespace() || c == '"').next().unwrap_or("");
    [head, tail].iter().flat_map(|part| part.split(['?', '&', ';'])).any(|pair| {
        pair.split_once('=').is_some_and(|(name, time)| {
            let time = time.trim_end_matches(|c: char| !c.is_ascii_digit());
            ENDS.contains(&name.to_ascii_lowercase().as_str())
                && (9..=13).contains(&time.len())
                && time.bytes().all(|b| b.is_ascii_digit())
        })
    })
}
