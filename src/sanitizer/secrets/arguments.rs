//! Secrets told by their place alone: the argument behind an account or a host, in calls, lists, commands and records.
//!
//! Stack frames and error dumps print what a function was called with, and no name stands beside it. A function that
//! logs in or unlocks proves much; elsewhere the value must look drawn and stand right behind an account.

use std::ops::Range;

use crate::sanitizer::looks::shapes::{self, is_grouped};
use crate::sanitizer::looks::told_words::{is_compound, is_joined_words, is_known, is_technical};
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "argument-behind-account",
        Class::Prose,
        "a word that looks chosen within the arguments of a call that logs in, or a drawn one behind an account in any list of quoted words",
        "[password]",
        lists,
    )
    .hides("#4 lib/Store.php(88): Store->connect('db-9.internal', 'app', 'Wasser_kessel31', NULL)")
    .keeps("pool.connect(\"db.internal\", \"5432\", \"ops-ledger\"), bind('events', 'run_finished_v2')"),
    Rule::code(
        "argument-of-command",
        Class::CommandLine,
        "a bare word that looks drawn behind a script or command that connects, unlocks or rotates",
        "[password]",
        commands,
    )
    .hides("step failed: ./rekey-login.sh db.int app tovjes-kYwud4-hembqi")
    .keeps("./rekey-login.sh db.int app --dry-run, ./connect.sh node-7d4f9 2026-03-04"),
    Rule::code(
        "part-of-record",
        Class::Prose,
        "a drawn word behind an account in a record whose parts are joined by | or ;",
        "[password]",
        records,
    )
    .hides("bad line \"svc_fax|qT7mR0vKx2Lw9Bz|2031\"")
    .keeps("bad line \"svc_fax|running|2031\", a|b|c"),
    Rule::text(
        "short-names-of-record",
        Class::Pair,
        &["p=", "p:"],
        r#"(?i)(?:^|[\s|;,&?{("'])(?:u|usr|user|uid|login|l)["']?[=:]["']?[^|;,&\s"']{1,64}["']?[|;,&\s]{1,2}["']?p["']?[=:]["']?(?P<s>[^|;,&\s"'<>)}]{4,128})"#,
        "[password]",
    )
    .when(|found| !found.secret().starts_with(['[', '$', '{', '<']) && shapes::looks_chosen(found.secret()))
    .reach(90, 140)
    .hides("NIGHTLY;u=fax;p=7b1194d4b9d6;h=mx")
    .keeps("u=4|p=17, u=fax;p=none"),
];

/// What a function is called that is handed a password.
const OPENERS: [&str; 22] = [
    "connect",
    "login",
    "logon",
    "log_in",
    "open",
    "bind",
    "auth",
    "sign_in",
    "signin",
    "credential",
    "password",
    "passwd",
    "construct",
    "unlock",
    "unseal",
    "decrypt",
    "mysqli",
    "pdo",
    "kinit",
    "session",
    "setuser",
    "unwrap",
];

/// Functions of which the first argument is the secret already.
const TAKERS: [&str; 6] = ["unlock", "unseal", "decrypt", "password", "passwd", "unwrap"];

const LONGEST_LIST: usize = 600;
const MOST_ITEMS: usize = 16;

fn lists(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    for at in (0..bytes.len()).filter(|at| matches!(bytes[*at], b'(' | b'[' | b'{')) {
        // Only a list of quoted words is read.
        let inner = at + 1 + bytes[at + 1..].iter().take(8).take_while(|b| b" <".contains(b)).count();
        if inner >= bytes.len() || b")]}([{\n".contains(&bytes[inner]) {
            continue;
        }
        let callee = if bytes[at] == b'(' { callee(text, at) } else { String::new() };
        let named = |names: &[&str]| !callee.is_empty() && names.iter().any(|name| callee.contains(name));
        // One quoted word alone is no list, and most brackets hold no quote.
        let takes = named(&TAKERS);
        if !takes && !has_second(bytes, inner) {
            continue;
        }
        let opens = named(&OPENERS);
        let items = items(text, at + 1);
        for (index, item) in items.iter().enumerate() {
            let value = text[item.range.clone()].trim_end_matches("...");
            if !item.quoted || item.named || value.len() < 6 {
                continue;
            }
            let account = index > 0 && !items[index - 1].named && is_account(&text[items[index - 1].range.clone()]);
            let told = (opens && (index > 0 || takes) && is_argument(value, account)) || account && is_drawn(value);
            if told {
                spans.push(Span::new(item.range.clone(), "[password]"));
            }
        }
    }
}

