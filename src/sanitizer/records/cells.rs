//! The cells of a row: where they stand, and what they say without their quotes.

use std::ops::Range;

/// A line with more cells is no row that anybody reads.
const MOST_CELLS: usize = 160;

/// What a cell says, without the quotes that stand around all of it.
pub(super) fn inner(cell: &str) -> &str {
    let cell = cell.trim();
    ["\"", "'", "`"]
        .into_iter()
        .find_map(|mark| cell.strip_prefix(mark)?.strip_suffix(mark).filter(|inner| !inner.is_empty()))
        .unwrap_or(cell)
}

/// Where a part of a line stands in the text.
pub(super) fn place(start: usize, line: &str, part: &str) -> Range<usize> {
    let from = start + (part.as_ptr() as usize - line.as_ptr() as usize);
    from..from + part.len()
}

/// Where the cells of a line stand: one that begins with a quote may hold the separator.
pub(super) fn cells(line: &str, separator: char) -> Vec<Range<usize>> {
    let parts = parts(separator);
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let quoted = rest.strip_prefix('"').filter(|_| matches!(separator, ',' | ';' | '\t')).and_then(|inner| {
            let closes = |end: &usize| {
                let tail = &inner[end + 1..];
                tail.is_empty() || tail.starts_with(separator)
            };
            inner.match_indices('"').map(|(end, _)| end).find(closes).map(|end| end + 2)
        });
        let end = at + quoted.or_else(|| rest.find(parts)).unwrap_or(rest.len());
        cells.push(at..end);
        if end >= line.len() || cells.len() > MOST_CELLS {
            return cells;
        }
        at = end + line[end..].chars().next().map_or(1, char::len_utf8);
    }
}

/// What stands between the columns of a table; shells draw the lines of a head heavier than those of the rows.
pub(super) const BARS: [char; 6] = ['|', '│', '┃', '║', '¦', '┆'];

/// Tells the signs that part the cells of a table as this one does.
pub(super) fn parts(separator: char) -> impl Fn(char) -> bool + Copy {
    let bar = BARS.contains(&separator);
    move |sign| sign == separator || bar && BARS.contains(&sign)
}

#[cfg(test)]
mod tests {
    use super::{cells, inner};

    #[test]
    fn a_cell_in_quotes_may_hold_the_separator() {
        let read =
            |line: &'static str, sign| cells(line, sign).into_iter().map(|cell| inner(&line[cell])).collect::<Vec<_>>();
        assert_eq!(read("a,\"b,\"\"c\",d", ','), ["a", "b,\"\"c", "d"]);
        assert_eq!(read("a,,b,", ','), ["a", "", "b", ""]);
        assert_eq!(read("| a | \"b | c", '|'), ["", "a", "\"b", "c"]);
        assert_eq!(read("\"a, b", ','), ["\"a", "b"]);
    }
}
