//! A database that is silent, slow or gone (rows 7, 11, 13 and 14).

use super::*;
use crate::support::proxy::{Proxy, Wire};

async fn scene() -> Scene {
    Scene::each_second(TestDb::new(opsledger::db::Engine::Postgres).await).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f7_connections_that_hang_without_a_word_are_given_up_within_half_a_minute() {
    let scene = scene().await;
    let proxy = Proxy::start();
    let mut only = scene.start_at(&proxy.url(&scene.t.url), Probe::default());
    scene.runs_on(1).await;
    // Every connection that there is becomes deaf for ever; new ones are fine at once.
    proxy.set(Wire::Deaf);
    let began = Instant::now();
    proxy.set(Wire::Pass);
    scene.runs_on(2).await;
    let blind = began.elapsed();
    println!("half-open: blind for {blind:?}");
    assert!(blind < Duration::from_secs(30), "{blind:?}");
    only.signal("TERM");
    assert_eq!(only.ends_within(Duration::from_secs(25)).await, Some(0), "{}", only.output());
    scene.settles().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f7_a_process_that_hears_nothing_still_stops_when_it_is_asked_to() {
    let scene = scene().await;
    let proxy = Proxy::start();
    let mut only = scene.start_at(&proxy.url(&scene.t.url), Probe { drain: 1_000, ..Probe::default() });
    scene.runs_on(1).await;
    proxy.set(Wire::Deaf);
    let began = Instant::now();
    only.signal("TERM");
    assert_eq!(only.ends_within(Duration::from_secs(40)).await, Some(0), "{}", only.output());
    println!("asked to stop without a database: {:?}", began.elapsed());
    scene.settles().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f11_connections_that_are_all_cut_again_and_again_cost_no_slot() {
    let scene = scene().await;
    let proxy = Proxy::start();
    let two = [
        scene.start_at(&proxy.url(&scene.t.url), Probe::default()),
        scene.start_at(&proxy.url(&scene.t.url), Probe { hold: 100, ..Probe::default() }),
    ];
    scene.runs_on(1).await;
    let (mut dice, until) = (dice("cut"), until());
    while Instant::now() < until {
        proxy.cut();
        tokio::time::sleep(moment(&mut dice, 400)).await;
    }
    scene.runs_on(2).await;
    // With those who lost answers still alive: what they hold without knowing must not be held for ever.
    scene.ends_what_is_open().await;
    drop(two);
    scene.settles().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f14_a_slow_database_costs_no_live_process_its_runs() {
    let scene = scene().await;
    let proxy = Proxy::start();
    proxy.set(Wire::Slow(Duration::from_millis(100)));
    let slow = Probe { hold: 3_000, lease: 2_000, heartbeat: 300, sweep: false, ..Probe::default() };
    let mut slow = scene.start_at(&proxy.url(&scene.t.url), slow);
    slow.says("probe holds").await;
    let sweeper = scene.start(Probe::default());
    slow.says("ended: succeeded").await;
    assert_eq!(sweeper.said("probe released"), Vec::<String>::new(), "a live process lost its runs");
    slow.signal("TERM");
    assert_eq!(slow.ends_within(Duration::from_secs(30)).await, Some(0), "{}", slow.output());
    drop(sweeper);
    scene.settles().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f13_a_server_without_a_free_connection_is_waited_for_and_not_hammered() {
    let scene = scene().await;
    let role = format!("few_{}", uuid::Uuid::new_v4().simple());
    scene
        .t
        .sql(&format!(
            "create role {role} login connection limit 20; grant all on all tables in schema public to {role}; \
             grant all on all sequences in schema public to {role}"
        ))
        .await;
    let mut url = url::Url::parse(&scene.t.url).expect("an address");
    url.set_username(&role).expect("a name");
    let mut only = scene.start_at(url.as_str(), Probe::default());
    scene.runs_on(1).await;
    let spent = || {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", only.pid())).expect("it runs");
        let fields: Vec<f64> = stat
            .rsplit(')')
            .next()
            .expect("fields")
            .split_whitespace()
            .filter_map(|field| field.parse().ok())
            .collect();
        // Without the letter of its state; in hundredths of a second.
        (fields[10] + fields[11]) / 100.0
    };
    scene.t.sql(&format!("alter role {role} connection limit 0")).await;
    scene
        .t
        .count(&format!("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = '{role}'"))
        .await;
    let (before, began) = (spent(), Instant::now());
    tokio::time::sleep(Duration::from_secs(12)).await;
    let cpu = (spent() - before) / began.elapsed().as_secs_f64();
    let met = only.said("probe met").len() + only.said("could not").len();
    println!("no connection free for {:?}: {met} complaints, {:.1} % of a core", began.elapsed(), cpu * 100.0);
    assert!(only.is_running() && met > 0, "{}", only.output());
    assert!(cpu < 0.25 && met < 12 * 20, "{met} complaints, {cpu} cores");
    scene.t.sql(&format!("alter role {role} connection limit 20")).await;
    scene.runs_on(2).await;
    only.signal("TERM");
    assert_eq!(only.ends_within(Duration::from_secs(25)).await, Some(0), "{}", only.output());
    scene.settles().await;
    scene.t.sql(&format!("drop owned by {role}; drop role {role}")).await;
}
