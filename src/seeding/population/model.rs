//! The `[population]` of a scenario file: counts, mixes and cadence of very many rows.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::seeding::scenario::amount::{Count, Days};
use crate::seeding::scenario::placed::Placed;

/// Workspaces, tenants and years of work, by number and not by name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// How many workspaces.
    pub workspaces: Placed<Count>,
    /// People, in all or per workspace. The first four of each start work.
    pub users: Placed<Spread>,
    /// Tenants, in all or per workspace.
    pub tenants: Placed<Spread>,
    /// Policies, in all or per tenant.
    pub policies: Placed<Spread>,
    /// Runs, in all or per tenant.
    pub runs: Placed<Spread>,
    /// What happens at each slot of a tenant's schedules, in this order; a type may stand more than once.
    pub cycle: Placed<Vec<String>>,
    /// How many slots a day has: that many daily schedules per tenant.
    #[serde(default = "daily")]
    pub times_a_day: Placed<Count>,
    /// Items of each backup.
    #[serde(default = "three")]
    pub items_per_backup: Placed<Count>,
    /// How long ago every tenant was created; the history must fit.
    pub age_days: Placed<Days>,
    /// How work ends, in percent.
    #[serde(default)]
    pub outcomes: Placed<Outcomes>,
    /// How many percent of the work is asked for by a person.
    #[serde(default)]
    pub asked_for: Placed<Count>,
    /// In how many percent of the newest slots some work has not ended yet.
    #[serde(default)]
    pub in_progress: Placed<Count>,
}

/// How many of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// The same number for each parent.
    PerParent(i64),
    /// So many in all; the n-th parent gets a share that falls with the n-th quarter-power of its place, 0 for even
    /// shares and 4 for Zipf's own law.
    Total {
        /// In all.
        total: i64,
        /// The exponent, in quarters.
        quarters: u32,
    },
}

/// How work ends, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    /// All of it done.
    pub succeeded: i64,
    /// Some of it.
    pub partially_succeeded: i64,
    /// None of it.
    pub failed: i64,
    /// Refused before it began.
    pub blocked: i64,
}

impl Default for Outcomes {
    fn default() -> Self {
        Self { succeeded: 80, partially_succeeded: 8, failed: 10, blocked: 2 }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    per_parent: Option<Count>,
    total: Option<Count>,
    zipf: Option<f64>,
}

impl<'de> Deserialize<'de> for Spread {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Spread;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a total, { per_parent = 3 } or { total = 1000, zipf = 1.0 }")
            }

            fn visit_i64<E: Error>(self, total: i64) -> Result<Spread, E> {
                if !(0..=crate::seeding::scenario::amount::MOST_GENERATED).contains(&total) {
                    return Err(E::custom(format!("{total} is no sane value for a total")));
                }
                Ok(Spread::Total { total, quarters: 0 })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Spread, A::Error> {
                let Form { per_parent, total, zipf } = Form::deserialize(MapAccessDeserializer::new(map))?;
                match (per_parent, total, zipf) {
                    (Some(count), None, None) => Ok(Spread::PerParent(count.0)),
                    (None, Some(total), zipf) => {
                        // Quarters have exact roots, and so the same shares on every machine.
                        let quarters = zipf.unwrap_or(0.0) * 4.0;
                        let exact = [0, 1, 2, 3, 4, 5, 6, 7, 8].into_iter().find(|n| f64::from(*n) == quarters);
                        let quarters = exact.ok_or_else(|| A::Error::custom("zipf is 0 to 2, in steps of 0.25"))?;
                        Ok(Spread::Total { total: total.0, quarters })
                    }
                    _ => Err(A::Error::custom("give either per_parent, or total with or without zipf")),
                }
            }
        }
        deserializer.deserialize_any(Either)
    }
}

fn daily() -> Placed<Count> {
    Placed::unplaced(Count(1))
}

fn three() -> Placed<Count> {
    Placed::unplaced(Count(3))
}
