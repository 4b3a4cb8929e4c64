//! Passwords on command lines, where the flag is too short to be a field name.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::{is_compound, is_technical};
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::about_words::{is_about, is_other_pass};
use crate::sanitizer::words::context::behind;

pub(crate) const RULES: &[Rule] = &[
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
        "environment-name",
        Class::Pair,
        &["token ", "secret ", "_key ", "password ", "passwd ", "_pass ", "_pwd ", "token\t", "secret\t", "_key\t", "password\t"],
        r#"\b[A-Z][A-Z0-9]*_[A-Z0-9_]*(?:TOKEN|SECRET|KEY|PASSWORD|PASSWD|PASS|PWD)\s{1,8}(?:'(?P<s>[^'\n]{6,512})'|"(?P<t>[^"\n]{6,512})")"#,
        "[secret]",
    )
    .when(|found| {
        let value = found.secret();
        not_blank(found) && !value.split(' ').any(is_about) && value.bytes().any(|b| !b.is_ascii_lowercase() && b != b' ')
    })
    .needs(&["\"", "'"])
    .hides("CONSUL_HTTP_TOKEN \"Moss-Lantern harbour\" was refused")
    .keeps("CONSUL_HTTP_TOKEN \"is not set\", PRIMARY_KEY 'tenant' is taken"),
    Rule::text(
        "windows-user-command",
        Class::CommandLine,
        &["net user", "net use", "net1 user", "/user:", " /rp "],
        r#"(?i)\s/rp\s["']?(?P<v>[^\s"']{3,100})|(?:^|[^/\w])/user:\S{1,80}[ \t]+(?P<u>[^\s/*][^\s/]{2,99})|\bnet1?\s+use(?:(?:r\s+[^\s/]{1,64}|\s+[^\s]{1,100}\s+/user:\S{1,80})\s+(?P<s>[^\s/*]{3,100})|\s+(?:[a-z*]:?\s+)?\\{2}\S{1,100}\s+(?P<t>[^\s/*][^\s/]{2,99})\s+/)"#,
        "[password]",
    )
    .hides("net user backup Gr8Wasser! /add failed; net use Z: \\\\nas\\backup Gr8Wasser! /user:app")
    .keeps("net user backup /active:no failed"),
    Rule::text(
        "mysql-flag",
        Class::CommandLine,
        &["mysql", "mariadb", "mongo", "sshpass", "sqlcmd", "docker login", "7z a", "7z x", "7z e", "7z l", "7z t", "7z u", "7z -", "7za ", "isql", "bcp ", "tsql", "plink", "pscp", "psftp", "cqlsh", "cypher-shell", "hdbsql", "rabbitmqadmin", "helm registry", "oras login", "crane auth", "nerdctl login", "rdesktop", "unrar", "vncdo", "smbget"],
        r#"\b(?:mysql(?:dump|admin|import|check|sh)?|mariadb(?:-dump|-admin)?|sshpass|mongo(?:dump|restore|sh|export|import)?|sqlcmd|isql|bcp|tsql|plink|pscp|psftp|cqlsh|cypher-shell|hdbsql|rabbitmqadmin|docker\s+login|helm\s+registry\s+login|oras\s+login|crane\s+auth\s+login|nerdctl\s+login|rdesktop|unrar|7z[a]?)\b[^\n|;]{0,200}?\s(?:-[pP] ?|-pw )(?:'(?P<t>[^'\n]{3,128})'|"(?P<u>[^"\n]{3,128})"|["']?(?P<s>[^\s"'-][^\s"']{2,128}))"#,
        "[password]",
    )
    // Ports are numbers too, but have five digits at most.
    .when(|found| not_blank(found) && !(found.secret().len() <= 5 && found.secret().bytes().all(|b| b.is_ascii_digit())))
    .hides("exec mysqldump -u app -pGr8Wasser app failed; mysql -p 20714468 app")
    .keeps("exec mysqldump -u app --port 3306 app failed; mongo -p 27017"),
    Rule::text(
        "certificate-tool-source",
        Class::CommandLine,
        &["pass:"],
        r#"(?i)\s-{1,2}(?:pass(?:in|out)?|password|srcstorepass|storepass|keypass)\s+["']?pass:(?:'(?P<t>[^'\n]{1,200})'|"(?P<u>[^"\n]{1,200})"|(?P<s>[^\s"']{1,200}))"#,
        "[password]",
    )
    .when(not_blank)
    .reach(24, 220)
    .hides("openssl pkcs12 -in app.p12 -passin pass:barn-otter -out app.pem")
    .keeps("openssl pkcs12 -in app.p12 -passin env:SOURCE -out app.pem"),
    Rule::text(
        "flag-run-together",
        Class::CommandLine,
        &["pass ", "pass=", "pass:", "passwd ", "pwd ", "pw "],
        r#"(?:^|[\s"'\[,])[-/]{1,2}[A-Za-z][A-Za-z0-9_-]{0,24}(?:[Pp]ass(?:wd|in|out)?|[Pp]wd|[Pp]w)(?:[ =:]|["'],\s?["'])["']?(?:pass:)?(?P<s>[^\s"'-][^\s"']{2,128})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && !is_other_pass(&found.text[..found.secret.start]) && !found.secret().contains('/'))
    .reach(32, 140)
    .hides("keytool -list -keystore app.jks -storepass Gr8Wasser")
    .keeps("run --bypass cache1, tool -compass north"),
    Rule::text(
        "openssl-pass",
        Class::CommandLine,
        &[" pass:", "'pass:", "\"pass:"],
        r#"\s-(?:pass|passin|passout|passcert|k)[ =]["']?pass:(?P<s>[^\s"']{1,128})"#,
        "[password]",
    )
    .when(not_blank)
    .reach(16, 140)
    .hides("openssl pkcs12 -in hub.p12 -nodes -passin pass:kettlemoss -out hub.pem")
    .keeps("openssl pkcs12 -in hub.p12 -nodes -passin env:P12_PASS -out hub.pem"),
    Rule::text(
        "network-management-flag",
        Class::CommandLine,
        &["snmp", "createuser"],
        r#"\bsnmp[a-z]*\b[^\n|;]{0,240}?\s-[AX] ?["']?(?P<s>[^\s"'\[-][^\s"']{2,128})|\bsnmp(?:get|walk|set|bulkwalk|bulkget|table|status|trap|inform)?\b[^\n|;]{0,160}?\s-c ?["']?(?P<u>[^\s"'-][^\s"']{2,64})|(?i:createuser)\s+(?:-e\s+\S+\s+)?\S{1,64}\s+(?:MD5|SHA[0-9-]*)\s+["']?(?P<v>[^"'\s\[][^"'\s]{2,127})|(?i:createuser)\s[^\n]{1,160}?\s(?:AES|DES)[0-9]*\s+["']?(?P<w>[^"'\s\[][^"'\s]{2,127})"#,
        "[password]",
    )
    .when(not_blank)
    .reach(4, 320)
    .hides("snmpwalk -v3 -u ops -a SHA -A Gr8Wasser -x AES -X Gr8Feuer sw1; snmpget -v2c -c Gr8Wasser sw1")
    .keeps("snmpwalk -v3 -u ops -l noAuthNoPriv sw1 sysUpTime.0"),
    Rule::text(
        "typed-flag",
        Class::CommandLine,
        &[" -p", " -w", " -a ", " -k ", " -s ", " -x ", " -W", " -K", "<(echo ", " login ", " unlock ", "alias set ", "config host add "],
        r#"\s-[pPwWaAkKsSxX] ?["']?(?P<s>[^\s"'-][^\s"']{5,127})|<\(\s?(?:echo|printf)\s(?:-n\s)?["']?(?P<t>[^\s"')]{3,128})|\b(?:vault|bw|op|tower|awx|consul|boundary|lpass|rbw)\s(?:[a-z-]+\s)?(?:login|unlock)\s["']?(?P<u>[^\s"'=-][^\s"'=]{5,200})|\bmc\s(?:alias\sset|config\shost\sadd)\s\S+\s\S+\s\S+\s(?P<v>\S{6,128})"#,
        "[password]",
    )
    .when(|found| {
        let secret = found.secret().trim_end_matches([';', ',', '.', '"', '\'']);
        let told = shapes::looks_drawn(secret) || shapes::looks_typed(secret) && !is_technical(secret) || shapes::looks_random(secret, 14);
        let named = found.text[..found.secret.start].trim_end_matches(['"', '\'']).ends_with([' ', '(']);
        not_blank(found) && told && !is_chain(secret) && !secret.contains(['/', '=', ':', '@', ',']) && (named || shapes::looks_typed(secret))
    })
    .reach(60, 260)
    .hides("sometool -h db -w Gr8-Wasser_7; rsync --password-file=<(echo gR8-wasser7); vault login s.8Fj3kLm2Nq9RtVwXyZ012345")
    .keeps("ssh -p 2222 app@host; tar -x backup_17.tar; vault login -method=oidc; sort -k 2"),
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
        &["redis-cli", "valkey-cli", "keydb-cli", "iredis"],
        r#"\b(?:redis-cli|valkey-cli|keydb-cli|iredis)\b[^\n|;]{0,200}?\s(?:-a|--pass)[ =](?:'(?P<t>[^'\n]{3,128})'|"(?P<u>[^"\n]{3,128})"|["']?(?P<s>[^\s"'-][^\s"']{2,128}))"#,
        "[password]",
    )
    .when(not_blank)
    .hides("redis-cli -h cache.internal -a Gr8Wasser ping; redis-cli -a 'mQ 8 lofT' ping")
    .keeps("redis-cli -h cache.internal -n 2 ping"),
    Rule::text(
        "spoken-protocol",
        Class::CommandLine,
        &["AUTH ", "auth\\r", "AUTH\r\n", "LOGIN ", "PASS ", "AUTHINFO ", "UGFzc3dvcmQ6"],
        r#"\bAUTH (?:default )?["']?(?P<s>[^\s"']{6,128})|AUTH(?:\\r\\n|\r?\n)\$[0-9]{1,4}(?:\\r\\n|\r?\n)(?:[^\s\\]{1,64}(?:\\r\\n|\r?\n)\$[0-9]{1,4}(?:\\r\\n|\r?\n))?(?P<t>[^\s\\"]{3,128})|(?:^|[\s>"])[A-Za-z]{0,4}[0-9]{1,6} LOGIN \S{1,80} \\?(?:"(?P<u>[^"\n]{3,128})"|(?P<q>[^\s"\\]{3,128}))|(?:^|[\n>:"]\s?|INFO )PASS (?P<v>[^\s"'\\]{3,128})|\b334 UGFzc3dvcmQ6\s[^A-Za-z0-9\n]{0,8}(?:C: ?)?(?P<w>[A-Za-z0-9+/]{4,}={0,2})"#,
        "[password]",
    )
    .when(|found| {
        let before = &found.text[..found.secret.start];
        let sent = !before.ends_with("PASS ") || is_sent(found);
        not_blank(found) && sent && (!before.ends_with("AUTH ") || shapes::looks_chosen(found.secret()) || is_compound(found.secret()))
    })
    .reach(16, 320)
    .hides("C: a1 LOGIN app \"Gr8-Wasser\"; > PASS Gr8Wasser")
    .keeps("LOGIN failed for app, 334 AUTH LOGIN, PASS 17 of 17"),
    Rule::text(
        "curl-user",
        Class::CommandLine,
        &[" -u", "-user", "-auth", " -a ", "-creds", "-credentials", "-basic", "-login "],
        r#"\s(?:-u|-a |--?(?:(?:proxy-)?user|auth|basic(?:-auth)?|(?:src-|dest-)?creds|credentials|login))[ =]?["']?[^\s:"'=/<]{1,64}["']?:(?:'(?P<t>[^'\n]{1,128})'|"(?P<u>[^"\n]{1,128})"|(?P<s>[^\s"']{1,128}))"#,
        "[password]",
    )
    .when(|found| not_blank(found) && !found.secret().starts_with("//") && (shapes::looks_chosen(found.secret()) || is_compound(found.secret()) || calls_curl(found)))
    .reach(2, 260)
    .hides("curl -sS -u app:Gr8Wasser https://hub.internal/health; curl -u app:'Wasser kessel' hub.internal")
    .keeps("curl -sS -u app https://hub.internal/health"),
    Rule::text(
        "ldap-flag",
        Class::CommandLine,
        &["ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami"],
        r#"\bldap[a-z]+\b[^\n|;]{0,300}?\s-w (?:'(?P<t>[^'\n]{3,128})'|"(?P<u>[^"\n]{3,128})"|["']?(?P<s>[^\s"'-][^\s"']{2,128}))"#,
        "[password]",
    )
    .when(not_blank)
    .hides("ldapsearch -x -D cn=app -w Gr8Wasser -b dc=internal")
    .keeps("ldapsearch -x -D cn=app -W -b dc=internal"),
];

