//! The rules of the ledger, each by its name, on both engines.

mod amend;
mod bounds;
mod claim;
mod close;
mod close_once;
mod cooldown;
mod ensure;
mod ensure_many;
mod fencing;
mod import;
mod lost;
mod quiet;
mod races;
mod read;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration};
use opsledger::catalog;
use opsledger::clock::{Clock, Instant};
use opsledger::db::Db;
use opsledger::ledger::{Claim, Closed, Ending, Ensured, Holder, Initiator, Ledger, Request, Run, Scope, Start};
use serde_json::{Value, json};

use crate::support::TestDb;

/// The workspace of most tests, and its two tenants.
pub const ACME: Scope = Scope::Workspace(1);
pub const ACME_EU: Scope = Scope::Tenant { workspace: 1, tenant: 1 };
pub const ACME_US: Scope = Scope::Tenant { workspace: 1, tenant: 2 };
/// Another customer.
pub const GLOBEX: Scope = Scope::Workspace(2);

/// Housekeeping of a workspace; not audited.
pub const SWEEP: &str = "ops.reconcile_stale_runs";
/// Work for a tenant that is written to the audit log.
pub const BACKUP: &str = "backup_set.add_policies";

/// A door to the ledger whose clock the test moves, with two customers and a person behind it.
pub struct Lab {
    pub t: TestDb,
    pub ledger: Ledger,
    db: Db,
    clock: Arc<AtomicI64>,
}

impl Lab {
    pub async fn new(t: TestDb) -> Self {
        t.sql(
            "insert into workspaces (id, external_id, slug, name, created_at, updated_at) values \
             (1, 'w1', 'acme', 'Acme', {at}, {at}), (2, 'w2', 'globex', 'Globex', {at}, {at}); \
             insert into tenants (id, workspace_id, external_id, name, created_at, updated_at) values \
             (1, 1, 't1', 'EU', {at}, {at}), (2, 1, 't2', 'US', {at}, {at}), (3, 2, 't3', 'Home', {at}, {at}); \
             insert into users (id, name, email, created_at, updated_at) values (1, 'Ada', 'ada@example.com', {at}, {at})",
        )
        .await;
        let clock = Arc::new(AtomicI64::new(at("2026-11-20T10:00:00Z").timestamp_micros()));
        let db = t.for_programs().await;
        let ledger = Ledger::new(db.clone(), shared(&clock), "worker-1");
        Self { t, ledger, db, clock }
    }

    /// Another process at the same ledger.
    pub fn worker(&self, name: &str) -> Ledger {
        Ledger::new(self.db.clone(), shared(&self.clock), name)
    }

    /// Moves the clock, backward too.
    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    pub fn now(&self) -> Instant {
        self.ledger.now()
    }

    pub async fn ensure(&self, request: Request, start: Start) -> Ensured {
        self.ledger.ensure(request, start).await.expect("ensure")
    }

    /// A new run that is running here.
    pub async fn running(&self, scope: Scope, operation: &str, n: i64) -> Claim {
        created(self.ensure(wish(scope, operation, n), Start::Running).await)
    }

    /// A new run that waits.
    pub async fn queued(&self, scope: Scope, operation: &str, n: i64) -> Claim {
        created(self.ensure(wish(scope, operation, n), Start::Queued).await)
    }

    pub async fn succeed(&self, claim: &Claim) {
        assert_eq!(self.ledger.complete(claim, Ending::succeeded()).await.expect("complete"), Closed::Done);
    }

    pub async fn run(&self, id: i64) -> Run {
        self.ledger.run(id).await.expect("read the run").expect("the run is there")
    }

    /// The number of rows of a table.
    pub async fn rows(&self, table: &str) -> i64 {
        self.t.count(&format!("select count(*) from {table}")).await
    }

    /// As if its worker had died an hour ago.
    pub async fn let_lease_run_out(&self, run_id: i64) {
        self.t.sql(&format!("update operation_run_leases set expires_at = {{at}} where run_id = {run_id}")).await;
    }

    /// As if somebody else had taken the run over.
    pub async fn take_over(&self, run_id: i64) {
        self.t.sql(&format!("update operation_runs set claim_token = claim_token + 1 where id = {run_id}")).await;
    }
}

fn shared(clock: &Arc<AtomicI64>) -> Clock {
    let clock = Arc::clone(clock);
    Clock::from_fn(move || DateTime::from_timestamp_micros(clock.load(Ordering::Relaxed)).expect("an instant"))
}

pub fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

pub fn seconds(count: i64) -> Duration {
    Duration::seconds(count)
}

/// A request of the system; `n` tells one identity from another.
pub fn wish(scope: Scope, operation: &str, n: i64) -> Request {
    Request::new(scope, catalog::find(operation).expect("a declared type"), json!({ "n": n }))
}

/// The same asked by Ada.
pub fn asked_by_ada(request: Request) -> Request {
    Request { initiator: Initiator::user(1, "Ada"), ..request }
}

pub fn with_context(request: Request, context: Value) -> Request {
    Request { context, ..request }
}

pub fn created(ensured: Ensured) -> Claim {
    match ensured {
        Ensured::Created(claim) => claim,
        Ensured::Existing(holder) => panic!("{holder:?} is in the way"),
    }
}

pub fn existing(ensured: Ensured) -> Holder {
    match ensured {
        Ensured::Existing(holder) => holder,
        Ensured::Created(claim) => panic!("{claim:?} was made"),
    }
}
