//! The statements behind [`super::ensure`].

use crate::db::Engine;
use crate::db::sql::{Field, counted};

pub(super) const FIELDS: &[(&str, Field)] = &[
    ("n", Field::Int),
    ("workspace_id", Field::Int),
    ("tenant_id", Field::Int),
    ("user_id", Field::Int),
    ("initiator", Field::Text),
    ("type", Field::Text),
    ("hash", Field::Text),
    ("context", Field::Json),
    ("slot", Field::Time),
    ("available_at", Field::Time),
];

/// The identity of `w` is that of `r`: one spelling per kind of scope, so that each can use its own index.
const SAME_WORK: [&str; 2] = [
    "w.tenant_id is null and r.tenant_id is null and r.workspace_id = w.workspace_id and r.run_identity_hash = w.hash",
    "r.tenant_id = w.tenant_id and r.run_identity_hash = w.hash",
];

/// Rows go in in one order whoever asks: two batches that met in different orders would wait for each other.
pub(super) fn insert_sql(engine: Engine, count: usize) -> String {
    let wanted = counted(engine, 1, "w", FIELDS, count);
    // One look at the index for each row. As a join it reads all active runs wherever the server's statistics are from a
    // moment without any, as after each night's vacuum.
    let holder = |column: &str, same: &str| {
        format!("(select r.{column} from operation_runs r where {same} and r.status in ('queued', 'running') limit 1)")
    };
    let [of_workspace, of_tenant] = SAME_WORK;
    let held = format!(
        "case when w.tenant_id is null then {} else {} end",
        holder("workspace_id", of_workspace),
        holder("tenant_id", of_tenant)
    );
    format!(
        "insert into operation_runs (workspace_id, tenant_id, user_id, initiator_name, type, status, run_identity_hash, \
         context, scheduled_for, available_at, attempt, claim_token, started_at, created_at, updated_at) \
         select w.workspace_id, w.tenant_id, w.user_id, w.initiator, w.type, $3, w.hash, \
         w.context, w.slot, w.available_at, $4, $4, $5, $2, $2 \
         from {wanted} where w.n >= 0 and {held} is null \
         order by w.workspace_id, w.tenant_id, w.hash, w.n \
         on conflict do nothing \
         returning id, workspace_id, tenant_id, run_identity_hash, scheduled_for, claim_token"
    )
}

/// Who holds each identity, and then who had the very slot: the later answer is the one that says why.
pub(super) fn holders_sql(engine: Engine, count: usize) -> String {
    let wanted = counted(engine, 1, "w", FIELDS, count);
    let held =
        [(0, "r.status in ('queued', 'running')"), (1, "r.scheduled_for is not null and r.scheduled_for = w.slot")];
    let arms: Vec<String> = SAME_WORK
        .iter()
        .flat_map(|same| held.iter().map(move |held| (same, held)))
        .map(|(same, (slot, held))| {
            format!(
                "select w.n as n, r.id as id, r.status as status, r.initiator_name as initiator_name, {slot} as slot \
                 from {wanted} join operation_runs r on {same} where {held}"
            )
        })
        .collect();
    format!("{} order by slot", arms.join(" union all "))
}
