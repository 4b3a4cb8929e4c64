//! What a command printed that prints a secret: the line below `cat .vault_pass`, `pwgen 20 1`, `… auth-token create`.
//!
//! A prompt tells the command from a sentence. What shows a file or a variable named after a password is believed
//! whatever the line holds, if it is a single word; of other commands that speak of a secret the word must look drawn.

use crate::sanitizer::looks::blanks;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::about_words::is_about;

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "printed-by-command",
    Class::CommandLine,
    "the single word below a prompt with a command that shows, draws or fetches a secret",
    "[secret]",
    find,
)
.hides("$ cat /etc/backup/.vault_pass\nmeadow-violin-anchor-cobalt\n$ pwgen -s 16 1\nk8Qw2rTy5uIo9pLk")
.keeps("$ cat .vault_pass\ncat: .vault_pass: No such file or directory\n$ ls secrets\ndb-main\n$ vault token revoke x\nSuccess!")];

/// How sure the command makes us of what it prints.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prints {
    /// Whatever word there is.
    Any,
    /// A word that nobody calls a thing by.
    Chosen,
    /// A word that looks drawn.
    Drawn,
}

fn find(text: &str, spans: &mut Vec<Span>) {
    // What is printed stands in a line of its own.
    if !text.trim_end().contains('\n') {
        return;
    }
    let mut start = 0;
    let mut before: Option<Prints> = None;
    for line in text.split_inclusive('\n') {
        let word = line.trim();
        if let Some(prints) = before.take()
            && is_printed(word, prints)
        {
            let at = start + (line.len() - line.trim_start().len());
            spans.push(Span::new(at..at + word.len(), "[secret]"));
        }
        before = command(line).and_then(prints);
        start += line.len();
    }
}

/// The command behind a prompt: `$ …`, `# …`, `+ …`, `ops@db:~$ …`, `PS C:\> …`.
fn command(line: &str) -> Option<&str> {
    let line = line.trim();
    let near = &line[..line.floor_char_boundary(80)];
    let ends = |at: &usize| near[..*at].ends_with(['$', '#', '>', '%', '+', '❯']);
    let blank = near.match_indices(' ').map(|(at, _)| at).find(ends)?;
    let prompt = near[..blank].trim_end_matches('❯');
    let prompt = if prompt.len() < blank { prompt } else { &near[..blank - 1] };
    let start = blank + 1;
    let plain = prompt.is_empty()
        || prompt.bytes().all(|b| b == b'+')
        || prompt.starts_with("PS ")
        || prompt.matches(' ').count() <= 1 && prompt.contains(['@', '~', ':', '[', '#', '/'])
        || prompt.starts_with("sh-")
        || prompt.starts_with("bash-");
    plain.then(|| line[start..].trim())
}

/// Commands whose answer is a secret.
const PRINTERS: [&str; 36] = [
    "pwgen",
    "apg ",
    "mkpasswd",
    "makepasswd",
    "xkcdpass",
    "diceware",
    "openssl rand",
    "gpg --gen-random",
    "genpsk",
    "genkey",
    "/dev/urandom",
    "pass show ",
    "gopass ",
    "lpass show",
    "bw get ",
    "rbw get ",
    "op read ",
    "op item get",
    "secret-tool lookup",
    "find-generic-password",
    "find-internet-password",
    "kv get -field",
    "vault read -field",
    "print-access-token",
    "print-identity-token",
    "get-login-password",
    "get-access-token",
    "auth token",
    "auth:token",
    "auth-token create",
    "create token",
    "token create",
    "secrets versions access",
    "get-secret-value",
    "initial-password",
    "reset-password",
];

/// Words that name a secret.
const NAMES: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "passwort",
    "kennwort",
    "vault_pass",
    "vault-pass",
    "secret",
    "token",
    "apikey",
    "api_key",
    "credential",
    "_pass",
    "pgpass",
];

