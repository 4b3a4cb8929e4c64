//! Credentials with a shape of their own: in URLs, headers, SQL, command lines, keys in armour.

use super::harmless;
use super::rule::{Class, Found, Rule};
use super::shapes;

pub(super) const RULES: &[Rule] = &[
    Rule::text(
        "url-password",
        Class::Url,
        &["://"],
        r#"\b[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s/?#:@"'<>]{0,128}:(?P<s>[^\s"'<>/]{1,256}|[^\s"'<>@]{1,256})@[^\s@/"'<>:?#,]"#,
        "[password]",
    )
    .when(not_blank)
    .reach(40, 500)
    .hides("connect postgres://app:kR4t-vogel@db.internal:5432/app failed")
    .keeps("connect postgres://app@db.internal:5432/app?sslmode=require failed"),
    Rule::text(
        "url-token-user",
        Class::Url,
        &["://"],
        r#"\bhttps?://(?P<s>[A-Za-z0-9_~.+%-]{12,256})@[A-Za-z0-9]"#,
        "[token]",
    )
    .when(|found| shapes::looks_chosen(found.secret()))
    .reach(12, 400)
    .hides("clone https://5xv8Qw2rT9pLk3m@git.internal/ops.git")
    .keeps("clone https://deploy-robot@git.internal/ops.git"),
    Rule::text(
        "dsn-password",
        Class::Url,
        &["@tcp(", "@unix("],
        r#"[A-Za-z0-9_.-]{1,64}:(?P<s>[^\s"'/]{1,200})@(?:tcp|unix)\("#,
        "[password]",
    )
    .when(not_blank)
    .reach(280, 8)
    .hides("dsn app:Gr8-Wasser@tcp(db.internal:3306)/app")
    .keeps("dsn app@tcp(db.internal:3306)/app"),
    Rule::text(
        "authorization-header",
        Class::Header,
        &["bearer", "basic", "negotiate", "ntlm", "digest", "authorization"],
        r#"(?i)\b(?:bearer|basic|negotiate|ntlm)[\s:]{1,3}["']?(?P<s>[A-Za-z0-9+/_.~=-]{8,})"#,
        "[token]",
    )
    .when(|found| {
        let secret = found.secret().trim_end_matches(['.', '=']);
        shapes::looks_chosen(secret) || shapes::looks_random(secret, 16)
    })
    .hides("Authorization: Basic YXBwOmtSNHRWb2dlbA==")
    .keeps("basic authentication is disabled, bearer token missing"),
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
        "json-web-token",
        Class::Jwt,
        &["eyj"],
        r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,5}",
        "[token]",
    )
    .reach(0, 2048)
    .hides(concat!("sent eyJhbGciOiJub25lIn0", ".eyJzdWIiOiJFWEFNUExFIn0", ".RVhBTVBMRQ to graph"))
    .keeps("a JWT starts with eyJ and has three parts"),
    Rule::text(
        "sql-password",
        Class::Sql,
        &["identified", "password"],
        r#"(?i)\b(?:identified\s+(?:with\s+[a-z0-9_'"]+\s+)?(?:by|as)(?:\s+password|\s+values)?|(?:encrypted\s+)?password(?:\s+for\s+\S+)?\s*[=(]?)\s*(?:N|E)?'(?P<s>(?:[^'\n]|''){1,200})'"#,
        "[password]",
    )
    .when(not_blank)
    .hides("ALTER ROLE app WITH LOGIN PASSWORD 'kR4tvogel'")
    .keeps("ALTER ROLE app PASSWORD NULL; syntax error at or near \"PASSWORD\""),
    Rule::text(
        "mysql-flag",
        Class::CommandLine,
        &["mysql", "mariadb", "mysqldump", "mongo", "sshpass", "psql", "redis-cli", "curl", "wget", "sqlcmd", "ldap", "htpasswd", "docker login", "smbclient", "rclone", "7z", "zip", "clickhouse"],
        r#"\b(?:mysql(?:dump|admin|import|check)?|mariadb(?:-dump)?|sshpass|mongo(?:dump|restore|sh)?|sqlcmd|docker\s+login|7z[a]?)\b[^\n|;]{0,200}?\s-[pP] ?["']?(?P<s>[^\s"'-][^\s"']{2,128})"#,
        "[password]",
    )
    .when(not_blank)
    .hides("exec mysqldump -u app -pGr8Wasser app failed")
    .keeps("exec mysqldump -u app --port 3306 app failed"),
    Rule::text(
        "redis-flag",
        Class::CommandLine,
        &["redis-cli", "redis-server", "AUTH "],
        r#"\bredis-cli\b[^\n|;]{0,200}?\s-a ["']?(?P<s>[^\s"'-][^\s"']{2,128})|\bAUTH (?:default )?["']?(?P<t>[^\s"']{6,128})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && shapes::looks_chosen(found.secret()))
    .hides("redis-cli -h cache.internal -a Gr8Wasser ping")
    .keeps("redis-cli -h cache.internal -n 2 ping"),
    Rule::text(
        "curl-user",
        Class::CommandLine,
        &["curl ", "wget ", "httpie ", "ldapsearch ", "rclone "],
        r#"\b(?:curl|http)\b[^\n|;]{0,300}?\s(?:-u|--user|--proxy-user)[ =]?["']?[^\s:"']{1,64}:(?P<s>[^\s"']{1,128})"#,
        "[password]",
    )
    .when(not_blank)
    .hides("curl -sS -u app:Gr8Wasser https://hub.internal/health")
    .keeps("curl -sS -u app https://hub.internal/health"),
    Rule::text(
        "ldap-flag",
        Class::CommandLine,
        &["ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami"],
        r#"\bldap[a-z]+\b[^\n|;]{0,300}?\s-w ["']?(?P<s>[^\s"'-][^\s"']{2,128})"#,
        "[password]",
    )
    .when(not_blank)
    .hides("ldapsearch -x -D cn=app -w Gr8Wasser -b dc=internal")
    .keeps("ldapsearch -x -D cn=app -W -b dc=internal"),
    Rule::text(
        "signed-query",
        Class::Url,
        &["sig=", "signature=", "token=", "code=", "key=", "credential=", "ticket=", "assertion=", "samlresponse=", "samlrequest=", "policy="],
        r#"(?i)[?&;](?:sig|signature|x-amz-signature|x-amz-security-token|x-amz-credential|x-goog-signature|x-goog-credential|awsaccesskeyid|googleaccessid|policy|key-pair-id|hmac|code|ticket|st|auth|key|access_token|id_token|token|samlresponse|samlrequest)=(?P<s>[^\s&"'<>;,)]{12,})"#,
        "[token]",
    )
    .when(|found| {
        let secret = found.secret();
        !harmless::is_blanked(secret) && secret.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
            && !shapes::is_identifier(secret)
    })
    .reach(32, 2048)
    .hides("GET https://blob.internal/b/f.bin?sv=2024-05-04&sig=Zk3Jq8Wm1Xr7Tb5Nv2Lc9Hd4%3D returned 403")
    .keeps("GET https://blob.internal/b/f.bin?sv=2024-05-04&code=not_found returned 404"),
    Rule::text(
        "cookie-header",
        Class::Cookie,
        &["cookie"],
        r#"(?i)\b(?:set-)?cookies?["']?\s*[:=]\s*["']?(?P<s>[A-Za-z0-9_.$%-]{1,80}=[^\n\r"']{1,})"#,
        "[cookie]",
    )
    .when(|found| !found.secret().contains("=["))
    .hides("Cookie: theme=dark; sid=s%3Aq8Wm1Xr7Tb5Nv2; lang=hu")
    .keeps("Cookie: header missing, cookies: disabled"),
];

fn not_blank(found: &Found<'_>) -> bool {
    let secret = found.secret();
    !harmless::is_blanked(secret) && !secret.starts_with("${") && !secret.starts_with("{{") && !secret.starts_with('$')
}
