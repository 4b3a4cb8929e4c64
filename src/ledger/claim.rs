//! Holding a run: claim, heartbeat, and the question whether it is still ours (L4, L5).
//!
//! A claim is a run id and a token that grows at every claim. Whoever was frozen and thawed presents an old token
//! and changes nothing. The lease beside it only says when others may stop waiting for the holder.

use std::collections::HashMap;
use std::sync::Arc;

use futures::future::BoxFuture;
use sea_orm::{ConnectionTrait, QueryResult, Value};
use serde_json::json;

use super::door::Ledger;
use super::ending::{Closing, Ending};
use super::failures::Failures;
use super::words::{Scope, Status};
use crate::catalog::{self, OnLost, Operation};
use crate::db::Engine;
use crate::db::patience::soon;
use crate::db::sql::{batch, ints, later, statement, texts};
use crate::problem::Result;

/// The right to write a run: its id and the token of the present claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Which run.
    pub run_id: i64,
    /// The token that every write must present.
    pub token: i64,
    /// For whom it runs.
    pub scope: Scope,
    /// What kind of work it is.
    pub operation: &'static Operation,
}

impl Ledger {
    /// Claims up to `limit` queued runs of these types, oldest first: running, attempt + 1, token + 1, and a lease.
    /// Several workers asking at once get different runs.
    ///
    /// # Errors
    /// `operation.unknown`, or a database problem; then nothing is claimed.
    pub async fn claim_queued(&self, operations: &[&str], limit: u32) -> Result<Vec<Claim>> {
        // Asked before: a claim that cannot be handed out would hold its run until the lease ends.
        for operation in operations {
            catalog::find(operation)?;
        }
        let engine = self.engine();
        let now = self.now();
        let mut values: Vec<Value> = vec![batch(&operations), now.into(), i64::from(limit).into()];
        let rows = match engine {
            Engine::Postgres => {
                let sql = format!(
                    "with {}, run as ({}), leased as ({}) select * from run",
                    next_sql(engine),
                    run_sql(engine),
                    lease_sql("$4", &self.lease_end_sql(5), "run r where true"),
                );
                values.push(self.worker.clone().into());
                self.db.writer().query_all_raw(statement(engine, &sql, values)).await?
            }
            Engine::Sqlite => {
                let tx = self.db.begin().await?;
                let run = format!("with {} {}", next_sql(engine), run_sql(engine));
                let rows = tx.query_all_raw(statement(engine, &run, values)).await?;
                let ids: Vec<i64> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
                let sql = lease_sql("$2", "$3", &format!("operation_runs r where r.id in {}", ints(engine, 1)));
                let lease = [batch(&ids), self.worker.clone().into(), self.lease_end().into()];
                tx.execute_raw(statement(engine, &sql, lease)).await?;
                tx.commit().await?;
                rows
            }
        };
        let mut claims: Vec<Claim> = rows.iter().map(claimed).collect::<Result<_>>()?;
        claims.sort_by_key(|claim| claim.run_id);
        Ok(claims)
    }

    /// Claims the oldest queued run of these types, if there is one. Callers at the same time share a commit.
    ///
    /// # Errors
    /// As [`Self::claim_queued`].
    pub async fn claim_next(&self, operations: &[&'static str]) -> Result<Option<Claim>> {
        let ledger = self.clone();
        let together = move |wishes: Vec<Vec<&'static str>>| {
            let ledger = ledger.clone();
            Box::pin(async move { soon(&ledger.db, ledger.claim_each(&wishes)).await }) as BoxFuture<'_, _>
        };
        self.gathers.claims.ask(operations.to_vec(), Arc::new(together)).await
    }

