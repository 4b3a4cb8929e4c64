//! Commands that put a secret away and take it by its place alone: `hdbuserstore SET KEY host user …`,
//! `mosquitto_passwd -b file user …`, `bundle config gems.internal user:…`.
//!
//! The words in front fix the place, so that even a plain word counts; what says something about it stays.

use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::about_words::is_about;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "store-command",
        Class::CommandLine,
        &[
            "hdbuserstore", "ejabberdctl", "prosodyctl", "mosquitto_passwd", "etcdctl", "wpa_passphrase", "composer", "poetry",
            " admin user add ", "samba-tool", "-password", "grafana-cli",
        ],
        r#"(?x)\b(?:
            hdbuserstore\s(?:-\S+\s){0,3}(?i:set)\s[^\s;|&]{1,64}\s["']?\S+:[0-9]{2,5}\S*\s[^\s;|&]{1,64}
            |ejabberdctl\s(?:-\S+\s){0,3}(?:register|change_password|check_password)\s[^\s;|&]{1,64}\s[^\s;|&]{1,64}
            |prosodyctl\sregister\s[^\s;|&]{1,64}\s[^\s;|&]{1,64}
            |mosquitto_passwd\s(?:-[a-z]+\s){0,2}-[a-z]*b[a-z]*\s[^\s;|&]{1,120}\s[^\s;|&]{1,64}
            |etcdctl\s(?:-\S+\s){0,5}user\s(?:add|passwd)\s[^\s:]{1,64}:
            |wpa_passphrase\s(?:"[^"\n]{1,40}"|'[^'\n]{1,40}'|[^\s-][^\s;|&]{0,40})
            |(?:composer|poetry)\sconfig\s(?:-\S+\s){0,3}http-basic\.[^\s;|&]{1,120}\s[^\s;|&]{1,64}
            |mc\s(?:-\S+\s){0,3}admin\suser\sadd\s[^\s;|&]{1,64}\s[^\s;|&]{1,64}
            |samba-tool\suser\s(?:create|add)\s[^\s-][^\s;|&]{0,64}
            |security\sadd-(?:generic|internet)-password\s[^\n|;]{0,200}?\s-w
            |grafana-cli\s(?:-\S+\s){0,5}admin\sreset-admin-password
        )(?:\s|\b)["']?(?P<s>[^\s"'-][^\s"']{3,127})"#,
        "[password]",
    )
    .when(is_given)
    .reach(24, 420)
    .hides("hdbuserstore SET BACKUP hana-1:30013@SYSTEMDB OPS Gr8Wasser; mosquitto_passwd -b /etc/mosquitto/pw app kesselwasser")
    .keeps("hdbuserstore SET needs a key, an address, a user and a password; ejabberdctl register app internal failed; wpa_passphrase --help"),
    Rule::text(
        "account-of-gem-server",
        Class::CommandLine,
        &["bundle config ", "bundle_"],
        r#"(?:\bbundle\sconfig\s(?:set\s|build\s)?(?:--\S+\s){0,3}[a-z0-9.-]+\.[a-z]{2,12}\s|\bBUNDLE_[A-Z0-9_]+?__[A-Z0-9_]+["']?(?:\s?=|:\s)\s?)["']?(?:[A-Za-z._-]{1,40}:)?(?P<s>[^\s"'/]{6,200})"#,
        "[password]",
    )
    .when(|found| is_given(found) && shapes::looks_chosen(found.secret()))
    .reach(4, 360)
    .hides("BUNDLE_GEMS__INTERNAL__IO: \"91b24e80:06164a21\"; bundle config set --global gems.internal.io app:Gr8Wasser")
    .keeps("BUNDLE_PATH__SYSTEM: \"true\"; BUNDLE_MIRROR__ALL: \"https://hub.internal:8443\"; BUNDLE_WITHOUT__ALL: development:test; bundle config gems.internal.io"),
];

/// A word that is no option, no variable and nothing that is said about a password.
fn is_given(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let tail = &found.text[found.secret.end..];
    not_blank(found)
        && !secret.starts_with(['-', '<', '{', '[', '$', '|', '>', '&', ';'])
        && !secret.ends_with([',', ';', ':'])
        && !secret.starts_with("http")
        && !is_about(&secret.to_lowercase())
        && !secret.contains("://")
        && !tail.starts_with(": ")
}
