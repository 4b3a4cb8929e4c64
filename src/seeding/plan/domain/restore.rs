//! A restore: from a whole backup of the tenant, after that was done.

use serde_json::json;

use super::super::draft::{Draft, SetPlan};
use super::super::life::Tally;
use super::super::{index, ordinal};
use super::row::{Asked, DomainRow};
use crate::catalog;
use crate::problem::Result;
use crate::seeding::rows::{At, Ordinal, Restore};
use crate::seeding::words::Adapter;

pub(super) fn add(draft: &mut Draft<'_>, asked: Asked) -> Result<DomainRow> {
    let home = &draft.homes[asked.home];
    let fit: Vec<&SetPlan> = home.restorable().collect();
    let Some(set) = asked.row.choose("backup_set", &fit, |set| &set.key) else {
        let message = format!("tenant `{}` has no whole backup older than a day to restore from", home.key);
        return Err(draft.impossible(message));
    };
    let life = asked.life(draft, set.completed_at);
    let wanted = asked.row.between("requested_items", 2, ordinal(set.items.len()));
    let wanted: Vec<Ordinal> = set.items.iter().copied().take(index(wanted)).collect();
    let total = ordinal(wanted.len());
    let tally = Tally::new(&asked.row, asked.state, total);
    let (set, person) = (set.ordinal, draft.initiator(home.account, &asked.row, 85));
    let previewed = !matches!(asked.status, "draft" | "scoped" | "checked");
    let place = ordinal(draft.plan.restores.len());
    draft.plan.restores.push(Restore {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        backup_set_id: set,
        requested_by: person.as_ref().map(|person| person.ordinal),
        is_dry_run: asked.status == "previewed" && asked.row.chance("is_dry_run", 50),
        status: asked.status,
        requested_items: json!(wanted),
        preview: previewed.then(|| json!({ "create": total - total / 2, "update": total / 2 })),
        results: asked.state.is_over().then(|| tally.to_json(asked.state)),
        metadata: json!({ "reason": asked.row.one_of("reason", &["Rollback", "Drill", "Accidental deletion"]) }),
        group_mapping: json!({}),
        failure_reason: asked.failure_text(),
        idempotency_key: asked.row.hex("idempotency_key", 32),
        operation_run_id: None,
        started_at: life.started_at.map(At),
        completed_at: life.finished_at.map(At),
        created_at: At(life.created_at),
        updated_at: At(life.updated_at),
    });
    Ok(DomainRow {
        adapter: Adapter::RestoreRuns,
        ordinal: place,
        key: asked.key,
        state: asked.state,
        life,
        total,
        person,
        operation: catalog::find("restore.execute")?,
        identity: json!({ "restore_run_id": place }),
        context: json!({ "restore_run_id": place, "backup_set_id": set }),
        scheduled_for: None,
    })
}
