//! Everything that is decided before a database is changed.

use std::sync::Arc;

use chrono::DurationRound;

use super::Options;
use crate::clock::Instant;
use crate::problem::Result;
use crate::seeding::applications::Application;
use crate::seeding::blocks::Blocks;
use crate::seeding::forecast::Forecast;
use crate::seeding::plan::{self, Plan};
use crate::seeding::population::Sizes;
use crate::seeding::scale::Scale;
use crate::seeding::scenario::Scenario;
use crate::seeding::supply::{self, Asked, Supply};

/// The decisions; pure but for the clock that stands in for `as_of`.
pub(in crate::seeding) struct Prepared<'a> {
    pub(in crate::seeding) asked: Asked<'a>,
    pub(in crate::seeding) scale: Scale,
    pub(in crate::seeding) plan: Plan,
    pub(in crate::seeding) sizes: Option<Sizes>,
    pub(in crate::seeding) forecast: Forecast,
}

impl<'a> Prepared<'a> {
    /// # Errors
    /// `scenario.impossible` or `seed.generator_too_small`.
    pub(in crate::seeding) fn new(
        scenario: &'a Scenario,
        options: &Options,
        now: Instant,
        known: Option<&Application>,
    ) -> Result<Self> {
        // As before, unless somebody says otherwise; but a file that changed since speaks for itself.
        let same = known.filter(|known| known.scenario_digest == scenario.digest);
        let seed = options.seed.or(same.map(|known| known.seed)).unwrap_or(scenario.seed.0);
        let as_of = options.as_of.or(same.map(|known| known.as_of)).or(scenario.as_of.map(|at| at.0));
        let as_of = as_of.or(known.map(|known| known.as_of)).unwrap_or_else(|| to_the_minute(now));
        let scale = options.scale.or(known.map(|known| known.scale)).unwrap_or(Scale::ONE);
        let plan = plan::make(scenario, seed, as_of)?;
        let sizes = match &scenario.population {
            Some(population) => Some(Sizes::new(population, scale, &scenario.origin)?),
            None => None,
        };
        let forecast = Forecast::new(&plan, scenario.population.as_ref(), sizes.as_ref());
        Ok(Self { asked: Asked { scenario, seed, as_of }, scale, plan, sizes, forecast })
    }

    pub(in crate::seeding) fn room(&self, table: &str) -> i64 {
        supply::room(self.asked.scenario, &self.plan, table)
    }

    pub(in crate::seeding) fn supply(self, blocks: Blocks) -> Result<Arc<Supply>> {
        Ok(Arc::new(Supply::new(&self.asked, self.plan, self.sizes, blocks)?))
    }
}

fn to_the_minute(now: Instant) -> Instant {
    now.duration_trunc(chrono::TimeDelta::minutes(1)).unwrap_or(now)
}
