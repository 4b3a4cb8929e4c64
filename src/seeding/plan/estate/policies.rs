//! The policies of a tenant.

use serde_json::json;

use super::super::draft::{Draft, PolicyPlan, hours, minutes};
use super::super::{ordinal, personas};
use crate::seeding::names;
use crate::seeding::rows::{At, Policy};

pub(super) fn add(draft: &mut Draft<'_>, home: usize, n: i64, backed_up: i64) {
    let home = &mut draft.homes[home];
    let row = draft.source.row("policies", &format!("{}/{n}", home.key));
    let (policy_type, platform, titles) = *row.one_of("policy_type", names::POLICY_TYPES);
    let name = format!("{} - {}", row.one_of("title", titles), row.one_of("audience", names::AUDIENCES));
    let name = personas::named(home.persona, name);
    let created_at = row.time("created_at", home.created_at + hours(1), home.created_at + hours(20));
    // What is in backups stays; of the others some were deleted meanwhile.
    let deleted = n >= backed_up && row.chance("is_deleted", 15);
    let changed = row.time("last_synced_at", home.until - hours(12), home.until - minutes(20));
    let external_id = row.uuid("external_id").to_string();
    let place = ordinal(draft.plan.policies.len());
    draft.plan.policies.push(Policy {
        workspace_id: home.workspace,
        tenant_id: home.tenant,
        external_id: external_id.clone(),
        policy_type,
        display_name: name.clone(),
        platform,
        metadata: json!({ "version": row.between("version", 1, 12) }),
        last_synced_at: At(changed),
        created_at: At(created_at),
        updated_at: At(changed),
        deleted_at: deleted.then_some(At(changed)),
    });
    home.policies.push(PolicyPlan { ordinal: place, policy_type, external_id, name });
}
