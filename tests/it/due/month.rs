//! A simulator: real zones, a tick every minute or every five, through both nights of the clock, the leap day and the
//! end of the year, with an outage of days, a pause, and a schedule that moves to another zone on the way. What the
//! ticks decided is compared with instants and numbers that are written out.

use opsledger::catalog::schedules::{CatchUp, Resolved};
use opsledger::clock::Instant;
use opsledger::engine::due::{Allowance, Due, Reason, State, due};

use super::{at, schedule, seconds};

/// What became of one schedule over the simulated time.
struct History {
    /// Seconds from tick to tick.
    every: u64,
    ran: Vec<Instant>,
    missed: usize,
    coalesced: usize,
    paused: usize,
    rows: usize,
    last_slot: Option<Instant>,
}

impl History {
    fn ticking(every: u64) -> Self {
        Self { every, ran: Vec::new(), missed: 0, coalesced: 0, paused: 0, rows: 0, last_slot: None }
    }

    fn record(&mut self, plan: &Due) {
        self.ran.extend(&plan.slots_to_run);
        self.rows += plan.skips.len();
        for skip in &plan.skips {
            *match skip.reason {
                Reason::Missed => &mut self.missed,
                Reason::Coalesced => &mut self.coalesced,
                Reason::Paused => &mut self.paused,
            } += skip.count;
        }
        assert!(plan.advance_to.is_none_or(|next| self.last_slot.is_none_or(|last| next > last)), "never back");
        self.last_slot = plan.advance_to.or(self.last_slot);
    }

    fn decided(&self) -> usize {
        self.ran.len() + self.missed + self.coalesced + self.paused
    }
}

/// Ticks from `from` to `to`, a little after the minute, except while the machine is off.
fn live(history: &mut History, schedule: &Resolved, from: &str, to: &str, off: Option<(&str, &str)>, paused: bool) {
    let (from, to) = (at(from), at(to));
    let off = off.map(|(begin, end)| at(begin)..at(end));
    let mut now = from + seconds(1);
    while now < to {
        if !off.as_ref().is_some_and(|off| off.contains(&now)) {
            let state =
                State { schedule, last_slot: history.last_slot, created_at: from, paused_at: paused.then_some(from) };
            history.record(&due(&state, now, Allowance::default()));
        }
        now += seconds(history.every);
    }
}

fn told(history: &History) -> Vec<String> {
    history.ran.iter().map(|slot| slot.format("%m-%dT%H:%MZ").to_string()).collect()
}

#[test]
fn s4_s5_a_month_with_both_nights_an_outage_and_a_move_runs_each_day_once() {
    let warsaw = schedule("30 2 * * *", "Europe/Warsaw", CatchUp::Latest, "1d");
    let mut history = History::ticking(60);
    let outage = ("2027-10-20T12:00:00Z", "2027-10-24T12:00:00Z");
    live(&mut history, &warsaw, "2027-10-15T00:00:00Z", "2027-11-02T00:00:00Z", Some(outage), false);
    // The move: what Warsaw owed is written, and New York counts from here.
    history.last_slot = Some(at("2027-11-02T00:00:00Z"));
    let new_york = schedule("30 1 * * *", "America/New_York", CatchUp::Latest, "1d");
    live(&mut history, &new_york, "2027-11-02T00:00:00Z", "2027-11-09T00:00:00Z", None, false);
    assert_eq!(
        told(&history),
        [
            "10-15T00:30Z",
            "10-16T00:30Z",
            "10-17T00:30Z",
            "10-18T00:30Z",
            "10-19T00:30Z",
            "10-20T00:30Z",
            // Off from the 20th to the 24th: that day's slot runs late, the others are told of.
            "10-24T00:30Z",
            "10-25T00:30Z",
            "10-26T00:30Z",
            "10-27T00:30Z",
            "10-28T00:30Z",
            "10-29T00:30Z",
            // The night in Warsaw, and winter.
            "10-30T00:30Z",
            "10-31T00:30Z",
            "11-01T01:30Z",
            "11-02T05:30Z",
            "11-03T05:30Z",
            "11-04T05:30Z",
            "11-05T05:30Z",
            "11-06T05:30Z",
            // The night in New York.
            "11-07T05:30Z",
            "11-08T06:30Z",
        ]
    );
    assert_eq!((history.missed, history.coalesced, history.paused, history.rows), (3, 0, 0, 1));
}

#[test]
fn s4_s5_each_policy_accounts_for_every_half_hour_of_a_spring_with_an_outage_and_a_pause() {
    for (zone, policy, runs_in_outage) in [
        ("Europe/Warsaw", CatchUp::Skip, 0),
        ("America/New_York", CatchUp::Latest, 1),
        ("Australia/Lord_Howe", CatchUp::All, 12),
    ] {
        let half_hourly = schedule("*/30 * * * *", zone, policy, "6h");
        let mut history = History::ticking(300);
        // Off until ten past, so that no slot is on time when it comes back.
        let outage = ("2027-03-20T00:10:00Z", "2027-03-22T00:10:00Z");
        live(&mut history, &half_hourly, "2027-03-10T00:00:00Z", "2027-03-25T00:00:00Z", Some(outage), false);
        let before = history.ran.len();
        live(&mut history, &half_hourly, "2027-03-25T00:00:00Z", "2027-03-26T00:00:00Z", None, true);
        assert_eq!((history.ran.len(), history.paused), (before, 48), "{zone}: held for a day");
        live(&mut history, &half_hourly, "2027-03-26T00:00:00Z", "2027-04-10T00:00:00Z", None, false);
        // 31 days of elapsed time, whatever the clocks on the wall did; the first half hour began it all.
        assert_eq!(history.decided(), 31 * 48 - 1, "{zone} {policy:?}");
        assert!(history.ran.is_sorted_by(|a, b| a < b), "{zone} {policy:?}");
        // 96 slots fell into the outage, the last six hours of them within the window.
        let off = at("2027-03-20T00:10:00Z")..at("2027-03-22T00:10:00Z");
        let made_up = history.ran.iter().filter(|slot| off.contains(slot)).count();
        assert_eq!(made_up, runs_in_outage, "{zone} {policy:?}");
    }
}

#[test]
fn s5_a_leap_day_and_the_end_of_a_year_are_days_like_others() {
    let monthly = schedule("0 0 31 * *", "Pacific/Auckland", CatchUp::Latest, "1d");
    let leap = schedule("0 12 29 2 *", "Pacific/Auckland", CatchUp::Latest, "1d");
    let (mut ends, mut leaps) = (History::ticking(60), History::ticking(60));
    live(&mut ends, &monthly, "2027-12-20T00:00:00Z", "2028-01-05T00:00:00Z", None, false);
    live(&mut leaps, &leap, "2028-02-20T00:00:00Z", "2028-03-05T00:00:00Z", None, false);
    assert_eq!((told(&ends), told(&leaps)), (vec!["12-30T11:00Z".to_owned()], vec!["02-28T23:00Z".to_owned()]));
}
