//! A value on its way into a row, and what takes rows: an encoder, a digest, an export.

/// One value of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// A whole number, whatever the width of its column.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// True or false.
    Bool(bool),
    /// An instant, in microseconds since 1970 in UTC.
    Time(i64),
    /// JSON, as text.
    Json(&'a str),
}

/// Takes rows, cell by cell: the id, then every column in the order of its table.
pub trait Cells {
    /// A row begins.
    fn row(&mut self, id: i64);
    /// Its next column.
    fn cell(&mut self, cell: Cell<'_>);
    /// It is whole.
    fn end(&mut self);
}

/// Both see every row.
impl<A: Cells, B: Cells> Cells for (A, B) {
    fn row(&mut self, id: i64) {
        self.0.row(id);
        self.1.row(id);
    }

    fn cell(&mut self, cell: Cell<'_>) {
        self.0.cell(cell);
        self.1.cell(cell);
    }

    fn end(&mut self) {
        self.0.end();
        self.1.end();
    }
}

impl<T: Cells> Cells for &mut T {
    fn row(&mut self, id: i64) {
        (**self).row(id);
    }

    fn cell(&mut self, cell: Cell<'_>) {
        (**self).cell(cell);
    }

    fn end(&mut self) {
        (**self).end();
    }
}

/// An instant as SQLite keeps it, `2026-01-15T12:00:00+00:00`; a fraction of a second only where there is one.
#[must_use]
pub fn time_text(micros: i64) -> String {
    let (seconds, fraction) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let mut out = Vec::with_capacity(32);
    digits(&mut out, year, 4);
    for (sign, value) in
        [(b'-', month), (b'-', day), (b'T', second / 3_600), (b':', second / 60 % 60), (b':', second % 60)]
    {
        out.push(sign);
        digits(&mut out, value, 2);
    }
    if fraction > 0 {
        out.push(b'.');
        // As `clock::text` does: thousandths when they suffice.
        if fraction % 1_000 == 0 { digits(&mut out, fraction / 1_000, 3) } else { digits(&mut out, fraction, 6) }
    }
    out.extend_from_slice(b"+00:00");
    String::from_utf8(out).unwrap_or_default()
}

fn digits(out: &mut Vec<u8>, value: i64, count: u32) {
    for place in (0..count).rev() {
        let digit = value / 10_i64.pow(place) % 10;
        out.push(b'0' + u8::try_from(digit).unwrap_or(0));
    }
}

/// Year, month and day of a day since 1970, by Howard Hinnant's `civil_from_days`.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let (era, of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Instant, text};

    #[test]
    fn a_time_has_the_text_that_the_clock_gives_it() {
        for at in [
            "2000-02-29T23:59:59Z",
            "2024-02-29T00:00:00Z",
            "2026-03-01T12:34:56Z",
            "1999-12-31T23:59:59.5Z",
            "2026-01-15T12:00:00.000001Z",
            "2099-12-31T00:00:00Z",
        ] {
            let at: Instant = at.parse().unwrap();
            assert_eq!(time_text(at.timestamp_micros()), text(at));
        }
    }
}
