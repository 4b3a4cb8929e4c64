//! The text redactor: views, rules, cuts, again until nothing changes.
//!
//! A pass hides exact secrets first, then scans the text and its decoded views and cuts what any
//! of them points at. Passes repeat until one finds nothing, which makes redaction idempotent by
//! construction. Each pass only removes, so the loop is short; the bound is a safety net.

use std::borrow::Cow;
use std::ops::Range;

use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::is_technical;
use crate::sanitizer::registered;
use crate::sanitizer::repeats::with_repeats;
use crate::sanitizer::scan;
use crate::sanitizer::scan::sharing;
use crate::sanitizer::spans;
use crate::sanitizer::vetoes::public_runs::is_no_secret;
use crate::sanitizer::views;
use crate::sanitizer::views::escapes;

const MOST_PASSES: usize = 12;

/// Hides what no rule allows to be written down; everything else stays byte for byte.
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut current = Cow::Borrowed(text);
    for _ in 0..MOST_PASSES {
        match pass(&current) {
            Some(next) if next != *current => current = Cow::Owned(next),
            _ => break,
        }
    }
    current
}

fn pass(text: &str) -> Option<String> {
    let without_known = registered::hide_known(text);
    let text = without_known.as_deref().unwrap_or(text);
    let found = find(text);
    if found.is_empty() {
        return without_known;
    }
    Some(spans::cut(text, &found))
}

/// Hides what is seen only when the lines are read as one, such as a name at the end of a line and its value in the
/// next; `None` when nothing is. The other breaks of lines stay.
pub(super) fn across_lines(text: &str) -> Option<String> {
    if !text.contains(['\n', '\t']) {
        return None;
    }
    // Byte for byte as long as the text, so that what is found lies at the same places.
    let joined = text.replace(['\r', '\n', '\t'], " ");
    let mut found = find(&joined);
    // A number at the end of a line and the date of the next are no telephone number.
    found.retain(|span| {
        let next = text[span.range.clone()].split_once('\n').map_or("", |(_, next)| next).as_bytes();
        span.placeholder != "[phone]" || next.get(4) != Some(&b'-') || !next.iter().take(4).all(u8::is_ascii_digit)
    });
    for span in &mut found {
        span.range.end = before_next_field(text, &span.range);
    }
    found.retain(|span| {
        let secret = &text[span.range.clone()];
        // `s3.secretKey: …` in the line below is the name of a field of its own.
        let field = text[..span.range.start].trim_end_matches([' ', '\t']).ends_with('\n')
            && text[span.range.end..].starts_with([':', '='])
            && secret.contains('.')
            && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        // `DB_PASSWORD=` is empty, and `API_KEY=…` in the line below a setting of its own.
        let setting = secret.split_once('=').is_some_and(|(name, value)| {
            let loud = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
            loud && name.contains('_') && name.len() >= 5 && !value.is_empty()
        });
        let line = text[..span.range.start].trim_end_matches([' ', '\t']);
        let line = line.strip_suffix("export").map_or(line, |line| line.trim_end_matches([' ', '\t']));
        if setting && line.ends_with('\n') {
            return false;
        }
        // `db.password=` is empty, and so may be `mail.host=` below.
        let emptied = line.ends_with("=\n") || line.ends_with("=\r\n");
        if emptied && names_setting(secret) {
            return false;
        }
        // The last cell of a row and the first of the next are no value of two lines.
        let marks = [';', '|', ',', '\t'];
        let cells = secret.contains('\n')
            && (text[..span.range.start].trim_end_matches(' ').ends_with(marks)
                || text[span.range.end..].trim_start_matches([' ', '"', '\'']).starts_with(marks))
            && span.placeholder == "[personal]";
        // The first cell of the next row, where columns are set apart by blanks.
        let (above, below) = (text[..span.range.start].trim_end_matches([' ', '\t']), &text[span.range.end..]);
        let row = above.trim_end().rsplit('\n').next().unwrap_or("").trim_start().contains("  ");
        let wide = below.starts_with("  ") && below.trim_start_matches(' ').starts_with(|c: char| c.is_alphanumeric());
        if above.ends_with('\n') && row && wide {
            return false;
        }
        // `  -P, --pin NUMBER`: the next line of a help text.
        if cells || field || secret.starts_with("--") {
            return false;
        }
        let told = ["[password]", "[token]", "[key]", "[secret]", "[cookie]"].contains(&span.placeholder);
        let drawn = shapes::looks_chosen(secret)
            && secret.contains(|c: char| c.is_ascii_digit())
            && !is_technical(secret)
            && !secret.bytes().all(|b| b.is_ascii_hexdigit() || b == b'.');
        // What a person is called holds no sign of code.
        let named = !told && !secret.contains(['#', '(']);
        // A value of two lines has something of itself in each.
        let folded = secret.contains('\n') && secret.split('\n').all(|line| line.contains(char::is_alphanumeric));
        let path = secret.contains('/') && secret.contains('.');
        span.placeholder == "[payload]" || named || folded || !path && begins_line(text, span.range.start, drawn)
    });
    (!found.is_empty()).then(|| spans::cut(text, &found))
}

