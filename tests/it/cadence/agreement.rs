//! Random expressions in real zones, around the changes of the clock: the search agrees with the slow truth.

use opsledger::catalog::Cadence;
use opsledger::clock::Instant;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::oracle;
use super::sketch::{Sketch, sketch};

/// A start in 2026 to 2028: half of them within two days before a change of the clock.
pub fn moment(zone: &str) -> impl Strategy<Value = i64> + use<> {
    let zone = oracle::zone(zone);
    (1_767_225_600_i64..1_861_920_000, 0_i64..172_800, any::<bool>())
        .prop_map(move |(second, lead, near)| if near { oracle::next_change(&zone, second) - lead } else { second })
}

/// A zone and a start in it.
pub fn place() -> impl Strategy<Value = (&'static str, i64)> {
    prop::sample::select(oracle::ZONES.to_vec()).prop_flat_map(|zone| moment(zone).prop_map(move |start| (zone, start)))
}

/// None for an expression that never matches.
pub fn parsed(sketch: &Sketch, zone: &str) -> Option<Cadence> {
    match Cadence::parse(&sketch.text(), zone) {
        Ok(cadence) => Some(cadence),
        Err(problem) => {
            assert_eq!(problem.code, "schedule.never_matches", "{}", sketch.text());
            None
        }
    }
}

fn instant(second: i64) -> Instant {
    Instant::from_timestamp(second, 0).expect("within the calendar")
}

fn agree(sketch: &Sketch, zone: &str, start: i64, length: i64, cut: i64) -> Result<(), TestCaseError> {
    let Some(cadence) = parsed(sketch, zone) else { return Ok(()) };
    let (end, cut) = (start + length, start + cut.min(length));
    let expected = oracle::slots(sketch, &oracle::zone(zone), start, end);
    let found = |after: i64, until: i64| -> Vec<i64> {
        cadence.slots(instant(after), instant(until)).map(|slot| slot.at.timestamp()).collect()
    };
    prop_assert_eq!(&found(start, end), &expected, "all of them");
    prop_assert_eq!([found(start, cut), found(cut, end)].concat(), expected.clone(), "in two parts");
    let latest = |until: i64| cadence.latest(instant(start), instant(until)).map(|slot| slot.at.timestamp());
    prop_assert_eq!(latest(end), expected.last().copied(), "the latest");
    prop_assert_eq!(latest(cut), expected.iter().rev().find(|slot| **slot <= cut).copied(), "the latest before");
    prop_assert_eq!(cadence.count(instant(start), instant(end), 50), expected.len().min(50), "counted");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn s5_every_slot_of_the_search_is_one_of_the_slow_truth_and_none_is_left_out(
        sketch in sketch(),
        (zone, start) in place(),
        length in 3_600_i64..259_200,
        cut in 0_i64..259_200,
    ) {
        agree(&sketch, zone, start, length, cut)?;
    }
}
