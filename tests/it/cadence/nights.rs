//! Both nights of the year (S5), hour by hour: in Warsaw 02:00 is the hour that goes and comes twice, in New York it
//! is 02:00 that goes and 01:00 that comes twice, on Lord Howe the clock moves by half an hour.

use super::{slots, times};

const WARSAW: &str = "Europe/Warsaw";
const NEW_YORK: &str = "America/New_York";
const LORD_HOWE: &str = "Australia/Lord_Howe";

#[test]
fn s5_warsaw_daily_in_the_gap_runs_at_its_end_and_in_the_fold_once() {
    assert_eq!(
        slots("30 2 * * *", WARSAW, "2027-03-26T12:00:00Z", "2027-03-29T12:00:00Z"),
        ["27T01:30Z 02:30", "28T01:00Z 03:00 moved out of the gap", "29T00:30Z 02:30"]
    );
    assert_eq!(
        slots("30 2 * * *", WARSAW, "2027-10-29T12:00:00Z", "2027-11-01T12:00:00Z"),
        ["30T00:30Z 02:30", "31T00:30Z 02:30 first of two, runs once", "01T01:30Z 02:30"]
    );
}

#[test]
fn s5_new_york_daily_in_the_gap_runs_at_its_end_and_in_the_fold_once() {
    assert_eq!(
        slots("30 2 * * *", NEW_YORK, "2027-03-13T00:00:00Z", "2027-03-15T12:00:00Z"),
        ["13T07:30Z 02:30", "14T07:00Z 03:00 moved out of the gap", "15T06:30Z 02:30"]
    );
    assert_eq!(
        slots("30 2 * * *", NEW_YORK, "2027-11-06T00:00:00Z", "2027-11-08T12:00:00Z"),
        ["06T06:30Z 02:30", "07T07:30Z 02:30", "08T07:30Z 02:30"]
    );
    assert_eq!(
        slots("30 1 * * *", NEW_YORK, "2027-11-06T00:00:00Z", "2027-11-08T12:00:00Z"),
        ["06T05:30Z 01:30", "07T05:30Z 01:30 first of two, runs once", "08T06:30Z 01:30"]
    );
}

#[test]
fn s5_lord_howe_daily_meets_a_gap_and_a_fold_of_half_an_hour() {
    // 02:30 is the first time that exists again, so it runs as it stands.
    assert_eq!(
        slots("30 2 * * *", LORD_HOWE, "2027-10-01T00:00:00Z", "2027-10-03T23:00:00Z"),
        ["01T16:00Z 02:30", "02T15:30Z 02:30", "03T15:30Z 02:30"]
    );
    assert_eq!(
        slots("15 2 * * *", LORD_HOWE, "2027-10-01T00:00:00Z", "2027-10-03T23:00:00Z"),
        ["01T15:45Z 02:15", "02T15:30Z 02:30 moved out of the gap", "03T15:15Z 02:15"]
    );
    assert_eq!(
        slots("30 2 * * *", LORD_HOWE, "2027-04-02T00:00:00Z", "2027-04-04T23:00:00Z"),
        ["02T15:30Z 02:30", "03T16:00Z 02:30", "04T16:00Z 02:30"]
    );
    assert_eq!(
        slots("45 1 * * *", LORD_HOWE, "2027-04-02T00:00:00Z", "2027-04-04T23:00:00Z"),
        ["02T14:45Z 01:45", "03T14:45Z 01:45 first of two, runs once", "04T15:15Z 01:45"]
    );
}

#[test]
fn s5_a_list_fires_once_for_each_of_its_times_in_a_fold() {
    assert_eq!(
        slots("15,45 1 * * *", NEW_YORK, "2027-11-07T00:00:00Z", "2027-11-08T12:00:00Z"),
        [
            "07T05:15Z 01:15 first of two, runs once",
            "07T05:45Z 01:45 first of two, runs once",
            "08T06:15Z 01:15",
            "08T06:45Z 01:45"
        ]
    );
    assert_eq!(
        slots("15,45 1 * * *", LORD_HOWE, "2027-04-03T00:00:00Z", "2027-04-04T23:00:00Z"),
        ["03T14:15Z 01:15", "03T14:45Z 01:45 first of two, runs once", "04T14:45Z 01:15", "04T15:15Z 01:45"]
    );
    assert_eq!(
        slots("15,45 2 * * *", WARSAW, "2027-10-30T12:00:00Z", "2027-10-31T12:00:00Z"),
        ["31T00:15Z 02:15 first of two, runs once", "31T00:45Z 02:45 first of two, runs once"]
    );
    assert_eq!(times("15,45 1 * * *", WARSAW, "2027-10-30T12:00:00Z", "2027-10-31T12:00:00Z"), ["23:15", "23:45"]);
    // A range is a list.
    assert_eq!(
        times("0 1-3 * * *", WARSAW, "2027-10-30T12:00:00Z", "2027-10-31T12:00:00Z"),
        ["23:00", "00:00", "02:00"]
    );
}

