//! The work as a worker sees it. It speaks to no other system.

use serde_json::Value as Json;

use super::compare::{Finding, compare};
use super::dispatch::{DRIFT, scope_key};
use super::read::{self, Set, pairs};
use super::store::keep;
use crate::catalog::{self, Operation};
use crate::engine::{Attempt, Setback, Work};
use crate::jobs::assignments::guard::target;
use crate::ledger::{Counts, Ending, Failure};

/// What a failed comparison is called.
const FAILED: &str = "drift.failed";

/// The work of `drift.generate`.
#[derive(Debug, Clone, Copy, Default)]
pub struct GenerateDrift;

/// Both sides of a comparison.
struct Sides {
    baseline: Set,
    current: Set,
}

#[async_trait::async_trait]
impl Work for GenerateDrift {
    fn operation(&self) -> &'static Operation {
        catalog::entry(DRIFT)
    }

    async fn attempt(&self, attempt: &Attempt) -> Result<Ending, Setback> {
        let Sides { baseline, current } = sides(attempt).await?;
        // A kind that only one of them was made of says nothing about the tenant.
        let kinds = baseline.kinds.intersection(&current.kinds).cloned().collect();
        let series = attempt.context["scope_key"].as_str().map_or_else(|| scope_key(&current), str::to_owned);
        let (mut compared, mut found, mut known) = (0, 0, 0);
        let mut after = (String::new(), String::new());
        loop {
            let ids = (baseline.side.backup_set_id, current.side.backup_set_id);
            let page = pairs(attempt.ledger.db(), ids.0, ids.1, &kinds, &after).await?;
            let Some(last) = page.last() else { break };
            after = (last.policy_type.clone(), last.external_id.clone());
            let findings: Vec<Finding> =
                page.iter().filter_map(|pair| compare(&series, pair, &baseline.side, &current.side)).collect();
            compared += page.len();
            found += findings.len();
            known += keep(attempt, &series, &baseline.side, &current.side, &findings).await?;
        }
        Ok(ending(self.operation(), compared, found, known))
    }
}

/// What was compared is the total; what differs succeeded as a finding, the rest was left; known findings were updated.
fn ending(operation: &Operation, compared: usize, found: usize, known: usize) -> Ending {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let counts = [
        ("total", number(compared)),
        ("processed", number(compared)),
        ("succeeded", number(found)),
        ("skipped", number(compared - found)),
        ("updated", number(known)),
    ];
    Ending::succeeded().with_counts(&Counts::new(operation, counts))
}

async fn sides(attempt: &Attempt) -> Result<Sides, Setback> {
    if attempt.context["current_set_id"] == Json::Null && attempt.context["current_run_id"] != Json::Null {
        let message = "Inventory runs are history and keep nothing that could be compared; name two backup sets";
        return Err(Setback::last(Failure::new(FAILED, message).because("drift.not_comparable")));
    }
    let baseline = side(attempt, "baseline_set_id").await?;
    let current = side(attempt, "current_set_id").await?;
    Ok(Sides { baseline, current })
}

async fn side(attempt: &Attempt, key: &str) -> Result<Set, Setback> {
    let id = target(attempt, key, FAILED)?;
    let no = |message: String, reason| Setback::last(Failure::new(FAILED, &message).because(reason));
    let Some(set) = read::set(attempt.ledger.db(), attempt.claim.scope, id).await? else {
        return Err(no(format!("Backup set {id} is gone, or belongs to another tenant"), "drift.set_missing"));
    };
    if !set.is_whole {
        return Err(no(format!("Backup set {id} is not whole, so what it lacks says nothing"), "drift.set_not_whole"));
    }
    Ok(set)
}
