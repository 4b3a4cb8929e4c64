//! Identity, slot, state, lease, and the line in the audit log (I1 to I4, I6).

use super::fields::{given, instant, types};
use crate::catalog::{OPERATIONS, OnLost};
use crate::clock::Instant;
use crate::db::Engine;

/// What the scope of a run is to the unique indexes.
const SCOPE: &str = "tenant_id, case when tenant_id is null then workspace_id end";

/// Tables whose rows a run may shadow; nobody here works on such a run.
const SHADOWED: [&str; 4] =
    ["inventory_sync_runs", "entra_group_sync_runs", "backup_schedule_runs", "bulk_operation_runs"];

pub(super) fn double_identity(_: Engine, _: Instant) -> String {
    format!(
        "select min(id) as row_id, count(*) || ' active runs' as detail from operation_runs \
         where status in ('queued', 'running') group by {SCOPE}, run_identity_hash having count(*) > 1"
    )
}

pub(super) fn double_slot(_: Engine, _: Instant) -> String {
    format!(
        "select min(id) as row_id, count(*) || ' runs of one slot' as detail from operation_runs \
         where scheduled_for is not null group by {SCOPE}, run_identity_hash, scheduled_for having count(*) > 1"
    )
}

pub(super) fn states_and_times(engine: Engine, _: Instant) -> String {
    let at = |column| instant(engine, column);
    let (created, started, completed) = (at("created_at"), at("started_at"), at("completed_at"));
    format!(
        "select id as row_id, status || ' and ' || outcome as detail from operation_runs where \
         status not in ('queued', 'running', 'completed') \
         or outcome not in ('pending', 'succeeded', 'partially_succeeded', 'blocked', 'failed') \
         or (status = 'completed') <> (completed_at is not null) or (status = 'completed') = (outcome = 'pending') \
         or (status = 'queued' and started_at is not null) or (status = 'running' and started_at is null) \
         or {started} < {created} or {completed} < coalesce({started}, {created})"
    )
}

pub(super) fn nobodys_run(engine: Engine, now: Instant) -> String {
    // A time that cannot be read is none: the check must not pass for want of one.
    let ran_out = match engine {
        Engine::Postgres => "l.expires_at < clock_timestamp() - interval '60 seconds'".to_owned(),
        Engine::Sqlite => {
            format!("coalesce(julianday(l.expires_at), 0) < julianday({}) - 60.0 / 86400", given(now))
        }
    };
    let shadows: Vec<String> = SHADOWED
        .iter()
        .map(|table| format!("not exists (select 1 from {table} d where d.operation_run_id = r.id)"))
        .collect();
    format!(
        "select r.id as row_id, r.type || case when l.run_id is null then ' without a lease' else ' whose lease ran out' end \
         as detail from operation_runs r \
         left join operation_run_leases l on l.run_id = r.id and l.claim_token = r.claim_token \
         where r.status in ('queued', 'running') and r.status = 'running' and r.type not in {} \
         and (l.run_id is null or {ran_out}) and {}",
        types(|operation| operation.stale.on_lost == OnLost::Mirror),
        shadows.join(" and "),
    )
}

/// An audit row about the end of run `r`.
const ENDED: &str =
    "a.resource_type = 'operation_run' and a.action = 'operation_run.completed' and a.resource_id = r.id";

pub(super) fn end_in_audit_log(_: Engine, _: Instant) -> String {
    format!(
        "select r.id as row_id, r.type || ' with ' || count(a.id) || ' audit rows' as detail from operation_runs r \
         left join audit_logs a on {ENDED} where r.status = 'completed' and r.type in {} group by r.id, r.type \
         having count(a.id) <> 1 \
         union all select r.id, r.status || ' with an audit row about its end' from operation_runs r \
         join audit_logs a on {ENDED} where r.status in ('queued', 'running')",
        types(|operation| operation.audited)
    )
}

/// Runs are pruned and the log is for ever, so only lines younger than any retention must have their run: the least
/// one, which is that of an audited pass that found nothing to do. A pass that pruned earlier than that because a
/// person confirmed it says until when; it deleted something, so it is itself still there for as long as it matters.
pub(super) fn audit_row_without_run(engine: Engine, now: Instant) -> String {
    let kept =
        OPERATIONS.iter().map(|operation| operation.retention.min(operation.idle_retention)).min().unwrap_or_default();
    // Compared as text to the second, so that a poisoned context is merely no answer.
    let (early, recorded) = match engine {
        Engine::Postgres => (
            "left(p.context -> 'options' ->> 'completed_before', 19)",
            "to_char(a.recorded_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS')",
        ),
        Engine::Sqlite => (
            "(case when json_valid(p.context) then substr(p.context ->> '$.options.completed_before', 1, 19) end)",
            "substr(a.recorded_at, 1, 19)",
        ),
    };
    format!(
        "select a.id as row_id, 'audit row of a run that is not there' as detail from audit_logs a \
         left join operation_runs r on r.id = a.resource_id \
         where a.resource_type = 'operation_run' and r.id is null and {} > {} \
         and not exists (select 1 from operation_runs p where p.workspace_id = a.workspace_id \
         and p.type = 'ops.prune_operation_runs' and {early} >= {recorded})",
        instant(engine, "a.recorded_at"),
        given(now - kept),
    )
}