#[test]
fn s5_a_list_in_a_gap_is_one_slot_when_its_times_meet_at_one_instant() {
    assert_eq!(times("15,45 1 * * *", WARSAW, "2027-03-27T12:00:00Z", "2027-03-28T12:00:00Z"), ["00:15", "00:45"]);
    assert_eq!(times("15,45 1 * * *", NEW_YORK, "2027-03-14T00:00:00Z", "2027-03-14T12:00:00Z"), ["06:15", "06:45"]);
    assert_eq!(times("15,45 1 * * *", LORD_HOWE, "2027-10-02T00:00:00Z", "2027-10-02T23:00:00Z"), ["14:45", "15:15"]);
    assert_eq!(
        slots("15,45 2 * * *", WARSAW, "2027-03-27T12:00:00Z", "2027-03-28T12:00:00Z"),
        ["28T01:00Z 03:00 moved out of the gap"]
    );
    // What is named for the gap's end anyway is the same slot, and what comes after it is not.
    assert_eq!(
        slots("0,30 2-3 * * *", WARSAW, "2027-03-27T12:00:00Z", "2027-03-28T12:00:00Z"),
        ["28T01:00Z 03:00 moved out of the gap", "28T01:30Z 03:30"]
    );
    // One lies before the gap and one in it.
    assert_eq!(
        slots("15,45 2 * * *", LORD_HOWE, "2027-10-02T00:00:00Z", "2027-10-02T23:00:00Z"),
        ["02T15:30Z 02:30 moved out of the gap", "02T15:45Z 02:45"]
    );
}

#[test]
fn s5_every_half_hour_follows_elapsed_time_through_both_nights() {
    for (zone, after, until, expected) in [
        (WARSAW, "2027-03-27T23:59:00Z", "2027-03-28T02:00:00Z", ["00:00", "00:30", "01:00", "01:30", "02:00"]),
        (WARSAW, "2027-10-30T23:59:00Z", "2027-10-31T02:00:00Z", ["00:00", "00:30", "01:00", "01:30", "02:00"]),
        (NEW_YORK, "2027-03-14T05:59:00Z", "2027-03-14T08:00:00Z", ["06:00", "06:30", "07:00", "07:30", "08:00"]),
        (NEW_YORK, "2027-11-07T04:59:00Z", "2027-11-07T07:00:00Z", ["05:00", "05:30", "06:00", "06:30", "07:00"]),
        (LORD_HOWE, "2027-10-02T14:29:00Z", "2027-10-02T16:30:00Z", ["14:30", "15:00", "15:30", "16:00", "16:30"]),
        (LORD_HOWE, "2027-04-03T13:59:00Z", "2027-04-03T16:00:00Z", ["14:00", "14:30", "15:00", "15:30", "16:00"]),
    ] {
        assert_eq!(times("*/30 * * * *", zone, after, until), expected, "{zone} {after}");
    }
    assert_eq!(
        slots("*/30 * * * *", NEW_YORK, "2027-11-07T04:59:00Z", "2027-11-07T06:30:00Z"),
        [
            "07T05:00Z 01:00 first of two",
            "07T05:30Z 01:30 first of two",
            "07T06:00Z 01:00 second of two",
            "07T06:30Z 01:30 second of two"
        ]
    );
}

#[test]
fn s5_hourly_runs_both_copies_of_an_hour_and_none_of_one_that_is_left_out() {
    assert_eq!(
        slots("0 * * * *", WARSAW, "2027-03-27T23:59:00Z", "2027-03-28T02:00:00Z"),
        ["28T00:00Z 01:00", "28T01:00Z 03:00", "28T02:00Z 04:00"]
    );
    assert_eq!(
        slots("0 * * * *", WARSAW, "2027-10-30T23:59:00Z", "2027-10-31T02:00:00Z"),
        ["31T00:00Z 02:00 first of two", "31T01:00Z 02:00 second of two", "31T02:00Z 03:00"]
    );
    assert_eq!(times("30 * * * *", NEW_YORK, "2027-03-14T05:59:00Z", "2027-03-14T08:00:00Z"), ["06:30", "07:30"]);
    assert_eq!(
        times("0 * * * *", NEW_YORK, "2027-11-07T04:59:00Z", "2027-11-07T07:00:00Z"),
        ["05:00", "06:00", "07:00"]
    );
    // Half an hour less between 01:00 and 03:00, half an hour more between 01:00 and 02:00.
    assert_eq!(times("0 * * * *", LORD_HOWE, "2027-10-02T14:29:00Z", "2027-10-02T16:00:00Z"), ["14:30", "16:00"]);
    assert_eq!(
        times("0 * * * *", LORD_HOWE, "2027-04-03T13:59:00Z", "2027-04-03T16:30:00Z"),
        ["14:00", "15:30", "16:30"]
    );
}

