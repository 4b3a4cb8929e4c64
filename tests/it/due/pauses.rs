//! Held by a person (S6), or switched off in the file.

use opsledger::catalog::schedules::{CatchUp, Resolved};
use opsledger::engine::due::{Due, State};

use super::{at, runs, schedule, skips, state, tick};

fn held<'a>(schedule: &'a Resolved, last_slot: &str, since: &str) -> State<'a> {
    State { paused_at: Some(at(since)), ..state(schedule, last_slot) }
}

#[test]
fn s6_while_paused_nothing_runs_and_each_pass_leaves_one_row() {
    for policy in CatchUp::ALL {
        let minutely = schedule("* * * * *", "UTC", policy, "1d");
        let due = tick(&held(&minutely, "2027-05-01T12:00:00Z", "2027-05-01T12:00:30Z"), "2027-05-01T15:00:00Z");
        assert_eq!((runs(&due), skips(&due)), (vec![], vec!["12:01-15:00 paused 180".to_owned()]), "{policy:?}");
        assert_eq!((due.advance_to, due.more), (Some(at("2027-05-01T15:00:00Z")), false));
    }
}

#[test]
fn s6_a_pause_is_not_blamed_for_what_was_missed_before_it() {
    let hourly = schedule("0 * * * *", "UTC", CatchUp::Latest, "1d");
    let due = tick(&held(&hourly, "2027-05-01T08:00:00Z", "2027-05-01T11:30:00Z"), "2027-05-01T13:00:00Z");
    assert_eq!(
        (runs(&due), skips(&due)),
        (vec![], vec!["09:00-11:00 missed 3".to_owned(), "12:00-13:00 paused 2".to_owned()])
    );
    // A slot that was still on time when the pause began would have run but for it.
    let just = tick(&held(&hourly, "2027-05-01T11:00:00Z", "2027-05-01T12:00:20Z"), "2027-05-01T12:00:30Z");
    assert_eq!(skips(&just), ["12:00 paused 1"]);
}

#[test]
fn s6_after_a_resume_the_next_slot_runs_and_the_pause_is_not_made_up_for() {
    let hourly = schedule("0 * * * *", "UTC", CatchUp::All, "1d");
    let last = tick(&held(&hourly, "2027-05-01T11:00:00Z", "2027-05-01T11:30:00Z"), "2027-05-01T14:30:00Z");
    assert_eq!(skips(&last), ["12:00-14:00 paused 3"]);
    let resumed = State { last_slot: last.advance_to, ..state(&hourly, "2027-05-01T11:00:00Z") };
    assert_eq!(runs(&tick(&resumed, "2027-05-01T15:00:01Z")), ["15:00"]);
}

#[test]
fn s6_switched_off_goes_on_in_silence_and_switched_on_owes_nothing() {
    let mut hourly = schedule("0 * * * *", "UTC", CatchUp::All, "1d");
    hourly.enabled = false;
    let off = tick(&held(&hourly, "2027-05-01T08:00:00Z", "2027-05-01T08:30:00Z"), "2027-05-01T11:30:00Z");
    assert_eq!(off, Due { advance_to: Some(at("2027-05-01T11:00:00Z")), ..Due::default() });
    hourly.enabled = true;
    let on = State { last_slot: off.advance_to, ..state(&hourly, "2027-05-01T08:00:00Z") };
    assert_eq!(runs(&tick(&on, "2027-05-01T12:00:00Z")), ["12:00"]);
}
