//! A run's life, broken off at each of its messages to the server (rows 1, 3, 4 and 6): n = 1, 2, … until a life ends
//! before the n-th.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use opsledger::db::Engine;

use super::*;
use crate::ledger::at;
use crate::support::proxy::{Proxy, Wire};
use crate::support::running::signal;

/// How a life is broken off at its n-th message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The process dies, and the message with it.
    DiesBefore,
    /// The process dies before it hears the answer.
    DiesAfter,
    /// The process lives on; the answer is lost, and the connection with it.
    LosesAnswer,
}

/// How many lives are broken off side by side.
const WIDTH: usize = 6;

fn one_slot() -> Probe {
    Probe { now: Some(at("2026-11-20T10:01:00Z")), lease: 300, once: true, ..Probe::default() }
}

/// One slot is due; with `lost`, its runs have been claimed by a process that died over them.
async fn scene(lost: bool) -> Scene {
    let t = TestDb::new(Engine::Postgres).await;
    let clock = Clock::fixed(at("2026-11-20T10:00:00Z"));
    let scene = Scene::with(t, clock, declared("* * * * *", "skip", "latest")).await;
    if lost {
        let mut died = scene.start(Probe { abort: Some(2), ..one_slot() });
        assert_eq!(died.ends_within(Duration::from_secs(20)).await, None, "{}", died.output());
        // Without waiting for it: the first pass must find something to recover.
        scene.t.sql("update operation_run_leases set expires_at = {at}").await;
    }
    scene
}

/// Whether the n-th message came to be sent.
async fn breaks_off_at(n: usize, fault: Fault, lost: bool) -> bool {
    let scene = scene(lost).await;
    let proxy = Arc::new(Proxy::start());
    let (pid, fired) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
    let then: Arc<dyn Fn() + Send + Sync> = {
        let (proxy, pid, fired) = (Arc::downgrade(&proxy), Arc::clone(&pid), Arc::clone(&fired));
        Arc::new(move || {
            fired.store(true, Ordering::SeqCst);
            if fault == Fault::LosesAnswer {
                proxy.upgrade().inspect(|proxy| proxy.cut());
                return;
            }
            while pid.load(Ordering::SeqCst) == 0 {
                std::thread::yield_now();
            }
            signal(pid.load(Ordering::SeqCst), "KILL");
        })
    };
    proxy.set(if fault == Fault::DiesBefore { Wire::Before(n, then) } else { Wire::After(n, then) });
    let mut process = scene.start_at(&proxy.url(&scene.t.url), one_slot());
    pid.store(process.pid(), Ordering::SeqCst);
    let code = process.ends_within(Duration::from_secs(40)).await;
    let fired = fired.load(Ordering::SeqCst);
    // The answer to its very last message may find the process gone already, and in good order.
    assert!(
        code == Some(0) || (code.is_none() && fired && fault != Fault::LosesAnswer),
        "{fault:?} {n}: {}",
        process.output()
    );
    // What it said it had recorded is there, whatever came afterwards.
    for run in process.said("probe recorded") {
        let ended = format!("select count(*) from operation_runs where id = {run} and status = 'completed'");
        assert_eq!(scene.t.count(&ended).await, 1, "{fault:?} {n}: run {run} was acknowledged and is not there");
    }
    // A lease must run out before the runs of the dead are ended, so a healthy pass may have to come again.
    eventually("the slot is settled", async || {
        let mut healthy = scene.start(one_slot());
        assert_eq!(healthy.ends_within(Duration::from_secs(20)).await, Some(0), "{}", healthy.output());
        let runs = scene.account().await.runs;
        runs.len() == 2 && runs.iter().all(|run| run.status == "completed")
    })
    .await;
    scene.holds().await;
    fired
}

/// Breaks off lives at 1, 2, … and returns at how many places.
async fn at_every_message(fault: Fault, lost: bool) -> usize {
    let (mut next, mut fired, mut is_over) = (1, 0, false);
    let mut lives = FuturesUnordered::new();
    loop {
        while !is_over && lives.len() < WIDTH {
            lives.push(breaks_off_at(next, fault, lost));
            next += 1;
        }
        match lives.next().await {
            Some(true) => fired += 1,
            Some(false) => is_over = true,
            None => break,
        }
    }
    println!("{fault:?}: broken off at {fired} messages, 0 violations");
    fired
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f1_a_process_that_dies_before_any_of_its_messages_loses_nothing() {
    assert!(at_every_message(Fault::DiesBefore, false).await > 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f1_a_process_that_dies_after_any_of_its_messages_doubles_nothing() {
    assert!(at_every_message(Fault::DiesAfter, false).await > 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f4_a_process_that_dies_while_it_recovers_another_leaves_nothing_behind() {
    assert!(at_every_message(Fault::DiesAfter, true).await > 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f6_a_lost_answer_to_any_message_makes_no_second_row_and_no_false_failure() {
    assert!(at_every_message(Fault::LosesAnswer, false).await > 10);
}

/// A living scheduler loses the answer to its n-th message, and with it all of its connections.
async fn lives_on_without_the_answer_to(n: usize) {
    let scene = Scene::each_second(TestDb::new(Engine::Postgres).await).await;
    let proxy = Arc::new(Proxy::start());
    let fired = Arc::new(AtomicBool::new(false));
    let then: Arc<dyn Fn() + Send + Sync> = {
        let (proxy, fired) = (Arc::downgrade(&proxy), Arc::clone(&fired));
        Arc::new(move || {
            fired.store(true, Ordering::SeqCst);
            proxy.upgrade().inspect(|proxy| proxy.cut());
        })
    };
    proxy.set(Wire::After(n, then));
    // The sweep comes from elsewhere, and by another way: its messages would be most of those that are counted.
    let sweeper = scene.ledger.clone();
    let sweeping = tokio::spawn(async move {
        loop {
            sweeper.release_lost(opsledger::catalog::find(KEY).expect("declared")).await.expect("sweep");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let probe = Probe { hold: 150, heartbeat: 700, sweep: false, ..Probe::default() };
    let process = scene.start_at(&proxy.url(&scene.t.url), probe);
    eventually("the message was sent", async || fired.load(Ordering::SeqCst)).await;
    scene.runs_on(1).await;
    // With the process alive: a claim of which it never heard must not be held in its name for ever.
    scene.ends_what_is_open().await;
    sweeping.abort();
    drop(process);
    scene.settles().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f6_a_living_scheduler_holds_nothing_for_ever_that_it_does_not_know_of() {
    // From the first look at the schedules to the second slot.
    let lives = futures::stream::iter(4..52).map(lives_on_without_the_answer_to);
    lives.buffer_unordered(8).collect::<()>().await;
}
