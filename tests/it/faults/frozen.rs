//! Processes that are stopped for longer than their lease and then go on (rows 9 and 25).

use super::*;
use crate::support::proxy::{Proxy, Wire};

/// The lines of the log that say `word` and come from process `pid`.
fn lines_of(scene: &Scene, word: &str, pid: &str) -> usize {
    let log = std::fs::read_to_string(scene.effects()).unwrap_or_default();
    log.lines().filter(|line| line.starts_with(word) && line.ends_with(&format!(" {pid}"))).count()
}

/// Stops it at an instant at which it does not hold SQLite's only write lock: a process that is frozen with it stops
/// everybody who writes until it thaws, which is a limit of that engine.
async fn freeze(scene: &Scene, process: &Running) {
    loop {
        process.signal("STOP");
        let write = scene.t.sql("update users set name = name");
        if tokio::time::timeout(Duration::from_secs(1), write).await.is_ok() {
            return;
        }
        process.signal("CONT");
        scene.t.sql("update users set name = name").await;
    }
}

on_both! {
    async fn f25_a_process_that_was_frozen_for_longer_than_its_lease_writes_nothing_when_it_thaws(t: TestDb) {
        let scene = Scene::each_second(t).await;
        let mut frozen = scene.start(Probe { hold: 2_500, sweep: false, ..Probe::default() });
        frozen.says("probe holds").await;
        freeze(&scene, &frozen).await;
        let other = scene.start(Probe::default());
        other.says("probe released").await;
        scene.runs_on(1).await;
        let open = |account: Account| account.runs.iter().filter(|run| run.status == "completed").cloned().collect::<Vec<_>>();
        let before = open(scene.account().await);
        frozen.signal("CONT");
        frozen.says("another claim had taken over").await;
        let pid = frozen.pid().to_string();
        assert_eq!(lines_of(&scene, "late", &pid), 0, "it wrote under a lease that it had lost");
        let after = open(scene.account().await);
        assert_eq!(before, after[..before.len()], "history changed");
        // It is a good scheduler again.
        frozen.signal("TERM");
        assert_eq!(frozen.ends_within(Duration::from_secs(20)).await, Some(0), "{}", frozen.output());
        drop(other);
        scene.settles().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f25_one_of_three_frozen_at_random_instants_stops_nobody_else() {
    let scene = Scene::each_second(TestDb::new(opsledger::db::Engine::Postgres).await).await;
    let three: Vec<Running> = (0..3).map(|_| scene.start(Probe { hold: 50, ..Probe::default() })).collect();
    scene.runs_on(1).await;
    let (mut dice, until) = (dice("SIGSTOP"), until());
    while Instant::now() < until {
        let one = &three[dice.random_range(0..3)];
        one.signal("STOP");
        scene.runs_on(1).await;
        tokio::time::sleep(moment(&mut dice, 2_000)).await;
        one.signal("CONT");
    }
    drop(three);
    scene.settles().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f9_a_process_that_is_cut_off_stops_its_work_before_another_takes_over_and_comes_back() {
    let scene = Scene::each_second(TestDb::new(opsledger::db::Engine::Postgres).await).await;
    let proxy = Proxy::start();
    let probe = Probe { hold: 6_000, sweep: false, lease: 1_500, ..Probe::default() };
    let mut cut_off = scene.start_at(&proxy.url(&scene.t.url), probe);
    cut_off.says("probe holds").await;
    proxy.set(Wire::Deaf);
    let other = scene.start(Probe::default());
    other.says("probe released").await;
    // Its work was stopped by its own clock: the job that would have gone on for six seconds is gone.
    tokio::time::sleep(Duration::from_secs(6)).await;
    proxy.set(Wire::Pass);
    proxy.cut();
    let pid = cut_off.pid().to_string();
    let first = lines_of(&scene, "did", &pid);
    drop(other);
    eventually("it works again", async || lines_of(&scene, "did", &pid) > first).await;
    assert!(cut_off.is_running());
    let late = lines_of(&scene, "late", &pid);
    assert_eq!(late, 0, "work went on without a lease");
    drop(cut_off);
    scene.settles().await;
}
