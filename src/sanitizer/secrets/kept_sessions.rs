//! Sessions where a store keeps them: the key of the store is the session, and whoever reads it is logged in.
//!
//! A key is a row of names with colons; the name in front of the last part says that it is a session. What stands
//! there must be drawn: a number or a word is a session of a program.

use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::{ahead, before};

pub(crate) const RULES: &[Rule] = &[
Rule::text(
    "session-told-by-index",
    Class::Cookie,
    &["session index", "session handle", "session reference", "session ticket", "sessionindex", "session-index", "session_index", "session nameid"],
    r#"(?i)\bsession[ _-]?(?:index|handle|reference|ticket)(?:es|s)?["']?[\s:=>]{1,3}["'<(\[]?(?P<s>_?[0-9a-f]{24,128}|_?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[A-Za-z0-9_+/=-]{20,128})"#,
    "[cookie]",
)
.when(|found| {
    let value = found.secret().trim_start_matches('_');
    let hex = value.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    hex && value.bytes().any(|b| b.is_ascii_digit()) || shapes::looks_random(value, 20)
})
.reach(0, 180)
.hides("logout of session index _4be0c1d2a3f4958677ab01cd23ef45a6b7c8d9e0 sent to the provider")
.keeps("session index rebuilt, session handle 17 closed, session index idx_sessions_by_tenant_and_time is large"),
Rule::text(
    "session-in-store",
    Class::Cookie,
    &["session", "sess:", "sess_", "sid:"],
    r#"(?i)(?:^|[\s"'`=\[(,:_.-])(?:(?:php|ci|flask|spring|laravel|rack|rails|django|symfony|connect|express|user|web|http|auth|login|redis|cache|[a-z]{2,12}:)[_:.-]?)?(?:sess(?:ions?)?|sid)(?::(?:[a-z_]{2,16}|[0-9]):?){0,2}[:_]{1,2}(?P<s>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[A-Za-z0-9_-]{20,128})\b"#,
    "[cookie]",
)
.when(is_kept)
.reach(48, 180)
.hides("\"SETEX\" \"spring:session:sessions:01234567-89ab-4def-8123-456789abcdef\" \"1800\" \"\"")
.keeps("backup:session:17 is over, get backup:session:nightly-policies"),
];

/// Drawn, and in a store: its command stands there, or the names in front are those of a framework.
fn is_kept(found: &Found<'_>) -> bool {
    const COMMANDS: [&str; 22] = [
        "get",
        "set",
        "setex",
        "psetex",
        "setnx",
        "getex",
        "del",
        "unlink",
        "hgetall",
        "hget",
        "hset",
        "hmset",
        "hmget",
        "expire",
        "pexpire",
        "pexpireat",
        "ttl",
        "exists",
        "touch",
        "delete",
        "gets",
        "type",
    ];
    const FRAMEWORKS: [&str; 8] =
        ["spring:session", "phpredis_session", ":sess:", "\"sess:", "'sess:", "ci_session:", "rack:session", "django"];
    let secret = found.secret();
    let uuid = secret.len() == 36 && shapes::is_identifier(secret);
    let hex = secret.len() >= 26 && secret.bytes().all(|b| b.is_ascii_hexdigit());
    let drawn = uuid || hex || shapes::looks_random(secret, 20);
    let near = before(found.text, found.secret.start, 120);
    let line = near.rsplit('\n').next().unwrap_or("");
    let told = |words: &str| words.split(|c: char| !c.is_alphanumeric()).any(|word| COMMANDS.contains(&word));
    let stored = told(line)
        || ["redis", "memcache", "keydb", "valkey"].iter().any(|store| near.contains(store))
        || ahead(found.text, found.secret.end, 60).contains("TTL");
    drawn && (stored || FRAMEWORKS.iter().any(|mark| line.contains(mark)))
}
