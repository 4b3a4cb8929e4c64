//! People in the lines that log-in services write: `sshd`, `sudo`, mail, file and directory servers.
//!
//! Their wording is fixed, so the account stands at a known place; accounts of machines stay.

use super::context::Words;
use super::known_names::{is_family, is_given};
use super::people::is_service;
use super::rule::{Class, Found, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule::text(
        "shell-login-user",
        Class::Name,
        &[" for ", " user ", "invalid user "],
        r"\b(?:Failed|Accepted|Postponed) [a-z0-9/_-]{3,40} for (?:(?:invalid|illegal) user )?(?P<s>[A-Za-z][A-Za-z0-9._-]{2,40}) from\b|\b(?:Invalid|Illegal|invalid|authenticating) user (?P<t>[A-Za-z][A-Za-z0-9._-]{2,40}) (?:from |\[?[0-9]|[0-9a-f]{1,4}:)|\b(?:Disconnected from|Connection (?:closed|reset) by)(?: (?:authenticating|invalid))? user (?P<u>[A-Za-z][A-Za-z0-9._-]{2,40}) |\bsession (?:opened|closed) for user (?P<v>[A-Za-z][A-Za-z0-9._-]{2,40})\b|\bUser (?P<w>[A-Za-z][A-Za-z0-9._-]{2,40}) from \S{3,64} not allowed",
        "[name]",
    )
    .when(is_persons)
    .reach(60, 70)
    .hides("sshd[812]: Failed publickey for thorvaldsen from 203.0.113.7 port 50122 ssh2")
    .keeps("sshd[812]: Failed password for root from db-7 port 22, Accepted publickey for deploy from db-8, session opened for user backup"),
    Rule::text(
        "module-login-user",
        Class::Name,
        &["pam_", "sudo", " su: ", " su[", "login:", "login[", "ftpd", "user=<", "sasl_username=", "logname=", "ruser="],
        r"\b(?:logname|ruser|user|sasl_username)=<?(?P<s>[A-Za-z][A-Za-z0-9._-]{2,40})(?:>|\s|,|;|$)|\bsudo(?:\[[0-9]+\])?:\s+(?P<t>[A-Za-z][A-Za-z0-9._-]{2,40}) : |\bsu(?:\[[0-9]+\])?: \(to [a-z0-9_-]{1,40}\) (?P<u>[A-Za-z][A-Za-z0-9._-]{2,40}) on |ftpd(?:\[[0-9]+\])?[^\n]{0,60}?\[(?P<v>[A-Za-z][A-Za-z0-9._-]{2,40})\] (?:FAIL|OK) LOGIN|\bFAILED LOGIN [^\n]{0,40}?FOR '(?P<w>[A-Za-z][A-Za-z0-9._-]{2,40})'",
        "[name]",
    )
    .when(is_persons)
    .reach(90, 120)
    .hides("sudo: thorvaldsen : 3 incorrect password attempts ; TTY=pts/0")
    .keeps("sudo: backup : TTY=pts/0, pam_unix(sshd:auth): authentication failure; logname= uid=0 ruser= user=root"),
    Rule::text(
        "login-of-person",
        Class::Name,
        &["login", "principal", "user", "account", "uid", "actor", "owner", "subject", "requester", "initiator"],
        r#"(?i)\b(?:login(?:_?name)?|principal|user(?:_?name)?|account(?:_?name)?|uid|actor|owner|subject|requester|initiator)["']?\s?(?:=>|[=:])\s?["'<\[]?(?P<s>[a-z][a-z-]{0,20}\.[a-z][a-z-]{3,30})(?:["'\s,;>\])}&|]|$)"#,
        "[name]",
    )
    .when(|found| is_login_name(found.secret()))
    .reach(2, 90)
    .hides("principal=k.lindqvist mech=simple, {\"login\"=>\"ottokar.prohaska\"}")
    .keeps("user=ops.reconcile login=app.worker principal=a.internal owner=e.service"),
];

