//! A piece of work on many items, as it was recorded before the ledger.

use serde_json::json;

use super::super::draft::{Draft, SetPlan};
use super::super::life::{Tally, failures};
use super::super::{index, ordinal};
use super::row::{Asked, DomainRow};
use crate::catalog;
use crate::problem::Result;
use crate::seeding::rows::{At, BulkRun, Ordinal};
use crate::seeding::words::Adapter;

pub(super) fn add(draft: &mut Draft<'_>, asked: Asked) -> Result<DomainRow> {
    let home = &draft.homes[asked.home];
    let life = asked.life(draft, home.from);
    let mut kinds = vec![("drift", "generate", "drift.generate")];
    let before = |set: &&SetPlan| set.completed_at <= life.created_at;
    let set = home.sets.iter().find(before).map(|set| set.ordinal);
    if set.is_some() {
        kinds.push(("backup_set", "add_policies", "backup_set.add_policies"));
    }
    let (resource, action, operation) = *asked.row.one_of("kind", &kinds);
    let wanted = asked.row.between("total_items", 2, ordinal(home.policies.len()));
    let items: Vec<Ordinal> = home.policies.iter().take(index(wanted)).map(|policy| policy.ordinal).collect();
    let total = ordinal(items.len());
    let tally = Tally::new(&asked.row, asked.state, total);
    let person = draft.initiator(home.account, &asked.row, 70);
    let place = ordinal(draft.plan.bulk_runs.len());
    draft.plan.bulk_runs.push(BulkRun {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        user_id: person.as_ref().map(|person| person.ordinal),
        resource,
        action,
        idempotency_key: asked.row.hex("idempotency_key", 32),
        status: asked.status,
        total_items: total,
        processed_items: tally.processed(),
        succeeded: tally.succeeded,
        failed: tally.failed,
        skipped: tally.skipped,
        item_ids: json!(items),
        failures: asked.state.is_over().then(|| failures(&asked.row, asked.state).to_json()),
        operation_run_id: None,
        created_at: At(life.created_at),
        updated_at: At(life.updated_at),
    });
    let mut context = json!({ "bulk_operation_run_id": place });
    if let (Some(set), "backup_set") = (set, resource) {
        context["backup_set_id"] = set.into();
    }
    Ok(DomainRow {
        adapter: Adapter::BulkOperationRuns,
        ordinal: place,
        key: asked.key,
        state: asked.state,
        life,
        total,
        person,
        operation: catalog::find(operation)?,
        identity: json!({ "bulk_operation_run_id": place }),
        context,
        scheduled_for: None,
    })
}