    /// A claim for each wish; equal wishes are one statement.
    async fn claim_each(&self, wishes: &[Vec<&'static str>]) -> Result<Vec<Option<Claim>>> {
        let mut found: HashMap<&[&'static str], std::vec::IntoIter<Claim>> = HashMap::new();
        for wish in wishes {
            if !found.contains_key(wish.as_slice()) {
                let equal = wishes.iter().filter(|other| *other == wish).count();
                let claims = self.claim_queued(wish, u32::try_from(equal).unwrap_or(u32::MAX)).await?;
                found.insert(wish, claims.into_iter());
            }
        }
        Ok(wishes.iter().map(|wish| found.get_mut(wish.as_slice()).and_then(Iterator::next)).collect())
    }

    /// Renews every lease of this process in one statement; returns the runs that are still held.
    ///
    /// # Errors
    /// A database problem.
    pub async fn heartbeat(&self) -> Result<Vec<i64>> {
        self.renew(None).await
    }

    /// Renews the leases of these runs only. A claim whose answer was lost on its way has a lease in this process's
    /// name and nobody who works on it: renewed with the others it would be held for as long as the process lives.
    ///
    /// # Errors
    /// A database problem.
    pub async fn heartbeat_of(&self, runs: &[i64]) -> Result<Vec<i64>> {
        self.renew(Some(runs)).await
    }

    async fn renew(&self, runs: Option<&[i64]>) -> Result<Vec<i64>> {
        // A lease whose run has moved on under another token is no longer ours, whatever its worker says. Locked in
        // the order in which a batch of closings removes them: two orders would be a deadlock.
        let lock = if self.engine() == Engine::Postgres { " order by l.run_id for update of l" } else { "" };
        let mut values: Vec<Value> = vec![self.worker.clone().into()];
        let among = if let Some(runs) = runs {
            values.push(batch(&runs));
            format!(" and l.run_id in {}", ints(self.engine(), 2))
        } else {
            String::new()
        };
        if self.engine() == Engine::Sqlite {
            values.push(self.lease_end().into());
        }
        let sql = format!(
            "with mine as (select l.run_id from operation_run_leases l join operation_runs r on r.id = l.run_id \
             where l.worker = $1 and r.claim_token = l.claim_token and r.status = 'running'{among}{lock}) \
             update operation_run_leases set expires_at = {} where run_id in (select run_id from mine) returning run_id",
            self.lease_end_sql(values.len())
        );
        let rows = self.db.writer().query_all_raw(statement(self.engine(), &sql, values)).await?;
        Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
    }

    /// Whether `claim` still holds its run, asked inside the caller's own transaction and holding it there until
    /// that transaction ends: a process that slept through its lease cannot touch domain data either (L5).
    ///
    /// # Errors
    /// A database problem.
    pub async fn still_mine<C: ConnectionTrait>(&self, tx: &C, claim: &Claim) -> Result<bool> {
        let lock = if self.engine() == Engine::Postgres { " for share" } else { "" };
        let sql =
            format!("select 1 from operation_runs where id = $1 and claim_token = $2 and status = 'running'{lock}");
        let row = tx.query_one_raw(statement(self.engine(), &sql, [claim.run_id.into(), claim.token.into()])).await?;
        Ok(row.is_some())
    }

    /// Ends the runs of `operation` whose lease has run out, as failed with `run.worker_lost`, so that a dead
    /// process cannot hold its identity for ever. Returns their ids.
    ///
    /// # Errors
    /// A database problem.
    pub async fn release_lost(&self, operation: &'static Operation) -> Result<Vec<i64>> {
        if operation.stale.on_lost == OnLost::Mirror {
            return Ok(Vec::new());
        }
        // One transaction, and on PostgreSQL with the rows held: a heartbeat that comes between look and end would
        // see its live run ended. One that is being written right now is skipped; it is not lost.
        let (past, lock) = match self.engine() {
            Engine::Postgres => ("l.expires_at < clock_timestamp()", " for update of r, l skip locked"),
            Engine::Sqlite => ("l.expires_at < $2", ""),
        };
        let sql = format!(
            "select r.id, r.claim_token, r.workspace_id, r.tenant_id, r.type, l.worker from operation_runs r \
             join operation_run_leases l on l.run_id = r.id and l.claim_token = r.claim_token \
             where r.type = $1 and r.status in ('queued', 'running') and r.status = 'running' and {past} \
             order by r.id limit 1000{lock}"
        );
        let now = self.now();
        let mut values: Vec<Value> = vec![operation.name.into()];
        if self.engine() == Engine::Sqlite {
            values.push(now.into());
        }
        let tx = self.db.begin().await?;
        let rows = tx.query_all_raw(statement(self.engine(), &sql, values)).await?;
        let mut closings = Vec::with_capacity(rows.len());
        for row in &rows {
            let claim = claimed(row)?;
            let worker: String = row.try_get("", "worker")?;
            let message = format!("The lease of worker {worker} ran out before the operation ended");
            let ending = Ending::failed(Failures::one("run.worker_lost", &message)).with_context(json!({
                "reconciliation": { "reason": "run.worker_lost", "evidence": { "worker": worker }, "reconciled_at": crate::clock::text(now) },
            }));
            closings.push(Closing::reconciled(&claim, Status::Running, ending));
        }
        let done = self.close_in(&tx, &closings).await?;
        tx.commit().await?;
        Ok(done.closed)
    }
}

/// Materialised: PostgreSQL could run a plain subquery once for each candidate, and each time lock others.
fn next_sql(engine: Engine) -> String {
    let lock = if engine == Engine::Postgres { " for update skip locked" } else { "" };
    // In the very words of `operation_runs_queue_index`, without which the oldest is looked for in all of history.
    format!(
        "next as materialized (select id from operation_runs where status = 'queued' \
         and type in {} and (available_at is null or available_at <= $2) order by id limit $3{lock})",
        texts(engine, 1)
    )
}

fn run_sql(engine: Engine) -> String {
    format!(
        "update operation_runs set status = 'running', attempt = attempt + 1, claim_token = claim_token + 1, \
         started_at = {}, updated_at = {} where id in (select id from next) \
         returning id, claim_token, workspace_id, tenant_id, type",
        later(engine, "$2", "created_at"),
        later(engine, "$2", "updated_at"),
    )
}

/// A lease that an earlier claim left behind gives way: it must not stop the claim of all the others.
fn lease_sql(worker: &str, end: &str, runs: &str) -> String {
    format!(
        "insert into operation_run_leases (run_id, worker, claim_token, expires_at) \
         select r.id, {worker}, r.claim_token, {end} from {runs} \
         on conflict (run_id) do update set worker = excluded.worker, claim_token = excluded.claim_token, \
         expires_at = excluded.expires_at"
    )
}

pub(super) fn claimed(row: &QueryResult) -> Result<Claim> {
    let operation: String = row.try_get("", "type")?;
    Ok(Claim {
        run_id: row.try_get("", "id")?,
        token: row.try_get("", "claim_token")?,
        scope: Scope::of(row.try_get("", "workspace_id")?, row.try_get("", "tenant_id")?),
        operation: catalog::entry(&operation),
    })
}
