//! Passwords handed over by a pipe, by position, or as the argument of a call.
//!
//! Here no flag and no field name stands beside the value; the program or function that receives
//! it says what it is.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::secrets::arguments::is_argument;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "piped-password",
        Class::CommandLine,
        &["echo ", "printf ", "<<< "],
        r#"--(?:with-token|token-stdin|password-stdin)\s?<<<\s?["']?(?P<t>[^\s"']{3,300})|\b(?:echo|printf)\s+(?:-[ne]+\s+|'%s'\s+|"%s"\s+|%s\s+)?["']?(?P<s>[^\n"'|]{3,160}?)["']?\s*\|\s*(?:sudo\s+(?:-[A-Za-z]+\s+)*-[A-Za-z]*S|[^|\n]{0,120}(?:--password-stdin|--passphrase-fd|--passphrase-file -|--with-token|--stdin\b|chpasswd|cryptsetup|\bpasswd\b|smbpasswd|--pass-stdin|kinit))"#,
        "[password]",
    )
    .when(not_blank)
    .reach(4, 320)
    .hides("echo Gr8Wasser | sudo -S systemctl restart app")
    .keeps("echo $SUDO_PASS | sudo -S id; echo done | tee run.log"),
    Rule::text(
        "tool-flag",
        Class::CommandLine,
        &["az login", "registry login", "podman login", "skopeo", "ssh-keygen", "openssl", "zip ", "mosquitto", "ipmitool", "keytool", "freerdp", "kinit", "cryptsetup", "ldappasswd", "impacket", "evil-winrm", "hydra ", "mount"],
        r#"\b(?:(?:az|registry|podman|skopeo|buildah) login\b[^\n|;]{0,200}?\s-p|ssh-keygen\b[^\n|;]{0,200}?\s-[NP]|openssl\b[^\n|;]{0,200}?\s-[kK]|(?:un)?zip\b[^\n|;]{0,200}?\s-P|(?:mosquitto_(?:pub|sub)|ipmitool)\b[^\n|;]{0,200}?\s-P|keytool\b[^\n|;]{0,200}?\s-(?:store|key)pass|x?freerdp\b[^\n|;]{0,200}?\s/p:)\s?(?:'(?P<t>[^'\n]{3,128})'|"(?P<u>[^"\n]{3,128})"|["']?(?P<s>[^\s"'-][^\s"']{2,128}))"#,
        "[password]",
    )
    .when(|found| not_blank(found) && !found.secret().contains('.') && !is_long_option(found))
    .hides("az login --service-principal -u app -p Gr8-Wasser; zip -P Gr8-Wasser out.zip dump.sql")
    .keeps("ssh-keygen -f id_ed25519 -N ''; unzip -p out.zip dump.sql; openssl s_client -key app.pem"),
    Rule::text(
        "user-and-password-flag",
        Class::CommandLine,
        &["smbclient", "rpcclient", "winexe", "smbget", "smbmap", "wmic", "net ads", "http -", "https -", "xh -", "net rpc"],
        r#"\b(?:(?:smbclient|rpcclient|net rpc|net ads|winexe|smbget|smbmap|wmic)\b[^\n|;]{0,200}?\s-U\s?["']?[^\s%"']{1,64}%|(?:https?|xh)\s(?:[^\n|;]{0,200}?\s)?(?:-a|--auth)[ =]["']?[^\s:"']{1,64}:)(?P<s>[^\s"']{2,128})"#,
        "[password]",
    )
    .when(not_blank)
    .hides("smbclient //files/backup -U app%Gr8-Wasser; http -a app:Gr8-Wasser api.internal")
    .keeps("smbclient //files/backup -U app -k; http -v api.internal"),
    Rule::text(
        "generated-password",
        Class::Pair,
        &["random_password"],
        r#"\brandom_password\b[^\n]{0,400}?\bresult"?\s*[:=]\s*"(?P<s>[^"\n]{4,128})""#,
        "[password]",
    )
    .when(not_blank)
    .reach(4, 700)
    .hides("random_password.db: Creation complete; result: \"n&4Kd}qz!Lp0x\"")
    .keeps("random_password.db: Creation complete after 0s [id=none]"),
    Rule::text(
        "masked-in-advance",
        Class::Pair,
        &["::add-mask::", "task.setvariable"],
        r"::add-mask::(?P<s>\S{3,500})|##vso\[task\.setvariable[^\]\n]{0,120}issecret=true[^\]\n]{0,60}\](?P<t>\S{3,500})",
        "[secret]",
    )
    .when(not_blank)
    .hides("::add-mask::Gr8-Wasser")
    .keeps("::add-mask::$PASSWORD"),
    Rule::text(
        "positional-password",
        Class::CommandLine,
        &["htpasswd", "useradd", "smbpasswd", "rabbitmqctl", "add_user", "change_password", "create-user"],
        r#"\b(?:htpasswd\s+(?:-[a-zA-Z]*b[a-zA-Z]*n?\s+|-n[a-zA-Z]*b[a-zA-Z]*\s+)(?:\S*[/.]\S*\s+)?[^\s]{1,64}|rabbitmqctl\s+(?:-\S+\s+)*(?:add_user|change_password|authenticate_user)\s+[^\s;|&]{1,64})\s+["']?(?P<s>[^\s"']{3,128})"#,
        "[password]",
    )
    .when(not_blank)
    .hides("htpasswd -b /etc/nginx/.htpasswd app Gr8Wasser; rabbitmqctl add_user app Gr8Wasser")
    .keeps("htpasswd -c /etc/nginx/.htpasswd app; rabbitmqctl add_user"),
    Rule::text(
        "login-call",
        Class::Prose,
        &["login(", "log_in(", "logon(", "signin(", "sign_in(", "connect(", "authenticate(", "auth(", "auth=(", "auth: (", "basic(", "basic_auth(", "basicauth(", "simple_bind", "bind(", "credential(", "credentials(", "set_password(", "authentication(", "authenticator(", "__construct("],
        r#"(?i)(?:log_?in|logon|sign_?in|connect|authenticate|auth(?:\s?[=:]\s?)?|basic|bind(?:_s)?|credentials?|set_password|__construct|authenticat(?:ion|or))\((?:[^()\n"']{0,80}|"[^"\n]{0,80}"|'[^'\n]{0,80}'){1,6}?,\s*(?:[a-z_]+\s*=\s*)?["'](?P<s>[^"'\n\s]{6,128})["']"#,
        "[password]",
    )
    .when(|found| is_argument(found.secret(), true))
    .reach(24, 320)
    .hides("    client.login(\"app\", \"Gr8_Wasser\")")
    .keeps("    pool.connect(\"db.internal\", \"5432\", \"ops-ledger\")"),
    Rule::text(
        "credentials-for",
        Class::Prose,
        &[" for ", " as ", " using ", " with password ", " / "],
        r"(?i)\buser\s[a-z0-9_.\\@-]{2,64}\s(?:using|with password|/)\s(?P<t>[^\s,;'\x22)]{6,64})|\b(?:credentials|creds|password|log[- ]?(?:in|on)|logged in|auth[a-z]*|sign[- ]?in|connect(?:ed|ing)?)(?: [a-z]{2,10}){0,3} (?:for|as) (?:[a-z0-9_.@-]{2,64}|\[email\])\s?[:/]\s?(?P<s>[^\s,;'\x22)]{6,64})",
        "[password]",
    )
    .when(|found| shapes::looks_typed(found.secret().trim_end_matches('.')))
    .reach(60, 160)
    .hides("AuthError: bad credentials for app:Gr8_Wasser")
    .keeps("bad credentials for job:retry-7, password for app: missing"),
    Rule::text(
        "braced-password",
        Class::Url,
        &["pwd={", "password={"],
        r"(?i)\b(?:pwd|password)=\{(?P<s>[^}\n]{3,128})\}",
        "[password]",
    )
    .when(|found| !found.secret().starts_with(['{', '[']) && found.secret().chars().any(|c| !c.is_alphabetic() && c != '_'))
    .hides("DRIVER={ODBC Driver 18};UID=app;PWD={Gr8;Wasser};")
    .keeps("PWD={password};UID={user}"),
    Rule::text(
        "file-database-key",
        Class::Url,
        &["sqlite:", "sqlcipher", "file:", "pragma key", "pragma rekey", "pragma hexkey"],
        r#"(?i)(?:\b(?:sqlite|sqlcipher|file):[^\s"']{0,200}?[?&](?:key|hexkey|cipher_key|pragma_key|_auth_pass)=|\bpragma\s+(?:re|hex)?key\s*=\s*["'](?:x')?)(?P<s>[^&\s"']{3,200})"#,
        "[key]",
    )
    .when(not_blank)
    .hides("open sqlite:///var/lib/app.db?key=Gr8+Wasser&cache=shared")
    .keeps("open sqlite:///var/lib/app.db?mode=rwc&cache=shared"),
];

/// `openssl req -keyout key.pem`, `-key app.key`: the rest of an option's own name.
fn is_long_option(found: &crate::sanitizer::rule::Found<'_>) -> bool {
    matches!(
        found.secret(),
        "ey" | "eyout" | "eyform" | "eysig" | "eylog" | "eylogfile" | "eymatexport" | "eygen" | "DF" | "ekopt"
    )
}
