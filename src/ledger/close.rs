//! Ending runs (L5, L10, L11): the run, its lease, the audit row and the notification in one transaction.
//!
//! A batch of closings is one statement on PostgreSQL and one immediate transaction on SQLite. Each closing names
//! the status and the claim token that it saw; a run that has moved since is left alone and reported as lost.
//! Times never go backward, even when the clock of the machine that ends a run is behind that of the one that
//! began it.

use std::collections::HashSet;
use std::sync::Arc;

use futures::future::BoxFuture;
use sea_orm::{ConnectionTrait, Value};
use serde::Serialize;
use serde_json::Value as Json;

use super::claim::Claim;
use super::close_sql::{audit_sql, labelled_sql, notice_sql, postgres_sql, update_sql};
use super::context::Context;
use super::door::Ledger;
use super::ending::{Closing, Ending};
use super::failures::Failures;
use super::recovery::{self, Recovery};
use crate::clock::text;
use crate::db::Engine;
use crate::db::patience::soon;
use crate::db::sql::{batch, ints, statement};
use crate::problem::Result;

/// What became of a fenced write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Closed {
    /// Written.
    Done,
    /// Another claim has taken over, or the run has ended: nothing was written.
    LostClaim,
}

impl Closed {
    pub(super) fn from_rows(rows: u64) -> Self {
        if rows == 0 { Self::LostClaim } else { Self::Done }
    }
}

/// What became of a batch of closings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClosedMany {
    /// The runs that were ended.
    pub closed: Vec<i64>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: i64,
    claim_token: i64,
    status: &'static str,
    outcome: &'static str,
    counts: Option<&'a Json>,
    failures: &'a Failures,
    context: Option<Added<'a>>,
    completed_at: Option<String>,
    reconciled: bool,
    recovered: bool,
    audited: bool,
    label: &'static str,
}

/// The keys that an ending sets in the context.
#[derive(Serialize)]
struct Added<'a> {
    #[serde(flatten)]
    context: Context,
    #[serde(skip_serializing_if = "Option::is_none")]
    reconciliation: Option<&'a Recovery>,
}

/// An ended run whose type the catalog marks, and what the audit log calls it.
#[derive(Serialize)]
struct Audited {
    id: i64,
    label: &'static str,
}

impl Ledger {
    /// Ends a run that the caller holds. Callers at the same time share a commit.
    ///
    /// # Errors
    /// A database problem; then nothing was written.
    pub async fn complete(&self, claim: &Claim, ending: Ending) -> Result<Closed> {
        self.close(Closing::of(claim, ending)).await
    }

    /// Ends one run, whoever holds it. Callers at the same time share a commit.
    ///
    /// # Errors
    /// A database problem; then nothing was written.
    pub async fn close(&self, closing: Closing) -> Result<Closed> {
        let ledger = self.clone();
        let together = move |closings: Vec<Closing>| {
            let ledger = ledger.clone();
            Box::pin(async move { soon(&ledger.db, ledger.close_each(closings)).await }) as BoxFuture<'_, _>
        };
        self.gathers.endings.ask(closing, Arc::new(together)).await
    }

    /// One answer for each closing, of which the first about a run is the one that counts.
    async fn close_each(&self, closings: Vec<Closing>) -> Result<Vec<Closed>> {
        let mut first = HashSet::new();
        let once: Vec<bool> = closings.iter().map(|closing| first.insert(closing.run_id())).collect();
        let firsts: Vec<Closing> =
            closings.iter().zip(&once).filter(|(_, once)| **once).map(|(closing, _)| closing.clone()).collect();
        let closed: HashSet<i64> = self.close_many(&firsts).await?.closed.into_iter().collect();
        let mut answers = Vec::with_capacity(closings.len());
        for (closing, once) in closings.iter().zip(once) {
            let done = if once {
                closed.contains(&closing.run_id())
            } else {
                // Another claim of the same run may hold the right token.
                !self.close_many(std::slice::from_ref(closing)).await?.closed.is_empty()
            };
            answers.push(if done { Closed::Done } else { Closed::LostClaim });
        }
        Ok(answers)
    }

