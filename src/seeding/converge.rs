//! Brings the rows of a seed to what its scenario says: what is made is compared with what is read, stretch by stretch,
//! and only the difference is written. Rows outside of the seed's own ids are not even looked at.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;
use tokio::task::spawn_blocking;

use super::applications::Application;
use super::apply::{Mode, Options, Prepared, Written, anew};
use super::blocks;
use super::digest::{Digester, Digests, Whole};
use super::path;
use super::read::Reader;
use super::rows::{TABLES, Table};
use super::supply::{Asked, Stretch, Supply};
use super::write::{Meter, target};
use super::{reset, versions};
use crate::db::Owned;
use crate::db::bulk::{Cell, Cells, Indexes, Park, Target, load, park};
use crate::domain::legacy;
use crate::problem::{Problem, Result};

/// What was added, set right and removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Rows that were missing.
    pub added: i64,
    /// Rows that were other than the scenario says.
    pub changed: i64,
    /// Rows that the scenario does not have.
    pub removed: i64,
}

impl Difference {
    /// Whether there was none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What one table needs.
#[derive(Debug, Default)]
struct Wanted {
    /// The rows that are missing or other, ready to be merged.
    stage: Option<(Target, Target)>,
    extra: Vec<i64>,
    added: i64,
    changed: i64,
}

/// # Errors
/// `seed.differs` when a larger scale is all that may differ and it is not; `seed.rows_in_use`; what the database says.
pub(super) async fn converge(
    tx: &Owned,
    prepared: Prepared<'_>,
    known: &Application,
    mode: Mode,
    options: &Options,
) -> Result<Written> {
    if mode == Mode::TopUp {
        may_grow(&prepared, known)?;
    }
    let (recorded, _) = blocks::recorded(tx, tx.engine(), &known.scenario).await?;
    if TABLES.iter().any(|table| prepared.room(table.name) > recorded.get(table.name).room) {
        // It has outgrown its ids: away with it, and again behind everything else.
        return anew(tx, prepared, known, options).await;
    }
    let Asked { seed, as_of, .. } = prepared.asked;
    let (scale, total) = (prepared.scale, prepared.forecast.total());
    let supply = prepared.supply(recorded)?;
    let mut meter = Meter::new(total, options.progress.as_ref());
    let (mut wanted, mut digests) = (Vec::new(), Vec::new());
    for table in TABLES {
        let mut whole = Whole::default();
        wanted.push(compare(tx, &supply, table, mode, &mut whole, &mut meter).await?);
        digests.push(whole.finish(table.name));
    }
    let mut difference = Difference::default();
    for table in &wanted {
        difference.added += table.added;
        difference.changed += table.changed;
        difference.removed += i64::try_from(table.extra.len()).unwrap_or(0);
    }
    if !difference.is_empty() {
        settle(tx, wanted, &difference, total).await.map_err(reset::in_use)?;
    }
    let blocks = supply.blocks().clone();
    Ok(Written { seed, as_of, scale, blocks, digests, path: None, difference: Some(difference) })
}

/// Growing keeps everything that is there, so everything else must be as it was.
fn may_grow(prepared: &Prepared<'_>, known: &Application) -> Result<()> {
    let same = prepared.asked.seed == known.seed
        && prepared.asked.as_of == known.as_of
        && prepared.asked.scenario.digest == known.scenario_digest
        && versions::fingerprint() == known.generators;
    if same && prepared.scale >= known.scale {
        return Ok(());
    }
    let message = format!("`{}` cannot be topped up to what is asked: only a larger scale adds rows", known.scenario);
    Err(Problem::request("seed.differs", message)
        .next(format!("it is there at scale {}; --mode converge changes what is there", known.scale)))
}

/// Reads a table beside what it should hold. The rows that are to be written wait in a stage.
async fn compare(
    tx: &Owned,
    supply: &Arc<Supply>,
    table: &'static Table,
    mode: Mode,
    whole: &mut Whole,
    meter: &mut Meter<'_>,
) -> Result<Wanted> {
    let block = supply.blocks().get(table.name);
    let reader = Reader::new(tx.engine(), table, supply.blocks());
    let mut wanted = Wanted::default();
    let mut after = block.first - 1;
    for stretch in supply.stretches(table) {
        let expected = made(supply, table, stretch).await?;
        whole.add(&expected);
        meter.wrote(expected.ids.len());
        let Some(last) = expected.ids.last().copied() else { continue };
        let found = read_all(tx, &reader, after, last).await?;
        after = last;
        let write = wanted.note(&expected, &found, mode);
        if !write.is_empty() {
            if wanted.stage.is_none() {
                let target = target(tx, table).await?;
                let stage = target.staged(tx).await?;
                wanted.stage = Some((target, stage));
            }
            if let Some((_, stage)) = &wanted.stage {
                send(tx, supply, table, stretch, stage, write).await?;
            }
        }
    }
    if mode == Mode::Converge {
        wanted.extra.extend(read_all(tx, &reader, after, block.end() - 1).await?.ids);
    }
    Ok(wanted)
}

impl Wanted {
    /// Both are in the order of their ids. Returns the ids that are to be written.
    fn note(&mut self, expected: &Digests, found: &Digests, mode: Mode) -> HashSet<i64> {
        let mut write = HashSet::new();
        let mut found = found.ids.iter().zip(&found.rows).peekable();
        for (id, row) in expected.ids.iter().zip(&expected.rows) {
            while let Some((extra, _)) = found.next_if(|(other, _)| *other < id) {
                if mode == Mode::Converge {
                    self.extra.push(*extra);
                }
            }
            match found.next_if(|(other, _)| *other == id) {
                None => {
                    self.added += 1;
                    write.insert(*id);
                }
                Some((_, is)) if is != row && mode == Mode::Converge => {
                    self.changed += 1;
                    write.insert(*id);
                }
                Some(_) => {}
            }
        }
        if mode == Mode::Converge {
            self.extra.extend(found.map(|(id, _)| *id));
        }
        write
    }
}

async fn made(supply: &Arc<Supply>, table: &'static Table, stretch: Stretch) -> Result<Digests> {
    let supply = Arc::clone(supply);
    spawn_blocking(move || {
        let mut digester = Digester::of_made(table, supply.blocks());
        supply.rows(table, stretch, &mut digester)?;
        Ok(digester.digests)
    })
    .await
    .map_err(|error| Problem::work("seed.generator_failed", error.to_string()))?
}

async fn read_all(tx: &Owned, reader: &Reader<'_>, mut after: i64, last: i64) -> Result<Digests> {
    let mut all = Digests::default();
    loop {
        let mut some = reader.next(tx, after, last).await?;
        let Some(newest) = some.ids.last().copied() else { return Ok(all) };
        after = newest;
        all.ids.append(&mut some.ids);
        all.rows.append(&mut some.rows);
    }
}

/// Makes a stretch once more and loads the rows that are wanted of it.
async fn send(
    tx: &Owned,
    supply: &Arc<Supply>,
    table: &'static Table,
    stretch: Stretch,
    stage: &Target,
    write: HashSet<i64>,
) -> Result<()> {
    let (supply, encoder_of) = (Arc::clone(supply), stage.clone());
    let chunk = spawn_blocking(move || {
        let mut only = Only { ids: write, is_wanted: false, inner: encoder_of.encoder(100) };
        supply.rows(table, stretch, &mut only)?;
        Ok(only.inner.finish())
    })
    .await
    .unwrap_or_else(|error| Err(Problem::work("seed.generator_failed", error.to_string())));
    load(tx, stage, futures::stream::iter([chunk]), |_| ()).await?;
    Ok(())
}

/// Lets only the rows with these ids through.
struct Only<C> {
    ids: HashSet<i64>,
    is_wanted: bool,
    inner: C,
}

impl<C: Cells> Cells for Only<C> {
    fn row(&mut self, id: i64) {
        self.is_wanted = self.ids.contains(&id);
        if self.is_wanted {
            self.inner.row(id);
        }
    }

