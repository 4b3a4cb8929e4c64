//! Create-or-find (L2): ask for a run, and get either a new one or the one that already holds the identity.
//!
//! The insert says `on conflict do nothing` without a target, so all four unique indexes (active and slot, tenant
//! and workspace) guard it at once and there is no predicate to mistype. An anti-join comes first: a request whose
//! identity is held writes nothing, costs no commit and burns no id. Whoever loses is told who holds it.

use std::collections::HashMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use sea_orm::{ConnectionTrait, Statement, Value};
use serde::Serialize;
use serde_json::Value as Json;

use super::claim::Claim;
use super::door::Ledger;
use super::ensure_row::{Key, Row, created, numbered, row};
use super::ensure_sql::{holders_sql, insert_sql};
use super::words::{Initiator, Scope, Status};
use crate::catalog::Operation;
use crate::clock::Instant;
use crate::db::Engine;
use crate::db::patience::soon;
use crate::db::sql::{batch, statement};
use crate::problem::{Problem, Result};

/// The holder of an identity may end between the insert and the look-up; then both are tried again.
pub(super) const ROUNDS: usize = 8;
/// Requests per statement.
pub(super) const CHUNK: usize = 5_000;

/// A wish for a run.
#[derive(Debug, Clone)]
pub struct Request {
    /// For whom.
    pub scope: Scope,
    /// What kind of work.
    pub operation: &'static Operation,
    /// The stable, secret-free inputs that make two requests the same work.
    pub identity: Json,
    /// Who asks.
    pub initiator: Initiator,
    /// What the row remembers; passes the door's rules.
    pub context: Json,
    /// The slot, when a schedule asks.
    pub scheduled_for: Option<Instant>,
    /// The earliest start of a queued run.
    pub available_at: Option<Instant>,
}

impl Request {
    /// A request of the system with nothing but scope, type and identity.
    #[must_use]
    pub fn new(scope: Scope, operation: &'static Operation, identity: Json) -> Self {
        Self {
            scope,
            operation,
            identity,
            initiator: Initiator::system(),
            context: Json::Null,
            scheduled_for: None,
            available_at: None,
        }
    }
}

/// Where a new run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Waiting for a worker.
    Queued,
    /// Already running here, with its first lease: one commit less.
    Running,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ensured {
    /// A new run; the token fences every later write.
    Created(Claim),
    /// Another run holds the identity, or had the slot. Its initiator stays who it was.
    Existing(Holder),
}

/// The run that holds an identity or a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Its id.
    pub run_id: i64,
    /// Where it stands; completed only when it had the very slot that was asked for.
    pub status: Status,
    /// Who asked for it.
    pub initiator_name: String,
}

impl Ledger {
    /// Creates the run or finds the one that already holds the identity. Callers at the same time share a commit.
    ///
    /// # Errors
    /// `ledger.identity_invalid`, or a database problem; `db.refused` when scope and tenant do not belong together.
    pub async fn ensure(&self, request: Request, start: Start) -> Result<Ensured> {
        let gather = match start {
            Start::Queued => &self.gathers.queued,
            Start::Running => &self.gathers.running,
        };
        let ledger = self.clone();
        let together = move |requests: Vec<Request>| {
            let ledger = ledger.clone();
            Box::pin(async move {
                let answers = soon(&ledger.db, ledger.ensure_many(&requests, start)).await?;
                if start == Start::Queued && answers.iter().any(|answer| matches!(answer, Ensured::Created(_))) {
                    ledger.hint();
                }
                Ok(answers)
            }) as BoxFuture<'_, _>
        };
        gather.ask(request, Arc::new(together)).await
    }

    /// The same for many scopes; one statement for each five thousand, answers in the order of the requests.
    ///
    /// # Errors
    /// As [`Self::ensure`]; `ledger.ensure_unresolved` when an identity changed hands at every look.
    pub async fn ensure_many(&self, requests: &[Request], start: Start) -> Result<Vec<Ensured>> {
        let mut answers = Vec::with_capacity(requests.len());
        for chunk in requests.chunks(CHUNK) {
            answers.extend(self.ensure_chunk(chunk, start).await?);
        }
        Ok(answers)
    }

