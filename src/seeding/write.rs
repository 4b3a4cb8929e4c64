//! Puts rows into the database: made and encoded on other threads, sent in the order of their ids, counted and
//! digested on the way. A few stretches are in memory at a time, whatever the number of rows.

use std::sync::Arc;

use futures::StreamExt;
use tokio::task::spawn_blocking;

use super::digest::{Digester, Digests, TableDigest, Whole};
use super::rows::{OPERATION_RUNS, TABLES, Table};
use super::standing::Standing;
use super::supply::{Stretch, Supply};
use crate::db::Owned;
use crate::db::bulk::{Chunk, Parked, Target, load};
use crate::ledger;
use crate::problem::{Problem, Result};

/// Stretches in the making. More threads than cores gain nothing, and each holds some megabytes.
const AHEAD: usize = 3;

/// So many stretches come before it is decided which partial indexes of a table stay up: one of the cast, and one of the
/// population.
const FIRST: usize = 2;

/// Told how many rows were written so far, and of about how many.
pub type Progress = Arc<dyn Fn(i64, i64) + Send + Sync>;

/// Counts rows for whoever watches.
pub(super) struct Meter<'a> {
    done: i64,
    total: i64,
    progress: Option<&'a Progress>,
}

impl<'a> Meter<'a> {
    pub(super) fn new(total: i64, progress: Option<&'a Progress>) -> Self {
        Self { done: 0, total, progress }
    }

    pub(super) fn wrote(&mut self, rows: usize) {
        self.done += i64::try_from(rows).unwrap_or(0);
        if let Some(progress) = self.progress {
            progress(self.done, self.total.max(self.done));
        }
    }
}

/// Writes every row; returns what each table then holds of the scenario.
///
/// # Errors
/// What the database refuses; the caller then rolls back.
pub(super) async fn all(
    tx: &Owned,
    supply: &Arc<Supply>,
    meter: &mut Meter<'_>,
    standing: Standing,
    parked: &mut Parked,
) -> Result<Vec<TableDigest>> {
    let mut digests = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let stretches = supply.stretches(table);
        let mut whole = Whole::default();
        if !stretches.is_empty() {
            let target = Arc::new(target(tx, table).await?);
            let worth_a_look = stretches.len() > FIRST;
            let mut chunks = std::pin::pin!(made(supply, table, &target, stretches).map(|made| {
                made.map(|(chunk, digests)| {
                    whole.add(&digests);
                    chunk
                })
            }));
            if standing.is_judged {
                let stage = target.staged(tx).await?;
                load(tx, &stage, chunks, |rows| meter.wrote(rows)).await?;
                target.pour(tx, &stage).await?;
            } else {
                if worth_a_look {
                    load(tx, &target, chunks.by_ref().take(FIRST), |rows| meter.wrote(rows)).await?;
                    parked.crowded(tx, table.name).await?;
                }
                load(tx, &target, chunks, |rows| meter.wrote(rows)).await?;
            }
        }
        digests.push(whole.finish(table.name));
    }
    Ok(digests)
}

/// The table as a load sees it; the ledger's own is asked of the ledger.
pub(super) async fn target(tx: &Owned, table: &Table) -> Result<Target> {
    if table.name == OPERATION_RUNS.name {
        return ledger::load::target(tx).await;
    }
    Target::find(tx, table.name, table.columns.iter().map(|(name, _)| *name)).await
}

/// Chunks of a table, in order, made a little ahead.
fn made(
    supply: &Arc<Supply>,
    table: &'static Table,
    target: &Arc<Target>,
    stretches: Vec<Stretch>,
) -> impl futures::Stream<Item = Result<(Chunk, Digests)>> + use<> {
    let (supply, target) = (Arc::clone(supply), Arc::clone(target));
    futures::stream::iter(stretches)
        .map(move |stretch| {
            let (supply, target) = (Arc::clone(&supply), Arc::clone(&target));
            spawn_blocking(move || {
                let mut cells = (target.encoder(5_000), Digester::of_made(table, supply.blocks()));
                supply.rows(table, stretch, &mut cells)?;
                Ok((cells.0.finish(), cells.1.digests))
            })
        })
        .buffered(AHEAD)
        .map(|done| done.unwrap_or_else(|error| Err(Problem::work("seed.generator_failed", error.to_string()))))
}
