//! Tables of settings: a column of names beside a column of values, under a header that says so.
//!
//! `setting,value,source` in a file, `| Key | Value |` in a ticket, `Key    Value` over dashes in a terminal.

use std::ops::Range;

use crate::sanitizer::fields::pairs;
use crate::sanitizer::spans::Span;
use crate::sanitizer::words::context::Words;

/// What a column of names is called.
const NAMES: Words = Words::new(&[
    "setting",
    "settings",
    "key",
    "name",
    "parameter",
    "param",
    "property",
    "variable",
    "variable_name",
    "variable name",
    "var",
    "option",
    "option_name",
    "field",
    "attribute",
    "config",
    "config key",
    "env",
    "env var",
    "environment variable",
    "item",
    "argument",
    "einstellung",
    "schlüssel",
    "eigenschaft",
    "feld",
    "variable d'environnement",
    "clé",
    "paramètre",
    "propriété",
    "nom",
    "clave",
    "parámetro",
    "nombre",
    "chiave",
    "parametro",
    "nome",
    "chave",
    "parâmetro",
    "instelling",
    "ustawienie",
    "klucz",
]);

/// What a column of their values is called.
const VALUES: Words = Words::new(&[
    "value",
    "values",
    "current",
    "current value",
    "val",
    "setting_value",
    "option_value",
    "variable_value",
    "new value",
    "old value",
    "actual",
    "effective",
    "effective value",
    "wert",
    "valeur",
    "valor",
    "valore",
    "waarde",
    "wartość",
]);

/// Longest line and longest cell of one that are read as names of columns, in bytes.
const LONGEST_HEAD: usize = 400;
const LONGEST_COLUMN: usize = 48;
const MOST_COLUMNS: usize = 12;
const LONGEST_NAME: usize = 80;

/// An open table.
pub(super) struct Table {
    separator: Separator,
    name: usize,
    values: Vec<usize>,
    columns: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Separator {
    Sign(char),
    /// Two blanks and more.
    Gap,
}

impl Table {
    /// The table that the line is the header of.
    pub(super) fn of(line: &str) -> Option<Table> {
        if line.len() > LONGEST_HEAD {
            return None;
        }
        let sign = ['|', '│', '┃', '\t', ';', ','].into_iter().find(|sign| line.contains(*sign));
        let separator = match sign {
            Some(sign) => Separator::Sign(sign),
            None if line.trim().contains("  ") => Separator::Gap,
            None => return None,
        };
        let cells = cells(line, separator);
        if cells.len() > MOST_COLUMNS {
            return None;
        }
        let head = |cell: &Range<usize>| bare(&line[cell.clone()]).to_lowercase();
        let short = |cell: &&Range<usize>| bare(&line[(*cell).clone()]).len() <= LONGEST_COLUMN;
        let name = cells.iter().position(|cell| short(&cell) && NAMES.has(&head(cell)))?;
        let values: Vec<usize> = (name + 1..cells.len()).filter(|at| VALUES.has(&head(&cells[*at]))).collect();
        (!values.is_empty()).then_some(Table { separator, name, values, columns: cells.len() })
    }

    /// Hides the secret values of a row; says whether the line is one.
    pub(super) fn row(&self, start: usize, line: &str, spans: &mut Vec<Span>) -> bool {
        let cells = cells(line, self.separator);
        let Some(name) = cells.get(self.name).map(|cell| bare(&line[cell.clone()])) else { return false };
        if cells.len() <= self.values[0] || cells.len() > MOST_COLUMNS * 2 {
            return false;
        }
        for at in &self.values {
            let Some(cell) = cells.get(*at) else { continue };
            // Of two columns that are parted by blanks the second takes the rest of the line.
            let last = self.separator == Separator::Gap && self.columns == 2;
            let whole = if last { cell.start..line.len() } else { cell.clone() };
            let value = bare(&line[whole]);
            if value.is_empty() || value.starts_with('[') || name.is_empty() || name.len() > LONGEST_NAME {
                continue;
            }
            if let Some(placeholder) = pairs::named(name).find_map(|named| named.placeholder(value)) {
                let from = start + (value.as_ptr() as usize - line.as_ptr() as usize);
                spans.push(Span::new(from..from + value.len(), placeholder));
            }
        }
        true
    }
}

/// A cell without blanks and marks around it.
fn bare(cell: &str) -> &str {
    let cell = cell.trim();
    for mark in ["`", "**", "\"", "'"] {
        if let Some(inner) =
            cell.strip_prefix(mark).and_then(|cell| cell.strip_suffix(mark)).filter(|cell| !cell.is_empty())
        {
            return inner.trim();
        }
    }
    cell
}

/// Where the cells of a line stand. A cell in quotes may hold the separator.
fn cells(line: &str, separator: Separator) -> Vec<Range<usize>> {
    match separator {
        Separator::Sign(sign) => super::cells::cells(line, sign),
        Separator::Gap => {
            let mut cells = Vec::new();
            let mut at = line.len() - line.trim_start().len();
            while at < line.len() {
                let end = line[at..].find("  ").map_or(line.len(), |gap| at + gap);
                cells.push(at..end);
                at = end + line[end..].bytes().take_while(|b| *b == b' ').count();
            }
            cells
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    fn hidden<'t>(head: &str, row: &'t str) -> Option<&'t str> {
        let mut spans = Vec::new();
        Table::of(head).expect("a header").row(0, row, &mut spans);
        spans.first().map(|span| &row[span.range.clone()])
    }

    #[test]
    fn values_beside_secret_names_go_whole() {
        assert_eq!(hidden("setting,value,source", "db_password,blue kite four,file"), Some("blue kite four"));
        assert_eq!(hidden("| Key | Value | note |", "| `unlock_pin` | `4411` | mine |"), Some("4411"));
        assert_eq!(hidden("Key         Value", "db_password    blue  kite"), Some("blue  kite"));
        assert_eq!(hidden("name;old value;new value", "pin_code;\"44;11\";x"), Some("44;11"));
        assert_eq!(hidden("setting,value", "region,eu-west"), None);
        assert_eq!(hidden("setting,value", "db_password,required"), None);
    }

    #[test]
    fn other_headers_open_no_table() {
        for line in ["id,name,attempts", "value,key", "the key    and the lock", "key"] {
            assert!(Table::of(line).is_none(), "{line}");
        }
    }
}
