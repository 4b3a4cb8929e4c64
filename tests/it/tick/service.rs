//! The service as a whole: it settles, claims, works, and stops in good order (S9).

use std::sync::Arc;
use std::time::Duration;

use opsledger::engine::{Job, Service, Settings};
use opsledger::jobs::reconcile_stale_runs::{Options, ReconcileStaleRuns};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::work::{Deed, Stub};
use super::*;
use crate::support::process::eventually;

fn settings(drain: Duration) -> Settings {
    Settings { heartbeat: Duration::from_millis(100), drain, workers: 2 }
}

fn start(all: &Clockwork, job: &Arc<Stub>, drain: Duration) -> (CancellationToken, JoinHandle<()>) {
    let (stop, job): (_, Arc<dyn Job>) = (CancellationToken::new(), job.clone());
    let service = Service::new(all.lab.worker("service"), vec![job], settings(drain));
    let stopping = stop.clone();
    (stop, tokio::spawn(async move { service.run(stopping).await.unwrap() }))
}

on_both! {
    async fn s9_a_service_settles_works_and_stops(t: TestDb) {
        let all = Clockwork::minutely(t).await;
        let job = Stub::new(Deed::Succeed);
        let (stop, service) = start(&all, &job, Duration::from_secs(20));
        for _ in 0..2 {
            all.lab.pass(60);
            eventually("the runs have ended", async || {
                let runs = all.account().await.runs;
                !runs.is_empty() && runs.len() % 2 == 0 && runs.iter().all(|run| run.status == "completed")
                    && runs.last().unwrap().slot > all.lab.now() - chrono::Duration::seconds(60)
            })
            .await;
        }
        stop.cancel();
        service.await.unwrap();
        assert_eq!(all.story(60).await, ["run", "run"]);
        assert_eq!(all.lab.rows("operation_run_leases").await, 0);
    }

    async fn s8_the_sweep_has_a_place_of_its_own_beside_work_that_hangs(t: TestDb) {
        let sweep = "ops.reconcile_stale_runs";
        let schedule = |key: &str| Declaration { key: key.into(), operation_type: key.into(), ..declared("* * * * *", "skip", "latest") };
        let all = Clockwork::new(t, schedule(KEY)).await;
        all.lab.ledger.declare(&[schedule(KEY), schedule(sweep)]).await.unwrap();
        let job = Stub::new(Deed::Hang);
        let jobs: Vec<Arc<dyn Job>> = vec![job.clone(), Arc::new(ReconcileStaleRuns::new(Options::default()))];
        let service = Service::new(all.lab.worker("service"), jobs, Settings { workers: 1, ..settings(Duration::ZERO) });
        let stop = CancellationToken::new();
        let running = tokio::spawn(service.run(stop.clone()));
        all.lab.pass(60);
        job.began.notified().await;
        let ended = format!("select count(*) from operation_runs where type = '{sweep}' and outcome = 'succeeded'");
        for slots in [1, 2, 3] {
            eventually("the sweep runs", async || all.lab.t.count(&ended).await == 2 * slots).await;
            all.lab.pass(60);
        }
        assert_eq!(job.passes.load(std::sync::atomic::Ordering::SeqCst), 1, "and nothing else found room");
        stop.cancel();
        running.await.unwrap().unwrap();
    }

    async fn s9_a_drain_waits_for_what_is_at_work_and_starts_nothing_new(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.tick_after(60).await;
        let job = Stub::new(Deed::Hang);
        let (stop, service) = start(&all, &job, Duration::from_secs(60));
        job.began.notified().await;
        stop.cancel();
        // A slot that comes due during the drain is left to whoever is there.
        all.lab.pass(60);
        tokio::task::yield_now().await;
        assert!(!service.is_finished(), "it left its work behind");
        assert_eq!(all.account().await.runs.len(), 2);
        service.abort();
    }

    async fn s9_a_drain_that_takes_too_long_interrupts_and_leaves_no_orphan(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.tick_after(60).await;
        let job = Stub::new(Deed::Hang);
        let (stop, service) = start(&all, &job, Duration::from_millis(50));
        job.began.notified().await;
        stop.cancel();
        service.await.unwrap();
        assert_eq!(all.lab.t.count("select count(*) from operation_runs where outcome = 'failed'").await, 2);
        assert_eq!(all.lab.rows("operation_run_leases").await, 0);
    }

    async fn s8_work_whose_runs_were_taken_over_is_stopped(t: TestDb) {
        let mut all = Clockwork::minutely(t).await;
        all.tick_after(60).await;
        let job = Stub::new(Deed::Hang);
        let (stop, service) = start(&all, &job, Duration::from_secs(60));
        job.began.notified().await;
        all.lab.t.sql("update operation_runs set claim_token = claim_token + 1").await;
        stop.cancel();
        // The drain would wait a minute for this job; it ends at the next heartbeat instead.
        tokio::time::timeout(Duration::from_secs(20), service).await.expect("the heartbeat finds out").unwrap();
        assert_eq!(all.lab.t.count("select count(*) from operation_runs where status = 'running'").await, 2);
    }
}
