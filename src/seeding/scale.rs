//! What the totals of a population are multiplied by.

use std::fmt;
use std::str::FromStr;

/// A positive number with at most three decimals, kept exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scale(i64);

impl Scale {
    /// As the file says.
    pub const ONE: Self = Self(1_000);

    /// `count` times this, cut to a whole number, and at least one of what there is at all.
    #[must_use]
    pub fn of(self, count: i64) -> i64 {
        let scaled = i128::from(count) * i128::from(self.0) / 1_000;
        i64::try_from(scaled).unwrap_or(i64::MAX).max(count.min(1))
    }

    /// In thousandths, as it is stored.
    #[must_use]
    pub fn thousandths(self) -> i64 {
        self.0
    }

    /// The other way round.
    #[must_use]
    pub fn from_thousandths(value: i64) -> Self {
        Self(value.max(1))
    }
}

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no scale: give a number from 0.001 to 10000, such as 10 or 0.5");
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 5 || fraction.len() > 3 || !plain(whole) || !plain(fraction) {
            return Err(wrong());
        }
        let value: i64 = format!("{whole}{fraction:0<3}").parse().map_err(|_| wrong())?;
        if (1..=10_000_000).contains(&value) { Ok(Self(value)) } else { Err(wrong()) }
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1_000, self.0 % 1_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_read_and_shown_exactly() {
        for text in ["1", "0.5", "10", "0.001", "2.25", "10000"] {
            assert_eq!(text.parse::<Scale>().unwrap().to_string(), text);
        }
        for text in ["", "0", "-1", "1e3", "0.0001", "10001", "one", ".5"] {
            assert!(text.parse::<Scale>().is_err(), "{text}");
        }
        assert_eq!("0.5".parse::<Scale>().unwrap().of(3), 1);
        assert_eq!("0.001".parse::<Scale>().unwrap().of(3), 1);
        assert_eq!(Scale::ONE.of(0), 0);
    }
}