    async fn ensure_chunk(&self, requests: &[Request], start: Start) -> Result<Vec<Ensured>> {
        let mut answers: Vec<Option<Ensured>> = requests.iter().map(|_| None).collect();
        let rows: Vec<Row<'_>> =
            requests.iter().enumerate().map(|(n, request)| row(n, request)).collect::<Result<_>>()?;
        let mut open: Vec<&Row<'_>> = rows.iter().collect();
        for _ in 0..ROUNDS {
            let mut created: HashMap<Key, (i64, i64)> = self.insert(&open, start).await?.into_iter().collect();
            for row in &open {
                let Request { scope, operation, .. } = requests[row.n];
                // The first of several equal requests in one batch takes the new run.
                if let Some((run_id, token)) = created.remove(&row.key(&requests[row.n])) {
                    answers[row.n] = Some(Ensured::Created(Claim { run_id, token, scope, operation }));
                }
            }
            open.retain(|row| answers[row.n].is_none());
            if open.is_empty() {
                break;
            }
            for (n, holder) in self.holders(&open).await? {
                answers[n] = Some(Ensured::Existing(holder));
            }
            open.retain(|row| answers[row.n].is_none());
            if open.is_empty() {
                break;
            }
        }
        answers.into_iter().map(|answer| answer.ok_or_else(unresolved)).collect()
    }

    async fn insert(&self, rows: &[&Row<'_>], start: Start) -> Result<Vec<(Key, (i64, i64))>> {
        let values = |batch: Value| -> Vec<Value> {
            let now = self.now();
            let (status, first, started) = match start {
                Start::Queued => (Status::Queued, 0_i64, None),
                Start::Running => (Status::Running, 1, Some(now)),
            };
            vec![batch, now.into(), status.as_str().into(), first.into(), Value::from(started)]
        };
        let insert = insert_sql(self.engine(), rows.len());
        let lease = format!(
            "insert into operation_run_leases (run_id, worker, claim_token, expires_at) \
             select id, $6, claim_token, {} from",
            self.lease_end_sql(7)
        );
        let rows = match (self.engine(), start) {
            (Engine::Postgres, Start::Queued) => {
                self.db.writer().query_all_raw(statement(self.engine(), &insert, values(batch(&rows)))).await?
            }
            (Engine::Postgres, Start::Running) => {
                let sql = format!(
                    "with made as ({insert}), leased as ({lease} made) \
                     select id, workspace_id, tenant_id, run_identity_hash, scheduled_for, claim_token from made"
                );
                let mut values = values(batch(&rows));
                values.push(self.worker.clone().into());
                self.db.writer().query_all_raw(statement(self.engine(), &sql, values)).await?
            }
            (Engine::Sqlite, _) => {
                // The time is asked for after the wait for the write lock: a run is not older than the one it followed.
                let tx = self.db.begin().await?;
                let made = tx.query_all_raw(statement(self.engine(), &insert, values(batch(&rows)))).await?;
                if start == Start::Running && !made.is_empty() {
                    let ids: Vec<i64> = made.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
                    tx.execute_raw(self.sqlite_lease(&ids)).await?;
                }
                tx.commit().await?;
                made
            }
        };
        rows.iter().map(created).collect()
    }

    fn sqlite_lease(&self, ids: &[i64]) -> Statement {
        let sql = "insert into operation_run_leases (run_id, worker, claim_token, expires_at) \
                   select id, $2, claim_token, $3 from operation_runs where id in (select value from json_each($1))";
        statement(self.engine(), sql, [batch(&ids), self.worker.clone().into(), self.lease_end().into()])
    }

    pub(super) async fn holders(&self, rows: &[&Row<'_>]) -> Result<Vec<(usize, Holder)>> {
        let found = self
            .db
            .reader()
            .query_all_raw(statement(self.engine(), &holders_sql(self.engine(), rows.len()), [batch(&rows)]))
            .await?;
        found.iter().map(numbered).collect()
    }
}

pub(super) fn unresolved() -> Problem {
    Problem::work("ledger.ensure_unresolved", "the identity changed hands at every look")
        .next("try again; if it persists, run `scheduler doctor`")
}