    /// Ends many runs at once; those that have moved since they were seen are left alone.
    ///
    /// # Errors
    /// A database problem; then nothing was written.
    pub async fn close_many(&self, closings: &[Closing]) -> Result<ClosedMany> {
        if closings.is_empty() {
            return Ok(ClosedMany::default());
        }
        if self.engine() == Engine::Postgres {
            return self.close_in(self.db.writer(), closings).await;
        }
        let tx = self.db.begin().await?;
        let done = self.close_in(&tx, closings).await?;
        tx.commit().await?;
        Ok(done)
    }

    /// Which of these claims' runs were ended under that very claim, by its holder. After a commit whose answer was
    /// lost, nothing else tells "done" from "somebody took over".
    ///
    /// # Errors
    /// A database problem.
    pub async fn ended_by(&self, claims: &[Claim]) -> Result<Vec<i64>> {
        let engine = self.engine();
        let ids: Vec<i64> = claims.iter().map(|claim| claim.run_id).collect();
        let sql = format!(
            "select id, claim_token from operation_runs where id in {} and status = 'completed' and reconciled_at is null",
            ints(engine, 1)
        );
        let rows = self.db.writer().query_all_raw(statement(engine, &sql, [batch(&ids)])).await?;
        let ended: HashSet<(i64, i64)> =
            rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect::<Result<_>>()?;
        let ours = claims.iter().filter(|claim| ended.contains(&(claim.run_id, claim.token)));
        Ok(ours.map(|claim| claim.run_id).collect())
    }

    /// The same inside a transaction of the caller.
    ///
    /// # Errors
    /// A database problem; the caller then rolls back.
    pub async fn close_in<'a, C: ConnectionTrait>(
        &self,
        tx: &C,
        closings: impl IntoIterator<Item = &'a Closing>,
    ) -> Result<ClosedMany> {
        let mut rows: Vec<Row<'_>> = closings.into_iter().map(row).collect();
        // In one order whoever asks: two batches that met in different orders would wait for each other.
        rows.sort_by_key(|row| row.id);
        let engine = self.engine();
        let now = self.now();
        let values: [Value; 2] = [batch(&rows), now.into()];
        if engine == Engine::Postgres {
            let done = tx.query_all_raw(statement(engine, &postgres_sql(rows.len()), values)).await?;
            return Ok(ClosedMany {
                closed: done.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?,
            });
        }
        let done = tx.query_all_raw(statement(engine, &update_sql(engine, rows.len()), values)).await?;
        let ids: Vec<i64> = done.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
        if ids.is_empty() {
            return Ok(ClosedMany::default());
        }
        let closed = batch(&ids);
        let gone = format!("delete from operation_run_leases where run_id in {}", ints(engine, 1));
        tx.execute_raw(statement(engine, &gone, [closed.clone()])).await?;
        // What follows from the change, and only for the rows that it is about.
        let changed: HashSet<i64> = ids.iter().copied().collect();
        let mut audited: Vec<Audited> = rows
            .iter()
            .filter(|row| row.audited && changed.contains(&row.id))
            .map(|row| Audited { id: row.id, label: row.label })
            .collect();
        // Once, even when the batch names a run twice; the rows are sorted.
        audited.dedup_by_key(|row| row.id);
        if !audited.is_empty() {
            tx.execute_raw(statement(engine, &audit_sql(engine, &labelled_sql()), [batch(&audited), now.into()]))
                .await?;
        }
        if done.iter().any(|row| row.try_get_by_index(1).unwrap_or(true)) {
            let ended = format!("(select * from operation_runs where id in {})", ints(engine, 1));
            tx.execute_raw(statement(engine, &notice_sql(engine, &ended), [closed, now.into()])).await?;
        }
        Ok(ClosedMany { closed: ids })
    }
}

fn row(closing: &Closing) -> Row<'_> {
    let Closing { run_id, claim_token, status, operation, ending, reconciled } = closing;
    let mut context = Context::new(operation, &ending.context);
    let reconciliation = ending.recovery.as_deref();
    if reconciliation.is_some() {
        context.remove(recovery::KEY);
    }
    let recovered = reconciliation.is_some() && context.is_empty();
    Row {
        id: *run_id,
        claim_token: *claim_token,
        status: status.as_str(),
        outcome: ending.outcome.as_str(),
        counts: ending.counts.as_ref(),
        failures: &ending.failures,
        context: (reconciliation.is_some() || !context.is_empty()).then_some(Added { context, reconciliation }),
        completed_at: ending.completed_at.map(text),
        reconciled: *reconciled,
        recovered,
        audited: operation.audited,
        label: operation.label,
    }
}
