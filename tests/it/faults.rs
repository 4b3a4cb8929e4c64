//! What must hold when processes die, freeze, lose the database or disagree about the time: real processes, real
//! signals, and a log of effects outside the database that is compared with what the ledger says.
//!
//! Rows are those of the fault matrix in `ARCHITECTURE.md`. Every random choice comes from a seed that is printed;
//! `OPSLEDGER_FAULT_SEED` repeats one, `OPSLEDGER_SOAK_SECONDS` lets the random ones run for longer.

#![allow(clippy::print_stdout, reason = "seeds and figures are there to be read")]

mod calendar;
mod clocks;
mod crash_points;
mod crowds;
mod frozen;
mod kills;
mod network;
mod poison;
mod probe;
mod recovery;
mod stops;
mod work;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use opsledger::clock::Clock;
use opsledger::ledger::invariants::{Severity, check};
use opsledger::ledger::{Declaration, Ledger, StoredSchedule};
use rand::{RngExt as _, SeedableRng};
use tempfile::TempDir;

pub use self::probe::Probe;
use crate::support::account::Account;
use crate::support::process::eventually;
use crate::support::running::Running;
use crate::support::{TestDb, scratch};
use crate::tick::declared;

/// The schedule and the type of these tests.
pub const KEY: &str = crate::tick::KEY;
/// The type that recovers the others.
pub const SWEEP: &str = "ops.reconcile_stale_runs";
/// The active workspaces.
pub const WORKSPACES: [i64; 2] = [1, 2];

/// A database, a schedule, and the effects of everybody who works on it.
pub struct Scene {
    pub t: TestDb,
    pub ledger: Ledger,
    dir: TempDir,
}

impl Scene {
    /// A slot each second from now on.
    pub async fn each_second(t: TestDb) -> Self {
        Self::with(t, Clock::system(), declared("* * * * * *", "skip", "latest")).await
    }

    pub async fn with(t: TestDb, clock: Clock, schedule: Declaration) -> Self {
        t.sql(
            "insert into workspaces (id, external_id, slug, name, created_at, updated_at) values \
             (1, 'w1', 'acme', 'Acme', {at}, {at}), (2, 'w2', 'globex', 'Globex', {at}, {at})",
        )
        .await;
        let ledger = Ledger::new(t.db.clone(), clock, "observer");
        ledger.declare(&[schedule]).await.expect("declare");
        Self { t, ledger, dir: scratch::directory("faults") }
    }

