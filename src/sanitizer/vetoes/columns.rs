//! What the heading above a cell says: under `VERSION`, `TYPE` or `Rows` stands no secret, whatever names the row.
//!
//! Lists of secrets name one in each row, so that the next cell looks like its value. The heading stands some lines
//! above, at the same place: behind as many bars, or in the same column.

use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::Words;

/// How far above the cell its heading may stand, in bytes.
const REACH: usize = 2400;

/// Headings of columns that tell about a secret.
const TELLING: Words = Words::new(&[
    "version",
    "versions",
    "version id",
    "versionid",
    "ver",
    "revision",
    "key id",
    "keyid",
    "kid",
    "thumbprint",
    "type",
    "kind",
    "algorithm",
    "alg",
    "cipher",
    "curve",
    "usage",
    "status",
    "state",
    "enabled",
    "active",
    "expires",
    "expires at",
    "expiry",
    "expiration",
    "created",
    "created at",
    "updated",
    "updated at",
    "modified",
    "last used",
    "last rotated",
    "last change",
    "last changed",
    "rotated",
    "rotated at",
    "rotation",
    "age",
    "rows",
    "size",
    "count",
    "uses",
    "ttl",
    "scope",
    "scopes",
    "policy",
    "policies",
    "namespace",
    "provider",
    "engine",
    "backend",
    "collation",
    "nullable",
    "bits",
    "length",
    "typ",
    "art",
    "stand",
    "erstellt",
    "geändert",
    "läuft ab",
    "gültig bis",
    "statut",
    "créé",
    "expire",
    "tipo",
    "estado",
    "stato",
    "caduca",
    "scadenza",
    "validade",
]);

/// Whether the cell stands under a heading that tells about secrets.
pub(crate) fn stands_under_heading(text: &str, span: &Span) -> bool {
    heading(text, span.range.start).is_some_and(|heading| TELLING.has(&heading.to_lowercase()))
}

/// The heading of the cell that begins at `at`.
fn heading(text: &str, at: usize) -> Option<&str> {
    let from = text.ceil_char_boundary(at.saturating_sub(REACH));
    let near = &text[from..at];
    let line = near.rfind('\n')?;
    let (above, left) = (&near[..line], &near[line + 1..]);
    let bars = left.matches('|').count();
    if bars > 0 {
        return under_bars(above, bars);
    }
    // A column that other cells stand before, set off by more than the gap of a sentence.
    if !left.ends_with("  ") && !left.ends_with('\t') && !left.ends_with(' ') || left.trim().is_empty() {
        return None;
    }
    under_blanks(above, left.chars().count())
}

/// A line of dashes and the signs between them.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.bytes().all(|b| b" -+|:=".contains(&b))
}

fn under_bars(above: &str, bars: usize) -> Option<&str> {
    let mut lines = above.rsplit('\n').take(60).take_while(|line| line.contains(['|', '+'])).peekable();
    let mut heading = None;
    while let Some(line) = lines.next() {
        if is_rule(line)
            && let Some(head) = lines.peek()
            && !is_rule(head)
        {
            heading = Some(*head);
        }
    }
    heading?.split('|').nth(bars).map(str::trim)
}

fn under_blanks(above: &str, column: usize) -> Option<&str> {
    let mut lines = above.rsplit('\n').take(60).take_while(|line| !line.trim().is_empty()).peekable();
    while let Some(line) = lines.next() {
        let ruled = is_rule(line) && !line.contains('|') && line.trim().contains(' ');
        let head = if ruled { lines.peek().copied() } else { Some(line).filter(|line| is_loud(line)) };
        if let Some(head) = head {
            let (at, _) = head.char_indices().nth(column)?;
            let starts = head[..at].ends_with([' ', '\t']) && !head[at..].starts_with(' ');
            // The widths of headings that stand closer are told by the dashes below them.
            let width =
                if ruled { line[column.min(line.len())..].bytes().take_while(|b| *b == b'-').count() } else { 0 };
            let told = if width > 0 { head[at..].get(..width.min(head.len() - at)) } else { None };
            let told = told.unwrap_or_else(|| head[at..].split("  ").next().unwrap_or(""));
            return starts.then(|| told.trim());
        }
    }
    None
}

/// `NAME   TYPE   AGE`: three headings or more in capitals.
fn is_loud(line: &str) -> bool {
    let headings = line.split("  ").filter(|heading| !heading.trim().is_empty()).count();
    headings >= 3
        && line.bytes().all(|b| b.is_ascii_uppercase() || b" _-()/\r".contains(&b))
        && line.bytes().any(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stays(text: &str, value: &str) -> bool {
        stands_under_heading(text, &Span::of(text, value, "[secret]"))
    }

    #[test]
    fn what_stands_under_a_telling_heading_stays() {
        assert!(stays("NAME        TYPE        AGE\nrelay-key   aes512-x9   12d", "aes512-x9"));
        assert!(stays("Name      Version  Enabled\n----      -------  -------\nrelay-key 4f0c1b   True", "4f0c1b"));
        assert!(stays("| Name | Key ID |\n|------|--------|\n| api_token | 4f0c1b |", "4f0c1b"));
    }

    #[test]
    fn what_stands_under_another_heading_goes() {
        assert!(!stays("NAME        VALUE       AGE\nrelay-key   aes512-x9   12d", "aes512-x9"));
        assert!(!stays("| Name | Value |\n|------|-------|\n| api_token | 4f0c1b |", "4f0c1b"));
        assert!(!stays("token 4f0c1b", "4f0c1b"));
    }
}
