//! Values of the population: each one a function of (seed, scenario, table, column, row address) and of nothing else.
//!
//! A [`Field`] is the hash of the first four, made once; an address picks the value in a few nanoseconds. Any row
//! can be made alone, in any order, on any thread; another row or column moves nothing. What must be unique is a
//! [`Permutation`] of the addresses: no retries, no memory, and a room whose size is known when a plan is made.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::Rng;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// One column of one table, under one seed and scenario.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field(u128);

impl Field {
    pub(super) fn new(seed: i64, scenario: &str, table: &str, column: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_be_bytes());
        for part in [scenario, table, column] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        Self(u128::from_be_bytes(key))
    }

    /// 64 random bits.
    pub(super) fn bits(self, address: u64) -> u64 {
        self.stream(address).next_u64()
    }

    /// As many as are asked for.
    pub(super) fn stream(self, address: u64) -> Pcg64Mcg {
        // Neighbours are torn apart first: streams of such a generator resemble each other when their seeds do.
        let (low, high) = (mix(address), mix(address ^ 0x9e37_79b9_7f4a_7c15));
        Pcg64Mcg::new(self.0 ^ (u128::from(high) << 64 | u128::from(low)))
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(self, address: u64, low: i64, high: i64) -> i64 {
        let width = u128::from(high.abs_diff(low)) + 1;
        let offset = (u128::from(self.bits(address)) * width) >> 64;
        low + i64::try_from(offset).unwrap_or(0)
    }

    /// True in `percent` of all rows.
    pub(super) fn chance(self, address: u64, percent: i64) -> bool {
        self.between(address, 1, 100) <= percent
    }

    /// One of a fixed list.
    pub(super) fn one_of<T>(self, address: u64, list: &[T]) -> &T {
        let place = (u128::from(self.bits(address)) * list.len() as u128) >> 64;
        &list[usize::try_from(place).unwrap_or(0)]
    }

    /// A well-formed UUID v4, unlike that of any other address. Guessable by whoever knows the seed.
    pub(super) fn uuid(self, address: u64) -> Uuid {
        const HALF: u128 = (1 << 61) - 1;
        let (mut left, mut right) = (0_u128, u128::from(address) & HALF);
        // Four rounds of Feistel over the 122 bits that a UUID v4 leaves free.
        for round in 0..4_u32 {
            let key = u64::try_from(self.0.rotate_left(32 * round) & u128::from(u64::MAX)).unwrap_or(0);
            let mixed = u128::from(mix(u64::try_from(right).unwrap_or(0) ^ key ^ u64::from(round))) & HALF;
            (left, right) = (right, left ^ mixed);
        }
        let bits = left << 61 | right;
        let (upper, middle, lower) = (bits >> 74, bits >> 62 & 0xfff, bits & ((1 << 62) - 1));
        Uuid::from_u128(upper << 80 | 4 << 76 | middle << 64 | 2 << 62 | lower)
    }

    /// Sixty-four hexadecimal digits.
    pub(super) fn hex(self, address: u64, out: &mut String) {
        let mut stream = self.stream(address);
        out.clear();
        for _ in 0..4 {
            let bits = stream.next_u64();
            for place in (0..16).rev() {
                let digit = usize::try_from(bits >> (place * 4) & 15).unwrap_or(0);
                out.push(char::from(b"0123456789abcdef"[digit]));
            }
        }
    }
}

/// A shuffle of the numbers below `size`, that needs no memory and knows the place of each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Permutation {
    key: u128,
    size: u64,
    half: u32,
}

impl Permutation {
    pub(super) fn new(field: Field, size: u64) -> Self {
        let bits = (u64::BITS - size.max(2).saturating_sub(1).leading_zeros()).max(2);
        Self { key: field.0, size, half: bits.div_ceil(2) }
    }

    /// Where `index`, which is below the size, goes. No two go to the same place.
    pub(super) fn of(&self, index: u64) -> u64 {
        debug_assert!(index < self.size, "the plan has checked the room");
        let mut value = self.round_trip(index);
        // The domain of the rounds is a power of four; whoever lands outside walks on until inside.
        while value >= self.size {
            value = self.round_trip(value);
        }
        value
    }

    fn round_trip(&self, value: u64) -> u64 {
        let mask = (1_u64 << self.half) - 1;
        let (mut left, mut right) = (value >> self.half, value & mask);
        for round in 0..4_u32 {
            let key = u64::try_from(self.key.rotate_left(32 * round) & u128::from(u64::MAX)).unwrap_or(0);
            (left, right) = (right, left ^ (mix(right ^ key ^ u64::from(round)) & mask));
        }
        left << self.half | right
    }
}

/// Steele, Lea and Flood's finaliser (splitmix64): a bijection in which every bit of the input reaches every bit.
fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn field(column: &str) -> Field {
        Field::new(7, "test", "policies", column)
    }

    #[test]
    fn a_permutation_is_one_for_any_size() {
        for size in [1, 2, 3, 4, 5, 17, 256, 1_000, 4_097] {
            let permutation = Permutation::new(field("slug"), size);
            let seen: HashSet<u64> = (0..size).map(|index| permutation.of(index)).collect();
            assert_eq!(seen.len() as u64, size);
            assert!(seen.iter().all(|place| *place < size));
        }
        let shuffled = Permutation::new(field("slug"), 1_000);
        assert!((0..1_000).filter(|index| shuffled.of(*index) == *index).count() < 20);
    }

    #[test]
    fn every_uuid_is_a_version_4_of_its_own() {
        let mut seen = HashSet::new();
        for address in 0..10_000 {
            let uuid = field("external_id").uuid(address << 22);
            assert_eq!((uuid.get_version_num(), uuid.get_variant()), (4, uuid::Variant::RFC4122));
            assert!(seen.insert(uuid));
        }
    }

    #[test]
    fn neighbours_have_nothing_in_common() {
        let heads = (0..4_096).filter(|address| field("coin").chance(*address, 50)).count();
        assert!((1_850..2_250).contains(&heads), "{heads}");
        let mut pairs = [0_u32; 4];
        for address in 0..4_096 {
            let of = |address| usize::from(field("coin").chance(address, 50));
            pairs[of(address) * 2 + of(address + 1)] += 1;
        }
        assert!(pairs.iter().all(|count| (850..1_200).contains(count)), "{pairs:?}");
    }
}
