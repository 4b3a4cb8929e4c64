//! The ledger's own record of a seed: one completed run of `seed.apply`, in the first workspace that was seeded.

use serde_json::json;

use super::applications::Application;
use super::apply::Applied;
use super::blocks::Blocks;
use super::population::address;
use crate::catalog;
use crate::clock::{Instant, text};
use crate::db::Owned;
use crate::ledger::{Failures, Imported, Initiator, Ledger, Outcome, Scope, Status};
use crate::problem::Result;

/// The type of such a run.
pub(super) const OPERATION: &str = "seed.apply";

/// Writes it down, inside the seed's own transaction. A scenario without a workspace has no place for it.
pub(super) async fn record(
    tx: &Owned,
    ledger: &Ledger,
    application: &Application,
    applied: &Applied,
    blocks: &Blocks,
    started: Instant,
) -> Result<()> {
    let block = blocks.get("workspaces");
    if block.rows == 0 || !applied.changed {
        return Ok(());
    }
    // The cast comes first; a population alone begins behind its places.
    let cast = super::read::exists(tx, "workspaces", block.first).await?;
    let workspace = if cast { block.first } else { block.first + address::CAST };
    let rows: i64 = applied.tables.iter().map(|table| table.rows).sum();
    let (updated, now) = (applied.difference.as_ref().map_or(0, |difference| difference.changed), ledger.now());
    let run = Imported {
        id: None,
        scope: Scope::Workspace(workspace),
        operation: catalog::find(OPERATION)?,
        identity: json!({ "scenario": application.scenario }),
        initiator: Initiator::system(),
        status: Status::Completed,
        outcome: Outcome::Succeeded,
        counts: json!({ "total": rows, "processed": rows, "succeeded": rows, "failed": 0, "skipped": 0, "updated": updated }),
        failures: Failures::default(),
        context: json!({
            "as_of": text(application.as_of),
            // Its beginning, which is what people compare; so many digits in a row would pass for a secret.
            "content_digest": application.content_digest.get(..12),
            "scenario": application.scenario,
            "seed": application.seed,
        }),
        scheduled_for: None,
        attempt: 1,
        reconciled_at: None,
        started_at: Some(started),
        completed_at: Some(now.max(started)),
        created_at: started,
        updated_at: now.max(started),
    };
    ledger.import_in(tx, &[run]).await?;
    Ok(())
}
