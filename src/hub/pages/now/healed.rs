//! What the passes of the reconcile job found lately, and what they did about it.

use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::catalog::codes;
use crate::clock::Instant;
use crate::hub::pages::operations::filter::Filter;
use crate::hub::view::{Answer, View};
use crate::ledger::Outcome;

/// The job.
const JOB: &str = "ops.reconcile_adapter_runs";

/// How many of its runs are looked at, and how many are shown.
const LOOKED_AT: usize = 50;
const SHOWN: usize = 6;

/// The passes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct Healed {
    /// When the newest pass ended, whether it found anything or not; nothing when there was none in 30 days.
    pub last_pass: Option<chrono::DateTime<chrono::Utc>>,
    /// The newest runs that found something, newest first.
    pub passes: Vec<Pass>,
}

/// One run of the job, over one workspace.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Pass {
    /// Its id: “Operation #id”.
    pub id: i64,
    /// The workspace that it looked at.
    pub workspace: String,
    /// When it ended.
    pub completed_at: chrono::DateTime<chrono::Utc>,
    /// How it ended.
    pub outcome: String,
    /// How many it put right.
    pub healed: i64,
    /// How many it could not put right, so that a person must look.
    pub failed: i64,
    /// What it found, the most frequent first.
    pub found: Vec<Found>,
}

/// A kind of mismatch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Found {
    /// Its stable code.
    pub code: String,
    /// How many.
    pub count: i64,
    /// What it means and what was done.
    pub meaning: &'static str,
}

/// All runs of the job.
pub(super) fn all() -> Filter {
    Filter { operation: Some(JOB.into()), ..Filter::default() }
}

/// Everything that recovery ended or made.
pub(super) fn reconciled() -> Filter {
    Filter { reconciled: Some(true), ..Filter::default() }
}

/// Reads them.
///
/// # Errors
/// A database problem.
pub async fn read(view: &View) -> Answer<Healed> {
    let outcomes = vec![Outcome::Succeeded, Outcome::PartiallySucceeded, Outcome::Failed];
    let rows = Filter { outcomes, ..all() }.rows(view.engine(), view.scope(), view.now());
    // As text: one unreadable context must not take the page with it.
    let sql = format!(
        "select r.id, w.name as workspace, r.completed_at, r.outcome, cast(r.context as text) as context, \
         cast(r.summary_counts as text) as counts from (select r.* from operation_runs r where {} \
         order by r.created_at desc, r.id desc limit {LOOKED_AT}) r join workspaces w on w.id = r.workspace_id \
         order by r.created_at desc, r.id desc",
        rows.sql()
    );
    let mut healed = Healed::default();
    for row in view.all(&sql, rows.values()).await? {
        let completed_at: Instant = row.try_get("", "completed_at")?;
        healed.last_pass = healed.last_pass.max(Some(completed_at));
        let json = |name| -> Answer<Json> {
            let text: String = row.try_get("", name)?;
            Ok(serde_json::from_str(&text).unwrap_or_default())
        };
        let (found, counts) = (found(&json("context")?["mismatches"]), json("counts")?);
        if !found.is_empty() && healed.passes.len() < SHOWN {
            healed.passes.push(Pass {
                id: row.try_get("", "id")?,
                workspace: row.try_get("", "workspace")?,
                completed_at,
                outcome: row.try_get("", "outcome")?,
                healed: counts["succeeded"].as_i64().unwrap_or_default(),
                failed: counts["failed"].as_i64().unwrap_or_default(),
                found,
            });
        }
    }
    Ok(healed)
}

fn found(mismatches: &Json) -> Vec<Found> {
    let kinds = mismatches.as_object().into_iter().flatten();
    let mut found: Vec<Found> = kinds
        .filter_map(|(code, count)| {
            let meaning = codes::code(code)?.meaning;
            Some(Found { code: code.clone(), count: count.as_i64().filter(|count| *count > 0)?, meaning })
        })
        .collect();
    found.sort_by(|one, other| (other.count, &one.code).cmp(&(one.count, &other.code)));
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn mismatches_become_words_and_what_is_no_count_is_left_out() {
        let kinds = json!({"reconcile.shadow_missing": 1, "reconcile.shadow_behind": 7, "reconcile.domain_behind": 0, "<b>": "x"});
        let told: Vec<_> = found(&kinds).into_iter().map(|found| (found.code, found.count)).collect();
        assert_eq!(told, [("reconcile.shadow_behind".to_owned(), 7), ("reconcile.shadow_missing".to_owned(), 1)]);
        assert_eq!(found(&json!(null)), []);
    }
}