    fn cell(&mut self, cell: Cell<'_>) {
        if self.is_wanted {
            self.inner.cell(cell);
        }
    }

    fn end(&mut self) {
        if self.is_wanted {
            self.inner.end();
        }
    }
}

/// Removes, sets right and adds. Foreign keys come back at the end, over all rows; so do the guards of history, which
/// stood in the way of the seed's own rows only. Where much changes, unique values may change hands: the indexes are
/// built anew then.
async fn settle(tx: &Owned, wanted: Vec<Wanted>, difference: &Difference, total: i64) -> Result<()> {
    let much = (difference.added + difference.changed + difference.removed) * 10 > total;
    let parked = park(
        tx,
        &path::tables(),
        Park { indexes: if much { Indexes::Go } else { Indexes::Stay }, foreign_keys: true, guards: true },
    )
    .await?;
    legacy::open_in(tx, tx.engine()).await?;
    for (table, wanted) in TABLES.iter().zip(&wanted).rev() {
        if !wanted.extra.is_empty() {
            target(tx, table).await?.remove(tx, &wanted.extra).await?;
        }
    }
    for wanted in wanted {
        if let Some((target, stage)) = wanted.stage {
            target.merge(tx, &stage).await?;
        }
    }
    legacy::close_in(tx, tx.engine()).await?;
    parked.restore(tx).await
}
