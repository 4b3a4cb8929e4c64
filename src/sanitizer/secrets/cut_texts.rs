//! Secrets in texts that were cut or wrapped on their way: half an address, encoded words of mail, base64 of a directory.
//!
//! What is left of a cut text misses the sign by which it would be known, so the cut itself must be seen: an ellipsis,
//! or the end of the line.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::wordness;
use crate::sanitizer::rule::{Class, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "cut-url-password",
        Class::Url,
        &["://"],
        r#"(?m)\b[A-Za-z][A-Za-z0-9+.-]{1,30}://[A-Za-z0-9_.%-]{1,64}:(?P<s>[^\s/@:"'<>,;)\]}…]{4,200}?)(?:…|\.{3,}|["']?\s?$)"#,
        "[password]",
    )
    .when(|found| {
        let secret = found.secret();
        let placeholder = secret.starts_with(['[', '{', '$', '%', '<', '*']);
        // `tcp://host:9000?database=…`: a port and what follows it.
        let port = secret.split_once('?').is_some_and(|(port, _)| port.bytes().all(|b| b.is_ascii_digit()));
        not_blank(found) && !port && !placeholder && shapes::looks_chosen(secret) && secret.bytes().any(|b| !b.is_ascii_digit())
    })
    .reach(40, 300)
    .hides("line clipped: dial amqp://fax:9r4lTuuP7Vbke")
    .keeps("GET http://hub.internal:8080 and redis://cache:6379"),
    Rule::text(
        "tail-of-a-cut-value",
        Class::Pair,
        &["...", "…"],
        r#"(?m)^\s?(?:\.{3}|…)(?P<s>[A-Za-z0-9+/_=!#$%&*?~^-]{8,256})\\?["'],\s?\\?["'](?:user(?:name)?|host(?:name)?|db(?:name)?|database|account|login|port|server|realm|client_id|grant_type|scope)\\?["']\s?:"#,
        "[secret]",
    )
    .when(|found| not_blank(found) && shapes::looks_chosen(found.secret()) && !wordness::is_wordy(found.secret()))
    .reach(2, 300)
    .hides("...kQ7vR2xLm9TzW4b\", \"user\": \"relay_rw\", \"port\": 5432}")
    .keeps("...ing the catalogue\", \"user\": \"relay_rw\"}, ...operator\", \"user\": \"relay_rw\""),
    Rule::text(
        "cut-mailbox",
        Class::Email,
        &["…", "..."],
        r"(?P<s>\b[A-Za-z0-9][A-Za-z0-9._%+-]{2,63}@[A-Za-z0-9][A-Za-z0-9.-]{0,62}?|\b[a-z]{1,20}\.[a-z]{4,30}@)(?:…|\.{3})",
        "[email]",
    )
    .when(|found| !found.text[..found.secret.start].ends_with(['/', ':', '@']) && found.secret().bytes().any(|b| b.is_ascii_lowercase()))
    .reach(130, 6)
    .needs(&["@"])
    .hides("mail to ottokar.prohaska@donau-k… was refused")
    .keeps("retrying @ 17... and user@..."),
    Rule::text(
        "cut-mail-field",
        Class::Email,
        &["mail\":", "mail:", "mail=", "mail\" :", "mail\\\":", "upn\":", "upn=", "principalname\":"],
        r#"(?i)(?:mail|upn|principalname)\\{0,3}["']?\s?[:=]\s?\\{0,3}["'](?P<s>[a-z0-9][a-z0-9._%+-]{2,63})(?:…|\.{3})"#,
        "[email]",
    )
    .when(|found| found.secret().contains(['.', '_', '-']) || found.secret().len() >= 5)
    .reach(2, 90)
    .hides("data={\"city\":\"Graz\",\"mail\":\"o.prohas… [truncated 212 bytes]")
    .keeps("{\"mail\":\"… [truncated]\", mail=\"...\""),
    Rule::text(
        "encoded-mail-word",
        Class::Name,
        &["=?"],
        r"=\?[A-Za-z0-9-]{2,24}\?[QqBb]\?(?P<s>[^?\s]{3,200})\?=",
        "[name]",
    )
    .when(|found| !found.secret().starts_with('['))
    .reach(0, 260)
    .hides("From: =?utf-8?Q?J=C3=B6rg_M=C3=BCller?= <[email]>")
    .keeps("malformed encoded word =?utf-8?Q??= in header"),
    Rule::text(
        "directory-base64",
        Class::Payload,
        &[":: "],
        r"(?m)^\s*(?P<k>[A-Za-z][A-Za-z0-9-]{1,40})(?:;[A-Za-z0-9-]{1,24})?:: (?P<s>[A-Za-z0-9+/]{4,}={0,2}(?:\r?\n [A-Za-z0-9+/]+={0,2})*)",
        "[payload]",
    )
    .when(|found| {
        let head = &found.text[..found.secret.start - 3];
        let name = &head[head.rfind('\n').map_or(0, |at| at + 1)..];
        let name = name.trim().split(';').next().unwrap_or("").to_lowercase();
        !["objectguid", "objectsid", "dn", "msexchmailboxguid"].contains(&name.as_str()) && !wordness::is_wordy(found.secret())
    })
    .reach(90, 600)
    .hides("sn:: WnPDs2ZpYSBOYWd5")
    .keeps("objectGUID:: 3mXx0yWlSE2vJqk1bG9nZw=="),
];
