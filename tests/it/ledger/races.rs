//! Real processes that race for one ledger (L2, L4): this test binary again, at its hidden entry below.

use std::collections::HashSet;
use std::io::Write;

use opsledger::db::{Access, Db};
use opsledger::ledger::Start;

use super::*;
use crate::support::process::{Finished, run_together};

const ROUNDS: i64 = 10;

async fn race(lab: &Lab, racers: usize, entry: &str) -> Vec<Finished> {
    let program = std::env::current_exe().expect("this binary has a path");
    let entry = format!("ledger::races::{entry}");
    let args = ["--exact", entry.as_str(), "--ignored", "--nocapture"];
    let all = run_together(racers, &program.to_string_lossy(), &lab.t.url, &args).await;
    for racer in &all {
        assert_eq!(racer.code, Some(0), "{}{}", racer.stdout, racer.stderr);
    }
    all
}

/// What the racers wrote after `word`, one number a line.
fn said(all: &[Finished], word: &str) -> Vec<i64> {
    let lines = all.iter().flat_map(|racer| racer.stdout.lines());
    lines.filter_map(|line| line.split_once(word)?.1.trim().parse().ok()).collect()
}

on_both! {
    async fn l2_of_thirty_two_processes_that_race_for_one_identity_one_creates_it(t: TestDb) {
        let lab = Lab::new(t).await;
        let all = race(&lab, 32, "ensure_as_one_of_many").await;
        let (made, found) = (said(&all, "racer made"), said(&all, "racer found"));
        assert_eq!((made.len(), found.len()), (ROUNDS as usize, 31 * ROUNDS as usize));
        for run_id in &made {
            assert_eq!(found.iter().filter(|id| *id == run_id).count(), 31);
        }
        assert_eq!((lab.rows("operation_runs").await, lab.rows("operation_run_leases").await), (ROUNDS, ROUNDS));
    }

    async fn l4_of_two_hundred_queued_runs_each_is_claimed_by_one_of_eight_processes(t: TestDb) {
        let lab = Lab::new(t).await;
        let wishes: Vec<Request> = (0..200).map(|n| wish(ACME, SWEEP, n)).collect();
        lab.ledger.ensure_many(&wishes, Start::Queued).await.unwrap();
        let claimed = said(&race(&lab, 8, "claim_as_one_of_many").await, "racer claimed");
        assert_eq!(claimed.len(), 200);
        assert_eq!(claimed.iter().collect::<HashSet<_>>().len(), 200);
        assert_eq!(lab.t.count("select count(*) from operation_runs where attempt = 1 and claim_token = 1").await, 200);
    }
}

/// The door of one racer; none when somebody runs the ignored tests by hand.
async fn door() -> Option<Ledger> {
    let url = std::env::var("DATABASE_URL").ok()?;
    let db = Db::open(&url, Access::Existing, 1).await.expect("open the database");
    Some(Ledger::new(db, Clock::system(), format!("racer-{}", std::process::id())))
}

fn say(word: &str, run_id: i64) {
    // A line of its own: the harness leaves its first one open.
    writeln!(std::io::stdout(), "\nracer {word} {run_id}").expect("say it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a racer of the tests above"]
async fn ensure_as_one_of_many() {
    let Some(ledger) = door().await else { return };
    for n in 0..ROUNDS {
        match ledger.ensure(wish(ACME_EU, BACKUP, n), Start::Running).await.expect("ensure") {
            Ensured::Created(claim) => say("made", claim.run_id),
            Ensured::Existing(holder) => say("found", holder.run_id),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a racer of the tests above"]
async fn claim_as_one_of_many() {
    let Some(ledger) = door().await else { return };
    loop {
        let claims = ledger.claim_queued(&[SWEEP], 3).await.expect("claim");
        if claims.is_empty() {
            return;
        }
        for claim in claims {
            say("claimed", claim.run_id);
        }
    }
}
