//! People in the lines that log-in services write: `sshd`, `sudo`, mail, file and directory servers.
//!
//! Their wording is fixed, so the account stands at a known place; accounts of machines stay.

use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::machines::is_of_machine;

pub(crate) const RULES: &[Rule] = &[
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
];

/// Whether the account may be a person's.
pub(crate) fn is_persons(found: &Found<'_>) -> bool {
    !is_of_machine(found.secret())
}
