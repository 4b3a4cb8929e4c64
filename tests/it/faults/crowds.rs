//! Many schedulers at one database (rows 19 and 39).

use super::*;
use crate::ledger::at;
use crate::support::process::SCHEDULER;

on_both! {
    async fn f19_however_many_race_for_a_slot_it_runs_once(t: TestDb) {
        for count in [2, 8, 32] {
            let clock = Clock::fixed(at("2026-11-20T10:00:00Z"));
            let scene = Scene::with(TestDb::new(t.engine).await, clock, declared("* * * * *", "skip", "latest")).await;
            let once = || Probe { now: Some(at("2026-11-20T10:01:00Z")), lease: 60_000, once: true, ..Probe::default() };
            let mut racers: Vec<Running> = (0..count).map(|_| scene.start(once())).collect();
            for racer in &mut racers {
                assert_eq!(racer.ends_within(Duration::from_secs(50)).await, Some(0), "{}", racer.output());
                assert_eq!(racer.said("probe met"), Vec::<String>::new());
            }
            let recorded: usize = racers.iter().map(|racer| racer.said("probe recorded").len()).sum();
            assert_eq!((recorded, scene.account().await.runs.len()), (2, 2), "{count} racers");
            scene.holds().await;
        }
    }

    async fn f39_four_processes_that_write_all_the_time_never_meet_a_locked_database(t: TestDb) {
        let scene = Scene::each_second(t).await;
        let mut four: Vec<Running> = (0..4).map(|_| scene.start(Probe { hold: 50, ..Probe::default() })).collect();
        scene.runs_on(4).await;
        for one in &mut four {
            one.signal("TERM");
            assert_eq!(one.ends_within(Duration::from_secs(20)).await, Some(0));
            let output = one.output();
            assert!(!output.contains("db.locked") && !output.contains("probe met"), "{output}");
        }
        scene.settles().await;
    }
}

/// The promise as a whole, with the real program: how late the runs started is printed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f19_f25_of_four_schedulers_one_is_killed_and_one_frozen_and_every_second_is_settled_once() {
    let scene = Scene::each_second(TestDb::new(opsledger::db::Engine::Postgres).await).await;
    let config = scene.file("opsledger.toml");
    let text = format!(
        "[leases]\nlease = '3s'\nheartbeat = '500ms'\n[scheduler]\nsweep = '2s'\n[schedules.\"{KEY}\"]\ncron = '* * * * * *'\n"
    );
    std::fs::write(&config, text).expect("write the configuration");
    let args = ["run", "--config", config.to_str().expect("plain")];
    let start = || Running::start(SCHEDULER, &args, &[("DATABASE_URL", scene.t.url.as_str())]);
    let mut four = [start(), start(), start(), start()];
    scene.runs_on(2).await;
    let half = (until() - Instant::now()) / 2;
    tokio::time::sleep(half).await;
    four[0].signal("KILL");
    four[1].signal("STOP");
    tokio::time::sleep(half).await;
    scene.runs_on(2).await;
    four[1].signal("CONT");
    scene.runs_on(2).await;
    scene.ends_what_is_open().await;
    for one in &mut four[1..] {
        one.signal("TERM");
        assert_eq!(one.ends_within(Duration::from_secs(40)).await, Some(0), "{}", one.output());
    }
    let (account, schedule) = (scene.account().await, scene.schedule().await);
    let from =
        chrono::DurationRound::duration_trunc(schedule.created_at, chrono::TimeDelta::seconds(1)).expect("round");
    for workspace in WORKSPACES {
        // Panics over a slot that is not exactly one thing.
        let story = account.story(workspace, from, schedule.last_slot.expect("slots were settled"), 1);
        let ran = story.iter().filter(|word| *word == "run").count();
        println!("four schedulers: workspace {workspace}: {} slots, {ran} ran, 0 lost, 0 doubled", story.len());
        assert!(ran >= 6, "{story:?}");
    }
    let mut late: Vec<i64> =
        account.runs.iter().filter_map(|run| Some((run.started_at? - run.slot).num_milliseconds())).collect();
    late.sort_unstable();
    let at = |share: usize| late[(late.len() * share / 100).min(late.len() - 1)];
    println!("start of a run after its slot: p50 {} ms, p99 {} ms, most {} ms", at(50), at(99), at(100));
}
