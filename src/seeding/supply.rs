//! All rows of a scenario, in the order of their ids, in stretches that can be made alone and on any thread: the cast
//! that the file describes one by one, and behind it the population.

use super::blocks::Blocks;
use super::plan::Plan;
use super::population::{self, Grain, Part, Sizes, World, address};
use super::rows::Table;
use super::scenario::Scenario;
use crate::clock::Instant;
use crate::db::bulk::Cells;
use crate::problem::Result;

/// About so many rows a stretch: enough to be worth a message, few enough that several fit in any memory.
const STRETCH: u32 = 4_096;

/// What can be made, and from where its ids count.
pub(super) struct Supply {
    plan: Plan,
    blocks: Blocks,
    world: Option<World>,
}

/// Some rows of a table that lie together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// Of the cast, from … up to ….
    Cast(usize, usize),
    /// Of the population.
    Population(Part),
}

/// A scenario, with what stands in for its own seed, instant and scale.
#[derive(Clone)]
pub(super) struct Asked<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) seed: i64,
    pub(super) as_of: Instant,
}

impl Supply {
    pub(super) fn new(asked: &Asked<'_>, plan: Plan, sizes: Option<Sizes>, blocks: Blocks) -> Result<Self> {
        let world = match (&asked.scenario.population, sizes) {
            (Some(population), Some(sizes)) => {
                let root = (asked.seed, asked.scenario.name(), asked.as_of);
                Some(World::new(root, population, sizes, blocks.clone())?)
            }
            _ => None,
        };
        Ok(Self { plan, blocks, world })
    }

    pub(super) fn blocks(&self) -> &Blocks {
        &self.blocks
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(super) fn world(&self) -> Option<&World> {
        self.world.as_ref()
    }

    /// Everything of a table, in order.
    pub(super) fn stretches(&self, table: &Table) -> Vec<Stretch> {
        let rows = usize::try_from(self.plan.rows_of(table.name)).unwrap_or(0);
        let step = STRETCH as usize;
        let mut stretches: Vec<Stretch> =
            (0..rows).step_by(step).map(|from| Stretch::Cast(from, (from + step).min(rows))).collect();
        if let (Some(world), Some(grain)) = (&self.world, population::grain(table.name)) {
            stretches.extend(parts(world.sizes(), grain).into_iter().map(Stretch::Population));
        }
        stretches
    }

    /// Makes the rows of one stretch.
    ///
    /// # Errors
    /// What no row of the cast should be: a value that is no JSON, or an identity that the ledger refuses.
    pub(super) fn rows(&self, table: &Table, stretch: Stretch, cells: &mut impl Cells) -> Result<()> {
        match (stretch, &self.world) {
            (Stretch::Cast(from, to), _) => self.cast(table, from, to, cells),
            (Stretch::Population(part), Some(world)) => {
                population::rows(world, table, part, cells);
                Ok(())
            }
            (Stretch::Population(_), None) => Ok(()),
        }
    }
}

/// How many ids a scenario takes of a table.
pub(super) fn room(scenario: &Scenario, plan: &Plan, table: &str) -> i64 {
    match scenario.population {
        Some(_) => address::CAST + address::room(table),
        None => plan.rows_of(table),
    }
}

/// Small tenants lie together, large ones are cut.
fn parts(sizes: &Sizes, grain: Grain) -> Vec<Part> {
    let mut parts = Vec::new();
    match grain {
        Grain::Workspace => {
            let step = 256;
            let all = sizes.workspaces();
            parts.extend((0..all).step_by(step as usize).map(|from| Part::Workspaces(from, (from + step).min(all))));
        }
        Grain::Tenant => {
            let step = 256;
            let all = sizes.tenants();
            parts.extend((0..all).step_by(step as usize).map(|from| Part::Tenants(from, (from + step).min(all))));
        }
        Grain::Work => {
            let (mut from, mut gathered) = (0, 0);
            for tenant in 0..sizes.tenants() {
                let runs = sizes.runs_of(tenant);
                if runs > STRETCH || gathered + runs > STRETCH {
                    if tenant > from {
                        parts.push(Part::Tenants(from, tenant));
                    }
                    (from, gathered) = (tenant, 0);
                }
                if runs > STRETCH {
                    let cuts = (0..runs).step_by(STRETCH as usize);
                    parts.extend(cuts.map(|cut| Part::Work(tenant, cut, (cut + STRETCH).min(runs))));
                    from = tenant + 1;
                } else {
                    // An empty tenant has its founding backup.
                    gathered += runs.max(1);
                }
            }
            if sizes.tenants() > from {
                parts.push(Part::Tenants(from, sizes.tenants()));
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeding::apply::{Options, Prepared};
    use crate::seeding::digest::Digester;
    use crate::seeding::guard::NotProduction;
    use crate::seeding::rows::TABLES;
    use crate::seeding::scenario;

    fn supply() -> Supply {
        let scenario = scenario::load("load").unwrap();
        let mut options = Options::new(NotProduction::check("sqlite://x.db", None, None).unwrap());
        options.scale = Some("0.02".parse().unwrap());
        let prepared = Prepared::new(&scenario, &options, "2026-01-15T12:00:00Z".parse().unwrap(), None).unwrap();
        Supply::new(&prepared.asked, prepared.plan, prepared.sizes, Blocks::fresh()).unwrap()
    }

    fn made(supply: &Supply, table: &Table, stretch: Stretch) -> Vec<(i64, [u8; 32])> {
        let mut digester = Digester::of_made(table, supply.blocks());
        supply.rows(table, stretch, &mut digester).unwrap();
        digester.digests.ids.into_iter().zip(digester.digests.rows).collect()
    }

    #[test]
    fn any_row_alone_is_what_it_is_among_all() {
        let supply = supply();
        let runs = supply.world().unwrap().sizes().runs_of(0);
        for table in TABLES.iter().filter(|table| population::grain(table.name) == Some(Grain::Work)) {
            let together = made(&supply, table, Stretch::Population(Part::Work(0, 0, runs)));
            // The last one first: no order is needed.
            let mut alone: Vec<_> = (0..runs)
                .rev()
                .flat_map(|n| made(&supply, table, Stretch::Population(Part::Work(0, n, n + 1))))
                .collect();
            alone.sort_unstable();
            assert!(!together.is_empty() && together.is_sorted(), "{}", table.name);
            assert_eq!(alone, together, "{}", table.name);
        }
    }

    #[test]
    fn stretches_follow_each_other_and_any_thread_makes_the_same() {
        let supply = supply();
        let all = || -> Vec<Vec<(i64, [u8; 32])>> {
            TABLES
                .iter()
                .map(|table| supply.stretches(table).into_iter().flat_map(|s| made(&supply, table, s)).collect())
                .collect()
        };
        let here = all();
        for (table, rows) in TABLES.iter().zip(&here) {
            assert!(rows.is_sorted_by(|one, other| one.0 < other.0), "{}", table.name);
        }
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..2).map(|_| scope.spawn(all)).collect();
            for thread in threads {
                assert_eq!(thread.join().unwrap(), here);
            }
        });
    }
}
