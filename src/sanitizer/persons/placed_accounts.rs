//! Accounts of people at the places where systems print them without a field: the owner in a listing of files, the
//! subject of a certificate, and the same account again beside the home directory or entry that gave it away.

use std::ops::Range;

use super::login_logs::is_persons;
use super::people::is_person_directory;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::Words;
use crate::sanitizer::words::known_names::{is_family, is_given};
use crate::sanitizer::words::machines::is_service;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "owner-in-listing",
        Class::Name,
        &["rw-r", "rwxr", "rw----", "rwx---", "rwxrw", "rw-rw", "r--r--", "r-xr-"],
        r"(?m)^[ \t]*[-dlbcps][-rwxsStT]{9}[.+@]?\s+[0-9]{1,6}\s+(?P<s>[a-z][a-z0-9._-]{2,31})\s+(?P<g>[A-Za-z0-9._-]{1,32})\s+[0-9]",
        "[name]",
    )
    .when(|found| is_persons(found) && is_of_people(found.secret()))
    .reach(16, 80)
    .hides("-rw-r--r--  1 zprohaska staff  118 Mar 10 17:02 notes.txt")
    .keeps("-rw-r--r--  1 ledger ledger  118 Mar 10 17:02 notes.txt\ndrwxr-xr-x 2 root staff 64 Mar 10 17:02 bin"),
    Rule::text(
        "subject-of-personal-certificate",
        Class::Name,
        &["cn=", "cn ="],
        r"(?i)\bCN\s?=\s?(?P<s>[^,/+=\n<\[0-9]{4,60}?)\s?[,/+]\s?(?:emailAddress|E|mail|1\.2\.840\.113549\.1\.9\.1)\s?=|\bVERIFY [A-Z]{2,8}:[^\n]{0,160}?\bCN\s?=\s?(?P<t>[A-Za-z][^,/=\n<\[]{2,60}?)\s?(?:[,/\n]|$)|(?:emailAddress|/E)\s?=\s?(?:\[email\]|[^\s,/@]{1,64}@[^\s,/]{3,80})\s?[,/+]\s?CN\s?=\s?(?P<u>[^,/+=\n<\[0-9]{4,60}?)\s?(?:[,/+\n]|$)",
        "[name]",
    )
    .when(is_subject)
    .reach(170, 180)
    .hides("subject=C = HU, O = Acme, CN = ZSÓFIA NAGY, emailAddress = [email]")
    .keeps("subject=C = HU, O = Acme, CN = Acme Issuing CA 2, emailAddress = [email]\nVERIFY OK: depth=1, CN=gateway"),
    Rule::text(
        "account-in-many-words",
        Class::Name,
        &["账号", "帐号", "账户", "用户名", "アカウント", "ユーザー", "계정", "아이디", "логин", "учётная запись", "учетная запись", "benutzername", "gebruikersnaam", "identifiant", "nazwa użytkownika", "kullanıcı adı", "felhasználónév", "brukernavn", "användarnamn", "nome utente", "nome de usuário"],
        r"(?i)(?:账号|帐号|账户|用户名|アカウント名?|ユーザー(?:名|ID)?|계정|아이디|логин|уч[её]тная запись|benutzername|gebruikersnaam|identifiant|nazwa użytkownika|kullanıcı adı|felhasználónév|brukernavn|användarnamn|nome utente|nome de usuário)\s?[:：=]\s?[\x22']?(?P<s>[a-z]{2,20}[._][a-z]{3,30})(?:[^\p{L}0-9._@-]|$)",
        "[name]",
    )
    .when(is_persons)
    .reach(2, 90)
    .hides("登录失败，账号：zhuge.ming，错误：E1045")
    .keeps("账号：backup.agent，错误：E1045")
    ,
    Rule::text(
        "account-of-session",
        Class::Name,
        &[" pts/", " tty", "uid=", "~", " 0.0 "],
        r"(?m)(?:^|[\s:])(?P<s>[a-z][a-z0-9._-]{2,31})\s+(?:pts/[0-9]{1,4}|tty[0-9]{1,2})\s|\buid=[1-9][0-9]{3,9}\((?P<t>[a-z][a-z0-9._-]{2,31})\)|(?:^|[\s\x22'=(])~(?P<u>[a-z][a-z0-9._-]{2,31})/|^(?P<v>[a-z][a-z0-9._-]{2,31})\s+[0-9]{1,7}\s+[0-9]{1,3}\.[0-9]\s",
        "[name]",
    )
    .when(|found| is_persons(found) && is_of_people(found.secret()))
    .reach(40, 60)
    .hides("zprohaska pts/1 2026-03-10 08:01, uid=1004(zprohaska) gid=1004")
    .keeps("postgres pts/1 2026-03-10 08:01, uid=999(postgres) gid=999, ~/work, deploy 3312 0.0 vim"),
    Rule::code(
        "account-again",
        Class::Name,
        "the account of a home directory or a directory's entry, where it stands again in the same text",
        "[name]",
        again,
    )
    .hides("drwx------ 14 zsofianagy users 4096 /home/zsofianagy")
    .keeps("drwx------ 14 deploy users 4096 /home/deploy"),
];