/// Whether a comma follows what begins here, be it quoted or not, before the list or the line ends.
fn has_second(bytes: &[u8], at: usize) -> bool {
    let near = &bytes[at..bytes.len().min(at + 200)];
    let length = match near.first() {
        Some(quote @ (b'"' | b'\'')) => {
            near[1..].iter().position(|b| b == quote || *b == b'\n').map(|length| length + 2)
        }
        _ => near.iter().position(|b| b",()[]{}\n".contains(b)),
    };
    length.is_some_and(|length| near[length.min(near.len())..].iter().find(|b| !b" >".contains(*b)) == Some(&b','))
}

/// The last word of the name before a bracket, in lower case.
fn callee(text: &str, at: usize) -> String {
    let head = &text.as_bytes()[at.saturating_sub(40)..at];
    let length = head.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    String::from_utf8_lossy(&head[head.len() - length..]).to_lowercase()
}

struct Item {
    range: Range<usize>,
    quoted: bool,
    /// Whether a name and `=` or `:` stand before it.
    named: bool,
}

/// What stands between commas, up to a bracket or the end of the line.
fn items(text: &str, start: usize) -> Vec<Item> {
    let end = text.floor_char_boundary(start.saturating_add(LONGEST_LIST));
    let bytes = &text.as_bytes()[..end];
    let mut items = Vec::new();
    let mut at = start;
    while at < end && items.len() < MOST_ITEMS {
        at += bytes[at..].iter().take_while(|b| b" <".contains(b)).count();
        let word = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let joint = bytes[at + word..].iter().take_while(|b| b"=: ".contains(b)).count();
        let named = word > 0 && joint > 0 && matches!(bytes.get(at + word + joint), Some(b'"' | b'\''));
        if named {
            at += word + joint;
        }
        let Some(&first) = bytes.get(at) else { break };
        let quoted = matches!(first, b'"' | b'\'');
        let range = if quoted {
            let inner = &bytes[at + 1..];
            let Some(length) = inner.iter().take(200).position(|b| *b == first || *b == b'\n') else { break };
            if inner[length] == b'\n' {
                break;
            }
            at + 1..at + 1 + length
        } else {
            let length = bytes[at..].iter().take_while(|b| !b",()[]{}\n\"'".contains(b)).count();
            at..at + length
        };
        at = range.end + usize::from(quoted);
        items.push(Item { range, quoted, named });
        at += bytes[at..].iter().take_while(|b| b" >".contains(b)).count();
        if bytes.get(at) != Some(&b',') {
            break;
        }
        at += 1;
    }
    items
}

/// `app`, `svc_fax`, `ACME\jobs`, or the name of a person that is hidden already.
fn is_account(value: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_.@\\-".contains(&b);
    matches!(value, "[email]" | "[name]")
        || (2..=40).contains(&value.len())
            && value.starts_with(|c: char| c.is_ascii_alphabetic())
            && value.bytes().all(plain)
            && !is_drawn(value)
}

/// A word of a login call that is no host, no name of a thing and no format.
pub(crate) fn is_argument(value: &str, behind_account: bool) -> bool {
    if !is_plain(value) || is_host(value) || is_known(&value.to_lowercase()) {
        return false;
    }
    let signs = value.bytes().any(|b| b"!#$^&*+~?".contains(&b));
    // `Kuh8stall`, and no `Tls13Only`.
    let told = behind_account
        && shapes::looks_typed(value)
        && !value.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1].is_ascii_uppercase());
    let sure = told || shapes::looks_random(value, 16) || is_grouped(value) || is_drawn(value);
    // `X509Certificate`, `Tls13Only` are names of things.
    let turns = signs || value.contains('_') || shapes::switches(value) >= 5;
    let typed = shapes::looks_typed(value) && !is_technical(value) && turns;
    sure || typed && (signs || !is_wordy(value) || behind_account)
        || behind_account && (is_joined_words(value) || signs && is_compound(value))
}

/// Drawn beyond doubt, with letters and digits.
fn is_drawn(value: &str) -> bool {
    is_plain(value)
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b.is_ascii_alphabetic())
        && (shapes::looks_drawn(value) || is_grouped(value))
        && !is_host(value)
}

