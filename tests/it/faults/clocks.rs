//! Processes that disagree about the time, and clocks that jump (rows 20 to 22).
//!
//! Probes with a clock of their own judge slots by it, as SQLite's processes do. On PostgreSQL the database's clock
//! judges for everybody; that is the last test.

use super::*;

/// A probe whose clock is off by the seconds in the file.
fn skewed(scene: &Scene, name: &str, seconds: i64) -> Probe {
    let file = scene.file(name);
    std::fs::write(&file, seconds.to_string()).expect("set the clock");
    Probe { skew: Some(file), lease: 5_000, ..Probe::default() }
}

on_both! {
    async fn f20_clocks_that_disagree_by_seconds_minutes_and_more_double_no_slot(t: TestDb) {
        for off in [5, 60, 600] {
            let scene = Scene::each_second(TestDb::new(t.engine).await).await;
            let three = [("right", 0), ("ahead", off), ("behind", -off)]
                .map(|(name, seconds)| scene.start(skewed(&scene, name, seconds)));
            scene.runs_on(2).await;
            drop(three);
            // The slots go as far as the fastest clock went; a clock like it ends them.
            scene.settles_with(skewed(&scene, "ahead", off)).await;
        }
    }

    async fn f21_f22_a_clock_that_jumps_an_hour_ahead_and_ten_minutes_back_doubles_and_loses_nothing(t: TestDb) {
        let scene = Scene::each_second(t).await;
        let probe = skewed(&scene, "clock", 0);
        let one = scene.start(probe.clone());
        scene.runs_on(1).await;
        std::fs::write(scene.file("clock"), "3600").unwrap();
        scene.runs_on(2).await;
        std::fs::write(scene.file("clock"), "3000").unwrap();
        one.says("lies").await;
        let settled = scene.account().await;
        // Looking again and again in the time that was settled before adds nothing.
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(scene.account().await.runs.len(), settled.runs.len());
        std::fs::write(scene.file("clock"), "3700").unwrap();
        scene.runs_on(2).await;
        drop(one);
        scene.settles_with(probe).await;
        let backward = "select count(*) from operation_runs where completed_at < started_at or started_at < created_at";
        assert_eq!(scene.t.count(backward).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f20_on_postgres_the_database_says_what_time_it_is_for_slots_pauses_and_new_schedules() {
    let scene = Scene::each_second(TestDb::new(opsledger::db::Engine::Postgres).await).await;
    let (schedules, now) = scene.ledger.schedules().await.unwrap();
    let database = scene.t.text("select cast(clock_timestamp() as text)").await;
    let database = chrono::DateTime::parse_from_str(&database, "%Y-%m-%d %H:%M:%S%.f%#z").unwrap().to_utc();
    assert!((database - now).num_seconds().abs() < 5, "{database} and {now}");
    assert!(schedules[0].created_at <= now);
}
