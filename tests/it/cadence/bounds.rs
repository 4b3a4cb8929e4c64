//! What a long time costs: nothing that is not asked for.

use std::time::{Duration, Instant as Stopwatch};

use opsledger::catalog::Cadence;
use opsledger::clock::Instant;

use super::{at, cadence};

#[test]
fn s4_the_newest_slot_of_a_thousand_years_is_found_without_walking_them() {
    let watch = Stopwatch::now();
    for zone in ["UTC", "Europe/Warsaw"] {
        let every_second = cadence("* * * * * *", zone);
        let newest = every_second.latest(at("1970-01-01T00:00:00Z"), at("2970-01-01T00:00:00.5Z")).unwrap();
        assert_eq!(newest.at, at("2970-01-01T00:00:00Z"));
        assert_eq!(every_second.count(at("1970-01-01T00:00:00Z"), at("2970-01-01T00:00:00Z"), 1000), 1000);
        assert_eq!(every_second.shortest_interval(at("2027-01-01T00:00:00Z")), Some(Duration::from_secs(1)));
    }
    assert!(watch.elapsed() < Duration::from_secs(2), "took {:?}", watch.elapsed());
}

#[test]
fn s4_the_newest_slot_is_found_behind_gaps_folds_and_empty_years() {
    let daily = cadence("30 2 * * *", "Europe/Warsaw");
    let newest = |after: &str, until: &str| daily.latest(at(after), at(until)).map(|slot| slot.at);
    assert_eq!(newest("2027-03-01T00:00:00Z", "2027-03-28T01:00:00Z"), Some(at("2027-03-28T01:00:00Z")));
    assert_eq!(newest("2027-03-01T00:00:00Z", "2027-03-28T00:59:59Z"), Some(at("2027-03-27T01:30:00Z")));
    // 01:30Z is the second 02:30 of that night.
    assert_eq!(newest("2027-10-01T00:00:00Z", "2027-10-31T02:00:00Z"), Some(at("2027-10-31T00:30:00Z")));
    assert_eq!(newest("2027-10-31T00:30:00Z", "2027-10-31T02:00:00Z"), None);
    let leap = cadence("0 0 29 2 *", "America/New_York");
    assert_eq!(
        leap.latest(at("2000-01-01T00:00:00Z"), at("2027-12-31T00:00:00Z")).unwrap().at,
        at("2024-02-29T05:00:00Z")
    );
}

#[test]
fn the_ends_of_the_calendar_are_no_trap() {
    let daily = cadence("30 2 * * *", "Europe/Warsaw");
    assert_eq!(daily.next(Instant::MAX_UTC, 1), []);
    assert!(daily.next(Instant::MIN_UTC, 1).len() <= 1);
    assert!(daily.latest(Instant::MIN_UTC, at("2027-01-01T00:00:00Z")).is_some());
    assert_eq!(daily.latest(at("2027-01-02T00:00:00Z"), at("2027-01-01T00:00:00Z")), None);
    assert_eq!(daily.count(at("2027-01-02T00:00:00Z"), at("2027-01-01T00:00:00Z"), 10), 0);
}

#[test]
fn the_shortest_interval_is_where_the_list_turns_over() {
    let from = at("2027-01-01T00:00:00Z");
    let shortest = |cron: &str| cadence(cron, "UTC").shortest_interval(from);
    assert_eq!(shortest("*/7 * * * *"), Some(Duration::from_secs(4 * 60)));
    assert_eq!(shortest("55 23 * * *"), Some(Duration::from_secs(86_400)));
    assert_eq!(shortest("0 0 29 2 *"), None);
    // The shortest day of Warsaw has 23 hours.
    assert_eq!(cadence("0 12 * * *", "Europe/Warsaw").shortest_interval(from), Some(Duration::from_secs(23 * 3600)));
}

#[test]
fn a_crafted_expression_is_read_or_refused_in_no_time() {
    let watch = Stopwatch::now();
    let crafted = [
        "0 0 0 30 2 *".to_owned(),
        "0 0 0 31 2,4,6,9,11 *".to_owned(),
        format!("{} * * * *", "0,".repeat(100_000)),
        "* ".repeat(100_000),
        "*/59 */59 */23 */30 */11 */6".to_owned(),
        "0 0 31W 2 *".to_owned(),
        "0 0 * 2 MON#5".to_owned(),
    ];
    for text in &crafted {
        let found = Cadence::parse(text, "Europe/Warsaw");
        if let Ok(cadence) = found {
            assert!(!cadence.next(at("2027-01-01T00:00:00Z"), 2).is_empty(), "{text}");
        }
    }
    assert!(watch.elapsed() < Duration::from_secs(5), "took {:?}", watch.elapsed());
}
