//! What is usual for a type in a workspace: the middle nine tenths of the newest runs that ended well. “3.2 × as long as
//! usual” tells more than a number of seconds.

use std::time::Duration;

use serde::Serialize;
use utoipa::ToSchema;

use crate::catalog;
use crate::clock::Instant;
use crate::hub::parts::between;
use crate::hub::view::{Answer, View};

/// How many runs make up what is usual, and the fewest of which anything is said.
const SAMPLE: usize = 200;
const FEWEST: usize = 8;

/// How long runs of a type take, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Band {
    /// Half of them take no longer.
    pub p50_ms: u64,
    /// Nineteen of twenty take no longer.
    pub p95_ms: u64,
    /// Of how many.
    pub runs: usize,
}

impl Band {
    /// From how long each took; nothing of too few.
    #[must_use]
    pub fn of(mut spent: Vec<Duration>) -> Option<Self> {
        if spent.len() < FEWEST {
            return None;
        }
        spent.sort_unstable();
        let at = |share: usize| {
            let rank = (spent.len() * share).div_ceil(100).clamp(1, spent.len());
            u64::try_from(spent[rank - 1].as_millis()).unwrap_or(u64::MAX)
        };
        Some(Self { p50_ms: at(50), p95_ms: at(95), runs: spent.len() })
    }

    /// How many times as long as usual `spent` is, when that is worth a word.
    #[must_use]
    pub fn times_usual(&self, spent: Duration) -> Option<f64> {
        let spent = spent.as_secs_f64() * 1_000.0;
        let usual = u32::try_from(self.p50_ms.max(1)).map_or(f64::from(u32::MAX), f64::from);
        let is_beyond = spent > u32::try_from(self.p95_ms).map_or(f64::from(u32::MAX), f64::from);
        is_beyond.then(|| spent / usual).filter(|times| *times >= 1.5)
    }
}

/// What is usual for `operation` in `workspace`, from what the visitor may see.
///
/// # Errors
/// A database problem.
pub async fn read(view: &View, operation: &str, workspace: i64) -> Answer<Option<Band>> {
    let names: Vec<String> = match catalog::find(operation) {
        Ok(entry) => entry.aliases.iter().chain([&entry.name]).map(|name| format!("'{name}'")).collect(),
        Err(_) => return Ok(None),
    };
    let sql = format!(
        "select r.started_at, r.completed_at from operation_runs r where r.workspace_id = {workspace} and {} and r.type in ({}) \
         and r.outcome in ('succeeded', 'partially_succeeded') and r.started_at is not null \
         and r.created_at >= $1 order by r.created_at desc limit {SAMPLE}",
        view.scope().rows("r"),
        names.join(", ")
    );
    let since = view.now() - chrono::TimeDelta::days(30);
    let mut spent = Vec::with_capacity(SAMPLE);
    for row in view.all(&sql, [since.into()]).await? {
        let (from, to): (Instant, Instant) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        spent.push(between(from, to));
    }
    Ok(Band::of(spent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_is_the_middle_of_enough_runs() {
        assert_eq!(Band::of(vec![Duration::from_secs(1); 7]), None);
        let band = Band::of((1..=100).map(Duration::from_millis).collect()).unwrap();
        assert_eq!(band, Band { p50_ms: 50, p95_ms: 95, runs: 100 });
        assert_eq!(band.times_usual(Duration::from_millis(90)), None);
        assert_eq!(band.times_usual(Duration::from_millis(160)), Some(3.2));
    }
}
