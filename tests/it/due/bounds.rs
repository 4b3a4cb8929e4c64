//! Long absence is bounded work and a row or two, never a wall (S4).

use std::time::Instant as Stopwatch;

use opsledger::catalog::schedules::CatchUp;
use opsledger::engine::due::{Allowance, COUNTED, due};

use super::{at, schedule, seconds, state};

#[test]
fn s4_ten_thousand_missed_slots_are_at_most_two_rows_whatever_the_policy() {
    let watch = Stopwatch::now();
    for policy in CatchUp::ALL {
        let minutely = schedule("* * * * *", "Europe/Warsaw", policy, "1h");
        // 10,000 minutes and the night in which the clock went forward.
        let plan = due(&state(&minutely, "2027-03-25T00:00:00Z"), at("2027-03-31T22:40:00Z"), Allowance::default());
        assert!(plan.skips.len() <= 2 && plan.slots_to_run.len() <= 61, "{policy:?}: {plan:?}");
        let skipped: usize = plan.skips.iter().map(|skip| skip.count).sum();
        assert_eq!(skipped + plan.slots_to_run.len(), 10_000, "{policy:?}");
    }
    assert!(watch.elapsed() < seconds(5), "took {:?}", watch.elapsed());
}

#[test]
fn s4_ten_years_of_seconds_cost_no_more_than_an_hour_of_them() {
    let watch = Stopwatch::now();
    for policy in CatchUp::ALL {
        let every_second = schedule("* * * * * *", "America/New_York", policy, "1d");
        let now = at("2027-05-01T12:00:00.75Z");
        let plan = due(&state(&every_second, "2017-05-01T12:00:00Z"), now, Allowance::default());
        assert!(plan.skips.len() <= 2 && plan.slots_to_run.len() <= Allowance::default().limit, "{policy:?}");
        assert!(plan.skips.iter().all(|skip| skip.count == COUNTED), "so many or more");
        assert_eq!(plan.more, policy == CatchUp::All);
    }
    assert!(watch.elapsed() < seconds(5), "took {:?}", watch.elapsed());
}
