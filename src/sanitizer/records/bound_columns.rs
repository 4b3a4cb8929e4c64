//! Values bound to the marks of a statement: the column that each mark stands for says what its value is.
//!
//! `insert into users (name, pin) values (?, ?)` and `binding parameter [2] as [VARCHAR] - [4411]` some lines below.

use std::ops::Range;

use crate::sanitizer::fields::pairs;
use crate::sanitizer::rule::{Class, Rule};
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::{Words, ahead, behind};

pub(crate) const RULES: &[Rule] = &[Rule::code(
    "bound-column",
    Class::Pair,
    "a value bound to the mark of a column with a secret or personal name",
    "[password]",
    find,
)
.hides("insert into t (name, pin) values (?, ?)\nTRACE binding parameter [2] as [VARCHAR] - [4411]")
.keeps("insert into t (name, mode) values (?, ?)\nTRACE binding parameter [2] as [VARCHAR] - [4411]")];

const MARK: &str = "binding parameter ";
/// How far above its values a statement may stand, in bytes, and how long it may be.
const REACH: usize = 4 << 10;
const LONGEST: usize = 2 << 10;

fn find(text: &str, spans: &mut Vec<Span>) {
    numbered(text, spans);
    // Statements are read once each: the one above holds until the next.
    let mut statement: Option<(usize, Vec<&str>)> = None;
    let mut from = 0;
    for (at, _) in text.match_indices(MARK) {
        if let Some(read) = last_statement(text, from, at) {
            statement = Some(read);
        }
        from = at;
        let Some((_, columns)) = statement.as_ref().filter(|(start, _)| at - start <= 4 * REACH) else { continue };
        let Some((number, value)) = bound(text, at + MARK.len()) else { continue };
        let Some(column) = number.checked_sub(1).and_then(|index| columns.get(index)) else { continue };
        if let Some(placeholder) = pairs::named(column).find_map(|named| named.placeholder(&text[value.clone()])) {
            spans.push(Span::new(value, placeholder));
        }
    }
}

/// `parameters: $1 = '…'` below a statement with `pin = $1`, as PostgreSQL logs it.
fn numbered(text: &str, spans: &mut Vec<Span>) {
    for (at, _) in text.match_indices("arameters: $") {
        let head = behind(text, at, REACH);
        let line = ahead(text, at, LONGEST).split(['\n', '\r']).next().unwrap_or("");
        for (mark, _) in line.match_indices('$').take(64) {
            let digits = line[mark + 1..].bytes().take(3).take_while(u8::is_ascii_digit).count();
            let name = &line[mark..mark + 1 + digits];
            let Some(value) = line[mark + name.len()..].strip_prefix(" = '").filter(|_| digits > 0) else { continue };
            let Some(end) = value.find("', $").or_else(|| value.rfind('\'')) else { continue };
            let Some(column) = column_of(head, name) else { continue };
            if let Some(placeholder) = pairs::named(column).find_map(|named| named.placeholder(&value[..end])) {
                let from = at + (value.as_ptr() as usize - line.as_ptr() as usize);
                spans.push(Span::new(from..from + end, placeholder));
            }
        }
    }
}

/// The column that `$1` stands for in the last statement that has it.
fn column_of<'t>(head: &'t str, mark: &str) -> Option<&'t str> {
    let whole = |at: &usize| !head[at + mark.len()..].starts_with(|c: char| c.is_ascii_digit());
    let at = head.rmatch_indices(mark).map(|(at, _)| at).find(whole)?;
    let before = head[..at].trim_end();
    if let Some(name) = before.strip_suffix('=') {
        return name.trim_end().rsplit([' ', ',', '(']).next().map(bare);
    }
    // `insert into t (a, b) values ($1, $2)`
    let open = before.rfind('(')?;
    let place = before[open..].matches(',').count();
    let names = before[..open].rsplit_once(')')?.0.rsplit_once('(')?.1;
    names.split(',').nth(place).map(bare)
}

/// Columns of things, whose values say what happened and to what.
const THINGS: Words = Words::new(&[
    "region",
    "zone",
    "status",
    "state",
    "type",
    "kind",
    "phase",
    "mode",
    "tenant",
    "queue",
    "topic",
    "host",
    "level",
    "action",
    "event",
    "locale",
    "lang",
    "language",
    "currency",
    "country",
    "source",
    "target",
    "provider",
    "role",
    "category",
    "channel",
    "version",
    "environment",
    "env",
    "schema",
    "plan",
    "tier",
    "dtype",
    "discriminator",
]);

