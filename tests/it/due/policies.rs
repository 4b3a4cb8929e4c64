//! What becomes of slots that passed while nobody looked (S4).

use opsledger::catalog::schedules::CatchUp;
use opsledger::engine::due::{Allowance, Due, State, due};

use super::{at, runs, schedule, seconds, skips, state, tick};

#[test]
fn s1_a_slot_on_time_runs_and_nothing_else_is_written() {
    for policy in CatchUp::ALL {
        let minutely = schedule("* * * * *", "UTC", policy, "0s");
        let due = tick(&state(&minutely, "2027-05-01T12:00:00Z"), "2027-05-01T12:01:00.2Z");
        assert_eq!((runs(&due), skips(&due)), (vec!["12:01".to_owned()], vec![]), "{policy:?}");
        assert_eq!((due.advance_to, due.more, due.ahead), (Some(at("2027-05-01T12:01:00Z")), false, None));
    }
}

#[test]
fn s1_between_two_slots_nothing_is_due_and_nothing_is_written() {
    let hourly = schedule("0 * * * *", "UTC", CatchUp::All, "1d");
    assert_eq!(tick(&state(&hourly, "2027-05-01T12:00:00Z"), "2027-05-01T12:59:59.9Z"), Due::default());
}

#[test]
fn s4_after_three_minutes_of_silence_skip_runs_what_is_due_now_and_tells_of_the_rest_in_one_row() {
    let minutely = schedule("* * * * *", "UTC", CatchUp::Skip, "1d");
    let due = tick(&state(&minutely, "2027-05-01T12:00:00Z"), "2027-05-01T12:03:30Z");
    assert_eq!((runs(&due), skips(&due)), (vec!["12:03".to_owned()], vec!["12:01-12:02 missed 2".to_owned()]));
    assert_eq!(due.advance_to, Some(at("2027-05-01T12:03:00Z")));
}

#[test]
fn s4_skip_runs_nothing_that_is_later_than_its_allowance() {
    let hourly = schedule("0 * * * *", "UTC", CatchUp::Skip, "1d");
    let late = tick(&state(&hourly, "2027-05-01T09:00:00Z"), "2027-05-01T12:01:01Z");
    assert_eq!((runs(&late), skips(&late)), (vec![], vec!["10:00-12:00 missed 3".to_owned()]));
    assert_eq!(late.advance_to, Some(at("2027-05-01T12:00:00Z")));
    let just = tick(&state(&hourly, "2027-05-01T09:00:00Z"), "2027-05-01T12:01:00Z");
    assert_eq!((runs(&just), skips(&just)), (vec!["12:00".to_owned()], vec!["10:00-11:00 missed 2".to_owned()]));
}

#[test]
fn s4_after_three_minutes_of_silence_latest_runs_the_newest_for_all_of_them() {
    let minutely = schedule("* * * * *", "UTC", CatchUp::Latest, "1d");
    let due = tick(&state(&minutely, "2027-05-01T12:00:00Z"), "2027-05-01T12:03:30Z");
    assert_eq!((runs(&due), skips(&due)), (vec!["12:03".to_owned()], vec!["12:01-12:02 coalesced 2".to_owned()]));
}

#[test]
fn s4_latest_tells_apart_what_the_window_excludes_from_what_the_newest_stands_for() {
    let hourly = schedule("0 * * * *", "UTC", CatchUp::Latest, "2h");
    let due = tick(&state(&hourly, "2027-05-01T05:00:00Z"), "2027-05-01T12:00:00Z");
    assert_eq!(runs(&due), ["12:00"]);
    assert_eq!(skips(&due), ["06:00-09:00 missed 4", "10:00-11:00 coalesced 2"], "10:00 is just within");
    let daily = schedule("0 3 * * *", "UTC", CatchUp::Latest, "2h");
    let due = tick(&state(&daily, "2027-04-29T03:00:00Z"), "2027-05-01T12:00:00Z");
    assert_eq!((runs(&due), skips(&due)), (vec![], vec!["03:00-03:00 missed 2".to_owned()]), "the newest is too old");
    assert_eq!(due.advance_to, Some(at("2027-05-01T03:00:00Z")));
}

#[test]
fn s4_after_three_minutes_of_silence_all_runs_every_slot_in_order() {
    let minutely = schedule("* * * * *", "UTC", CatchUp::All, "1d");
    let due = tick(&state(&minutely, "2027-05-01T12:00:00Z"), "2027-05-01T12:03:30Z");
    assert_eq!((runs(&due), skips(&due)), (["12:01", "12:02", "12:03"].map(str::to_owned).to_vec(), vec![]));
}

