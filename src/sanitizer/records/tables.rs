//! Tables in text: a line of column names, then rows whose cells stand under them.
//!
//! The name stands far from its value here, in another line: `user,password` above `app,…`, the answer of a
//! database shell, a table in a ticket. A row belongs to one table, so every line is read once.

use std::ops::Range;

use super::cells::{BARS, cells, inner, parts, place};
use super::setting_tables;
use crate::sanitizer::fields::pairs::{self, Named};
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::is_technical;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "table-column",
    Class::Pair,
    "cells under a column name that is a field name of its own, parted by | , ; or tabs, or a single column over a line of dashes",
    "[password]",
    find,
)
.hides("user,password,host\napp,Gr8Wasser,db1")
.keeps("user,status,host\napp,Gr8Wasser,db1")];

const LONGEST_NAME: usize = 40;
const MOST_COLUMNS: usize = 40;

struct Table {
    separator: char,
    cells: usize,
    /// The columns that are secret or personal, and what their names say.
    columns: Vec<(usize, Vec<Named>)>,
}

fn find(text: &str, spans: &mut Vec<Span>) {
    expanded(text, spans);
    boxed(text, spans);
    // `-[ RECORD 1 ]---`: names and values in two columns, of which no line is a header.
    if text.contains("-[ RECORD ") || text.contains(". row *****") {
        return;
    }
    let mut table: Option<Table> = None;
    let mut settings: Option<setting_tables::Table> = None;
    let mut above: Option<&str> = None;
    let mut plain = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        if let Some(open) = &settings
            && (rule_line(bare) || open.row(start, bare, spans))
        {
            start += line.len();
            continue;
        }
        settings = setting_tables::Table::of(bare);
        if settings.is_some() {
            table = None;
            start += line.len();
            continue;
        }
        // Rows under a header of a table without secrets are no headers, whatever they hold.
        if plain.is_some_and(|count| count == bare.matches(BARS).count()) {
            start += line.len();
            continue;
        }
        plain = None;
        if let Some(open) = &table
            && (rule_line(bare) || row(start, bare, open, spans))
        {
            start += line.len();
            continue;
        }
        if rule_line(bare)
            && let Some(above) = above.filter(|above| above.contains(BARS) && header(above).is_none())
        {
            plain = Some(above.matches(BARS).count());
        }
        table = header(bare);
        if table.is_none() && rule_line(bare) && bare.trim().bytes().all(|b| b == b'-') {
            table = above.and_then(single);
        }
        above = Some(bare);
        start += line.len();
    }
}

/// `| hmac | tDk6… |` and `|      | uRTI… |` below: a table of two columns, whose cells go on in the next line.
fn boxed(text: &str, spans: &mut Vec<Span>) {
    let mut entry: Option<(&str, Vec<Range<usize>>)> = None;
    let close = |entry: &mut Option<(&str, Vec<Range<usize>>)>, spans: &mut Vec<Span>| {
        let Some((name, parts)) = entry.take() else { return };
        let value: String = parts.iter().map(|part| &text[part.clone()]).collect();
        // What stands in one line has rules of its own.
        if parts.len() >= 2
            && !value.contains(' ')
            && let Some(placeholder) = pairs::named(name).find_map(|named| named.placeholder(&value))
        {
            spans.extend(
                parts
                    .into_iter()
                    .filter(|part| !text[part.clone()].starts_with('['))
                    .map(|part| Span::new(part, placeholder)),
            );
        }
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let from = start;
        start += line.len();
        let inner = line.trim().strip_prefix(['|', '│']).and_then(|inner| inner.strip_suffix(['|', '│']));
        let cells =
            inner.and_then(|inner| inner.split_once(['|', '│'])).filter(|(_, value)| !value.contains(['|', '│']));
        let Some((name, value)) = cells else {
            close(&mut entry, spans);
            continue;
        };
        let bare = value.trim();
        let part = from + (bare.as_ptr() as usize - line.as_ptr() as usize);
        let part = part..part + bare.len();
        match (&mut entry, name.trim()) {
            (Some((_, parts)), "") if !bare.is_empty() => parts.push(part),
            (_, name) => {
                close(&mut entry, spans);
                let fits = !name.is_empty() && name.len() <= LONGEST_NAME && !bare.is_empty();
                entry = fits.then(|| (name, vec![part]));
            }
        }
    }
    close(&mut entry, spans);
}

