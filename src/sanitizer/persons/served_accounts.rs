//! Accounts in the lines of servers that are no log-in services of their own: web and file servers, gateways of
//! tunnels, and the user in front of a host in an address.

use super::login_logs::is_persons;
use super::paired_names::is_dotted_person;
use crate::sanitizer::rule::{Class, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "web-server-user",
        Class::Name,
        &["ah01", "password mismatch", "was not found in"],
        r#"\bAH01[0-9]{3}: (?:\([^()\n]{1,60}\))?user "?(?P<s>[A-Za-z][A-Za-z0-9._-]{2,40})"?(?::| not found| in realm)|\buser "(?P<t>[A-Za-z][A-Za-z0-9._-]{2,40})"(?:: password mismatch| was not found in)"#,
        "[name]",
    )
    .when(is_persons)
    .reach(60, 90)
    .hides("[auth_basic:error] AH01617: user thorvaldsen: authentication failure for \"/exports\": Password Mismatch")
    .keeps("AH01617: user backup: authentication failure for \"/exports\": Password Mismatch, AH01797: client denied"),
    Rule::text(
        "file-server-user",
        Class::Name,
        &["] fail ", "] ok "],
        r"\[pid [0-9]{1,8}\] \[(?P<s>[A-Za-z][A-Za-z0-9._-]{2,40})\] (?:FAIL|OK) [A-Z]{3,12}\b",
        "[name]",
    )
    .when(is_persons)
    .reach(64, 20)
    .hides("[pid 6120] [thorvaldsen] FAIL LOGIN: Client gone")
    .keeps("[pid 6120] [backup] OK UPLOAD: Client gone"),
    Rule::text(
        "gateway-user",
        Class::Name,
        &["user <", "%asa-", "%ftd-"],
        r#"\bUser(?:name)? <(?P<s>[A-Za-z][A-Za-z0-9._-]{2,40})>|%(?:ASA|FTD)-[0-9]-[0-9]{6}: [^\n]{0,240}?\b[Uu]ser(?:name)?\s?[=:]\s?['"]?(?P<t>[A-Za-z][A-Za-z0-9._-]{2,40})(?:['",\s]|$)"#,
        "[name]",
    )
    .when(is_persons)
    .reach(2, 320)
    .hides("%ASA-4-722037: Group <staff> User <thorvaldsen> SVC closing connection")
    .keeps("%ASA-4-722037: Group <staff> User <svc-backup> SVC closing connection"),
    Rule::text(
        "person-in-address",
        Class::Name,
        &["://"],
        r#"\b[a-z][a-z0-9+.-]{1,20}://(?P<s>[a-z][a-z-]{0,20}\.[a-z][a-z-]{2,30})(?::[^\s@/"']{1,300})?@[A-Za-z0-9\[]"#,
        "[name]",
    )
    .when(is_dotted_person)
    .reach(24, 380)
    .hides("origin https://z.kovacs:[token]@git.internal/ops.git (fetch)")
    .keeps("origin https://app.worker:[token]@git.internal/ops.git, amqp://z@mq.internal/z.kovacs"),
];