/// Whether the account is made of a name of people: `zsofia`, `znagy`, `nagy.zsofia`.
fn is_of_people(account: &str) -> bool {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let known =
        |word: &str| word.len() >= 3 && word.is_ascii() && (is_given(&capital(word)) || is_family(&capital(word)));
    let bare = account.trim_end_matches(|c: char| c.is_ascii_digit());
    bare.is_ascii()
        && bare.len() >= 4
        && (bare.split(['.', '_', '-']).any(known) || bare.len() >= 5 && known(&bare[1..]))
}

/// A person's name or account, and no word for a machine or an authority.
fn is_subject(found: &Found<'_>) -> bool {
    let secret = found.secret().trim();
    if !secret.chars().all(|c| c.is_alphabetic() || "'’.- _".contains(c) || c.is_ascii_digit()) {
        return false;
    }
    const THINGS: Words = Words::new(&[
        "ca",
        "root",
        "issuing",
        "server",
        "gateway",
        "service",
        "team",
        "support",
        "signing",
        "intermediate",
        "authority",
        "client",
        "backup",
        "the",
        "and",
        "vpn",
        "api",
        "test",
        "group",
        "gmbh",
        "ag",
        "ltd",
        "inc",
        "oy",
        "sa",
        "department",
        "office",
        "admin",
        "operations",
        "security",
    ]);
    let words: Vec<&str> = secret.split(' ').collect();
    if words.len() == 1 {
        return !secret.contains('-')
            && is_persons(found)
            && !THINGS.has(&secret.to_lowercase())
            && (is_of_people(&secret.to_lowercase()) || secret.len() >= 7 && !secret.contains('.'));
    }
    words.len() <= 4
        && words.iter().all(|word| word.chars().any(char::is_alphabetic) && !THINGS.has(&word.to_lowercase()))
}

/// How far an account may stand from the place that gave it away, and how many are followed.
const MOST_ACCOUNTS: usize = 16;

fn again(text: &str, spans: &mut Vec<Span>) {
    let accounts = accounts(text);
    for (account, home) in &accounts {
        for (at, _) in text.match_indices(*account).take(200) {
            let range = at..at + account.len();
            if !home.contains(&at) && stands_alone(text, &range) {
                spans.push(Span::new(range, "[name]"));
            }
        }
    }
}

/// The accounts that homes and entries name, and where they stand there.
fn accounts(text: &str) -> Vec<(&str, Range<usize>)> {
    let mut accounts: Vec<(&str, Range<usize>)> = Vec::new();
    for mark in ["/home/", "/Users/", "\\Users\\", "uid="] {
        for (at, _) in text.match_indices(mark).take(64) {
            let start = at + mark.len();
            let rest = &text[start..];
            let length = rest
                .bytes()
                .take(41)
                .take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(b))
                .count();
            let account = rest[..length].trim_end_matches(['.', '-']);
            let entry = mark != "uid=" || is_entry(&rest[length..]);
            if (6..=40).contains(&account.len())
                && entry
                && accounts.len() < MOST_ACCOUNTS
                && !accounts.iter().any(|(known, _)| *known == account)
                && is_account_of_person(text, &(start..start + account.len()))
            {
                accounts.push((account, start..start + account.len()));
            }
        }
    }
    accounts
}

/// `,ou=people,…` behind the account.
fn is_entry(tail: &str) -> bool {
    let tail = &tail[..tail.floor_char_boundary(24)].to_ascii_lowercase();
    [",ou=people", ",ou=users", ",ou=employees", ",ou=staff", ",ou=accounts", ",cn=users"]
        .iter()
        .any(|end| tail.starts_with(end))
}

fn is_account_of_person(text: &str, range: &Range<usize>) -> bool {
    let found = Found { text, secret: range.clone() };
    let account = found.secret();
    is_person_directory(&found)
        && is_persons(&found)
        && !is_service(account)
        && account.bytes().filter(u8::is_ascii_digit).count() <= 4
}

/// A word of its own, and no part of a host, a path or a branch.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let head = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let next = after.next();
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "-_./\\$".contains(c));
    let dot = next == Some('.') && !after.next().is_some_and(char::is_alphanumeric);
    !part(head) && (dot || !part(next) || next == Some('/') && head == Some('/'))
}