/// `smtp_pass | …` with a line for each column, as a database shell prints a wide row; `+` says that the value goes on.
fn expanded(text: &str, spans: &mut Vec<Span>) {
    let mut open: Option<&'static str> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let from = start;
        start += line.len();
        let Some((name, value)) = line.split_once('|').filter(|(_, value)| !value.contains('|')) else {
            open = None;
            continue;
        };
        let inner = value.trim();
        let goes_on = inner.ends_with('+');
        let bare = inner.trim_end_matches('+').trim_end();
        let placeholder = match name.trim() {
            "" => open,
            name if name.len() <= LONGEST_NAME && !name.contains(' ') => {
                pairs::named(name).find_map(|named| named.placeholder(bare))
            }
            _ => None,
        };
        if let Some(placeholder) = placeholder.filter(|_| !bare.is_empty() && !bare.starts_with('[')) {
            let at = from + name.len() + 1;
            spans.push(Span::new(within(text, at..at + value.len(), bare), placeholder));
        }
        open = placeholder.filter(|_| goes_on);
    }
}

/// `-----+-----`, `|---|---|`, `=====`.
fn rule_line(line: &str) -> bool {
    let drawn = |c: char| ('\u{2500}'..='\u{257f}').contains(&c);
    line.len() >= 3
        && line.contains(|c: char| matches!(c, '-' | '=') || drawn(c))
        && line.chars().all(|c| " -=+|:\t".contains(c) || drawn(c))
}

/// Columns whose cells are names of secrets, when another column keeps book of them.
const NAMES: [&str; 8] = ["secret", "secrets", "key", "token", "credential", "geheimnis", "secreto", "segreto"];
const KEPT: [&str; 24] = [
    "owner",
    "rotated",
    "rotation",
    "age",
    "version",
    "versions",
    "state",
    "status",
    "expires",
    "expiry",
    "kind",
    "type",
    "provider",
    "store",
    "interval",
    "due",
    "next",
    "used",
    "last used",
    "last rotated",
    "age (days)",
    "where",
    "rotated by",
    "alter",
];

fn bare_name(cell: &str) -> &str {
    cell.trim().trim_matches(['"', '\'', '*', '`'])
}

/// The columns that matter, when the line is nothing but names.
fn header(line: &str) -> Option<Table> {
    let bar = line.chars().find(|c| BARS.contains(c));
    let separator = bar.or_else(|| ['\t', ';', ','].into_iter().find(|sign| line.contains(*sign)))?;
    let signs = parts(separator);
    let cells = line.split(signs).count();
    let named = |cell: &str| {
        let name = cell.trim().trim_matches(['"', '\'', '*', '`']);
        name.len() <= LONGEST_NAME
            && name.chars().all(|c| c.is_alphabetic() || c.is_ascii_digit() || "_- .()/#".contains(c))
            && !name.starts_with(|c: char| c.is_ascii_digit())
    };
    // A cell that looks drawn is a value, and the line no line of names.
    let drawn = |cell: &str| {
        let cell = cell.trim();
        shapes::looks_random(cell, 14) || shapes::looks_drawn(cell)
    };
    // `\t// Test`, `userCode,`: indented code and lists of one name a line have no second column.
    let several = line.split(signs).filter(|cell| !cell.trim().is_empty()).nth(1).is_some();
    if !several || cells > MOST_COLUMNS || line.split(signs).any(drawn) || !line.split(signs).all(named) {
        return None;
    }
    let secret = |(at, cell): (usize, &str)| {
        let names: Vec<Named> = pairs::named(cell.trim().trim_matches(['"', '\'', '*', '`'])).collect();
        (!names.is_empty()).then_some((at, names))
    };
    // A table that says when each secret is changed holds their names.
    let keeps_book = line.split(signs).any(|cell| KEPT.contains(&bare_name(cell).to_lowercase().as_str()));
    let columns: Vec<_> = line
        .split(signs)
        .enumerate()
        .filter(|(_, cell)| !keeps_book || !NAMES.contains(&bare_name(cell).to_lowercase().as_str()))
        .filter_map(secret)
        .collect();
    (!columns.is_empty()).then_some(Table { separator, cells, columns })
}

