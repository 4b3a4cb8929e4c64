//! Many processes that ask for the same work at once, before, during and after.

use std::io::Write;
use std::time::Instant;

use chrono::TimeDelta;
use opsledger::clock::Clock;
use opsledger::db::{Access, Db};
use opsledger::jobs::assignments::dispatch_fetch;
use opsledger::ledger::Ledger;

use super::*;
use crate::support::running::Running;

const PROCESSES: usize = 8;

/// The runs that a crowd of processes was given, each of them asking so many times, by a clock that is so many seconds on.
async fn crowd(url: &str, times: usize, later: i64) -> Vec<i64> {
    let program = std::env::current_exe().expect("this binary has a path").to_string_lossy().into_owned();
    let args = ["--exact", "assignments::crowd::be_one_of_the_crowd", "--ignored", "--nocapture"];
    let (times, later) = (times.to_string(), later.to_string());
    let variables = [("DATABASE_URL", url), ("TIMES", times.as_str()), ("LATER", later.as_str())];
    let began = Instant::now();
    let mut crowd: Vec<Running> = (0..PROCESSES).map(|_| Running::start(&program, &args, &variables)).collect();
    let mut seen = Vec::new();
    for one in &mut crowd {
        assert_eq!(one.ends_within(Duration::from_secs(120)).await, Some(0), "{}", one.output());
        one.says("crowd saw").await;
        let runs = one.said("crowd saw").concat();
        seen.extend(runs.split(' ').map(|run| run.parse::<i64>().expect("an id")));
    }
    println!("{PROCESSES} x {times} dispatches in {:?}", began.elapsed());
    seen.sort_unstable();
    seen.dedup();
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a process of the test below"]
async fn be_one_of_the_crowd() {
    // None when somebody runs the ignored tests by hand.
    let (Ok(later), Ok(url)) = (std::env::var("LATER"), std::env::var("DATABASE_URL")) else { return };
    let later = TimeDelta::seconds(later.parse().expect("seconds"));
    let db = Db::open(&url, Access::Existing, 2).await.expect("open");
    let ledger = Ledger::new(db, Clock::from_fn(move || Clock::system().now() + later), "one of the crowd");
    let mut seen = std::collections::BTreeSet::new();
    let times: usize = std::env::var("TIMES").ok().and_then(|times| times.parse().ok()).expect("how often");
    for _ in 0..times {
        seen.insert(dispatch_fetch(&ledger, &fetch(1)).await.expect("ask").run_id().to_string());
    }
    let seen: Vec<String> = seen.into_iter().collect();
    // A line of its own: the harness leaves its first one open.
    let _ = writeln!(std::io::stdout(), "\ncrowd saw {}", seen.join(" "));
}

on_both! {
    async fn eight_processes_that_ask_a_thousand_times_get_one_run_until_its_cooldown_is_over(t: TestDb) {
        let site = Site::new(t).await;
        let first = crowd(&site.lab.t.url, 1_000, 0).await;
        assert_eq!(first.len(), 1);
        let ledger = Ledger::new(site.lab.t.db.clone(), Clock::system(), "worker");
        let claim = ledger.claim_next(&[FETCH]).await.unwrap().unwrap();
        site.lab.succeed(&claim).await;
        assert_eq!(crowd(&site.lab.t.url, 100, 0).await, first, "it was just done");
        let after = crowd(&site.lab.t.url, 100, 16 * 60).await;
        assert_eq!(after.len(), 1);
        assert_ne!(after, first);
        assert_eq!(site.lab.rows("operation_runs").await, 2);
    }
}
