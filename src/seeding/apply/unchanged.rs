//! The answer when the scenario is there: the same one, or a refusal.

use sea_orm::ConnectionTrait;

use super::Options;
use super::applied::{Applied, recorded_rows};
use crate::db::Engine;
use crate::problem::{Problem, Result};
use crate::seeding::applications::Application;
use crate::seeding::scenario::Scenario;
use crate::seeding::{blocks, versions};

/// Compares what is asked with what was asked, by hashes; no row is looked at.
pub(super) async fn unchanged<C: ConnectionTrait>(
    connection: &C,
    engine: Engine,
    scenario: &Scenario,
    options: &Options,
    known: Application,
) -> Result<Applied> {
    let mut differs = Vec::new();
    if let Some(seed) = options.seed.filter(|seed| *seed != known.seed) {
        differs.push(format!("seed {} and not {seed}", known.seed));
    }
    if let Some(as_of) = options.as_of.filter(|as_of| *as_of != known.as_of) {
        differs.push(format!("as_of {} and not {}", crate::clock::text(known.as_of), crate::clock::text(as_of)));
    }
    if let Some(scale) = options.scale.filter(|scale| *scale != known.scale) {
        differs.push(format!("scale {} and not {scale}", known.scale));
    }
    if known.scenario_digest != scenario.digest {
        differs.push("another version of the scenario's file".to_owned());
    }
    if known.generators != versions::fingerprint() {
        differs.push("other versions of the generators".to_owned());
    }
    if !differs.is_empty() {
        let message = format!("`{}` is already applied here, with {}", known.scenario, differs.join(", "));
        return Err(Problem::request("seed.differs", message).next(
            "say --mode converge to bring its rows to what is asked now, or apply it to a fresh database \
             (`just db-reset` makes one); nothing was written",
        ));
    }
    let (blocks, _) = blocks::recorded(connection, engine, &known.scenario).await?;
    Ok(Applied {
        scenario: known.scenario,
        digest: known.content_digest,
        seed: known.seed,
        as_of: known.as_of,
        tables: recorded_rows(&blocks),
        changed: false,
        path: None,
        difference: None,
    })
}
