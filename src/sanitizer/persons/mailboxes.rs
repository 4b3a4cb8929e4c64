//! Finding e-mail addresses: each `@` is looked at once, backward for the mailbox and forward for the host.

use std::ops::Range;

use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::behind;
use crate::sanitizer::words::machines::is_service;

const LONGEST_USER: usize = 64;
const LONGEST_LABEL: usize = 63;
const MOST_LABELS: usize = 8;
const LONGEST_ENDING: usize = 24;

/// Points at e-mail addresses.
pub(crate) fn find(text: &str, spans: &mut Vec<Span>) {
    let mut from = 0;
    for (at, _) in text.match_indices('@') {
        let Some(start) = user_start(text, from, at) else { continue };
        let Some(end) = host_end(text, at + 1) else { continue };
        if is_mailbox(text, &(start..end)) {
            spans.push(Span::new(start..end, "[email]"));
            from = end;
        }
    }
}

/// Where the mailbox before the `@` begins: at a letter or digit, or at a quote.
fn user_start(text: &str, from: usize, at: usize) -> Option<usize> {
    let head = &text[from..at];
    if let Some(quoted) = head.strip_suffix('"') {
        let near = behind(quoted, quoted.len(), LONGEST_USER);
        let line = near.rfind('\n').map_or(near, |end| &near[end + 1..]);
        return line.rfind('"').filter(|open| open + 1 < line.len()).map(|open| at - 1 - line.len() + open);
    }
    let mut start = None;
    for (back, letter) in head.char_indices().rev().take(LONGEST_USER) {
        match letter {
            _ if is_letter(letter) => start = Some(from + back),
            '.' | '_' | '%' | '+' | '\'' | '’' | '#' | '-' => {}
            _ => break,
        }
    }
    start
}

/// Where the host ends: labels joined by dots, the last of letters only.
fn host_end(text: &str, at: usize) -> Option<usize> {
    let mut label = at;
    let mut end = None;
    for _ in 0..=MOST_LABELS {
        let rest = &text[label..];
        if label > at {
            end = ending(rest).map(|length| label + length).or(end);
        }
        let inside = |c: char| is_letter(c) || c == '-' || c == '_';
        let length: usize = rest.chars().take(LONGEST_LABEL + 1).take_while(|c| inside(*c)).map(char::len_utf8).sum();
        if length == 0 || rest.starts_with('-') || !rest[length..].starts_with('.') {
            break;
        }
        label += length + 1;
    }
    end
}

fn ending(rest: &str) -> Option<usize> {
    if let Some(coded) = rest.strip_prefix("xn--") {
        let length = coded.bytes().take(59).take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
        if length >= 2 {
            return Some(4 + length);
        }
    }
    let letters = rest.chars().take(LONGEST_ENDING).take_while(|c| is_letter(*c) && !c.is_ascii_digit());
    let (count, length) = letters.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
    (count >= 2).then_some(length)
}

/// Letters of the scripts in which mailboxes are written, and digits.
fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, 'À'..='ɏ' | 'Ͱ'..='῿' | '぀'..='ヿ' | '一'..='鿿' | '가'..='힣')
}

fn is_mailbox(text: &str, range: &Range<usize>) -> bool {
    let secret = &text[range.clone()];
    let Some((user, host)) = secret.rsplit_once('@') else {
        return false;
    };
    let ending = host.rsplit('.').next().unwrap_or("");
    let unit = [
        "service", "socket", "timer", "target", "mount", "slice", "scope", "path", "device", "so", "dylib", "js", "ts",
        "json", "yaml", "toml",
    ];
    let head = &text[..range.start];
    // A retry inside a refused match would hide half of what was let through.
    if head.ends_with(|c: char| c.is_alphanumeric() || "._%+-".contains(c)) {
        return false;
    }
    if names_service(head, host)
        || names_message(head, user)
        || is_login(head, user)
        || is_refused_login(&text[range.end..], user)
    {
        return false;
    }
    // `aes256-gcm@openssh.com`, `curve25519-sha256@libssh.org`: a cipher and whoever named it.
    let cipher = ["openssh.com", "libssh.org", "ssh.com", "lysator.liu.se"].contains(&host) && user.contains('-');
    // `svc-ledger@OPS.INTERNAL`: the account of a service in a realm of Kerberos.
    let principal = !host.bytes().any(|b| b.is_ascii_lowercase()) && is_service(user);
    // `backup@alder.iam.gserviceaccount.com`: an account of a service by its host.
    let robot = host.ends_with(".gserviceaccount.com") || host.ends_with(".svc.id.goog");
    if cipher || principal || robot {
        return false;
    }
    // `git@host:path` is how repositories are addressed; `user@host` after `://` is a URL's user.
    !(user == "git" || unit.contains(&ending) || in_url_authority(head))
}

/// `host/bak-02.int.example@INT.EXAMPLE`: a machine in a realm of Kerberos.
fn names_service(head: &str, host: &str) -> bool {
    let kind =
        head.strip_suffix('/').map_or("", |head| head.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or(""));
    [
        "host",
        "HTTP",
        "http",
        "nfs",
        "cifs",
        "ldap",
        "krbtgt",
        "imap",
        "smtp",
        "postgres",
        "kafka",
        "hdfs",
        "MSSQLSvc",
        "RestrictedKrbHost",
    ]
    .contains(&kind)
        && !host.bytes().any(|b| b.is_ascii_lowercase())
}

/// `Message-ID: <20260301100000.8812@mailer.internal>`: many digits in brackets, behind its name.
fn names_message(head: &str, user: &str) -> bool {
    let digits = user.bytes().filter(u8::is_ascii_digit).count();
    let near = behind(head, head.len(), 24);
    let near = near.to_lowercase();
    // `<z6udiviw4an1gsmlz7od@…>`: drawn, and no one's name.
    let drawn = user.len() >= 16 && digits >= 3 && user.bytes().all(|b| b.is_ascii_alphanumeric());
    (digits >= 8 || drawn)
        && head.ends_with(['<', '='])
        && ["message-id", "message id", "messageid", "msgid", "in-reply-to", "references"]
            .iter()
            .any(|name| near.contains(name))
}

/// `ssh deploy@host`, `rsync … backup@host:`: an account on a machine, unless it is called like a person.
fn is_login(head: &str, user: &str) -> bool {
    let near = behind(head, head.len(), 120);
    let command = near.rsplit(['\n', ';', '|', '&']).next().unwrap_or("");
    !user.contains('.')
        && command.split(' ').any(|word| {
            matches!(
                word.rsplit('/').next(),
                Some("ssh" | "scp" | "sftp" | "rsync" | "mosh" | "autossh" | "sshfs" | "ssh-copy-id")
            )
        })
}

/// `backup@host: Permission denied (publickey)`: the account that a shell was refused to.
fn is_refused_login(tail: &str, user: &str) -> bool {
    !user.contains('.') && [": Permission denied", "'s password:"].iter().any(|end| tail.starts_with(end))
}

fn in_url_authority(head: &str) -> bool {
    let near = behind(head, head.len(), 200);
    let Some((_, rest)) = near.rsplit_once("://") else {
        return false;
    };
    if rest.contains(|c: char| c.is_whitespace() || "\\\"'<>".contains(c)) {
        return false;
    }
    // A slash ends the authority, unless it stands in a password: `app:lamp/post@host`.
    match rest.split_once('/') {
        None => !rest.contains(['?', '#']),
        Some((authority, _)) => {
            authority.split_once(':').is_some_and(|(_, port)| port.bytes().any(|b| !b.is_ascii_digit()))
        }
    }
}
