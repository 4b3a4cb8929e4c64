//! Values from a seed: each one a function of (seed, scenario, table, row key, column) and of nothing else.
//!
//! A generator is made anew for every value, from a hash of that path. So the order in which rows are made does
//! not matter, and a further row, column or table moves no value that was there before. Ranges are drawn with
//! our own arithmetic, because `rand` may change its sampling with any release; only names come from `fake`.

use chrono::TimeDelta;
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::Instant;

/// The root of all values of one scenario under one seed.
#[derive(Debug, Clone)]
pub(super) struct Source {
    prefix: Sha256,
}

/// All values of one row.
#[derive(Debug, Clone)]
pub(super) struct RowSource {
    prefix: Sha256,
}

impl Source {
    pub(super) fn new(seed: i64, scenario: &str) -> Self {
        let mut prefix = Sha256::new();
        prefix.update(seed.to_be_bytes());
        part(&mut prefix, scenario);
        Self { prefix }
    }

    /// The row of `table` that is called `key`: a name that stays when other rows come and go.
    pub(super) fn row(&self, table: &str, key: &str) -> RowSource {
        let mut prefix = self.prefix.clone();
        part(&mut prefix, table);
        part(&mut prefix, key);
        RowSource { prefix }
    }
}

impl RowSource {
    /// The generator of one column.
    pub(super) fn column(&self, column: &str) -> Pcg64Mcg {
        let mut hash = self.prefix.clone();
        part(&mut hash, column);
        let digest = hash.finalize();
        let mut seed = [0; 16];
        seed.copy_from_slice(&digest[..16]);
        Pcg64Mcg::from_seed(seed)
    }

    /// A well-formed UUID v4. Guessable by whoever knows the seed, so never a secret.
    pub(super) fn uuid(&self, column: &str) -> Uuid {
        let mut bytes = [0; 16];
        self.column(column).fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// `length` hexadecimal digits, at most 64.
    pub(super) fn hex(&self, column: &str, length: usize) -> String {
        let mut bytes = [0; 32];
        self.column(column).fill_bytes(&mut bytes);
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        text[..length].to_owned()
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&self, column: &str, low: i64, high: i64) -> i64 {
        debug_assert!(low <= high, "{column}: {low}..={high} is empty");
        let width = u128::from(high.abs_diff(low)) + 1;
        // Bias below 2^-32 for any range used here.
        let offset = (u128::from(self.column(column).next_u64()) * width) >> 64;
        low + i64::try_from(offset).unwrap_or(0)
    }

    /// True in `percent` of all rows.
    pub(super) fn chance(&self, column: &str, percent: i64) -> bool {
        self.between(column, 1, 100) <= percent
    }

    /// One of a fixed list.
    pub(super) fn one_of<'a, T>(&self, column: &str, list: &'a [T]) -> &'a T {
        let last = i64::try_from(list.len()).unwrap_or(i64::MAX) - 1;
        &list[usize::try_from(self.between(column, 0, last)).unwrap_or(0)]
    }

    /// One of a list that may grow: the candidate whose name scores highest. A newcomer takes over the rows that
    /// it wins and moves no other row's choice.
    pub(super) fn choose<'a, T>(&self, column: &str, list: &'a [T], name: impl Fn(&'a T) -> &'a str) -> Option<&'a T> {
        list.iter().max_by_key(|candidate| {
            let mut hash = self.prefix.clone();
            part(&mut hash, column);
            part(&mut hash, name(candidate));
            <[u8; 32]>::from(hash.finalize())
        })
    }

    /// A second from `low` to `high`, both included; `low` when the range is empty.
    pub(super) fn time(&self, column: &str, low: Instant, high: Instant) -> Instant {
        let seconds = (high - low).num_seconds().max(0);
        low + TimeDelta::seconds(self.between(column, 0, seconds))
    }
}

fn part(hash: &mut Sha256, text: &str) {
    // With its length before it, so that ("ab", "c") and ("a", "bc") differ.
    hash.update((text.len() as u64).to_be_bytes());
    hash.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str) -> RowSource {
        Source::new(7, "test").row("policies", key)
    }

    #[test]
    fn a_value_depends_on_its_path_and_on_nothing_else() {
        let value = row("a").between("size", 0, 1_000_000);
        // Other values drawn before, between and after move nothing.
        let again = row("a");
        again.uuid("other");
        assert_eq!(again.between("size", 0, 1_000_000), value);
        assert_ne!(row("b").between("size", 0, 1_000_000), value);
        assert_ne!(row("a").between("sizes", 0, 1_000_000), value);
        assert_ne!(Source::new(8, "test").row("policies", "a").between("size", 0, 1_000_000), value);
        assert_ne!(Source::new(7, "tests").row("policies", "a").between("size", 0, 1_000_000), value);
    }

    #[test]
    fn a_newcomer_takes_some_choices_over_and_moves_no_other() {
        let few = ["ada", "grace", "alan"];
        let more = ["ada", "grace", "alan", "edsger"];
        let mut taken = 0;
        for n in 0..200 {
            let row = row(&n.to_string());
            let before = row.choose("user", &few, |name| name).unwrap();
            let after = row.choose("user", &more, |name| name).unwrap();
            assert!(after == before || *after == "edsger");
            taken += usize::from(after != before);
        }
        assert!((20..80).contains(&taken), "{taken} of 200");
    }

    #[test]
    fn a_range_is_filled_to_both_ends() {
        let seen: std::collections::BTreeSet<i64> = (0..200).map(|n| row(&n.to_string()).between("n", -2, 2)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [-2, -1, 0, 1, 2]);
    }

    #[test]
    fn every_uuid_is_a_well_formed_version_4() {
        for n in 0..1_000 {
            let uuid = row(&n.to_string()).uuid("external_id");
            assert_eq!((uuid.get_version_num(), uuid.get_variant()), (4, uuid::Variant::RFC4122));
        }
    }
}
