//! How long to wait before an attempt is made again. Pure.

use std::time::Duration;

use super::work::Retry;

/// The pause after attempt `number` (from 1): doubled each time up to the cap, half of it fixed and half of it by
/// `dice`, so that a crowd that failed together does not come back together. Never sooner than the other side asked.
#[must_use]
pub fn pause(retry: Retry, number: u32, retry_after: Option<Duration>, dice: u64) -> Duration {
    let doubled = retry.base.saturating_mul(2_u32.saturating_pow(number.saturating_sub(1)));
    let whole = doubled.min(retry.cap);
    let share = (dice % 1_000) as u32;
    let pause = whole / 2 + whole / 2 * share / 1_000;
    pause.max(retry_after.unwrap_or_default())
}

/// A number that looks random and is the same for the same run and attempt.
#[must_use]
pub fn dice(run_id: i64, number: u32) -> u64 {
    // SplitMix64: two inputs that differ in one bit end up far apart.
    let mut mixed = run_id.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(u64::from(number));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETRY: Retry = Retry { attempts: 5, base: Duration::from_secs(2), cap: Duration::from_secs(60) };

    #[test]
    fn the_pause_doubles_up_to_its_cap_and_is_at_least_half_of_that() {
        for (number, whole) in [(1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (40, 60), (u32::MAX, 60)] {
            for run in 0..200 {
                let pause = pause(RETRY, number, None, dice(run, number));
                let whole = Duration::from_secs(whole);
                assert!(pause >= whole / 2 && pause <= whole, "attempt {number}: {pause:?}");
            }
        }
    }

    #[test]
    fn runs_that_failed_together_come_back_apart() {
        let pauses: std::collections::HashSet<_> = (0..100).map(|run| pause(RETRY, 4, None, dice(run, 4))).collect();
        assert!(pauses.len() > 80, "{} different pauses", pauses.len());
    }

    #[test]
    fn the_other_side_is_never_asked_sooner_than_it_said() {
        let said = Duration::from_secs(900);
        assert_eq!(pause(RETRY, 1, Some(said), 7), said);
        assert!(pause(RETRY, 6, Some(Duration::from_secs(1)), 999) > Duration::from_secs(30));
    }
}
