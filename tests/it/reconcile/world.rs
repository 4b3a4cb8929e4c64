//! Two workspaces with tenants, records and shadows, all long at rest; and a pass over them.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use opsledger::catalog;
use opsledger::clock::Clock;
use opsledger::engine::{Ran, run_once};
use opsledger::jobs::reconcile_adapter_runs::{Options, ReconcileAdapterRuns};
use opsledger::ledger::{Ending, Initiator, Ledger, Outcome, Request, Run, Scope, Status};
use opsledger::ledger::{Failures, Imported};
use serde_json::{Value, json};

use crate::support::TestDb;

/// When every row was last changed; the clock of a pass stands a day later.
pub const AT: &str = "'2026-01-01T00:00:00+00:00'";

pub struct World {
    pub t: TestDb,
    pub ledger: Ledger,
}

pub fn now() -> DateTime<Utc> {
    "2026-01-02T00:00:00Z".parse().unwrap()
}

pub fn at() -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

impl World {
    /// Workspaces 1 and 2; tenants 1 and 2 in the first, 3 in the second; a backup set of each tenant.
    pub async fn new(t: TestDb) -> Self {
        for id in [1, 2] {
            t.sql(&format!("insert into workspaces (id, external_id, slug, name, created_at, updated_at) values ({id}, 'w{id}', 'w{id}', 'W{id}', {AT}, {AT})")).await;
        }
        for (id, workspace) in [(1, 1), (2, 1), (3, 2)] {
            t.sql(&format!("insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) values ({id}, {workspace}, 't{id}', 'T{id}', {AT}, {AT})")).await;
            t.sql(&format!("insert into backup_sets (id, workspace_id, tenant_id, name, status, created_at, updated_at) values ({id}, {workspace}, {id}, 'Set', 'completed', {AT}, {AT})")).await;
        }
        let ledger = Ledger::new(t.for_programs().await, Clock::fixed(now()), "test");
        Self { t, ledger }
    }

    /// A restore record of `tenant`, without a link.
    pub async fn restore(&self, id: i64, tenant: i64, status: &str) {
        let workspace = workspace_of(tenant);
        self.t.sql(&format!("insert into restore_runs (id, workspace_id, tenant_id, backup_set_id, status, created_at, updated_at) values ({id}, {workspace}, {tenant}, {tenant}, '{status}', {AT}, {AT})")).await;
    }

    /// A shadow of `tenant` with this context; returns its id.
    pub async fn shadow(&self, operation: &str, tenant: i64, status: Status, context: Value) -> i64 {
        self.run(operation, tenant, status, Outcome::Pending, context).await
    }

    /// A run of `tenant`, ended or open; returns its id.
    pub async fn run(&self, operation: &str, tenant: i64, status: Status, outcome: Outcome, context: Value) -> i64 {
        let open = status.is_active();
        let row = Imported {
            id: None,
            scope: Scope::Tenant { workspace: workspace_of(tenant), tenant },
            operation: catalog::find(operation).unwrap(),
            identity: if open { context.clone() } else { json!({ "ended": context }) },
            initiator: Initiator::system(),
            status,
            outcome,
            counts: json!({}),
            failures: if matches!(outcome, Outcome::Pending | Outcome::Succeeded) {
                Failures::default()
            } else {
                Failures::one("x.y", "z")
            },
            context,
            scheduled_for: None,
            attempt: i32::from(status != Status::Queued),
            reconciled_at: None,
            started_at: (status != Status::Queued).then(at),
            completed_at: (!open).then(at),
            created_at: at(),
            updated_at: at(),
        };
        self.ledger.import_in(self.t.db.writer(), &[row]).await.unwrap()[0].0
    }

    /// A restore and its shadow, linked both ways; returns the shadow's id.
    pub async fn pair(&self, id: i64, tenant: i64, domain: &str, shadow: Status) -> i64 {
        self.restore(id, tenant, domain).await;
        let run = self.shadow("restore.execute", tenant, shadow, json!({ "restore_run_id": id })).await;
        self.t.sql(&format!("update restore_runs set operation_run_id = {run} where id = {id}")).await;
        run
    }

    /// One pass over both workspaces; the endings in that order.
    pub async fn pass(&self) -> (Ending, Ending) {
        self.pass_with(Options::default()).await
    }

    pub async fn pass_with(&self, options: Options) -> (Ending, Ending) {
        let mut endings = run_pass(&self.ledger, options, &[1, 2]).await.into_iter().map(ended);
        (endings.next().unwrap(), endings.next().unwrap())
    }

    /// The row of a run.
    pub async fn read(&self, id: i64) -> Run {
        self.ledger.run(id).await.unwrap().unwrap()
    }

    /// Everything in the ledger but the passes themselves, as text: what a pass must not have touched.
    pub async fn picture(&self) -> Vec<String> {
        self.t
            .texts(
                "select cast(id as text) || ' ' || status || ' ' || outcome || ' ' || cast(claim_token as text) || ' ' \
                 || cast(context as text) from operation_runs where type <> 'ops.reconcile_adapter_runs' order by id",
            )
            .await
    }
}

pub async fn run_pass(ledger: &Ledger, options: Options, workspaces: &[i64]) -> Vec<Ran> {
    let operation = catalog::find("ops.reconcile_adapter_runs").unwrap();
    let requests: Vec<Request> =
        workspaces.iter().map(|id| Request::new(Scope::Workspace(*id), operation, json!({}))).collect();
    run_once(ledger, Arc::new(ReconcileAdapterRuns::new(options)), &requests, std::future::pending()).await.unwrap()
}

/// How a pass ended, which must have been recorded.
pub fn ended(answer: Ran) -> Ending {
    match answer {
        Ran::Ended { ending, recorded: true, .. } => ending,
        other => panic!("the pass was not recorded: {other:?}"),
    }
}

/// Options that look at everything, however fresh.
pub fn at_once() -> Options {
    Options { older_than: Duration::ZERO, ..Options::default() }
}

/// The six counts of an ending.
pub fn counts(ending: &Ending) -> [i64; 6] {
    ["total", "processed", "succeeded", "failed", "skipped", "updated"]
        .map(|key| ending.counts()[key].as_i64().unwrap())
}

fn workspace_of(tenant: i64) -> i64 {
    if tenant == 3 { 2 } else { 1 }
}
