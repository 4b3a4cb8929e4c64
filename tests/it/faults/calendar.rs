//! Days at which calendars go wrong, and a long absence, with real processes (rows 23, 24 and 26).

use super::*;
use crate::ledger::at;

/// A schedule, an instant shortly before something happens, and the slots that then come due.
struct Night {
    cron: &'static str,
    zone: &'static str,
    begins: &'static str,
    slots: &'static [&'static str],
}

/// From its beginning on in real time, by a clock of its own.
async fn passes(engine: opsledger::db::Engine, night: &Night) {
    let off = at(night.begins) - Clock::system().now();
    let clock = Clock::from_fn(move || Clock::system().now() + off);
    let schedule = Declaration { time_zone: night.zone.into(), ..declared(night.cron, "skip", "latest") };
    let scene = Scene::with(TestDb::new(engine).await, clock, schedule).await;
    let file = scene.file("clock");
    std::fs::write(&file, off.num_seconds().to_string()).expect("set the clock");
    let one = scene.start(Probe { skew: Some(file), ..Probe::default() });
    let slots: Vec<_> = night.slots.iter().map(|slot| at(slot)).collect();
    eventually(&format!("{} in {} ran", night.cron, night.zone), async || {
        scene.account().await.runs.len() >= 2 * slots.len()
    })
    .await;
    // A second more, in which nothing else may come.
    tokio::time::sleep(Duration::from_secs(2)).await;
    drop(one);
    let mut ran: Vec<_> = scene.account().await.runs.iter().map(|run| run.slot).collect();
    ran.dedup();
    assert_eq!(ran, slots, "{} in {}", night.cron, night.zone);
}

on_both! {
    async fn f23_f24_gaps_folds_leap_days_and_ends_of_months_and_years_have_their_slots(t: TestDb) {
        let nights = [
            Night { cron: "30 2 * * *", zone: "Europe/Warsaw", begins: "2027-03-28T00:59:57Z", slots: &["2027-03-28T01:00:00Z"] },
            Night { cron: "30 2 * * *", zone: "America/New_York", begins: "2027-11-07T07:29:57Z", slots: &["2027-11-07T07:30:00Z"] },
            Night { cron: "45 1 * * *", zone: "Australia/Lord_Howe", begins: "2027-04-03T14:44:57Z", slots: &["2027-04-03T14:45:00Z"] },
            Night { cron: "0 0 29 2 *", zone: "UTC", begins: "2028-02-28T23:59:57Z", slots: &["2028-02-29T00:00:00Z"] },
            Night { cron: "59 59 23 31 * *", zone: "UTC", begins: "2026-12-31T23:59:57Z", slots: &["2026-12-31T23:59:59Z"] },
            Night { cron: "0 0 1 1 *", zone: "Europe/Warsaw", begins: "2026-12-31T22:59:57Z", slots: &["2026-12-31T23:00:00Z"] },
        ];
        let all = nights.iter().map(|night| passes(t.engine, night));
        futures::future::join_all(all).await;
        // The second of two in a fold, a leap day in another year, the 31st of a short month: nothing.
        let nothing = [
            Night { cron: "45 1 * * *", zone: "Australia/Lord_Howe", begins: "2027-04-03T15:14:57Z", slots: &[] },
            Night { cron: "0 0 29 2 *", zone: "UTC", begins: "2027-02-28T23:59:57Z", slots: &[] },
            Night { cron: "59 59 23 31 * *", zone: "UTC", begins: "2027-04-30T23:59:57Z", slots: &[] },
        ];
        for night in &nothing {
            let off = at(night.begins);
            let cadence = opsledger::catalog::cadence::Cadence::parse(night.cron, night.zone).unwrap();
            assert_eq!(cadence.slots(off, off + chrono::TimeDelta::seconds(60)).count(), 0, "{}", night.cron);
        }
    }

    async fn f26_after_a_long_absence_ten_thousand_slots_are_one_run_and_two_rows_at_most(t: TestDb) {
        for catch_up in ["skip", "latest"] {
            let scene = Scene::with(TestDb::new(t.engine).await, Clock::system(), declared("* * * * * *", "skip", catch_up)).await;
            let began = scene.ledger.now() - chrono::TimeDelta::seconds(10_000);
            scene.t.sql(&format!("update schedules set created_at = '{}'", opsledger::clock::text(began))).await;
            let started = Instant::now();
            let two = [scene.start(Probe::default()), scene.start(Probe::default())];
            scene.runs_on(1).await;
            let took = started.elapsed();
            let whole = scene.account().await.skips.iter().filter(|skip| skip.workspace.is_none()).count();
            println!("10,000 slots behind, {catch_up}: {whole} rows, first run after {took:?}");
            assert!(whole <= 2 && took < Duration::from_secs(15), "{whole} rows in {took:?}");
            drop(two);
            scene.settles().await;
        }
    }
}
