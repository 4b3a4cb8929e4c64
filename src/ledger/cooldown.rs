//! Work that answers for a while after it ended: within the cooldown of its type, a run that did the work stands in
//! for a new one of the same identity.
//!
//! What counts is a run that did it, all or part: a failed or a blocked one left the work to do, and a run that only
//! stood back for another did nothing itself, or standing back would go on for ever.
//!
//! No window between look and write. The unique indexes know active runs only, so one that began and ended between
//! the look of a statement and its insert would be missed. The insert therefore comes first and is looked at inside
//! its transaction: from then on nobody else can become active, and whatever ended before is committed and seen. If a
//! run turns out to be one too many, the transaction is rolled back before anybody could see it, and the others are
//! inserted anew: nobody who queues work needs the right to delete a run.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::claim::Claim;
use super::cooldown_sql::{answered_sql, recent_sql};
use super::door::Ledger;
use super::ensure::{CHUNK, Holder, ROUNDS, Request, unresolved};
use super::ensure_row::{Row, created, holder, numbered, row};
use super::ensure_sql::insert_sql;
use super::words::Status;
use crate::catalog::Operation;
use crate::clock::Instant;
use crate::db::patience::soon;
use crate::db::sql::{batch, statement};
use crate::problem::Result;

/// Stands in the context of a run under `dispatch` when it stood back: the run that had done the work.
pub const ANSWERED_BY: &str = "answered_by";

/// What became of a request for work with a cooldown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cooled {
    /// A new run, queued.
    Created(Claim),
    /// An active run holds the identity.
    Existing(Holder),
    /// A run has just done the work.
    Recent(Holder),
}

impl Cooled {
    /// The run that does, or did, the work.
    #[must_use]
    pub fn run_id(&self) -> i64 {
        match self {
            Self::Created(claim) => claim.run_id,
            Self::Existing(holder) | Self::Recent(holder) => holder.run_id,
        }
    }
}

impl Ledger {
    /// Queues a run, or finds the one that holds the identity, or that has just done the work.
    ///
    /// # Errors
    /// As [`Self::ensure`].
    pub async fn ensure_cooled(&self, request: Request) -> Result<Cooled> {
        let mut answers = self.ensure_cooled_many(std::slice::from_ref(&request)).await?;
        answers.pop().ok_or_else(unresolved)
    }

    /// The same for many, in the order of the requests. A request that is answered by a run that is there writes nothing.
    ///
    /// # Errors
    /// As [`Self::ensure`].
    pub async fn ensure_cooled_many(&self, requests: &[Request]) -> Result<Vec<Cooled>> {
        let mut answers = Vec::with_capacity(requests.len());
        for chunk in requests.chunks(CHUNK) {
            // Outside the wait for the database: a first use of the sanitizer takes a while.
            let rows: Vec<Row<'_>> =
                chunk.iter().enumerate().map(|(n, request)| row(n, request)).collect::<Result<_>>()?;
            answers.extend(soon(&self.db, self.cooled_chunk(chunk, &rows)).await?);
        }
        if answers.iter().any(|answer| matches!(answer, Cooled::Created(_))) {
            self.hint();
        }
        Ok(answers)
    }

