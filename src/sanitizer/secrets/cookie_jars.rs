//! Cookies in a header: all of them go but the settings, which say in which language or look a page was asked for.

use std::sync::LazyLock;

use regex::Regex;

use crate::sanitizer::looks::blanks;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::Words;

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "cookie-header",
    Class::Cookie,
    "the cookies of a Cookie or Set-Cookie header that are no settings of a page",
    "[cookie]",
    find,
)
.hides("Cookie: theme=dark; sid=s%3Aq8Wm1Xr7Tb5Nv2; lang=hu")
.keeps("Cookie: header missing, cookies: disabled, Cookie: [cookie]; theme=dark; lang=en-GB")];

/// Longest jar that is read, in bytes.
const LONGEST: usize = 16 << 10;

/// What a server says of a cookie, behind it.
const ATTRIBUTES: Words =
    Words::new(&["path", "domain", "expires", "max-age", "secure", "httponly", "samesite", "priority", "partitioned"]);

/// Parts of the names of settings.
const SETTINGS: Words = Words::new(&[
    "theme",
    "lang",
    "language",
    "locale",
    "i18n",
    "tz",
    "timezone",
    "currency",
    "layout",
    "darkmode",
    "density",
    "sidebar",
    "fontsize",
    "palette",
    "colorscheme",
]);

static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^(?i)cookies?(?:\\*["'])?(?:\s{0,4}[:=]\s{0,4}(?:\\*["'])?|\s{1,2}\\*["'\[])(?P<j>[A-Za-z0-9_.$%\[\]-]{1,80}=[^\s;])"#)
        .ok()
});

fn find(text: &str, spans: &mut Vec<Span>) {
    let mut from = 0;
    let small = text.match_indices("ookie").map(|(at, _)| at);
    let mut places: Vec<usize> = small.chain(text.match_indices("OOKIE").map(|(at, _)| at)).collect();
    places.sort_unstable();
    for at in places.into_iter().filter_map(|at| at.checked_sub(1)) {
        // Of bytes, for nothing says yet that a letter begins here.
        let head = at.checked_sub(1).map(|before| text.as_bytes()[before]);
        if at < from || !matches!(text.as_bytes()[at], b'c' | b'C') || head.is_some_and(|b| b.is_ascii_alphanumeric()) {
            continue;
        }
        let start = at;
        let near = &text[start..text.floor_char_boundary(start + 120)];
        let Some(jar) = HEAD.as_ref().and_then(|head| head.captures(near)).and_then(|found| found.name("j")) else {
            continue;
        };
        from = jar_at(text, start + jar.start(), spans);
    }
}

/// Hides what identifies in the jar that begins here; returns where it ends.
fn jar_at(text: &str, start: usize, spans: &mut Vec<Span>) -> usize {
    let near = &text[start..text.floor_char_boundary(start.saturating_add(LONGEST))];
    let end = near.find(|c: char| "\n\r\"'}".contains(c)).unwrap_or(near.len());
    // Cookies are parted by `; `: behind any other blank something else begins.
    let blank = near[..end].match_indices(' ').find(|(at, _)| !near[..*at].ends_with(';')).map(|(at, _)| at);
    let end = blank.unwrap_or(end);
    let jar = near[..end].trim_end_matches('\\');
    // `sid=REDACTED; theme=dark`: what identified is gone, and what is left is a setting.
    if is_blanked_jar(jar) {
        return start + end;
    }
    let (mut at, mut open): (usize, Option<(usize, usize)>) = (start, None);
    let close = |open: &mut Option<(usize, usize)>, spans: &mut Vec<Span>| {
        if let Some((first, last)) = open.take() {
            spans.push(Span::new(first..last, "[cookie]"));
        }
    };
    for pair in jar.split(';') {
        let bare = pair.trim();
        let from = at + (pair.len() - pair.trim_start().len());
        at += pair.len() + 1;
        let (name, value) = bare.split_once('=').unwrap_or((bare, ""));
        if ATTRIBUTES.has(&name.to_ascii_lowercase()) {
            break;
        }
        if bare.is_empty()
            || value.is_empty()
            || value.starts_with('[')
            || blanks::is_blanked(value)
            || is_setting(name, value)
        {
            close(&mut open, spans);
        } else {
            open = Some((open.map_or(from, |(first, _)| first), from + bare.len()));
        }
    }
    close(&mut open, spans);
    start + end
}

fn is_setting(name: &str, value: &str) -> bool {
    let small = name.to_ascii_lowercase();
    value.len() <= 16
        && value.bytes().all(|b| b.is_ascii_alphabetic() || b"-_/%".contains(&b))
        && small.split(['_', '-', '.']).any(|part| SETTINGS.has(part))
}

fn is_blanked_jar(jar: &str) -> bool {
    let values = jar.split(';').map(|pair| pair.split_once('=').map_or("", |(_, value)| value.trim()));
    let setting = |value: &str| value.len() <= 8 && value.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    values.clone().any(blanks::is_blanked)
        && values.into_iter().all(|value| blanks::is_blanked(value) || setting(value))
}
