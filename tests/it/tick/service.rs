//! The service as a whole: it settles, claims, works, and stops in good order (S9).

use std::sync::Arc;
use std::time::Duration;

use opsledger::engine::{Job, Service, Settings};
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