    async fn cooled_chunk(&self, requests: &[Request], rows: &[Row<'_>]) -> Result<Vec<Cooled>> {
        let mut answers: Vec<Option<Cooled>> = requests.iter().map(|_| None).collect();
        let mut open: Vec<&Row<'_>> = rows.iter().collect();
        for round in 0..ROUNDS {
            if round > 0 {
                self.insert_cooled(requests, &open, &mut answers).await?;
                open.retain(|row| answers[row.n].is_none());
            }
            if open.is_empty() {
                break;
            }
            // Active ones first, so that one that ends between the two looks is found by the second.
            for (n, holder) in self.holders(&open).await? {
                answers[n] = Some(Cooled::Existing(holder));
            }
            for (n, holder) in self.recent(self.db.reader(), requests, &open).await? {
                answers[n] = Some(Cooled::Recent(holder));
            }
            open.retain(|row| answers[row.n].is_none());
        }
        answers.into_iter().map(|answer| answer.ok_or_else(unresolved)).collect()
    }

    /// Inserts what is open but for whatever had just been done.
    async fn insert_cooled(
        &self,
        requests: &[Request],
        open: &[&Row<'_>],
        answers: &mut [Option<Cooled>],
    ) -> Result<()> {
        let mut open = open.to_vec();
        while !open.is_empty() {
            let tx = self.db.begin().await?;
            let ours = self.insert_open(&tx, requests, &open).await?;
            let fresh: Vec<&Row<'_>> = open.iter().filter(|row| ours.contains_key(&row.n)).copied().collect();
            let recent = if fresh.is_empty() { Vec::new() } else { self.recent(&tx, requests, &fresh).await? };
            if recent.is_empty() {
                tx.commit().await?;
                for (n, claim) in ours {
                    answers[n] = Some(Cooled::Created(claim));
                }
                return Ok(());
            }
            tx.rollback().await?;
            for (n, holder) in recent {
                answers[n] = Some(Cooled::Recent(holder));
            }
            // Fewer each time, so this ends.
            open.retain(|row| answers[row.n].is_none());
        }
        Ok(())
    }

    /// Inserts what nobody holds; the claims of those that were made, by the number of their request.
    async fn insert_open(
        &self,
        tx: &DatabaseTransaction,
        requests: &[Request],
        open: &[&Row<'_>],
    ) -> Result<HashMap<usize, Claim>> {
        let engine = self.engine();
        let now = self.now();
        let values = [batch(&open), now.into(), Status::Queued.as_str().into(), 0_i64.into(), None::<Instant>.into()];
        let made = tx.query_all_raw(statement(engine, &insert_sql(engine, open.len()), values)).await?;
        let mut made: HashMap<_, _> = made.iter().map(created).collect::<Result<_>>()?;
        let mut ours: HashMap<usize, Claim> = HashMap::new();
        for row in open {
            let Request { scope, operation, .. } = requests[row.n];
            if let Some((run_id, token)) = made.remove(&row.key(&requests[row.n])) {
                ours.insert(row.n, Claim { run_id, token, scope, operation });
            }
        }
        Ok(ours)
    }

    /// Which of these have just been done, and by whom; the newest where there are several.
    async fn recent<C: ConnectionTrait>(
        &self,
        on: &C,
        requests: &[Request],
        rows: &[&Row<'_>],
    ) -> Result<Vec<(usize, Holder)>> {
        let engine = self.engine();
        let now = self.now();
        let mut found = Vec::new();
        // A type at a time, for each has a cooldown of its own; there is nearly always one.
        let mut types: Vec<&'static Operation> = rows.iter().map(|row| requests[row.n].operation).collect();
        types.sort_by_key(|operation| operation.name);
        types.dedup_by_key(|operation| operation.name);
        for operation in types {
            let Some(cooldown) = operation.cooldown else { continue };
            let of_type: Vec<&&Row<'_>> = rows.iter().filter(|row| requests[row.n].operation == operation).collect();
            let sql = recent_sql(engine, operation, of_type.len());
            let values = [batch(&of_type), (now - cooldown).into(), operation.name.into()];
            for row in on.query_all_raw(statement(engine, &sql, values)).await? {
                found.push(numbered(&row)?);
            }
        }
        Ok(found)
    }

    /// The other run that has just done the work of this one, if there is one: asked by whoever holds a run, before it
    /// begins. One look at an index.
    ///
    /// # Errors
    /// A database problem.
    pub async fn answered_by(&self, claim: &Claim) -> Result<Option<Holder>> {
        let Some(cooldown) = claim.operation.cooldown else { return Ok(None) };
        let values = [claim.run_id.into(), (self.now() - cooldown).into(), claim.operation.name.into()];
        let sql = answered_sql(self.engine(), claim.operation);
        let row = self.db.reader().query_one_raw(statement(self.engine(), &sql, values)).await?;
        row.as_ref().map(holder).transpose()
    }
}
