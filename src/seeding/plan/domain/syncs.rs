//! Syncs of the inventory and of directory groups, as they were recorded before the ledger.

use serde_json::json;

use super::super::draft::Draft;
use super::super::life::Tally;
use super::super::ordinal;
use super::row::{Asked, DomainRow};
use crate::catalog;
use crate::problem::Result;
use crate::seeding::names;
use crate::seeding::rows::{At, GroupSync, InventorySync};
use crate::seeding::words::Adapter;

pub(super) fn add_inventory(draft: &mut Draft<'_>, asked: Asked) -> Result<DomainRow> {
    let home = &draft.homes[asked.home];
    let life = asked.life(draft, home.from);
    let total = asked.row.between("items_observed", 12, 400);
    let tally = Tally::new(&asked.row, asked.state, total);
    let person = draft.initiator(home.account, &asked.row, 25);
    let types: Vec<&str> = names::POLICY_TYPES.iter().map(|(name, _, _)| *name).take(3).collect();
    let place = ordinal(draft.plan.inventory_syncs.len());
    draft.plan.inventory_syncs.push(InventorySync {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        selection_hash: asked.row.hex("selection_hash", 64),
        selection_payload: json!({ "policy_types": types }),
        status: asked.status,
        items_observed_count: tally.processed(),
        items_upserted_count: tally.succeeded,
        errors_count: tally.failed,
        error_message: asked.failure_text(),
        operation_run_id: None,
        started_at: life.started_at.map(At),
        finished_at: life.finished_at.map(At),
        created_at: At(life.created_at),
        updated_at: At(life.updated_at),
    });
    if asked.status == "success" {
        draft.homes[asked.home].inventories.push((place, life.updated_at));
    }
    Ok(DomainRow {
        adapter: Adapter::InventorySyncRuns,
        ordinal: place,
        key: asked.key,
        state: asked.state,
        life,
        total,
        person,
        operation: catalog::find("inventory.sync")?,
        identity: json!({ "inventory_sync_run_id": place }),
        context: json!({ "inventory_sync_run_id": place }),
        scheduled_for: None,
    })
}

pub(super) fn add_groups(draft: &mut Draft<'_>, asked: Asked) -> Result<DomainRow> {
    let home = &draft.homes[asked.home];
    let life = asked.life(draft, home.from);
    let total = asked.row.between("items_observed", 20, 900);
    let tally = Tally::new(&asked.row, asked.state, total);
    let person = draft.initiator(home.account, &asked.row, 20);
    let place = ordinal(draft.plan.group_syncs.len());
    draft.plan.group_syncs.push(GroupSync {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        selection_key: (*asked.row.one_of("selection_key", &["all_groups", "security_groups"])).to_owned(),
        slot_key: person.is_none().then(|| life.created_at.format("%Y%m%d%H%M").to_string()),
        status: asked.status,
        pages_fetched: (tally.processed() + 99) / 100,
        items_observed_count: tally.processed(),
        items_upserted_count: tally.succeeded,
        error_count: tally.failed,
        error_code: asked.failure_code(),
        error_message: asked.failure_text(),
        operation_run_id: None,
        started_at: life.started_at.map(At),
        finished_at: life.finished_at.map(At),
        created_at: At(life.created_at),
        updated_at: At(life.updated_at),
    });
    Ok(DomainRow {
        adapter: Adapter::EntraGroupSyncRuns,
        ordinal: place,
        key: asked.key,
        state: asked.state,
        life,
        total,
        person,
        operation: catalog::find("directory_groups.sync")?,
        identity: json!({ "entra_group_sync_run_id": place }),
        context: json!({ "entra_group_sync_run_id": place }),
        scheduled_for: None,
    })
}
