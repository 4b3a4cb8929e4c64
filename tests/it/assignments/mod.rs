//! `assignments.fetch` and `assignments.restore`, worked off by real workers against a server that plays the provider.

#![allow(clippy::print_stdout, reason = "seeds and figures are there to be read")]

mod crowd;
mod dispatch;
mod fetch;
mod kills;
mod program;
mod restore;
mod stands_back;

use std::sync::Arc;
use std::time::Duration;

use opsledger::catalog::Operation;
use opsledger::engine::{Attempt, Done, Refusal, Retry, Setback, Work};
use opsledger::graph::DirectoryProvider;
use opsledger::jobs;
use opsledger::jobs::assignments::{Fetch, Restore};
use opsledger::ledger::{Ending, Initiator, Run};
use opsledger::problem::Result as Answer;
use serde_json::{Value, json};

pub use fetch::attempt as fetch_attempt;

use crate::ledger::*;
use crate::support::TestDb;
use crate::support::provider::Provider;
use crate::workers::Crew;

pub const FETCH: &str = "assignments.fetch";
pub const RESTORE: &str = "assignments.restore";

/// Two customers, a backup of tenant 1 with four items, and the provider.
pub struct Site {
    pub lab: Lab,
    pub server: Provider,
}

impl Site {
    pub async fn new(t: TestDb) -> Self {
        let lab = Lab::new(t).await;
        connect(&lab.t).await;
        lab.t
            .sql(
                "insert into backup_sets (id, workspace_id, tenant_id, name, status, created_at, updated_at) values \
                 (1, 1, 1, 'S', 'completed', {at}, {at}), (2, 1, 2, 'T', 'completed', {at}, {at})",
            )
            .await;
        for n in 1..=4 {
            add_item(&lab.t, n, 1, 1).await;
        }
        let server = Provider::start().await;
        for n in 1..=4 {
            server.world().assignments.insert(format!("p-{n}"), vec![group("now", n)]);
        }
        Self { lab, server }
    }

    /// The works of this toolkit, with little patience between attempts.
    pub fn works(&self) -> Vec<Arc<dyn Work>> {
        let client: Arc<dyn DirectoryProvider> = Arc::new(self.server.client());
        jobs::works(Some(&client)).into_iter().map(|work| Arc::new(Eager(work)) as Arc<dyn Work>).collect()
    }

    /// Workers at it.
    pub fn crew(&self) -> Crew {
        Crew::start(&self.lab.ledger, self.works(), 2, Duration::from_secs(60))
    }

    /// Works off the one run that is queued.
    pub async fn works_off(&self) -> (Done, Run) {
        let mut crew = self.crew();
        let done = crew.next().await;
        crew.stop().await;
        let run = self.lab.run(done.claim.run_id).await;
        (done, run)
    }

    /// The work of a type, to be asked directly.
    pub fn work(&self, operation: &str) -> Arc<dyn Work> {
        self.works().into_iter().find(|work| work.operation().name == operation).expect("it is among the works")
    }

    /// What an item has, as `status assignments`.
    pub async fn item(&self, id: i64) -> String {
        let sql = "select coalesce(assignments_status, '-') || ' ' || coalesce(cast(assignments as text), '-') from backup_items";
        self.lab.t.text(&format!("{sql} where id = {id}")).await.replace(": ", ":").replace(", ", ",")
    }

    pub async fn audit_rows(&self, run_id: i64) -> i64 {
        self.lab.t.count(&format!("select count(*) from audit_logs where resource_id = {run_id}")).await
    }

    /// A restore run of tenant 1 over these items.
    pub async fn restore_run(&self, id: i64, status: &str, items: &[i64]) {
        add_restore(&self.lab.t, id, 1, 1, status, items).await;
    }
}

pub async fn connect(t: &TestDb) {
    t.sql(
        "insert into provider_connections (id, workspace_id, tenant_id, status, entra_tenant_id, created_at, updated_at) values \
         (1, 1, 1, 'connected', 'contoso.example', {at}, {at}), (2, 1, 2, 'connected', 'us.example', {at}, {at})",
    )
    .await;
}

/// Item `n` of a set, whose policy was assigned to the group `then-n`.
pub async fn add_item(t: &TestDb, n: i64, set: i64, tenant: i64) {
    t.sql(&format!(
        "insert into backup_items (id, workspace_id, tenant_id, backup_set_id, policy_type, external_id, display_name, \
         assignments, assignments_status, captured_at, created_at, updated_at) values \
         ({n}, 1, {tenant}, {set}, 'deviceConfiguration', 'p-{n}', 'P', '[{}]', 'fetched', {{at}}, {{at}}, {{at}})",
        group("then", n)
    ))
    .await;
}

pub async fn add_restore(t: &TestDb, id: i64, tenant: i64, set: i64, status: &str, items: &[i64]) {
    t.sql(&format!(
        "insert into restore_runs (id, workspace_id, tenant_id, backup_set_id, status, requested_items, created_at, updated_at) \
         values ({id}, 1, {tenant}, {set}, '{status}', '{}', {{at}}, {{at}})",
        json!(items)
    ))
    .await;
}

pub fn group(when: &str, n: i64) -> Value {
    json!({ "target": { "groupId": format!("{when}-{n}") } })
}

pub fn fetch(item: i64) -> Fetch {
    Fetch {
        workspace_id: 1,
        tenant_id: 1,
        backup_set_id: 1,
        backup_item_id: item,
        initiator: Initiator::system(),
        operation_run_id: None,
    }
}

pub fn restore(id: i64) -> Restore {
    Restore {
        workspace_id: 1,
        tenant_id: 1,
        restore_run_id: id,
        backup_set_id: 1,
        initiator: Initiator::system(),
        operation_run_id: None,
    }
}

/// `outcome total/processed/succeeded/failed/skipped`, each count 0 when it was not given.
pub fn summary(run: &Run) -> String {
    let count = |key: &str| run.summary_counts[key].as_i64().unwrap_or(0).to_string();
    let counts = ["total", "processed", "succeeded", "failed", "skipped"].map(count).join("/");
    format!("{} {counts}", run.outcome)
}

/// The reason codes of a run's failures, all of which are under one code.
pub fn reasons(run: &Run, code: &str) -> Vec<String> {
    let items = run.failure_summary.as_array().expect("a list");
    assert!(items.iter().all(|item| item["code"] == code), "{items:?}");
    items.iter().map(|item| item["reason_code"].as_str().unwrap_or("-").to_owned()).collect()
}

/// The same work, which waits for milliseconds where it would wait for seconds.
struct Eager(Arc<dyn Work>);

#[async_trait::async_trait]
impl Work for Eager {
    fn operation(&self) -> &'static Operation {
        self.0.operation()
    }

    fn retry(&self) -> Retry {
        Retry { base: Duration::from_millis(2), ..self.0.retry() }
    }

    fn limit(&self) -> Duration {
        self.0.limit()
    }

    fn speaks_to_provider(&self) -> bool {
        self.0.speaks_to_provider()
    }

    async fn admit(&self, attempt: &Attempt) -> Answer<Option<Refusal>> {
        self.0.admit(attempt).await
    }

    async fn attempt(&self, attempt: &Attempt) -> Result<Ending, Setback> {
        self.0.attempt(attempt).await
    }
}