/// `PASS …` sends a password when it is all of its line; where the line goes on, or names a file or a case, a test did pass.
fn is_sent(found: &Found<'_>) -> bool {
    let tail = &found.text[found.secret.end..];
    let value = found.secret();
    let ends = tail.is_empty() || tail.starts_with(['\n', '\r', '"', '\'', '\\', ',', ')', ';', ']']);
    let near = behind(found.text, found.secret.start, 160);
    let typed = near.contains("USER ") || near.trim_end_matches("PASS ").trim_end_matches(' ').ends_with(['>', ':']);
    typed || ends && shapes::looks_chosen(value) && !value.contains('/')
}

/// `curl -u name:…`: what follows the colon is a password, whatever it looks like.
fn calls_curl(found: &Found<'_>) -> bool {
    let head = behind(found.text, found.secret.start, 320);
    let command = head.rsplit(['\n', ';', '|']).next().unwrap_or("");
    command.contains("curl") || command.split(' ').any(|word| word == "http" || word == "wget")
}

/// `KUBE-SVC-TFV6YCY6`: what a packet filter calls a chain.
fn is_chain(value: &str) -> bool {
    let mut parts = value.split('-');
    let word =
        |part: Option<&str>| part.is_some_and(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_uppercase()));
    value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
        && word(parts.next())
        && word(parts.next())
}
