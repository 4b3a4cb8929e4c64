//! What an operator sees of schedules: when they are due, what did not run, and who holds them.

use serde_json::Value;

use super::*;
use crate::support::process::{Finished, SCHEDULER, run};

const STALE: &str = "ops.reconcile_stale_runs";

async fn scheduler(all: &Clockwork, args: &[&str]) -> Finished {
    run(SCHEDULER, &all.lab.t.url, args).await
}

/// A configuration file with one more schedule, which is told to every command.
async fn next(all: &Clockwork, cron: &str, zone: &str, from: &str, count: usize) -> Vec<String> {
    let dir = crate::support::scratch::directory("next");
    let file = dir.path().join("opsledger.toml");
    let text = format!("[schedules.\"{STALE}#night\"]\ncron = '{cron}'\ntime_zone = '{zone}'\n");
    std::fs::write(&file, text).unwrap();
    let args = [
        "next",
        &format!("{STALE}#night"),
        "--config",
        file.to_str().unwrap(),
        "--from",
        from,
        "--count",
        &count.to_string(),
        "--json",
    ];
    let told = scheduler(all, &args).await;
    assert_eq!((told.code, told.stderr.as_str()), (Some(0), ""));
    let told: Vec<Value> = serde_json::from_str(&told.stdout).unwrap();
    told.iter().map(|slot| slot["utc"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn s6_pause_resume_and_skips_take_a_type_or_one_of_its_schedules_and_say_who_and_why(t: TestDb) {
        let all = Clockwork::minutely(t).await;
        let night = Declaration { key: format!("{KEY}#night"), ..declared("0 2 * * *", "skip", "latest") };
        all.lab.ledger.declare(&[declared("* * * * *", "skip", "latest"), night.clone()]).await.unwrap();
        for (command, of) in [("pause", &night.key), ("resume", &night.key), ("pause", &declared("", "", "").key)] {
            let done = scheduler(&all, &[command, of, "--by", "ada", "--note", "because"]).await;
            assert_eq!(done.code, Some(0), "{done:?}");
        }
        let again = scheduler(&all, &["pause", KEY, "--by", "bob", "--note", "too"]).await;
        assert!(again.code == Some(2) && again.stderr.contains("schedule.already_paused"), "{again:?}");
        let unknown = scheduler(&all, &["pause", &format!("{KEY}#day"), "--by", "bob", "--note", "x"]).await;
        assert!(unknown.code == Some(2) && unknown.stderr.contains("schedule.unknown"), "{unknown:?}");
        let said = all.lab.t.texts("select actor_name || ' ' || action || ' ' || summary from audit_logs order by id").await;
        assert_eq!(said, [
            format!("ada schedule.paused {KEY}#night: because"),
            format!("ada schedule.resumed {KEY}#night: because"),
            format!("ada schedule.paused {KEY}: because"),
        ]);
        // Each command settled its own schedule first, by the time of this machine, which may be on either side of the clock of
        // the test: each minute was missed then, and the night perhaps.
        for of in [KEY.to_owned(), format!("{KEY}#night")] {
            let told = scheduler(&all, &["skips", &of, "--json"]).await;
            let told: Vec<Value> = serde_json::from_str(&told.stdout).unwrap();
            assert!(told.iter().all(|skip| skip["schedule_key"] == *of), "{told:?}");
            assert!(!told.is_empty() || of != KEY, "{told:?}");
        }
    }
}

/// What `next` says of a configuration file.
async fn with_file(text: &str) -> Finished {
    let dir = crate::support::scratch::directory("next");
    let file = dir.path().join("opsledger.toml");
    std::fs::write(&file, text).unwrap();
    run(
        SCHEDULER,
        "sqlite://nowhere.db",
        &["next", STALE, "--config", file.to_str().unwrap(), "--count", "1", "--json"],
    )
    .await
}

#[tokio::test]
async fn s1_a_file_that_asks_for_what_cannot_be_is_refused_with_a_code_and_a_next_step() {
    for (text, code) in [
        ("[scheduler]\nsweep = '7s'\n", "schedule.interval_uneven"),
        ("[schedules.'policy.sync#x']\ncron = '* * * * *'\n", "operation.not_runnable"),
        ("[schedules.'ops.prune_operation_runs#x']\n", "schedule.cron_missing"),
        ("[schedules.'ops.prune_operation_runs#x']\ncron = '0 0 30 2 *'\n", "schedule.never_matches"),
    ] {
        let told = with_file(text).await;
        assert_eq!(told.code, Some(2), "{told:?}");
        assert!(told.stderr.contains(&format!("error[{code}]")) && told.stderr.contains("next:"), "{}", told.stderr);
    }
    let every = |told: &Finished| {
        let told: Vec<Value> = serde_json::from_str(&told.stdout).unwrap();
        at(told[0]["utc"].as_str().unwrap())
    };
    let told = with_file("[scheduler]\nsweep = '10s'\n").await;
    assert_eq!((told.code, every(&told).timestamp() % 10), (Some(0), 0));
    // What is said about the schedule itself goes first.
    let told = with_file(&format!("[scheduler]\nsweep = '10s'\n[schedules.'{STALE}']\ncron = '17 3 1 1 *'\n")).await;
    assert_eq!(every(&told).format("%m-%d %H:%M").to_string(), "01-01 03:17");
}

/// The nights in which the clock changes, as an operator is told of them; the zones and expressions of the promise.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_next_tells_the_slots_of_both_nights_in_three_zones() {
    let all = Clockwork::minutely(TestDb::new(opsledger::db::Engine::Sqlite).await).await;
    for (zone, from, daily, list, half_hours) in [
        (
            "Europe/Warsaw",
            "2027-03-27T23:00:00Z",
            &["28T01:00", "29T00:30"][..],
            &["28T00:15", "28T00:45", "28T23:15", "28T23:45"][..],
            6,
        ),
        (
            "Europe/Warsaw",
            "2027-10-30T22:00:00Z",
            &["31T00:30", "01T01:30"],
            &["30T23:15", "30T23:45", "01T00:15", "01T00:45"],
            6,
        ),
        (
            "America/New_York",
            "2027-03-14T05:00:00Z",
            &["14T07:00", "15T06:30"],
            &["14T06:15", "14T06:45", "15T05:15", "15T05:45"],
            6,
        ),
        (
            "America/New_York",
            "2027-11-07T04:00:00Z",
            &["07T07:30", "08T07:30"],
            &["07T05:15", "07T05:45", "08T06:15", "08T06:45"],
            6,
        ),
        // Half an hour, from 02:00 on in October and back to 01:30 in April.
        (
            "Australia/Lord_Howe",
            "2027-10-02T13:30:00Z",
            &["02T15:30", "03T15:30"],
            &["02T14:45", "02T15:15", "03T14:15", "03T14:45"],
            6,
        ),
        (
            "Australia/Lord_Howe",
            "2027-04-03T13:00:00Z",
            &["03T16:00", "04T16:00"],
            &["03T14:15", "03T14:45", "04T14:45", "04T15:15"],
            6,
        ),
    ] {
        for (cron, expected) in [("30 2 * * *", daily), ("15,45 1 * * *", list)] {
            let told = next(&all, cron, zone, from, expected.len()).await;
            let told: Vec<&str> = told.iter().map(|utc| &utc[8..16]).collect();
            assert_eq!(told, expected, "{cron} in {zone} from {from}");
        }
        // What goes by elapsed time goes on in steps of half an hour, whatever the clocks do.
        let told = next(&all, "*/30 * * * *", zone, from, half_hours).await;
        let began = at(from);
        let expected: Vec<String> =
            (1..=6).map(|n| opsledger::clock::text(began + chrono::Duration::minutes(30 * n))).collect();
        assert_eq!(told, expected, "*/30 in {zone} from {from}");
    }
}