/// `k.lindqvist`, `ottokar.prohaska`: a login made of an initial or a given name and a family name.
fn is_login_name(value: &str) -> bool {
    let Some((first, last)) = value.split_once('.') else { return false };
    let mut letters = first.chars();
    let given: String =
        letters.next().map_or(String::new(), |c| c.to_uppercase().collect::<String>() + letters.as_str());
    let small = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    small(first)
        && small(last)
        && last.len() >= 4
        && (first.len() == 1 || is_given(&given) || is_family(&raised(last)))
        && !is_service(last)
        && !is_service(first)
        && !["local", "internal", "service", "sync", "prod", "test", "conf", "json", "yaml", "toml"].contains(&last)
}

/// The word with a capital.
fn raised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().collect::<String>() + letters.as_str())
}

/// Whether the account may be a person's: no word for a machine in it, and no number at its front.
pub(super) fn is_persons(found: &Found<'_>) -> bool {
    const MACHINES: Words = Words::new(&[
        "agent",
        "backup",
        "sync",
        "deploy",
        "monitor",
        "monitoring",
        "prometheus",
        "oracle",
        "ansible",
        "zabbix",
        "nagios",
        "icinga",
        "grafana",
        "telegraf",
        "rsync",
        "sftp",
        "ftp",
        "relay",
        "mailer",
        "mail",
        "smtp",
        "postfix",
        "dovecot",
        "www",
        "web",
        "http",
        "nginx",
        "apache",
        "tomcat",
        "db",
        "dba",
        "mysql",
        "pgsql",
        "postgresql",
        "redis",
        "mongo",
        "elastic",
        "kafka",
        "hadoop",
        "spark",
        "airflow",
        "test",
        "tester",
        "demo",
        "support",
        "info",
        "pi",
        "ec2",
        "azure",
        "gcp",
        "aws",
        "cloud",
        "terraform",
        "packer",
        "puppet",
        "chef",
        "salt",
        "chrony",
        "sshd",
        "nobody",
        "exporter",
        "scanner",
        "probe",
        "healthcheck",
        "gitlab",
        "github",
        "gitea",
        "registry",
        "docker",
        "k8s",
        "kube",
        "core",
        "rancher",
        "openshift",
        "ops",
        "opsdesk",
        "noc",
        "operator",
        "sysadmin",
        "superuser",
        "super",
        "staff",
        "replica",
        "replicator",
        "repl",
        "rep",
        "report",
        "reporting",
        "etl",
        "batch",
        "cron",
        "job",
        "jobs",
        "queue",
        "mirror",
        "archive",
        "restore",
        "vault",
        "portal",
        "billing",
        "payroll",
        "hr",
        "crm",
        "erp",
        "sap",
        "print",
        "scan",
        "teamcity",
        "bamboo",
        "runner",
        "pipeline",
        "release",
        "dev",
        "prod",
        "stage",
        "staging",
        "qa",
        "unknown",
        "none",
        "null",
        "anonymous",
        "invalid",
        "illegal",
        "tunnel",
        "proxy",
        "vpn",
        "jump",
        "bastion",
        "gate",
        "node",
        "host",
        "server",
        "client",
        "ubnt",
        "cisco",
        "mikrotik",
        "router",
        "switch",
        "camera",
        "nas",
        "synology",
        "qnap",
        "plex",
        "minecraft",
        "steam",
        "teamspeak",
        "odoo",
        "nextcloud",
        "moodle",
        "wordpress",
        "joomla",
        "drupal",
        "magento",
        "user1",
        "console",
        "system",
        "daemon",
        "bin",
        "sys",
        "games",
        "uucp",
        "news",
        "list",
        "irc",
        "gnats",
        "messagebus",
    ]);
    let name = found.secret();
    let small = name.to_lowercase();
    !is_service(name)
        && !small.split(['-', '_', '.']).any(|part| MACHINES.has(part.trim_end_matches(|c: char| c.is_ascii_digit())))
        && small.bytes().filter(u8::is_ascii_alphabetic).count() >= 3
}