#[test]
fn s5_an_interval_of_picked_hours_does_not_fall_silent_because_of_a_gap() {
    assert_eq!(
        slots("*/30 2 * * *", WARSAW, "2027-03-27T12:00:00Z", "2027-03-28T12:00:00Z"),
        ["28T01:00Z 03:00 makes up for the gap"]
    );
    assert_eq!(
        slots("0 */2 * * *", WARSAW, "2027-03-27T22:59:00Z", "2027-03-28T04:00:00Z"),
        ["27T23:00Z 00:00", "28T01:00Z 03:00 makes up for the gap", "28T02:00Z 04:00", "28T04:00Z 06:00"]
    );
    // Whatever runs soon after the gap needs nobody to stand in.
    assert_eq!(
        slots("*/30 2-3 * * *", WARSAW, "2027-03-27T12:00:00Z", "2027-03-28T12:00:00Z"),
        ["28T01:00Z 03:00", "28T01:30Z 03:30"]
    );
    assert_eq!(
        times("*/20 * * * *", LORD_HOWE, "2027-10-02T15:00:00Z", "2027-10-02T16:00:00Z"),
        ["15:10", "15:40", "16:00"]
    );
}

#[test]
fn s5_seconds_are_nominal_times_of_their_own() {
    let all = super::cadence("*/20 30 2 * * *", WARSAW);
    let between = |after: &str, until: &str| -> Vec<String> {
        all.slots(super::at(after), super::at(until)).map(|slot| slot.at.format("%H:%M:%S").to_string()).collect()
    };
    assert_eq!(between("2027-03-26T12:00:00Z", "2027-03-27T12:00:00Z"), ["01:30:00", "01:30:20", "01:30:40"]);
    assert_eq!(between("2027-03-27T12:00:00Z", "2027-03-28T12:00:00Z"), ["01:00:00"]);
    assert_eq!(between("2027-10-30T12:00:00Z", "2027-10-31T12:00:00Z"), ["00:30:00", "00:30:20", "00:30:40"]);
}

#[test]
fn s5_the_day_that_samoa_left_out_has_its_slot_at_the_first_instant_of_the_next() {
    // Local 2011-12-29 ends at 10:00Z of the 30th, and 2011-12-31 begins.
    assert_eq!(
        slots("30 2 * * *", "Pacific/Apia", "2011-12-29T00:00:00Z", "2011-12-31T23:00:00Z"),
        ["29T12:30Z 02:30", "30T10:00Z 00:00 moved out of the gap", "30T12:30Z 02:30", "31T12:30Z 02:30"]
    );
    assert_eq!(
        times("0 * * * *", "Pacific/Apia", "2011-12-30T07:59:00Z", "2011-12-30T12:00:00Z"),
        ["08:00", "09:00", "10:00", "11:00", "12:00"]
    );
}

#[test]
fn s5_casablanca_changed_its_clock_for_ramadan_and_then_gave_that_up() {
    assert_eq!(
        slots("30 2 * * *", "Africa/Casablanca", "2026-02-14T00:00:00Z", "2026-02-16T12:00:00Z"),
        ["14T01:30Z 02:30", "15T01:30Z 02:30 first of two, runs once", "16T02:30Z 02:30"]
    );
    assert_eq!(
        slots("30 2 * * *", "Africa/Casablanca", "2026-03-21T00:00:00Z", "2026-03-23T12:00:00Z"),
        ["21T02:30Z 02:30", "22T02:00Z 03:00 moved out of the gap", "23T01:30Z 02:30"]
    );
    // One fold more, and never a gap again.
    assert_eq!(
        slots("30 1 * * *", "Africa/Casablanca", "2026-09-19T12:00:00Z", "2026-09-21T12:00:00Z"),
        ["20T00:30Z 01:30 first of two, runs once", "21T01:30Z 01:30"]
    );
}

#[test]
fn s5_a_zone_that_never_changes_its_clock_has_no_notes() {
    let expected = ["27T17:30Z 02:30", "28T17:30Z 02:30"];
    assert_eq!(slots("30 2 * * *", "Asia/Tokyo", "2027-03-27T00:00:00Z", "2027-03-28T23:00:00Z"), expected);
    assert_eq!(
        super::cadence("30 2 * * *", "Asia/Tokyo")
            .nights(super::at("2027-01-01T00:00:00Z"), super::at("2029-01-01T00:00:00Z"))
            .count(),
        0
    );
}

#[test]
fn s5_the_nominal_time_of_a_moved_slot_is_the_one_that_was_written() {
    let slot = super::cadence("30 2 * * *", WARSAW).next(super::at("2027-03-27T12:00:00Z"), 1)[0];
    assert_eq!(slot.nominal.to_string(), "2027-03-28 02:30:00");
    assert_eq!(slot.local.to_rfc3339(), "2027-03-28T03:00:00+02:00");
}

#[test]
fn s5_the_slot_of_a_gap_is_found_from_the_second_before_it_and_not_again_from_its_own() {
    let moved = ["28T01:00Z 03:00 moved out of the gap"];
    assert_eq!(slots("30 2 * * *", WARSAW, "2027-03-28T00:59:59Z", "2027-03-28T01:00:00Z"), moved);
    assert!(slots("30 2 * * *", WARSAW, "2027-03-28T01:00:00Z", "2027-03-28T23:00:00Z").is_empty());
    // The second copy of 02:30 alone: the slot was the first.
    assert!(slots("30 2 * * *", WARSAW, "2027-10-31T01:00:00Z", "2027-10-31T23:00:00Z").is_empty());
}
