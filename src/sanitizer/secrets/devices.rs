//! Passwords in the configurations of network devices, of Windows, and on the command lines that store them.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::about_words::is_about;
use crate::sanitizer::words::context::behind;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "device-password",
        Class::Pair,
        &["password ", "secret ", "key-string ", "community ", "key "],
        r#"(?i)\b(?:(?:password|secret|key-string)\s(?:encrypted\s|level\s[0-9]{1,2}\s)?[0-9]\s(?P<s>[^\s"']{4,128})|snmp-server\scommunity\s(?:[0-9]\s)?["']?(?P<t>[^\s"']{3,64})|community\s["']?(?P<u>[^\s"']{6,64})["']?\s(?:ro|rw|view)\b|(?:isakmp|ike|ipsec|tacacs(?:-server)?|radius(?:-server)?|ospf|md5|authentication-key|wpa-psk)\b[^\n]{0,60}?\s(?:key|md5|ascii|ascii-text)\s(?:[0-9]\s)?["']?(?P<v>[^\s"']{6,128}))"#,
        "[password]",
    )
    .when(|found| not_blank(found) && (shapes::looks_chosen(found.secret()) || is_community(found)))
    .reach(80, 160)
    .hides("username app password 7 08701E1D5D4C53; snmp-server community Gr8Wasser RO; crypto isakmp key Gr8Wasser9 address x")
    .keeps("password 3 times wrong, secret 5 of 7 found, snmp-server community is set, ipsec key lifetime"),
    Rule::text(
        "snmp-community",
        Class::CommandLine,
        &["community"],
        r#"(?i)\b(?:r[ow]community6?|community(?:[ _-]?(?:string|name))?)["']?(?:\s?[:=]\s?|\s(?:is\s)?)(?:'(?P<s>[^'\n]{3,64})'|"(?P<t>[^"\n]{3,64})"|(?P<u>[^\s"',;]{3,64}))"#,
        "[password]",
    )
    .when(|found| not_blank(found) && is_word_of_snmp(found))
    .hides("snmp: community \"hafenlicht\" refused, rocommunity hafenlicht 192.0.2.0/24")
    .keeps("snmp community string is wrong, the community edition has no snmp traps"),
    Rule::text(
        "secure-string",
        Class::CommandLine,
        &["securestring", "networkcredential"],
        r#"(?i)(?:ConvertTo-SecureString\s+(?:-\w+\s+){0,3}["'](?P<s>[^"'\n]{3,128})["']|NetworkCredential\(\s*["'][^"'\n]{1,80}["']\s*,\s*["'](?P<t>[^"'\n]{3,128})["'])"#,
        "[password]",
    )
    .when(not_blank)
    .reach(12, 260)
    .hides("ConvertTo-SecureString 'Gr8-Wasser' -AsPlainText -Force")
    .keeps("ConvertTo-SecureString $plain -AsPlainText -Force"),
    Rule::text(
        "password-flag-beside-user",
        Class::CommandLine,
        &[" -p"],
        r#"\s-[pP]\s?["']?(?P<s>[^\s"'-][^\s"']{4,127})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && is_beside_user(found))
    .reach(2, 140)
    .hides("cypher-shell -u app -p Gr8Wasser 'RETURN 1'; bcp t out f -U app -PGr8Wasser")
    .keeps("docker run -u 1000 -p 8080:80 app; ssh -p 2222 app@host; mkdir -p build17"),
    Rule::text(
        "secret-store-command",
        Class::CommandLine,
        &["--value", "--body", "--secret-string", "--data", "--plaintext"],
        r#"\s--(?:value|body|secret-string|data|plaintext)[ =]["']?(?P<s>[^\s"']{4,512})"#,
        "[secret]",
    )
    .when(|found| {
        let secret = found.secret();
        not_blank(found) && !secret.starts_with(['{', '@', '-']) && !secret.starts_with("file:") && stores_secret(found)
    })
    .reach(2, 600)
    .hides("az keyvault secret set --vault-name ops --name db --value Gr8Wasser")
    .keeps("az keyvault secret show --vault-name ops --name db --query value; curl --data rows17 hub.internal"),
    Rule::text(
        "mirror-user",
        Class::CommandLine,
        &["lftp "],
        r#"\blftp\b[^\n|;]{0,160}?\s(?:-u|--user)[ =]["']?[^\s,"']{1,64},(?P<s>[^\s"']{3,128})"#,
        "[password]",
    )
    .when(not_blank)
    .hides("lftp -u app,Gr8Wasser ftp.internal")
    .keeps("lftp -u app ftp.internal"),
    Rule::text(
        "statement-parameter",
        Class::Payload,
        &["@p", "parameters=["],
        r"@(?:p|__)?[a-zA-Z_][a-zA-Z0-9_]{0,40}\s?=\s?N?'(?P<s>[^'\n]{2,400})'",
        "[payload]",
    )
    .when(|found| {
        let value = found.secret();
        !value.starts_with('[') && !value.starts_with('?') && !shapes::is_identifier(value) && !shapes::is_number(value)
    })
    .reach(60, 500)
    .hides("[Parameters=[@p0='17', @p1='the house by the lake'], CommandType='Text']")
    .keeps("EXEC run @p0 = '17', @p1 = '?'"),
    Rule::prefix(
        "encoded-password-text",
        Class::Opaque,
        &["cGFzc3dvcmQ", "cGFzc3dk", "UGFzc3dvcmQ", "UEFTU1dPUkQ", "c2VjcmV0PQ", "c2VjcmV0O", "dG9rZW49", "YXBpX2tleT", "cGFzcz"],
        r"(?:cGFzc3dvcmQ|cGFzc3dk|UGFzc3dvcmQ|UEFTU1dPUkQ|c2VjcmV0PQ|c2VjcmV0O|dG9rZW49|YXBpX2tleT|cGFzcz)[A-Za-z0-9+/_-]{10,}={0,2}",
        "[secret]",
    )
    .hides("blob cGFzc3dvcmQ9R3I4LVdhc3Nlcg== in the part")
    .keeps("blob cGFzc3dvcmQ= in the part"),
];