#[test]
fn s4_all_leaves_what_is_older_than_the_window_in_one_row() {
    let hourly = schedule("0 * * * *", "UTC", CatchUp::All, "90m");
    let due = tick(&state(&hourly, "2027-05-01T07:00:00Z"), "2027-05-01T12:30:00Z");
    assert_eq!(
        (runs(&due), skips(&due)),
        (vec!["11:00".to_owned(), "12:00".to_owned()], vec!["08:00-10:00 missed 3".to_owned()])
    );
}

#[test]
fn s4_all_is_bounded_a_tick_and_goes_on_where_it_stopped() {
    let minutely = schedule("* * * * *", "UTC", CatchUp::All, "1h");
    let few = Allowance { limit: 2, ..Allowance::default() };
    let first = due(&state(&minutely, "2027-05-01T12:00:00Z"), at("2027-05-01T12:03:30Z"), few);
    assert_eq!((runs(&first), first.more), (vec!["12:01".to_owned(), "12:02".to_owned()], true));
    let second = due(
        &State { last_slot: first.advance_to, ..state(&minutely, "2027-05-01T12:00:00Z") },
        at("2027-05-01T12:03:31Z"),
        few,
    );
    assert_eq!((runs(&second), second.more), (vec!["12:03".to_owned()], false));
    let stuck = Allowance { limit: 0, ..Allowance::default() };
    assert_eq!(
        runs(&due(&state(&minutely, "2027-05-01T12:00:00Z"), at("2027-05-01T12:03:30Z"), stuck)),
        ["12:01"],
        "never stuck"
    );
}

#[test]
fn s4_a_slot_on_time_runs_even_with_no_window_and_a_longer_allowance_is_a_longer_lateness() {
    let hourly = schedule("0 * * * *", "UTC", CatchUp::Latest, "0s");
    assert_eq!(runs(&tick(&state(&hourly, "2027-05-01T11:00:00Z"), "2027-05-01T12:00:59Z")), ["12:00"]);
    let late = tick(&state(&hourly, "2027-05-01T11:00:00Z"), "2027-05-01T12:02:00Z");
    assert_eq!((runs(&late), skips(&late)), (vec![], vec!["12:00 missed 1".to_owned()]));
    let patient = Allowance { lateness: seconds(300), ..Allowance::default() };
    assert_eq!(runs(&due(&state(&hourly, "2027-05-01T11:00:00Z"), at("2027-05-01T12:02:00Z"), patient)), ["12:00"]);
}

#[test]
fn s4_a_fresh_schedule_begins_when_it_was_made_and_is_owed_nothing_before() {
    let hourly = schedule("0 * * * *", "UTC", CatchUp::All, "1d");
    let fresh = State { schedule: &hourly, last_slot: None, created_at: at("2027-05-01T12:00:00.5Z"), paused_at: None };
    assert_eq!(tick(&fresh, "2027-05-01T12:00:01Z"), Due::default());
    assert_eq!(runs(&tick(&fresh, "2027-05-01T14:10:00Z")), ["13:00", "14:00"]);
}

#[test]
fn s1_a_clock_that_stepped_back_has_nothing_due_and_says_how_far_ahead_the_last_slot_is() {
    let minutely = schedule("* * * * *", "UTC", CatchUp::All, "1d");
    let before = state(&minutely, "2027-05-01T12:00:00Z");
    let due = tick(&before, "2027-05-01T11:00:00Z");
    assert_eq!(due, Due { ahead: Some(seconds(3600)), ..Due::default() });
    assert_eq!(tick(&before, "2027-05-01T12:00:00Z"), Due::default(), "the slot itself was decided");
    assert_eq!(runs(&tick(&before, "2027-05-01T12:01:00Z")), ["12:01"], "and then it goes on");
}

#[test]
fn s1_a_clock_that_stepped_forward_is_an_absence_like_any_other() {
    let minutely = schedule("* * * * *", "UTC", CatchUp::Latest, "1h");
    let due = tick(&state(&minutely, "2027-05-01T12:00:00Z"), "2028-05-01T12:00:00Z");
    assert_eq!(due.slots_to_run.len(), 1);
    assert_eq!(skips(&due), ["12:01-10:59 missed 10000", "11:00-11:59 coalesced 60"], "counted up to the bound");
    assert_eq!(due.advance_to, Some(at("2028-05-01T12:00:00Z")));
}