/// Whether a value is bound to a column that holds words of programs.
pub(super) fn is_of_thing(text: &str, value: usize) -> bool {
    let head = behind(text, value, REACH);
    let Some(at) = head.rfind(MARK) else { return false };
    let Some((number, _)) =
        bound(head, at + MARK.len()).or_else(|| number(&head[at + MARK.len()..]).map(|n| (n, 0..0)))
    else {
        return false;
    };
    let columns = last_statement(head, 0, at).map(|(_, columns)| columns).unwrap_or_default();
    number
        .checked_sub(1)
        .and_then(|index| columns.get(index))
        .is_some_and(|column| THINGS.has(column.rsplit(['_', '.']).next().unwrap_or("")))
}

/// `[2]`, `(2:VARCHAR)`.
fn number(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix(['[', '('])?;
    let digits = inner.bytes().take(3).take_while(u8::is_ascii_digit).count();
    inner[..digits].parse().ok()
}

/// The number of a bound value, and where it stands.
fn bound(text: &str, at: usize) -> Option<(usize, Range<usize>)> {
    let line = ahead(text, at, 1200).split(['\n', '\r']).next()?;
    let number = number(line)?;
    let open = ["- [", "<- ["].iter().filter_map(|sign| line.find(sign).map(|at| at + sign.len())).max()?;
    let closes = |end: &usize| line[end + 1..].is_empty() || line[end + 1..].starts_with([' ', '\t', ',', ';']);
    let end = line[open..].match_indices(']').map(|(end, _)| open + end).find(closes)?;
    (end > open).then_some((number, at + open..at + end))
}

/// Where the last statement between the two places begins, and its columns in the order of their marks.
fn last_statement(text: &str, from: usize, to: usize) -> Option<(usize, Vec<&str>)> {
    let from = text.ceil_char_boundary(from.max(to.saturating_sub(REACH)).min(to));
    let part = &text[from..to];
    let mark = part.rfind('?')?;
    let lower = part[..=mark].to_ascii_lowercase();
    let start = ["insert into ", "update ", "select ", "delete from ", "merge into "]
        .iter()
        .filter_map(|verb| lower.rfind(verb))
        .max()?;
    let statement = ahead(part, start, LONGEST.min(mark + 1 - start));
    let lower = &lower[start..start + statement.len()];
    let columns = match lower.find("values").filter(|_| lower.starts_with("insert")) {
        Some(values) => {
            let open = statement.find('(').filter(|open| *open < values)?;
            let close = open + statement[open..values].find(')')?;
            let names = statement[open + 1..close].split(',').map(bare);
            let given = statement[values..].split_once('(')?.1.split(',');
            names.zip(given).filter(|(_, given)| given.contains('?')).map(|(name, _)| name).collect()
        }
        // `pin = ?`, `pin like ?`: the name before each mark.
        None => statement
            .match_indices('?')
            .map(|(at, _)| {
                let head = statement[..at].trim_end_matches([' ', '=', '<', '>', '!', '(']);
                let head = head.strip_suffix(" like").or_else(|| head.strip_suffix(" LIKE")).unwrap_or(head);
                bare(head.rsplit([' ', ',', '(']).next().unwrap_or(""))
            })
            .collect(),
    };
    Some((from + start, columns))
}

/// A column without its table and quotes.
fn bare(name: &str) -> &str {
    let name = name.trim().trim_matches(['"', '`', '[', ']']);
    name.rsplit('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Vec<&str> {
        let mut spans = Vec::new();
        find(text, &mut spans);
        spans.into_iter().map(|span| &text[span.range]).collect()
    }

    #[test]
    fn values_are_known_by_the_columns_of_their_statement() {
        let bind = "\nTRACE binding parameter [1] as [VARCHAR] - [44[1]\nTRACE binding parameter (2:VARCHAR) <- [eu]";
        assert_eq!(hidden(&format!("insert into t (pin, region) values (?, ?){bind}")), ["44[1"]);
        assert_eq!(hidden(&format!("insert into t (id, pin, region) values (default, ?, ?){bind}")), ["44[1"]);
        assert_eq!(hidden(&format!("update t t1_0 set \"pin\"=?, region=? where id=?{bind}")), ["44[1"]);
        assert_eq!(hidden(&format!("select u.id from u where u.name=? and u.pin=?{bind}")), ["eu"]);
        assert!(hidden(bind).is_empty());
        let told = "UPDATE t SET pin = $1 WHERE id = $2\nDETAIL:  parameters: $1 = '44', '1', $2 = '7'";
        assert_eq!(hidden(told), ["44', '1"]);
        let told = "INSERT INTO t (id, pin) VALUES ($1, $2)\nDETAIL:  parameters: $1 = '7', $2 = '4411'";
        assert_eq!(hidden(told), ["4411"]);
    }

    #[test]
    fn columns_of_things_are_known() {
        let text = "insert into t (pin, region) values (?, ?)\nbinding parameter [2] as [VARCHAR] - [eu]";
        assert!(is_of_thing(text, text.len() - 3));
        assert!(!is_of_thing("binding parameter [2] as [VARCHAR] - [eu]", 38));
    }
}
