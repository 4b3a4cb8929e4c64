//! Processes that are asked to stop (rows 27 and 28).

use super::*;
use crate::support::process::SCHEDULER;

async fn running(scene: &Scene) -> i64 {
    scene.t.count("select count(*) from operation_runs where status = 'running'").await
}

on_both! {
    async fn f27_asked_to_stop_with_runs_in_flight_it_lets_them_end_and_exits_0(t: TestDb) {
        let scene = Scene::each_second(t).await;
        for _ in 0..3 {
            let mut one = scene.start(Probe { hold: 700, ..Probe::default() });
            one.says("probe holds").await;
            one.signal("TERM");
            assert_eq!(one.ends_within(Duration::from_secs(11)).await, Some(0), "{}", one.output());
            assert_eq!(running(&scene).await, 0, "an orphan");
        }
        assert_eq!(scene.t.count("select count(*) from operation_runs where outcome = 'failed'").await, 0);
        scene.settles().await;
    }

    async fn f27_what_outlasts_the_drain_deadline_ends_as_interrupted(t: TestDb) {
        let scene = Scene::each_second(t).await;
        let mut one = scene.start(Probe { hold: 60_000, drain: 500, ..Probe::default() });
        one.says("probe holds").await;
        let began = Instant::now();
        one.signal("TERM");
        assert_eq!(one.ends_within(Duration::from_secs(10)).await, Some(0), "{}", one.output());
        println!("drain of 0.5 s took {:?}", began.elapsed());
        let interrupted = "select count(*) from operation_runs where outcome = 'failed' and cast(failure_summary as text) like '%run.interrupted%'";
        assert_eq!((running(&scene).await, scene.t.count(interrupted).await), (0, 2));
        scene.settles().await;
    }
}

/// The real program, with a slot each second and a job that cannot go on, because its table is locked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f28_a_second_signal_ends_the_real_scheduler_at_once_and_its_runs_are_recovered() {
    let t = TestDb::new(opsledger::db::Engine::Postgres).await;
    let scene = Scene::each_second(t).await;
    let config = scene.file("opsledger.toml");
    std::fs::write(
        &config,
        format!("[leases]\nlease = '1s'\nheartbeat = '200ms'\n[schedules.\"{KEY}\"]\ncron = '* * * * * *'\n"),
    )
    .unwrap();
    let locked = scene.t.db.begin().await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(&locked, "lock table restore_runs in access exclusive mode")
        .await
        .unwrap();
    let args = ["run", "--config", config.to_str().unwrap()];
    let mut real = Running::start(SCHEDULER, &args, &[("DATABASE_URL", scene.t.url.as_str())]);
    let observer = scene.t.again().await;
    eventually("a run is in flight", async || {
        observer.count("select count(*) from operation_runs where status = 'running'").await > 0
    })
    .await;
    real.signal("TERM");
    real.says("a second signal stops at once").await;
    let began = Instant::now();
    real.signal("TERM");
    assert_eq!(real.ends_within(Duration::from_secs(5)).await, Some(130), "{}", real.output());
    assert!(began.elapsed() < Duration::from_secs(2));
    locked.rollback().await.unwrap();
    scene.settles().await;
}
