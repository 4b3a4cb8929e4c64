//! Many schedulers at one database (rows 19 and 39).

use super::*;
use crate::ledger::at;

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