/// A single column, as `psql` prints it: the name over a line of dashes.
fn single(line: &str) -> Option<Table> {
    let name = line.trim();
    if name.len() > LONGEST_NAME || name.contains([' ', '\t']) {
        return None;
    }
    let names: Vec<Named> = pairs::named(name).collect();
    (!names.is_empty()).then(|| Table { separator: '\n', cells: 1, columns: vec![(0, names)] })
}

/// Hides the cells under secret columns; says whether the line is a row of the table.
fn row(start: usize, line: &str, table: &Table, spans: &mut Vec<Span>) -> bool {
    let trimmed = line.trim();
    let cells = cells(line, table.separator);
    let count = cells.len();
    if !trimmed.is_empty()
        && count != table.cells
        && count.abs_diff(table.cells) == 1
        && count >= 3
        && matches!(table.separator, ';' | ',' | '\t')
    {
        return shifted(start, line, table, spans);
    }
    if trimmed.is_empty() || count != table.cells {
        return false;
    }
    // `│ varchar │ varchar │`: the kinds of the columns, as DuckDB says them below their names.
    let kinds = [
        "varchar",
        "text",
        "str",
        "int32",
        "int64",
        "bigint",
        "integer",
        "timestamp",
        "date",
        "boolean",
        "double",
        "uuid",
        "blob",
        "json",
    ];
    if line.split(parts(table.separator)).all(|cell| cell.trim().is_empty() || kinds.contains(&cell.trim())) {
        return true;
    }
    if table.separator == '\n' && (trimmed.starts_with('(') || trimmed.contains(' ')) {
        return false;
    }
    for (column, cell) in cells.into_iter().enumerate() {
        let inner = inner(&line[cell.clone()]);
        let names = table.columns.iter().find(|(wanted, _)| *wanted == column);
        if let Some(placeholder) = names.and_then(|(_, names)| names.iter().find_map(|name| name.placeholder(inner))) {
            spans.push(Span::new(place(start, line, inner), placeholder));
        }
    }
    true
}

/// A row with a cell too few or too many, which is why it failed: a secret stands in its own place or in the next that
/// it may have been pushed to, where only what looks drawn is taken for it.
fn shifted(start: usize, line: &str, table: &Table, spans: &mut Vec<Span>) -> bool {
    let cells = cells(line, table.separator);
    let told = |placeholder: &&str| ["[password]", "[secret]", "[token]", "[key]"].contains(placeholder);
    let mut any = false;
    for (column, names) in &table.columns {
        let pushed = if cells.len() > table.cells { column + 1 } else { column.saturating_sub(1) };
        for at in [*column, pushed] {
            let Some(cell) = cells.get(at) else { continue };
            let inner = inner(&line[cell.clone()]);
            let own = at == *column && cells.len() > table.cells;
            let Some(placeholder) = names.iter().find_map(|name| name.placeholder(inner)) else { continue };
            if own || told(&placeholder) && shapes::looks_drawn(inner) && !is_technical(inner) {
                spans.push(Span::new(place(start, line, inner), placeholder));
                any = true;
            }
        }
    }
    any
}

/// Where the trimmed part of a cell stands.
fn within(text: &str, cell: Range<usize>, inner: &str) -> Range<usize> {
    let start = cell.start + text[cell].find(inner).unwrap_or(0);
    start..start + inner.len()
}