fn prints(command: &str) -> Option<Prints> {
    let small = command[..command.floor_char_boundary(400)].to_lowercase();
    if PRINTERS.iter().any(|printer| small.contains(printer)) {
        return Some(Prints::Chosen);
    }
    if !NAMES.iter().any(|name| small.contains(name)) {
        return None;
    }
    let mut words = small.split([' ', '\t']).filter(|word| !word.is_empty());
    let first = words.clone().find(|word| !matches!(*word, "sudo" | "doas" | "-n")).unwrap_or("");
    let last = words.clone().next_back().unwrap_or("").trim_matches(['"', '\'', '`', ')']);
    let piped = small.contains(['|', ';', '>', '&']);
    let shows = words.any(|word| {
        matches!(
            word.rsplit('/').next(),
            Some("cat" | "head" | "tail" | "less" | "more" | "type" | "get-content" | "gc" | "bat")
        )
    });
    if shows && !piped && is_file_of_secret(last) {
        return Some(Prints::Any);
    }
    let variable = last.trim_start_matches(['$', '{']).trim_end_matches('}').trim_start_matches("env:");
    if matches!(first, "echo" | "printenv" | "printf" | "write-output" | "write-host")
        && !piped
        && (first == "printenv" || last.starts_with('$'))
    {
        let ends = |names: &[&str]| names.iter().any(|end| variable.ends_with(end));
        if ends(&["password", "passwd", "passphrase", "_pass", "_pwd"]) {
            return Some(Prints::Any);
        }
        return ends(&["token", "secret", "_key", "apikey"]).then_some(Prints::Chosen);
    }
    Some(Prints::Drawn)
}

/// `.vault_pass`, `db_password`, `secret.txt`: a file that holds nothing but the secret, and no program or page.
fn is_file_of_secret(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let (stem, end) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""));
    let plain = end.is_empty()
        || matches!(
            end,
            "txt" | "pass" | "password" | "passwd" | "secret" | "token" | "pwd" | "pw" | "key" | "old" | "bak" | "new"
        );
    plain
        && !matches!(
            name,
            "passwd"
                | "passwd-"
                | "secrets"
                | "token"
                | "tokens"
                | "credentials"
                | "common-password"
                | ".pgpass"
                | "pgpass.conf"
        )
        && (NAMES.iter().any(|word| stem.contains(word))
            || ["pass", "pwd", "password", "passwd", "secret", "token", "pw"].contains(&end))
}

fn is_printed(word: &str, prints: Prints) -> bool {
    let bare = word.trim_end_matches(['!', '.', ':', '?']);
    if !(4..=512).contains(&word.len())
        || word.contains(char::is_whitespace)
        || word.contains("://")
        // `host:port:name:…` is a line of several fields.
        || word.matches(':').count() >= 2
        || word.starts_with(['/', '[', '{', '<', '#', '$', '-', '.', '~', '"', '\''])
        || word.ends_with([':', '$', '>', ','])
        || blanks::is_blanked(word)
        || shapes::is_identifier(word)
        || is_about(&bare.to_lowercase())
    {
        return false;
    }
    let drawn = is_drawn(word);
    match prints {
        Prints::Any => !word.bytes().all(|b| b.is_ascii_digit()) || word.len() >= 6,
        Prints::Chosen => {
            drawn
                || is_phrase(word)
                || shapes::looks_chosen(bare) && !is_wordy(bare) && word.len() >= 8
                || is_long_hex(word)
        }
        Prints::Drawn => drawn && !is_long_hex(word),
    }
}

/// `meadow-violin-anchor-cobalt`: plain words of some length, four at least.
fn is_phrase(word: &str) -> bool {
    let parts = word.split(['-', '_', '.']);
    parts.clone().count() >= 4
        && parts.clone().all(|part| part.len() >= 3 && part.bytes().all(|b| b.is_ascii_alphabetic()))
}

fn is_long_hex(word: &str) -> bool {
    word.len() >= 16 && word.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Three kinds of characters in turn, and no words among them.
fn is_drawn(word: &str) -> bool {
    let kinds = [u8::is_ascii_lowercase, u8::is_ascii_uppercase, u8::is_ascii_digit];
    let count = kinds.iter().filter(|kind| word.as_bytes().iter().any(*kind)).count()
        + usize::from(word.bytes().any(|b| b.is_ascii_punctuation() && !b"-_./:,".contains(&b)));
    word.is_ascii()
        && word.len() >= 8
        && count >= 3
        && shapes::switches(word) * 3 >= word.len()
        && !is_wordy(word)
        && !word.contains('/')
        || shapes::looks_drawn(word)
        || shapes::is_grouped(word)
        || shapes::looks_random(word, 20) && !word.contains('/')
}
