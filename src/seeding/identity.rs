//! What a scenario would make, as one number: the name of a snapshot that holds it.

use sha2::{Digest, Sha256};

use super::apply::{Options, Prepared};
use super::blocks::Blocks;
use super::digest::{self, Digester, Whole};
use super::guard::NotProduction;
use super::rows::TABLES;
use super::scenario::Scenario;
use super::versions;
use crate::clock::{Instant, text};
use crate::problem::Result;

/// Rows that are made in a few hundredths of a second.
const FEW: i64 = 20_000;

/// Of the scenario's text, its seed, the instant and the versions of the generators; and, when they are few, of the
/// rows themselves, so that a change of this program which forgot to raise a version gives another number too.
///
/// # Errors
/// `scenario.impossible` or `seed.generator_too_small`.
pub fn identity(scenario: &Scenario, as_of: Instant) -> Result<String> {
    let options = Options { as_of: Some(as_of), ..Options::new(NotProduction::nothing_is_opened()) };
    let prepared = Prepared::new(scenario, &options, as_of, None)?;
    let mut hash = Sha256::new();
    let (seed, generators) = (prepared.asked.seed, versions::fingerprint());
    hash.update(format!("{} {seed} {} {generators}\n", scenario.digest, text(as_of)));
    if prepared.forecast.total() <= FEW {
        let supply = prepared.supply(Blocks::fresh())?;
        let mut tables = Vec::with_capacity(TABLES.len());
        for table in TABLES {
            let mut whole = Whole::default();
            for stretch in supply.stretches(table) {
                let mut digester = Digester::of_made(table, supply.blocks());
                supply.rows(table, stretch, &mut digester)?;
                whole.add(&digester.digests);
            }
            tables.push(whole.finish(table.name));
        }
        hash.update(digest::whole(&tables));
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeding::scenario::{self, parse::parse};

    #[test]
    fn whatever_moves_a_row_gives_another_number() {
        let of = |scenario: &Scenario, at: &str| identity(scenario, at.parse().unwrap()).unwrap();
        let (noon, later) = ("2026-01-15T12:00:00Z", "2026-01-15T12:00:01Z");
        let ci = scenario::load("ci").unwrap();
        let text = include_str!("../../seeds/ci.toml");
        assert_eq!(of(&ci, noon), of(&parse("copy.toml", text).unwrap(), noon));
        let mut all = vec![of(&ci, noon), of(&ci, later)];
        for (from, to) in
            [("seed = 1", "seed = 2"), ("findings = 2", "findings = 3"), ("for tests. Its", "for tests. Whose")]
        {
            all.push(of(&parse("copy.toml", &text.replace(from, to)).unwrap(), noon));
        }
        all.push(of(&scenario::load("load").unwrap(), noon));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 6);
    }
}
