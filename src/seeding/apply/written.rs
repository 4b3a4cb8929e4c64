//! A scenario into a database that has none of it, and what is written down of any application.

use super::applied::{Applied, recorded_rows};
use super::{Options, Prepared};
use crate::clock::Instant;
use crate::db::Owned;
use crate::db::bulk::park;
use crate::domain::legacy;
use crate::ledger::Ledger;
use crate::problem::Result;
use crate::seeding::applications::{self, Application};
use crate::seeding::blocks::{self, Blocks};
use crate::seeding::digest::{self, TableDigest};
use crate::seeding::path::{self, Path};
use crate::seeding::rows::{TABLES, Table};
use crate::seeding::scale::Scale;
use crate::seeding::scenario::Scenario;
use crate::seeding::standing::Standing;
use crate::seeding::supply::Asked;
use crate::seeding::write::{self, Meter};
use crate::seeding::{converge, guard, reset, versions};

/// Rows that were written and are not recorded yet.
pub(in crate::seeding) struct Written {
    pub(in crate::seeding) seed: i64,
    pub(in crate::seeding) as_of: Instant,
    pub(in crate::seeding) scale: Scale,
    pub(in crate::seeding) blocks: Blocks,
    pub(in crate::seeding) digests: Vec<TableDigest>,
    pub(in crate::seeding) path: Option<Path>,
    pub(in crate::seeding) difference: Option<converge::Difference>,
}

/// The whole scenario into a database that has none of it.
pub(in crate::seeding) async fn first(tx: &Owned, prepared: Prepared<'_>, options: &Options) -> Result<Written> {
    let engine = tx.engine();
    if !options.allow_foreign {
        guard::no_foreign_rows(tx, engine).await?;
    }
    let blocks = blocks::allocate(tx, engine, |table| prepared.room(table)).await?;
    filled(tx, prepared, options, blocks).await
}

/// All that the scenario owns away, and made anew, with the same ids unless it has outgrown them.
pub(in crate::seeding) async fn anew(
    tx: &Owned,
    prepared: Prepared<'_>,
    known: &Application,
    options: &Options,
) -> Result<Written> {
    let (recorded, _) = blocks::recorded(tx, tx.engine(), &known.scenario).await?;
    let removed = reset::remove(tx, known, &recorded).await?;
    let fits = |table: &Table| prepared.room(table.name) <= recorded.get(table.name).room;
    let blocks = if TABLES.iter().all(fits) {
        recorded
    } else {
        blocks::allocate(tx, tx.engine(), |table| prepared.room(table)).await?
    };
    let written = filled(tx, prepared, options, blocks).await?;
    let added = written.digests.iter().map(|table| table.rows).sum();
    Ok(Written { difference: Some(converge::Difference { added, changed: 0, removed }), ..written })
}

async fn filled(tx: &Owned, prepared: Prepared<'_>, options: &Options, blocks: Blocks) -> Result<Written> {
    let engine = tx.engine();
    let Asked { seed, as_of, .. } = prepared.asked;
    let (scale, total) = (prepared.scale, prepared.forecast.total());
    let standing = Standing::of(tx, engine).await?;
    let path = path::choose(tx, engine, total, standing).await?;
    let supply = prepared.supply(blocks)?;
    let mut parked = park(tx, &path::tables(), path.park()).await?;
    let mut meter = Meter::new(total, options.progress.as_ref());
    legacy::open_in(tx, engine).await?;
    let digests = write::all(tx, &supply, &mut meter, standing, &mut parked).await?;
    legacy::close_in(tx, engine).await?;
    parked.restore_indexes(tx).await?;
    if path.way == path::Way::Bulk {
        // Before the keys: a planner that knows a column to be mostly empty validates its key by an index.
        path::analyze(tx).await?;
    }
    parked.restore(tx).await?;
    let blocks = supply.blocks().clone();
    Ok(Written { seed, as_of, scale, blocks, digests, path: Some(path), difference: None })
}

impl Written {
    /// Writes down whose the rows are; what came of it.
    pub(super) async fn recorded(
        mut self,
        tx: &Owned,
        ledger: &Ledger,
        scenario: &Scenario,
    ) -> Result<(Application, Applied, Blocks)> {
        let digest = digest::whole(&self.digests);
        let application = Application {
            scenario: scenario.name().to_owned(),
            seed: self.seed,
            as_of: self.as_of,
            scale: self.scale,
            scenario_digest: scenario.digest.clone(),
            content_digest: digest.clone(),
            generators: versions::fingerprint(),
            applied_at: ledger.now(),
        };
        for table in &self.digests {
            self.blocks.set_rows(&table.name, table.rows);
        }
        applications::record(tx, tx.engine(), &application).await?;
        blocks::record(tx, tx.engine(), scenario.name(), &self.blocks, &self.digests).await?;
        let applied = Applied {
            scenario: application.scenario.clone(),
            digest,
            seed: self.seed,
            as_of: self.as_of,
            tables: recorded_rows(&self.blocks),
            changed: self.difference.as_ref().is_none_or(|difference| !difference.is_empty()),
            path: self.path,
            difference: self.difference,
        };
        Ok((application, applied, self.blocks))
    }
}
