//! Workers that are killed in the middle of a restore, and what the audit log says in the end.

use std::io::Write;
use std::time::Instant;

use opsledger::clock::Clock;
use opsledger::db::{Access, Db};
use opsledger::engine::{Settings, Workers, run_once};
use opsledger::graph::{ClientSecret, HttpProvider, Settings as Address};
use opsledger::jobs::assignments::dispatch_restore;
use opsledger::jobs::reconcile_stale_runs::{Options, ReconcileStaleRuns};
use opsledger::ledger::invariants::{Severity, check};
use opsledger::ledger::{Ledger, Request, Scope};
use rand::RngExt;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::faults::{dice, moment};
use crate::support::process::eventually;
use crate::support::provider::SECRET;
use crate::support::running::Running;

/// Policies of a restore; each takes the provider a while.
const ITEMS: i64 = 5;
const SLOW: Duration = Duration::from_millis(60);

/// How often a worker is killed; a soak asks for more.
fn kills() -> usize {
    std::env::var("OPSLEDGER_RESTORE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(6)
}

fn worker(site: &Site) -> Running {
    let program = std::env::current_exe().expect("this binary has a path").to_string_lossy().into_owned();
    let args = ["--exact", "assignments::kills::be_a_worker", "--ignored", "--nocapture"];
    let variables = [
        ("DATABASE_URL", site.lab.t.url.as_str()),
        ("BASE_URL", &site.server.base_url()),
        ("TOKEN_URL", &site.server.token_url()),
    ];
    Running::start(&program, &args, &variables)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a process of the test below"]
async fn be_a_worker() {
    // None when somebody runs the ignored tests by hand.
    let (Ok(base), Ok(tokens)) = (std::env::var("BASE_URL"), std::env::var("TOKEN_URL")) else { return };
    let _ = opsledger::telemetry::start("info", opsledger::telemetry::LogFormat::Text);
    let db = Db::open(&std::env::var("DATABASE_URL").expect("an address"), Access::Existing, 4).await.expect("open");
    let address = Address::new(&base, &tokens, "opsledger").expect("good settings");
    let client = HttpProvider::new(address, ClientSecret::new(SECRET), Clock::system()).expect("a client");
    let client: Arc<dyn DirectoryProvider> = Arc::new(client);
    let name = format!("worker-{}", uuid::Uuid::new_v4().simple());
    let ledger = Ledger::new(db, Clock::system(), name).with_lease(Duration::from_millis(600));
    let settings = Settings { heartbeat: Duration::from_millis(100), drain: Duration::from_secs(5), workers: 4 };
    let _ = writeln!(std::io::stdout(), "\nworker works");
    Workers::new(ledger, jobs::works(Some(&client)), settings).run(CancellationToken::new()).await;
}

async fn status(site: &Site, run: i64) -> String {
    site.lab.t.text(&format!("select status from operation_runs where id = {run}")).await
}

/// Recovers what the dead left behind; the wait before another attempt is not what is tried here.
async fn sweep(site: &Site, ledger: &Ledger) {
    let operation = opsledger::catalog::find("ops.reconcile_stale_runs").expect("declared");
    let requests = [Request::new(Scope::Workspace(1), operation, json!({}))];
    let job = Arc::new(ReconcileStaleRuns::new(Options::default()));
    run_once(ledger, job, &requests, std::future::pending()).await.expect("sweep");
    site.lab.t.sql("update operation_runs set available_at = null where status = 'queued'").await;
}

on_both! {
    async fn workers_killed_in_the_middle_of_a_restore_leave_one_line_in_the_audit_log(t: TestDb) {
        let site = Site::new(t).await;
        site.server.world().slow = SLOW;
        let ledger = Ledger::new(site.lab.t.db.clone(), Clock::system(), "sweeper");
        let mut dice = dice("kill -9 in a restore");
        let mut restores = Vec::new();
        let mut killed = 0;
        while killed < kills() {
            let id = 100 + restores.len() as i64;
            let items: Vec<i64> = (0..ITEMS).map(|n| id * 10 + n).collect();
            for item in &items {
                add_item(&site.lab.t, *item, 1, 1).await;
            }
            site.restore_run(id, "running", &items).await;
            let run = dispatch_restore(&ledger, &restore(id)).await.unwrap().run_id();
            // One attempt is killed, or two, or all three; what is left then lives to the end.
            let mut lost = 0;
            for _ in 0..dice.random_range(1..=3) {
                let before = site.server.changes();
                let (victim, began) = (worker(&site), Instant::now());
                eventually("the restore is under way", async || {
                    assert!(began.elapsed().as_secs() < 50, "it is late:\n{}", victim.output());
                    site.server.changes() > before
                })
                .await;
                tokio::time::sleep(moment(&mut dice, SLOW.as_millis() as u64 * ITEMS as u64)).await;
                victim.signal("KILL");
                drop(victim);
                killed += 1;
                lost += i32::from(status(&site, run).await == "running");
                eventually("the sweep finds the lost run", async || {
                    sweep(&site, &ledger).await;
                    status(&site, run).await != "running"
                })
                .await;
                if status(&site, run).await == "completed" {
                    break;
                }
            }
            let survivor = worker(&site);
            eventually("the restore ends", async || status(&site, run).await == "completed").await;
            drop(survivor);
            restores.push((run, items, lost));
        }
        let in_the_middle: i32 = restores.iter().map(|(_, _, lost)| lost).sum();
        println!("{killed} workers killed, {in_the_middle} of them in the middle; {} restores", restores.len());
        assert!(in_the_middle as usize * 2 >= killed, "too few of the kills came in the middle");
        for (run, items, lost) in &restores {
            assert_eq!(site.audit_rows(*run).await, 1);
            let run = site.lab.run(*run).await;
            if run.outcome == "failed" {
                // None of its attempts came to count anything.
                assert_eq!((summary(&run).as_str(), run.attempt, *lost), ("failed 0/0/0/0/0", 3, 3));
                assert_eq!(run.failure_summary[0]["code"], "run.worker_lost");
                continue;
            }
            assert_eq!(summary(&run), format!("succeeded {ITEMS}/{ITEMS}/{ITEMS}/0/0"));
            // A server may still commit what the dead had sent: then the lost attempt was none.
            assert!((*lost..=lost + 1).contains(&run.attempt), "{lost} lost, attempt {}", run.attempt);
            let world = site.server.world();
            for item in items {
                assert_eq!(json!(world.assignments[&format!("p-{item}")]), json!([group("then", *item)]));
            }
        }
        let audited = "select count(*) from audit_logs where resource_type = 'operation_run'";
        assert_eq!(site.lab.t.count(audited).await, restores.len() as i64);
        let findings = check(&site.lab.t.db, Clock::system().now()).await.unwrap();
        let violations: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Violation).collect();
        assert!(violations.is_empty(), "{violations:?}");
    }
}
