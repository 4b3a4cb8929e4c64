//! Processes that are killed at random instants, and backends that are (rows 2, 3, 5, 32 and 42).

use super::*;
use crate::support::process::{SCHEDULER, run};

on_both! {
    async fn f2_killed_at_random_instants_no_slot_is_doubled_or_lost(t: TestDb) {
        let scene = Scene::each_second(t).await;
        let (mut dice, until) = (dice("kill -9"), until());
        let mut rounds = 0;
        while Instant::now() < until {
            let hold = dice.random_range(0..300);
            let victims = [scene.start(Probe { hold, ..Probe::default() }), scene.start(Probe::default())];
            tokio::time::sleep(Duration::from_millis(200) + moment(&mut dice, 1_500)).await;
            for victim in &victims {
                victim.signal("KILL");
            }
            rounds += 1;
        }
        println!("kill -9: {rounds} rounds of two");
        scene.settles().await;
    }

    async fn f3_a_process_that_dies_between_effect_and_record_repeats_no_effect_of_its_claim(t: TestDb) {
        let scene = Scene::each_second(t).await;
        for _ in 0..3 {
            let mut poisoned = scene.start(Probe { abort: Some(2), ..Probe::default() });
            assert_eq!(poisoned.ends_within(Duration::from_secs(20)).await, None, "{}", poisoned.output());
        }
        scene.settles().await;
        let did = std::fs::read_to_string(scene.effects()).unwrap();
        assert!(did.lines().count() >= 6, "{did}");
        let lost = "select count(*) from operation_runs where outcome = 'failed' and cast(failure_summary as text) like '%run.worker_lost%'";
        assert!(scene.t.count(lost).await >= 2);
        assert_eq!(scene.t.count(&format!("{lost} and cast(context as text) not like '%worker%'")).await, 0);
    }

    empty async fn f42_a_migration_that_is_killed_leaves_all_of_it_or_nothing(t: TestDb) {
        let mut dice = dice("migrate");
        for _ in 0..6 {
            let migrating = Running::start(SCHEDULER, &["migrate", "up"], &[("DATABASE_URL", t.url.as_str())]);
            tokio::time::sleep(moment(&mut dice, 120)).await;
            migrating.signal("KILL");
            drop(migrating);
            let state = opsledger::db::schema::state(&t.again().await.db).await.unwrap();
            let whole = matches!(state, opsledger::db::schema::State::Current | opsledger::db::schema::State::Missing { tables: 0 });
            assert!(whole, "{state:?}");
        }
        assert_eq!(run(SCHEDULER, &t.url, &["migrate", "up"]).await.code, Some(0));
        assert_eq!(run(SCHEDULER, &t.url, &["doctor"]).await.code, Some(0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f5_backends_that_are_terminated_at_random_cost_no_slot() {
    let scene = Scene::each_second(TestDb::new(opsledger::db::Engine::Postgres).await).await;
    // All of the observer's connections are there before the probes', and are spared.
    let nap = || scene.t.count("select 1 from pg_sleep(0.2)");
    tokio::join!(nap(), nap(), nap(), nap());
    let born = scene.t.text("select cast(clock_timestamp() as text)").await;
    let two = [scene.start(Probe { hold: 100, ..Probe::default() }), scene.start(Probe::default())];
    scene.runs_on(1).await;
    let (mut dice, until) = (dice("pg_terminate_backend"), until());
    let any = format!(
        "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity where datname = current_database() \
         and backend_start > '{born}' order by random() limit 1) as one"
    );
    let mut terminated = 0;
    while Instant::now() < until {
        terminated += scene.t.count(&any).await;
        tokio::time::sleep(moment(&mut dice, 200)).await;
    }
    println!("{terminated} backends terminated");
    assert!(terminated > 10);
    scene.runs_on(2).await;
    // With those who lost answers still alive: what they hold without knowing must not be held for ever.
    scene.ends_what_is_open().await;
    drop(two);
    scene.settles().await;
}
