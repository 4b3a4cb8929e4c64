//! Lines of files in which servers keep the accounts of others: relays of mail, tunnels, agents that ask devices; and
//! the short names under which a database takes an account in its address.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::{is_compound, is_technical};
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::behind;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "account-of-relay",
        Class::Pair,
        &["]:587", "]:465", "]:25", "]:2525", "sasl_passw", "sasl/passw", "relay_passw"],
        r"(?m)^[ \t]*\[?(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,12}\]?(?::[0-9]{2,5})?[ \t]+(?:[A-Za-z0-9._+-]{1,64}(?:@[A-Za-z0-9.-]{1,80})?|\[[a-z]+\]):(?P<s>[^\s:]{4,200})\s*$",
        "[password]",
    )
    .when(|found| not_blank(found) && (shapes::looks_chosen(found.secret()) || is_compound(found.secret()) || found.secret().len() >= 12))
    .reach(80, 400)
    .hides("# postmap -s /etc/postfix/sasl_passwd\n[relay.internal]:587\tapp:kR4tvogel7\nmx.internal.io fax:Gr8Wasser")
    .keeps("[relay.internal]:587 answered: 421\nsasl_passwd: relay.internal.io app:\nconnect to [relay.internal]:587: timed out"),
    Rule::text(
        "account-of-pooler",
        Class::Pair,
        &["userlist", "auth_file"],
        r#"(?m)^[ \t>+|-]{0,6}"[^"\n]{1,63}"[ \t]+"(?P<s>[^"\n]{3,300})"[ \t\r]*(?:[#;]|$)"#,
        "[password]",
    )
    .when(|found| not_blank(found) && !found.secret().starts_with('/'))
    .reach(80, 800)
    .hides("# /etc/pgbouncer/userlist.txt\n\"app\" \"kR4tvogel.7\"\n\"ro\" \"Kessel-wasser\"\n")
    .keeps("userlist.txt: broken auth file\n\"app\" \"\"\nauth_file = userlist.txt, users \"app\" \"ro\" are unknown"),
    Rule::text(
        "secret-of-tunnel",
        Class::Pair,
        &[": psk ", ": eap ", ": xauth ", ": ntlm ", ": rsa ", ": ecdsa ", ": pkcs8 ", ": p12 ", ": pin "],
        r#"(?m)(?:^|\s):\s(?:PSK|EAP|XAUTH|NTLM|RSA|ECDSA|PKCS8|P12|PIN)[ \t]+(?:\S{1,120}[ \t]+)?"(?P<s>[^"\n]{3,200})"[ \t\r]*(?:\#|$)"#,
        "[password]",
    )
    .when(not_blank)
    .reach(60, 340)
    .hides("zs : EAP \"two words\"\n: RSA gate.pem \"Gr8Wasser\"")
    .keeps("conn rw : EAP \"identity\" unknown, : PSK secret not found, conn rw : EAP identity \"\" unknown"),
    Rule::text(
        "community-of-device",
        Class::Pair,
        &["community"],
        r#"(?i)\bcommunity["']?\s?(?:[:=]|=>)\s?["']?(?P<s>[^\s"',;)}\]]{6,64})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && is_community(found))
    .reach(2, 90)
    .hides("[[inputs.snmp]]\n  community = \"Kessel.wasser67#\"")
    .keeps("community = \"public\", community: 65000:120, community: Kubernetes2"),
    Rule::text(
        "account-in-short-query",
        Class::Url,
        &["&p=", "?p="],
        r#"[?&]p=(?P<s>[^\s&"'<>;,)]{4,256})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && has_user(found) && (shapes::looks_chosen(found.secret()) || is_compound(found.secret())))
    .reach(2, 300)
    .hides("POST /write?db=telegraf&p=kR4tvogel7&precision=ns&u=telegraf HTTP/1.1")
    .keeps("GET /list?p=17&u=app, GET /write?db=telegraf&p=page-2"),
];

/// A word with a sign in it, or any that looks chosen where devices are spoken of.
fn is_community(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let head = behind(found.text, found.secret.start, 200);
    let head = head.to_lowercase();
    let device = || ["snmp", "trap", "v2c", "switch", "router", "agents"].iter().any(|word| head.contains(word));
    shapes::looks_typed(secret)
        && !is_technical(secret)
        && (secret.contains(['!', '#', '$', '%', '&', '*', '+', '?']) || device())
}

/// Whether `u=…` stands in the same query.
fn has_user(found: &Found<'_>) -> bool {
    let apart = |c: char| c.is_whitespace() || "\"'<>".contains(c);
    let head = behind(found.text, found.secret.start, 400);
    let head = head.rsplit(apart).next().unwrap_or("");
    let tail = &found.text[found.secret.end..found.text.floor_char_boundary(found.secret.end.saturating_add(400))];
    let tail = tail.split(apart).next().unwrap_or("");
    [head, tail].iter().any(|part| part.contains("&u=") || part.contains("?u="))
}
