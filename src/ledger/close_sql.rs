//! The statements behind [`super::close`].

use super::bounds::BYTE_LIMIT;
use crate::db::Engine;
use crate::db::sql::{Field, counted, json_bytes, later, merged, records};

const FIELDS: &[(&str, Field)] = &[
    ("id", Field::Int),
    ("claim_token", Field::Int),
    ("status", Field::Text),
    ("outcome", Field::Text),
    ("counts", Field::Json),
    ("failures", Field::Json),
    ("context", Field::Json),
    ("completed_at", Field::Time),
    ("reconciled", Field::Bool),
    ("recovered", Field::Bool),
    ("audited", Field::Bool),
    ("label", Field::Text),
];

/// One statement: the update, and what follows from each row that it really changed.
pub(super) fn postgres_sql(count: usize) -> String {
    let engine = Engine::Postgres;
    format!(
        "with done as ({}), gone as (delete from operation_run_leases l using done where l.run_id = done.id), \
         audit as ({}), notice as ({}) select id from done",
        update_sql(engine, count),
        audit_sql(engine, "done"),
        notice_sql(engine, "done"),
    )
}

/// Times never go backward. On SQLite the batch is unpacked once and set aside: read in place, each mention of one of
/// its columns would take its row apart again.
pub(super) fn update_sql(engine: Engine, count: usize) -> String {
    let began = "coalesce(r.started_at, r.created_at)";
    let returning = match engine {
        // Only what the audit row and the notice need: the server keeps these rows aside until both are written, and
        // whole rows of a large batch would go to its disk.
        Engine::Postgres => {
            "r.id, r.workspace_id, r.tenant_id, r.user_id, r.initiator_name, r.type, r.outcome, r.attempt, \
             r.summary_counts, case when r.user_id is not null then r.failure_summary end as failure_summary, \
             r.reconciled_at, p.audited, p.label"
        }
        Engine::Sqlite => "id, user_id is not null",
    };
    let rows = counted(engine, 1, "p", FIELDS, count);
    let (aside, rows) = match engine {
        Engine::Postgres => (String::new(), rows),
        Engine::Sqlite => (format!("with batch as materialized (select * from {rows}) "), "batch as p".to_owned()),
    };
    format!(
        "{aside}update operation_runs as r set status = 'completed', outcome = p.outcome, \
         summary_counts = coalesce(p.counts, r.summary_counts), failure_summary = p.failures, context = {}, \
         completed_at = {}, reconciled_at = case when p.reconciled then $2 else r.reconciled_at end, updated_at = {} \
         from {rows} where r.id = p.id and r.claim_token = p.claim_token and r.status = p.status \
         and r.status <> 'completed' returning {returning}",
        context_of_closing(engine),
        later(engine, "coalesce(p.completed_at, $2)", began),
        later(engine, "$2", "r.updated_at"),
    )
}

/// The context of a closing.
fn context_of_closing(engine: Engine) -> String {
    let any = context(engine);
    match engine {
        Engine::Postgres => any,
        // Nearly always the reason is all there is, and SQLite sets one known key ten times faster than it merges.
        Engine::Sqlite => {
            let set = "json_set(r.context, '$.reconciliation', p.context -> 'reconciliation')";
            format!(
                "case when p.recovered then case when {} <= {BYTE_LIMIT} then {set} else r.context end else {any} end",
                json_bytes(engine, set)
            )
        }
    }
}

/// The stored context with the new keys; when that would pass its limit (L8), with the reason of a recovery alone.
pub(super) fn context(engine: Engine) -> String {
    let all = merged(engine, "r.context", "p.context");
    let reason = match engine {
        Engine::Postgres => "jsonb_strip_nulls(jsonb_build_object('reconciliation', p.context -> 'reconciliation'))",
        Engine::Sqlite => "json_patch('{}', json_object('reconciliation', p.context -> 'reconciliation'))",
    };
    let reason = merged(engine, "r.context", reason);
    format!(
        "case when p.context is null then r.context when {} <= {BYTE_LIMIT} then {all} when {} <= {BYTE_LIMIT} then {reason} \
         else r.context end",
        json_bytes(engine, &all),
        json_bytes(engine, &reason),
    )
}

/// The audit row of each run whose type the catalog marks.
pub(super) fn audit_sql(engine: Engine, done: &str) -> String {
    let metadata = match engine {
        Engine::Postgres => {
            "jsonb_build_object('type', d.type, 'outcome', d.outcome, 'attempt', d.attempt, 'counts', d.summary_counts, \
             'reconciled', d.reconciled_at is not null)"
        }
        Engine::Sqlite => {
            "json_object('type', d.type, 'outcome', d.outcome, 'attempt', d.attempt, 'counts', json(d.summary_counts), \
             'reconciled', json(case when d.reconciled_at is null then 'false' else 'true' end))"
        }
    };
    format!(
        "insert into audit_logs (workspace_id, tenant_id, actor_type, actor_id, actor_name, action, resource_type, \
         resource_id, outcome, summary, metadata, recorded_at) \
         select d.workspace_id, d.tenant_id, case when d.user_id is null then 'system' else 'human' end, d.user_id, \
         d.initiator_name, 'operation_run.completed', 'operation_run', d.id, \
         case d.outcome when 'succeeded' then 'success' when 'partially_succeeded' then 'partial' \
         when 'blocked' then 'blocked' else 'failure' end, \
         d.label || ' ended: ' || replace(d.outcome, '_', ' '), {metadata}, $2 from {done} d where d.audited"
    )
}

/// What the initiator is told, when a person was the initiator.
pub(super) fn notice_sql(engine: Engine, done: &str) -> String {
    let data = match engine {
        Engine::Postgres => {
            "jsonb_build_object('tenant_id', d.tenant_id, 'operation_run_id', d.id, 'type', d.type, 'outcome', d.outcome, \
             'counts', d.summary_counts, 'failure', d.failure_summary -> 0)"
        }
        Engine::Sqlite => {
            "json_object('tenant_id', d.tenant_id, 'operation_run_id', d.id, 'type', d.type, 'outcome', d.outcome, \
             'counts', json(d.summary_counts), 'failure', json(coalesce(d.failure_summary -> 0, 'null')))"
        }
    };
    format!(
        "insert into notifications (user_id, workspace_id, tenant_id, operation_run_id, data, created_at) \
         select d.user_id, d.workspace_id, d.tenant_id, d.id, {data}, $2 from {done} d where d.user_id is not null"
    )
}

/// The runs of a batch of (id, label) in `$1`, with their labels.
pub(super) fn labelled_sql() -> String {
    format!(
        "(select r.*, true as audited, p.label as label from {} join operation_runs r on r.id = p.id)",
        records(Engine::Sqlite, 1, "p", &[("id", Field::Int), ("label", Field::Text)]),
    )
}