    pub fn effects(&self) -> PathBuf {
        self.dir.path().join("effects.log")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Starts a probe at the database itself.
    pub fn start(&self, probe: Probe) -> Running {
        self.start_at(&self.t.url, probe)
    }

    /// Starts a probe at another address of it.
    pub fn start_at(&self, url: &str, probe: Probe) -> Running {
        let probe = Probe { effects: self.effects(), ..probe };
        let probe = serde_json::to_string(&probe).expect("plain");
        let program = std::env::current_exe().expect("this binary has a path");
        let args = ["--exact", "faults::probe::be_a_scheduler", "--ignored", "--nocapture"];
        Running::start(&program.to_string_lossy(), &args, &[("DATABASE_URL", url), ("PROBE", &probe)])
    }

    pub async fn account(&self) -> Account {
        Account::read(&self.t.db, KEY).await
    }

    /// Waits until the ledger has seen so many more slots settled by runs.
    pub async fn runs_on(&self, more: usize) {
        let before = self.account().await.runs.len();
        eventually("slots run", async || self.account().await.runs.len() >= before + 2 * more).await;
    }

    /// Waits until every run of the slots that are settled by now has ended, with whoever is there.
    pub async fn ends_what_is_open(&self) {
        let last = self.schedule().await.last_slot;
        eventually("everything that was open has ended", async || {
            let runs = self.account().await.runs;
            let mut old = runs.iter().filter(|run| Some(run.slot) <= last);
            !runs.is_empty() && old.all(|run| run.status == "completed")
        })
        .await;
    }

    /// After the faults: one healthy process ends everything that is open, and then every promise is looked at.
    pub async fn settles(&self) {
        self.settles_with(Probe::default()).await;
    }

    pub async fn settles_with(&self, probe: Probe) {
        let mut healthy = self.start(probe);
        healthy.says("probe runs").await;
        self.ends_what_is_open().await;
        healthy.signal("TERM");
        assert_eq!(healthy.ends_within(Duration::from_secs(20)).await, Some(0), "{}", healthy.output());
        self.holds().await;
    }

    /// The one that the probes run; a real scheduler declares others beside it.
    pub async fn schedule(&self) -> StoredSchedule {
        let (schedules, _) = self.ledger.schedules().await.expect("the schedules");
        schedules.into_iter().find(|schedule| schedule.key == KEY).expect("it is stored")
    }

    /// The invariants, the slots and the effects.
    pub async fn holds(&self) {
        let findings = check(&self.t.db, self.ledger.now()).await.expect("check");
        let violations: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Violation).collect();
        assert!(violations.is_empty(), "{violations:?}");
        let schedule = self.schedule().await;
        let (from, to) = (schedule.created_at, schedule.last_slot.expect("slots were settled"));
        let account = self.account().await;
        let step = if schedule.cron == "* * * * * *" { 1 } else { 60 };
        let from = chrono::DurationRound::duration_trunc(from, chrono::TimeDelta::seconds(step)).expect("a round time");
        for workspace in WORKSPACES {
            account.story(workspace, from, to, step);
        }
        self.effects_agree(&account).await;
    }

    /// No claim of a run did its work twice, no run more often than it was claimed, and no success without an effect.
    async fn effects_agree(&self, account: &Account) {
        let log = std::fs::read_to_string(self.effects()).unwrap_or_default();
        let mut seen: HashSet<(i64, i64)> = HashSet::new();
        let mut times: HashMap<i64, usize> = HashMap::new();
        for line in log.lines().filter(|line| line.starts_with("did ")) {
            let [run, token, workspace, _] =
                line[4..].split(' ').map(|word| word.parse::<i64>().expect("a number")).collect::<Vec<_>>()[..]
            else {
                panic!("`{line}` is cut short")
            };
            assert!(seen.insert((run, token)), "{line} stands twice");
            let run = account.runs.iter().find(|known| known.id == run).expect("the run of an effect is there");
            assert_eq!(run.workspace, workspace, "{line}");
            *times.entry(run.id).or_default() += 1;
        }
        let attempts =
            format!("select id || ' ' || attempt || ' ' || outcome from operation_runs where type = '{KEY}'");
        let attempts = self.t.texts(&attempts).await;
        for row in attempts {
            let words: Vec<&str> = row.split(' ').collect();
            let (id, attempts) = (words[0].parse().expect("an id"), words[1].parse::<usize>().expect("a count"));
            let did = times.get(&id).copied().unwrap_or(0);
            assert!(did <= attempts, "run {id} did its work {did} times in {attempts} attempts");
            assert!(words[2] != "succeeded" || did > 0, "run {id} succeeded and did nothing");
        }
    }
}

/// Random choices that can be repeated.
pub fn dice(test: &str) -> rand_pcg::Pcg64 {
    let given = std::env::var("OPSLEDGER_FAULT_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = given.unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0);
    println!("{test}: OPSLEDGER_FAULT_SEED={seed}");
    rand_pcg::Pcg64::seed_from_u64(seed)
}

/// A moment between now and `most` milliseconds.
pub fn moment(dice: &mut rand_pcg::Pcg64, most: u64) -> Duration {
    Duration::from_millis(dice.random_range(0..most))
}

/// How long a random test goes on: a few seconds, or what a soak asks for.
pub fn until() -> Instant {
    let seconds = std::env::var("OPSLEDGER_SOAK_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Instant::now() + Duration::from_secs(seconds.unwrap_or(5))
}
