//! Passwords on command lines, where the flag is too short to be a field name.

use super::credentials::not_blank;
use super::rule::{Class, Rule};
use super::shapes;

pub(super) const RULES: &[Rule] = &[
    Rule::text(
        "environment-command",
        Class::CommandLine,
        &["setx ", "env ", "arg "],
        r#"(?i)\b(?:setx|env|arg)\s+[A-Z0-9_]*(?:PASSWORD|PASSWD|PASS|PWD|TOKEN|SECRET|KEY)[ =]+["']?(?P<s>[^\s"']{4,})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && shapes::looks_chosen(found.secret()))
    .hides("RUN setx API_TOKEN Gr8Wasser9 failed")
    .keeps("ENV DB_PASSWORD is not set"),
    Rule::text(
        "windows-user-command",
        Class::CommandLine,
        &["net user", "net use", "net1 user"],
        r#"(?i)\bnet1?\s+use(?:(?:r\s+[^\s/]{1,64}|\s+[^\s]{1,100}\s+/user:\S{1,80})\s+(?P<s>[^\s/*]{3,100})|\s+(?:[a-z*]:?\s+)?\\{2}\S{1,100}\s+(?P<t>[^\s/*]{3,100})\s+/)"#,
        "[password]",
    )
    .hides("net user backup Gr8Wasser! /add failed; net use Z: \\\\nas\\backup Gr8Wasser! /user:app")
    .keeps("net user backup /active:no failed"),
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
        "quoted-argument",
        Class::CommandLine,
        &["mysql", "mariadb", "sshpass"],
        r#"\b(?:mysql(?:dump|admin)?|mariadb(?:-dump)?|sshpass)["'][^\n]{0,160}?["']-p(?P<s>[^\s"']{3,128})["']"#,
        "[password]",
    )
    .when(not_blank)
    .hides("argv [\"mysql\", \"-uapp\", \"-pGr8Wasser\"] failed")
    .keeps("argv [\"mysql\", \"-uapp\", \"-p\", \"3306\"] failed"),
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
];
