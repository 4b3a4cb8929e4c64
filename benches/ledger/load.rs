//! Our side of a life cycle: sixteen tasks, each with identities of its own, for a given time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use opsledger::catalog::{self, Operation};
use opsledger::ledger::{Counts, Ending, Ledger, Request, Scope, Start};
use serde_json::json;

use crate::Result;
use crate::capture::claim_of;
use crate::stage::{TENANTS, WORKSPACES};

pub const TASKS: usize = 16;
pub const OPERATION: &str = "policy.sync";

/// What one turn of a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Created already running, then completed.
    Running,
    /// Queued, claimed, completed.
    Queued,
    /// Asked for while another run holds the identity.
    Hit,
}

/// What sixteen tasks did.
#[derive(Debug)]
pub struct Load {
    pub turns: u64,
    pub seconds: f64,
    latencies: Vec<Duration>,
}

impl Load {
    pub fn rate(&self) -> f64 {
        self.turns as f64 / self.seconds
    }

    /// The latency that `share` of the turns did not exceed, in milliseconds.
    pub fn percentile(&self, share: f64) -> f64 {
        percentile(&self.latencies, share)
    }
}

/// A wish for a run of the task's own tenant.
pub fn request(task: usize, identity: String) -> Request {
    let tenant = i64::try_from(task).unwrap_or_default() % TENANTS + 1;
    let scope = Scope::Tenant { workspace: (tenant - 1) % WORKSPACES + 1, tenant };
    let operation = catalog::entry(OPERATION);
    let mut request = Request::new(scope, operation, json!({ "policy": identity }));
    request.context = json!({ "policy_id": 7 });
    request
}

pub fn ending(operation: &'static Operation) -> Ending {
    let counts = [("total", 12), ("processed", 12), ("succeeded", 11), ("skipped", 1)];
    Ending::succeeded().with_counts(&Counts::new(operation, counts))
}

/// The latency that `share` of them did not exceed, in milliseconds; they are sorted.
pub fn percentile(sorted: &[Duration], share: f64) -> f64 {
    let at = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |latency| latency.as_secs_f64() * 1_000.0)
}

/// Runs the tasks for `time`. Identities of the hit form are `held` ones; the others are new each time.
pub async fn drive(ledger: &Ledger, form: Form, time: Duration) -> Result<Load> {
    // Never the same identity twice, across rounds too.
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let ledger = Arc::new(ledger.clone());
    let began = Instant::now();
    let deadline = began + time;
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let ledger = Arc::clone(&ledger);
            tokio::spawn(async move {
                let mut latencies = Vec::new();
                while Instant::now() < deadline {
                    let turn = Instant::now();
                    let identity = match form {
                        Form::Hit => held(task),
                        _ => NEXT.fetch_add(1, Ordering::Relaxed).to_string(),
                    };
                    once(&ledger, form, request(task, identity)).await?;
                    latencies.push(turn.elapsed());
                }
                Result::<_>::Ok(latencies)
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await??);
    }
    let seconds = began.elapsed().as_secs_f64();
    latencies.sort_unstable();
    Ok(Load { turns: latencies.len() as u64, seconds, latencies })
}

/// The identity that the hits of `task` meet.
pub fn held(task: usize) -> String {
    format!("held {task}")
}

async fn once(ledger: &Ledger, form: Form, request: Request) -> Result {
    let operation = request.operation;
    let claim = match form {
        Form::Hit => {
            ledger.ensure(request, Start::Running).await?;
            return Ok(());
        }
        Form::Running => claim_of(ledger.ensure(request, Start::Running).await?)?,
        Form::Queued => {
            ledger.ensure(request, Start::Queued).await?;
            // There is at least one for each task; a look that comes back empty saw only those that others took.
            loop {
                if let Some(claim) = ledger.claim_next(&[OPERATION]).await? {
                    break claim;
                }
            }
        }
    };
    let _ = ledger.complete(&claim, ending(operation)).await?;
    Ok(())
}
