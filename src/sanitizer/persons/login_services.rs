//! People in the lines of further services that let somebody in: the audit of the kernel, Windows, gateways, VPNs,
//! wireless networks, web applications.
//!
//! Like those of `login_logs` their wording is fixed, so the account stands at a known place; accounts of machines stay.

use super::login_logs::is_persons;
use crate::sanitizer::rule::{Class, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "audited-account",
        Class::Name,
        &["acct=", "auid=", "targetusername", "subjectusername", "samaccountname", "account name:", "osuser=", "cliuser"],
        r#"(?i)\bacct=\\?"?(?P<s>[a-z][a-z0-9._-]{2,40}|(?:[46][0-9a-f]|5[0-9a]|7[0-9a]|2[de]|3[0-9]){4,40})\\?"?(?:[\s'),]|$)|\b(?:target|subject|member|caller)username\\?["']?>?\s?[=:>]?\s?\\?["']?(?:[a-z0-9.-]{1,20}\\{1,4})?(?P<t>[a-z][a-z0-9._-]{2,40})\\?["']?(?:[\s<,;]|$)|-samaccountname\s+["']?(?P<u>[a-z][a-z0-9._-]{2,40})|\bosuser=(?P<v>[a-z][a-z0-9._-]{2,40})"#,
        "[name]",
    )
    .when(is_persons)
    .reach(20, 120)
    .hides("type=USER_LOGIN msg='op=login acct=\"thorvaldsen\" exe=\"/usr/sbin/sshd\" res=failed'")
    .keeps("type=USER_LOGIN msg='op=login acct=\"root\" exe=\"/usr/sbin/sshd\" res=failed', TargetUserName=SYSTEM"),
    Rule::text(
        "gateway-login-user",
        Class::Name,
        &["login incorrect", "login ok", "ntlm_password", "peer connection initiated", "eap-", "aaa user", "login_failed", "login_success", "sslvpn", "ssl-login", "vpn user", "xauth", "multi: ", "tunnel-", "webvpn"],
        r#"(?i)\blogin (?:incorrect|ok)\b[^\n\[]{0,80}(?:\[[^\]\n]{0,40}\][^\n\[]{0,10})??: \[(?:host/|[a-z0-9.-]{1,20}\\{1,4})?(?P<s>[a-z][a-z0-9._-]{2,40})(?:/<[^\]\n]{1,60}>)?\]|for user \[(?P<t>[a-z][a-z0-9._-]{2,40})\] (?:->|failed)|:[0-9]{2,5} \[(?P<u>[a-z][a-z0-9._-]{2,40})\] peer connection|\beap[-a-z0-9]{0,20}[^\n]{0,60}? user '(?P<v>[a-z][a-z0-9._-]{2,40})'|\baaa user [^\n]{0,120}? : user = (?P<w>[a-z][a-z0-9._-]{2,40}) :|\blogin_(?:failed|success)[^\n]{0,40}\[user: (?P<q>[a-z][a-z0-9._-]{2,40})\]"#,
        "[name]",
    )
    .when(is_persons)
    .reach(40, 240)
    .hides("radiusd: (7) Login incorrect (mschap: MS-CHAP2-Response is incorrect): [host/thorvaldsen] (from client ap-4)")
    .keeps("radiusd: (7) Login incorrect: [root] (from client ap-4), Login OK: [svc-radius] (from client ap-4)"),
    Rule::text(
        "application-login-user",
        Class::Name,
        &["login failed", "failed login", "login_error", "login error", "failed to login", "authentication failure", "-login-fail", "login_unknown_user", "user_not_found", "invalid_user", "logged in", "login attempt", "login successful", "login denied"],
        r#"(?i)\b(?:login failed|failed login|login_error|login error|authentication failure|user_not_found|invalid_user[a-z_]{0,16}|login attempt|login successful|login denied)\b[^\n]{0,160}?\b(?:user(?:name)?|login|account)\\?["']?\s?[=:]\s?\\?["']?(?P<s>[a-z][a-z0-9._-]{2,40})(?:@[a-z]{2,8})?\\?["']?(?:[\s,;})]|$)|\blogin failed: '(?P<t>[a-z][a-z0-9._-]{2,40})' \(|\b(?:user|username)=\\?"(?P<u>[a-z][a-z0-9._-]{2,40})\\?"[^\n]{0,160}?(?:-login-fail|login_unknown_user)|\buser (?:[a-z0-9.-]{1,20}\\{1,4})(?P<v>[a-z][a-z0-9._-]{2,40})@[0-9.]{7,15} logged in"#,
        "[name]",
    )
    .when(is_persons)
    .reach(220, 260)
    .hides("type=\"LOGIN_ERROR\", ipAddress=\"[ip]\", error=\"user_not_found\", username=\"thorvaldsen\"")
    .keeps("type=\"LOGIN_ERROR\", error=\"user_not_found\", username=\"svc-relay\", Login failed for user=admin"),
    Rule::text(
        "session-of-a-user",
        Class::Name,
        &["new session ", "removed session ", "unix-user:", ") cmd (", ") info (", "started session ", "session of user"],
        r"\b(?:New|Removed|Started) [Ss]ession [0-9a-zA-Z]{1,12} of user (?P<s>[a-z][a-z0-9._-]{2,40})\b|\bunix-user:(?P<t>[a-z][a-z0-9._-]{2,40})|\bcron[a-z]{0,3}(?:\[[0-9]+\])?: \((?P<u>[a-z][a-z0-9._-]{2,40})\) (?:CMD|INFO|MAIL|ERROR)\b",
        "[name]",
    )
    .when(is_persons)
    .reach(60, 60)
    .hides("systemd-logind[611]: New session 17 of user thorvaldsen.")
    .keeps("systemd-logind[611]: New session 17 of user root., CRON[812]: (backup) CMD (sync.sh), unix-user:postgres"),
    Rule::text(
        "identity-of-a-cmdlet",
        Class::Name,
        &["-identity ", "object with identity", "net user", "user name   "],
        r#"\b(?:Get|Set|Enable|Disable|Unlock|Remove|Move|Add|New|Reset|Search)-(?:AD(?:User|Account)[A-Za-z]{0,24}|Mailbox[A-Za-z]{0,24}|CASMailbox|MailUser|RemoteMailbox|MsolUser[A-Za-z]{0,12}|MgUser[A-Za-z]{0,12}|AzureADUser[A-Za-z]{0,12}|CsUser|LocalUser)\b[^\n|;]{0,120}?\s-Identity\s+["']?(?:[A-Za-z0-9.-]{1,20}\\)?(?P<s>[A-Za-z][A-Za-z0-9._-]{2,40})["']?(?:\s|$|\))|object with identity: '(?P<t>[A-Za-z][A-Za-z0-9._-]{2,40})'|(?m:^|: )User name {6,24}(?P<u>[A-Za-z][A-Za-z0-9._-]{2,40})\s*$"#,
        "[name]",
    )
    .when(is_persons)
    .reach(180, 120)
    .hides("Get-ADUser -Identity thorvaldsen : Cannot find an object with identity: 'thorvaldsen' under: 'DC=corp'")
    .keeps("Get-ADUser -Identity svc-backup : Cannot find an object with identity: 'svc-backup' under: 'DC=corp'"),
    Rule::text(
        "name-for-a-cmdlet",
        Class::Name,
        &["-name ", "-displayname ", "-firstname ", "-lastname ", "-givenname ", "-surname ", "-fullname ", "-identity ", "-user ", "-manager ", "-trustee "],
        r#"\b(?:New|Set|Enable|Disable|Get|Add|Remove|Grant|Update)-(?:AD(?:User|Account)|Mailbox|MailContact|MailUser|RemoteMailbox|MsolUser|MgUser|AzureADUser|LocalUser|CsUser|Recipient|DistributionGroupMember|Contact)(?:(?:Folder)?Permission|Statistics|License|Password|RegionalConfiguration|AutoReplyConfiguration)?\b[ -+\--:<-{}-~]{0,240}?\s-(?:Name|DisplayName|FirstName|LastName|GivenName|Surname|FullName|Identity|User|Manager|Trustee)\s+\\?["'](?P<s>\p{Lu}[^"\\\n0-9_]+)\\?["']"#,
        "[name]",
    )
    .when(|found| found.secret().len() <= 80)
    .reach(300, 160)
    .hides("New-Mailbox -Name \"Þórdís Vésteins\" -Password (Read-Host) failed")
    .keeps("New-MailboxDatabase -Name \"DB07\" failed, New-Item -Name \"Quarterly Report\" failed"),
    Rule::text(
        "subject-of-an-assertion",
        Class::Name,
        &["nameid", "\"sub\"", "preferred_username", "\"upn\"", "unique_name", "\"uid\""],
        r#"(?i)<(?:[a-z0-9]{1,10}:)?nameid\b[^>\n]{0,300}>(?P<s>[a-z][a-z0-9._-]{2,40})</|"(?:preferred_username|unique_name)"\s?:\s?"(?P<t>[a-z][a-z0-9._-]{2,40})"|"iss"[^\n]{1,400}?"sub"\s?:\s?"(?P<u>[a-z][a-z.-]{3,40})"[^\n]{0,300}?"(?:preferred_username|given_name|family_name|name|email)""#,
        "[name]",
    )
    .when(is_persons)
    .reach(420, 420)
    .hides("<saml:NameID Format=\"unspecified\">thorvaldsen</saml:NameID>, {\"preferred_username\":\"thorvaldsen\"}")
    .keeps("<saml:NameID Format=\"unspecified\">svc-relay</saml:NameID>, {\"iss\":\"https://idp\",\"sub\":\"thorvaldsen\"}"),
];