fn is_plain(value: &str) -> bool {
    value.len() <= 128
        && value.bytes().all(|b| b.is_ascii_graphic() && !b"/:=<>()[]{}\\|\"'`,;".contains(&b))
        && !value.contains("%{")
        && value.matches('%').count() < 2
}

/// `db-1.internal`, `Report2026.pdf`: labels with a word at the end.
fn is_host(value: &str) -> bool {
    value
        .rsplit_once('.')
        .is_some_and(|(_, end)| (2..=12).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase()))
}

/// What a script is called that is handed a password.
const VERBS: [&str; 22] = [
    "ldapwhoami",
    "ldapsearch",
    "ldapmodify",
    "ldapbind",
    "bind",
    "kinit",
    "connect",
    "login",
    "logon",
    "unlock",
    "unseal",
    "unwrap",
    "decrypt",
    "rotate",
    "auth",
    "passwd",
    "signin",
    "enroll",
    "register",
    "pair",
    "rekey",
    "setpass",
];

fn commands(text: &str, spans: &mut Vec<Span>) {
    // Most texts name no such command.
    if !VERBS.iter().any(|verb| text.contains(&verb[1..])) {
        return;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut at = start;
        let mut command = false;
        for word in line.split(' ') {
            let bare = word.trim_end_matches(['\n', '\r', '"', '\'']).trim_start_matches(['"', '\'']);
            if command && matches!(bare, "|" | ";" | "&&" | "||" | "2>&1" | ">") {
                command = false;
            }
            // `x6_tZ.=w`: a sign of equality that no name stands before.
            let named = bare
                .split_once('=')
                .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'-'));
            let plain = if named { bare.to_owned() } else { bare.replace('=', "+") };
            if command && bare.len() >= 8 && !bare.starts_with('-') && is_typed_argument(&plain) {
                let from = at + word.find(bare).unwrap_or(0);
                spans.push(Span::new(from..from + bare.len(), "[password]"));
            }
            command |= bare.len() >= 5 && is_opening_command(bare);
            at += word.len() + 1;
        }
        start += line.len();
    }
}

fn is_typed_argument(value: &str) -> bool {
    is_plain(value)
        && !is_host(value)
        && (is_grouped(value)
            || shapes::looks_drawn(value)
            || shapes::looks_typed(value) && !is_wordy(value) && !is_technical(value)
            || shapes::looks_random(value, 20) && !is_technical(value))
}

/// `./unlock`, `rotate.sh`, `Connect-Appliance`, `vault_login`: a script or a command, and no word of a sentence.
fn is_opening_command(word: &str) -> bool {
    if !word.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-/\\~:".contains(&b)) || word.ends_with(':') {
        return false;
    }
    let path = word.starts_with("./") || word.starts_with(".\\") || word.starts_with('/') || word.starts_with("~/");
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    let script =
        [".sh", ".ps1", ".py", ".exe", ".rb", ".pl", ".bat", ".cmd", ".bash"].iter().any(|end| name.ends_with(end));
    let verb_noun = name.split_once('-').is_some_and(|(verb, noun)| {
        verb.starts_with(|c: char| c.is_ascii_uppercase()) && noun.starts_with(|c: char| c.is_ascii_uppercase())
    });
    let small = name.to_ascii_lowercase();
    (path || script || verb_noun) && small.split(['-', '_', '.']).any(|part| VERBS.contains(&part))
}

fn records(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let ends = |b: &u8| b.is_ascii_whitespace() || b"\"'`()[]{}<>".contains(b);
    let mut from = 0;
    while let Some(next) = bytes[from..].iter().position(|b| matches!(b, b'|' | b';')) {
        let at = from + next;
        let start = at - bytes[from..at].iter().rev().take(300).take_while(|b| !ends(b)).count();
        let length = bytes[at..].iter().position(ends).unwrap_or(bytes.len() - at);
        from = at + length.max(1);
        let word = &text[text.ceil_char_boundary(start)..at + length];
        let start = at + length - word.len();
        if word.len() > 300 {
            continue;
        }
        for sign in ['|', ';'] {
            let mut from = start;
            let mut before = "";
            for part in word.split(sign) {
                if is_account(before) && before.len() >= 3 && part.len() >= 8 && is_drawn(part) {
                    spans.push(Span::new(from..from + part.len(), "[password]"));
                }
                from += part.len() + 1;
                before = part;
            }
        }
    }
}