/// `jdbc.url=jdbc:…`, `OTHER_KEY=`: the name of a setting, with a value or without.
fn names_setting(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, value)| {
        let loud = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        let dotted = name
            .split('.')
            .all(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase() || b"-_".contains(&b)));
        let filled = !value.is_empty() && !value.starts_with('=');
        loud && name.len() >= 4 && (filled || name.contains('_')) || dotted && name.len() >= 5 && name.contains('.')
    })
}

/// Whether a value in the line after its name begins that line. What stands further on belongs to words of its own;
/// so does a plain word, unless the line before ends in a joint.
fn begins_line(text: &str, at: usize, chosen: bool) -> bool {
    let marks = [' ', '\t', '"', '\'', '`', '>', '|', '-', '*', '(', '[', '│', '└', '├', '─'];
    let above = text[..at].trim_end_matches(marks);
    // `string(20) "…"`, as PHP dumps a value.
    let dumped = above.trim_end_matches([')', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let above = dumped.strip_suffix("string(").map_or(above, |head| head.trim_end_matches([' ', '\t']));
    let joint = |above: &str| {
        // `Error (InvalidToken):` names no field.
        !above.ends_with("):") && above.ends_with([':', '=', '\\', '：'])
            || [": >", ": |", ": >-", ": |-", "=>"].iter().any(|end| above.ends_with(end))
    };
    above.ends_with(['\n', '\r']) && (chosen || joint(above.trim_end()))
}

/// Where a value ends that was followed into the next line, when that line begins with a field of its own.
fn before_next_field(text: &str, span: &Range<usize>) -> usize {
    let Some(line) = text[span.clone()].find('\n') else { return span.end };
    let next = text[span.start + line + 1..].split('\n').next().unwrap_or("").trim_start();
    let name = next.find(|c: char| !(c.is_alphanumeric() || " _-./".contains(c))).unwrap_or(next.len());
    let field = (1..=40).contains(&name) && next[name..].starts_with([':', '=']) && !next[name..].starts_with("://");
    if field && line > 0 { span.start + text[span.start..span.start + line].trim_end().len() } else { span.end }
}

/// `D3A1….node3`: where a session ends whose server is told behind a dot; which one it was is what operators ask.
fn before_node(text: &str, span: &spans::Span) -> usize {
    const DRAWN: usize = 32;
    let value = &text[span.range.clone()];
    let node = value.len() - value.len().min(DRAWN);
    let dot = (value.len() > DRAWN && span.placeholder == "[cookie]" || span.placeholder == "[token]")
        .then(|| value.as_bytes().iter().rposition(|b| *b == b'.'))
        .flatten()
        .filter(|dot| *dot >= DRAWN && node > 0);
    let told = dot.is_some_and(|dot| {
        let (session, node) = (&value.as_bytes()[dot - DRAWN..dot], &value.as_bytes()[dot + 1..]);
        let name = node.iter().take_while(|b| b.is_ascii_lowercase() || **b == b'-').count();
        session.iter().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(b))
            && (2..=12).contains(&name)
            && node.len() <= name + 3
            && node[name..].iter().all(u8::is_ascii_digit)
    });
    span.range.start + dot.filter(|_| told).unwrap_or(value.len())
}

fn find(text: &str) -> Vec<spans::Span> {
    let mut found = Vec::new();
    let views = scan::scan_while(text, &mut found, || views::of(text));
    if text.contains('\u{1b}') {
        // What looks like a run may begin within a colour: `ESC[22mabc`.
        found.iter_mut().for_each(|span| span.range.start = escapes::after_colour(text, &span.range));
    }
    for view in views {
        let mut seen = Vec::new();
        scan::scan(&view.text, &mut seen);
        found.extend(seen.into_iter().map(|span| view.to_original(span)));
    }
    found.iter_mut().for_each(|span| span.range.end = before_node(text, span));
    let found = sharing::sift(text.len(), found, |span| !is_no_secret(text, span));
    with_repeats(text, spans::unite(found))
}