/// The command before the flag is one that stores a secret.
fn stores_secret(found: &Found<'_>) -> bool {
    const COMMANDS: [&str; 9] = [
        "secret set",
        "secrets set",
        "secret create",
        "secrets create",
        "secret put",
        "secrets put",
        "put-secret-value",
        "create-secret",
        "put-parameter",
    ];
    let head = &found.text[..found.secret.start];
    let near = behind(head, head.len(), 240);
    let command = near.rsplit(['\n', ';', '|']).next().unwrap_or("");
    COMMANDS.iter().any(|words| command.contains(words))
}

/// In a line about SNMP a community is what opens the device, whatever word it is.
fn is_word_of_snmp(found: &Found<'_>) -> bool {
    const OTHERS: [&str; 12] = [
        "edition",
        "string",
        "strings",
        "name",
        "names",
        "mismatch",
        "support",
        "index",
        "version",
        "access",
        "list",
        "configuration",
    ];
    let head = behind(found.text, found.secret.start, 120);
    let tail = &found.text[found.secret.end..found.text.floor_char_boundary(found.secret.end.saturating_add(80))];
    let head = head.rsplit('\n').next().unwrap_or("").to_lowercase();
    let tail = tail.split('\n').next().unwrap_or("").to_lowercase();
    let word = found.secret().trim_end_matches(['.', ':', ')']).to_lowercase();
    (head.contains("snmp") || tail.contains("snmp") || head.contains("ocommunity") || head.contains("wcommunity"))
        && !is_about(&word)
        && !OTHERS.contains(&word.as_str())
        // `-c $COMMUNITY 10.4.0.12`: what stands behind the name of a variable.
        && !word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// A community may be one plain word, but no verb about it.
fn is_community(found: &Found<'_>) -> bool {
    let tail = found.text[found.secret.end..].trim_start().to_lowercase();
    ["ro", "rw", "view"].iter().any(|mode| tail.split_whitespace().next() == Some(mode))
}

/// `-u app … -p …` in one command; ports, mappings and paths are no passwords.
fn is_beside_user(found: &Found<'_>) -> bool {
    let secret = found.secret();
    // Most values end the question here, before the command around them is read.
    if !shapes::looks_chosen(secret) {
        return false;
    }
    let (start, end) = (found.secret.start, found.secret.end);
    let head = behind(found.text, start, 200);
    let tail = &found.text[end..found.text.floor_char_boundary(end.saturating_add(120))];
    let head = head.rsplit(['\n', ';', '|']).next().unwrap_or("");
    let tail = tail.split(['\n', ';', '|']).next().unwrap_or("");
    (names_user(head) || names_user(tail)) && !secret.contains(['/', ':', '=', ','])
}

/// ` -u app`, ` -Uapp`, ` --user app`, ` --username=app`.
fn names_user(command: &str) -> bool {
    command.match_indices(" -").any(|(at, sign)| {
        let flag = &command[at + sign.len()..];
        flag.starts_with(['u', 'U']) && flag[1..].starts_with([' ', '=']) || flag.starts_with("-user")
    })
}
