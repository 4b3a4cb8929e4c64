//! Whatever a job does, each of its runs ends, with a code that says how (S9).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use opsledger::catalog::{self, Operation};
use opsledger::engine::{Done, Held, Job, Pass, execute};
use opsledger::ledger::Ending;
use opsledger::problem::{Problem, Result};
use serde_json::json;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::*;

/// What a job of these tests does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Succeed,
    /// Panics when workspace 2 is part of the pass.
    PanicOver2,
    /// Says that it began, and never ends.
    Hang,
    /// Never ends, and has little time.
    HangTooLong,
    Fail,
    /// Answers for one run too few.
    Forget,
}

/// A job, and how often it was asked.
pub struct Stub {
    pub deed: Deed,
    pub passes: AtomicUsize,
    pub began: Notify,
}

impl Stub {
    pub fn new(deed: Deed) -> Arc<Self> {
        Arc::new(Self { deed, passes: AtomicUsize::new(0), began: Notify::new() })
    }
}

#[async_trait::async_trait]
impl Job for Stub {
    fn operation(&self) -> &'static Operation {
        catalog::find(KEY).unwrap()
    }

    fn limit(&self) -> Duration {
        if self.deed == Deed::HangTooLong { Duration::from_millis(50) } else { Duration::from_secs(900) }
    }

    async fn run(&self, pass: &Pass) -> Result<Vec<Ending>> {
        self.passes.fetch_add(1, Ordering::SeqCst);
        let mut endings = vec![Ending::succeeded(); pass.runs.len()];
        match self.deed {
            Deed::Succeed => {}
            Deed::PanicOver2 => {
                assert!(pass.runs.iter().all(|run| run.scope.workspace() != 2), "password=hunter2 is in the way")
            }
            Deed::Hang | Deed::HangTooLong => {
                self.began.notify_one();
                std::future::pending::<()>().await;
            }
            Deed::Fail => return Err(Problem::work("upstream.gone", "nobody there")),
            Deed::Forget => {
                endings.pop();
            }
        }
        Ok(endings)
    }
}

async fn queued(t: TestDb) -> (Clockwork, Vec<Claim>) {
    let mut all = Clockwork::minutely(t).await;
    all.tick_after(60).await;
    let claims = all.claim().await;
    assert_eq!(claims.len(), 2);
    (all, claims)
}

async fn outcome(all: &Clockwork, claim: &Claim) -> (String, serde_json::Value) {
    let run = all.lab.run(claim.run_id).await;
    assert_eq!(run.status, "completed");
    (run.outcome, run.failure_summary[0]["code"].clone())
}

impl Clockwork {
    /// Works on `claims` with `job` and ends them.
    pub async fn end_all(&self, job: Arc<Stub>, claims: Vec<Claim>) -> Vec<Done> {
        let job: Arc<dyn Job> = job;
        execute(&self.lab.ledger, &job, claims, &Held::default(), &CancellationToken::new()).await.unwrap()
    }
}

on_both! {
    async fn s9_a_panic_over_one_workspace_fails_that_run_and_no_other(t: TestDb) {
        let (all, claims) = queued(t).await;
        let job = Stub::new(Deed::PanicOver2);
        let told = all.end_all(Arc::clone(&job), claims.clone()).await;
        assert!(told.iter().all(|done| done.recorded));
        assert_eq!(job.passes.load(Ordering::SeqCst), 3, "all together, then one by one");
        assert_eq!(outcome(&all, &claims[0]).await, ("succeeded".into(), json!(null)));
        assert_eq!(outcome(&all, &claims[1]).await, ("failed".into(), json!("run.panicked")));
        let run = all.lab.run(claims[1].run_id).await;
        assert!(!run.failure_summary.to_string().contains("hunter2"), "{}", run.failure_summary);
    }

    async fn s9_an_error_a_wrong_count_and_a_work_without_end_have_their_codes(t: TestDb) {
        for (deed, code) in [(Deed::Fail, "upstream.gone"), (Deed::Forget, "run.miscounted"), (Deed::HangTooLong, "run.timed_out")] {
            let (all, claims) = queued(TestDb::new(t.engine).await).await;
            all.end_all(Stub::new(deed), claims.clone()).await;
            for claim in &claims {
                assert_eq!(outcome(&all, claim).await, ("failed".into(), json!(code)));
            }
        }
    }

    async fn s9_a_stop_during_work_ends_its_runs_as_interrupted(t: TestDb) {
        let (all, claims) = queued(t).await;
        let (job, stop) = (Stub::new(Deed::Hang), CancellationToken::new());
        let (working, stopping, ledger, runs): (Arc<dyn Job>, _, _, _) =
            (job.clone(), stop.clone(), all.lab.ledger.clone(), claims.clone());
        let work = tokio::spawn(async move { execute(&ledger, &working, runs, &Held::default(), &stopping).await });
        job.began.notified().await;
        stop.cancel();
        assert!(work.await.unwrap().unwrap().iter().all(|done| done.recorded));
        assert_eq!(outcome(&all, &claims[0]).await, ("failed".into(), json!("run.interrupted")));
    }

    async fn l5_work_that_another_claim_took_over_is_not_recorded(t: TestDb) {
        let (all, claims) = queued(t).await;
        all.lab.take_over(claims[0].run_id).await;
        let told = all.end_all(Stub::new(Deed::Succeed), claims.clone()).await;
        assert_eq!(told.iter().map(|done| done.recorded).collect::<Vec<_>>(), [false, true]);
        assert_eq!(all.lab.run(claims[0].run_id).await.status, "running");
    }

    async fn l11_an_ending_whose_answer_was_lost_is_known_to_stand(t: TestDb) {
        let (all, claims) = queued(t).await;
        all.lab.succeed(&claims[0]).await;
        all.lab.take_over(claims[1].run_id).await;
        assert_eq!(all.lab.ledger.ended_by(&claims).await.unwrap(), [claims[0].run_id]);
        let stale = Claim { token: 0, ..claims[0] };
        assert_eq!(all.lab.ledger.ended_by(&[stale]).await.unwrap(), Vec::<i64>::new());
    }

    async fn l4_a_heartbeat_renews_what_is_worked_on_and_not_what_was_claimed_unheard(t: TestDb) {
        let (all, claims) = queued(t).await;
        let (heard, unheard) = (claims[0].run_id, claims[1].run_id);
        for run in [heard, unheard] {
            all.lab.let_lease_run_out(run).await;
        }
        assert_eq!(all.lab.ledger.heartbeat_of(&[heard]).await.unwrap(), [heard]);
        assert_eq!(all.lab.ledger.heartbeat_of(&[]).await.unwrap(), Vec::<i64>::new());
        assert_eq!(all.lab.worker("another").heartbeat_of(&[heard]).await.unwrap(), Vec::<i64>::new());
        assert_eq!(all.lab.ledger.release_lost(claims[0].operation).await.unwrap(), [unheard]);
    }
}
