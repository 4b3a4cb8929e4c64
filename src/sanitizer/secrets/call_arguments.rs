//! Accounts and passwords as arguments without names: calls in stack traces, objects printed by their parts, bytes of a
//! handshake.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::{is_compound, is_technical};
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::persons::login_logs::is_persons;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::ahead;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "password-of-call",
        Class::Pair,
        &["open('", "login('", "log_in('", "logon('", "signin('", "sign_in('", "connect('", "authenticate('", "auth('", "bind('", "verify('", "attempt('", "__construct('", "password('", "credentials('", "open(\"", "login(\"", "connect(\"", "authenticate(\"", "bind(\"", "signin(\"", "logon(\""],
        r#"(?i)(?:->|::|\.|\b)\w{0,24}(?:open|log_?in|log_?on|sign_?in|connect|authenticate|auth|bind|verify|attempt|__construct|password|credentials)\((?:(?:'[^'\n]{0,100}'|"[^"\n]{0,100}"|[A-Za-z0-9_.$]{1,40}|Object\([^)\n]{1,60}\)),\s?){1,5}?(?:'(?P<s>[^'\n]{6,100})'|"(?P<t>[^"\n]{6,100})")"#,
        "[password]",
    )
    .when(is_argument)
    .reach(30, 420)
    .hides("#1 /srv/app/src/Login.php(77): Store->open('zsofia.nagy', 'Dzsem*2202')")
    .keeps("#1 /srv/app/src/Login.php(77): Store->open('tenant-17', 'catalog-2', 'utf8mb4')"),
    Rule::text(
        "account-of-call",
        Class::Name,
        &["open('", "login('", "log_in('", "logon('", "signin('", "sign_in('", "authenticate('", "auth('", "attempt('", "verify('", "open(\"", "login(\"", "authenticate(\"", "signin(\"", "logon(\"", "credentials(", "credential(", "passwordauthentication(", "verify(\"", "basicauth(", "passwordtoken(", "networkcredential("],
        r#"(?i)(?:->|::|\.|\b)\w{0,24}(?:open|log_?in|log_?on|sign_?in|authenticate|auth|attempt|verify|credentials?|passwordauthentication|basicauth|passwordtoken)\(["']?(?P<s>[a-z]{2,20}\.[a-z-]{3,30})["']?,"#,
        "[name]",
    )
    .when(|found| {
        let ends = ["local", "internal", "com", "org", "net", "io", "json", "yaml", "conf", "log", "php", "java", "class", "name", "user"];
        is_persons(found) && !found.secret().rsplit('.').next().is_some_and(|last| ends.contains(&last)) && found.secret().bytes().all(|b| b.is_ascii_lowercase() || b".-".contains(&b))
    })
    .reach(30, 80)
    .hides("#1 Login.php(77): Store->open('zsofia.nagy', '[password]')")
    .keeps("#1 Login.php(77): Store->open('web.server', 'x'), open('catalog.json', 'r')"),
    Rule::text(
        "credentials-by-parts",
        Class::Pair,
        &["credentials(", "credential(", "basicauth(", "userpass(", "passwordauthentication(", "usernamepassword", "loginrequest("],
        r#"(?i)\b\w{0,24}(?:Credentials?|BasicAuth|UserPass\w{0,12}|PasswordAuthentication|UsernamePassword\w{0,20}|LoginRequest)\((?:Some\()?["']?[^(),=\n"']{1,80}["']?\)?,\s?(?:Some\()?["']?(?P<s>[^(),=\s"']{5,100})["']?\)?[,)]"#,
        "[password]",
    )
    .when(is_argument)
    .reach(28, 220)
    .hides("scala.MatchError: Credentials([name],BXkLKmsL!AvTX9a,None) (of class app.Credentials)")
    .keeps("Credentials(profile, region) failed, BasicAuth(username, password)"),
    Rule::text(
        "argument-with-remark",
        Class::Pair,
        &["<- credential", "<- password", "<- secret", "<- token", "<-- password", "← password", "// password", "# password", "/* password", "// secret", "# secret", "<- passwort", "<- kennwort", "← passwort"],
        r#"["'](?P<s>[^"'\s\n]{5,128})["'],?\s{0,3}(?:<--?|←|//|#|/\*)\s?(?:the\s|das\s)?(?i:credential|password|secret|token|passwort|kennwort)\b"#,
        "[password]",
    )
    .when(|found| not_blank(found) && !is_technical(found.secret()))
    .reach(140, 4)
    .hides("Session.open [args: \"dc02.lan\", 636, \"k0WXQCXwYwWZ4e4c\" <- credential]")
    .keeps("args: \"dc02.lan\" <- host, \"password\" // password of the vault"),
    Rule::text(
        "cache-handshake",
        Class::CommandLine,
        &["auth"],
        r"(?i)\bAUTH(?:[ \r\t]?(?:\\r|\\n|\n)){1,3}\$[0-9]{1,3}(?:[ \r\t]?(?:\\r|\\n|\n)){1,3}(?:[A-Za-z0-9_.-]{1,40}(?:[ \r\t]?(?:\\r|\\n|\n)){1,3}\$[0-9]{1,3}(?:[ \r\t]?(?:\\r|\\n|\n)){1,3})?(?P<s>[^\s\\]{3,200})",
        "[password]",
    )
    .when(not_blank)
    .reach(2, 320)
    .hides("*2\\r\\n$4\\r\\nAUTH\\r\\n$10\\r\\nGr8Wasser7\\r\\n")
    .keeps("*1\\r\\n$4\\r\\nAUTH\\r\\n, AUTH $1 missing"),
    Rule::text(
        "database-handshake",
        Class::CommandLine,
        &["mysql_native_password", "caching_sha2_password", "mysql_clear_password", "\"p\\0", "'p\\x00"],
        r#"\\x00(?P<s>(?:\\x[0-9a-f]{2}|[!-&(-\[\]-~]){8,64})\\x00(?:mysql_native|caching_sha2|mysql_clear)_password|["']p\\0\\0\\0\\[0-7]{1,3}(?P<t>[^"'\\\n]{4,200})\\0|["']p\\x00\\x00\\x00\\x[0-9a-f]{2}(?P<u>[^"'\\\n]{4,200})\\x00"#,
        "[password]",
    )
    .reach(280, 220)
    .hides("write(7, \"p\\0\\0\\0\\27gxKVJDqb3yYlzUk\\0\", 24) = 24")
    .keeps("plugin mysql_native_password is disabled"),
    Rule::text(
        "plain-mechanism",
        Class::CommandLine,
        &["\\0", "\\x00", "\\u0000"],
        r#"(?i)\b(?:SASL|AUTH|PLAIN)\b[^\n\\]{0,40}(?:\\0|\\x00|\\u0000)[^\\\s"']{1,64}(?:\\0|\\x00|\\u0000)(?P<s>[^\\\s"']{4,128})"#,
        "[password]",
    )
    .when(not_blank)
    .reach(60, 220)
    .hides("* SASL PLAIN \\0app\\0Gr8Wasser7")
    .keeps("SASL PLAIN is off for app")
    ,
    Rule::text(
        "login-frame",
        Class::CommandLine,
        &["\\x00", "\\0"],
        r#"(?:\\x00|\\0)(?P<s>[A-Za-z0-9!#$%&*+.:;<=>?@^_~-]{6,64})(?:\\x00|\\0)"#,
        "[password]",
    )
    .when(|found| {
        let start = found.text.ceil_char_boundary(found.secret.start.saturating_sub(200));
        let near = found.text[start..found.text.ceil_char_boundary((found.secret.end + 120).min(found.text.len()))].to_lowercase();
        let told = ["login", "password", "auth", "passwd"].iter().any(|word| near.contains(word));
        told && is_argument(found)
    })
    .reach(70, 70)
    .hides("FrameError: b'\\x02login\\x00agent\\x00vkdkGdRGYs1jeq\\x00\\x1c\\xff' (login frame: user, password)")
    .keeps("b'\\x02status\\x00agent\\x00running\\x00'"),
    Rule::text(
        "written-to-terminal",
        Class::CommandLine,
        &["write("],
        r#"\bwrite\([0-9]{1,4}(?:</dev/(?:pts|tty)[^>\n]{0,40}>)?, "(?P<s>[!-~]{8,64})", [0-9]"#,
        "[secret]",
    )
    .when(|found| !found.secret().contains(['\\', '/', '=', '{', '<', ' ']) && shapes::looks_drawn(found.secret()) && !is_technical(found.secret()))
    .reach(2, 130)
    .hides("strace: write(5</dev/pts/2>, \"TUe!TkZil#IF0u\", 14) = -1 EPIPE")
    .keeps("strace: write(2, \"Broken-pipe\", 11) = -1 EPIPE"),
    Rule::text(
        "device-of-push",
        Class::Pair,
        &["apns", "device", "push", "dev <", "token"],
        r"(?i)\b(?:apns|device|push|dev|token)\b[^\n<]{0,120}<(?P<s>[0-9a-f]{8}(?: [0-9a-f]{8}){7})>",
        "[token]",
    )
    .reach(2, 230)
    .hides("APNs 403 BadDeviceToken dev <01234567 89abcdef 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef>")
    .keeps("device read <01234567 89abcdef>"),
];

/// `eg=2XiLB22v4aE2`: a sign of equality among drawn letters, whose front is no name of a setting.
fn is_drawn_pair(secret: &str) -> bool {
    secret.trim_end_matches('=').split_once('=').is_none_or(|(name, rest)| {
        name.len() <= 4 && rest.len() >= 8 && shapes::looks_drawn(rest) && !shapes::is_identifier(rest)
    })
}

/// Chosen beyond doubt, and no name, path or word of a program.
fn is_argument(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let near = ahead(found.text, found.secret.end, 4);
    let sign = secret.chars().any(|c| "!#$%^&*~?@".contains(c)) && secret.chars().any(|c| c.is_ascii_digit());
    not_blank(found)
        && !near.starts_with("...")
        && !secret.ends_with("...")
        && !secret.contains([' ', '/', '\\', '(', '{', '<'])
        && !secret.contains("://")
        && (!secret.contains('=') || sign || is_drawn_pair(secret))
        && (!is_technical(secret) || secret.contains('=') && is_drawn_pair(secret))
        && (sign
            || !is_wordy(secret) && shapes::looks_drawn(secret)
            || secret.contains('=') && is_drawn_pair(secret)
            || is_compound(secret) && secret.bytes().any(|b| b.is_ascii_digit()))
}
