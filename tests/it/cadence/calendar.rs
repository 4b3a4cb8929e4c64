//! Leap days, ends of months and years, and the days of the week.

use super::{at, cadence};

fn dates(cron: &str, zone: &str, after: &str, count: usize) -> Vec<String> {
    cadence(cron, zone).next(at(after), count).iter().map(|slot| slot.local.format("%Y-%m-%d").to_string()).collect()
}

#[test]
fn s5_a_leap_day_comes_every_fourth_year_and_not_in_2100() {
    assert_eq!(
        dates("0 0 29 2 *", "Europe/Warsaw", "2027-01-01T00:00:00Z", 3),
        ["2028-02-29", "2032-02-29", "2036-02-29"]
    );
    assert_eq!(dates("0 0 29 2 *", "UTC", "2095-01-01T00:00:00Z", 2), ["2096-02-29", "2104-02-29"]);
    assert_eq!(dates("0 0 * * *", "UTC", "2028-02-28T00:00:00Z", 2), ["2028-02-29", "2028-03-01"]);
}

#[test]
fn s5_the_31st_comes_in_the_months_that_have_one_and_l_in_all() {
    assert_eq!(
        dates("0 0 31 * *", "UTC", "2027-01-31T00:00:00Z", 4),
        ["2027-03-31", "2027-05-31", "2027-07-31", "2027-08-31"]
    );
    assert_eq!(dates("0 0 L * *", "UTC", "2028-01-31T00:00:00Z", 2), ["2028-02-29", "2028-03-31"]);
}

#[test]
fn s5_a_year_ends_where_the_zone_says() {
    let slots = cadence("59 23 31 12 *", "Pacific/Auckland").next(at("2027-06-01T00:00:00Z"), 2);
    assert_eq!(slots[0].at, at("2027-12-31T10:59:00Z"));
    assert_eq!(slots[1].at, at("2028-12-31T10:59:00Z"));
    assert_eq!(dates("0 0 1 1 *", "America/New_York", "2027-12-31T12:00:00Z", 1), ["2028-01-01"]);
    assert_eq!(
        cadence("0 0 1 1 *", "America/New_York").next(at("2027-12-31T12:00:00Z"), 1)[0].at,
        at("2028-01-01T05:00:00Z")
    );
}

#[test]
fn s5_two_restricted_days_are_either_of_them_unless_a_plus_asks_for_both() {
    assert_eq!(dates("0 0 13 * FRI", "UTC", "2027-08-01T00:00:00Z", 3), ["2027-08-06", "2027-08-13", "2027-08-20"]);
    assert_eq!(dates("0 0 13 * +FRI", "UTC", "2027-08-01T00:00:00Z", 2), ["2027-08-13", "2028-10-13"]);
}
