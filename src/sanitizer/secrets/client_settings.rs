//! Credentials as clients are given them: options of libraries for transfers, settings of package managers, keys in
//! documents of keys.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "transfer-option",
        Class::CommandLine,
        &["userpwd"],
        r#"(?i)userpwd["'\])]{0,2}\s?(?:=>|[,=:(])\s?["'][^\s:"'%${<]{0,64}:(?P<s>[^\s"']{3,128})["']"#,
        "[password]",
    )
    .when(not_blank)
    .reach(24, 220)
    .hides("curl_easy_setopt(h, CURLOPT_USERPWD, \"ingest:Gr8Wasser\"); opts[CURLOPT_PROXYUSERPWD] = 'px:Gr8Feuer'")
    .keeps("curl_easy_setopt(h, CURLOPT_USERPWD, userpwd); setopt(USERPWD, '%s:%s' % pair)"),
    Rule::text(
        "transfer-user-and-quoted-password",
        Class::CommandLine,
        &[" -u ", "--user ", "--user=", "--proxy-user "],
        r#"\s(?:-u|--user|--proxy-user)[ =]{1,3}(?:["']?[^\s:"'=/<$]{1,64}["']?:["'](?P<s>[^\s"']{3,128})["']|["']:(?P<t>[^\s"'$]{3,128})["']|["']?(?P<u>[^\s:"'=/<$]{8,128}):["']?(?:\s|$)|\s["']?[^\s:"'=/<$]{1,64}:(?P<v>[^\s"']{3,128}))"#,
        "[password]",
    )
    .when(|found| not_blank(found) && (shapes::looks_typed(found.secret()) || shapes::looks_random(found.secret(), 12) || ends_quoted(found) && shapes::looks_chosen(found.secret())))
    .reach(2, 280)
    .hides("curl --user app:'Gr8Wasser' https://a; curl -u \":Gr8-Wasser7\" https://b; curl -u sk9Tq2Vw7Lm4Xb: https://c")
    .keeps("docker run -u 1000:1000 app; curl -u app: https://a; curl -u \"$NAME\":\"$PASS\" https://b; curl -u :8080"),
    Rule::text(
        "bundle-host-credential",
        Class::Pair,
        &["bundle_"],
        r#"\bBUNDLE_[A-Z0-9_]{1,64}__(?:COM|ORG|NET|IO|DEV|EU|DE|FR|UK|CH|AT|NL|CLOUD|CO|INTERNAL|LOCAL)["']?\s?[=:]\s?["']?(?P<s>[^\s"'$/<>;]{6,200})"#,
        "[secret]",
    )
    .when(not_blank)
    .reach(2, 300)
    .hides("export BUNDLE_GEMS__ACME__COM=app:Gr8Wasser; BUNDLE_ENTERPRISE__ACME__COM: \"4f9a77c1:be03d2e8\"")
    .keeps("BUNDLE_BUILD__NOKOGIRI: \"--use-system\", BUNDLE_MIRROR__GEMS__ORG: https://gems.internal"),
    Rule::text(
        "key-document",
        Class::PrivateKey,
        &["\"kty\"", "'kty'"],
        r#"["']kty["']\s?:\s?["'](?:oct|OKP|EC|RSA)["'][^{}]{0,500}?["'][kd]["']\s?:\s?["'](?P<s>[A-Za-z0-9_-]{16,800})["']|["'][kd]["']\s?:\s?["'](?P<t>[A-Za-z0-9_-]{16,800})["'][^{}]{0,300}?["']kty["']"#,
        "[key]",
    )
    .reach(600, 700)
    .hides("{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"KqVwTgmLaXTbJU4fYvRHCE\"}")
    .keeps("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"KqVw\",\"kid\":\"backup-17\"}"),
    Rule::text(
        "secure-string-bare",
        Class::CommandLine,
        &["securestring"],
        r#"(?i)ConvertTo-SecureString\s+(?:-\w+\s+){0,3}(?:\\["'](?P<s>[^"'\n\\]{3,128})\\["']|(?P<t>[^\s"'$(@\\-][^\s"']{5,127}))"#,
        "[password]",
    )
    .when(|found| not_blank(found) && shapes::looks_chosen(found.secret()))
    .reach(12, 220)
    .hides("ConvertTo-SecureString -String -Force Gr8!Wasser#7; run \"ConvertTo-SecureString \\\"Gr8Wa77er\\\"\"")
    .keeps("ConvertTo-SecureString $plain; ConvertTo-SecureString : Cannot bind; ConvertTo-SecureString -Key 17"),
];

/// What stands in quotes was given as a whole.
fn ends_quoted(found: &Found<'_>) -> bool {
    found.text[found.secret.end..].starts_with(['"', '\''])
}
